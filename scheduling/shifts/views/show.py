"""What the pages of shifts say: lines of lists, chips, facts, headings. Text in the language in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from scheduling.shifts import conditions, elsewhere
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.eligibility.checks import Standing
from scheduling.shifts.eligibility.standings import Claim
from scheduling.shifts.elsewhere import Elsewhere
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors.ahead import Day, Found, Outlook, StripDay
from scheduling.shifts.selectors.shifts import Row
from scheduling.shifts.words import shifts as words, suiting as suit_words
from scheduling.shifts.words.suiting import Why
from tenants import addresses
from volunteers.register import site_words
from volunteers.register.models import Person
from web import formats
from web.errors import DomainError
from web.kit import Fact, Plan, PlanDay, PlanRow, PlanShift

# More free places than this are told by a number alone.
FREE_SHOWN = 3


@dataclass(frozen=True)
class Chip:
    """A state: a sign and a word."""

    label: str
    icon: str
    tone: str


@dataclass(frozen=True)
class Line:
    """A row of the volunteer's list."""

    row: Row
    title: str
    place: str
    url: str
    starts: str
    until: str
    chips: Sequence[Chip]
    # Why it suits, and what of it goes against the reader's own wishes.
    why: str = ""
    but: str = ""
    # Why the reader may not take it, all of it.
    against: Sequence[str] = ()
    # The press that is offered here, or else what leads on.
    press: str = ""
    press_url: str = ""
    open: str = ""
    open_url: str = ""
    # The first that the reader can take is the one filled button of the page.
    primary: bool = False

    @property
    def coming(self) -> bool:
        """Whether the reader holds a place."""
        return self.row.sign_up is not None

    @property
    def off(self) -> bool:
        """Whether it is nothing for the reader."""
        row = self.row
        own = row.sign_up is not None or row.hope is not None
        return not (own or row.may_sign_up or row.lacks_only_a_place)


@dataclass(frozen=True)
class DayOfLines:
    """A day of the volunteer's list."""

    id: str
    heading: str
    lines: Sequence[Line]


def day_id(day: date) -> str:
    """The anchor of a day."""
    return f"day-{day.isoformat()}"


def heading(day: date, *, today: date) -> str:
    """`Tomorrow, Tue 4 Feb`."""
    named = formats.day(day, year=day.year != today.year)
    if day == today:
        return _("Today, %(day)s") % {"day": named}
    if day == today + timedelta(days=1):
        return _("Tomorrow, %(day)s") % {"day": named}
    return named


def distance(day: date, *, today: date) -> str:
    """How far a day is: today, tomorrow, in 3 days. Nothing for days behind."""
    days = (day - today).days
    if days < 0:
        return ""
    if days == 0:
        return _("Today.")
    if days == 1:
        return _("Tomorrow.")
    if days == 2:
        return _("The day after tomorrow.")
    return ngettext("In %(days)s day.", "In %(days)s days.", days) % {"days": days}


def url_of(shift: Shift) -> str:
    """The page of a shift."""
    return addresses.path("shift", shift.uuid)


def times_of(row: Row) -> tuple[datetime, datetime]:
    """When the reader is or would be there: whoever comes has times of their own."""
    holder = row.sign_up or row.shift
    return holder.starts_at, holder.ends_at


def elsewhere_of(row: Row, *, request: HttpRequest) -> list[Elsewhere]:
    """Where else the reader is or would be at the time of a shift that takes place."""
    return elsewhere.at(request, *times_of(row)) if row.shift.state == Shift.State.PUBLISHED else []


def line(
    row: Row, *, request: HttpRequest, why: Why | None = None, stands: str = "", primary: bool = False
) -> Line:
    """A shift as a row of the volunteer's list; `why` it suits, if it does, and where the reader `stands`.

    Where else the reader is then, nobody but them is shown.
    """
    shift = row.shift
    other = elsewhere_of(row, request=request)
    settled = row.sign_up is not None or row.hope is not None or not conditions.is_ahead(shift)
    return Line(
        row=row,
        title=words.title(shift),
        place=words.place(shift),
        url=url_of(shift),
        starts=formats.clock_time(shift.starts_at, prefix=False),
        until=formats.DASH + formats.clock_time(shift.ends_at, prefix=False),
        chips=[*chips(row, stands=stands), *([elsewhere_chip()] if other else [])],
        why=why.good if why and not other else "",
        but=why.but if why else "",
        against=[] if settled else [str(reason) for reason in row.against],
        primary=primary,
        **_press(row),
    )


