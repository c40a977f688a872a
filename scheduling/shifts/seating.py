"""Who sits where: people and the places that ask for a qualification. Pure.

People are given places so that most requirements are met, and then so that most people have one: a maximum
matching, first with the places that must be filled, then with all. Who came earlier never loses a place to
who came later; at most they are moved to another one that they may have too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Kinds = frozenset[int]


@dataclass(frozen=True)
class Wanted:
    """Places that ask for something: `least` of them must be filled, `most` there are."""

    key: int
    kind: int
    least: int
    most: int


@dataclass(frozen=True)
class Bench:
    """Places that are alike; of no kind they are for everybody."""

    key: int | None
    kind: int | None
    room: int
    needed: bool


def benches(wanted: Sequence[Wanted], *, places: int) -> list[Bench]:
    """The places of a shift, those that must be filled first. What is over asks for nothing."""
    needed = [Bench(each.key, each.kind, each.least, needed=True) for each in wanted]
    asking = [Bench(each.key, each.kind, each.most - each.least, needed=False) for each in wanted]
    free = places - sum(bench.room for bench in (*needed, *asking))
    return [*needed, *asking, Bench(None, None, max(0, free), needed=False)]


def seated(people: Sequence[Kinds], on: Sequence[Bench]) -> list[Bench | None]:
    """Each person's bench, in the order of people; None for who has no place."""
    found = _Seating(people, on)
    for needed in (True, False):
        for person, number in enumerate(found.of_person):
            if number is None:
                found.place(person, needed=needed, tried=set())
    return [None if number is None else on[number] for number in found.of_person]


def has_room(people: Sequence[Kinds], newcomer: Kinds, on: Sequence[Bench]) -> bool:
    """Whether one more can have a place without anybody losing theirs."""
    before = sum(bench is not None for bench in seated(people, on))
    after = sum(bench is not None for bench in seated([*people, newcomer], on))
    return after > before


def missing(people: Sequence[Kinds], on: Sequence[Bench]) -> dict[int, int]:
    """How many of the places that must be filled are empty, by kind."""
    found: dict[int, int] = {}
    sit = seated(people, on)
    for bench in on:
        empty = bench.room - sit.count(bench)
        if bench.needed and bench.kind is not None and empty:
            found[bench.kind] = found.get(bench.kind, 0) + empty
    return found


class _Seating:
    """Augmenting paths: somebody takes a place, and who sat there takes another one."""

    def __init__(self, people: Sequence[Kinds], on: Sequence[Bench]) -> None:
        self.on = on
        self.of_person: list[int | None] = [None] * len(people)
        self.sit: list[list[int]] = [[] for _ in on]
        self.may = [
            [n for n, bench in enumerate(on) if bench.room and (bench.kind is None or bench.kind in kinds)]
            for kinds in people
        ]

    def place(self, person: int, *, needed: bool, tried: set[int]) -> bool:
        """Find a place for somebody, with `needed` only among those that must be filled. False if none."""
        for number in self.may[person]:
            if number in tried or (needed and not self.on[number].needed):
                continue
            tried.add(number)
            sit = self.sit[number]
            if len(sit) < self.on[number].room:
                sit.append(person)
                self.of_person[person] = number
                return True
            for place, other in enumerate(sit):
                if self.place(other, needed=needed, tried=tried):
                    sit[place] = person
                    self.of_person[person] = number
                    return True
        return False
