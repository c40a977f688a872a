"""The demo's SMS: one file for each that a process of the platform sent, in the order of arrival.

`sms_catcher.py` is the gateway that fills the folder; pages and tests read it.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

from local.mailbox import KEPT, KEY


@dataclass(frozen=True, kw_only=True)
class Text:
    """One SMS."""

    key: str
    to: str
    sender: str
    text: str
    parts: int
    date: str
    """When it was sent, in the time of the demo's clock."""

    @property
    def sent_at(self) -> datetime | None:
        """The same as a time."""
        try:
            at = parsedate_to_datetime(self.date)
        except (TypeError, ValueError):
            return None
        return at if at.tzinfo else None


class Telephones:
    """A folder of SMS."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, *, to: str, sender: str, text: str, parts: int, date: str = "") -> str:
        """Keep one and return its key; it is there as a whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        key = f"{time.time_ns():020d}-{secrets.token_hex(3)}"
        kept = Text(key=key, to=to, sender=sender, text=text, parts=parts, date=date)
        fresh = self.folder / f".{key}"
        fresh.write_text(json.dumps(asdict(kept), ensure_ascii=False), encoding="utf-8")
        fresh.replace(self.folder / f"{key}.json")
        for old in self._keys()[KEPT:]:
            (self.folder / f"{old}.json").unlink(missing_ok=True)
        return key

    def texts(self, *, to: str = "") -> Iterator[Text]:
        """All of them, newest first; with `to`, those for a number that has these digits."""
        wanted = "".join(letter for letter in to if letter.isdigit()).lstrip("0")
        if to.strip() and not wanted:
            return
        for key in self._keys():
            found = _read(self.folder / f"{key}.json")
            if found and (not wanted or wanted in found.to):
                yield found

    def read(self, key: str) -> Text:
        """One of them; raises KeyError when there is none."""
        found = _read(self.folder / f"{key}.json") if KEY.fullmatch(key) else None
        if found is None:
            raise KeyError(key)
        return found

    def _keys(self) -> list[str]:
        try:
            return sorted((path.stem for path in self.folder.glob("*.json")), reverse=True)
        except FileNotFoundError:
            return []


@lru_cache(maxsize=KEPT)
def _read(path: Path) -> Text | None:
    """One file; None when it has gone. They never change, so each is read once."""
    try:
        return Text(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
