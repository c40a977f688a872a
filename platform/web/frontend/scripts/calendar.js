// The calendar of those who plan: a week by the clock, a month, a list. It reads the same shifts as the page, whose
// plain form stays where this file does not run. Dragging fills in and sends the page's form.

import { Calendar } from "fullcalendar";
import dayGrid from "fullcalendar/daygrid";
import interaction from "fullcalendar/interaction";
import list from "fullcalendar/list";
import enGb from "fullcalendar/locales/en-gb";
import fi from "fullcalendar/locales/fi";
import sv from "fullcalendar/locales/sv";
import classic from "fullcalendar/themes/classic";
import timeGrid from "fullcalendar/timegrid";
import "fullcalendar/skeleton.css";
import "fullcalendar/themes/classic/theme.css";
import "../styles/calendar.scss";
import { sendMove } from "./moving.js";

const NOBODY = "00000000-0000-0000-0000-000000000000";
const place = document.querySelector("[data-calendar]");
const told = JSON.parse(document.getElementById(place.dataset.calendar).textContent);
const says = told.texts;
const wide = window.matchMedia("(min-width: 62rem)");

function view() {
  if (told.view === "month") return wide.matches ? "dayGridMonth" : "listMonth";
  return told.view === "clock" && wide.matches ? "timeGridWeek" : "listWeek";
}

function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);
}

/** A time of day as everywhere on our pages: 9, 9.30 or 09:00. */
function timeOf(text) {
  const [hours, minutes] = text.slice(11, 16).split(":");
  if (told.language === "en-gb") return `${hours}:${minutes}`;
  return minutes === "00" ? String(Number(hours)) : `${Number(hours)}.${minutes}`;
}

function lookOf(shift) {
  if (shift.state !== "published") return shift.state === "draft" ? "draft" : "off";
  if (shift.taken >= shift.places) return "full";
  return shift.taken ? "thin" : "empty";
}

const SIGNS = { full: "check", thin: "attention", empty: "close", draft: "edit", off: "close" };

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function sign(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "rn-ic");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${told.sprite}#${name}`);
  svg.append(use);
  return svg;
}

/** When, what, how full: the same words as in the plain plan. */
function content({ event, view }) {
  const shift = event.extendedProps;
  const isList = view.type.startsWith("list");
  const what = element("span", "rn-event__what", shift.title || shift.role);
  const second = [shift.title ? shift.role : "", shift.site].filter(Boolean).join(", ");
  const places = element("span", "rn-shift__n", sign(SIGNS[shift.look]));
  if (shift.state === "published") {
    const figure = element("span", "", `${shift.taken}/${shift.places}`);
    figure.setAttribute("aria-hidden", "true");
    places.append(figure, element("span", "visually-hidden", ` ${fill(says.taken, shift)} `));
  } else places.append(says[shift.state]);
  if (shift.warning) places.append(sign("alert"), element("span", "visually-hidden", shift.warning));
  const top = element("span", "rn-event__top", element("b", "", shift.times), " ", places, " ");
  const parts = [top, what];
  if (second && view.type !== "dayGridMonth") parts.push(" ", element("span", "rn-event__place", second));
  const made = element(isList ? "a" : "span", `rn-event rn-event--${shift.look}`, ...parts);
  if (isList) {
    made.href = shift.address;
    made.classList.add("rn-event--line");
  }
  return { domNodes: [made] };
}

function asEvent(shift) {
  const address = told.shift_url.replace(NOBODY, shift.id);
  return {
    id: shift.id,
    title: shift.title || shift.role,
    start: shift.start,
    end: shift.end,
    // A line of a list is no link by itself: it holds one.
    ...(view().startsWith("list") ? {} : { url: address }),
    editable: Boolean(told.move_url) && shift.moves,
    extendedProps: {
      ...shift,
      address,
      look: lookOf(shift),
      times: `${timeOf(shift.start)}\u2013${timeOf(shift.end)}`,
    },
  };
}

/** How full each day is, for its cell of the month. */
const days = new Map();

function countDays(shifts) {
  days.clear();
  for (const shift of shifts) {
    if (shift.state !== "published") continue;
    const day = shift.start.slice(0, 10);
    const sum = days.get(day) ?? { taken: 0, places: 0, empty: 0 };
    sum.taken += shift.taken;
    sum.places += shift.places;
    sum.empty += shift.taken ? 0 : 1;
    days.set(day, sum);
  }
}

