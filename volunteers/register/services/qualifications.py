"""What people have shown: qualifications, extracts seen, supervision had. The trail says who noted it."""

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import requirements, trail
from volunteers.register.errors import (
    CheckNotAllowed,
    DayAhead,
    EndsBeforeStart,
    ExtractTooOld,
    QualificationKnown,
    ReasonMissing,
    RevokedAlready,
    TypeCircle,
    TypeKnown,
    TypesAtOnce,
)
from volunteers.register.models import (
    ChildWorkCheck,
    Person,
    Qualification,
    QualificationType,
    SupervisionDuty,
    TypeIncluded,
    VolunteerRole,
)


@transaction.atomic
def add_type(
    *,
    code: str,
    name_fi: str,
    by: Actor,
    name_sv: str = "",
    name_en: str = "",
    valid_months: int | None = None,
    includes: Iterable[QualificationType] = (),
) -> QualificationType:
    """Make a kind of qualification, with what it includes. Raises TypeKnown for a code that is taken."""
    if QualificationType.objects.filter(code=code).exists():
        raise TypeKnown(code=code)
    made = QualificationType.objects.create(
        code=code, name_fi=name_fi, name_sv=name_sv, name_en=name_en, valid_months=valid_months
    )
    _include(made, includes)
    trail.record("qualification_type.added", by=by, subject_kind="qualification_type", subject_uuid=made.uuid)
    return made


@transaction.atomic
def change_type(
    *,
    qualification_type: QualificationType,
    by: Actor,
    name_fi: str,
    name_sv: str,
    name_en: str,
    valid_months: int | None,
    is_active: bool,
    includes: Iterable[QualificationType] | None = None,
) -> QualificationType:
    """Change how a kind of qualification is called, how long new ones last, or what it includes.

    Noted ones keep their days. Without `includes` what it includes stays. Raises TypeCircle or TypesAtOnce.
    """
    locked = QualificationType.objects.select_for_update().get(pk=qualification_type.pk)
    locked.name_fi, locked.name_sv, locked.name_en = name_fi, name_sv, name_en
    locked.valid_months, locked.is_active = valid_months, is_active
    locked.save(update_fields=["name_fi", "name_sv", "name_en", "valid_months", "is_active"])
    if includes is not None:
        _include(locked, includes)
    trail.record(
        "qualification_type.changed", by=by, subject_kind="qualification_type", subject_uuid=locked.uuid
    )
    return locked


def _include(wider: QualificationType, kinds: Iterable[QualificationType]) -> None:
    """Say anew what a kind includes. The database refuses circles; what it can name is said before."""
    wanted = {each.pk: each for each in kinds}
    for each in wanted.values():
        if each.pk in (wider.pk, *wider.met_by):
            raise TypeCircle(wider=each.name, name=wider.name)
    known = set(TypeIncluded.objects.filter(wider=wider).values_list("included_id", flat=True))
    TypeIncluded.objects.filter(wider=wider, included__in=known - wanted.keys()).delete()
    rows = [TypeIncluded(wider=wider, included_id=pk) for pk in sorted(wanted.keys() - known)]
    try:
        with transaction.atomic():
            TypeIncluded.objects.bulk_create(rows)
    except IntegrityError as circle:
        raise TypesAtOnce from circle


def last_day(*, qualification_type: QualificationType, from_on: date) -> date | None:
    """The last day of one that begins on a day, by its kind; None where it lasts for ever."""
    if qualification_type.valid_months is None:
        return None
    return from_on + relativedelta(months=qualification_type.valid_months, days=-1)


@transaction.atomic
def note_qualification(
    *,
    person: Person,
    qualification_type: QualificationType,
    from_on: date,
    by: Actor,
    to_on: date | None = None,
) -> Qualification:
    """Note that a person has a qualification; without a last day the kind's own length counts.

    Raises DayAhead, EndsBeforeStart, or QualificationKnown for the same kind and first day.
    """
    if from_on > clock.today(current_association()):
        raise DayAhead
    to_on = to_on or last_day(qualification_type=qualification_type, from_on=from_on)
    if to_on is not None and to_on < from_on:
        raise EndsBeforeStart
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Qualification.objects.filter(person=person, type=qualification_type, from_on=from_on).exists():
        raise QualificationKnown(name=qualification_type.name)
    made = Qualification.objects.create(
        person=person,
        type=qualification_type,
        from_on=from_on,
        to_on=to_on,
        noted_at=clock.now(),
        noted_by=by.name[:160],
    )
    trail.record(
        "qualification.noted",
        by=by,
        subject_kind="person",
        subject_uuid=person.uuid,
        type=qualification_type.code,
        days=[from_on.isoformat(), to_on.isoformat() if to_on else None],
    )
    return made


