"""Marks with which numbers are sent: a step of the verbs that note them, under their locks.

A mark is spent for good. The number may have been changed, corrected or taken back since: sending it again,
as a tablet without a connection does, must not bring it back.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from scheduling.activities.errors import SentElsewhere
from scheduling.activities.models import Count, SentKey


def spent(*, keys: Collection[UUID]) -> set[UUID]:
    """Those of the marks that were sent before."""
    return set(SentKey.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()


def spend(*, counts: Mapping[UUID, Count]) -> None:
    """Note marks that were not spent before, each with its number.

    Raises SentElsewhere when the same mark comes at once with a number of another place or occasion.
    """
    try:
        with transaction.atomic():
            SentKey.objects.bulk_create(SentKey(key=key, count=count) for key, count in counts.items())
    except IntegrityError as elsewhere:
        raise SentElsewhere from elsewhere
