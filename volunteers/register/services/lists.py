"""Coordinators keep their own ways of looking at the list of people."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from volunteers.register import own_fields, roster
from volunteers.register.errors import ListWithoutName, TooManyLists
from volunteers.register.models import SavedList

MOST = 20


@transaction.atomic
def keep_list(*, user_uuid: UUID, name: str, query: str) -> SavedList:
    """Keep a filter under a name; one of the same name is replaced. Raises ListWithoutName, TooManyLists."""
    name = " ".join(name.split())[:40]
    if not name:
        raise ListWithoutName
    own = SavedList.objects.filter(user_uuid=user_uuid).exclude(name="")
    if own.exclude(name=name).count() >= MOST:
        raise TooManyLists(most=MOST)
    return SavedList.objects.update_or_create(
        user_uuid=user_uuid, name=name, defaults={"query": query[:600]}
    )[0]


@transaction.atomic
def drop_list(*, kept: SavedList) -> None:
    """Forget a filter."""
    kept.delete()


@transaction.atomic
def choose_columns(*, user_uuid: UUID, columns: Iterable[str]) -> None:
    """Have these columns beside the name from now on."""
    known = {**roster.COLUMNS, **own_fields.by_key(own_fields.active())}
    wanted = set(columns)
    SavedList.objects.update_or_create(
        user_uuid=user_uuid,
        name="",
        defaults={"columns": [name for name in known if name in wanted]},
    )
