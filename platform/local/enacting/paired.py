"""Karjalanranta's support pairs, one in each state: made by the product's verbs, with hours that are there.

Meetings of last year are those of hours that the story has recorded already, so that no figure changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from accounts.reach import EVERYBODY
from local.enacting import times
from local.enacting.register import Cast
from local.federation.associations import Association as Told
from local.federation.names import CLIENT
from scheduling.hours.models import HoursEntry, Kind
from tenants.actors import Actor
from volunteers.pairs.models import Agreement, Feeling, Meeting, Pair
from volunteers.pairs.services import agreements, ending, intake, matching
from volunteers.pairs.services.agreements import Terms
from volunteers.pairs.services.intake import Told as ToldByClient
from volunteers.register import selectors
from volunteers.register.models import Person
from web import formats

ROLE, OWN = "tukihenkilo", "Mirja Auvinen"
KEYS = UUID("0f2c7a52-6d0b-4f0a-9a5e-3f0a5d1c9b11")
STATES = ("active", "active", "paused", "ending", "ended", "anonymised", "matched", "proposed", "waiting",
          "assessed", "intake", "guided_elsewhere", "withdrawn")  # fmt: skip
NAMES = (CLIENT, "Aune", "Tapio", "Lahja", "Reino", "Sylvi", "Eino", "Hilkka", "Onni", "Vieno", "Armas",
         "Tyyne", "Urho")  # fmt: skip
WISHES = ("kävelyseuraa", "seuraa kahville", "apua puhelimen kanssa", "kaveria konserttiin", "juttuseuraa")
TERMS = Terms(
    from_on=date(2024, 9, 2),
    to_on=date(2025, 3, 1),
    rhythm=Agreement.Rhythm.FORTNIGHTLY,
    content=("company", "outdoors"),
    goals=("less_alone", "getting_out"),
)
LONG_AGO = Terms(
    from_on=date(2024, 1, 6),
    to_on=date(2024, 1, 26),
    rhythm=Agreement.Rhythm.WEEKLY,
    content=("company",),
    goals=("rhythm",),
)


@dataclass(frozen=True)
class Case:
    """A client, the volunteer whom they get if they get one, and how far they came."""

    number: int
    state: str
    volunteer: Person


def tell(told: Told, cast: Cast, by: Actor) -> None:
    """Have them come; a second time changes nothing."""
    if told.slug != "karjalanranta" or Pair.objects.exists():
        return
    # From the beginning on, so that the pair of long ago had a volunteer, too.
    people = list(selectors.holders(cast.roles[ROLE], on=date(2024, 1, 2)))
    # Who has an account comes first.
    people.sort(key=lambda person: (person.name != OWN, person.sort_key))
    with transaction.atomic():  # all of them or none, wherever it is interrupted
        for number, state in enumerate(STATES):
            _one(Case(number, state, people[number % len(people)]), cast, by)


def _one(case: Case, cast: Cast, by: Actor) -> None:
    began = date(2024, 1, 2) if case.state == "anonymised" else date(2024, 8, 1) + timedelta(days=case.number)
    with times.at(began, 10):
        pair = intake.take_in(
            key=uuid5(KEYS, str(case.number)),
            told=_told(case.number),
            role=cast.roles[ROLE],
            agrees=True,
            way="screen",
            language="fi",
            by=by,
        )
    for day, step in _steps(case):
        with times.at(day, 12):
            step(Pair.objects.get(pk=pair.pk), by)


def _told(number: int) -> ToldByClient:
    name = NAMES[number]
    return ToldByClient(
        alias=name,
        contact=f"{name.lower()}@klient.example" if name == CLIENT else f"040 555 12{number:02}",
        municipality="Karjalanranta",
        language="fi",
        wish=f"{WISHES[number % len(WISHES)]} ({name})" if name == CLIENT else WISHES[number % len(WISHES)],
        times=("day",),
    )


Step = Callable[[Pair, Actor], object]


def _steps(case: Case) -> Iterator[tuple[date, Step]]:
    """What happened, day by day, up to the state in which they are."""
    old = case.state == "anonymised"
    talk = date(2024, 1, 3) if old else date(2024, 8, 19)
    if case.state == "intake":
        return
    if case.state == "withdrawn":
        yield talk, lambda pair, by: intake.withdraw(pair=pair, by=by)
        return
    outcome = {"guided_elsewhere": "activity", "assessed": ""}.get(case.state, "volunteer")
    yield talk, lambda pair, by: intake.note_talk(pair=pair, on=talk, outcome=outcome, by=by)
    if case.state in {"guided_elsewhere", "assessed", "waiting"}:
        return
    asked = date(2025, 1, 30) if case.state in {"proposed", "matched"} else talk + timedelta(days=1)
    yield asked, lambda pair, by: matching.propose(pair=pair, person=case.volunteer, among=EVERYBODY, by=by)
    if case.state == "proposed":
        return
    yield asked + timedelta(days=1), _both_say_yes
    if case.state == "matched":
        return
    terms = LONG_AGO if old else TERMS
    yield terms.from_on, lambda pair, by: _agree(pair, terms, by)
    if not old:
        yield date(2025, 1, 31), lambda pair, _by: _remember(pair)
    yield from _after(case, terms)


def _after(case: Case, terms: Terms) -> Iterator[tuple[date, Step]]:
    if case.state == "paused":
        yield date(2025, 1, 31), lambda pair, by: ending.stop(pair=pair, by=by)
    elif case.state == "ending":
        yield (
            date(2025, 1, 31),
            lambda pair, by: ending.end(pair=pair, on=date(2025, 2, 28), how="agreed", by=by),
        )
    elif case.state in {"ended", "anonymised"}:
        last = date(2025, 1, 31) if case.state == "ended" else terms.to_on
        yield last, lambda pair, by: ending.end(pair=pair, on=last, how="agreed", by=by)
    if case.state == "anonymised":
        yield date(2025, 1, 27), lambda pair, _by: ending.anonymise(over=Pair.objects.filter(pk=pair.pk))


def _both_say_yes(pair: Pair, by: Actor) -> None:
    proposal = pair.proposals.get(closed_at__isnull=True)
    matching.volunteer_answers(proposal=proposal, yes=True, by=by)
    matching.client_answers(proposal=proposal, yes=True, by=by)


def _agree(pair: Pair, terms: Terms, by: Actor) -> None:
    agreement = agreements.write(pair=pair, terms=terms, by=by)
    agreements.sign_as_client(agreement=agreement, has_read=True, by=by)
    agreements.sign_as_volunteer(agreement=agreement, has_read=True, by=by)


def _remember(pair: Pair) -> None:
    """The volunteer's hours of the role since the agreement began were meetings of this pair."""
    since = times.instant(TERMS.from_on, 0)
    rows = HoursEntry.objects.filter(
        person=pair.volunteer, role=pair.role, kind=Kind.TASK, starts_at__gte=since, minutes__lte=720
    )
    taken: set[datetime] = set(pair.meetings.values_list("starts_at", flat=True))
    Meeting.objects.bulk_create(
        Meeting(
            pair=pair,
            person=pair.volunteer,
            starts_at=entry.starts_at,
            local_date=formats.local_date(entry.starts_at),
            minutes=entry.minutes,
            kind=Meeting.Kind.TOGETHER,
            feeling=Feeling.FINE,
            noted_at=entry.ends_at,
        )
        for entry in rows.order_by("starts_at")
        if entry.starts_at not in taken
    )
