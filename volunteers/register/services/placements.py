"""People who are here for a school or an office: never volunteers by that, never hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.errors import EndsBeforeStart
from volunteers.register.models import (
    GrantTarget,
    Period,
    Person,
    Placement,
    PlacementCount,
    Unit,
)
from volunteers.register.person_errors import BasisMissing, PlacementOnly
from volunteers.register.words import Method


@dataclass(frozen=True)
class CountPlan:
    """So many people of a school or an office in a year, without names."""

    year: int
    kind: str
    institution: str
    number: int
    method: str
    programme: str = ""
    basis: str = ""
    unit: Unit | None = None
    grant_target: GrantTarget | None = None


@dataclass(frozen=True)
class PlacementPlan:
    """What is to be known of a placement."""

    kind: str
    from_on: date
    to_on: date | None = None
    institution: str = ""
    programme: str = ""
    mentor: str = ""


@transaction.atomic(durable=True)
def add_placement(*, person: Person, plan: PlacementPlan, by: Actor) -> Placement:
    """Note that somebody is here on a placement. Raises EndsBeforeStart."""
    _check(plan)
    made = Placement.objects.create(person=person, **vars(plan))
    _note("placement.added", made, person, by=by)
    return made


@transaction.atomic(durable=True)
def change_placement(*, placement: Placement, plan: PlacementPlan, by: Actor) -> Placement:
    """Change a placement, as when it ends. Raises EndsBeforeStart."""
    _check(plan)
    locked = Placement.objects.select_for_update(of=("self",)).select_related("person").get(pk=placement.pk)
    different = trail.difference(locked, vars(plan), told=("kind", "from_on", "to_on"))
    for name, value in vars(plan).items():
        setattr(locked, name, value)
    locked.save(update_fields=list(vars(plan)))
    _note("placement.changed", locked, locked.person, by=by, **different)
    return locked


@transaction.atomic(durable=True)
def remove_placement(*, placement: Placement, by: Actor) -> None:
    """Forget a placement that was noted by mistake."""
    _note("placement.removed", placement, placement.person, by=by)
    placement.delete()


@transaction.atomic
def add_count(*, plan: CountPlan, by: Actor) -> PlacementCount:
    """Tell people on placements as a number; part of larger verbs too. Raises BasisMissing."""
    _check_count(plan)
    made = PlacementCount.objects.create(**vars(plan))
    _note_count("placement_count.added", made, by=by)
    return made


@transaction.atomic
def change_count(*, count: PlacementCount, plan: CountPlan, by: Actor) -> PlacementCount:
    """Tell another number. Raises BasisMissing."""
    _check_count(plan)
    locked = PlacementCount.objects.select_for_update().get(pk=count.pk)
    before = locked.number
    for name, value in vars(plan).items():
        setattr(locked, name, value)
    locked.save(update_fields=list(vars(plan)))
    _note_count("placement_count.changed", locked, by=by, before=before)
    return locked


@transaction.atomic
def remove_count(*, count: PlacementCount, by: Actor) -> None:
    """Take back a number that was told by mistake."""
    _note_count("placement_count.removed", count, by=by)
    count.delete()


def _check_count(plan: CountPlan) -> None:
    if plan.method in (Method.SAMPLE, Method.ESTIMATED) and not plan.basis.strip():
        raise BasisMissing


def _note_count(verb: str, count: PlacementCount, *, by: Actor, **more: Any) -> None:
    trail.record(
        verb,
        by=by,
        subject_kind="placement_count",
        subject_uuid=count.uuid,
        year=count.year,
        number=count.number,
        **more,
    )


def refuse_hours(*, person: Person) -> None:
    """For those who record hours: somebody with a placement who never volunteered. Raises PlacementOnly."""
    if Placement.objects.filter(person=person).exists() and not Period.objects.filter(person=person).exists():
        raise PlacementOnly(name=person.name)


def only_placed(*, people: Iterable[Person]) -> list[Person]:
    """Those of these people who have a placement and never volunteered: they get no hours."""
    volunteers = Period.objects.filter(person=OuterRef("pk"))
    placed = Placement.objects.filter(person=OuterRef("pk"))
    found = Person.objects.filter(pk__in=[person.pk for person in people])
    return list(found.filter(Exists(placed), ~Exists(volunteers)))


def _check(plan: PlacementPlan) -> None:
    if plan.to_on is not None and plan.to_on < plan.from_on:
        raise EndsBeforeStart


def _note(verb: str, placement: Placement, person: Person, *, by: Actor, **more: Any) -> None:
    trail.record(
        verb,
        by=by,
        subject_kind="person",
        subject_uuid=person.uuid,
        kind=str(placement.kind),
        days=[placement.from_on.isoformat(), placement.to_on.isoformat() if placement.to_on else None],
        **more,
    )
