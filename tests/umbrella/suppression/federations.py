"""Federations to try the rule on: the demo's own, one with its totals and drawn months, larger ones."""

import random
from collections.abc import Callable, Collection, Mapping, Sequence

from local.federation import story
from local.federation.associations import ASSOCIATIONS
from local.federation.local_time import minutes_by_month
from tests.local.federation.figures import headline
from umbrella.suppression import Amount, Reported

#: Association: district, volunteers, hours of 2024. Itäsatama has not reported and has no figures.
DEMO: Mapping[str, tuple[str, int, int]] = {
    "napajoki": ("pohjoinen", 233, 13_632),
    "tunturila": ("pohjoinen", 21, 742),
    "peramaa": ("pohjoinen", 64, 2_918),
    "vesilinna": ("itainen", 88, 4_105),
    "kallavirta": ("itainen", 112, 5_260),
    "karjalanranta": ("itainen", 57, 2_384),
    "kuutsalo": ("itainen", 4, 96),
    "kusten": ("lantinen", 49, 2_051),
    "lakeus": ("lantinen", 73, 3_119),
    "vanajaranta": ("etelainen", 97, 4_477),
    "uusisuvanto": ("etelainen", 138, 6_904),
}


def entries_of(
    name: str, *, people: int, hours: int, seed: int, months: Sequence[int] = range(1, 13)
) -> dict[tuple[int, int], int]:
    """Spread a year's hours over people and months, quarter by quarter of an hour."""
    dice = random.Random(f"{name} {seed}")
    helpers = range(people)
    zeal = [dice.uniform(0.5, 1.5) for _ in helpers]
    season = [dice.uniform(0.6, 1.4) for _ in months]
    minutes = {(helper, month): 0 for helper in helpers for month in months}
    # Everybody comes at least once, and nearly everybody in most months.
    turns = [(helper, month) for helper in helpers for month in months if dice.random() < 0.85]
    turns += [(helper, dice.choice(list(months))) for helper in helpers]
    weights = [zeal[helper] * season[list(months).index(month)] for helper, month in turns]
    for turn in turns[: hours * 4]:
        minutes[turn] += 15
    left = hours * 4 - min(len(turns), hours * 4)
    for turn in dice.choices(turns, weights, k=left):
        minutes[turn] += 15
    return minutes


def year_of(name: str, district: str, *, people: int, hours: int, seed: int) -> Reported:
    """Draw one association's figures of a year."""
    return reported(name, district, entries_of(name, people=people, hours=hours, seed=seed))


def reported(name: str, district: str, minutes: Mapping[tuple[int, int], int]) -> Reported:
    """Make an association's figures from the minutes of each (person, month)."""
    months = sorted({month for _, month in minutes})
    helpers = sorted({helper for helper, _ in minutes})

    def amount(chosen: Sequence[int]) -> Amount:
        each = [sum(minutes.get((helper, month), 0) for month in chosen) for helper in helpers]
        return Amount(
            minutes=sum(each), people=sum(1 for one in each if one), top_minutes=max(each, default=0)
        )

    return Reported(
        association=name,
        district=district,
        months={month: amount([month]) for month in months},
        whole=amount(months),
    )


def demo(*, seed: int = 1) -> list[Reported]:
    """Make the demo federation's year: totals exact, the months drawn."""
    return [
        year_of(name, district, people=people, hours=hours, seed=seed)
        for name, (district, people, hours) in DEMO.items()
    ]


def demo_entries(*, seed: int = 1) -> dict[str, tuple[str, dict[tuple[int, int], int]]]:
    """Make the same as minutes of each (person, month), to release month by month and to correct."""
    return {
        name: (district, entries_of(name, people=people, hours=hours, seed=seed))
        for name, (district, people, hours) in DEMO.items()
    }


def real_demo() -> list[Reported]:
    """Add up the year 2024 of the federation that `make demo` shows."""
    demo_story = story.build()
    districts = {association.slug: association.district for association in ASSOCIATIONS}
    made = []
    for slug, rows in demo_story.hours.items():
        minutes: dict[tuple[int, int], int] = {}
        for row in headline(rows):
            for (year, month), each in minutes_by_month(row.starts_at, row.ends_at).items():
                if year == 2024:
                    minutes[row.person, month] = minutes.get((row.person, month), 0) + each
        if minutes:
            made.append(reported(slug, districts[slug], minutes))
    return made


def so_far(
    entries: Mapping[str, tuple[str, Mapping[tuple[int, int], int]]], closed: Callable[[str], Collection[int]]
) -> list[Reported]:
    """Make the figures of a release: of each association the months that it has closed."""
    made = []
    for name, (district, minutes) in entries.items():
        within = {(helper, month): each for (helper, month), each in minutes.items() if month in closed(name)}
        if within:
            made.append(reported(name, district, within))
    return made


def crowd(count: int, *, small: float, districts: int, seed: int = 3) -> list[Reported]:
    """Make a federation of many associations, a share of which is small."""
    dice = random.Random(seed)
    made = []
    for index in range(count):
        people = dice.randint(1, 4) if dice.random() < small else dice.randint(6, 120)
        district = f"d{dice.randrange(districts)}"
        made.append(
            year_of(f"a{index}", district, people=people, hours=people * dice.randint(15, 50), seed=seed)
        )
    return made
