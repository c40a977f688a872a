"""Say who can sign in to the demo."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from local import codes
from local.enacting.logins import PASSWORD, name_of
from local.federation.associations import ASSOCIATION_BY_SLUG
from local.federation.cast import LENT
from local.federation.catalogue import UMBRELLA
from local.federation.people import User
from local.federation.story import build
from tenants import addresses
from tenants.models import Association, Umbrella

FIRST = ("napajoki", "tunturila", "kusten")
"""Associations to begin with; the others follow."""
ROLES = {
    "admin": "Federation administrator",
    "analyst": "Federation analyst",
    "coordinator": "Coordinator",
    "deputy": "Deputy",
    "leader": "Group leader",
    "guest": "Guest",
    "volunteer": "Volunteer",
}
ORDER = ("coordinator", "volunteer", "deputy", "leader", "guest", "analyst", "admin")


class Command(BaseCommand):
    """Lists the story's logins, those with whom one begins first."""

    requires_system_checks = []
    help = "List who can sign in to the demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--json` for programs."""
        parser.add_argument("--json", action="store_true", help="print a JSON array")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each role that somebody has somewhere."""
        rows = sorted(_rows(), key=_order)
        if options["json"]:
            self.stdout.write(json.dumps([dict(row) for row in rows], ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(f"{row['role']:<26}{row['email']:<34}{row['place']:<40}{row['url']}")


def _rows() -> Iterator[dict[str, str]]:
    hosts: dict[str, tuple[str, str]] = {
        association.slug: (association.name, addresses.absolute_url(association))
        for association in Association.objects.all()
    }
    umbrella = Umbrella.objects.get(slug=UMBRELLA.slug)
    lent = {(one.full_name, one.association): one.role for one in LENT}
    for user in build().users:
        if user.umbrella_role:
            yield _row(
                user, user.umbrella_role, umbrella.slug, (umbrella.name, addresses.absolute_url(umbrella))
            )
        for access in user.access:
            if access.association not in hosts or (name_of(user), access.association) in lent:
                continue
            role = "coordinator" if "coordinator" in access.roles else "volunteer"
            if ASSOCIATION_BY_SLUG[access.association].state == "active" or role == "coordinator":
                yield _row(user, role, access.association, hosts[access.association])
        for (name, slug), role in lent.items():
            if name == name_of(user) and slug in hosts:
                yield _row(user, role, slug, hosts[slug])


def _row(user: User, role: str, slug: str, place: tuple[str, str]) -> dict[str, str]:
    return {
        "role": ROLES[role],
        "name": name_of(user),
        "slug": slug,
        "place": place[0],
        "url": place[1],
        "email": user.email,
        "password": PASSWORD,
        "totp_secret": "" if role == "volunteer" else codes.secret_for(user.email),
    }


def _order(row: dict[str, str]) -> tuple[int, int]:
    """By role, and within it the associations that one begins with."""
    roles = [ROLES[role] for role in ORDER]
    return roles.index(row["role"]), FIRST.index(row["slug"]) if row["slug"] in FIRST else len(FIRST)
