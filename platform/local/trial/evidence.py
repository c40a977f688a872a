"""What is there afterwards: rows, mails and figures, read past the application's own code."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql

from local.mailbox import Mailbox
from local.stack import Stack
from local.trial.scene import Place

_MESSAGE_ID = re.compile(r"<([0-9a-f-]{36})@")
_NANOSECONDS = 1_000_000_000


@dataclass(frozen=True, kw_only=True)
class HeldPlace:
    """A sign-up that holds a place, with the hours that came of it."""

    slug: str
    shift: str
    email: str
    state: str
    minutes: int
    hours: tuple[int, ...]
    """Minutes of each hours entry about it."""
    messages: tuple[str, ...]
    """Kinds of the messages about it."""


@dataclass(frozen=True, kw_only=True)
class ShiftRow:
    """A shift and how many hold a place on it."""

    slug: str
    uuid: str
    title: str
    state: str
    places: int
    taken: int
    holders: int


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """A message with the moments from which it could be sent, in real time."""

    slug: str
    uuid: str
    key: str
    state: str
    failure: str
    attempts: int
    due: float
    of_trial: bool
    """About a shift that the trial made."""


@dataclass(frozen=True, kw_only=True)
class MonthRow:
    """A month's sums: of its rows, in the association's figure, and in the federation's exact store."""

    slug: str
    first_day: str
    closed: bool
    rows: int
    figure: int | None
    exact: int | None
    digest: str


@dataclass
class Evidence:
    """All that the judge looks at besides the ledger and the kills."""

    held: list[HeldPlace] = field(default_factory=list)
    shifts: list[ShiftRow] = field(default_factory=list)
    messages: list[MessageRow] = field(default_factory=list)
    months: list[MonthRow] = field(default_factory=list)
    hours: dict[tuple[str, str], str] = field(default_factory=dict)
    """State of each hours entry."""
    overlaps: int = 0
    """Pairs of sign-ups or of hours entries of one person at the same time."""
    mails: dict[str, list[float]] = field(default_factory=dict)
    """When each message arrived, by its UUID, in real time."""
    others: set[str] = field(default_factory=set)
    """UUIDs of the federation's own mails, which no association knows of."""
    at: float = 0.0
    """When all this was read."""


@dataclass
class Clock:
    """How domain time ran: it starts anew with each move of the demo's clock."""

    moves: list[tuple[float, timedelta]] = field(default_factory=list)
    """(real time, offset from then on), in order."""

    def real(self, instant: datetime) -> float:
        """The first real moment at which the domain's clock showed at least this."""
        for number, (since, offset) in enumerate(self.moves):
            if instant <= datetime.fromtimestamp(since, UTC) + offset:
                return since
            at = (instant - offset).timestamp()
            if number + 1 == len(self.moves) or at < self.moves[number + 1][0]:
                return at
        raise ValueError("The clock has not been read.")


def connected(stack: Stack) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection of the owner's, which sees every schema."""
    return psycopg.connect(stack.environment("owner")["DATABASE_URL"], autocommit=True, connect_timeout=5)


def offset(rows: psycopg.Connection[tuple[Any, ...]]) -> timedelta:
    """How far domain time is from real time."""
    found = rows.execute('SELECT "offset" FROM public.tenants_clockoffset').fetchone()
    return found[0] if found else timedelta()


_UNFINISHED = {
    "messages": """SELECT count(*) FROM {schema}.notifications_message
                   WHERE next_at <= %s AND state IN ('planned', 'retrying', 'sending')""",
    "changed months": "SELECT count(*) FROM {schema}.hours_changedmonth WHERE marked_at <= %s",
    "wake-ups": "SELECT count(*) FROM public.tenants_wakeup WHERE due_at <= %s AND schema_name = {name}",
}


def unfinished(
    rows: psycopg.Connection[tuple[Any, ...]], places: Sequence[Place], now: datetime
) -> list[str]:
    """What is due and not done, in words: messages, months without figures, wake-ups."""
    found = []
    for place in places:
        names = {"schema": sql.Identifier(place.schema), "name": sql.Literal(place.schema)}
        for what, query in _UNFINISHED.items():
            [count] = rows.execute(sql.SQL(query).format(**names), [now]).fetchone() or (0,)
            if count:
                found.append(f"{place.slug}: {count} {what}")
    return found


