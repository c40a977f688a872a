"""The link by which somebody who was asked says whether they swap."""

from django.urls import reverse

from scheduling.shifts.links import sign_ups as sign_up_links
from scheduling.shifts.models import Swap
from tenants import addresses, clock

_PURPOSE = "swap"
SHIFTS = ("mine__shift__role", "mine__shift__site", "yours__shift__role", "yours__shift__site")
WITH = (
    "mine__person", "mine__shift__role", "mine__shift__site", "mine__shift__contact_person",
    "yours__person", "yours__shift__role", "yours__shift__site", "yours__shift__contact_person",
)  # fmt: skip


def token(swap: Swap) -> str:
    """What proves who answers."""
    return sign_up_links.token(purpose=_PURPOSE, pk=swap.pk, uuid=swap.uuid, person=swap.yours.person.uuid)


def link(swap: Swap) -> str:
    """The private link of the one who was asked."""
    return sign_up_links.link("swap", token(swap))


def path(swap: Swap) -> str:
    """The same page for somebody who is signed in."""
    return reverse("own-swap", urlconf=addresses.URLCONFS["association"], kwargs={"uuid": swap.uuid})


def opened(sent: str) -> Swap | None:
    """Which swap a token asks about, or None for one that is wrong, and after the shifts."""
    rows = Swap.objects.select_related(*WITH)
    found = sign_up_links.opened(sent, find=lambda pk: rows.filter(pk=pk).first(), proof=token)
    if found is None or found.yours.person.is_blank:
        return None
    return None if max(found.mine.shift.ends_at, found.yours.shift.ends_at) <= clock.now() else found
