"""The verbs by which an association leaves. Each locks it first; doing one twice is doing it once."""

import datetime as dt
import secrets
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from scheduling.hours.certificates.issuing import LENGTH, SIGNS
from tenants import clock, jobs, lifecycle, tasks
from tenants.actors import Actor
from tenants.ending import WAIT
from tenants.leaving import telling
from tenants.models import (
    Access,
    Association,
    Deletion,
    DeletionConsent,
    LeavingLetter,
    Passage,
    Umbrella,
)
from umbrella.ending.errors import (
    AgreedAlready,
    AskedAlready,
    AskedLater,
    AtWork,
    BeingDeleted,
    NoSecond,
    NotArchived,
    NotAsked,
    NotFailed,
    NotThere,
    OtherName,
    OthersWait,
    SamePersonDeletes,
    TooEarly,
)
from web import formats

State = Association.State
Kind = Passage.Kind
Letter = LeavingLetter.Kind


def _locked(association: Association) -> Association:
    return Association.objects.select_for_update().get(pk=association.pk)


def current(*, association: Association) -> Passage | None:
    """What is being done with it, or has failed and waits for somebody."""
    return Passage.objects.filter(
        association=association, finished_at__isnull=True, dropped_at__isnull=True
    ).first()


def _begin(association: Association, kind: str, by: Actor) -> Passage:
    wanted = Passage.objects.create(
        association=association, kind=kind, requested_at=clock.now(), by_user=by.user, by_name=by.name[:160]
    )
    transaction.on_commit(partial(jobs.start, tasks.leave, passage=str(wanted.uuid)))
    return wanted


def _require_idle(association: Association) -> None:
    if (found := current(association=association)) is None:
        return
    if not found.failure:
        raise AtWork
    found.dropped_at = clock.now()
    found.save(update_fields=["dropped_at"])


@transaction.atomic
def archive(*, association: Association, by: Actor, reason: str) -> Passage:
    """Take it out of service: nobody writes from now on, then it is copied and taken away.

    Raises ReasonMissing, AtWork or NotFromHere.
    """
    row = _locked(association)
    if not reason.strip():
        raise lifecycle.ReasonMissing
    known = current(association=row)
    if known is not None and known.kind == Kind.ARCHIVE and not known.failure:
        return known
    _require_idle(row)
    if row.state == State.ACTIVE:
        lifecycle.suspend(row, by=by, reason=reason)
    if row.state != State.SUSPENDED:
        raise lifecycle.NotFromHere(now=row.get_state_display(), wanted=State.ARCHIVED.label)
    association.refresh_from_db(fields=["state"])
    return _begin(row, Kind.ARCHIVE, by)


@transaction.atomic
def bring_back(*, association: Association, by: Actor) -> Passage:
    """Put it back into service from its copy. Raises AtWork, NotArchived or BeingDeleted."""
    row = _locked(association)
    known = current(association=row)
    if known is not None and known.kind == Kind.RESTORE and not known.failure:
        return known
    if asked(association=row) is not None:
        raise BeingDeleted
    _require_idle(row)
    if row.state != State.ARCHIVED:
        raise NotArchived
    return _begin(row, Kind.RESTORE, by)


@transaction.atomic
def try_again(*, association: Association) -> Passage:
    """Go on with what failed, after the last step that was done. Raises NotFailed."""
    row = current(association=_locked(association))
    if row is None or not row.failure:
        raise NotFailed
    row.failure, row.attempts = "", 0
    row.save(update_fields=["failure", "attempts"])
    transaction.on_commit(partial(jobs.start, tasks.leave, passage=str(row.uuid)))
    return row


@transaction.atomic
def resume(*, association: Association, by: Actor) -> Association:
    """Bring a suspended association back, also one whose archiving failed. Raises AtWork or NotFromHere."""
    row = _locked(association)
    _require_idle(row)
    lifecycle.resume(row, by=by)
    association.refresh_from_db(fields=["state"])
    return association


def asked(*, association: Association) -> Deletion | None:
    """The request to delete it that waits or is being carried out."""
    return Deletion.objects.filter(
        association=association, called_off_at__isnull=True, deleted_at__isnull=True
    ).first()


