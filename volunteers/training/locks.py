"""The lock policy of training, on one page.

**What is locked.** A run, for its counter of places, by all that gives or frees one; and the people who get
hours or a qualification. **In which order.** People first, in the order of their keys, then the run, as
shifts do it. **How long.** As there; then `Busy`, and nothing was changed. **What stands behind it.**
CHECK (taken <= places) and one open enrolment per person and run; with the locks these never fire.

| verb | people | run |
|---|---|---|
| enrol, enrol_for, leave, take_off, change_run, publish, cancel | – | yes |
| release (somebody leaves or pauses) | the one, by its caller | all of theirs, in order |
| mark, arrive, count_due | all who are noted | yes |
"""

import psycopg
from django.db import OperationalError, connection, transaction

from scheduling.shifts import locks as shift_locks
from scheduling.shifts.errors.shifts import Busy
from volunteers.training.models import Run

people = shift_locks.people


def run(run: Run) -> Run:
    """Lock a run and read it anew, with its course. After the people, before its enrolments."""
    if not transaction.get_connection().in_atomic_block:
        raise shift_locks.NotInATransaction
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{shift_locks.WAIT}'")
    rows = Run.objects.select_for_update(of=("self",), no_key=True).select_related("course__role")
    try:
        return rows.get(pk=run.pk)
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
            raise Busy from error
        raise
