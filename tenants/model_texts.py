"""Which model texts an umbrella may offer; a registry, filled at the start by the apps that use them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class ModelText:
    """One text: its code, what it is for, and in which part of the list it stands.

    `longest` is the number of characters that it may have. One `to_sign` is put in when an association
    begins.
    """

    code: str
    label: str | Promise
    part: str | Promise
    hint: str | Promise = ""
    longest: int = 40_000
    to_sign: bool = False


_known: dict[str, ModelText] = {}


def register(text: ModelText) -> None:
    """Make a text known. Doing it again puts it in anew."""
    _known[text.code] = text


def known() -> Mapping[str, ModelText]:
    """All of them by their codes: those to sign first, then as they were registered."""
    return dict(sorted(_known.items(), key=lambda item: not item[1].to_sign))
