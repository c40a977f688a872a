"""The judgement: what was lost, what was doubled, and whether a kill explains it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from local.trial.evidence import Evidence, MessageRow
from local.trial.kills import DELIVERERS, Kill
from local.trial.ledger import Claim, Ledger

BEFORE_ARRIVAL, AFTER_ARRIVAL = 5.0, 2.0
"""A mail is on its way from the claim to our note: a kill this shortly before its arrival or after explains
that it was sent again."""
CONFIRMATION = "shift.signed_up"


@dataclass(frozen=True)
class Doubled:
    """A mail that arrived more than once, and the kill that explains it."""

    message: str
    arrivals: tuple[float, ...]
    kill: Kill | None


@dataclass(frozen=True, order=True)
class Delay:
    """How many seconds a mail took from the moment at which it could be sent, and how many attempts."""

    seconds: float
    attempts: int
    key: str


@dataclass
class Verdict:
    """What the trial came to."""

    kills: list[Kill]
    lost: list[str] = field(default_factory=list)
    """What the server said yes to, or had written down to do, and what is not there."""
    twice: list[str] = field(default_factory=list)
    """Rows that are there twice."""
    mails_twice: list[Doubled] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Anything else that may not be: broken invariants, pages that broke, mails without a row."""
    delays: list[Delay] = field(default_factory=list)
    """Of all mails, the longest last."""

    @property
    def doubled(self) -> int:
        """How many things are there twice."""
        return len(self.twice) + len(self.mails_twice)

    @property
    def faults(self) -> list[str]:
        """All that should not be, in words; a doubled mail only where no kill explains it."""
        unexplained = [
            f"mail {one.message} arrived {len(one.arrivals)} times and no kill explains it"
            for one in self.mails_twice
            if one.kill is None
        ]
        return [*(f"lost: {what}" for what in self.lost), *self.twice, *unexplained, *self.wrong]

    @property
    def killed(self) -> dict[str, int]:
        """Kills by service."""
        return dict(sorted(Counter(kill.service for kill in self.kills).items()))


def judge(ledger: Ledger, evidence: Evidence, kills: Sequence[Kill]) -> Verdict:
    """Compare what was said with what is there."""
    verdict = Verdict(kills=list(kills))
    verdict.lost += [
        *_lost_places(ledger, evidence),
        *_lost_shifts(ledger, evidence),
        *_lost_hours(ledger, evidence),
        *_lost_months(ledger, evidence),
        *_lost_mails(evidence),
    ]
    verdict.twice += _twice(evidence)
    verdict.mails_twice += _mails_twice(evidence, kills)
    verdict.wrong += [*_broken_invariants(evidence), *ledger.broken]
    verdict.delays += _delays(evidence)
    return verdict


def judge_mails(evidence: Evidence, kills: Sequence[Kill]) -> Verdict:
    """The messages and their mails alone. At most one mail came twice for each delivery that a kill ended."""
    verdict = Verdict(kills=list(kills))
    verdict.lost += _lost_mails(evidence)
    left = {id(kill): kill.delivering for kill in kills}
    for uuid, arrivals in sorted(evidence.mails.items(), key=lambda item: item[1]):
        for first, second in pairwise(arrivals):
            possible = [kill for kill in between(first, second, kills) if left[id(kill)]]
            kill = min(possible, key=lambda kill: abs(kill.at - first), default=None)
            if kill:
                left[id(kill)] -= 1
            verdict.mails_twice.append(Doubled(message=uuid, arrivals=(first, second), kill=kill))
    verdict.wrong += _without_a_row(evidence)
    verdict.delays += _delays(evidence)
    return verdict


def _delays(evidence: Evidence) -> list[Delay]:
    return sorted(
        Delay(max(0.0, evidence.mails[message.uuid][0] - message.due), message.attempts, message.key)
        for message in evidence.messages
        if message.uuid in evidence.mails
    )


def _lost_places(ledger: Ledger, evidence: Evidence) -> Iterator[str]:
    there = {Claim(one.slug, one.shift, one.email) for one in evidence.held}
    for claim, possible in sorted(ledger.possible.items()):
        if (claim in there) not in possible:
            what = "cancellation" if claim in there else "sign-up"
            yield f"{what} of {claim.email} on shift {claim.shift} at {claim.slug}"
    for one in evidence.held:
        known = Claim(one.slug, one.shift, one.email) in ledger.possible
        if known and CONFIRMATION not in one.messages:
            yield f"message about the sign-up of {one.email} on shift {one.shift} at {one.slug}"


def _lost_shifts(ledger: Ledger, evidence: Evidence) -> Iterator[str]:
    there = {(shift.slug, shift.uuid) for shift in evidence.shifts if shift.state == "published"}
    for slug, shift in sorted(ledger.made - there):
        yield f"shift {shift} at {slug}"


