"""What Napajoki did in 2024 beside shifts: groups, events and gigs, each sum exact and each size lifelike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from local.federation.associations import GIG_SITES
from local.federation.draws import Draws
from local.federation.hours import HourRow
from local.federation.months import ARKEEN_VOIMAA_STARTS, DIALOGUE_DAYS, GROUPS, group_days
from local.federation.spread import largest_remainders

PARTICIPATIONS = {
    "Avoin olohuone": 246, "Luovat kädet": 198, "Kävelyryhmä": 187, "Digikahvila": 176, "Miesten vuoro": 122,
    "Naisten saunailta": 52, "Yhteislauluryhmä": 243, "Kielikahvila": 201, "Surevien vertaisryhmä": 56,
    "Kirjoittajaryhmä": 68, "Peli-ilta": 127, "Tuolijumppa": 274, "Omaisten ryhmä": 64,
    "Ruoanlaittoryhmä": 88, "Luontoretket": 71, "Taideryhmä": 70,
    "Nuorten aikuisten ryhmä": 47, "Rentoutusryhmä": 42,
}  # fmt: skip
ARKEEN_VOIMAA, ARKEEN_VOIMAA_CAME = "Arkeen voimaa", 108
CLOSED = frozenset({ARKEEN_VOIMAA, "Surevien vertaisryhmä", "Omaisten ryhmä"})
GIGS, AUDIENCE = 390, 12697
PROGRAMMES = (
    ("Haitarin kanssa", "Valsseja ja jenkkoja, toivelauluja lopuksi"),
    ("Yhteislaulua", "Kansanlauluja vihkosta, säestys pianolla"),
    ("Runoja ja säveliä", "Runoja vuodenajasta, kantele"),
    ("Tanssit tuolilla", "Humppaa ja tangoa, liikutaan istuen"),
    ("Muistojen iltapäivä", "Lauluja 50-luvulta ja tarinoita"),
)
BAGS = (1854, 1853, 1854, 1854, 1853, 1853, 1853, 1854, 1853, 1854, 1853, 1854)
LUNCHES = (810, 810, 810, 810, 810, 809, 809, 810, 810, 810, 810, 810)
OTHER_FOOD = (271, 271, 271, 270, 271, 270, 270, 270, 271, 271, 271, 271)
"""Each month of 2024: 22 242 food bags, 9 718 lunches, 3 248 portions of other food."""
DIALOGUES_BEFORE = (date(2023, 12, 5), date(2023, 12, 12), date(2023, 12, 14))
DIALOGUES = DIALOGUE_DAYS
FORUMS = (date(2024, 2, 21), date(2024, 5, 22), date(2024, 9, 18), date(2024, 11, 20))
AN_HOUR, TWO_HOURS = timedelta(hours=1), timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A time of a group: when by the clock on the wall, and how many came."""

    starts_at: datetime
    came: int


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """A group, the hour of its week, and its year."""

    name: str
    role: str
    weekday: int
    start_minute: int
    minutes: int
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """Where something is counted: on which weekdays it is open, how many come on a usual day."""

    name: str
    kind: str
    site: str
    role: str
    weekdays: tuple[int, ...] = ()
    area: str = ""
    sizes: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class ToldTally:
    """One number of a day."""

    place: str
    day: date
    measure: str
    quantity: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event of the year; `counted` says that heads were counted, not judged."""

    name: str
    day: date
    came: int
    counted: bool
    role: str = "tapahtumat"
    site: str = "majakan-piha"


@dataclass(frozen=True, slots=True)
class ToldGig:
    """A gig: where, when, what, and for how many."""

    site: str
    starts_at: datetime
    title: str
    programme: str
    audience: int


EVENTS = (
    ToldEvent("Nuutinpäivän kahvit", date(2024, 1, 13), 46, True, site="majakka"),
    ToldEvent("Soppatykki torilla", date(2024, 2, 10), 126, True, "soppatykki", "tori"),
    ToldEvent("Ystävänpäivän avoimet ovet", date(2024, 2, 14), 121, True, site="majakka"),
    ToldEvent("Lasten talvirieha", date(2024, 3, 2), 264, False),
    ToldEvent("Soppatykki asemalla", date(2024, 3, 16), 98, True, "soppatykki", "asema"),
    ToldEvent("Kevätmarkkinat", date(2024, 4, 20), 154, False),
    ToldEvent("Soppatykki Ylikoskella", date(2024, 4, 27), 143, True, "soppatykki", "ylikoski"),
    ToldEvent("MHAW: avajaiset", date(2024, 5, 13), 96, True, site="kirjasto"),
    ToldEvent("MHAW: runoilta", date(2024, 5, 15), 41, True, site="kirjasto"),
    ToldEvent("MHAW: taidepolku", date(2024, 5, 17), 138, False, site="rantareitti"),
    ToldEvent("MHAW: avoin työpaja", date(2024, 5, 18), 57, True, site="majakka"),
    ToldEvent("Nuorten kevätkonsertti", date(2024, 5, 25), 118, True),
    ToldEvent("Joen rannan juhannus", date(2024, 6, 19), 133, False, site="rantareitti"),
    ToldEvent("Soppatykki Kairassa", date(2024, 7, 6), 87, True, "soppatykki", "kairan-tupa"),
    ToldEvent("Satutuokio pihalla", date(2024, 7, 20), 52, True),
    ToldEvent("Lasten kulttuuripäivä", date(2024, 8, 17), 187, False),
    ToldEvent("Soppatykki Alakylässä", date(2024, 8, 31), 112, False, "soppatykki", "alakylan-tupa"),
    ToldEvent("Sykettä syksyyn", date(2024, 9, 14), 700, False),
    ToldEvent("Vapaaehtoisten esittelypäivä", date(2024, 9, 28), 78, True, site="majakka"),
    ToldEvent("Mielenterveyspäivän kävely", date(2024, 10, 10), 34, True, site="rantareitti"),
    ToldEvent("Nuorten peliturnaus", date(2024, 10, 19), 143, False, site="saarivaara"),
    ToldEvent("Kekrijuhla", date(2024, 11, 2), 61, True, site="majakka"),
    ToldEvent("Soppatykki torilla", date(2024, 11, 16), 74, False, "soppatykki", "tori"),
    ToldEvent("Joulun puurojuhla", date(2024, 12, 14), 58, True, site="majakka"),
)
"""24 events with 3 121 participations; nine of the numbers are estimates."""


WEEK = (0, 1, 2, 3, 4)
BAG_PLACE, LUNCH_PLACE, HOUSE = "Ruokakassijakelu", "Yhteislounas", "Majakan olohuone"
PLACES = (
    ToldPlace(BAG_PLACE, "food", "majakan-piha", "ruokakassijakelu", (0, 2, 4)),
    ToldPlace(LUNCH_PLACE, "food", "majakka", "yhteislounas", (1, 3)),
    ToldPlace(HOUSE, "meeting_place", "majakka", "kohtaamispaikka", WEEK, "town", (22, 58)),
    ToldPlace("Asema", "meeting_place", "asema", "kohtaamispaikka", WEEK, "town", (9, 31)),
    ToldPlace("Tori", "meeting_place", "tori", "kohtaamispaikka", WEEK, "town", (12, 36)),
    ToldPlace("Ylikosken tupa", "meeting_place", "ylikoski", "kohtaamispaikka", (1,), "village", (4, 15)),
    ToldPlace("Alakylän tupa", "meeting_place", "alakylan-tupa", "kohtaamispaikka", (2,), "village", (5, 18)),
    ToldPlace("Saarivaara", "meeting_place", "saarivaara", "kohtaamispaikka", (3,), "village", (3, 12)),
    ToldPlace(
        "Kairan seurantalo", "meeting_place", "kairan-tupa", "kohtaamispaikka", (4,), "village", (4, 14)
    ),
    ToldPlace("Majakan neuvontapiste", "guidance", "majakka", "neuvontapiste"),
)
"""Three meeting places in town and four in villages. Nobody has reported yet what the guidance desk does."""


def tallies(seed: int, year: int, month: int) -> list[ToldTally]:
    """What was counted at places in a month; food of 2024 with exact sums."""
    draws = Draws(seed, "happenings", "tallies", f"{year}-{month}")
    found = []
    for place in PLACES:
        days = [day for day in _days(year, month) if day.weekday() in place.weekdays]
        if place.kind == "meeting_place":
            found += [ToldTally(place.name, day, "visits", draws.between(*place.sizes)) for day in days]
            # Those who come to an open group there are counted as its participants.
            found += [
                ToldTally(HOUSE, day, "visits", draws.between(4, 12), own=True)
                for day in days
                if place.name == HOUSE and day.weekday() == 1
            ]
    sums = {"bag": (BAG_PLACE, BAGS), "lunch": (LUNCH_PLACE, LUNCHES), "other_food": (BAG_PLACE, OTHER_FOOD)}
    for measure, (name, totals) in sums.items():
        weekdays = next(place.weekdays for place in PLACES if place.name == name)
        days = [day for day in _days(year, month) if day.weekday() in weekdays]
        sizes = largest_remainders(totals[month - 1], [draws.between(70, 130) for _day in days])
        found += [ToldTally(name, day, measure, size) for day, size in zip(days, sizes, strict=True)]
    return found


def _days(year: int, month: int) -> list[date]:
    first = date(year, month, 1)
    days = [first + timedelta(days=number) for number in range(31)]
    return [
        day for day in days if day.month == month and (day.month, day.day) not in ((1, 1), (1, 6), (5, 1))
    ]


def groups(seed: int) -> list[ToldGroup]:
    """Nineteen groups of as many types, 253 times, 2 440 participations."""
    found = []
    for group in GROUPS:
        starts = [datetime.combine(day, time(group.hour)) for day in group_days(group)]
        meetings = _meetings(seed, group.name, starts, PARTICIPATIONS[group.name])
        found.append(ToldGroup(group.name, "ryhmanohjaaja", group.weekday, group.hour * 60, 120, meetings))
    evenings = [
        datetime.combine(start + timedelta(weeks=week), time(16, 30))
        for start in ARKEEN_VOIMAA_STARTS
        for week in range(6)
    ]
    meetings = _meetings(seed, ARKEEN_VOIMAA, evenings, ARKEEN_VOIMAA_CAME)
    return [*found, ToldGroup(ARKEEN_VOIMAA, "arkeen-voimaa", 1, 990, 150, meetings)]


def gigs(seed: int, hours: Sequence[HourRow]) -> list[ToldGig]:
    """390 gigs at 31 places when performers have their hours: at 18 of them 13 times, at 13 of them 12."""
    draws = Draws(seed, "happenings", "gigs")
    played = Counter(
        row.starts_at
        for row in hours
        if row.role == "ohjelmarengas" and row.state == "approved" and row.starts_at.year == 2024
    )
    starts = sorted(at for at, people in played.items() for _gig in range(people // 3))[:GIGS]
    # Products of two draws: many small audiences, few large ones, from 5 to 120.
    weights = [draws.between(1, 10) * draws.between(1, 10) for _gig in starts]
    extra = largest_remainders(AUDIENCE - 5 * len(starts), weights)
    places = draws.shuffled(GIG_SITES)
    programmes = [draws.pick(PROGRAMMES) for _gig in starts]
    return [
        ToldGig(places[number % len(places)], at, *programmes[number], audience=5 + extra[number])
        for number, at in enumerate(starts)
    ]


def _meetings(seed: int, name: str, starts: Sequence[datetime], total: int) -> tuple[Meeting, ...]:
    draws = Draws(seed, "happenings", name)
    sizes = largest_remainders(total, [draws.between(60, 140) for _meeting in starts])
    return tuple(Meeting(at, came) for at, came in zip(starts, sizes, strict=True))
