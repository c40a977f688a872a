"""Federations to try the rule on: the demo's, with its exact totals, and larger ones, from a seed number."""

import random
from collections.abc import Mapping, Sequence

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


def year_of(
    name: str, district: str, *, people: int, hours: int, seed: int, months: Sequence[int] = range(1, 13)
) -> Reported:
    """Spread a year's hours over its months and people, quarter by quarter of an hour."""
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
    return reported(name, district, minutes)


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


def demo(*, seed: int = 1, months: Sequence[int] = range(1, 13)) -> list[Reported]:
    """Make the demo federation's year: totals exact, the months drawn."""
    return [
        year_of(name, district, people=people, hours=hours, seed=seed, months=months)
        for name, (district, people, hours) in DEMO.items()
    ]
