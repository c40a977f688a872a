"""What a page's frame shows around its content; every face hands it over as ``frame`` in the context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """One place to go. ``count`` says how many things wait there; 0 shows nothing."""

    label: Text
    url: str
    icon: str
    key: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading in the rail."""

    label: Text
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Me:
    """The signed-in person as the frame names them."""

    name: str
    role: Text = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around the content: whose pages these are, where one can go, who is signed in."""

    place: str = ""
    home: str = "/"
    entries: Sequence[Entry] = ()
    groups: Sequence[Group] = ()
    footer: Sequence[Entry] = ()
    me: Me | None = None
    sign_in: str = ""
    sign_out: str = ""
    # Where one can look for everything; empty where there is no such page.
    search: str = ""
    # Where the app that a phone can install is described; empty where there is none.
    app: str = ""
    # Where the worker is that keeps a copy of what is the reader's own for when there is no connection, and
    # whose copy it is: nobody's where nobody is signed in. None says that the page does not know.
    worker: str = ""
    keeps: str | None = None
    # What everybody has to know on every page.
    notice_title: Text = ""
    notice: Text = ""
    all_entries: Sequence[Entry] = field(init=False, repr=False, default=())

    def __post_init__(self) -> None:
        """Gather the entries of the groups once, for finding the current one."""
        everything = [*self.entries, *(entry for group in self.groups for entry in group.entries)]
        object.__setattr__(self, "all_entries", everything)

    def key_at(self, path: str) -> str:
        """The key of the entry that a path lies under: the longest address that begins it."""
        under = [entry for entry in self.all_entries if _lies_under(path, entry.url)]
        return max(under, key=lambda entry: len(entry.url)).key if under else ""


def _lies_under(path: str, url: str) -> bool:
    return path == url or (url.endswith("/") and url != "/" and path.startswith(url))
