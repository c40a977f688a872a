"""Accepting the agreement, and which one is accepted."""

from django.db import transaction

from desk.agreement import wording
from tenants import addresses, clock
from tenants.actors import Actor
from tenants.context import current_association, platform_role
from tenants.models import Association, ProcessingAgreement
from volunteers.register import trail


def accepted() -> ProcessingAgreement | None:
    """The latest that this association has accepted. A reading verb that looks at the shared side."""
    association = current_association()
    with platform_role():
        return ProcessingAgreement.objects.filter(association=association).first()


@transaction.atomic
def accept(*, by: Actor, language: str) -> ProcessingAgreement:
    """Accept the current version for the association. Doing it again changes nothing."""
    association = current_association()
    assert by.user is not None
    with platform_role():
        row, made = ProcessingAgreement.objects.get_or_create(
            association=association,
            version=wording.CURRENT,
            defaults={
                "language": language,
                "text_hash": wording.text_hash(wording.CURRENT, language),
                "accepted_by": by.user,
                "accepted_name": by.name[:160],
                "accepted_at": clock.now(),
            },
        )
        Association.objects.filter(pk=association.pk).update(agreement_due=False)
    if made:
        trail.record(
            "association.agreement",
            by=by,
            subject_kind="association",
            subject_uuid=association.uuid,
            version=row.version,
        )
    transaction.on_commit(addresses.forget)
    return row
