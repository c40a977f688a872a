"""How many different people volunteered in a federation in a year, without keeping who.

Each account is hashed with a secret that lives for this run only; what is stored is the count.
"""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from scheduling.hours import reporting as hours
from tenants import crossings
from tenants.models import Association
from umbrella.suppression.nightly import may_show_people

CROSSING = "distinct_people"
CHANGED = "changed_people"


@dataclass(frozen=True)
class Count:
    """Distinct people, memberships, and people without an account, who may be counted twice."""

    people: int
    memberships: int
    may_overlap: int

    @property
    def may_be_shown(self) -> bool:
        """The difference tells how many are in two associations: nobody, or enough to hide in."""
        return may_show_people(memberships=self.memberships, people=self.people)


def hashed_volunteers(*, year: int, months: Collection[int], secret: bytes) -> tuple[set[str], int]:
    """Inside an association: hashes of the accounts with volunteering hours in closed ones of these months of
    a year, and how many volunteers have no account."""
    accounts, without = hours.volunteers_of_closed_months(year, months_of_it=months)
    return {_hash(user, secret) for user in accounts}, without


def hashed_changed(
    *, month: date, after: datetime | None, until: datetime, secret: bytes
) -> tuple[set[str], int]:
    """Inside an association: hashes of the accounts whose hours of a month came in a stretch of time, and how
    many came without an account or a name."""
    accounts, without = hours.volunteers_changed(month, after=after, until=until)
    return {_hash(user, secret) for user in accounts}, without


def _hash(user: UUID, secret: bytes) -> str:
    return hashlib.blake2b(user.bytes, key=secret).hexdigest()


def count(*, associations: Mapping[Association, Collection[int]], year: int) -> Count:
    """Count over all associations, each in its months; hashes and secret are gone when it returns."""
    secret = secrets.token_bytes(32)
    seen: set[str] = set()
    memberships = without_account = 0
    for association, months in associations.items():
        if not association.counts_in(year):
            continue
        hashes, without = crossings.cross(
            CROSSING, into=association, by_user=None, year=year, months=months, secret=secret
        )
        seen |= hashes
        memberships += len(hashes) + without
        without_account += without
    return Count(people=len(seen) + without_account, memberships=memberships, may_overlap=without_account)


def count_changed(
    *, associations: list[Association], month: date, after: datetime | None, until: datetime
) -> int:
    """How many different people stand behind what came into a month's figure in a stretch of time."""
    secret = secrets.token_bytes(32)
    seen: set[str] = set()
    others = 0
    for association in associations:
        if not association.counts_in(month.year):
            continue
        hashes, without = crossings.cross(
            CHANGED, into=association, by_user=None, month=month, after=after, until=until, secret=secret
        )
        seen |= hashes
        others += without
    return len(seen) + others


def register() -> None:
    """List the crossings."""
    crossings.register(
        name=CROSSING,
        why="Counts people who volunteer in several associations once, by hashes that nobody keeps.",
        run=hashed_volunteers,
    )
    crossings.register(
        name=CHANGED,
        why="Counts the people behind a night's change of a provisional total, by hashes that nobody keeps.",
        run=hashed_changed,
    )
