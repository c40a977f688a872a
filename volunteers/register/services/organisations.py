"""Organisations that have volunteers of the association with them."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Organisation, Site
from volunteers.register.site_errors import OrganisationInUse, OrganisationKnown


@dataclass(frozen=True)
class OrganisationPlan:
    """What is known of an organisation. `checklist` has a point on each line."""

    name: str
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    checklist: str = ""
    notes: str = ""
    is_active: bool = True


@transaction.atomic
def add_organisation(*, plan: OrganisationPlan, by: Actor) -> Organisation:
    """Note a host. Part of larger verbs too. Raises OrganisationKnown."""
    _require_free_name(plan.name)
    try:
        with transaction.atomic():
            made = Organisation.objects.create(**vars(plan))
    except IntegrityError as twice:
        raise OrganisationKnown(name=plan.name) from twice
    trail.record("organisation.added", by=by, subject_kind="organisation", subject_uuid=made.uuid)
    return made


@transaction.atomic
def change_organisation(*, organisation: Organisation, plan: OrganisationPlan, by: Actor) -> Organisation:
    """Change what is known of a host, put it away or take it back.

    Raises OrganisationKnown, or OrganisationInUse for one that is put away while places of it are in use.
    """
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _require_free_name(plan.name, but=locked)
    if locked.is_active and not plan.is_active:
        in_use = Site.objects.filter(organisation=locked, is_active=True).values_list("name", flat=True)
        if in_use:
            raise OrganisationInUse(name=locked.name, sites=", ".join(in_use))
    changed = [name for name, value in vars(plan).items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, getattr(plan, name))
    if changed:
        try:
            with transaction.atomic():
                locked.save(update_fields=changed)
        except IntegrityError as twice:
            raise OrganisationKnown(name=plan.name) from twice
        trail.record(
            "organisation.changed",
            by=by,
            subject_kind="organisation",
            subject_uuid=locked.uuid,
            fields=changed,
        )
    return locked


def plan_of(*, organisation: Organisation) -> OrganisationPlan:
    """What is known of it now."""
    return OrganisationPlan(
        **{name: getattr(organisation, name) for name in OrganisationPlan.__dataclass_fields__}
    )


def _require_free_name(name: str, *, but: Organisation | None = None) -> None:
    same = Organisation.objects.filter(name__iexact=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise OrganisationKnown(name=name)
