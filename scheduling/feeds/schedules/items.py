"""What a file says of one shift, and how an import keeps it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

MOST_SHIFTS = 1_000
# So far ahead shifts are read.
AHEAD = timedelta(days=731)
LONGEST = timedelta(hours=48)
TITLE, DESCRIPTION, IDENTIFIER = 120, 2_000, 255


@dataclass(frozen=True)
class Item:
    """A shift as a file tells it. Without `places` it has as many as the import says."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str = ""
    description: str = ""
    places: int | None = None
    cancelled: bool = False


@dataclass(frozen=True)
class Problem:
    """What is wrong with one entry of a file: where it is, and a sentence."""

    where: str
    said: str


@dataclass
class Found:
    """All that was read."""

    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def identifier(uid: str) -> str:
    """What names a shift at its source, in a length that the table takes."""
    if len(uid) <= IDENTIFIER:
        return uid
    return hashlib.sha256(uid.encode()).hexdigest()


def of_content(starts_at: datetime, title: str) -> str:
    """The identifier of an entry that has none: when it begins, and how it is called."""
    return identifier(f"{starts_at.astimezone(UTC):%Y%m%dT%H%MZ} {title}")


def as_json(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Items as the import keeps them."""
    return [
        {
            **vars(item),
            "starts_at": item.starts_at.astimezone(UTC).isoformat(),
            "ends_at": item.ends_at.astimezone(UTC).isoformat(),
        }
        for item in items
    ]


def of_json(rows: Sequence[dict[str, Any]]) -> list[Item]:
    """The items again."""
    return [
        Item(
            **{
                **row,
                "starts_at": datetime.fromisoformat(row["starts_at"]),
                "ends_at": datetime.fromisoformat(row["ends_at"]),
            }
        )
        for row in rows
    ]
