"""What is locked, in what order, and why: the page of activities goes on here.

Order: **space, then equipment, then bookings (each by key), then months, then marks of changed months.**

* A *space* or a *thing* is locked by whoever books it, moves a booking or takes one back: the second who
  presses reads what the first one took, and is told what is free. The exclusion constraint keeps it whoever
  writes.
* A *booking* is locked by whoever says what became of it.
"""

from collections.abc import Iterable

from scheduling.premises.models import Booking, Equipment, Space


def lock_spaces(spaces: Iterable[Space | None]) -> None:
    """Hold these spaces until the transaction ends."""
    keys = {space.pk for space in spaces if space is not None}
    list(Space.objects.filter(pk__in=keys).order_by("pk").select_for_update().values_list("pk", flat=True))


def lock_equipment(things: Iterable[Equipment | None]) -> None:
    """Hold these things until the transaction ends."""
    keys = {thing.pk for thing in things if thing is not None}
    rows = Equipment.objects.filter(pk__in=keys).order_by("pk")
    list(rows.select_for_update().values_list("pk", flat=True))


def lock_bookings(keys: Iterable[int]) -> list[Booking]:
    """Hold these bookings, and the spaces and things that they are of, until the transaction ends."""
    wanted = sorted(set(keys))
    beforehand = list(Booking.objects.filter(pk__in=wanted).select_related("space", "equipment"))
    lock_spaces(booking.space for booking in beforehand)
    lock_equipment(booking.equipment for booking in beforehand)
    rows = Booking.objects.filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",))
    return list(rows.select_related("space", "equipment", "organisation"))
