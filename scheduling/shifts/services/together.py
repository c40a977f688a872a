"""Changing and calling off many shifts in one act, of which everybody hears once."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from django.db import transaction

from scheduling.shifts import locks
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.plans import ShiftPlan, require_sound
from scheduling.shifts.services import changing
from scheduling.shifts.services.news import News
from tenants.actors import Actor
from web.errors import DomainError

# Does something to shifts, by their keys.
Act = Callable[[Collection[int], News], None]
Pair = tuple[Shift, ShiftPlan]


@transaction.atomic(durable=True)
def change_shifts(*, pairs: Sequence[Pair], off: Sequence[Shift], by: Actor) -> dict[int, DomainError]:
    """Call shifts off, and change others each to its plan. Who comes to several of them gets one message.

    What cannot be done to one keeps none of the others back. Returns why not, by the shift's key: what
    `cancel_shift` and `edit_shift` raise. Raises Busy.
    """
    moving = [
        shift for shift, plan in pairs if (shift.starts_at, shift.ends_at) != (plan.starts_at, plan.ends_at)
    ]
    coming = SignUp.objects.filter(shift__in=moving, state=SignUp.State.SIGNED_UP)
    people = set(coming.values_list("person", flat=True))
    locks.people(people)
    plans, gone = {shift.pk: plan for shift, plan in pairs}, [shift.pk for shift in off]
    locks.shifts(Shift.objects.filter(pk__in=[*gone, *plans]))
    news = News()
    # Who comes to what is off is free for what moves there.
    refused = _each(gone, partial(_call_off, by=by), news=news)
    refused |= _each(list(plans), partial(_change, plans, people, by=by), news=news)
    news.tell()
    return refused


def _each(keys: Collection[int], act: Act, *, news: News) -> dict[int, DomainError]:
    """Do something to all of these at once, or to one after another where that is refused."""
    if not keys or _done(keys, act, news=news) is None:
        return {}
    found = [(pk, _done([pk], act, news=news)) for pk in keys]
    return {pk: refusal for pk, refusal in found if refusal is not None}


def _done(keys: Collection[int], act: Act, *, news: News) -> DomainError | None:
    own = News()
    try:
        with transaction.atomic():
            act(keys, own)
    except DomainError as refusal:
        return refusal
    news.take(own)
    return None


def _call_off(keys: Collection[int], news: News, *, by: Actor) -> None:
    changing.call_off(shifts=_read(keys), news=news, by=by)


def _change(
    plans: dict[int, ShiftPlan], people: set[int], keys: Collection[int], news: News, *, by: Actor
) -> None:
    shifts = _read(keys)
    for shift in shifts:
        require_sound(plans[shift.pk])
    # What is changed for all of their series passes them by from now on.
    Shift.objects.filter(pk__in=keys, series__isnull=False).update(is_own=True)
    changing.change(
        pairs=[(shift, plans[shift.pk]) for shift in shifts], locked_people=people, news=news, by=by
    )


def _read(keys: Collection[int]) -> list[Shift]:
    """Locked shifts, anew."""
    found = Shift.objects.filter(pk__in=keys).select_related("role__shift_rules", "site")
    return list(found.order_by("starts_at", "pk"))
