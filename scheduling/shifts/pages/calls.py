"""What the pages of a call show: who was asked, and where somebody who was asked stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _, pgettext

from notifications import calls, states
from notifications.models import Call, Called, Message
from scheduling.shifts import conditions, stand_ins
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.models import Shift, SignUp, StandIn
from scheduling.shifts.services import calling
from scheduling.shifts.views import show
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register import reach
from volunteers.register.models import Person
from web import formats
from web.kit import Fact

Standing = Literal["open", "declined", "coming", "filled", "over", "cannot"]


@dataclass(frozen=True)
class Asked:
    """Somebody whom a call reaches, or would have reached."""

    name: str
    phone: str
    sub: str
    chip: show.Chip


@dataclass(frozen=True)
class CallPage:
    """One call as its coordinator sees it."""

    is_open: bool
    said: str
    meta: str
    asked: Sequence[Asked]
    unnamed: int


def of(call: Call, *, shift: Shift, reader: reach.Reaching) -> CallPage:
    """One call with those whom the reader may see, in four queries."""
    called = list(call.called.order_by("due_at", "pk"))
    people = {
        person.uuid: person
        for person in reach.people(reader).filter(uuid__in=[each.person_uuid for each in called])
    }
    messages = {
        each.person_uuid: each
        for each in Message.objects.filter(kind=call.kind, subject_kind=calls.SUBJECT, subject_uuid=call.uuid)
    }
    come = set(
        SignUp.objects.filter(shift=shift, state__in=SignUp.ACTIVE).values_list("person__uuid", flat=True)
    )
    is_open = call.state == Call.State.OPEN and not conditions.has_started(shift)
    shown = [
        _asked(each, people[each.person_uuid], messages.get(each.person_uuid), come=come, is_open=is_open)
        for each in called
        if each.person_uuid in people
    ]
    return CallPage(
        is_open=is_open,
        said=_state_in_words(call, is_open=is_open),
        meta=_("%(name)s, %(at)s: %(size)s at a time, every %(minutes)s minutes")
        % {
            # Where nobody asked by hand, it is what is going on.
            "name": capfirst(StandIn.State.OPEN.label) if call.kind == calling.STAND_IN else call.by_name,
            "at": formats.when(call.at),
            "size": call.wave_size,
            "minutes": call.wave_minutes,
        },
        asked=shown,
        unnamed=len(called) - len(shown),
    )


def _state_in_words(call: Call, *, is_open: bool) -> str:
    if is_open:
        return _("People are being asked")
    if call.state == Call.State.FILLED:
        return _("Somebody was found")
    if call.state == Call.State.ENDED:
        return _("Ended")
    return _("Ended when the shift began")


def _asked(
    called: Called, person: Person, message: Message | None, *, come: set[UUID], is_open: bool
) -> Asked:
    chip, sub = _chip(called, message, is_coming=called.person_uuid in come, is_open=is_open)
    return Asked(name=person.name, phone=person.phone, sub=sub, chip=chip)


def _chip(
    called: Called, message: Message | None, *, is_coming: bool, is_open: bool
) -> tuple[show.Chip, str]:
    sub = _how_it_went(called, message, is_open=is_open)
    if is_coming:
        return show.Chip(_("Comes"), "done", "good"), sub
    if called.answer == Called.Answer.YES:
        return show.Chip(_("Said yes, but all places were taken"), "info", "line"), sub
    if called.answer == Called.Answer.NO:
        return show.Chip(_("Cannot come"), "close", "neutral"), sub
    if message is not None and message.state in (Message.State.FAILED, Message.State.WITHHELD):
        return show.Chip(_("Could not be reached"), "attention", "urgent"), sub
    if message is not None and message.state == Message.State.SENT:
        return show.Chip(_("No answer yet") if is_open else _("No answer"), "wait", "wait"), sub
    if is_open and message is not None and message.state != Message.State.OBSOLETE:
        return show.Chip(pgettext("call", "Waits"), "clock", "line"), sub
    return show.Chip(_("Was not asked"), "info", "line"), sub


def _how_it_went(called: Called, message: Message | None, *, is_open: bool) -> str:
    said = []
    if message is not None and message.sent_at is not None:
        how = Message.Channel(message.channel).label if message.channel else ""
        said.append(_("Asked %(at)s") % {"at": formats.when(message.sent_at)} + (f", {how}" if how else ""))
    elif (
        is_open and message is not None and message.state in states.WAITING and message.next_at > clock.now()
    ):
        # Later than their wave's time where their quiet hours or a server that is away hold it.
        said.append(_("Is asked %(at)s") % {"at": formats.when(message.next_at)})
    if called.answered_at is not None:
        said.append(_("answered %(at)s") % {"at": formats.when(called.answered_at)})
    return "; ".join(said)


@dataclass(frozen=True)
class Answerable:
    """Where somebody who was asked stands, and what is said to them."""

    state: Standing
    text: str = ""
    has_declined: bool = False


def standing(call: Call, *, person: Person, shift: Shift) -> Answerable:
    """Where they stand now; an ended call says so kindly."""
    found = eligibility.standing_of(person, shifts=[shift])
    if found.own(shift) is not None:
        return Answerable("coming")
    if conditions.has_started(shift) or call.state == Call.State.ENDED:
        return Answerable("over")
    called = call.called.filter(person_uuid=person.uuid).first()
    has_declined = called is not None and called.answer == Called.Answer.NO
    full = conditions.is_full(shift) and not stand_ins.is_looked_for(shift)
    if call.state == Call.State.FILLED or full:
        return Answerable("filled", has_declined=has_declined)
    if reasons := stand_ins.reasons(shift, found):
        return Answerable("cannot", show.cure(reasons[0]))
    return Answerable("declined" if has_declined else "open", has_declined=has_declined)


def facts(shift: Shift, *, today: date, by_link: bool) -> list[Fact]:
    """When, what, where. A private link tells of what is discreet only when, as its message does."""
    found = show.facts(shift, today=today)
    if by_link and words.is_discreet(shift):
        return found[:1]
    return [Fact("list", words.title(shift)), *found]
