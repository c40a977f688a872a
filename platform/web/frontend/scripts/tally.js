// The tablet at a place: a press counts at once, also without a connection. What waits is kept in this browser,
// each press with a mark of its own, so that the same one sent again counts once. Without this file the forms
// do the same, page by page.

const page = document.querySelector("[data-tally]");
const back = page.querySelector("[data-tally-back]");
const KEPT = `rn-tally-${page.dataset.tally}`;
const says = page.querySelector("[data-tally-says]");
const opened = { day: page.dataset.day, at: midnight(new Date()) };
let sending = false;
let refused = "";

function midnight(time) {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
}

/** The day of a press: the page's own, and as many days later as have passed since it was opened. */
function today() {
  const day = new Date(`${opened.day}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + Math.round((midnight(new Date()) - opened.at) / 86400000));
  return day.toISOString().slice(0, 10);
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
}

function keep(presses) {
  localStorage.setItem(KEPT, JSON.stringify(presses));
}

function show() {
  const waiting = kept().length;
  says.hidden = !refused && !waiting;
  says.className = "rn-note rn-note--wait";
  says.textContent = refused || (waiting ? `${says.dataset.waiting} ${waiting}` : "");
}

function add(measure, quantity) {
  const sum = page.querySelector(`[data-tally-sum="${measure}"]`);
  if (sum) sum.textContent = String(Number(sum.textContent.replace(/\D/g, "")) + quantity);
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

async function send() {
  if (sending) return;
  sending = true;
  try {
    for (let next = kept()[0]; next; next = kept()[0]) {
      const answer = await fetch(window.location.pathname, {
        method: "POST",
        body: new URLSearchParams(next),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      if (answer.status !== 200 && answer.status !== 422) break;
      const said = await answer.json();
      refused = said.sentence;
      keep(kept().filter((press) => press.key !== next.key));
      back.elements.take_back.value = said.last;
      back.hidden = !said.last;
      for (const sum of page.querySelectorAll("[data-tally-sum]")) {
        const measure = sum.dataset.tallySum;
        const still = kept().filter((press) => press.measure === measure);
        const waiting = still.reduce((all, press) => all + Number(press.quantity), 0);
        sum.textContent = String((said.sums[measure] ?? 0) + waiting);
      }
    }
  } catch {
    // no connection: they wait
  }
  sending = false;
  show();
}

page.addEventListener("submit", (event) => {
  const form = event.target;
  if (form === back) return;
  event.preventDefault();
  const press = Object.fromEntries(new FormData(form));
  if (event.submitter?.name) press[event.submitter.name] = event.submitter.value;
  event.submitter?.removeAttribute("aria-busy");
  press.day = today();
  press.key = newKey();
  keep([...kept(), press]);
  add(press.measure, Number(press.quantity));
  refused = "";
  show();
  send();
});

window.addEventListener("online", send);
setInterval(send, 30000);
show();
send();
