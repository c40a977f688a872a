"""What is told to those who are asked at short notice: whether they can come, and that nobody is needed."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from notifications import calls
from notifications.kinds import Kind, Quiet, Rendered, Urgency
from notifications.letters import Button
from notifications.models import Call, Message
from scheduling.shifts import conditions, stand_ins
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.kinds import shape
from scheduling.shifts.links import calls as call_links
from scheduling.shifts.models import Shift
from scheduling.shifts.selectors import shifts as shift_selectors
from scheduling.shifts.services import calling
from tenants.context import current_association
from volunteers.register import selectors


def _about(message: Message) -> tuple[Call, Shift] | None:
    call = calls.call_of(message)
    shift = shift_selectors.shift_called_for(call) if call else None
    return (call, shift) if call and shift else None


def still_called(message: Message) -> str | None:
    """Wanted while somebody is looked for whom this person could be."""
    about, person = _about(message), selectors.person_by_uuid(message.person_uuid)
    if about is None or person is None:
        return "the shift or the person is gone"
    call, shift = about
    if call.state != Call.State.OPEN:
        return "nobody is needed any more"
    if conditions.has_started(shift):
        return "the shift has started"
    standing = eligibility.standing_of(person, shifts=[shift])
    if standing.own(shift):
        return "already on the shift"
    reasons = stand_ins.reasons(shift, standing)
    return f"cannot take it: {reasons[0].code}" if reasons else None


def still_waiting(message: Message) -> str | None:
    """Wanted until the start, by those who did not get a place."""
    about, person = _about(message), selectors.person_by_uuid(message.person_uuid)
    if about is None or person is None:
        return "the shift or the person is gone"
    _call, shift = about
    if conditions.has_started(shift):
        return "too late to tell"
    return "on the shift" if eligibility.standing_of(person, shifts=[shift]).own(shift) else None


def _letter(message: Message, *, variant: str = "", is_over: bool) -> Rendered:
    about, person = _about(message), selectors.person_by_uuid(message.person_uuid)
    if about is None or person is None:
        raise LookupError("A message about a call that is gone was to be rendered.")
    call, shift = about
    return shape.told(
        message,
        person=person,
        shift=shift,
        variant=variant,
        button=shape.other_shifts()
        if is_over
        else Button(
            _("Say whether you come"),
            call_links.link(call, person=person.uuid),
            private=True,
            path=call_links.path(call),
        ),
        why=_("You get this because you volunteer at %(association)s.")
        % {"association": current_association().name},
    )


def _render_call(message: Message, language: str) -> Rendered:
    return _letter(message, is_over=False)


def _render_over(message: Message, language: str) -> Rendered:
    call = calls.call_of(message)
    filled = call is not None and call.state == Call.State.FILLED
    return _letter(message, variant="filled" if filled else "ended", is_over=True)


_ASKS: dict[str, Any] = {
    "still_wanted": still_called,
    "render": _render_call,
    "urgency": Urgency.URGENT,
    "quiet": Quiet.PASS,
    **shape.OF_SHIFTS,
    "digest": False,
}

KINDS = [
    Kind(
        name=calling.STAND_IN,
        label=gettext_lazy("Call for a stand-in"),
        words=(
            shape.text(
                gettext_lazy("Can you stand in %(when)s?"),
                gettext_lazy(
                    "Somebody who had this shift cannot come. The first who says yes takes it over."
                ),
                gettext_lazy(
                    "One press is enough. If you cannot, tell us too, and we ask somebody else. Nobody "
                    "asks why."
                ),
            ),
        ),
        **_ASKS,
    ),
    Kind(
        name=calling.CALL,
        label=gettext_lazy("Call for help with a shift"),
        words=(
            shape.text(
                gettext_lazy("Can you come %(when)s?"),
                gettext_lazy("We are looking for somebody for this shift. The first who says yes has it."),
                gettext_lazy(
                    "One press is enough. If you cannot, tell us too, and we ask somebody else. Nobody "
                    "asks why."
                ),
            ),
        ),
        **_ASKS,
    ),
    Kind(
        name=calling.CALL_OVER,
        label=gettext_lazy("End of a call for help"),
        still_wanted=still_waiting,
        render=_render_over,
        words=(
            shape.text(
                gettext_lazy("Somebody was found for the shift %(when)s"),
                gettext_lazy("The shift that we asked you about has its people now: you need not answer."),
                gettext_lazy("Thank you for being ready to help!"),
                variant="filled",
                label=gettext_lazy("Somebody was found"),
            ),
            shape.text(
                gettext_lazy("Nobody is needed for the shift %(when)s any more"),
                gettext_lazy(
                    "We asked you about this shift. Nobody is needed any more: you need not answer."
                ),
                gettext_lazy("Thank you for being ready to help!"),
                variant="ended",
                label=gettext_lazy("Nobody is needed any more"),
            ),
        ),
        urgency=Urgency.URGENT,
        **shape.OF_SHIFTS,
        digest=False,
    ),
]
