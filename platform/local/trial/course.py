"""How a trial runs: days of shifts that people take and attend, while the killer goes about."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import psycopg

from local.browser import Page, Unexpected
from local.federation.people import OPENING
from local.stack import Stack
from local.trial import evidence, scene
from local.trial.evidence import Clock
from local.trial.judge import Verdict, judge
from local.trial.kills import SERVICES, Killer
from local.trial.ledger import Closing, Ledger
from local.trial.people import NO_ANSWER, TRY_AGAIN, Coordinator, GaveUp, Somebody, Volunteer

Say = Callable[[str], None]

PATIENCE = 120.0
"""How long all that is due may take once nobody is killed any more."""
SHIFTS = (("15:00", "16:00", 3), ("16:00", "18:00", 4))
"""Each day's shifts: start, end, places. Fewer places than volunteers, so that they are full now and then."""
BEFORE, REMINDED, AFTER = "11:30", ("12:01", "13:01"), "18:01"
"""Where the clock stands on each day: before the reminders are due, after each of them, after the shifts."""
MONTH_TO_CLOSE = (2025, 1)


@dataclass(frozen=True)
class Outcome:
    """The verdict, and how much was going on."""

    verdict: Verdict
    ledger: Ledger
    seconds: float
    unfinished: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """All that should not be, in words."""
        return [*self.verdict.faults, *(f"not done in {PATIENCE:.0f} s: {what}" for what in self.unfinished)]

    def figures(self) -> dict[str, Any]:
        """For one JSON object."""
        verdict = self.verdict
        return {
            "count": len(verdict.kills),
            "lost": len(verdict.lost) + len(self.unfinished),
            "doubled": verdict.doubled,
        }

    def details(self) -> dict[str, Any]:
        """More of it, for who watches."""
        delays = [delay.seconds for delay in self.verdict.delays]
        once = [delay.seconds for delay in self.verdict.delays if delay.attempts == 1]
        return {
            **self.figures(),
            "killed": self.verdict.killed,
            "said_yes": dict(self.ledger.yes),
            "no_answer": sum(self.ledger.unanswered.values()),
            "try_again": {str(status): count for status, count in sorted(self.ledger.statuses.items())},
            "mails": len(delays),
            "longest_delay": round(delays[-1], 1) if delays else 0.0,
            "longest_at_first_attempt": round(once[-1], 1) if once else 0.0,
            "median_delay": round(delays[len(delays) // 2], 1) if delays else 0.0,
            "seconds": round(self.seconds),
        }


class Course:
    """One trial on a running stack."""

    def __init__(
        self, stack: Stack, *, seed: int, seconds: float, pause: float, storm: float, say: Say
    ) -> None:
        """`seconds` of killing, a `pause` between two kills; `storm`: seconds in which places are taken."""
        self._stack = stack
        self._seed = seed
        self._seconds = seconds
        self._storm = storm
        self._say = say
        self._places = scene.places()
        self._ledger = Ledger()
        self._clock = Clock()
        self._over, self._calm, self._done = threading.Event(), threading.Event(), threading.Event()
        self._open: dict[str, list[str]] = {place.slug: [] for place in self._places}
        self._killer = Killer(stack.supervisor, seed=seed, pause=pause, say=say)
        self._coordinators = [
            Coordinator(stack, place, place.coordinator, **self._for(place.coordinator))
            for place in self._places
        ]
        self._volunteers = [
            Volunteer(stack, place, email, **self._for(email))
            for place in self._places
            for email in place.volunteers
        ]

    def run(self) -> Outcome:
        """Go through it. Raises Unexpected where a page says something that none of this explains."""
        started = time.monotonic()
        self._note_clock()
        old: set[str] = self._asked(lambda rows: evidence.sent(rows, self._places))
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(Somebody.sign_in, [*self._coordinators, *self._volunteers]))
        self._say(f"{len(self._volunteers) + len(self._coordinators)} people have signed in")
        self._each(Coordinator.free_places_at_once)
        crowd = [
            threading.Thread(target=self._go, args=(volunteer,), name=volunteer.email)
            for volunteer in self._volunteers
        ]
        killer = threading.Thread(target=self._killer.run, args=(self._calm,), name="killer")
        try:
            days = self._days()
            self._publish(next(days))
            for thread in (*crowd, killer):
                thread.start()
            until = time.monotonic() + self._seconds
            with self._ending(until):
                self._live_through(days, until)
            unfinished = self._settle()
        finally:
            for event in (self._calm, self._done, self._over):
                event.set()
            for thread in (*crowd, killer):
                if thread.ident is not None:
                    thread.join()
        found = evidence.gather(self._stack, self._places, self._clock, old=old)
        return Outcome(
            verdict=judge(self._ledger, found, self._killer.kills),
            ledger=self._ledger,
            seconds=time.monotonic() - started,
            unfinished=unfinished,
        )

    # The days ----------------------------------------------------------------------------------------

    def _days(self) -> Iterator[date]:
        day = OPENING
        while True:
            yield day
            day += timedelta(days=1)

    def _live_through(self, days: Iterator[date], until: float) -> None:
        """Day after day until the time is up; the first always to its end."""
        for number in range(1000):
            day = OPENING + timedelta(days=number)
            shifts = {slug: list(known) for slug, known in self._open.items()}
            self._move(day, BEFORE)
            self._over.wait(self._storm)
            for at in REMINDED:
                self._move(day, at)
                self._over.wait(self._storm / 4)
            if number == 0:
                self._close_months()
            # From here on the day's shifts are nobody's choice, and what was said about them has to be out.
            self._publish(next(days))
            self._await_presses(shifts)
            self._await_mails()
            self._move(day, AFTER)
            self._each(partial(self._afterwards, shifts))
            if time.monotonic() > until:
                return

    def _publish(self, day: date) -> None:
        """Each association's shifts of a day, which from then on are the ones to take."""
        self._each(lambda coordinator: self._make_shifts(coordinator, day))

    def _make_shifts(self, coordinator: Coordinator, day: date) -> None:
        made = [
            coordinator.make_shift(
                day=day.isoformat(), start=start, end=end, places=places, title=f"Trial {day} {start}"
            )
            for start, end, places in SHIFTS
        ]
        self._open[coordinator.place.slug] = made

    def _afterwards(self, shifts: dict[str, list[str]], coordinator: Coordinator) -> None:
        for shift in shifts[coordinator.place.slug]:
            coordinator.mark_attendance(shift)
        coordinator.approve()

    def _close_months(self) -> None:
        year, month = MONTH_TO_CLOSE
        self._each(lambda coordinator: self._close_month(coordinator, year, month))

    def _close_month(self, coordinator: Coordinator, year: int, month: int) -> None:
        coordinator.approve()
        if not coordinator.close_month(year=year, month=month):
            raise Unexpected(f"The month could not be closed at {coordinator.place.slug}.")
        first_day = date(year, month, 1).isoformat()
        digest = self._asked(lambda rows: evidence.digest_of(rows, coordinator.place, first_day))
        self._ledger.said_closed(Closing(coordinator.place.slug, first_day, digest))

    # Steps -------------------------------------------------------------------------------------------

    def _go(self, volunteer: Volunteer) -> None:
        try:
            volunteer.run(lambda: self._open[volunteer.place.slug], self._done)
        except Exception as error:  # noqa: BLE001  # the trial goes on, and says at its end that it was not whole
            self._ledger.broken.append(f"{volunteer.email}: {error!r}"[:300])

    def _each(self, work: Callable[[Coordinator], None]) -> None:
        """Both coordinators at once."""
        with ThreadPoolExecutor(len(self._coordinators)) as pool:
            list(pool.map(work, self._coordinators))

    def _move(self, day: date, at: str) -> None:
        """Move the demo's clock, again and again until it is there."""
        wanted = f"{day}T{at}"
        mover = self._coordinators[0]
        url = self._stack.url(path="/demo/clock/")
        while True:
            try:
                page: Page = mover.browser.get(self._stack.url(path="/demo/"))
                if page.status == 200:
                    page = mover.browser.submit(url, {"step": wanted}, token=page.token)
            except NO_ANSWER:
                pass
            else:
                if page.status not in TRY_AGAIN:
                    break
            mover.wait()
        self._note_clock()
        self._say(f"the clock stands at {wanted}")

    def _note_clock(self) -> None:
        offset = self._asked(evidence.offset)
        self._clock.moves.append((time.time(), offset))

    def _asked(self, question: Callable[[psycopg.Connection[tuple[Any, ...]]], Any]) -> Any:
        """An answer from the database, as soon as it is there."""
        while True:
            try:
                with evidence.connected(self._stack) as rows:
                    return question(rows)
            except psycopg.OperationalError:
                if self._over.wait(0.3):
                    raise GaveUp from None

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._clock.moves[-1][1]

    def _await_presses(self, shifts: dict[str, list[str]]) -> None:
        """Whoever has pressed for one of these shifts gets an answer while it still lies ahead."""
        closed = {shift for known in shifts.values() for shift in known}
        while not self._over.wait(0.2):
            if not any(volunteer.pressing in closed for volunteer in self._volunteers):
                return

    def _await_mails(self) -> None:
        """What is due has to be out before the shifts start; how long that took, the delays tell."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            left = self._asked(lambda rows: evidence.unfinished(rows, self._places, self._now()))
            if not [what for what in left if what.endswith("messages")]:
                return
            self._over.wait(0.5)

    @contextlib.contextmanager
    def _ending(self, until: float) -> Iterator[None]:
        """The killer stops when the time is up, and not before each service has died once."""

        def stop() -> None:
            while time.monotonic() < until or {one.service for one in self._killer.kills} < set(SERVICES):
                if self._over.wait(0.2):
                    return
            self._say("nobody is killed any more")
            self._calm.set()

        thread = threading.Thread(target=stop, name="end")
        thread.start()
        try:
            yield
        except BaseException:
            self._over.set()
            raise
        finally:
            thread.join()

    def _settle(self) -> list[str]:
        """Wait until all is done that is due; what is not in the end."""
        self._done.set()
        until = time.monotonic() + PATIENCE
        left: Sequence[str] = ()
        while time.monotonic() < until:
            left = self._asked(lambda rows: evidence.unfinished(rows, self._places, self._now()))
            if not left:
                return []
            self._over.wait(0.5)
        return list(left)

    def _for(self, email: str) -> dict[str, Any]:
        return {"ledger": self._ledger, "seed": f"{self._seed} {email}", "over": self._over}
