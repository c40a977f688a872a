"""A person brings their record along from another association of theirs, by their own wish.

    chosen ──► on its way ──► looked at by its person ──► offered, with consent ──► taken in | not taken in

What was there is read under the person's login and written here, in the parts that they chose. Until they
have looked at it and said yes to the text of a version, nobody else sees it; what nobody says yes to goes
after a week, what a coordinator does not take in at once. The other association is not told where it went.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tenants import clock, crossings
from tenants.actors import Actor
from tenants.context import current_association, entered, platform_role
from tenants.models import Access, Association, Named
from tenants.wakeups import at_work, wake
from volunteers.register import selectors, trail
from volunteers.register.models import CarriedRecord, Period, Person, Qualification, RoleHolding
from volunteers.register.person_errors import (
    ConsentTextChanged,
    NotAPlaceOfYours,
    NothingChosen,
    RecordNotThere,
)

QUEUE = "carrying"
READ, BRING = "read_own_record", "bring_own_record"
# While it is on its way the row knows only where it comes from.
_FROM = "from"
State = CarriedRecord.State
# Brought anew it begins again.
MOVES: dict[str, set[str]] = {
    State.LOOKED: {State.OFFERED},
    State.OFFERED: {State.ACCEPTED, State.DECLINED},
    State.ACCEPTED: set(),
    State.DECLINED: set(),
}
#: Of the text to which its person says yes (desk/my_data_bring.html). A changed text is a new version.
CONSENT = "2025-1"
KEPT_UNSENT = timedelta(days=7)


@dataclass(frozen=True)
class Part:
    """What can be chosen: its code, how it is called, and how it is read of a person, inside."""

    code: str
    label: str | Promise
    read: Callable[[Person], list[dict[str, Any]]]


_parts: dict[str, Part] = {}


def register(*, part: Part) -> None:
    """Add something that can be brought along. Each app names its own when it starts; may run twice."""
    _parts[part.code] = part


def parts() -> tuple[Part, ...]:
    """All that can be chosen, in their order."""
    return tuple(_parts.values())


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
def ask(*, person: Person, source: UUID, chosen: Iterable[str], by: Actor) -> CarriedRecord:
    """Have chosen parts of the record brought here, for its person to look at.

    From the same place again it takes the place of what was brought before. Raises NotAPlaceOfYours or
    NothingChosen.
    """
    assert person.user_uuid is not None
    name = dict(places(user_uuid=person.user_uuid)).get(source)
    if name is None:
        raise NotAPlaceOfYours
    wanted = set(chosen)
    codes = [part.code for part in parts() if part.code in wanted]
    if not codes:
        raise NothingChosen
    row, _made = CarriedRecord.objects.update_or_create(
        person=person,
        from_name=name,
        defaults={
            "data": {_FROM: str(source)},
            "carried_at": clock.now(),
            "parts": codes,
            "state": State.LOOKED,
            "consent_version": "",
            "consented_at": None,
            "answered_by": "",
            "answered_at": None,
        },
    )
    trail.record("record.carried", by=by, subject_kind="person", subject_uuid=person.uuid)
    wake(queue=QUEUE, at=clock.now())
    return row


@transaction.atomic(durable=True)
def offer(*, row: CarriedRecord, version: str, by: Actor) -> CarriedRecord:
    """Its person has looked at it and says yes: from now on coordinators see it.

    Raises RecordNotThere while it is on its way, and ConsentTextChanged for a text that is not in force.
    """
    found = CarriedRecord.objects.select_for_update().get(pk=row.pk)
    if found.state == State.OFFERED:
        return found
    if State.OFFERED not in MOVES[found.state] or _FROM in found.data:
        raise RecordNotThere
    if version != CONSENT:
        raise ConsentTextChanged
    found.state, found.consent_version, found.consented_at = State.OFFERED, version, clock.now()
    found.save(update_fields=["state", "consent_version", "consented_at"])
    trail.record("record.offered", by=by, subject_kind="person", subject_uuid=found.person.uuid)
    return found


@transaction.atomic(durable=True)
def answer(*, row: CarriedRecord, takes: bool, by: Actor) -> CarriedRecord:
    """A coordinator takes it in or not; then nothing of it stays. Raises RecordNotThere."""
    found = CarriedRecord.objects.select_for_update().filter(pk=row.pk).first()
    wanted = State.ACCEPTED if takes else State.DECLINED
    if found is not None and found.state == wanted:
        return found
    if found is None or wanted not in MOVES[found.state]:
        raise RecordNotThere
    found.state, found.answered_by, found.answered_at = wanted, by.name[:160], clock.now()
    if not takes:
        found.data = {}
    found.save(update_fields=["state", "answered_by", "answered_at", "data"])
    verb = "record.accepted" if takes else "record.declined"
    trail.record(verb, by=by, subject_kind="person", subject_uuid=found.person.uuid)
    return found


@transaction.atomic(durable=True)
def remove(*, row: CarriedRecord, by: Actor) -> None:
    """Take back what was brought."""
    trail.record("record.removed", by=by, subject_kind="person", subject_uuid=row.person.uuid)
    row.delete()


def waiting() -> list[CarriedRecord]:
    """What is on its way."""
    return list(CarriedRecord.objects.filter(data__has_key=_FROM).select_related("person"))


def is_on_its_way(*, row: CarriedRecord) -> bool:
    """Whether nothing has come yet."""
    return _FROM in row.data


def unsent() -> list[CarriedRecord]:
    """What came and waits for its person's yes."""
    return list(CarriedRecord.objects.filter(state=State.LOOKED).exclude(data__has_key=_FROM))