def sent(rows: psycopg.Connection[tuple[Any, ...]], places: Sequence[Place]) -> set[str]:
    """UUIDs of the messages that are noted as sent: before the trial, those of the demo's past."""
    query = "SELECT uuid::text FROM {}.notifications_message WHERE state = 'sent'"
    return {
        uuid
        for place in places
        for (uuid,) in rows.execute(sql.SQL(query).format(sql.Identifier(place.schema))).fetchall()
    }


def gather(stack: Stack, places: Sequence[Place], clock: Clock, *, old: set[str]) -> Evidence:
    """Read everything, association by association, and the mailbox; but for the `old` messages.

    The stack still runs: a mail may go out while the rows are read. So the mailbox is read before them, for
    mails that no row knows of, and after them, for rows whose mail is not there.
    """
    evidence = Evidence(at=time.time())
    before = arrived(stack.mailbox)
    with connected(stack) as rows:
        for place in places:
            _gather(rows, place, clock, evidence)
        mails = rows.execute(_OF_THE_FEDERATION).fetchall()
        evidence.others = {uuid for (uuid,) in mails}
    evidence.messages = [message for message in evidence.messages if message.uuid not in old]
    told = before.keys() | {message.uuid for message in evidence.messages} | evidence.others
    # Those of the demo's past are in the mailbox as well.
    evidence.mails = {
        uuid: each for uuid, each in arrived(stack.mailbox).items() if uuid in told and uuid not in old
    }
    return evidence


def arrived(mailbox: Mailbox) -> dict[str, list[float]]:
    """The mails of messages by the UUID in their Message-ID, with the moments at which they arrived."""
    found: dict[str, list[float]] = defaultdict(list)
    for summary in mailbox.summaries():
        headers = dict(mailbox.read(summary.key).headers)
        if match := _MESSAGE_ID.match(headers.get("Message-ID", "")):
            found[match.group(1)].append(int(summary.key[:20]) / _NANOSECONDS)
    return {uuid: sorted(moments) for uuid, moments in found.items()}


_OF_THE_FEDERATION = """
SELECT uuid::text FROM public.umbrella_releasemail
UNION ALL SELECT uuid::text FROM public.tenants_joinletter
"""
_HELD = """
SELECT s.uuid::text, p.email, u.state, (extract(epoch FROM u.ends_at - u.starts_at) / 60)::int,
       array(SELECT h.minutes FROM {schema}.hours_hoursentry h WHERE h.subject_uuid = u.uuid),
       array(SELECT m.kind FROM {schema}.notifications_message m WHERE m.subject_uuid = u.uuid)
FROM {schema}.shifts_signup u
JOIN {schema}.shifts_shift s ON s.id = u.shift_id
JOIN {schema}.register_person p ON p.id = u.person_id
WHERE u.state IN ('signed_up', 'attended', 'no_show')
"""
_SHIFTS = """
SELECT s.uuid::text, s.title, s.state, s.places, s.taken,
       (SELECT count(*) FROM {schema}.shifts_signup u
        WHERE u.shift_id = s.id AND u.state IN ('signed_up', 'attended', 'no_show'))
FROM {schema}.shifts_shift s
"""
_MESSAGES = """
SELECT m.uuid::text, m.key, m.state, m.failure, m.attempts, greatest(m.created_at, m.due_at),
       coalesce(s.title LIKE 'Trial %', false)
FROM {schema}.notifications_message m
LEFT JOIN {schema}.shifts_signup u ON u.uuid = m.subject_uuid
LEFT JOIN {schema}.shifts_shift s ON s.id = u.shift_id
WHERE m.channel NOT IN ('inbox', 'digest')
"""
_MONTHS = """
SELECT m.first_day::text, m.state = 'closed',
       (SELECT coalesce(sum(extract(epoch FROM least(e.ends_at, b.until)
                                               - greatest(e.starts_at, b.since))), 0)
        FROM {schema}.hours_hoursentry e
        WHERE e.state = 'approved' AND e.kind IN ('task', 'preparation', 'accompanied_travel')
          AND e.starts_at < b.until AND e.ends_at > b.since)::bigint / 60
       + (SELECT coalesce(sum(t.minutes), 0) FROM {schema}.hours_hourstally t
          WHERE t.state = 'approved' AND t.local_date >= b.first AND t.local_date < b.last)::bigint,
       (SELECT f.minutes FROM {schema}.hours_monthfigure f
        WHERE f.year = extract(year FROM m.first_day) AND f.month = extract(month FROM m.first_day)
          AND f.measure = 'volunteer' AND f.role_id IS NULL),
       (SELECT x.minutes FROM figures.exact_figure x
        WHERE x.association_uuid = a.uuid AND x.year = extract(year FROM m.first_day)
          AND x.month = extract(month FROM m.first_day)),
       (SELECT md5(coalesce(string_agg(concat_ws(':', e.id, e.state, e.starts_at, e.ends_at), ','
                                       ORDER BY e.id), ''))
        FROM {schema}.hours_hoursentry e WHERE e.starts_at < b.until AND e.ends_at > b.since)
FROM {schema}.hours_month m
CROSS JOIN public.tenants_association a
CROSS JOIN LATERAL (
    SELECT m.first_day::timestamp AT TIME ZONE a.timezone AS since,
           (m.first_day + interval '1 month') AT TIME ZONE a.timezone AS until,
           m.first_day AS first, (m.first_day + interval '1 month')::date AS last
) b
WHERE a.schema_name = {name}
"""
_OVERLAPS = """
SELECT (SELECT count(*) FROM {schema}.shifts_signup x JOIN {schema}.shifts_signup y
        ON x.person_id = y.person_id AND x.id < y.id AND x.starts_at < y.ends_at AND y.starts_at < x.ends_at
        WHERE x.state IN ('signed_up', 'attended') AND y.state IN ('signed_up', 'attended'))
     + (SELECT count(*) FROM {schema}.hours_hoursentry x JOIN {schema}.hours_hoursentry y
        ON x.person_id = y.person_id AND x.id < y.id AND x.starts_at < y.ends_at AND y.starts_at < x.ends_at)
"""


