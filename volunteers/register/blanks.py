"""Blank people: where somebody was erased, one stands for each year in which they did something.

Counts of different people stay exact within a year and within a month, and nothing says any more that the
hours of two years were one person's. Years that one row touches both (a shift over New Year's night) share
one, or its person would be counted twice.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from volunteers.register.models import Person

# After all letters: a list of people, should it ever hold one, ends with it.
_LAST = "~"


class Blanks:
    """The blank people of one erased person, made when they are asked for.

    Where somebody was merged with another, they stand for the one who was kept.
    """

    def __init__(
        self, *, joined: Iterable[tuple[int, int]], language: str, stands_for: Person | None = None
    ) -> None:
        self._stands_for = stands_for
        self._language = language
        self._first: dict[int, int] = {}
        self._made: dict[int, Person] = {}
        for early, late in sorted(joined):
            for year in range(early + 1, late + 1):
                self._first[year] = self.first_of(year - 1)

    def first_of(self, year: int) -> int:
        """The first of the years that share one blank person with this one."""
        return self._first.get(year, year)

    def of(self, year: int) -> Person:
        """Who stands for the erased person in a year."""
        first = self.first_of(year)
        if first not in self._made:
            self._made[first] = Person.objects.create(
                is_blank=True,
                sort_key=_LAST,
                language=self._language,
                stands_for=self._stands_for,
                # Nothing of when it was made: it would join the years again.
                created_at=datetime(first, 1, 1, tzinfo=UTC),
            )
        return self._made[first]
