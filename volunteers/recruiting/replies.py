"""Placeholders of replies: a fixed list of words in braces, each filled with plain text."""

import re
from collections.abc import Mapping

from tenants.context import current_association
from volunteers.recruiting import links
from volunteers.recruiting.models import Application

NAMES = ("name", "association", "role", "coordinator", "link")
_PLACE = re.compile(r"\{([^{}]*)\}")


def unknown_in(text: str) -> list[str]:
    """What stands in braces and is no placeholder."""
    return [found for found in _PLACE.findall(text) if found not in NAMES]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; what is filled in is never read as a placeholder again."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


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
