"""The links by which somebody says whether the new time of their shift suits them, or those of several."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse

from notifications.models import Message
from scheduling.shifts import conditions
from scheduling.shifts.links import sign_ups as sign_up_links
from scheduling.shifts.models import SignUp
from scheduling.shifts.services import news
from tenants import addresses
from volunteers.register.models import Person

_PURPOSE, _OF_ALL = "confirm", "confirm-all"


def token(sign_up: SignUp) -> str:
    """What proves whose answer it is."""
    return sign_up_links.token(purpose=_PURPOSE, pk=sign_up.pk, uuid=sign_up.uuid, person=sign_up.person.uuid)


def link(sign_up: SignUp) -> str:
    """The private link of somebody who comes."""
    return sign_up_links.link("confirm", token(sign_up))


def path(sign_up: SignUp) -> str:
    """The same page for somebody who is signed in."""
    return reverse(
        "shift-confirm", urlconf=addresses.URLCONFS["association"], kwargs={"uuid": sign_up.shift.uuid}
    )


def opened(sent: str) -> SignUp | None:
    """Whose place a token is about, or None for one that is wrong, and after the shift."""
    rows = _rows()
    found = sign_up_links.opened(sent, find=lambda pk: rows.filter(pk=pk).first(), proof=token)
    return None if found is None or found.person.is_blank or conditions.is_over(found.shift) else found


def _rows() -> QuerySet[SignUp]:
    return SignUp.objects.select_related("person", "shift__role", "shift__site", "shift__contact_person")


# --- several at once ------------------------------------------------------------------------------


def _token_of_all(message: Message) -> str:
    return sign_up_links.token(purpose=_OF_ALL, pk=message.pk, uuid=message.uuid, person=message.person_uuid)


def link_of_all(message: Message) -> str:
    """The private link of somebody of whom several shifts have moved: those that the message tells of."""
    return sign_up_links.link("confirm-all", _token_of_all(message))


def path_of_all() -> str:
    """All that waits for an answer, for somebody who is signed in."""
    return reverse("own-confirm", urlconf=addresses.URLCONFS["association"])


def opened_all(sent: str) -> Sequence[SignUp]:
    """The places that a token is about and whose shifts are not over; none for a token that is wrong."""
    told = Message.objects.filter(kind__in=(news.CHANGES, news.REMINDER))
    message = sign_up_links.opened(sent, find=lambda pk: told.filter(pk=pk).first(), proof=_token_of_all)
    if message is None:
        return []
    uuids = [row[0] for row in message.data.get("moved", [])]
    found = _rows().filter(uuid__in=uuids, person__uuid=message.person_uuid).order_by("starts_at", "pk")
    return [each for each in found if not each.person.is_blank and not conditions.is_over(each.shift)]


def asked_of(person: Person) -> Sequence[SignUp]:
    """The places of somebody whose shifts have moved and who has not answered."""
    found = _rows().filter(person=person, state=SignUp.State.SIGNED_UP, confirm_asked_at__isnull=False)
    return [each for each in found.order_by("starts_at", "pk") if not conditions.has_started(each.shift)]
