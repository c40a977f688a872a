"""What pages tell of who is there: a line for each shift, with the one press that is next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from scheduling.shifts import conditions
from scheduling.shifts.models import Presence, Shift, SignUp
from scheduling.shifts.selectors import presence as selectors
from scheduling.shifts.selectors.presence import Here
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register import reach
from volunteers.register.models import Person, Site
from web import formats

Step = Literal["", "arrive", "leave"]


@dataclass(frozen=True)
class Line:
    """A shift at the place, for the one who has scanned its code."""

    shift: Shift
    title: str
    when: str
    said: str
    step: Step
    label: str
    # Where one corrects what was said.
    correct_url: str = ""


def title_of(shift: Shift) -> str:
    """What a shift is called where others may look over one's shoulder."""
    return pgettext("discreet", "Shift") if words.is_discreet(shift) else words.title(shift)


def said_of(presence: Presence | None) -> str:
    """`Came 9.56, left 13.58`."""
    if presence is None:
        return ""
    came = formats.clock_time(presence.arrived_at)
    if presence.left_at is None:
        return _("Came %(came)s.") % {"came": came}
    left = formats.clock_time(presence.left_at)
    return _("Came %(came)s, left %(left)s.") % {"came": came, "left": left}


def line_of(here: Here) -> Line:
    """One shift with what was said of it and what can be said now."""
    shift, presence = here.shift, here.presence
    said, step, label = said_of(presence), "", ""
    if here.waits:
        said = " ".join((said, _("A coordinator still has to say yes, since you had no place.")))
    if presence is None and here.sign_up is not None and here.sign_up.state == SignUp.State.ATTENDED:
        said = _("It is marked that you were there.")
    elif presence is None and conditions.is_over(shift):
        said = _("The shift is over.")
    elif presence is None:
        step, label = "arrive", _("I am here")
    elif presence.left_at is None:
        step, label = "leave", _("I am leaving")
    correct = here.sign_up is not None and conditions.has_started(shift)
    return Line(
        shift=shift,
        title=title_of(shift),
        when=formats.times(shift.starts_at, shift.ends_at),
        said=said,
        step=step,  # type: ignore[arg-type]  # one of the two, or nothing
        label=label,
        correct_url=reverse("shift-there", kwargs={"uuid": shift.uuid}) if correct else "",
    )


def why_not_here(person: Person, *, site: Site) -> str:
    """Why somebody who scanned the code finds no shift of theirs: another place, another day, none."""
    own = selectors.next_own(person)
    if own is None:
        return _("You have no shift here now.")
    shift = own.shift
    when = formats.when(own.starts_at, own.ends_at)
    if shift.site_id == site.pk:
        return _("Your shift here is at another time: %(when)s.") % {"when": when}
    if words.is_discreet(shift) or not words.where(shift):
        return _("You have no shift here now. Your next one is %(when)s.") % {"when": when}
    return _("Your shift is not here but elsewhere: %(where)s, %(when)s.") % {
        "where": words.where(shift),
        "when": when,
    }


def walk_ins(shift: Shift, *, reader: reach.Reaching) -> list[tuple[Presence, str]]:
    """Who came to a shift without a place and waits for a yes, with what they said."""
    waiting = reach.of_people(reader, selectors.walk_ins(reader=reader).filter(shift=shift))
    return [(each, said_of(each)) for each in waiting.order_by("arrived_at", "pk")]


# --- on a tablet ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Name:
    """Somebody who comes, as short as the tablet says it."""

    sign_up: SignUp
    name: str
    said: str
    step: Step
    label: str


@dataclass(frozen=True)
class OfToday:
    """A shift of today on the tablet of its place."""

    shift: Shift
    title: str
    when: str
    # Where the role shows nobody's name, only how many come.
    shows_names: bool
    names: list[Name] = field(default_factory=list)


def on_kiosk(shifts: Sequence[Shift]) -> list[OfToday]:
    """The shifts of today with the names of who comes. Two queries, however many there are."""
    coming: dict[int, list[SignUp]] = {}
    for sign_up in selectors.coming_to(shifts):
        coming.setdefault(sign_up.shift_id, []).append(sign_up)
    said = selectors.presences_of(shifts)
    return [_of_today(shift, coming.get(shift.pk, []), said) for shift in shifts]


def _of_today(shift: Shift, coming: Sequence[SignUp], said: dict[tuple[int, int], Presence]) -> OfToday:
    shows = shift.names != Shift.Names.NOBODY
    return OfToday(
        shift=shift,
        title=title_of(shift),
        when=formats.times(shift.starts_at, shift.ends_at),
        shows_names=shows,
        names=[_name(each, said.get((shift.pk, each.person_id))) for each in coming] if shows else [],
    )


def _name(sign_up: SignUp, presence: Presence | None) -> Name:
    step: Step = ""
    label, now = "", clock.now()
    if presence is None and sign_up.state == SignUp.State.SIGNED_UP and sign_up.ends_at > now:
        step, label = "arrive", _("I am here")
    elif presence is not None and presence.left_at is None:
        step, label = "leave", _("I am leaving")
    marked = presence is None and sign_up.state == SignUp.State.ATTENDED
    said = _("It is marked that you were there.") if marked else said_of(presence)
    return Name(sign_up, short_name(sign_up.person), said, step, label)


def short_name(person: Person) -> str:
    """`Bo B.`: enough to find oneself, too little for others."""
    initial = person.family_name[:1]
    return f"{person.given_name} {initial}." if initial else person.given_name
