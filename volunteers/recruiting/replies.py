"""Placeholders of replies: a fixed list of words in braces, each filled with plain text."""

from notifications import placeholders
from tenants.context import current_association
from volunteers.recruiting import links
from volunteers.recruiting.models import Application

NAMES = ("name", "association", "role", "coordinator", "link")


def unknown_in(text: str) -> list[str]:
    """What stands in braces and is no placeholder."""
    return placeholders.unknown_in(text, names=NAMES)


def values_for(application: Application, *, coordinator: str) -> dict[str, str]:
    """What the placeholders stand for, in the applicant's language."""
    wish = application.wishes.select_related("role").first()
    return {
        "name": application.given_name,
        "association": current_association().name_in(application.language),
        "role": wish.role.name_in(application.language) if wish else "",
        "coordinator": coordinator,
        "link": links.link(application),
    }
