"""The one door for an association's state, and the shared side's verbs on it."""

from datetime import date
from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tenants import addresses, clock, jobs
from tenants.actors import Actor
from tenants.context import platform_role
from tenants.models import (
    LEADS,
    SLUG,
    Affiliation,
    Association,
    District,
    Provisioning,
    Slug,
    StateChange,
    Umbrella,
)
from web.errors import DomainError

State = Association.State
MOVES = LEADS
RESERVED = frozenset(
    {"id", "www", "api", "mail", "smtp", "admin", "static", "media", "help", "status", "demo", "public"}
)
LONGEST_SLUG = 40


class NotFromHere(DomainError):
    """The state does not lead there."""

    code = "association_state"
    sentence = _("An association that is “%(now)s” cannot become “%(wanted)s”.")


class SlugTaken(DomainError):
    """An address is given once, for ever."""

    code = "slug_taken"
    sentence = _("The address “%(slug)s” is taken. Choose another.")


class SlugReserved(SlugTaken):
    """Some addresses are the platform's own."""

    code = "slug_reserved"
    sentence = _("The address “%(slug)s” is reserved for the service itself. Choose another.")


class SlugWrong(DomainError):
    """An address is written with few letters, so that it is the same everywhere."""

    code = "slug_wrong"
    sentence = _("“%(slug)s” cannot be an address. Use at most 40 small letters a–z, digits and hyphens.")
    status = 400


class ReasonMissing(DomainError):
    """Who closes an association says why."""

    code = "reason_missing"
    sentence = _("Write why.")
    status = 400


def schema_name_of(slug: str) -> str:
    """The schema of an association with this address."""
    return "a_" + slug.replace("-", "_")


def require_free(slug: str) -> None:
    """An address below the base host can still be given. Raises SlugWrong, SlugReserved or SlugTaken."""
    try:
        SLUG(slug)
    except ValidationError:
        raise SlugWrong(slug=slug) from None
    if len(slug) > LONGEST_SLUG:
        raise SlugWrong(slug=slug)
    if slug in RESERVED:
        raise SlugReserved(slug=slug)
    if Slug.objects.filter(slug=slug).exists():
        raise SlugTaken(slug=slug)


@transaction.atomic
def claim_slug(slug: str) -> None:
    """Take an address below the base host for ever. Raises SlugWrong, SlugReserved or SlugTaken."""
    require_free(slug)
    try:
        with transaction.atomic():
            Slug.objects.create(slug=slug, claimed_at=clock.now())
    except IntegrityError:  # two at the same moment
        raise SlugTaken(slug=slug) from None


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
def move(association: Association, *, to: str, by: Actor | None = None, reason: str = "") -> Association:
    """Bring an association into another state. Raises NotFromHere where MOVES does not lead there."""
    locked = Association.objects.select_for_update().get(pk=association.pk)
    if to not in MOVES[locked.state]:
        raise NotFromHere(now=locked.get_state_display(), wanted=State(to).label)
    StateChange.objects.create(
        association=locked,
        before=locked.state,
        after=to,
        at=clock.now(),
        by_user=by.user if by else None,
        by_name=by.name[:160] if by else "",
        reason=reason,
    )
    locked.state = to
    locked.save(update_fields=["state"])
    association.state = to
    transaction.on_commit(addresses.forget)
    return association


@transaction.atomic
def request_provisioning(association: Association, *, by: Actor) -> Provisioning:
    """Have an approved association set up, or one whose setting up failed tried again.

    The owner's process does it (tenants.setup); steps that are done stay done. Raises NotFromHere.
    """
    from tenants import tasks  # noqa: PLC0415  # the tasks do what is asked for here

    move(association, to=State.PROVISIONING, by=by)
    wanted, made = Provisioning.objects.get_or_create(
        association=association, defaults={"requested_at": clock.now(), "by_user": by.user}
    )
    if not made:
        wanted.failure = ""
        wanted.attempts = 0
        wanted.leased_until = None
        wanted.leased_by = ""
        wanted.requested_at = clock.now()
        wanted.by_user = by.user
        wanted.save()
    transaction.on_commit(partial(jobs.start, tasks.provision, association=str(association.uuid)))
    return wanted


def suspend(association: Association, *, by: Actor, reason: str) -> Association:
    """Close an association for writing: its people may look, nothing changes, nothing is sent.

    Raises ReasonMissing or NotFromHere.
    """
    if not reason.strip():
        raise ReasonMissing
    return move(association, to=State.SUSPENDED, by=by, reason=reason.strip()[:400])


def resume(association: Association, *, by: Actor) -> Association:
    """Bring a suspended association back. What waited goes on by itself; what is stale is dropped then.

    Raises NotFromHere, also for one that is not suspended but could become active otherwise.
    """
    if association.state != State.SUSPENDED:
        raise NotFromHere(now=association.get_state_display(), wanted=State.ACTIVE.label)
    return move(association, to=State.ACTIVE, by=by)


def is_paused_now(association: Association) -> bool:
    """Whether it is suspended at this moment, whatever the row in hand says. From inside it, too."""
    with platform_role():
        return Association.objects.filter(pk=association.pk, state=State.SUSPENDED).exists()
