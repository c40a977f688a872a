"""The verbs of a request to join. Each locks the request first; doing it twice is doing it once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tenants import clock, lifecycle
from tenants.actors import Actor
from tenants.models import JoinLetter, JoinRequest, Umbrella
from umbrella.joining import links
from umbrella.joining.errors import BackedAlready, NotBacked, NotOpen, NotWhole, ReasonMissing, SamePerson

# What leads to nothing is deleted after half a year.
KEPT = timedelta(days=183)
Kind = JoinLetter.Kind

ASKED = (
    "name_fi", "name_sv", "name_en", "seat", "founded", "language", "district", "contact_name",
    "contact_email", "contact_phone", "message",
)  # fmt: skip
"""What who asks fills in."""
PREPARED = (
    "name_fi", "name_sv", "name_en", "seat", "founded", "language", "unit", "district", "slug",
    "from_on", "coordinator_given", "coordinator_family", "coordinator_email",
    "coordinator_language", "roles_left_out",
)  # fmt: skip
"""What the administrator fills in."""


@transaction.atomic
def hand_in(*, umbrella: Umbrella, form: UUID, **said: Any) -> JoinRequest:
    """Take a request from the public form, and mail the private link. The same form sent twice is one."""
    known = JoinRequest.objects.filter(uuid=form, umbrella=umbrella).first()
    if known is not None:
        return known
    given, _space, family = said["contact_name"].rpartition(" ")
    asked = JoinRequest(
        uuid=form,
        umbrella=umbrella,
        token_hash=links.hash_for(form),
        created_at=clock.now(),
        # Most often who asks begins; the administrator may write somebody else.
        coordinator_given=given[:80],
        coordinator_family=family[:80],
        coordinator_email=said["contact_email"],
        coordinator_language=said["language"],
        **{name: said[name] for name in ASKED if name in said},
    )
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:  # pressed twice at the same moment
        return JoinRequest.objects.get(uuid=form, umbrella=umbrella)
    _tell(asked, Kind.RECEIVED)
    return asked


@transaction.atomic
def begin(*, umbrella: Umbrella, by: Actor, **said: Any) -> JoinRequest:
    """An administrator begins one for an association that did not use the form. Nobody is mailed."""
    return JoinRequest.objects.create(
        umbrella=umbrella,
        created_at=clock.now(),
        begun_by_name=by.name[:160],
        from_on=clock.today(umbrella),
        **said,
    )


@transaction.atomic
def prepare(*, asked: JoinRequest, by: Actor, **said: Any) -> JoinRequest:
    """Write what the association begins with. A change takes the first approval back. Raises NotOpen."""
    row = _open(asked)
    changed = _changes(row, said)
    for name in changed:
        setattr(row, name, said[name])
    if changed and row.backed_at is not None:
        row.backed_by, row.backed_by_name, row.backed_at = None, "", None
    row.save()
    return row


def _changes(row: JoinRequest, said: Mapping[str, Any]) -> list[str]:
    return [name for name in PREPARED if name in said and getattr(row, name) != said[name]]


def missing(*, asked: JoinRequest) -> list[str]:
    """What has to be filled in before anybody approves, in words."""
    wanted: dict[str, object] = {
        _("the address"): asked.slug,
        _("the day from which it belongs to the federation"): asked.from_on,
        _("the first coordinator"): asked.coordinator_given
        and asked.coordinator_family
        and asked.coordinator_email,
    }
    if asked.umbrella.districts.exists():
        wanted[_("the district")] = asked.district_id
    return [words for words, value in wanted.items() if not value]


@transaction.atomic
def back(*, asked: JoinRequest, by: Actor) -> JoinRequest:
    """Give the first approval. Raises NotOpen, NotWhole, BackedAlready or what is wrong with the address."""
    row = _open(asked)
    if row.backed_at is not None:
        if row.backed_by == by.user:
            return row
        raise BackedAlready(name=row.backed_by_name)
    _require_whole(row)
    lifecycle.require_free(row.slug)
    row.backed_by, row.backed_by_name, row.backed_at = by.user, by.name[:160], clock.now()
    row.save()
    return row


@transaction.atomic
def approve(*, asked: JoinRequest, by: Actor) -> JoinRequest:
    """Give the second approval, by another person: the association is there, ready to be set up.

    Raises NotOpen, NotBacked, SamePerson, NotWhole or what is wrong with the address.
    """
    row = _open(asked)
    if row.backed_at is None:
        raise NotBacked
    if row.backed_by == by.user:
        raise SamePerson
    _require_whole(row)
    assert row.from_on is not None
    row.association = lifecycle.approve_association(
        slug=row.slug,
        umbrella=row.umbrella,
        district=row.district,
        from_on=row.from_on,
        name_fi=row.name_fi,
        name_sv=row.name_sv,
        name_en=row.name_en,
        language=row.language,
        seat=row.seat,
        founded=row.founded,
    )
    row.association.agreement_due = True
    row.association.save(update_fields=["agreement_due"])
    row.approved_by, row.approved_by_name, row.approved_at = by.user, by.name[:160], clock.now()
    row.save()
    _tell(row, Kind.APPROVED)
    return row


@transaction.atomic
def refuse(*, asked: JoinRequest, by: Actor, reason: str) -> JoinRequest:
    """Say no, with the reason that is mailed. Raises ReasonMissing or NotOpen."""
    if not reason.strip():
        raise ReasonMissing
    row = _open(asked)
    row.refused_by, row.refused_by_name, row.refused_at = by.user, by.name[:160], clock.now()
    row.refusal = reason.strip()[:1000]
    row.save()
    _tell(row, Kind.REFUSED)
    return row


@transaction.atomic
def withdraw(*, asked: JoinRequest) -> JoinRequest:
    """Who asked takes it back. Doing it again changes nothing. Raises NotOpen."""
    row = _locked(asked)
    if row.withdrawn_at is not None:
        return row
    if not row.is_open:
        raise NotOpen
    row.withdrawn_at = clock.now()
    row.save()
    return row


def clear() -> int:
    """Delete what was refused or withdrawn half a year ago. Returns how many."""
    before = clock.now() - KEPT
    old = JoinRequest.objects.filter(refused_at__lt=before) | JoinRequest.objects.filter(
        withdrawn_at__lt=before
    )
    number, _by_model = old.delete()
    return number


def _locked(asked: JoinRequest) -> JoinRequest:
    return (
        JoinRequest.objects.select_for_update(of=("self",))
        .select_related("umbrella", "district")
        .get(pk=asked.pk)
    )


def _open(asked: JoinRequest) -> JoinRequest:
    row = _locked(asked)
    if not row.is_open:
        raise NotOpen
    return row


def _require_whole(row: JoinRequest) -> None:
    if lacking := missing(asked=row):
        raise NotWhole(what=", ".join(lacking))


def _tell(asked: JoinRequest, kind: str) -> None:
    if asked.contact_email and asked.token_hash:
        JoinLetter.objects.get_or_create(request=asked, kind=kind, defaults={"next_at": clock.now()})
