"""Rows of the shared side that are one federation's or one association's, with words that can be found again.

No wall of PostgreSQL stands between these rows: each view asks for the ones of its own federation. So they
are planted for the one whose pages are tried and for a neighbour, and looked for in every answer.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models

from desk.agreement import wording
from tenants.models import (
    AffiliationChange,
    Archive,
    Association,
    Deletion,
    DeletionConsent,
    Invitation,
    JoinLetter,
    JoinRequest,
    LeavingLetter,
    Network,
    NetworkChange,
    NetworkStay,
    Passage,
    ProcessingAgreement,
    StateChange,
    Umbrella,
)
from tests import states
from tests.isolation.planted import DAY, NOW

PLANTED = {
    "JoinRequest", "JoinLetter", "ProcessingAgreement", "StateChange", "Invitation", "Passage", "Archive",
    "Deletion", "DeletionConsent", "LeavingLetter", "AffiliationChange", "Network", "NetworkStay",
    "NetworkChange",
}  # fmt: skip
NOT_PLANTED = {
    # What everybody may know, or what is told by other rows' names.
    "Slug", "Umbrella", "District", "Association", "Domain", "Affiliation", "CatalogueRole",
    "CatalogueEdition", "CatalogueText", "CatalogueTextEdition",
    # Who may enter: what the matrix of roles is made of.
    "Access",
    # Written to be read by all member associations.
    "FederationLetter", "FigureReminder",
    # The platform's own work: no page shows a row of another's.
    "Provisioning", "HalfMigration", "ClockOffset", "Wakeup", "CrossingEntry", "ErasureEntry", "Outage",
}  # fmt: skip
"""Why nobody has to look for these."""


def tables() -> set[str]:
    """Every model of the shared side of tenancy."""
    return {model.__name__ for model in apps.get_app_config("tenants").get_models()}


def plant_of_umbrella(umbrella: Umbrella, *, mark: str, uuid: UUID) -> JoinRequest:
    """An association's request to join, with the mail about it, that somebody has backed."""
    asked = JoinRequest.objects.create(
        uuid=uuid,
        umbrella=umbrella,
        token_hash=f"{mark.lower():z<64}",
        created_at=NOW - DAY,
        name_fi=f"Yhdistys {mark}",
        name_sv=f"Förening {mark}",
        name_en=f"Association {mark}",
        seat=f"Kunta {mark}",
        founded=f"Vuosi {mark}",
        unit=f"Yksikkö {mark}",
        contact_name=f"Kysyjä {mark}",
        contact_email=f"kysyja.{mark.lower()}@example.org",
        contact_phone=f"050 {mark}"[:30],
        message=f"Viesti {mark}",
        slug=f"pyynto-{mark.lower()}"[:40],
        from_on=NOW.date(),
        coordinator_given=f"Etu{mark}",
        coordinator_family=f"Suku{mark}",
        coordinator_email=f"vetaja.{mark.lower()}@example.org",
        backed_by=uuid4(),
        backed_by_name=f"Puoltaja {mark}",
        backed_at=NOW,
    )
    JoinLetter.objects.create(request=asked, kind="received", state="failed", next_at=NOW, failure=mark)
    return asked


def plant_of_association(association: Association, *, mark: str) -> None:
    """Who accepted the agreement, who decided what and why, and who is invited."""
    ProcessingAgreement.objects.create(
        association=association,
        version=wording.CURRENT,
        language="fi",
        text_hash=f"{mark.lower():z<64}",
        accepted_by=uuid4(),
        accepted_name=f"Hyväksyjä {mark}",
        accepted_at=NOW,
    )
    StateChange.objects.create(
        association=association,
        before="active",
        after="suspended",
        at=NOW - DAY,
        by_user=uuid4(),
        by_name=f"Päättäjä {mark}",
        reason=f"Syy {mark}",
    )
    Invitation.objects.create(
        association=association,
        role="coordinator",
        email=f"kutsuttu.{mark.lower()}@example.org",
        name=f"Kutsuttu {mark}",
        language="fi",
        token_hash=f"{mark.lower():y<64}",
        created_at=NOW,
        expires_at=NOW + timedelta(days=9),
    )


def plant_leaving(association: Association, umbrella: Umbrella, *, mark: str) -> None:
    """That it was archived and brought back, and once asked to be deleted; whose names stand there."""
    states.added(
        Passage(
            association=association,
            kind="archive",
            requested_at=NOW - DAY,
            by_name=f"Arkistoija {mark}",
            failure="written",
            dropped_at=NOW,
        )
    )
    states.added(
        Archive(
            association=association,
            file=f"{mark}.rinnalla",
            size=1,
            sha256=f"{mark.lower():z<64}",
            tables=1,
            rows=1,
            contents_hash=f"{mark.lower():z<64}",
            made_at=NOW - DAY,
            keep_until=NOW.date(),
            removed_at=NOW,
        )
    )
    wish = states.added(
        Deletion(
            association=association,
            umbrella=umbrella,
            asked_on=(NOW - DAY).date(),
            reference=f"Kirje {mark}",
            signed_by=f"Allekirjoittaja {mark}",
            recorded_by=uuid4(),
            recorded_name=f"Kirjaaja {mark}",
            recorded_at=NOW - DAY,
            earliest_at=NOW,
            called_off_by=uuid4(),
            called_off_name=f"Peruja {mark}",
            called_off_at=NOW,
            code=f"{mark.upper():Z<16}"[:16],
        )
    )
    states.added(
        DeletionConsent(deletion=wish, umbrella=umbrella, by_user=uuid4(), by_name=f"Suostuja {mark}", at=NOW)
    )
    LeavingLetter.objects.create(
        association=association,
        kind="asked",
        about=wish.uuid,
        to_user=uuid4(),
        name=f"Omistaja {mark}",
        email=f"omistaja.{mark.lower()}@example.org",
        language="fi",
        state="failed",
        failure=mark,
    )
    AffiliationChange.objects.create(
        association=association,
        umbrella=umbrella,
        kind="taken_back",
        on=NOW.date(),
        at=NOW - DAY,
        by_user=uuid4(),
        by_name=f"Siirtäjä {mark}",
    )
    network, _ = Network.objects.update_or_create(
        umbrella=umbrella, code=mark.lower(), defaults={"name_fi": f"Verkosto {mark}"}
    )
    NetworkStay.objects.create(network=network, association=association, from_on=NOW.date())
    NetworkChange.objects.create(
        network=network,
        kind="put_in",
        association=association,
        on=NOW.date(),
        at=NOW - DAY,
        by_user=uuid4(),
        by_name=f"Kokooja {mark}",
    )


def rows() -> dict[str, list[object]]:
    """All that is planted here, to compare with what was."""
    config = apps.get_app_config("tenants")
    found: list[type[models.Model]] = [config.get_model(name) for name in sorted(PLANTED)]
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in found}
