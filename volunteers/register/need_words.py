"""What the rows of the register's kinds share: how people, pages and days are said."""

from functools import cache
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import ngettext

from volunteers.register.models import Period
from volunteers.register.needs import Row

GOING_ON = (Period.State.ACTIVE, Period.State.ON_BREAK)
PREPARING = (Period.State.PREPARING, *GOING_ON)


def to(route: str, **kwargs: object) -> str:
    """The address of a page of the association. Finding it is done once for each route."""
    uuids = {name: str(value) for name, value in kwargs.items() if name in _UUIDS}
    address = _address(
        route, tuple(uuids), tuple((name, kwargs[name]) for name in kwargs if name not in uuids)
    )
    for name, value in uuids.items():
        address = address.replace(_UUIDS[name], value)
    return address


# Identifiers that stand in addresses in place of others.
_UUIDS = {name: str(UUID(int=number)) for number, name in enumerate(("uuid", "person"), 1)}


@cache
def _address(route: str, uuids: tuple[str, ...], others: tuple[tuple[str, object], ...]) -> str:
    kwargs = {name: UUID(_UUIDS[name]) for name in uuids} | dict(others)
    return reverse(route, urlconf="config.urls.association", kwargs=kwargs or None)


def name_of(row: Row) -> str:
    """The person of a row, as they are greeted."""
    person = row.data["person"]
    return f"{person['given']} {person['family']}"


def page_of(row: Row) -> str:
    """Their page."""
    return to("person", uuid=row.data["person"]["uuid"])


def going_on(person: str, *states: str) -> Exists:
    """Condition: their time here goes on; with `states` in one of these."""
    return Exists(Period.objects.filter(person=OuterRef(person), state__in=states or GOING_ON))


def in_days(count: int) -> str:
    """`1 day`, `12 days`."""
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
