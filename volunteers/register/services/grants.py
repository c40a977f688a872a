"""What funders pay for."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.errors import EndsBeforeStart
from volunteers.register.grant_errors import GrantTargetInUse, GrantTargetKnown
from volunteers.register.models import GrantTarget, VolunteerRole


@dataclass(frozen=True)
class GrantTargetPlan:
    """What is known of a grant target."""

    code: str
    kind: str
    funder: str
    name_fi: str
    from_on: date
    to_on: date | None = None
    name_sv: str = ""
    name_en: str = ""
    is_active: bool = True


@transaction.atomic
def add_grant_target(*, plan: GrantTargetPlan, by: Actor) -> GrantTarget:
    """Note what a funder pays for. Part of larger verbs too. Raises EndsBeforeStart or GrantTargetKnown."""
    _check(plan)
    try:
        with transaction.atomic():
            made = GrantTarget.objects.create(**vars(plan))
    except IntegrityError as twice:
        raise _known(plan.code) from twice
    trail.record("grant_target.added", by=by, subject_kind="grant_target", subject_uuid=made.uuid)
    return made


@transaction.atomic
def change_grant_target(*, target: GrantTarget, plan: GrantTargetPlan, by: Actor) -> GrantTarget:
    """Change it, put it away or take it back.

    Raises EndsBeforeStart, GrantTargetKnown, or GrantTargetInUse for one that roles in use belong to.
    """
    locked = GrantTarget.objects.select_for_update().get(pk=target.pk)
    _check(plan, but=locked)
    if locked.is_active and not plan.is_active:
        roles = [role.name for role in VolunteerRole.objects.filter(grant_target=locked, is_active=True)]
        if roles:
            raise GrantTargetInUse(name=locked.name, roles=", ".join(roles))
    changed = [name for name, value in vars(plan).items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, getattr(plan, name))
    if changed:
        try:
            with transaction.atomic():
                locked.save(update_fields=changed)
        except IntegrityError as twice:
            raise _known(plan.code) from twice
        trail.record(
            "grant_target.changed",
            by=by,
            subject_kind="grant_target",
            subject_uuid=locked.uuid,
            fields=changed,
        )
    return locked


def _check(plan: GrantTargetPlan, *, but: GrantTarget | None = None) -> None:
    if plan.to_on is not None and plan.to_on < plan.from_on:
        raise EndsBeforeStart
    same = GrantTarget.objects.filter(code__iexact=plan.code)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise _known(plan.code)


def _known(code: str) -> GrantTargetKnown:
    known = GrantTarget.objects.filter(code__iexact=code).first()
    return GrantTargetKnown(code=code, name=known.name if known else "")
