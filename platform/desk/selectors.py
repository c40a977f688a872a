"""What the desk's pages gather from several apps. Constant query counts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from notifications.selectors import failed_messages
from scheduling.hours import selectors as hours
from scheduling.shifts import selectors as shifts
from scheduling.shifts.models import Shift, SignUp
from tenants import clock
from tenants.models import Affiliation, Association, Umbrella
from volunteers.register import reach, requirements
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.requirements import Unmet
from volunteers.register.selectors import roles_of

SOON = timedelta(days=7)
SUGGESTED = 3
SHORT = 8


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
    """The roles that the association shows to everybody."""
    return list(VolunteerRole.objects.filter(is_active=True))


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
    """A coordinator's first page."""

    weeks: list[shifts.Week]
    of_today: list[Shift]
    empty_soon: list[Shift]
    thin_soon: list[Shift]
    unmarked: list[Shift]
    unmarked_count: int
    hours_waiting: int
    failed: int
    months_left: list[date]

    @property
    def count(self) -> int:
        """How many things need somebody."""
        return (
            len(self.empty_soon)
            + len(self.thin_soon)
            + self.unmarked_count
            + bool(self.hours_waiting)
            + bool(self.failed)
            + len(self.months_left)
        )


def today(at: datetime, *, day: date, reader: reach.Reaching) -> Today:
    """What needs the coordinator now, the next two weeks, and the shifts of the day."""
    monday = shifts.monday(day)
    short = list(shifts.short_of_people(until=at + SOON, reader=reader)[: 2 * SHORT])
    unmarked = shifts.awaiting_attendance(reader=reader)
    return Today(
        weeks=[
            shifts.week(monday, reader=reader),
            shifts.week(monday + timedelta(days=7), reader=reader),
        ],
        of_today=list(
            reach.of_roles(reader, shifts.shifts())
            .filter(
                starts_at__gte=shifts.midnight(day), starts_at__lt=shifts.midnight(day + timedelta(days=1))
            )
            .exclude(state=Shift.State.DRAFT)
            .order_by("starts_at", "pk")
        ),
        empty_soon=[shift for shift in short if not shift.taken],
        thin_soon=[shift for shift in short if shift.taken],
        unmarked=list(unmarked[:SHORT]),
        unmarked_count=unmarked.count(),
        hours_waiting=hours.waiting_entries(reader=reader).count(),
        failed=_failed(reader),
        months_left=[line.first_day for line in _open_past_months(day)] if reader.reach.whole else [],
    )


def _failed(reader: reach.Reaching) -> int:
    failed = failed_messages()
    if not reader.reach.whole:
        failed = failed.filter(person_uuid__in=reach.people(reader).order_by().values("uuid"))
    return failed.count()


def _open_past_months(day: date) -> list[hours.MonthLine]:
    years = {day.year, (day - timedelta(days=31)).year}
    lines = [
        line
        for year in sorted(years)
        for line in hours.year_lines(year, at=clock.now(), zone=timezone.get_current_timezone()).lines
    ]
    return [line for line in lines if line.month and line.has_ended and not line.is_closed]