def _press(row: Row) -> dict[str, str]:
    """What can be done in the list itself, or what leads on. Nothing for what is called off."""
    shift = row.shift
    if row.may_sign_up:
        label = _("Ask for a place") if row.by_request else _("Take the shift")
        return {"press": label, "press_url": addresses.path("shift-sign-up", shift.uuid)}
    if row.lacks_only_a_place and not row.by_request:
        return {
            "press": _("Join the waiting list"),
            "press_url": addresses.path("shift-wait", shift.uuid),
        }
    if row.hope is not None and row.hope.state == SignUp.State.OFFERED:
        return {"open": pgettext("verb", "Answer"), "open_url": addresses.path("own-offer", row.hope.uuid)}
    if shift.state == Shift.State.CANCELLED and row.sign_up is None:
        return {}
    return {"open": pgettext("verb", "Open"), "open_url": url_of(shift)}


def chips(row: Row, *, stands: str = "") -> list[Chip]:
    """The state of a shift for its reader, the most telling first."""
    shift = row.shift
    if shift.state == Shift.State.CANCELLED:
        return [Chip(pgettext("shift", "Cancelled"), "close", "urgent")]
    if shift.state == Shift.State.DRAFT:
        return [Chip(pgettext("shift", "Draft"), "edit", "line")]
    if row.sign_up is not None:
        return [own_chip(row.sign_up, cannot_come=row.cannot_come)]
    found: list[Chip] = [hope_chip(row.hope, stands=stands)] if row.hope is not None else []
    if conditions.has_started(shift):
        over = conditions.is_over(shift)
        return [*found, Chip(pgettext("shift", "Over") if over else _("Under way"), "clock", "neutral")]
    if row.free:
        places = ngettext("%(count)s place", "%(count)s places", row.free) % {"count": row.free}
        found.append(Chip(places, "wait", "wait") if row.free == 1 else Chip(places, "people", "neutral"))
    else:
        found.append(Chip(pgettext("shift", "Full"), "people", "neutral"))
    return found


def elsewhere_chip() -> Chip:
    """The reader is on a shift of another association then."""
    return Chip(_("You are elsewhere then"), "attention", "wait")


def own_chip(sign_up: SignUp, *, cannot_come: bool = False) -> Chip:
    """What became of the reader's own place."""
    if sign_up.state == SignUp.State.ATTENDED:
        return Chip(_("You were there"), "done", "good")
    if sign_up.state == SignUp.State.NO_SHOW:
        return Chip(_("Marked as not there"), "info", "line")
    if cannot_come:
        return Chip(_("We are looking for a stand-in"), "wait", "wait")
    if sign_up.confirm_asked_at is not None:
        return Chip(_("New time: does it suit you?"), "wait", "wait")
    if sign_up.in_training:
        return Chip(_("You come to learn"), "check", "good")
    return Chip(_("You are coming"), "check", "good")


def hope_chip(hope: SignUp, *, stands: str = "") -> Chip:
    """What the reader hopes for: an answer, their turn (`stands` says which), or their own word."""
    if hope.state == SignUp.State.OFFERED:
        return Chip(_("There is a place for you"), "wait", "good")
    if hope.state == SignUp.State.REQUESTED:
        return Chip(_("You have asked for a place"), "wait", "wait")
    return Chip(stands or _("You are on the waiting list"), "wait", "wait")


def days_of(days: Sequence[Day], *, seen: Outlook, today: date, request: HttpRequest) -> list[DayOfLines]:
    """The list, day by day."""
    first = next((row for one in days for row in one.rows if row.may_sign_up), None)
    return [
        DayOfLines(
            id=day_id(one.day),
            heading=heading(one.day, today=today),
            lines=[
                line(
                    row,
                    request=request,
                    why=suit_words.why(row, seen) if row.may_sign_up else None,
                    primary=row is first,
                )
                for row in one.rows
            ],
        )
        for one in days
    ]


