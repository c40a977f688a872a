"""What the server said, as the people of the trial heard it.

A *yes* is an answer that was read completely and whose page says that it is done. No answer, or one that says
to try again, leaves the outcome open: both may be true then, until somebody who presses again gets a yes.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Claim:
    """One person's place on one shift, in one association."""

    slug: str
    shift: str
    email: str


@dataclass(frozen=True)
class Closing:
    """A month that was closed, with the digest of its rows as they were then."""

    slug: str
    first_day: str
    digest: str


@dataclass
class Ledger:
    """Filled by many threads; read when they have ended."""

    possible: dict[Claim, set[bool]] = field(default_factory=dict)
    """For each claim whether the person may hold the place: one value where the last word was a yes."""
    made: set[tuple[str, str]] = field(default_factory=set)
    """Shifts (slug, uuid) that were said to be published."""
    attended: set[tuple[str, str]] = field(default_factory=set)
    """Shifts whose attendance was said to be saved."""
    approved: set[tuple[str, str]] = field(default_factory=set)
    """Hours entries (slug, uuid) that were said to be approved."""
    closed: list[Closing] = field(default_factory=list)
    yes: Counter[str] = field(default_factory=Counter)
    """How often the server said yes, by act."""
    unanswered: Counter[str] = field(default_factory=Counter)
    """Requests that got no complete answer, by act."""
    statuses: Counter[int] = field(default_factory=Counter)
    """Answers that were neither a page nor a redirect."""
    broken: list[str] = field(default_factory=list)
    """What nobody should see: pages that answered 500, people who could not go on."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def may_be(self, claim: Claim, *, held: bool) -> None:
        """Nobody knows whether this was done."""
        with self._lock:
            self.possible.setdefault(claim, {False}).add(held)

    def is_so(self, claim: Claim, *, held: bool) -> None:
        """The server said yes to this."""
        with self._lock:
            self.possible[claim] = {held}
            self.yes["sign-up" if held else "cancellation"] += 1

    def said_yes(self, act: str, kept: set[tuple[str, str]], things: set[tuple[str, str]]) -> None:
        """The server said yes to an act on some things."""
        with self._lock:
            kept |= things
            self.yes[act] += 1

    def said_closed(self, closing: Closing) -> None:
        """The server said that a month is closed."""
        with self._lock:
            self.closed.append(closing)
            self.yes["month closed"] += 1

    def no_answer(self, act: str) -> None:
        """The connection broke, or was refused."""
        with self._lock:
            self.unanswered[act] += 1

    def saw(self, status: int, url: str) -> None:
        """An answer that is no page."""
        with self._lock:
            self.statuses[status] += 1
            if status == 500:
                self.broken.append(f"{url} answered 500")
