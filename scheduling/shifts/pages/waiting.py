"""What the pages say of those who wait for a place: to one of them, and to those who coordinate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from scheduling.shifts import conditions
from scheduling.shifts.errors.shifts import ShiftRefusal
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import offering
from scheduling.shifts.services.waiting import Place
from scheduling.shifts.views import show
from volunteers.register import reach
from volunteers.register.models import Person
from web import formats


@dataclass(frozen=True)
class Waits:
    """Where the reader stands: a place is theirs for a word until then, or so many are before them."""

    is_offered: bool
    until: str
    number: int
    said: str

    @property
    def short(self) -> str:
        """The number on the list, for a chip; nothing for who is offered a place."""
        return "" if self.is_offered else self.said


def of(place: Place | None) -> Waits | None:
    """Where somebody stands, in words; nothing for who neither waits nor is offered a place."""
    if place is None or not (place.is_offered or place.waits):
        return None
    until = formats.when(place.sign_up.offered_until) if place.sign_up.offered_until else ""
    if place.is_offered:
        said = _("There is a place for you. It waits for your answer until %(until)s.") % {"until": until}
    else:
        said = _("You are number %(number)s on the waiting list.") % {"number": place.number}
    return Waits(is_offered=place.is_offered, until=until, number=place.number, said=said)


@dataclass(frozen=True)
class Line:
    """Somebody on the list, as a coordinator sees it."""

    person: Person
    number: int
    chip: show.Chip
    sub: str


@dataclass(frozen=True)
class List:
    """The list of a shift: those whom the reader may see, and how many others there are."""

    lines: Sequence[Line]
    unnamed: int


def listed(shift: Shift, *, reader: reach.Reaching) -> List:
    """Who waits for a place, and to whom one is offered, who came first, first."""
    states = (SignUp.State.OFFERED, SignUp.State.WAITING)
    everybody = SignUp.objects.filter(shift=shift, state__in=states).order_by("pk")
    numbers = {pk: number for number, pk in enumerate(everybody.values_list("pk", flat=True), start=1)}
    if not numbers:
        return List((), 0)
    seen = reach.of_people(reader, everybody.select_related("person"))
    lines = [_line(each, numbers[each.pk]) for each in seen if each.pk in numbers]
    return List(lines, len(numbers) - len(lines))


def _line(hopes: SignUp, number: int) -> Line:
    since = _("On the list since %(at)s") % {"at": formats.when(hopes.created_at)}
    if hopes.state == SignUp.State.OFFERED and hopes.offered_until is not None:
        answer = _("Answers by %(until)s") % {"until": formats.when(hopes.offered_until)}
        return Line(hopes.person, number, show.Chip(answer, "wait", "wait"), since)
    return Line(hopes.person, number, show.Chip(_("Waits"), "clock", "line"), since)


@dataclass(frozen=True)
class Answerable:
    """What the page of an offer says."""

    state: Literal["open", "coming", "over", "cannot"]
    text: str = ""
    until: str = ""


def standing(sign_up: SignUp, *, reasons: Sequence[ShiftRefusal]) -> Answerable:
    """Where somebody stands to whom a place was offered."""
    if sign_up.state in SignUp.ACTIVE:
        return Answerable("coming")
    offered = sign_up.state == SignUp.State.OFFERED and not offering.has_lapsed(offered=sign_up)
    if not offered or conditions.has_started(sign_up.shift):
        return Answerable("over")
    if reasons:
        return Answerable("cannot", text=show.cure(reasons[0]))
    until = formats.when(sign_up.offered_until) if sign_up.offered_until else ""
    return Answerable("open", until=until)
