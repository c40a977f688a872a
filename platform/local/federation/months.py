"""How much work each association, and each role in it, has in each month: tables whose sums are exact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from local.federation.associations import REPORTING
from local.federation.draws import Draws
from local.federation.local_time import HOLIDAYS
from local.federation.spread import evenly, fit_table, largest_remainders
from local.federation.totals import (
    HOURS_BY_MONTH,
    JANUARY_2025_HOURS,
    KUUTSALO_MONTH,
    MONTHS,
    ROLES,
    TUNTURILA_JULY,
    TUNTURILA_JUNE,
    YEAR,
    hours_of,
)
from local.federation.work import ALL_YEAR, PATTERNS

JUNE, JULY = 5, 6
"""Columns of the tables here, which count months from 0."""


@dataclass(frozen=True, slots=True)
class Group:
    """One of Napajoki's groups: how many times it met in 2024, on which weekday, from which hour on."""

    name: str
    sessions: int
    weekday: int
    hour: int


GROUPS = (
    Group("Avoin olohuone", 24, 0, 13),
    Group("Luovat kädet", 22, 2, 13),
    Group("Kävelyryhmä", 22, 1, 10),
    Group("Digikahvila", 20, 3, 13),
    Group("Miesten vuoro", 14, 3, 18),
    Group("Naisten saunailta", 6, 4, 17),
    Group("Yhteislauluryhmä", 18, 2, 17),
    Group("Kielikahvila", 18, 0, 17),
    Group("Surevien vertaisryhmä", 8, 1, 17),
    Group("Kirjoittajaryhmä", 10, 3, 17),
    Group("Peli-ilta", 12, 4, 17),
    Group("Tuolijumppa", 20, 4, 10),
    Group("Omaisten ryhmä", 8, 1, 18),
    Group("Ruoanlaittoryhmä", 10, 5, 12),
    Group("Luontoretket", 7, 5, 10),
    Group("Taideryhmä", 9, 0, 10),
    Group("Nuorten aikuisten ryhmä", 7, 2, 18),
    Group("Rentoutusryhmä", 6, 3, 10),
)
"""241 sessions of two hours. The nineteenth type, Arkeen voimaa, has leaders and a role of its own."""

ARKEEN_VOIMAA_STARTS = (date(YEAR, 2, 6), date(YEAR, 9, 3))
"""First evenings of the two closed groups; each meets six weeks in a row."""

DIALOGUE_DAYS = (date(YEAR, 4, 10), date(YEAR, 4, 24), date(YEAR, 10, 9), date(YEAR, 10, 30))

CRISIS_SHIFTS = (37, 35, 37, 36, 36, 34, 32, 35, 37, 37, 38, 38)
"""Napajoki's 432 shifts of three hours on the crisis line."""

NIGHTS_WITH_TWO = (date(2023, 12, 31), date(YEAR, 3, 30), date(YEAR, 10, 26), date(YEAR, 12, 31))
"""Nights 22–06 at Uusi Suvanto on which two answer: both turns of the year, both changes of the clocks."""

NIGHT_QUARTERS = {date(YEAR, 3, 30): 28, date(YEAR, 10, 26): 36}
"""Elapsed quarters of the nights in which the clocks change; every other one has 32."""


def group_days(group: Group) -> list[date]:
    """Return the days on which a group met in 2024: term time, evenly apart, never on a holiday."""
    terms = ((date(YEAR, 1, 8), date(YEAR, 5, 31)), (date(YEAR, 8, 19), date(YEAR, 12, 15)))
    days = []
    for first, last in terms:
        day = first + timedelta(days=(group.weekday - first.weekday()) % 7)
        while day <= last:
            if day not in HOLIDAYS:
                days.append(day)
            day += timedelta(days=7)
    return [days[place] for place in evenly(group.sessions, len(days))]


def crisis_nights() -> list[tuple[date, int]]:
    """Return the nights on which Uusi Suvanto's crisis line answers, and by how many people.

    Fridays, Saturdays and the eve of each year. The night to 1.2.2025 is left out: the demo knows no hours
    of February.
    """
    nights: list[tuple[date, int]] = []
    day = NIGHTS_WITH_TWO[0]
    while day < date(2025, 1, 31):
        if day in NIGHTS_WITH_TWO:
            nights.append((day, 2))
        elif day.weekday() in (4, 5):
            nights.append((day, 1))
        day += timedelta(days=1)
    return nights


def night_hours(year: int, month: int) -> int:
    """Return the hours of the crisis nights that pass in a month: a night over its end gives to both."""
    quarters = 0
    for night, people in crisis_nights():
        morning = night + timedelta(days=1)
        after_midnight = NIGHT_QUARTERS.get(night, 32) - 8
        if (night.year, night.month) == (year, month):
            quarters += 8 * people
        if (morning.year, morning.month) == (year, month):
            quarters += after_midnight * people
    return quarters // 4


