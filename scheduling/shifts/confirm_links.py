"""The link by which somebody says whether the new time of their shift suits them."""

from django.urls import reverse

from scheduling.shifts import conditions, sign_up_links
from scheduling.shifts.models import SignUp
from tenants import addresses

_PURPOSE = "confirm"


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
    rows = SignUp.objects.select_related("person", "shift__role", "shift__site", "shift__contact_person")
    found = sign_up_links.opened(sent, find=lambda pk: rows.filter(pk=pk).first(), proof=token)
    return None if found is None or found.person.is_blank or conditions.is_over(found.shift) else found
