"""What the desk's pages gather from several apps. Constant query counts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils import timezone

from desk.messages import inbox
from desk.messages.inbox import Item
from scheduling.hours import selectors as hours
from scheduling.shifts.eligibility.standings import Claim
from scheduling.shifts.models import Shift
from scheduling.shifts.selectors import ahead, asked, shifts
from scheduling.shifts.selectors.ahead import Outlook
from scheduling.shifts.selectors.asked import Question
from scheduling.shifts.words import suiting as suit_words
from scheduling.shifts.words.suiting import Why
from tenants import clock
from tenants.models import Affiliation, Association, Umbrella
from volunteers.register import reach, requirements
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.requirements import Unmet
from volunteers.register.services import letters

SUGGESTED = 3
LATER = 4
# Among so many of the next shifts that suit those are looked for that suit best.
LOOKED_AT = 20


def umbrellas_with_members() -> list[tuple[Umbrella, list[Association]]]:
    """Each umbrella with its open associations by name, for the landing page."""
    open_states = [Association.State.ACTIVE, Association.State.SUSPENDED]
    today = clock.now().date()
    affiliations = (
        Affiliation.objects.filter(
            Q(to_on__isnull=True) | Q(to_on__gte=today),
            from_on__lte=today,
            association__state__in=open_states,
        )
        .select_related("association")
        .order_by("association__name_fi")
    )
    found = Umbrella.objects.order_by("name_fi").prefetch_related(
        Prefetch("affiliations", queryset=affiliations, to_attr="current")
    )
    return [(umbrella, [a.association for a in umbrella.current]) for umbrella in found]


def roles_on_offer() -> list[VolunteerRole]:
    """The roles that the association shows to everybody, those that people can apply for first."""
    return list(VolunteerRole.objects.filter(is_active=True).order_by("-is_open", "position", "id"))


@dataclass(frozen=True)
class Suggestion:
    """A shift that suits, and why."""

    shift: Shift
    why: Why
    by_request: bool


@dataclass(frozen=True)
class RoleOfMine:
    """A role that somebody does: what they lack for it, and what they will lack before long."""

    role: VolunteerRole
    lacks: list[Unmet]
    soon: list[Unmet]


@dataclass(frozen=True)
class Home:
    """A volunteer's first page."""

    # The next shift to which they come, and what there is to know of it.
    next: Claim | None
    place: shifts.OwnPlace | None
    # Whatever else they have or hope for, the next first.
    later: list[Claim]
    suggestions: list[Suggestion]
    open_count: int
    year: int
    confirmed: int
    waiting: int
    # The roles that they do, each with what they still lack for it today, or will soon.
    roles: list[RoleOfMine]
    # What the association wrote and they have not opened yet, and how many messages are new in all.
    letters: list[Item]
    new_messages: int
    # Where their own word is waited for.
    questions: list[Question]


def home(person: Person | None, *, user: UUID, today: date) -> Home:
    """The next shift, what could suit, and this year's hours."""
    seen = ahead.outlook(person)
    own = seen.own
    mine = next((each for each in seen.coming if not each.cannot_come), None)
    year = hours.own_year(person, year=today.year, zone=timezone.get_current_timezone()) if person else None
    unread = inbox.unread_kinds(user)
    return Home(
        next=mine,
        place=shifts.own_place(mine.sign_up, now=seen.now) if mine else None,
        later=[each for each in own if each is not mine][:LATER],
        suggestions=_suggestions(seen),
        open_count=ahead.number_open(now=seen.now),
        year=today.year,
        confirmed=year.confirmed if year else 0,
        waiting=year.waiting if year else 0,
        roles=_roles(seen, today=today),
        letters=_letters(person, unread),
        new_messages=len(unread),
        questions=asked.questions_to(seen),
    )


def _letters(person: Person | None, unread: list[str]) -> list[Item]:
    """The newest letters; asked for only where there are some."""
    if person is None or letters.SUBJECT not in unread:
        return []
    return inbox.items(inbox.new_letters(person)[:SUGGESTED])


def _suggestions(seen: Outlook) -> list[Suggestion]:
    """Of the next shifts that the person may take those that suit best, the next one first."""
    rows = seen.rows(seen.suiting[:LOOKED_AT])
    weighed = sorted(((suit_words.why(row, seen), row) for row in rows), key=lambda pair: -pair[0].weight)
    best = sorted(weighed[:SUGGESTED], key=lambda pair: pair[1].shift.starts_at)
    return [Suggestion(row.shift, why, row.by_request) for why, row in best]


def _roles(seen: Outlook, *, today: date) -> list[RoleOfMine]:
    if seen.known is None:
        return []
    held = {
        each.role_id
        for each in seen.known.facts.holdings
        if each.from_on <= today and (each.to_on is None or each.to_on >= today)
    }
    return [
        RoleOfMine(
            role,
            lacks=requirements.unmet(role, asked=seen.known.asked, shown=seen.known.shown, on=today),
            soon=requirements.soon(role, asked=seen.known.asked, shown=seen.known.shown),
        )
        for key, role in seen.roles.items()
        if key in held
    ]


@dataclass(frozen=True)
class Today:
    """What stands beside the queue on a coordinator's first page."""

    days: list[shifts.CoveredDay]
    of_today: list[Shift]
    # Last year's months: how many are closed, of how many.
    year: int
    closed: int
    months: int

    @property
    def share(self) -> int:
        """How much of last year is closed, in whole percent."""
        return 100 * self.closed // self.months if self.months else 0


def today(*, day: date, reader: reach.Reaching) -> Today:
    """The next two weeks, the shifts of the day, and how far last year is closed."""
    closed, months = hours.closed_of(day.year - 1)
    return Today(
        days=shifts.coverage(shifts.monday(day), days=14, reader=reader),
        of_today=shifts.of_day(day, reader=reader),
        year=day.year - 1,
        closed=closed,
        months=months,
    )
