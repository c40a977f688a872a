"""Where the trial takes place and who takes part: two small associations of the demo federation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from local.federation.catalogue import ROLE_BY_CODE
from local.federation.people import User
from local.federation.story import Story, build

SLUGS = ("tunturila", "uusisuvanto")


@dataclass(frozen=True, kw_only=True)
class Place:
    """An association with its coordinator and those of its volunteers who sign in and do the same role."""

    slug: str
    coordinator: str
    volunteers: tuple[str, ...]
    role: str
    """Its Finnish name, as the choices of forms show it."""

    @property
    def schema(self) -> str:
        """The PostgreSQL schema."""
        return f"a_{self.slug}"


def places() -> list[Place]:
    """All places of the trial, as the story of the demo has them."""
    story = build()
    return [_place(story, slug) for slug in SLUGS]


def _place(story: Story, slug: str) -> Place:
    people = [person for person in story.people[slug] if person.user and person.state == "active"]
    coordinator = next(user.email for user in story.users if _roles(user, slug) & {"coordinator"})
    volunteers = [person for person in people if person.email != coordinator]
    held = Counter(holding.role for person in volunteers for holding in person.holdings)
    [(code, _)] = held.most_common(1)
    logins = {user.uuid: user.email for user in story.users}
    return Place(
        slug=slug,
        coordinator=coordinator,
        volunteers=tuple(
            logins[person.user]
            for person in volunteers
            if person.user and code in {holding.role for holding in person.holdings}
        ),
        role=ROLE_BY_CODE[code].name.fi,
    )


def _roles(user: User, slug: str) -> set[str]:
    return {role for access in user.access if access.association == slug for role in access.roles}
