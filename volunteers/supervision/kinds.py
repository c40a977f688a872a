"""What is told of supervision: that one is asked to a time, and that a time is called off.

Neither says of which role it is: whoever sees the message over a shoulder learns no more than a day.
"""

from django.utils.functional import Promise as StrPromise
from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.kinds import Group, Kind, Quiet, Rendered, Urgency, Way
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from notifications.words import Words
from tenants import addresses, clock
from tenants.context import current_association
from volunteers.register import kinds
from volunteers.register.selectors import person_by_uuid
from volunteers.supervision import words
from volunteers.supervision.models import DebriefRequest, Seat, SupervisionSession
from volunteers.supervision.services.debriefing import ASKED, PASSED_ON
from volunteers.supervision.services.inviting import CALLED_OFF, INVITATION

State = SupervisionSession.State


def _seat(message: Message) -> Seat | None:
    if message.subject_uuid is None:
        return None
    found = Seat.objects.filter(session__uuid=message.subject_uuid, person__uuid=message.person_uuid)
    return found.select_related("session__group__site", "session__group__role").first()


def _invitation_wanted(message: Message) -> str | None:
    seat = _seat(message)
    if seat is None or seat.session.state != State.INVITED:
        return "they are not asked any more"
    if seat.answer:
        return "they have answered"
    return None if seat.session.starts_at > clock.now() else "it has begun"


def _called_off_wanted(message: Message) -> str | None:
    seat = _seat(message)
    is_so = seat is not None and seat.session.state == State.CANCELLED
    return None if is_so else "they are not asked any more"


def _render(message: Message, language: str) -> Rendered:
    seat = _seat(message)
    if seat is None:
        raise LookupError("A message about a time of which nobody is asked was to be rendered.")
    facts = [Fact(_("When"), words.when(seat.session))]
    group = seat.session.group
    if group.site is not None and not (group.site.discreet or group.role.discreet):
        facts.append(Fact(_("Where"), words.place(group)))
    return kinds.to_volunteer(
        message, language, facts=facts, button=_("Open my page"), route="own-supervision"
    )


def _open_debrief(message: Message) -> DebriefRequest | None:
    if message.subject_uuid is None:
        return None
    found = DebriefRequest.objects.filter(uuid=message.subject_uuid).first()
    return found if found is not None and found.is_open else None


def _debrief_wanted(message: Message) -> str | None:
    return None if _open_debrief(message) else "somebody answered, or it was taken back"


def _render_debrief(message: Message, language: str) -> Rendered:
    association = current_association()
    person = person_by_uuid(message.person_uuid)
    name = person.given_name if person else ""
    says = wording.said(message, values={"name": name})
    return letter(
        subject=says.subject,
        name=name,
        paragraphs=says.paragraphs,
        button=Button(
            _("See who"), addresses.absolute_url(association, "debrief", uuid=message.subject_uuid)
        ),
        why=_("You get this message because you look after volunteers at %(association)s.")
        % {"association": association.name_in(language)},
    )


def _of_debrief(name: str, label: StrPromise, *paragraphs: StrPromise) -> Kind:
    return Kind(
        name=name,
        label=label,
        recipient=kinds.recipient,
        still_wanted=_debrief_wanted,
        render=_render_debrief,
        words=(
            Words(
                subject=gettext_lazy("A volunteer would like to talk"),
                paragraphs=(
                    *paragraphs,
                    gettext_lazy("Open the page, press that you get in touch, and call."),
                ),
            ),
        ),
        group=Group.COORDINATION,
        urgency=Urgency.URGENT,
        quiet=Quiet.PASS,
        ways=(Way.EMAIL, Way.SMS),
    )


KINDS = (
    _of_debrief(
        ASKED,
        gettext_lazy("Somebody would like to talk after a shift"),
        gettext_lazy("Somebody on a shift of yours asks to talk after a hard time. You were asked first."),
    ),
    _of_debrief(
        PASSED_ON,
        gettext_lazy("Nobody has answered who would like to talk"),
        gettext_lazy("Somebody asks to talk after a hard shift, and nobody on duty has answered."),
    ),
    Kind(
        name=INVITATION,
        label=gettext_lazy("Asked to supervision"),
        recipient=kinds.recipient,
        still_wanted=_invitation_wanted,
        render=_render,
        words=(
            Words(
                subject=gettext_lazy("A time for supervision"),
                paragraphs=(
                    gettext_lazy("There is a time for you and your group. Do you come?"),
                    gettext_lazy("One press is enough. If it does not suit you, no reason is needed."),
                ),
            ),
        ),
        group=Group.SHIFTS,
        ways=(Way.EMAIL, Way.SMS),
    ),
    Kind(
        name=CALLED_OFF,
        label=gettext_lazy("Supervision is called off"),
        recipient=kinds.recipient,
        still_wanted=_called_off_wanted,
        render=_render,
        words=(
            Words(
                subject=gettext_lazy("A time for supervision is called off"),
                paragraphs=(gettext_lazy("This time is not held. You are told when there is another one."),),
            ),
        ),
        group=Group.SHIFTS,
        ways=(Way.EMAIL, Way.SMS),
    ),
)
