"""The lock policy of shifts, on one page.

**What is locked.** What an act makes scarcer, and nothing that it frees: a person's time (their row in the
register) and a shift's places (the shift's row). Who cancels gives both back, so of these two only the shift
is locked, for its counter.

**In which order.** People first, in the order of their keys, then the shift, then its sign-ups. Every verb of
this app goes through here and in this order, so that two of them can wait for each other but never both.

**When.** Once in a transaction, as late as possible, but before the check: what was read before the lock is
read again under it. Cheap refusals may come first; they are a courtesy, not the rule.

**How hard.** FOR NO KEY UPDATE: rows that merely point at a locked person or shift may still be written.

**How long.** Three seconds; then `Busy`, and nothing was changed. A person who reads that tries again.

**What stands behind it.** CHECK (taken <= places), one active sign-up per person and shift, and the exclusion
of overlapping times. With the locks these never fire; if they do, a verb passed by this page.

| verb | people | shift | its sign-ups |
|---|---|---|---|
| sign_up, add_person, wait, take_offered, undo_cancel | the one | yes | theirs; of those who wait, as below |
| releasing.release | the one, by its caller | all of theirs, in order | the one of each |
| cancel_own, take_off, stop_waiting | – | yes | the one; of those who wait, as below |
| settle, and what frees a place or adds one (offering) | – | yes | of those who wait |
| mark_attendance, set_own_times, tell_own | the one | yes | the one |
| arrive, leave, accept_walk_in | the one | yes | theirs, if any |
| keep_places | – | yes | of those who wait |
| edit_shift | all who come, if the time moves | yes | all, if the time moves |
| publish | who has a standing place there | yes | – |
| change_series | all who come or stand there | all that are ahead, in order | those of moved ones |
| change_shifts | all who come to what moves | all, in order | those of what moves or is off |
| cancel_series | – | all that are ahead, in order | all |
| cancel_shift | – | yes | all |
| confirm, decline | – | yes | the one |
| confirm_request | the one | yes | the one |
| decline_request | – | yes | the one |
| invite, uninvite | – | yes; of a series all that are meant, in order | – |
| standing.take, give, end, away | the one | all of its dates, in order | the one of each |
| swapping.ask, withdraw | – | the own one | the own one |
| swapping.accept, approve | both | both, by key | both, by key |
| call_people | – | yes | – |
| say_yes, stand_in | the one | yes | the one that is taken over |
| cannot_come, come_after_all | – | yes | the one; of those who wait, as above |

`continue_series` locks the series alone, first of all; nothing else locks one.
Swaps are locked after their sign-ups, in the order of their keys; who declines or refuses one locks it alone.
A call for people (`notifications.calls`) is locked last of all, by the verbs that open or end one.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import psycopg
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from scheduling.shifts.errors.shifts import Busy
from scheduling.shifts.models import Series, Shift, SignUp, Swap
from volunteers.register.models import Person

WAIT = "3s"


class NotInATransaction(RuntimeError):
    """A lock outside a transaction holds nothing. Always a programming error."""


def people(pks: Collection[int]) -> list[Person]:
    """Lock people by their keys, in order, for what takes of their time."""
    _ready()
    with _patience():
        return list(Person.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))


def person(person: Person) -> Person:
    """Lock one person and read them anew; Busy for one who was merged with another or erased meanwhile."""
    found = people([person.pk])
    if not found:
        raise Busy
    return found[0]


def shift(shift: Shift) -> Shift:
    """Lock a shift and read it anew, with its role and site. After the people, before the sign-ups."""
    _ready()
    rows = Shift.objects.select_for_update(of=("self",), no_key=True).select_related(
        "role__shift_rules", "site"
    )
    with _patience():
        return rows.get(pk=shift.pk)


def shifts(found: QuerySet[Shift]) -> None:
    """Lock several shifts, in the order of their keys; each is read anew by `shift`."""
    _ready()
    with _patience():
        list(found.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def series(series: Series) -> Series:
    """Lock a series that gets more shifts, and read it anew. Before anything else."""
    _ready()
    with _patience():
        return Series.objects.select_for_update(no_key=True).get(pk=series.pk)


def sign_ups(shift: Shift) -> list[SignUp]:
    """Lock the sign-ups that hold a place of a locked shift, with their people."""
    rows = SignUp.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    with _patience():
        return list(rows.filter(shift=shift, state__in=SignUp.ACTIVE).order_by("pk"))


def sign_ups_of(shifts: Collection[Shift]) -> list[SignUp]:
    """`sign_ups` of several locked shifts, in the order of their keys."""
    rows = SignUp.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    with _patience():
        return list(rows.filter(shift__in=shifts, state__in=SignUp.ACTIVE).order_by("pk"))


def sign_up(sign_up: SignUp) -> SignUp:
    """Lock one sign-up of a locked shift and read it anew."""
    rows = SignUp.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    with _patience():
        return rows.get(pk=sign_up.pk)


def swap(swap: Swap) -> Swap:
    """Lock a swap, after its places, and read it anew with both of them and their people."""
    _ready()
    rows = Swap.objects.select_for_update(of=("self",), no_key=True)
    with _patience():
        return rows.select_related("mine__person", "mine__shift", "yours__person", "yours__shift").get(
            pk=swap.pk
        )


def hope(shift: Shift, *, person: Person) -> SignUp | None:
    """Lock what a person has on a locked shift who waits for a place, or to whom one is offered."""
    rows = SignUp.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    waits = (SignUp.State.WAITING, SignUp.State.OFFERED)
    with _patience():
        return rows.filter(shift=shift, person=person, state__in=waits).first()


def hopes(shift: Shift) -> list[SignUp]:
    """Lock what those have on a locked shift who would like a place, who hoped first, first."""
    rows = SignUp.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    with _patience():
        return list(rows.filter(shift=shift, state__in=SignUp.HOPING).order_by("pk"))


def _ready() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise NotInATransaction
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{WAIT}'")


@contextmanager
def _patience() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
            raise Busy from error
        raise
