"""One person of two who were found to be the same.

Every table with people in it moves its rows (`person_data`): hours of closed months stay counted as they were
closed, so that a figure that was told does not change under its readers. The one who is merged away leaves
the register; their identifier leads to the one who was kept, and whoever erases that one erases both.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts import volunteering
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association, platform_role
from tenants.models import Association, Invitation
from volunteers.register import leaving, person_data, trail
from volunteers.register.blanks import Blanks
from volunteers.register.merge_errors import (
    IntoOneself,
    NoLogin,
    OneIsGone,
    RowsInTheWay,
    TwoLogins,
)
from volunteers.register.models import (
    Consent,
    MergedAway,
    NotTheSame,
    Period,
    Person,
    RoleHolding,
    search_key,
    sort_key,
)
from volunteers.register.person_data import Merging
from volunteers.register.services import periods
from web.errors import DomainError

# What is chosen from either side, field by field.
FIELDS = ("given_name", "family_name", "email", "phone", "language", "born_on", "municipality", "postal_code")


@dataclass(frozen=True)
class Afterwards:
    """What a merge would come to: why it cannot be, or how the person would stand."""

    refusal: str = ""
    consents: frozenset[str] = frozenset()
    period: str = ""
    since: date | None = None
    roles: tuple[str, ...] = ()
    released: int = 0


class _TakenBack(Exception):
    """Carries what a trial found out of its transaction, which is rolled back."""

    def __init__(self, found: Afterwards) -> None:
        super().__init__()
        self.found = found


@transaction.atomic(durable=True)
def merge_people(*, kept: Person, gone: Person, taking: Collection[str], by: Actor) -> Person:
    """Make one person of two; of the fields named in `taking` the gone one's value stands.

    Both had to be within the rights of whoever asks. Cannot be undone. Raises IntoOneself, OneIsGone,
    TwoLogins, RowsInTheWay, and what the apps above refuse: hours or places at the same time.
    """
    return _merge(kept, gone, taking, by)[0]


def try_merge(*, kept: Person, gone: Person, taking: Collection[str], by: Actor) -> Afterwards:
    """What `merge_people` would come to, found by doing it and taking it back."""
    try:
        with transaction.atomic():
            person, released = _merge(kept, gone, taking, by)
            raise _TakenBack(_told(person, released))
    except _TakenBack as taken_back:
        return taken_back.found
    except DomainError as refusal:
        return Afterwards(refusal=str(refusal))


@transaction.atomic
def keep_apart(*, one: Person, other: Person, by: Actor) -> None:
    """Remember that two people who are alike are two. Doing it again changes nothing. Raises IntoOneself."""
    if one.pk == other.pk:
        raise IntoOneself
    first, second = sorted((one, other), key=lambda each: each.pk)
    _row, made = NotTheSame.objects.get_or_create(
        one=first, other=second, defaults={"at": clock.now(), "by_name": by.name[:160]}
    )
    if made:
        for each in (first, second):
            trail.record("person.kept_apart", by=by, subject_kind="person", subject_uuid=each.uuid)


@transaction.atomic(durable=True)
def take_login_away(*, person: Person, by: Actor) -> None:
    """Part a person from their login, which no longer acts as a volunteer here. Raises NoLogin.

    Rights to coordinate are the login's own and stay. The person may be invited again.
    """
    locked = Person.objects.select_for_update(no_key=True).filter(pk=person.pk, is_blank=False).first()
    if locked is None or locked.user_uuid is None:
        raise NoLogin(name=person.name)
    volunteering.end_access(user_uuid=locked.user_uuid, person_uuid=locked.uuid)
    locked.user_uuid = None
    locked.save(update_fields=["user_uuid"])
    trail.record("person.unlinked", by=by, subject_kind="person", subject_uuid=locked.uuid)


def kept_in_place_of(*, uuid: UUID) -> UUID | None:
    """To whom the identifier of somebody who was merged away leads."""
    return MergedAway.objects.filter(uuid=uuid).values_list("person__uuid", flat=True).first()


def _merge(kept: Person, gone: Person, taking: Collection[str], by: Actor) -> tuple[Person, int]:
    """The person, and how many places were given back for a break."""
    if kept.pk == gone.pk:
        raise IntoOneself
    known = Person.objects.select_for_update().filter(pk__in=(kept.pk, gone.pk), is_blank=False)
    locked = {person.pk: person for person in known.order_by("pk")}
    if len(locked) < 2:
        raise OneIsGone
    kept, gone = locked[kept.pk], locked[gone.pk]
    if kept.user_uuid is not None and gone.user_uuid is not None:
        raise TwoLogins(one=kept.name, other=gone.name)
    association = current_association()
    everywhere = person_data.listed()
    joined = [pair for data in everywhere for pair in data.years(gone)]
    blanks = Blanks(joined=joined, language=association.language, stands_for=kept)
    merging = Merging(kept=kept, gone=gone, by=by, at=clock.now(), blanks=blanks)
    # From the last to the first: shifts are locked before months, as everywhere. People last.
    others = [data for data in everywhere if data.model is not Person]
    for data in [*reversed(others), *(data for data in everywhere if data.model is Person)]:
        _move(data, merging)
    changed = _become_one(kept, gone, taking)
    MergedAway.objects.create(
        uuid=gone.uuid,
        person=kept,
        given_name=gone.given_name,
        family_name=gone.family_name,
        email=gone.email,
        phone=gone.phone,
        at=merging.at,
        by_name=by.name[:160],
    )
    gone_uuid, login = gone.uuid, gone.user_uuid
    gone.delete()
    if login is not None:
        kept.user_uuid = login
    kept.save()
    trail.record(
        "person.merged",
        by=by,
        subject_kind="person",
        subject_uuid=kept.uuid,
        merged=str(gone_uuid),
        fields=changed,
        login=login is not None,
    )
    current = periods.open_period(person=kept)
    on_break = current is not None and current.state == Period.State.ON_BREAK
    released = leaving.release(kept, by=by) if on_break else 0
    with platform_role():
        _lead_invitations(association, kept=kept, gone_uuid=gone_uuid)
    return kept, released


def _move(data: person_data.PersonData, merging: Merging) -> None:
    try:
        with transaction.atomic():
            data.move(merging)
    except IntegrityError:
        raise RowsInTheWay(what=data.what) from None


def _become_one(kept: Person, gone: Person, taking: Iterable[str]) -> list[str]:
    """What is known of the person; the names of the fields that change."""
    taken = [name for name in FIELDS if name in set(taking)]
    before = {name: getattr(kept, name) for name in (*FIELDS, "speaks", "skills")}
    for name in taken:
        setattr(kept, name, getattr(gone, name))
    for name in ("speaks", "skills"):
        both: list[Any] = [*getattr(kept, name), *getattr(gone, name)]
        setattr(kept, name, list(dict.fromkeys(both)))
    kept.created_at = min(kept.created_at, gone.created_at)
    kept.sort_key = sort_key(family_name=kept.family_name, given_name=kept.given_name)
    kept.search_key = search_key(
        given_name=kept.given_name, family_name=kept.family_name, email=kept.email, phone=kept.phone
    )
    return [name for name, value in before.items() if getattr(kept, name) != value]


def _lead_invitations(association: Association, *, kept: Person, gone_uuid: UUID) -> None:
    """Open ones lead to the person who is kept; to a login that is there already none leads."""
    theirs = Invitation.objects.filter(association=association, person_uuid=gone_uuid)
    if kept.user_uuid is not None:
        theirs.filter(accepted_at__isnull=True, expires_at__gt=clock.now()).update(expires_at=clock.now())
    theirs.update(person_uuid=kept.uuid)


def _told(person: Person, released: int) -> Afterwards:
    going_on = Consent.objects.filter(person=person, withdrawn_at__isnull=True)
    period = Period.objects.filter(person=person).order_by("-started_on", "-pk").first()
    current = periods.open_period(person=person) or period
    held = RoleHolding.objects.filter(person=person, to_on=None).select_related("role")
    return Afterwards(
        consents=frozenset(going_on.values_list("purpose", flat=True)),
        period=str(current.get_state_display()) if current else "",
        since=current.started_on if current else None,
        roles=tuple(each.role.name for each in held.order_by("role__position", "role_id")),
        released=released,
    )