def plan_of(days: Sequence[Day], *, seen: Outlook, today: date, request: HttpRequest) -> Plan:
    """A week as the volunteer sees it: the roles that have shifts in it, and the days."""
    rows = [row for one in days for row in one.rows]
    used = {row.shift.role_id for row in rows}
    return Plan(
        rows=[PlanRow(str(key), role.name) for key, role in seen.roles.items() if key in used],
        days=[
            PlanDay(one.day, [_in_plan(row, request) for row in one.rows], today=one.day == today)
            for one in days
        ],
    )


def _in_plan(row: Row, request: HttpRequest) -> PlanShift:
    shift = row.shift
    told = elsewhere_chip() if elsewhere_of(row, request=request) else chips(row)[0]
    own = row.sign_up is not None or row.hope is not None
    return PlanShift(
        role=str(shift.role_id),
        label=words.title(shift),
        times=formats.times(shift.starts_at, shift.ends_at, prefix=False),
        taken=shift.taken,
        places=shift.places,
        url=url_of(shift),
        place=", ".join(part for part in (shift.title, words.where(shift)) if part),
        state="cancelled" if shift.state == Shift.State.CANCELLED else "published",
        reader="mine" if own else "open" if row.may_sign_up else "closed",
        says=told.label,
    )


@dataclass(frozen=True)
class OwnLine:
    """One of the reader's own shifts, beside the list."""

    when: str
    title: str
    sub: str
    url: str
    chip: Chip
    # Shown to the reader alone.
    elsewhere: Chip | None = None


def own_line(claim: Claim, *, request: HttpRequest) -> OwnLine:
    """When, what, where, and how it stands."""
    sign_up, shift = claim.sign_up, claim.sign_up.shift
    site = words.where(shift)
    times = formats.times(sign_up.starts_at, sign_up.ends_at)
    return OwnLine(
        when=formats.day(sign_up.starts_at),
        title=words.title(shift),
        sub=", ".join(part for part in (times, site) if part),
        url=url_of(shift),
        chip=state_chip(claim),
        elsewhere=elsewhere_chip() if elsewhere.at(request, sign_up.starts_at, sign_up.ends_at) else None,
    )


def state_chip(claim: Claim) -> Chip:
    """How a place stands that the reader has or hopes for."""
    if claim.sign_up.shift.state == Shift.State.CANCELLED:
        return Chip(pgettext("shift", "Cancelled"), "close", "urgent")
    if claim.sign_up.state in SignUp.HOPING:
        return hope_chip(claim.sign_up)
    return own_chip(claim.sign_up, cannot_come=claim.cannot_come)


def counts(found: Found, *, known: bool) -> str:
    """`14 open shifts, 6 suit you`."""
    total = ngettext("%(count)s open shift", "%(count)s open shifts", found.open) % {"count": found.open}
    if not known:
        return total
    mine = ngettext("%(count)s suits you", "%(count)s suit you", found.suiting) % {"count": found.suiting}
    return f"{total}, {mine}"


@dataclass(frozen=True)
class StripLine:
    """A day of the strip above the list."""

    day: date
    url: str
    text: str
    mine: bool
    today: bool
    chosen: bool


def strip(
    days: Sequence[StripDay], *, today: date, chosen: date | None, urls: Sequence[str]
) -> list[StripLine]:
    """The week above the list: how many shifts are open, and where one is the reader's."""
    found = []
    for one, url in zip(days, urls, strict=True):
        text = (
            ngettext("%(count)s open", "%(count)s open", one.open) % {"count": one.open} if one.open else "–"
        )
        found.append(
            StripLine(
                day=one.day,
                url=url,
                text=pgettext("in a week", "You") if one.mine else text,
                mine=one.mine,
                today=one.day == today,
                chosen=one.day == chosen,
            )
        )
    return found


# --- the page of one shift ------------------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """One line of what a shift needs, and whether the reader has it."""

    title: str
    text: str
    met: bool


