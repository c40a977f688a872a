"""What the desk's pages gather from several apps. Constant query counts."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from desk.messages import inbox
from desk.messages.inbox import Item
from scheduling.hours import selectors as hours
from scheduling.shifts import asked, selectors as shifts
from scheduling.shifts.asked import Question
from scheduling.shifts.models import Shift, SignUp
from tenants.models import Affiliation, Association, Umbrella
from volunteers.register import reach, requirements
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.requirements import Unmet
from volunteers.register.selectors import roles_of

SUGGESTED = 3


def umbrellas_with_members() -> list[tuple[Umbrella, list[Association]]]:
    """Each umbrella with its open associations by name, for the landing page."""
    open_states = [Association.State.ACTIVE, Association.State.SUSPENDED]
    affiliations = (
        Affiliation.objects.filter(to_on__isnull=True, association__state__in=open_states)
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
class Home:
    """A volunteer's first page."""

    next: SignUp | None
    later: list[SignUp]
    companions: list[str]
    suggestions: list[Shift]
    open_count: int
    year: int
    confirmed: int
    waiting: int
    # The roles that they do, each with what they still lack for it today.
    roles: list[tuple[VolunteerRole, list[Unmet]]]
    # What the association wrote and they have not opened yet.
    letters: list[Item]
    # Where they are being asked whether they could come.
    questions: list[Question]


def home(person: Person | None, *, today: date) -> Home:
    """The next shift, what could suit, and this year's hours."""
    own = list(shifts.own_sign_ups(person)[:5])
    mine = own[0] if own else None
    year = hours.own_year(person, year=today.year, zone=timezone.get_current_timezone()) if person else None
    return Home(
        next=mine,
        later=own[1:],
        companions=[
            sign_up.person.given_name
            for sign_up in shifts.who_comes(mine.shift)
            if person is None or sign_up.person_id != person.pk
        ]
        if mine
        else [],
        suggestions=_suggestions(person),
        open_count=shifts.open_shifts().count(),
        year=today.year,
        confirmed=year.confirmed if year else 0,
        waiting=year.waiting if year else 0,
        roles=_roles_with_lacks(person, today=today) if person else [],
        letters=inbox.items(inbox.new_letters(person)[:SUGGESTED]) if person else [],
        questions=asked.questions_to(person),
    )


def _suggestions(person: Person | None) -> list[Shift]:
    """The next shifts that the person may take: asked like the shift's own page, so that none refuses."""
    found = list(shifts.suiting_shifts(person)[: 4 * SUGGESTED])
    return [row.shift for row in shifts.rows_of(found, person=person) if row.may_sign_up][:SUGGESTED]


def _roles_with_lacks(person: Person, *, today: date) -> list[tuple[VolunteerRole, list[Unmet]]]:
    own_roles = list(roles_of(person, on=today))
    lacks = requirements.lacks_of(person, own_roles, today=today)
    return [(role, lacks[role.pk]) for role in own_roles]


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