function note(text) {
  const said = element("p", "rn-quiet", text);
  said.setAttribute("role", "status");
  place.before(said);
}

async function fetchShifts({ start, end }, done, failed) {
  try {
    const asked = new URLSearchParams(told.part);
    asked.set("start", start.toISOString().slice(0, 10));
    asked.set("end", end.toISOString().slice(0, 10));
    const answer = await fetch(`${told.data_url}?${asked}`, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    const found = await answer.json();
    if (found.more) note(says.tooMany);
    countDays(found.shifts);
    done(found.shifts.map(asEvent));
  } catch (error) {
    note(says.failed);
    failed(error);
  }
}

function moved({ event, revert }) {
  const [start, end] = [event.start.toISOString(), (event.end ?? event.start).toISOString()];
  const address = told.move_url.replace(NOBODY, event.id);
  if (!sendMove(address, start.slice(0, 10), start.slice(11, 16), end.slice(11, 16))) revert();
}

/** The day's number, which leads to its week, and beside it how full the day is, as soon as that is known. */
function dayTop({ date, dayNumberText, text }) {
  const iso = date.toISOString().slice(0, 10);
  const sum = days.get(iso);
  const number = element("a", "rn-daynumber", dayNumberText ?? text);
  number.href = told.week_url + iso;
  number.setAttribute("aria-label", date.toLocaleDateString(told.language, { dateStyle: "long", timeZone: "UTC" }));
  if (!sum?.places) return { domNodes: [number] };
  const look = sum.empty ? "empty" : sum.taken >= sum.places ? "full" : "thin";
  const figure = element("span", "", `${sum.taken}/${sum.places}`);
  figure.setAttribute("aria-hidden", "true");
  const words = element("span", "visually-hidden", ` ${fill(says.taken, sum)}`);
  return { domNodes: [element("span", `rn-dayfill rn-dayfill--${look}`, sign(SIGNS[look]), figure, words), number] };
}

/** What a head or a cell shows is also what is heard of it, and not a label in its place. */
function heard({ el }) {
  el.querySelector("div[aria-hidden]")?.removeAttribute("aria-hidden");
  el.removeAttribute("aria-label");
}

const calendar = new Calendar(place, {
  plugins: [classic, dayGrid, interaction, list, timeGrid],
  locales: [enGb, fi, sv],
  locale: told.language,
  timeZone: "UTC", // times are those of the association's clocks, whatever the reader's own clock shows
  initialView: view(),
  initialDate: told.date,
  now: told.now,
  headerToolbar: false,
  height: view() === "timeGridWeek" ? 720 : "auto",
  scrollTime: "07:00",
  slotDuration: "00:30",
  snapDuration: "00:15",
  allDaySlot: false,
  nowIndicator: true,
  eventMinHeight: 44,
  eventResizableFromStart: true,
  dayMaxEvents: 5,
  fixedWeekCount: false,
  slotEventOverlap: false,
  eventsHint: says.shifts,
  timedText: says.times,
  dayHeaderDidMount: heard,
  dayCellDidMount: heard,
  viewDidMount: ({ el }) => {
    for (const head of el.querySelectorAll("[role=rowheader]:empty")) head.append(element("span", "visually-hidden", says.times));
  },
  moreLinkClass: "rn-more",
  moreLinkContent: ({ num }) => fill(says.more, { count: num }),
  moreLinkHint: (num) => fill(says.allMore, { count: num }),
  closeHint: says.close,
  noEventsContent: says.none,
  events: fetchShifts,
  eventContent: content,
  dayCellTopContent: dayTop,
  eventDrop: moved,
  eventResize: moved,
  eventDidMount: ({ el, event }) => event.extendedProps.warning && el.setAttribute("title", event.extendedProps.warning),
});
calendar.render();
document.querySelector("[data-without-calendar]").hidden = true;
wide.addEventListener("change", () => {
  calendar.setOption("height", view() === "timeGridWeek" ? 720 : "auto");
  calendar.changeView(view());
  calendar.refetchEvents();
});
