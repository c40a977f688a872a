"""At seven in the morning Heikki cannot come to his gig at two: how long until somebody comes instead."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from psycopg import sql

from local.browser import Browser, Unexpected
from local.check import feed
from local.check.round_trip import NAPAJOKI
from local.check.visits import at, move_clock, signed_in
from local.stack import Stack
from local.trial.evidence import connected

DAY = date(2025, 2, 4)
SEVEN = datetime(2025, 2, 4, 7)  # noqa: DTZ001  # on the clock of the demo
WAVE = timedelta(minutes=5)
NINE = SEVEN.replace(hour=9)
LONGEST = 60
"""Until eight most people hear nothing; then all who may come have been asked."""
PAUSE = 4.0
"""Real seconds in which the mails of a wave arrive."""
_ABOUT = re.compile(r"4(\.2| Feb)\D.*\b14\b")
_LINK = re.compile(r"http\S+/call/\?t=\S+")


@dataclass(frozen=True)
class Outcome:
    """Minutes of the demo's clock."""

    minutes_to_stand_in: int


def run(stack: Stack, shift: str) -> Outcome:
    """He presses once; then the clock goes on wave by wave until a mail asks somebody, who says yes.

    It is nine afterwards, when everybody hears what is said to them.
    """
    heikki = signed_in(stack, feed.HEIKKI)
    move_clock(stack, heikki, SEVEN.isoformat(timespec="minutes"))
    known = {one.key for one in stack.mailbox.summaries()}
    page = at(heikki, stack, NAPAJOKI, f"/shifts/{shift}/").expect(200)
    heikki.post(stack.url(NAPAJOKI, f"/shifts/{shift}/cancel/"), {}, form_at=page.url).expect(200)
    link = ""
    for number in range(LONGEST // 5 + 1):
        if number:
            move_clock(stack, heikki, (SEVEN + number * WAVE).isoformat(timespec="minutes"))
        if link := _asked(stack, known):
            break
    if not link:
        raise Unexpected(f"Nobody was asked within {LONGEST} minutes.")
    somebody = Browser(address=stack.address)
    token = link.partition("?t=")[2]
    call = somebody.get(link).expect(200)
    somebody.post(stack.url(NAPAJOKI, "/call/"), {"t": token, "answer": "yes"}, form_at=call.url).expect(200)
    minutes = _minutes(stack, shift)
    move_clock(stack, heikki, NINE.isoformat(timespec="minutes"))
    return Outcome(minutes_to_stand_in=minutes)


def _asked(stack: Stack, known: set[str]) -> str:
    """The link in the first mail that asks somebody about this shift; empty while there is none."""
    end = time.monotonic() + PAUSE
    while time.monotonic() < end:
        about = [one.key for one in stack.mailbox.summaries() if _ABOUT.search(one.subject)]
        for key in about:
            if key not in known and (link := _LINK.search(stack.mailbox.read(key).text)):
                return link[0]
        time.sleep(0.3)
    return ""


def _minutes(stack: Stack, shift: str) -> int:
    """From the press until the place was somebody else's, by the search that is noted; begun ones count."""
    query = sql.SQL(
        "SELECT ceil(extract(epoch FROM s.settled_at - s.at) / 60)::int FROM {schema}.shifts_standin s"
        " JOIN {schema}.shifts_signup u ON u.id = s.sign_up_id"
        " JOIN {schema}.shifts_shift t ON t.id = u.shift_id WHERE t.uuid = %s AND s.state = 'found'"
    ).format(schema=sql.Identifier(f"a_{NAPAJOKI}"))
    with connected(stack) as rows:
        found = rows.execute(query, [shift]).fetchall()
    if len(found) != 1:
        raise Unexpected(f"{len(found)} people were found for one place.")
    return int(found[0][0])