def _gather(
    rows: psycopg.Connection[tuple[Any, ...]], place: Place, clock: Clock, evidence: Evidence
) -> None:
    def ask(query: str) -> list[tuple[Any, ...]]:
        names = {"schema": sql.Identifier(place.schema), "name": sql.Literal(place.schema)}
        return rows.execute(sql.SQL(query).format(**names)).fetchall()

    slug = place.slug
    evidence.held += [
        HeldPlace(
            slug=slug,
            shift=shift,
            email=email,
            state=state,
            minutes=minutes,
            hours=tuple(hours),
            messages=tuple(kinds),
        )
        for shift, email, state, minutes, hours, kinds in ask(_HELD)
    ]
    evidence.shifts += [
        ShiftRow(slug=slug, uuid=uuid, title=title, state=state, places=places, taken=taken, holders=holders)
        for uuid, title, state, places, taken, holders in ask(_SHIFTS)
    ]
    evidence.messages += [
        MessageRow(
            slug=slug,
            uuid=uuid,
            key=key,
            state=state,
            failure=failure,
            attempts=attempts,
            due=clock.real(due),
            of_trial=of_trial,
        )
        for uuid, key, state, failure, attempts, due, of_trial in ask(_MESSAGES)
    ]
    evidence.months += [
        MonthRow(
            slug=slug,
            first_day=first_day,
            closed=closed,
            rows=of_rows,
            figure=figure,
            exact=exact,
            digest=digest,
        )
        for first_day, closed, of_rows, figure, exact, digest in ask(_MONTHS)
    ]
    evidence.hours |= {
        (slug, uuid): state for uuid, state in ask("SELECT uuid::text, state FROM {schema}.hours_hoursentry")
    }
    evidence.overlaps += int(ask(_OVERLAPS)[0][0])


def digest_of(rows: psycopg.Connection[tuple[Any, ...]], place: Place, first_day: str) -> str:
    """The digest of a month's rows as they are now."""
    names = {"schema": sql.Identifier(place.schema), "name": sql.Literal(place.schema)}
    for day, *_others, digest in rows.execute(sql.SQL(_MONTHS).format(**names)).fetchall():
        if day == first_day:
            return str(digest)
    raise LookupError(f"{place.slug} has no month {first_day}.")
