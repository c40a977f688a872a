"""Write down what the check of the walls needs to know: every route, and what every association has."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from accounts.routes import routes
from tenants.addresses import URLCONFS
from tenants.context import entered
from tenants.models import Affiliation, Association, Umbrella
from tenants.rows import TenantRow
from volunteers.register.models import Person, Site


class Command(BaseCommand):
    """Reads as the owner, who alone sees all associations; writes a file for the check, which sees none."""

    requires_system_checks = []
    help = "Write every route, and identifiers and names of every association, to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """One JSON object."""
        world = {
            "routes": [
                {
                    "kind": route.kind,
                    "pattern": route.pattern,
                    "identifiers": route.identifiers,
                    "is_api": route.is_api,
                }
                for kind in URLCONFS
                for route in routes(kind)
            ],
            "associations": {
                each.slug: _known_of(each) for each in Association.objects.filter(state="active")
            },
            "members": {
                umbrella.slug: list(
                    Affiliation.objects.filter(umbrella=umbrella).values_list("association__slug", flat=True)
                )
                for umbrella in Umbrella.objects.all()
            },
        }
        options["file"].write_text(json.dumps(world, ensure_ascii=False), encoding="utf-8")


def _known_of(association: Association) -> dict[str, Any]:
    with entered(association):
        people = Person.objects.values_list("given_name", "family_name", "email")
        names = {f"{given} {family}" for given, family, _email in people} | {
            email for *_name, email in people
        }
        for site in Site.objects.values_list("name", "address"):
            names |= set(site)
        return {"identifiers": _identifiers(), "names": sorted(name for name in names if len(name) > 3)}


def _identifiers() -> dict[str, str]:
    """The newest row of everything that can be named in an address."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        if issubclass(model, TenantRow) and any(field.name == "uuid" for field in model._meta.fields):
            newest = model._default_manager.order_by("-pk").first()
            if newest is not None:
                found[model.__name__] = str(getattr(newest, "uuid"))  # noqa: B009  # only some models have it
    return found