@transaction.atomic
def revoke_qualification(*, qualification: Qualification, reason: str, by: Actor, on: date) -> Qualification:
    """Say that a qualification no longer stands, from a day on, and why.

    Raises ReasonMissing, RevokedAlready or EndsBeforeStart.
    """
    if not (reason := " ".join(reason.split())[:200]):
        raise ReasonMissing
    locked = (
        Qualification.objects.select_for_update(of=("self",))
        .select_related("person", "type")
        .get(pk=qualification.pk)
    )
    if locked.revoked_on is not None:
        raise RevokedAlready
    if on < locked.from_on:
        raise EndsBeforeStart
    locked.revoked_on, locked.revoked_for = on, reason
    locked.save(update_fields=["revoked_on", "revoked_for"])
    trail.record(
        "qualification.revoked",
        by=by,
        subject_kind="person",
        subject_uuid=locked.person.uuid,
        type=locked.type.code,
        on=on.isoformat(),
    )
    return locked


@transaction.atomic
def take_back_qualification(*, qualification: Qualification, by: Actor) -> None:
    """Undo that a qualification was noted, where what it came of turned out not to be so.

    Otherwise one is revoked, and stands as such.
    """
    trail.record(
        "qualification.taken_back",
        by=by,
        subject_kind="person",
        subject_uuid=qualification.person.uuid,
        type=qualification.type.code,
    )
    qualification.delete()


@transaction.atomic
def note_child_check(
    *, person: Person, role: VolunteerRole, extract_on: date, seen_on: date, by: Actor
) -> ChildWorkCheck:
    """Note that an extract was seen. Only for a role with all three ticks of Act 148/2014.

    Raises CheckNotAllowed, DayAhead, or ExtractTooOld for one that was older than six months when seen.
    """
    if not role.needs_child_check:
        raise CheckNotAllowed(role=role.name)
    if max(extract_on, seen_on) > clock.today(current_association()):
        raise DayAhead
    if not requirements.extract_is_fresh(extract_on=extract_on, seen_on=seen_on):
        raise ExtractTooOld
    check, _made = ChildWorkCheck.objects.update_or_create(
        person=person,
        role=role,
        defaults={"extract_on": extract_on, "seen_on": seen_on, "seen_by": by.name[:160]},
    )
    trail.record(
        "child_work_check.noted", by=by, subject_kind="person", subject_uuid=person.uuid, role=role.code
    )
    return check


@transaction.atomic
def note_supervision(*, person: Person, role: VolunteerRole, on: date, by: Actor) -> SupervisionDuty:
    """Note that a person was in supervision for a role on a day. A day before the last changes nothing.

    What was said there is never stored. Raises DayAhead.
    """
    if on > clock.today(current_association()):
        raise DayAhead
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    duty, _made = SupervisionDuty.objects.get_or_create(person=person, role=role, defaults={"since_on": on})
    if duty.last_on is None or on > duty.last_on:
        duty.last_on = on
        duty.save(update_fields=["last_on"])
        trail.record(
            "supervision.noted",
            by=by,
            subject_kind="person",
            subject_uuid=person.uuid,
            role=role.code,
            on=on.isoformat(),
        )
    return duty


@transaction.atomic
def take_back_supervision(
    *, person: Person, role: VolunteerRole, on: date, before: date | None, by: Actor
) -> None:
    """Say that a person was not in supervision on a day after all; `before` is when they last were, then.

    Where another day was noted since, that one stands.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    duty = SupervisionDuty.objects.filter(person=person, role=role, last_on=on).first()
    if duty is None or before == on:
        return
    if before is None and duty.since_on == on:  # that day had begun it
        duty.delete()
    else:
        duty.last_on = before
        duty.save(update_fields=["last_on"])
    trail.record(
        "supervision.taken_back",
        by=by,
        subject_kind="person",
        subject_uuid=person.uuid,
        role=role.code,
        on=on.isoformat(),
    )
