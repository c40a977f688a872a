"""Who can sign in to the demo, as the terminal and the demo's front page list them.

The demo federation gives the list when it is made: its command `demo_signins --json` prints a JSON array of
objects with the fields of `SignIn`. It is kept as a file, since no page should start a command.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """One person of the demo with whose eyes the product can be seen."""

    role: str
    """What they are there, in words: coordinator, volunteer, federation analyst …"""
    name: str
    place: str
    """Name of the association or federation."""
    url: str
    """Address at which to begin."""
    email: str
    password: str
    totp_secret: str = ""
    """Of their authenticator app; empty for those who need none."""


def parse(text: str) -> list[SignIn]:
    """The list from its JSON; raises ValueError when it is something else."""
    known = {field.name for field in fields(SignIn)}
    optional = {"totp_secret": ""}
    try:
        return [SignIn(**{name: str((optional | row)[name]) for name in known}) for row in json.loads(text)]
    except (KeyError, TypeError) as error:
        raise ValueError(f"Not a list of sign-ins: {error}") from error


def path_in(var_dir: Path) -> Path:
    """Where the list is kept."""
    return var_dir / "demo" / "sign-ins.json"


def keep(signins: Sequence[SignIn], *, var_dir: Path) -> None:
    """Write the list down for the pages."""
    path = path_in(var_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(
        json.dumps([asdict(one) for one in signins], ensure_ascii=False, indent=1), encoding="utf-8"
    )
    fresh.replace(path)


def known(var_dir: Path) -> list[SignIn]:
    """The list; empty while there is none."""
    try:
        return parse(path_in(var_dir).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return []