def moments() -> Iterable[datetime]:
    """When there is something to bring, or to forget."""
    return [row.carried_at for row in waiting()] + [row.carried_at + KEPT_UNSENT for row in unsent()]


def bring_all(*, schema_name: str) -> None:
    """On the shared side: bring what people of an association have asked for, one after another."""
    target = Association.objects.filter(schema_name=schema_name).first()
    if target is None or target.state != Association.State.ACTIVE:
        return
    with entered(target), at_work(queue=QUEUE):
        _forget_unsent()
        rows = [(row.uuid, row.person.user_uuid, str(row.data[_FROM]), row.parts) for row in waiting()]
    for uuid, user_uuid, source, chosen in rows:
        _bring(target, uuid=uuid, user_uuid=user_uuid, source=UUID(source), chosen=chosen)


def _forget_unsent() -> None:
    CarriedRecord.objects.filter(state=State.LOOKED, carried_at__lte=clock.now() - KEPT_UNSENT).exclude(
        data__has_key=_FROM
    ).delete()


def _bring(
    target: Association, *, uuid: UUID, user_uuid: UUID | None, source: UUID, chosen: list[str]
) -> None:
    """Only what a login has a right to: looked up once more, now."""
    found: dict[str, Any] | None = None
    theirs = Association.objects.filter(uuid=source, state=Association.State.ACTIVE)
    if user_uuid is not None and (origin := theirs.filter(accesses__user__uuid=user_uuid).first()):
        found = crossings.cross(READ, into=origin, by_user=user_uuid, user_uuid=user_uuid, chosen=chosen)
    crossings.cross(BRING, into=target, by_user=user_uuid, row_uuid=uuid, found=found)


@transaction.atomic(durable=True)
def read_own_record(*, user_uuid: UUID, chosen: list[str]) -> dict[str, Any] | None:
    """Inside the association that is left: the chosen parts, and no words of others."""
    person = selectors.person_of(user_uuid)
    if person is None:
        return None
    trail.record(
        "record.carried",
        by=Actor(user=user_uuid, name=person.name),
        subject_kind="person",
        subject_uuid=person.uuid,
    )
    read_on = clock.today(current_association()).isoformat()
    return {"read_on": read_on} | {part.code: part.read(person) for part in parts() if part.code in chosen}


def _periods(person: Person) -> list[dict[str, Any]]:
    rows = Period.objects.filter(person=person).order_by("started_on")
    return [_days(row.started_on, row.ended_on) for row in rows]


def _roles(person: Person) -> list[dict[str, Any]]:
    rows = RoleHolding.objects.filter(person=person, role__discreet=False).select_related("role")
    return [_named(row.role) | _days(row.from_on, row.to_on) for row in rows.order_by("from_on")]


def _qualifications(person: Person) -> list[dict[str, Any]]:
    rows = Qualification.objects.filter(person=person, revoked_on__isnull=True).select_related("type")
    return [_named(row.type) | _days(row.from_on, row.to_on) for row in rows.order_by("from_on")]


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
    wake(queue=QUEUE, at=row.carried_at + KEPT_UNSENT)


def _named(row: Named) -> dict[str, Any]:
    return {"name": {code: row.name_in(code) for code in ("fi", "sv", "en")}}


def _days(first: date, last: date | None) -> dict[str, Any]:
    return {"from_on": first.isoformat(), "to_on": last.isoformat() if last else None}


OWN_PARTS = (
    Part("periods", gettext_lazy("When I volunteered there"), _periods),
    Part("roles", gettext_lazy("My roles and their dates, but for discreet ones"), _roles),
    Part("qualifications", gettext_lazy("My qualifications and courses with their dates"), _qualifications),
)
for _part in OWN_PARTS:
    register(part=_part)
