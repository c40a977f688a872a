"""The verbs of a request to join. Each locks the request first; doing it twice is doing it once."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from tenants import clock, lifecycle
from tenants.actors import Actor
from tenants.models import Access, JoinLetter, JoinRequest, Umbrella
from umbrella.joining import links
from umbrella.joining.errors import (
    BackedAlready,
    BackerLeft,
    Changed,
    NotBacked,
    NotOpen,
    NotWhole,
    ReasonMissing,
    SamePerson,
)

# What leads to nothing is deleted after half a year; of what led to an association the people are.
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
    "coordinator_language", "roles_left_out", "texts_left_out",
)  # fmt: skip
"""What the administrator fills in."""


@transaction.atomic
def hand_in(*, umbrella: Umbrella, form: UUID, **said: Any) -> JoinRequest:
    """Take a request from the public form, and mail the private link. The same form sent twice is one.

    A form that is sent again with something else in it is another request: what was corrected is not lost.
    """
    wanted = {name: said[name] for name in ASKED if name in said}
    form = uuid5(form, _plain(wanted))
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
        **wanted,
    )
    told_today = _was_told_today(asked)
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:  # pressed twice at the same moment
        return JoinRequest.objects.get(uuid=form, umbrella=umbrella)
    if not told_today:
        _tell(asked, Kind.RECEIVED)
    return asked


def _was_told_today(asked: JoinRequest) -> bool:
    """Whether its address had this mail within a day: anybody can write any address into the form."""
    return JoinLetter.objects.filter(
        kind=Kind.RECEIVED,
        request__umbrella=asked.umbrella,
        request__contact_email__iexact=asked.contact_email,
        request__created_at__gt=asked.created_at - timedelta(days=1),
    ).exists()


@transaction.atomic
def begin(*, umbrella: Umbrella, form: UUID, by: Actor, **said: Any) -> JoinRequest:
    """An administrator begins one for an association that did not use the form. Nobody is mailed.

    The same form sent twice is one; with something else in it, it is another.
    """
    asked, _new = JoinRequest.objects.get_or_create(
        uuid=uuid5(form, _plain(said)),
        umbrella=umbrella,
        defaults={
            "created_at": clock.now(),
            "begun_by_name": by.name[:160],
            "from_on": clock.today(umbrella),
            **said,
        },
    )
    return asked


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


def _plain(said: Mapping[str, Any]) -> str:
    plain = {name: str(getattr(value, "pk", value)) for name, value in said.items()}
    return json.dumps(plain, sort_keys=True)


def mark(*, asked: JoinRequest) -> str:
    """What it begins with in one word, by which an approval knows what its giver has read."""
    kept = {name: getattr(asked, f"{name}_id" if name == "district" else name) for name in PREPARED}
    return hashlib.sha256(_plain(kept).encode()).hexdigest()


def has_first_approval(*, asked: JoinRequest) -> bool:
    """Whether the first approval counts: who gave it still works for the federation."""
    if asked.backed_by is None:
        return False
    at_work = Access.objects.filter(Access.in_force(clock.now()), umbrella=asked.umbrella)
    return at_work.filter(user__uuid=asked.backed_by, user__is_active=True).exists()


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
def back(*, asked: JoinRequest, by: Actor, seen: str) -> JoinRequest:
    """Give the first approval to what was `seen` (`mark`), also in place of somebody who has left.

    Raises NotOpen, Changed, NotWhole, BackedAlready or what is wrong with the address.
    """
    row = _read(asked, seen)
    if has_first_approval(asked=row):
        if row.backed_by == by.user:
            return row
        raise BackedAlready(name=row.backed_by_name)
    _require_whole(row)
    lifecycle.require_free(row.slug)
    row.backed_by, row.backed_by_name, row.backed_at = by.user, by.name[:160], clock.now()
    row.save()
    return row


@transaction.atomic
def approve(*, asked: JoinRequest, by: Actor, seen: str) -> JoinRequest:
    """Give the second approval to what was `seen`, by another person: the association can be set up.

    Raises NotOpen, Changed, NotBacked, BackerLeft, SamePerson, NotWhole or what is wrong with the address.
    """
    row = _read(asked, seen)
    if row.backed_at is None:
        raise NotBacked
    if not has_first_approval(asked=row):
        raise BackerLeft(name=row.backed_by_name)
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
    """Delete what was refused, withdrawn or left lying half a year ago. Returns how many.

    Of what was approved then, the people who are named in it are taken out; who begins only once somebody
    has begun, so that waiting never lets another address in.
    """
    before = clock.now() - KEPT
    left = Q(created_at__lt=before, approved_at__isnull=True, refused_at__isnull=True)
    over = Q(refused_at__lt=before) | Q(withdrawn_at__lt=before) | left & Q(withdrawn_at__isnull=True)
    number, _by_model = JoinRequest.objects.filter(over).delete()
    approved = JoinRequest.objects.filter(approved_at__lt=before)
    approved.exclude(token_hash="", contact_name="", contact_email="", contact_phone="", message="").update(
        token_hash="", contact_name="", contact_email="", contact_phone="", message=""
    )
    began = Access.objects.filter(
        association=OuterRef("association"), role__in=[Access.Role.OWNER, Access.Role.COORDINATOR]
    )
    approved.filter(Exists(began)).exclude(
        coordinator_given="", coordinator_family="", coordinator_email=""
    ).update(coordinator_given="", coordinator_family="", coordinator_email="")
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


def _read(asked: JoinRequest, seen: str) -> JoinRequest:
    row = _open(asked)
    if seen != mark(asked=row):
        raise Changed
    return row


def _require_whole(row: JoinRequest) -> None:
    if lacking := missing(asked=row):
        raise NotWhole(what=", ".join(lacking))


def _tell(asked: JoinRequest, kind: str) -> None:
    if asked.contact_email and asked.token_hash:
        JoinLetter.objects.get_or_create(request=asked, kind=kind, defaults={"next_at": clock.now()})
