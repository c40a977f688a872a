"""The trial of messages: thousands go out while those who deliver them are killed again and again.

None of them may be lost. One may arrive twice only where a process that delivered died between the mail
server's yes and our note of it: at most one for each such process that a kill ended.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg

from local.stack import Stack
from local.trial import evidence, judge, scene
from local.trial.evidence import Clock
from local.trial.judge import Verdict
from local.trial.kills import Killer

KEY = "trial:"
"""How the keys of the trial's messages begin."""
SERVICES = ("worker", "beat", "redis", "postgres")
"""Who is killed."""
EACH = 2
"""So often each of them dies at least, also when the messages are out before that."""
PATIENCE, EACH_MESSAGE = 300.0, 0.1
"""How long the killing lasts at most, and how much longer for each message the rest may take after it."""


@dataclass(frozen=True)
class Outcome:
    """What became of the messages."""

    messages: int
    sent: int
    verdict: Verdict
    seconds: float
    unfinished: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """All that should not be, in words."""
        missing = self.messages - self.sent
        return [
            *self.verdict.faults,
            *([f"{missing} of {self.messages} messages are not noted as sent"] if missing else []),
            *(f"not done in time: {what}" for what in self.unfinished),
        ]

    def details(self) -> dict[str, Any]:
        """For one JSON object."""
        kills, delays = self.verdict.kills, self.verdict.delays
        return {
            "messages": self.messages,
            "sent": self.sent,
            "lost": len(self.verdict.lost) + len(self.unfinished),
            "doubled": self.verdict.doubled,
            "kills": len(kills),
            "killed": self.verdict.killed,
            "deliveries_ended": sum(kill.delivering for kill in kills),
            "longest_delay": round(delays[-1].seconds, 1) if delays else 0.0,
            "median_delay": round(delays[len(delays) // 2].seconds, 1) if delays else 0.0,
            "seconds": round(self.seconds),
        }


class Letters:
    """One trial on a running stack."""

    def __init__(
        self, stack: Stack, *, count: int, seed: int, pause: float, say: Callable[[str], None]
    ) -> None:
        """`count` messages, half of them in each association; a `pause` between two kills, on average."""
        self._stack = stack
        self._count = count
        self._say = say
        self._places = scene.places()
        self._clock = Clock()
        self._killer = Killer(
            stack.supervisor, seed=seed, pause=pause, say=say, services=SERVICES, patient=True
        )

    def run(self) -> Outcome:
        """Plan them, kill while they go out, and count what arrived."""
        with evidence.connected(self._stack) as rows:
            self._clock.moves.append((time.time(), evidence.offset(rows)))
            old = evidence.sent(rows, self._places)
        slugs = [place.slug for place in self._places]
        self._stack.manage("demo_messages", *slugs, "--count", str(self._count), process="app")
        started = time.monotonic()
        calm = threading.Event()
        killer = threading.Thread(target=self._killer.run, args=(calm,), name="killer")
        killer.start()
        try:
            self._await(self._is_enough, PATIENCE)
        finally:
            calm.set()
            killer.join()
        self._say("nobody is killed any more")
        finished = self._await(lambda: not self._left(), PATIENCE + self._count * EACH_MESSAGE)
        return self._judged(old, seconds=time.monotonic() - started, finished=finished)

    def _is_enough(self) -> bool:
        """All are out, and everybody has died often enough."""
        killed = Counter(kill.service for kill in self._killer.kills)
        return not self._left() and all(killed[service] >= EACH for service in SERVICES)

    def _left(self) -> list[str]:
        """What is due and not out; something, as long as the database cannot be asked."""
        now = datetime.now(UTC) + self._clock.moves[-1][1]
        try:
            with evidence.connected(self._stack) as rows:
                left = evidence.unfinished(rows, self._places, now)
        except psycopg.OperationalError:
            return ["the database is away"]
        return [what for what in left if what.endswith("messages")]

    def _await(self, is_so: Callable[[], bool], seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if is_so():
                return True
            time.sleep(0.5)
        return False

    def _judged(self, old: set[str], *, seconds: float, finished: bool) -> Outcome:
        found = evidence.gather(self._stack, self._places, self._clock, old=old)
        verdict = judge.judge_mails(found, self._killer.kills)
        return Outcome(
            messages=len([one for one in found.messages if one.key.startswith(KEY)]),
            sent=len([one for one in found.messages if one.key.startswith(KEY) and one.state == "sent"]),
            verdict=verdict,
            seconds=seconds,
            unfinished=[] if finished else self._left(),
        )
