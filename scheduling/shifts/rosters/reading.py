"""What stands on a roster: shifts in order of time, those who come, the places that are free.

People beyond the reader's part of the association have a place, and no name.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from scheduling.shifts.models import Placeholder, Shift, SignUp
from scheduling.shifts.selectors import planning
from scheduling.shifts.selectors.planning import Part
from volunteers.register import reach
from web import formats

# Lines of one shift's list for those who come without signing up.
WALK_INS = 3
# A roster is carried along: a month of a large association is a book.
MOST = 400


@dataclass(frozen=True)
class Listed:
    """A shift with those who come."""

    shift: Shift
    coming: Sequence[SignUp]
    # Kept for people who are not in the register, by what they are called.
    kept: Sequence[str]
    unnamed: int

    @property
    def lines(self) -> list[tuple[SignUp, str]]:
        """Those who come, each with from when to when, where that is not all of the shift."""
        return [(each, self.own_times(each)) for each in self.coming]

    def own_times(self, sign_up: SignUp) -> str:
        """From when to when somebody is there who is not there all the time."""
        if not sign_up.has_own_times(self.shift):
            return ""
        return formats.times(sign_up.starts_at, sign_up.ends_at)

    @property
    def free(self) -> int:
        """Places that nobody has."""
        return max(0, self.shift.places - self.shift.taken)

    @property
    def day(self) -> date:
        """The day on which it starts."""
        return timezone.localtime(self.shift.starts_at).date()


def of_days(first: date, last: date, *, reader: reach.Reaching, part: Part) -> tuple[list[Listed], bool]:
    """The published shifts of these days, and whether there are more than fit."""
    found = planning.of_days(first, last, reader=reader, part=part)
    found = found.filter(state=Shift.State.PUBLISHED).select_related("role", "site", "contact_person")
    shifts = list(found[: MOST + 1])
    return listed(shifts[:MOST], reader=reader), len(shifts) > MOST


def listed(shifts: Iterable[Shift], *, reader: reach.Reaching) -> list[Listed]:
    """These shifts with those who come, in two queries."""
    shifts = list(shifts)
    rows = SignUp.objects.filter(shift__in=shifts, state__in=SignUp.ACTIVE)
    coming: dict[int, list[SignUp]] = defaultdict(list)
    for sign_up in reach.of_people(reader, rows).select_related("person").order_by("person__sort_key", "pk"):
        coming[sign_up.shift_id].append(sign_up)
    kept: dict[int, list[str]] = defaultdict(list)
    for shift, label in Placeholder.objects.filter(shift__in=shifts).values_list("shift_id", "label"):
        kept[shift].append(label)
    whole = reader.reach.whole
    return [
        Listed(
            shift=shift,
            coming=coming[shift.pk],
            kept=kept[shift.pk],
            unnamed=0 if whole else _unnamed(shift, coming[shift.pk], kept[shift.pk]),
        )
        for shift in shifts
    ]


def _unnamed(shift: Shift, coming: Sequence[SignUp], kept: Sequence[str]) -> int:
    placed = sum(not each.in_training for each in coming)
    return max(0, shift.taken - placed - len(kept))
