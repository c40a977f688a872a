"""The one door for an association's state, and the shared side's verbs on it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants import addresses, clock
from tenants.models import Affiliation, Association, District, Slug, Umbrella
from web.errors import DomainError

State = Association.State
RESERVED = frozenset(
    {"id", "www", "api", "mail", "smtp", "admin", "static", "media", "help", "status", "demo", "public"}
)

MOVES: dict[str, set[str]] = {
    State.REQUESTED: {State.APPROVED},
    State.APPROVED: {State.PROVISIONING},
    State.PROVISIONING: {State.ACTIVE, State.PROVISIONING_FAILED},
    State.PROVISIONING_FAILED: {State.PROVISIONING},
    State.ACTIVE: {State.SUSPENDED, State.ARCHIVED},
    State.SUSPENDED: {State.ACTIVE, State.ARCHIVED},
    State.ARCHIVED: {State.ACTIVE, State.DELETED},
    State.DELETED: set(),
}


class NotFromHere(DomainError):
    """The state does not lead there."""

    code = "association_state"
    sentence = _("An association that is “%(now)s” cannot become “%(wanted)s”.")


class SlugTaken(DomainError):
    """An address is given once, for ever."""

    code = "slug_taken"
    sentence = _("The address “%(slug)s” is taken. Choose another.")


def schema_name_of(slug: str) -> str:
    """The schema of an association with this address."""
    return "a_" + slug.replace("-", "_")


@transaction.atomic
def claim_slug(slug: str) -> None:
    """Take an address below the base host for ever. Raises SlugTaken."""
    if slug in RESERVED or Slug.objects.filter(slug=slug).exists():
        raise SlugTaken(slug=slug)
    Slug.objects.create(slug=slug, claimed_at=clock.now())


@transaction.atomic
def found_umbrella(*, slug: str, language: str = "fi", **names: str) -> Umbrella:
    """Make a federation with its address. `names` are name_fi, name_sv, name_en. Raises SlugTaken."""
    claim_slug(slug)
    return Umbrella.objects.create(slug=slug, language=language, created_at=clock.now(), **names)


@transaction.atomic
def approve_association(
    *, slug: str, umbrella: Umbrella, district: District | None, from_on: date, **fields: str
) -> Association:
    """Make an approved association, affiliated from a day on; its schema comes with provisioning.

    `fields` are the association's own (names, language, seat, founded, intro, contacts). Raises SlugTaken.
    """
    claim_slug(slug)
    association = Association(
        slug=slug, schema_name=schema_name_of(slug), created_at=clock.now(), state=State.APPROVED, **fields
    )
    association.save()
    Affiliation.objects.create(association=association, umbrella=umbrella, district=district, from_on=from_on)
    return association


@transaction.atomic
def move(association: Association, *, to: str) -> Association:
    """Bring an association into another state. Raises NotFromHere where MOVES does not lead there."""
    locked = Association.objects.select_for_update().get(pk=association.pk)
    if to not in MOVES[locked.state]:
        raise NotFromHere(now=locked.get_state_display(), wanted=State(to).label)
    locked.state = to
    locked.save(update_fields=["state"])
    association.state = to
    transaction.on_commit(addresses.forget)
    return association
