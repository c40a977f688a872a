"""Which volunteers might suit a client, and why: reasons in words, for the coordinator to judge by.

Everybody who does the role is read in a constant number of queries; nothing is stored.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
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
# Languages as people say which they speak (three letters there, two here).
SPOKEN = {"fi": {"fi", "fin"}, "sv": {"sv", "swe"}, "en": {"en", "eng"}}


@dataclass(frozen=True)
class Suggestion:
    """Somebody, with what speaks for them and what to think of."""

    person: Person
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def order(self) -> tuple[int, int, str]:
        """What speaks for them most first; then by name."""
        return len(self.doubts) - len(self.reasons), len(self.doubts), self.person.sort_key


def candidates(reader: reach.Reaching, pair: Pair, *, today: date) -> QuerySet[Person]:
    """Who could be asked: does the role, volunteers now, and was not asked about this client before."""
    asked = Proposal.objects.filter(pair=pair).values("person")
    found = register.holders(pair.role, on=today).filter(is_blank=False).exclude(pk__in=asked)
    return reach.people(reader, found)


def find(reader: reach.Reaching, pair: Pair, *, today: date) -> list[Suggestion]:
    """The best of them first, at most `MOST`. Who is blocked by supervision is not among them."""
    load = Count("pairs", filter=Q(pairs__closed_on__isnull=True, pairs__state__in=_going()))
    people = list(candidates(reader, pair, today=today).annotate(load=load))
    standing = dict(duties.standings(today=today).filter(role=pair.role).values_list("person_id", "standing"))
    times = _times(people)
    known = clients.opened(pair.client)
    found = [
        _suggestion(person, pair, known, standing.get(person.pk, Duty.NOT_REQUIRED), times[person.pk])
        for person in people
        if standing.get(person.pk) != Duty.BLOCKED
    ]
    return sorted(found, key=lambda each: each.order)[:MOST]


def _going() -> list[str]:
    return [str(each) for each in states.OPEN]


def _times(people: Iterable[Person]) -> dict[int, set[str]]:
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


def _suggestion(
    person: Person, pair: Pair, known: clients.Opened, standing: str, times: set[str]
) -> Suggestion:
    reasons, doubts = [], []
    language = get_language_info(pair.client.language)["name_translated"].lower()
    if person.language == pair.client.language or SPOKEN[pair.client.language] & set(person.speaks):
        reasons.append(_("speaks %(language)s") % {"language": language})
    else:
        doubts.append(_("has not said that they speak %(language)s") % {"language": language})
    if known.municipality and plain(known.municipality.strip()) == plain(person.municipality.strip()):
        reasons.append(_("lives in the same municipality"))
    fits = set(pair.client.times) & times
    if fits:
        labels = [str(Times(each).label) for each in Times.values if each in fits]
        reasons.append(_("can on %(times)s") % {"times": ", ".join(labels)})
    elif pair.client.times and times:
        doubts.append(_("has said other times"))
    if skills := _wished(person, known.wish or ""):
        reasons.append(_("the wish names what they can: %(skills)s") % {"skills": ", ".join(skills)})
    load = person.load  # type: ignore[attr-defined]  # annotated by find
    if load:
        said = ngettext("has %(count)s pair already", "has %(count)s pairs already", load)
        doubts.append(said % {"count": load})
    else:
        reasons.append(_("has no pair now"))
    if standing == Duty.OK:
        reasons.append(_("supervision is in order"))
    elif standing in {Duty.DUE, Duty.OVERDUE}:
        doubts.append(_("supervision: %(state)s") % {"state": DUTY_WORDS[Duty(standing)]})
    return Suggestion(person=person, reasons=tuple(reasons), doubts=tuple(doubts))


def _wished(person: Person, wish: str) -> list[str]:
    words = plain(wish)
    return [skill for skill in person.skills if skill and plain(skill) in words]
