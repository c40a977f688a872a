"""Addresses of built front-end files.

Pages render without a build, but unstyled; ``manage.py check`` says then what is missing.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError

_loader: Any = DjangoViteAssetLoader  # ships no types
ENTRY = "scripts/main.js"
SPRITE = "icons.svg"
BRAND = "brand.svg"
WORKER = "scripts/worker.js"
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


@cache
def drawn_with() -> tuple[str, ...]:
    """What a plain page is drawn with: style, script, icons, sign, fonts. Nothing when there is no build."""
    entry = _read("manifest.json").get(ENTRY)
    if entry is None:
        return ()
    files = (entry["file"], *entry.get("css", ()), *entry.get("assets", ()))
    return (*(static(name) for name in files), address(SPRITE), address(BRAND))


@cache
def app() -> dict[str, Any]:
    """The app's colours and its icons, each with an address; nothing when there is no build."""
    listed = _read("app.json")
    return listed | {"icons": [{**icon, "src": static(icon["file"])} for icon in listed.get("icons", ())]}


def _read(name: str) -> dict[str, Any]:
    folder: Path = settings.STATICFILES_DIRS[0]
    file = folder / name
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
