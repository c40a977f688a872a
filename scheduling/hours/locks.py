"""What is locked, in what order, and why. This is the one page about it.

Order: **person, then shift, then months (early to late), then year, then hours rows, then marks of changed
months.**

* A *person* is locked by whoever gives them hours or a place (`lock_people`): two stretches of time that
  overlap are then seen by the second writer, who can say which one stands in the way. The exclusion
  constraint stays behind it for whoever forgets.
* A *shift* is locked by `scheduling.shifts`, between person and months.
* *Months* are shared by writers (`share_months`) and locked by whoever closes one (`lock_month`): closing
  waits for writers that have begun, and writers that come later see that it is closed. The trigger on the
  rows asks the same again for whoever forgets.
* A *year* is locked by whoever freezes, submits or amends it (`lock_year`), after holding all its months
  (`lock_months_of`): corrections share the months that they touch, so none comes between a version's figures
  and its hash, and the keys of corrections tell which of them a version or a closed month knows.
* *Marks* of changed months are written last, early to late, and taken by the run that makes the figures.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from scheduling.hours.models import Month, Year
from volunteers.register.models import Person


def lock_people(people: Iterable[Person]) -> None:
    """Hold these people until the transaction ends."""
    keys = sorted({person.pk for person in people})
    list(Person.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def share_months(first_days: Iterable[date]) -> dict[date, str]:
    """Keep these months from being closed until the transaction ends; their states by first day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT first_day, state FROM hours_month WHERE first_day = ANY(%s::date[]) "
            "ORDER BY first_day FOR SHARE",
            [sorted(set(first_days))],
        )
        return dict(cursor.fetchall())


def lock_month(first_day: date) -> Month:
    """Wait for those who write into this month, and hold it until the transaction ends."""
    return Month.objects.select_for_update().get(first_day=first_day)


def lock_months_of(year: int) -> list[Month]:
    """Wait for those who write into a year's months, and hold them until the transaction ends."""
    rows = Month.objects.filter(first_day__year=year).order_by("first_day")
    return list(rows.select_for_update())


def lock_year(year: int) -> Year:
    """Hold a year until the transaction ends; it is made where nobody has decided anything about it yet."""
    Year.objects.get_or_create(year=year)
    return Year.objects.select_for_update().get(year=year)
