"""The requests of a federation, for its own people."""

from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.text import capfirst

from tenants import model_texts
from tenants.models import CatalogueRole, CatalogueText, JoinRequest, Umbrella

WAITING = Q(approved_at__isnull=True, refused_at__isnull=True, withdrawn_at__isnull=True)


def requests(umbrella: Umbrella) -> QuerySet[JoinRequest]:
    """All of them: those that wait for somebody first, then the latest."""
    decided = Case(When(WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        JoinRequest.objects.filter(umbrella=umbrella)
        .select_related("umbrella", "district", "association")
        .order_by(decided, "-created_at", "-id")
    )


def request_of(umbrella: Umbrella, uuid: UUID) -> JoinRequest | None:
    """One of them, or None."""
    return requests(umbrella).filter(uuid=uuid).first()


def waiting(umbrella: Umbrella) -> int:
    """How many wait for somebody."""
    return JoinRequest.objects.filter(WAITING, umbrella=umbrella).count()


def roles(asked: JoinRequest) -> list[tuple[CatalogueRole, bool]]:
    """The catalogue's roles, and whether it begins with them."""
    left_out = set(asked.roles_left_out)
    return [
        (role, role.code not in left_out)
        for role in CatalogueRole.objects.filter(umbrella=asked.umbrella, retired_at__isnull=True)
    ]


def texts(asked: JoinRequest) -> list[tuple[str, str, bool]]:
    """Code and name of each text to sign that the catalogue offers, and whether it begins with it."""
    known = model_texts.known()
    offered = CatalogueText.objects.filter(umbrella=asked.umbrella).exclude(text_fi="")
    return [
        (text.code, capfirst(str(known[text.code].label)), text.code not in asked.texts_left_out)
        for text in offered
        if text.code in known and known[text.code].to_sign
    ]
