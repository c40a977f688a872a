"""Two hundred signed-in volunteers press for ten places at the same moment, through the real web server."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from local import crowd
from local.crowd import Answer, Crowd
from local.stack import Stack
from local.trial.evidence import connected

SLOWEST = 5.0
"""Seconds that anybody should wait for an answer."""
SHARE = 0.5
"""Of the rate at which as many people take a place on a shift of their own each."""


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    hold: int
    wait: int
    errors: int
    slowest: float
    share_of_rate: float

    def figures(self) -> dict[str, int]:
        """What has to be exactly so."""
        return {"hold": self.hold, "wait": self.wait, "errors": self.errors}

    def speed(self) -> dict[str, float]:
        """What the benchmark holds against its limits."""
        return {
            "slowest_seconds": round(self.slowest, 2),
            "share_of_rate": round(self.share_of_rate, 2),
        }


def run(stack: Stack, *, folder: Path) -> Outcome:
    """First all on one shift, then each on one of their own: those confirm by mail, which takes its time."""
    file = folder / "crowd.json"
    stack.manage("demo_crowd")
    stack.manage("demo_crowd", str(file), process="app")
    made = json.loads(file.read_text(encoding="utf-8"))
    people = Crowd(stack.address, made["host"], made["sessions"])
    people.look(made["shift"])
    on_one = people.sign_up([made["shift"]] * len(made["people"]))
    on_each = people.sign_up(made["shifts"])
    rows = sign_ups(stack, made["shift"])
    numbers = {person: number for number, person in enumerate(made["people"])}
    outcome = judged(
        on_one, on_each, states=[state for state, _ in rows],
        queue=[numbers[person] for state, person in rows if state == "waiting"],
    )  # fmt: skip
    print(
        f"The slowest of {len(on_one)} presses took {outcome.slowest:.2f} s; {crowd.rate(on_one):.0f} people "
        f"a second on one shift, {crowd.rate(on_each):.0f} on a shift each.",
        file=sys.stderr,
    )
    return outcome


def judged(on_one: list[Answer], on_each: list[Answer], *, states: list[str], queue: list[int]) -> Outcome:
    """Put together what they were told and what is so; who stands out of turn is an error too."""
    count = Counter(states)
    last = {each.number: each for each in on_one}
    return Outcome(
        hold=count["signed_up"],
        wait=count["waiting"],
        errors=sum(not each.done for each in last.values())
        + sum(not each.done for each in on_each)
        + crowd.out_of_turn(queue, on_one),
        slowest=max(each.seconds for each in on_one),
        share_of_rate=crowd.rate(on_one) / crowd.rate(on_each),
    )


def sign_ups(stack: Stack, shift: str) -> list[tuple[str, str]]:
    """State and login of everybody on the shift, in the order in which the shift's lock was given."""
    query = sql.SQL(
        "SELECT s.state, p.user_uuid::text FROM {schema}.shifts_signup s"
        " JOIN {schema}.register_person p ON p.id = s.person_id"
        " JOIN {schema}.shifts_shift t ON t.id = s.shift_id WHERE t.uuid = %s ORDER BY s.id"
    ).format(schema=sql.Identifier("a_talkoovaki"))
    with connected(stack) as rows:
        return [(str(state), str(person)) for state, person in rows.execute(query, [shift])]
