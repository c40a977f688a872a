"""What is told to those who asked for a place, and to those who are invited before others."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from notifications.kinds import Kind, Rendered, Urgency
from notifications.letters import Fact
from notifications.models import Message
from scheduling.shifts import conditions
from scheduling.shifts.kinds import shape
from scheduling.shifts.kinds.shifts import coming, letter_of_place
from scheduling.shifts.models import Invitation, Shift, SignUp
from scheduling.shifts.services import inviting, requesting
from tenants import clock
from web import formats

_CLAIMS = (*SignUp.ACTIVE, *SignUp.HOPING)


def still_declined(message: Message) -> str | None:
    """Wanted until the start, by those who neither come nor have asked again."""
    sign_up = shape.sign_up_of(message)
    if sign_up is None or sign_up.state != SignUp.State.CANCELLED_BY_ORG:
        return "the request was not declined"
    if conditions.has_started(sign_up.shift):
        return "too late to tell"
    claims = SignUp.objects.filter(shift=sign_up.shift, person=sign_up.person, state__in=_CLAIMS)
    return "has a place, or asks again" if claims.exists() else None


def _declined(message: Message, language: str) -> Rendered:
    sign_up = shape.place_of(message)
    return shape.told(
        message,
        person=sign_up.person,
        shift=sign_up.shift,
        also=[sign_up.answer] if sign_up.answer else [],
        button=shape.other_shifts(),
        why=_("You get this because you asked for a place on a shift."),
    )


def _invitations(message: Message) -> QuerySet[Invitation]:
    of_person = Invitation.objects.filter(person__uuid=message.person_uuid)
    return of_person.select_related("person", "shift__role", "shift__site", "shift__contact_person")


def _invitation(message: Message) -> Invitation | None:
    if message.subject_uuid is None:
        return None
    return _invitations(message).filter(shift__uuid=message.subject_uuid).first()


def still_invited(message: Message) -> str | None:
    """Wanted while they are invited, have not answered, and a place can be taken or waited for."""
    found = _invitation(message)
    if found is None:
        return "not invited any more"
    shift = found.shift
    if shift.state != Shift.State.PUBLISHED or shift.sign_up_mode != Shift.SignUpMode.INVITED_FIRST:
        return "nobody is invited to the shift"
    if conditions.closes_at(shift) <= clock.now():
        return "sign-up is over"
    claims = SignUp.objects.filter(shift=shift, person=found.person, state__in=_CLAIMS)
    return "has a place, or waits for one" if claims.exists() else None


def _invited(message: Message, language: str) -> Rendered:
    found = _invitation(message)
    if found is None:
        raise LookupError("A message about an invitation that is gone was to be rendered.")
    return shape.told(
        message,
        person=found.person,
        shift=found.shift,
        also=_more(message, found.shift),
        facts=_from_when(found.shift),
        button=shape.open_the_shift(found.shift),
        why=_("You get this because the association would like you to come to a shift."),
    )


def _more(message: Message, shift: Shift) -> list[str]:
    """Shifts after it to which they were invited by the same press."""
    count = _invitations(message).filter(shift__in=inviting.after(shift=shift)).count()
    said = ngettext(
        "You are also invited to %(count)s shift after it, which you find in the list of shifts.",
        "You are also invited to %(count)s shifts after it, which you find in the list of shifts.",
        count,
    )
    return [said % {"count": count}] if count else []


def _from_when(shift: Shift) -> list[Fact]:
    opens, for_all = conditions.opens_at(shift), conditions.for_all_from(shift)
    later = opens is not None and opens > clock.now()
    return [
        *([Fact(_("Sign-up opens"), formats.when(opens))] if opens and later else []),
        *([Fact(_("Open to everybody"), formats.when(for_all))] if for_all else []),
    ]


KINDS = [
    Kind(
        name=requesting.CONFIRMED,
        label=gettext_lazy("A request for a place is confirmed"),
        still_wanted=coming,
        render=letter_of_place,
        words=(
            shape.text(
                gettext_lazy("Your shift %(when)s is confirmed"),
                gettext_lazy(
                    "You asked for a place on this shift, and now it is yours: the coordinator has confirmed "
                    "it. Thank you!"
                ),
                gettext_lazy(
                    "If you cannot make it, open the shift and press “I can't make it”. Nobody asks why."
                ),
            ),
        ),
        urgency=Urgency.URGENT,
        rests_when_away=False,
        **shape.OF_SHIFTS,
    ),
    Kind(
        name=requesting.DECLINED,
        label=gettext_lazy("A request for a place is declined"),
        still_wanted=still_declined,
        render=_declined,
        words=(
            shape.text(
                gettext_lazy("No place for you this time: %(when)s"),
                gettext_lazy(
                    "You asked for a place on this shift. This time the coordinator could not give it to you."
                ),
                gettext_lazy("Thank you for being ready to come. There are other shifts to choose from."),
            ),
        ),
        urgency=Urgency.URGENT,
        rests_when_away=False,
        **shape.OF_SHIFTS,
    ),
    Kind(
        name=inviting.INVITED,
        label=gettext_lazy("Invitation to a shift"),
        still_wanted=still_invited,
        render=_invited,
        words=(
            shape.text(
                gettext_lazy("You are invited to a shift %(when)s"),
                gettext_lazy(
                    "You are among those who may sign up for this shift first. If you would like to come, "
                    "open it and take a place."
                ),
                gettext_lazy("If you cannot come, you need not do anything."),
            ),
        ),
        **shape.OF_SHIFTS,
    ),
]
