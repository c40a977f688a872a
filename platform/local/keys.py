"""Passwords and keys of one machine: made once, kept in a folder that only its owner reads."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


class KeyRing:
    """A folder with one file for each secret. Asking for one that does not exist makes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)

    def get(self, name: str, *, length: int = 32) -> str:
        """The secret of this name: URL-safe text of at least `length` characters."""
        path = self.folder / name
        try:
            if kept := path.read_text(encoding="ascii").strip():
                return kept
        except FileNotFoundError:
            pass
        made = secrets.token_urlsafe(length)
        fresh = path.with_name(f".{name}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(made + "\n")
        fresh.replace(path)  # whole or not at all: a crash here must not leave an empty password
        return made