def association_months(seed: int) -> dict[str, list[int]]:
    """Share the federation's months of 2024 among associations; rows and columns are exact.

    Kuutsalo works a little in every month. Tunturila has one month in which nearly all is done by one person
    (June) and one with three people (July).
    """
    draws = Draws(seed, "months")
    free = [slug for slug in REPORTING if slug != "kuutsalo"]
    columns = [hours - KUUTSALO_MONTH for hours in HOURS_BY_MONTH]
    columns[JUNE] -= TUNTURILA_JUNE
    columns[JULY] -= TUNTURILA_JULY
    rows, weights = [], []
    for slug in free:
        # The crisis hub answers in summer as well, so its year is flatter than the others'.
        weight = [hours * (100 if slug != "uusisuvanto" else 60) // 100 for hours in HOURS_BY_MONTH]
        if slug == "uusisuvanto":
            weight = [value + 1500 for value in weight]
        rows.append(hours_of(slug))
        weights.append([value * draws.between(92, 108) // 100 for value in weight])
    tunturila = free.index("tunturila")
    rows[tunturila] -= TUNTURILA_JUNE + TUNTURILA_JULY
    weights[tunturila][JUNE] = weights[tunturila][JULY] = 0
    months = dict(zip(free, fit_table(rows, columns, weights), strict=True))
    months["tunturila"][JUNE], months["tunturila"][JULY] = TUNTURILA_JUNE, TUNTURILA_JULY
    return {slug: months.get(slug, [KUUTSALO_MONTH] * 12) for slug in REPORTING}


def role_months(seed: int, slug: str, months: list[int]) -> dict[str, list[int]]:
    """Share an association's months among its roles; rows and columns are exact."""
    draws = Draws(seed, "months", slug)
    fixed = _fixed_rows(slug)
    columns = [hours - sum(row[month] for row in fixed.values()) for month, hours in enumerate(months)]
    free = [role for role in ROLES[slug] if role not in fixed]
    rows = [ROLES[slug][role][1] for role in free]
    weights = [
        [
            value * hours * draws.between(85, 115)
            for value, hours in zip(PATTERNS[role].season, months, strict=True)
        ]
        for role in free
    ]
    cells: dict[tuple[str, int], int] = {}
    if slug == "tunturila":
        cells = {(role, JUNE): 0 for role in free} | {(role, JULY): 0 for role in free}
        cells[("kohtaamispaikka", JUNE)] = TUNTURILA_JUNE - 5
        cells[("asiointikaveri", JUNE)] = 5
        cells[("kohtaamispaikka", JULY)] = TUNTURILA_JULY
    for (role, month), hours in cells.items():
        at = free.index(role)
        weights[at][month] = 0
        rows[at] -= hours
        columns[month] -= hours
    table = fixed | dict(zip(free, fit_table(rows, columns, weights) if free else [], strict=True))
    for (role, month), hours in cells.items():
        table[role][month] = hours
    return {role: table[role] for role in ROLES[slug]}


def january_2025(seed: int, months: dict[str, list[int]]) -> dict[str, int]:
    """Share the open January of 2025 among associations; Lakeus stops in its middle."""
    draws = Draws(seed, "months", "january")
    free = [slug for slug in REPORTING if slug != "kuutsalo"]
    weights = [months[slug][0] * (44 if slug == "lakeus" else 100) * draws.between(97, 104) for slug in free]
    shares = largest_remainders(JANUARY_2025_HOURS - KUUTSALO_MONTH, weights)
    return dict(zip(free, shares, strict=True)) | {"kuutsalo": KUUTSALO_MONTH}


def january_2025_roles(slug: str, hours: int, year: dict[str, list[int]]) -> dict[str, int]:
    """Share an association's January of 2025 among its roles, like the January before.

    Work that comes in whole turns (shifts, gigs, sessions) is rounded to them; the largest other role takes
    what that leaves.
    """
    shares = dict(zip(year, largest_remainders(hours, [row[0] for row in year.values()]), strict=True))
    if slug == "napajoki":
        for role, turn in {"kriisipuhelin": 3, "ohjelmarengas": 6, "ryhmanohjaaja": 2}.items():
            over = shares[role] % turn
            shares[role] -= over
            shares["ruokakassijakelu"] += over
    return shares


def _fixed_rows(slug: str) -> dict[str, list[int]]:
    """Return the rows whose work comes in whole turns, in hours: they are laid first, others around them."""
    if slug == "kuutsalo":
        host = largest_remainders(66, ALL_YEAR)
        return {"kohtaamispaikka": host, "asiointikaveri": [KUUTSALO_MONTH - hours for hours in host]}
    if slug != "napajoki":
        return {}
    gigs = largest_remainders(390, PATTERNS["ohjelmarengas"].season)
    sessions = [0] * 12
    for group in GROUPS:
        for day in group_days(group):
            sessions[day.month - 1] += 1
    evenings = [start + timedelta(weeks=week) for start in ARKEEN_VOIMAA_STARTS for week in range(6)]
    return {
        "kriisipuhelin": [3 * shifts for shifts in CRISIS_SHIFTS],
        "ohjelmarengas": [6 * count for count in gigs],
        "ryhmanohjaaja": [2 * count for count in sessions],
        "arkeen-voimaa": [5 * sum(day.month == month for day in evenings) for month in MONTHS],
        "dialogit": [6 * sum(day.month == month for day in DIALOGUE_DAYS) for month in MONTHS],
    }
