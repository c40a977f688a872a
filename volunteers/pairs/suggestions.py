"""Which volunteers might suit a client, and why: reasons in words, for the coordinator to judge by.

Everybody who does the role is read in a constant number of queries; nothing is stored.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.utils.translation import get_language_info, gettext as _, ngettext

from volunteers.pairs import clients, states
from volunteers.pairs.models import Pair, Proposal, Times
from volunteers.register import reach, selectors as register
from volunteers.register.models import Availability, Person
from volunteers.register.models.people import plain
from volunteers.register.requirements import DUTY_WORDS, Duty
from volunteers.supervision import duties

EVENING_FROM = 17 * 60
FRIDAY = 4
MOST = 20
_LATE = frozenset({Duty.DUE, Duty.OVERDUE})
# Languages as people say which they speak (three letters there, two here).
SPOKEN = {"fi": {"fi", "fin"}, "sv": {"sv", "swe"}, "en": {"en", "eng"}}


@dataclass(frozen=True)
class Suggestion:
    """Somebody, with what speaks for them and what to think of."""

    person: Person
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]


class _Candidate(NamedTuple):
    """What is read of everybody who could be asked; only of the best the whole person is."""

    pk: int
    sort_key: str
    language: str
    speaks: list[str]
    municipality: str
    skills: list[str]


@dataclass(frozen=True)
class _Match:
    """How somebody fits a client, before it is put in words."""

    person: _Candidate
    speaks: bool
    near: bool
    # When both can; None where neither has said anything, or only one of them.
    fits: frozenset[str] | None
    skills: tuple[str, ...]
    load: int
    standing: str

    @property
    def order(self) -> tuple[int, int, str]:
        """What speaks for them most first; then by name."""
        doubts = (not self.speaks) + (self.fits == frozenset()) + (self.load > 0) + (self.standing in _LATE)
        reasons = self.speaks + self.near + bool(self.fits) + bool(self.skills) + (self.load == 0)
        reasons += self.standing == Duty.OK
        return doubts - reasons, doubts, self.person.sort_key


def candidates(reader: reach.Reaching, pair: Pair, *, today: date) -> QuerySet[Person]:
    """Who could be asked: does the role, volunteers now, and was not asked about this client before."""
    asked = Proposal.objects.filter(pair=pair).values("person")
    found = register.holders(pair.role, on=today).filter(is_blank=False).exclude(pk__in=asked)
    return reach.people(reader, found)


def find(reader: reach.Reaching, pair: Pair, *, today: date) -> list[Suggestion]:
    """The best of them first, at most `MOST`. Who is blocked by supervision is not among them."""
    rows = candidates(reader, pair, today=today).values_list(*_Candidate._fields)
    people = [_Candidate(*row) for row in rows]
    standing = dict(duties.standings(today=today).filter(role=pair.role).values_list("person_id", "standing"))
    times, loads = _times(people), _loads()
    known = clients.opened(pair.client)
    wanted = _Wanted.of(pair, known)
    found = [
        wanted.match(person, times[person.pk], loads[person.pk], standing.get(person.pk, Duty.NOT_REQUIRED))
        for person in people
        if standing.get(person.pk) != Duty.BLOCKED
    ]
    best = heapq.nsmallest(MOST, found, key=lambda each: each.order)
    whole = Person.objects.in_bulk([each.person.pk for each in best])
    return [_in_words(each, pair, whole[each.person.pk]) for each in best if each.person.pk in whole]


def _loads() -> Counter[int]:
    """How many pairs that go on everybody has who has any."""
    going = Pair.objects.filter(closed_on__isnull=True, state__in=_going(), volunteer__isnull=False)
    return Counter(dict(going.order_by().values_list("volunteer_id").annotate(Count("pk"))))


def _going() -> list[str]:
    return [str(each) for each in states.OPEN]


def _times(people: Iterable[_Candidate]) -> dict[int, set[str]]:
    """When they said that they can."""
    rows = Availability.objects.filter(person__in=[person.pk for person in people])
    found: dict[int, set[str]] = defaultdict(set)
    for person, weekday, start, end in rows.values_list("person_id", "weekday", "from_minute", "to_minute"):
        if weekday > FRIDAY:
            found[person].add(Times.WEEKEND)
            continue
        if start < EVENING_FROM:
            found[person].add(Times.DAY)
        if end > EVENING_FROM:
            found[person].add(Times.EVENING)
    return found


@dataclass(frozen=True)
class _Wanted:
    """What a client asks for, made ready to be compared with many people."""

    spoken: frozenset[str]
    language: str
    home: str
    times: frozenset[str]
    wish: str
    # Few skills and homes are said by many: each is made plain once.
    plain: Callable[[str], str]

    @classmethod
    def of(cls, pair: Pair, known: clients.Opened) -> "_Wanted":
        """Of an opened client."""
        return cls(
            spoken=frozenset(SPOKEN[pair.client.language]),
            language=pair.client.language,
            home=plain((known.municipality or "").strip()),
            times=frozenset(pair.client.times),
            wish=plain(known.wish or ""),
            plain=cache(plain),
        )

    def match(self, person: _Candidate, times: set[str], load: int, standing: str) -> _Match:
        """How somebody fits who can then, has so many pairs and stands so with supervision."""
        fits = frozenset(self.times & times) if self.times and times else None
        return _Match(
            person=person,
            speaks=person.language == self.language or not self.spoken.isdisjoint(person.speaks),
            near=bool(self.home) and self.home == self.plain(person.municipality.strip()),
            fits=fits,
            skills=tuple(skill for skill in person.skills if skill and self.plain(skill) in self.wish),
            load=load,
            standing=standing,
        )


def _in_words(match: _Match, pair: Pair, person: Person) -> Suggestion:
    reasons, doubts = [], []
    language = get_language_info(pair.client.language)["name_translated"].lower()
    if match.speaks:
        reasons.append(_("speaks %(language)s") % {"language": language})
    else:
        doubts.append(_("has not said that they speak %(language)s") % {"language": language})
    if match.near:
        reasons.append(_("lives in the same municipality"))
    if match.fits:
        labels = [str(Times(each).label) for each in Times.values if each in match.fits]
        reasons.append(_("can on %(times)s") % {"times": ", ".join(labels)})
    elif match.fits is not None:
        doubts.append(_("has said other times"))
    if match.skills:
        said = {"skills": ", ".join(match.skills)}
        reasons.append(_("the wish names what they can: %(skills)s") % said)
    if match.load:
        text = ngettext("has %(count)s pair already", "has %(count)s pairs already", match.load)
        doubts.append(text % {"count": match.load})
    else:
        reasons.append(_("has no pair now"))
    if match.standing == Duty.OK:
        reasons.append(_("supervision is in order"))
    elif match.standing in _LATE:
        doubts.append(_("supervision: %(state)s") % {"state": DUTY_WORDS[Duty(match.standing)]})
    return Suggestion(person=person, reasons=tuple(reasons), doubts=tuple(doubts))