def facts(shift: Shift, *, today: date, is_inside: bool = False) -> list[Fact]:
    """When, where, who to call. The room online is for those who are `is_inside`: who come, or plan it."""
    day = timezone.localtime(shift.starts_at).date()
    when = f"{formats.day(day, long=True)} {formats.times(shift.starts_at, shift.ends_at)}"
    if not formats.same_day(shift.starts_at, shift.ends_at):
        when = formats.when(shift.starts_at, shift.ends_at, year=True)
    found = [Fact("calendar", when, distance(day, today=today))]
    if shift.where != Shift.Where.SITE:
        found.append(Fact("info", words.way(shift), **_room(shift) if is_inside else {}))
    elif site := shift.site:
        note = " ".join(part for part in (f"{site.address}." if site.address else "", site.arrival) if part)
        link = site_words.map_link(site.address)
        found.append(Fact("pin", site.name, note, link=_("Show on a map") if link else "", link_url=link))
    if contact := shift.contact_person:
        found.append(
            Fact(
                "phone",
                contact.name,
                f"{_('Contact person')}{',' if contact.phone else ''}",
                link=contact.phone,
                link_url=f"tel:{contact.phone.replace(' ', '')}" if contact.phone else "",
            )
        )
    is_ahead = shift.state != Shift.State.CANCELLED and not conditions.has_started(shift)
    if is_ahead and shift.minimum > 1 and (lacking := shift.minimum - shift.taken) > 0:
        least = ngettext("At least %(count)s person", "At least %(count)s people", shift.minimum)
        more = ngettext(
            "%(count)s more is needed so that it can be held.",
            "%(count)s more are needed so that it can be held.",
            lacking,
        )
        found.append(Fact("people", least % {"count": shift.minimum}, more % {"count": lacking}))
    return found


def _room(shift: Shift) -> dict[str, str]:
    if not shift.online_address:
        return {}
    return {"link": _("Open the room online"), "link_url": shift.online_address}


def own_times(sign_up: SignUp, shift: Shift) -> str:
    """From when to when somebody is there who is not there all the time."""
    if not sign_up.has_own_times(shift):
        return ""
    return _("There %(times)s") % {"times": formats.times(sign_up.starts_at, sign_up.ends_at)}


def whether_there(held: SignUp) -> str:
    """What is known of whether somebody was there."""
    if held.state == SignUp.State.ATTENDED:
        times = formats.times(held.starts_at, held.ends_at)
        return _("It is noted that you were there %(times)s.") % {"times": times}
    if held.state == SignUp.State.NO_SHOW:
        return _("It is noted that you were not there.")
    return _("Nobody has said yet whether you were there.")


def learning(shift: Shift, standing: Standing) -> int:
    """How many places for learning are free for the reader."""
    taken = standing.own(shift) is not None or standing.hope(shift) is not None
    if taken or not shift.training_places:
        return 0
    if eligibility.reasons(shift, standing, checks=eligibility.TRAINING_CHECKS):
        return 0
    return shift.training_places - shift.training_taken


def needs(shift: Shift, standing: Standing, *, is_elsewhere: bool) -> list[Need]:
    """What the shift asks of the reader, each with its answer. Being elsewhere refuses nothing."""
    free = _("Not here, but you are elsewhere then.") if is_elsewhere else _("You are free.")
    lines = (
        (eligibility.is_volunteer_here, _("Active volunteer"), _("You are one here.")),
        (
            eligibility.holds_the_role,
            _("The role “%(role)s”") % {"role": shift.role.name},
            _("You do this role."),
        ),
        (eligibility.has_the_time, _("No other shift at the same time"), free),
    )
    found = []
    for check, title, good in lines:
        bad = eligibility.reasons(shift, standing, checks=[check])
        found.append(Need(title, cure(bad[0]) if bad else good, not bad))
    return found


def cure(reason: DomainError) -> str:
    """Why not, and what to do."""
    return " ".join(part for part in (str(reason), str(getattr(reason, "advice", ""))) if part)


def sees_names(row: Row, standing: Standing) -> bool:
    """Whether the reader sees who comes, as the shift allows."""
    if row.shift.names == Shift.Names.NOBODY:
        return False
    does_it = not eligibility.reasons(row.shift, standing, checks=[eligibility.holds_the_role])
    return row.sign_up is not None or (row.shift.names == Shift.Names.VOLUNTEERS and does_it)


def first_names(sign_ups: Sequence[SignUp], *, but: Person | None) -> list[tuple[str, bool]]:
    """First names of those who come, the reader's own marked."""
    return [
        (sign_up.person.given_name, but is not None and sign_up.person_id == but.pk) for sign_up in sign_ups
    ]
