"""What an import would change: each item beside the shift of the same identifier, before anything is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from scheduling.feeds.schedules import items
from scheduling.feeds.schedules.items import Item
from scheduling.shifts.models import ScheduleImport, Shift
from tenants import clock

Kind = Literal["new", "changed", "cancelled", "same", "left"]
FIELDS = ("starts_at", "ends_at", "title", "description", "places")


@dataclass(frozen=True)
class Judged:
    """One item, what would become of it, and of what is left alone why."""

    item: Item
    kind: Kind
    shift: Shift | None = None
    values: dict[str, Any] | None = None
    why: str = ""


@dataclass(frozen=True)
class Look:
    """All items, and the shifts of the same source that lie ahead and are not in the file."""

    judged: Sequence[Judged]
    missing: Sequence[Shift]

    def of(self, kind: Kind) -> list[Judged]:
        """Those of a kind."""
        return [each for each in self.judged if each.kind == kind]

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to apply."""
        return any(each.kind in {"new", "changed", "cancelled"} for each in self.judged)


def look(batch: ScheduleImport) -> Look:
    """Compare by identifier. Two queries, however long the file."""
    now = clock.now()
    known = {
        shift.import_uid: shift
        for shift in Shift.objects.filter(import_source=batch.source)
        .exclude(import_uid="")
        .select_related("role", "site")
    }
    read = items.of_json(batch.rows)
    judged = [_judge(batch, item, known.get(item.uid), now=now) for item in read]
    in_file = {item.uid for item in read}
    missing = [
        shift
        for shift in known.values()
        if shift.import_uid not in in_file
        and shift.starts_at > now
        and shift.state != Shift.State.CANCELLED
        and shift.role_id == batch.role_id
    ]
    return Look(judged=judged, missing=sorted(missing, key=lambda shift: (shift.starts_at, shift.pk)))


def _judge(batch: ScheduleImport, item: Item, shift: Shift | None, *, now: Any) -> Judged:
    if shift is None:
        if item.cancelled:
            return Judged(item, "same")
        if item.starts_at <= now:
            return Judged(item, "left", why=_("It has begun already."))
        return Judged(item, "new")
    if shift.role_id != batch.role_id:
        return Judged(item, "left", shift, why=_("It is a shift of another role by now."))
    if shift.state == Shift.State.CANCELLED:
        if item.cancelled:
            return Judged(item, "same", shift)
        return Judged(item, "left", shift, why=_("It was cancelled here, and stays so."))
    if shift.starts_at <= now:
        return Judged(item, "same" if not _differing(batch, item, shift) else "left", shift,
                      why=_("It has begun already."))  # fmt: skip
    if item.cancelled:
        return Judged(item, "cancelled", shift)
    values = _differing(batch, item, shift)
    if not values:
        return Judged(item, "same", shift)
    if values.get("starts_at", shift.starts_at) <= now:
        return Judged(item, "left", shift, why=_("It would begin in the past."))
    if values.get("places", shift.places) < shift.taken:
        return Judged(item, "left", shift, why=_("More people come than it would have places."))
    return Judged(item, "changed", shift, values)


def _differing(batch: ScheduleImport, item: Item, shift: Shift) -> dict[str, Any]:
    """What the item says otherwise. A file that names no places leaves them as they are."""
    said = {name: getattr(item, name) for name in FIELDS}
    if said["places"] is None:
        del said["places"]
    return {name: value for name, value in said.items() if getattr(shift, name) != value}
