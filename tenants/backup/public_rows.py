"""An association's rows on the shared side: made anew for a copy, or where the database does not know it yet.

Where the database knows the association its public rows stay as they are: access that was ended since the
backup does not come back.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q

from tenants import clock, lifecycle
from tenants.backup.errors import BackupError
from tenants.models import (
    SLUG,
    Access,
    Affiliation,
    AffiliationChange,
    Association,
    District,
    Domain,
    ProcessingAgreement,
    Slug,
    Umbrella,
)

# Of a copy everything about the association stays the same, but for its name and where it lives.
_OF_ITS_OWN = {"uuid", "slug", "schema_name", "state", "name_fi", "name_sv", "name_en", "copied_from"}
_FIGURES = {"outside_figures", "figures_from_year"}


def require_free(slug: str) -> None:
    """Raises BackupError where this is no address, or somebody's."""
    try:
        SLUG(slug)
    except ValidationError as error:
        raise BackupError(
            f"“{slug}” cannot be an address: small letters, digits and single hyphens."
        ) from error
    if (
        slug in lifecycle.RESERVED
        or Slug.objects.filter(slug=slug).exists()
        or Association.objects.filter(slug=slug).exists()
    ):
        raise BackupError(
            f"The address “{slug}” is taken, now or once. Restore with --as ANOTHER-ADDRESS --name NAME."
        )


def _fields(manifest: dict[str, Any], *, but: Collection[str]) -> dict[str, Any]:
    """What the manifest says about the association, as far as this release knows such fields."""
    said: dict[str, Any] = manifest["association"]
    known = {field.name: field for field in Association._meta.concrete_fields if field.name != "id"}
    return {name: known[name].to_python(said[name]) for name in known if name in said and name not in but}


def founded(manifest: dict[str, Any]) -> Association:
    """The association as it was, for a database that does not know it. Suspended ones stay so."""
    state = Association.State.ACTIVE
    if manifest["association"]["state"] == Association.State.SUSPENDED:
        state = Association.State.SUSPENDED
    return Association(**_fields(manifest, but={"state"}), state=state)


def copied(manifest: dict[str, Any], *, slug: str, name: str) -> Association:
    """A new association with another's past: read-only and outside of all figures until somebody decides."""
    fields = _fields(manifest, but=_OF_ITS_OWN | _FIGURES)
    return Association(
        **(fields | {"created_at": clock.now()}),
        slug=slug,
        schema_name=lifecycle.schema_name_of(slug),
        name_fi=name,
        state=Association.State.SUSPENDED,
        copied_from=UUID(manifest["association"]["uuid"]),
        outside_figures=True,
    )


def _users() -> Any:
    return apps.get_model("accounts", "User")  # accounts stand above tenants


def logins(emails: Sequence[str]) -> list[Any]:
    """The logins with these addresses. Raises BackupError for one that is none."""
    found = {
        user.email.lower(): user for user in _users().objects.filter(is_active=True, email__in=_lower(emails))
    }
    if missing := [email for email in _lower(emails) if email not in found]:
        raise BackupError(f"Nobody signs in here with {', '.join(missing)}. Name logins that exist, or none.")
    return list(found.values())


def _lower(emails: Iterable[str]) -> list[str]:
    return [email.strip().lower() for email in emails]


def save_copy(association: Association, *, coordinators: Sequence[str]) -> list[str]:
    """The public rows of a copy: its address, itself, and access for whom the operator named."""
    lifecycle.claim_slug(association.slug)
    association.save()
    for user in logins(coordinators):
        Access.objects.create(
            user=user, association=association, role=Access.Role.COORDINATOR, created_at=clock.now()
        )
    return []


def save_founded(association: Association, manifest: dict[str, Any], *, without: set[UUID]) -> list[str]:
    """All public rows of the manifest, as far as they can be. Returns what could not, as sentences."""
    lifecycle.claim_slug(association.slug)
    association.save()
    notes = [note for one in manifest["domains"] if (note := _domain(association, one))]
    notes += [note for one in manifest["affiliations"] if (note := _affiliation(association, one))]
    for one in manifest.get("affiliation_changes", []):  # older backups know none
        _affiliation_change(association, one)
    for one in manifest.get("agreements", []):  # nor of these
        ProcessingAgreement.objects.create(
            association=association, **one | {"accepted_at": datetime.fromisoformat(one["accepted_at"])}
        )
    skipped = sum(
        not _access(association, one) for one in manifest["accesses"] if UUID(one["user"]) not in without
    )
    if skipped:
        notes.append(
            f"{skipped} accesses were not made: another login has their e-mail address. Invite them anew."
        )
    return notes


def _domain(association: Association, said: dict[str, Any]) -> str:
    if Domain.objects.filter(domain=said["domain"]).exists():
        return f"The domain {said['domain']} belongs to another association here."
    Domain.objects.create(tenant=association, **said)
    return ""


def _affiliation(association: Association, said: dict[str, Any]) -> str:
    umbrella = Umbrella.objects.filter(uuid=said["umbrella"]).first()
    if umbrella is None:
        return f"Its federation {said['slug']} is not here: it is in no federation's figures."
    district = District.objects.filter(umbrella=umbrella, code=said["district"]).first()
    Affiliation.objects.create(
        association=association,
        umbrella=umbrella,
        district=district,
        from_on=date.fromisoformat(said["from_on"]),
        to_on=date.fromisoformat(said["to_on"]) if said["to_on"] else None,
    )
    return ""


def _affiliation_change(association: Association, said: dict[str, Any]) -> None:
    """What was done to where it belongs; of a federation that is not here nothing."""
    umbrella = Umbrella.objects.filter(uuid=said["umbrella"]).first()
    if umbrella is None:
        return
    AffiliationChange.objects.create(
        association=association,
        umbrella=umbrella,
        district=District.objects.filter(umbrella=umbrella, code=said["district"]).first(),
        kind=said["kind"],
        on=date.fromisoformat(said["on"]),
        at=datetime.fromisoformat(said["at"]),
        by_user=said["by_user"],
        by_name=said["by_name"],
    )


def _access(association: Association, said: dict[str, Any]) -> bool:
    """Access for a login by its identifier, made if need be; never by its address, which may be another's."""
    users = _users().objects
    user = users.filter(uuid=said["user"]).first()
    if user is None:
        if users.filter(Q(email__iexact=said["email"])).exists():
            return False
        user = users.create_user(
            said["email"], None, uuid=said["user"], name=said["name"], language=said["language"]
        )
    Access.objects.create(
        user=user,
        association=association,
        role=said["role"],
        created_at=datetime.fromisoformat(said["created_at"]),
        ends_at=_moment(said["ends_at"]),
        # Older backups know no limits.
        starts_at=_moment(said.get("starts_at")),
        limited=said.get("limited", False),
        unit_uuids=said.get("unit_uuids", []),
        role_uuids=said.get("role_uuids", []),
    )
    return True


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
