"""Addresses of built front-end files.

Pages render without a build, but unstyled; ``manage.py check`` says then what is missing.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError

_loader: Any = DjangoViteAssetLoader  # ships no types
ENTRY = "scripts/main.js"
SPRITE = "icons.svg"
BRAND = "brand.svg"
FONT = "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"


def built() -> bool:
    """Whether the bundle's manifest could be read when the process started."""
    return bool(address(SPRITE))


@cache
def address(path: str) -> str:
    """The address of a built file, or an empty string when there is no build."""
    try:
        return str(_loader.instance().generate_vite_asset_url(path, "default"))
    except DjangoViteAssetNotFoundError:
        return ""


@cache
def tags() -> str:
    """The link and script elements of every page, or an empty string when there is no build."""
    try:
        return str(_loader.instance().generate_vite_asset(ENTRY, "default"))
    except DjangoViteAssetNotFoundError:
        return ""
