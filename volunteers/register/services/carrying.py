"""A person brings their record along from another association of theirs, by their own wish.

What was there is read under the person's login and written here. That association is not told where it went,
and this one sees no more than what `read_own_record` lists.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tenants import clock, crossings
from tenants.actors import Actor
from tenants.context import current_association, entered, platform_role
from tenants.models import Access, Association, Named
from tenants.wakeups import at_work, wake
from volunteers.register import selectors, trail
from volunteers.register.models import CarriedRecord, Period, Person, Qualification, RoleHolding
from volunteers.register.person_errors import NotAPlaceOfYours

QUEUE = "carrying"
READ, BRING = "read_own_record", "bring_own_record"
# While it is on its way the row knows only where it comes from.
_FROM = "from"


def places(*, user_uuid: UUID) -> list[tuple[UUID, str]]:
    """The other associations where a login acts or has acted, by name. A listed reading verb."""
    here = current_association()
    with platform_role():
        found = {
            row.association
            for row in Access.objects.filter(user__uuid=user_uuid, association__isnull=False).select_related(
                "association"
            )
            if row.association is not None
        }
        return sorted(
            (
                (each.uuid, each.name)
                for each in found
                if each.pk != here.pk and each.state == Association.State.ACTIVE
            ),
            key=lambda pair: pair[1],
        )


@transaction.atomic(durable=True)
def ask(*, person: Person, source: UUID, by: Actor) -> CarriedRecord:
    """Have the record brought here. From the same place again it takes the place of what was brought before.

    Raises NotAPlaceOfYours.
    """
    assert person.user_uuid is not None
    name = dict(places(user_uuid=person.user_uuid)).get(source)
    if name is None:
        raise NotAPlaceOfYours
    row, _made = CarriedRecord.objects.update_or_create(
        person=person,
        from_name=name,
        defaults={"data": {_FROM: str(source)}, "carried_at": clock.now()},
    )
    trail.record("record.carried", by=by, subject_kind="person", subject_uuid=person.uuid)
    wake(queue=QUEUE, at=clock.now())
    return row


@transaction.atomic(durable=True)
def remove(*, row: CarriedRecord, by: Actor) -> None:
    """Take back what was brought."""
    trail.record("record.removed", by=by, subject_kind="person", subject_uuid=row.person.uuid)
    row.delete()


def waiting() -> list[CarriedRecord]:
    """What is on its way."""
    return list(CarriedRecord.objects.filter(data__has_key=_FROM).select_related("person"))


def moments() -> Iterable[datetime]:
    """When there is something to bring."""
    return [row.carried_at for row in waiting()]


def bring_all(*, schema_name: str) -> None:
    """On the shared side: bring what people of an association have asked for, one after another."""
    target = Association.objects.filter(schema_name=schema_name).first()
    if target is None or target.state != Association.State.ACTIVE:
        return
    with entered(target), at_work(queue=QUEUE):
        rows = [(row.uuid, row.person.user_uuid, str(row.data[_FROM])) for row in waiting()]
    for uuid, user_uuid, source in rows:
        _bring(target, uuid=uuid, user_uuid=user_uuid, source=UUID(source))


def _bring(target: Association, *, uuid: UUID, user_uuid: UUID | None, source: UUID) -> None:
    """Only what a login has a right to: looked up once more, now."""
    found: dict[str, Any] | None = None
    theirs = Association.objects.filter(uuid=source, state=Association.State.ACTIVE)
    if user_uuid is not None and (origin := theirs.filter(accesses__user__uuid=user_uuid).first()):
        found = crossings.cross(READ, into=origin, by_user=user_uuid, user_uuid=user_uuid)
    crossings.cross(BRING, into=target, by_user=user_uuid, row_uuid=uuid, found=found)


@transaction.atomic(durable=True)
def read_own_record(*, user_uuid: UUID) -> dict[str, Any] | None:
    """Inside the association that is left: when, which roles, which qualifications; no words of others."""
    person = selectors.person_of(user_uuid)
    if person is None:
        return None
    today = clock.today(current_association())
    periods = Period.objects.filter(person=person).order_by("started_on")
    holdings = RoleHolding.objects.filter(person=person, role__discreet=False).select_related("role")
    held = Qualification.objects.filter(person=person, revoked_on__isnull=True).select_related("type")
    trail.record(
        "record.carried",
        by=Actor(user=user_uuid, name=person.name),
        subject_kind="person",
        subject_uuid=person.uuid,
    )
    return {
        "read_on": today.isoformat(),
        "periods": [_days(row.started_on, row.ended_on) for row in periods],
        "roles": [_named(row.role) | _days(row.from_on, row.to_on) for row in holdings.order_by("from_on")],
        "qualifications": [
            _named(row.type) | _days(row.from_on, row.to_on) for row in held.order_by("from_on")
        ],
    }


@transaction.atomic(durable=True)
def bring_own_record(*, row_uuid: UUID, found: dict[str, Any] | None) -> None:
    """Inside the association that it is brought to. Where nothing was found, nothing stays."""
    row = CarriedRecord.objects.select_for_update().filter(uuid=row_uuid, data__has_key=_FROM).first()
    if row is None:
        return
    if found is None:
        row.delete()
        return
    row.data, row.carried_at = found, clock.now()
    row.save(update_fields=["data", "carried_at"])


def _named(row: Named) -> dict[str, Any]:
    return {"name": {code: row.name_in(code) for code in ("fi", "sv", "en")}}


def _days(first: date, last: date | None) -> dict[str, Any]:
    return {"from_on": first.isoformat(), "to_on": last.isoformat() if last else None}