def _lost_hours(ledger: Ledger, evidence: Evidence) -> Iterator[str]:
    for one in evidence.held:
        if (one.slug, one.shift) in ledger.attended and one.state == "signed_up":
            yield f"attendance of {one.email} on shift {one.shift} at {one.slug}"
        if one.state == "attended" and one.hours != (one.minutes,):
            yield f"hours of {one.email} for shift {one.shift} at {one.slug}: {one.hours}, not {one.minutes}"
    for entry in sorted(ledger.approved):
        if evidence.hours.get(entry) != "approved":
            yield f"approval of hours entry {entry[1]} at {entry[0]}: {evidence.hours.get(entry)}"


def _lost_months(ledger: Ledger, evidence: Evidence) -> Iterator[str]:
    months = {(month.slug, month.first_day): month for month in evidence.months}
    for closing in ledger.closed:
        found = months.get((closing.slug, closing.first_day))
        if found is None or not found.closed:
            yield f"closing of {closing.first_day} at {closing.slug}"
        elif found.digest != closing.digest:
            yield f"rows of the closed month {closing.first_day} at {closing.slug}: they have changed"
    for month in evidence.months:
        for name, figure in (("figure", month.figure), ("exact figure", month.exact)):
            if (figure or 0) != month.rows:
                yield (
                    f"{name} of {month.first_day} at {month.slug}: {figure} minutes, "
                    f"and its rows have {month.rows}"
                )


def _lost_mails(evidence: Evidence) -> Iterator[str]:
    for message in evidence.messages:
        if message.state == "sent" and message.uuid not in evidence.mails:
            yield f"mail {message.uuid} ({message.key}): noted as sent, never arrived"
        elif _is_overdue(message, now=evidence.at):
            yield f"mail {message.uuid} ({message.key}): {message.state} {message.failure}"


def _is_overdue(message: MessageRow, *, now: float) -> bool:
    """Whether it was to be sent and was not. Calling off is right only where the cause had gone."""
    if message.state in {"failed", "withheld"}:
        return message.failure != "no_address"
    if message.state == "obsolete":
        # The trial starts no shift before its mails are out, so that being late shows here.
        return message.of_trial and message.failure == "the shift has started"
    return message.state != "sent" and message.due <= now


def _twice(evidence: Evidence) -> Iterator[str]:
    claims = Counter(Claim(one.slug, one.shift, one.email) for one in evidence.held if one.email)
    for claim, count in claims.items():
        if count > 1:
            yield f"{claim.email} holds {count} places on shift {claim.shift} at {claim.slug}"
    for one in evidence.held:
        if len(one.hours) > 1:
            yield f"{one.email} has {len(one.hours)} hours entries for shift {one.shift} at {one.slug}"
    titles = Counter(
        (shift.slug, shift.title) for shift in evidence.shifts if shift.title.startswith("Trial")
    )
    for (slug, title), count in titles.items():
        if count > 1:
            yield f"shift “{title}” at {slug} is there {count} times"


def _mails_twice(evidence: Evidence, kills: Sequence[Kill]) -> Iterator[Doubled]:
    for uuid, arrivals in sorted(evidence.mails.items()):
        if len(arrivals) > 1:
            yield Doubled(message=uuid, arrivals=tuple(arrivals), kill=_explaining(arrivals, kills))


def _explaining(arrivals: Sequence[float], kills: Sequence[Kill]) -> Kill | None:
    """The kill that came between the gateway's yes and our note, if each arrival but the last has one."""
    found = None
    for first, second in pairwise(arrivals):
        found = next(between(first, second, kills), None)
        if found is None:
            return None
    return found


def between(first: float, second: float, kills: Sequence[Kill]) -> Iterator[Kill]:
    """The kills that may have come between a mail's arrival and our note of it, before it arrived again."""
    for kill in kills:
        if kill.service in DELIVERERS and (
            first - BEFORE_ARRIVAL <= kill.at <= min(first + AFTER_ARRIVAL, second)
        ):
            yield kill


def _broken_invariants(evidence: Evidence) -> Iterator[str]:
    for shift in evidence.shifts:
        if not shift.taken == shift.holders <= shift.places:
            yield (
                f"shift {shift.uuid} at {shift.slug}: {shift.taken} taken, {shift.holders} holders, "
                f"{shift.places} places"
            )
    if evidence.overlaps:
        yield f"{evidence.overlaps} pairs of sign-ups or hours of one person overlap"
    yield from _without_a_row(evidence)


def _without_a_row(evidence: Evidence) -> Iterator[str]:
    known = {message.uuid for message in evidence.messages} | evidence.others
    for uuid in sorted(evidence.mails.keys() - known):
        yield f"mail {uuid} arrived, and no row speaks of it"