@transaction.atomic
def record_request(
    *,
    association: Association,
    umbrella: Umbrella,
    by: Actor,
    asked_on: dt.date,
    reference: str,
    signed_by: str,
) -> Deletion:
    """Note that the association has asked in writing to be deleted. From now on the time runs.

    Its owners are told by mail. Raises NotArchived, AskedAlready, AskedLater, NoSecond or AtWork.
    """
    row = _locked(association)
    assert by.user is not None
    if row.state != State.ARCHIVED:
        raise NotArchived
    if asked(association=row) is not None:
        raise AskedAlready
    _require_idle(row)
    if asked_on > clock.today(umbrella):
        raise AskedLater
    now = clock.now()
    if not _administrators(umbrella).exclude(user__uuid=by.user).exists():
        raise NoSecond
    wish = Deletion.objects.create(
        association=row,
        umbrella=umbrella,
        asked_on=asked_on,
        reference=reference.strip(),
        signed_by=signed_by.strip(),
        recorded_by=by.user,
        recorded_name=by.name[:160],
        recorded_at=now,
        earliest_at=now + WAIT,
        code="".join(secrets.choice(SIGNS) for _ in range(LENGTH)),
    )
    wish.refresh_from_db()  # the database has written down who may confirm, and whom else it asks
    telling.plan(row, kind=Letter.ASKED, about=wish.uuid, at=now)
    return wish


def _administrators(umbrella: Umbrella) -> QuerySet[Access]:
    return Access.objects.filter(
        Access.in_force(clock.now()), umbrella=umbrella, role=Access.Role.ADMIN, user__is_active=True
    )


def others(*, wish: Deletion) -> list[tuple[Umbrella, DeletionConsent | None]]:
    """The other umbrellas to which it belonged when it asked, by name, each with its yes."""
    said = {one.umbrella_id: one for one in wish.consents.all()}
    found = Umbrella.objects.filter(uuid__in=wish.others).order_by("name_fi", "pk")
    return [(umbrella, said.get(umbrella.pk)) for umbrella in found]


@transaction.atomic
def agree(*, association: Association, umbrella: Umbrella, by: Actor) -> DeletionConsent:
    """Another umbrella to which it belongs lets it be deleted. Raises NotAsked or AgreedAlready."""
    wish = asked(association=_locked(association))
    if wish is None or umbrella.uuid not in wish.others or wish.confirmed_at is not None:
        raise NotAsked
    assert by.user is not None
    if wish.consents.filter(umbrella=umbrella).exists():
        raise AgreedAlready
    return DeletionConsent.objects.create(
        deletion=wish, umbrella=umbrella, by_user=by.user, by_name=by.name[:160], at=clock.now()
    )


@transaction.atomic
def call_off(*, association: Association, umbrella: Umbrella, by: Actor) -> Deletion:
    """They thought again: nothing is deleted. Raises NotAsked, also when it is confirmed already."""
    wish = asked(association=_locked(association))
    if wish is None or wish.umbrella_id != umbrella.pk or wish.confirmed_at is not None:
        raise NotAsked
    wish.called_off_by, wish.called_off_name, wish.called_off_at = by.user, by.name[:160], clock.now()
    wish.save(update_fields=["called_off_by", "called_off_name", "called_off_at"])
    telling.plan(association, kind=Letter.CALLED_OFF, about=wish.uuid, at=clock.now())
    return wish


@transaction.atomic
def confirm(*, association: Association, umbrella: Umbrella, by: Actor, name: str) -> Deletion:
    """The second person's yes, with its name typed: it is deleted at once, for good.

    Raises NotAsked, SamePersonDeletes, NotThere, TooEarly, OthersWait, OtherName or AtWork.
    """
    row = _locked(association)
    wish = asked(association=row)
    if wish is None or wish.umbrella_id != umbrella.pk:
        raise NotAsked
    if wish.confirmed_at is not None:
        return wish
    if by.user is None or wish.recorded_by == by.user:
        raise SamePersonDeletes
    if clock.now() < wish.earliest_at:
        raise TooEarly(day=formats.day(wish.earliest_at, weekday=False, year=True))
    if by.user not in wish.may_confirm:
        raise NotThere(day=formats.day(wish.recorded_at, weekday=False, year=True))
    if waits_for := [other.name for other, yes in others(wish=wish) if yes is None]:
        raise OthersWait(names=", ".join(waits_for))
    if name.strip().casefold() not in {row.name.casefold(), row.name_fi.casefold()}:
        raise OtherName
    _require_idle(row)
    wish.confirmed_by, wish.confirmed_name, wish.confirmed_at = by.user, by.name[:160], clock.now()
    wish.save(update_fields=["confirmed_by", "confirmed_name", "confirmed_at"])
    _begin(row, Kind.DELETE, by)
    return wish
