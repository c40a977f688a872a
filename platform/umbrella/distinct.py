"""How many different people volunteered in a federation in a year, without keeping who.

Each account is hashed with a secret that lives for this run only; what is stored is the count.
"""

import hashlib
import secrets
from dataclasses import dataclass

from scheduling.hours import reporting as hours
from tenants import crossings
from tenants.models import Association

CROSSING = "distinct_people"
FEWEST_SHARED = 5


@dataclass(frozen=True)
class Count:
    """Distinct people, memberships, and people without an account, who may be counted twice."""

    people: int
    memberships: int
    may_overlap: int

    @property
    def may_be_shown(self) -> bool:
        """The difference tells how many are in two associations: nobody, or enough to hide in."""
        shared = self.memberships - self.people
        return shared == 0 or shared >= FEWEST_SHARED


def hashed_volunteers(*, year: int, secret: bytes) -> tuple[set[str], int]:
    """Inside an association: hashes of the accounts with volunteering hours in closed months, and how many
    volunteers have no account."""
    accounts, without = hours.volunteers_of_closed_months(year)
    return {hashlib.blake2b(user.bytes, key=secret).hexdigest() for user in accounts}, without


def count(*, associations: list[Association], year: int) -> Count:
    """Count over all associations; the hashes and their secret are gone when it returns."""
    secret = secrets.token_bytes(32)
    seen: set[str] = set()
    memberships = without_account = 0
    for association in associations:
        hashes, without = crossings.cross(
            CROSSING, into=association, by_user=None, year=year, secret=secret
        )
        seen |= hashes
        memberships += len(hashes) + without
        without_account += without
    return Count(people=len(seen) + without_account, memberships=memberships, may_overlap=without_account)


def register() -> None:
    """List the crossing."""
    crossings.register(
        name=CROSSING,
        why="Counts people who volunteer in several associations once, by hashes that nobody keeps.",
        run=hashed_volunteers,
    )
