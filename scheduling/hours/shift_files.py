"""What others may read of shift exports: files that wait for a yes, files that came in, and their shifts."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from scheduling.hours.models import HoursTally, ImportBatch, ImportDraft


def imports() -> QuerySet[ImportBatch]:
    """Imported files, the latest first."""
    return ImportBatch.objects.defer("header", "left_out").order_by("-created_at", "-pk")


def import_of(sha256: str) -> ImportBatch | None:
    """The import of a file with these bytes, if there was one that was not undone."""
    return ImportBatch.objects.filter(sha256=sha256, state=ImportBatch.State.DONE).first()


def imported_shifts(external_ids: Sequence[str]) -> dict[tuple[str, date], set[tuple[int, int]]]:
    """Of these shifts those that are here already, by identifier and day: heads and minutes as they came,
    and as they were corrected.
    """
    found: dict[tuple[str, date], set[tuple[int, int]]] = {}
    rows = HoursTally.objects.filter(
        Q(batch__isnull=False) | Q(correction__isnull=False), external_id__in=external_ids
    )
    for external_id, day, heads, minutes in rows.values_list("external_id", "local_date", "heads", "minutes"):
        found.setdefault((external_id, day), set()).add((heads, minutes))
    return found


def batch_by_uuid(uuid: UUID) -> ImportBatch | None:
    """An imported file, or None."""
    return ImportBatch.objects.filter(uuid=uuid).first()


def draft_by_uuid(uuid: UUID) -> ImportDraft | None:
    """A file that waits for somebody's yes, or None."""
    return ImportDraft.objects.filter(uuid=uuid).select_related("role").first()


def tallies_of(batch: ImportBatch) -> QuerySet[HoursTally]:
    """The rows of an imported file in order of time, with roles."""
    return HoursTally.objects.filter(batch=batch).select_related("role").order_by("local_date", "pk")
