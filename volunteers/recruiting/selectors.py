"""What pages read of recruiting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from tenants import clock
from tenants.context import current_association, platform_role
from tenants.models import Affiliation, Association
from volunteers.recruiting import states, words
from volunteers.recruiting.models import Application, ApplicationNote, ApplicationRole, InterviewTime
from volunteers.register import reach
from volunteers.register.models import Note, Period, Person, Trail, VolunteerRole
from volunteers.register.person_sections import OWNERS

State = Application.State
STAGES: tuple[Application.State, ...] = (
    State.SUBMITTED,
    State.IN_REVIEW,
    State.INTERVIEW_BOOKED,
    State.WAITLISTED,
)
# Settled ones stay on the board this long, and a column shows at most so many cards.
RECENT = timedelta(days=30)
MOST = 30


def open_roles() -> QuerySet[VolunteerRole]:
    """The roles that people can apply for, in the association's order."""
    return VolunteerRole.objects.filter(is_open=True, is_active=True).select_related("unit", "coordinator")


def roles_in_recruiting() -> QuerySet[VolunteerRole]:
    """Roles that are open, or that somebody has applied for."""
    applied = ApplicationRole.objects.filter(role=OuterRef("pk"))
    return VolunteerRole.objects.filter(Q(is_open=True, is_active=True) | Exists(applied))


def open_role(uuid: UUID) -> VolunteerRole | None:
    """One of them, or None."""
    return open_roles().filter(uuid=uuid).first()


def within(reader: reach.Reaching, found: QuerySet[Application]) -> QuerySet[Application]:
    """Those of these applications that wish for a role which the reader looks after."""
    if reader.reach.whole:
        return found
    wishes = reach.of_roles(reader, ApplicationRole.objects.filter(application=OuterRef("pk")))
    return found.filter(Exists(wishes))


def handed_in(*, reader: reach.Reaching) -> QuerySet[Application]:
    """Applications that this coordinator sees: handed in, and not cleared. With their roles."""
    wishes = ApplicationRole.objects.select_related("role")
    return (
        within(reader, Application.objects.filter(is_blank=False))
        .exclude(state=State.DRAFT)
        .prefetch_related(Prefetch("wishes", queryset=wishes))
    )


def overdue(*, reader: reach.Reaching) -> QuerySet[Application]:
    """Those who wait for a first reply longer than was promised, the longest first."""
    return (
        handed_in(reader=reader)
        .filter(first_replied_at__isnull=True, submitted_at__lt=clock.now() - words.PROMISE)
        .exclude(state__in=words.UNANSWERED)
        .order_by("submitted_at", "pk")
    )


def wanted(
    *,
    reader: reach.Reaching,
    state: str = "",
    role: UUID | None = None,
    source: str = "",
    late: bool | None = None,
    submitted_from: date | None = None,
    submitted_to: date | None = None,
) -> QuerySet[Application]:
    """Applications that were handed in, narrowed by all that is said. Days are the association's."""
    found = handed_in(reader=reader)
    if state:
        found = found.filter(state=state)
    if role is not None:
        found = found.filter(
            Exists(ApplicationRole.objects.filter(application=OuterRef("pk"), role__uuid=role))
        )
    if source:
        found = found.filter(source=source)
    if late is not None:
        waiting = overdue(reader=reader).order_by().values("pk")
        found = found.filter(pk__in=waiting) if late else found.exclude(pk__in=waiting)
    if submitted_from is not None:
        found = found.filter(submitted_at__date__gte=submitted_from)
    if submitted_to is not None:
        found = found.filter(submitted_at__date__lte=submitted_to)
    return found


@dataclass(frozen=True)
class Card:
    """An application on the board."""

    application: Application
    roles: str
    days: int
    clock: str
    tone: str
    moves: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Stage:
    """A column of the board. `total` counts those beyond what is shown, too."""

    key: str
    title: str
    total: int
    cards: list[Card] = field(default_factory=list)


def board(*, reader: reach.Reaching, role: VolunteerRole | None = None) -> list[Stage]:
    """The columns by stage, in each the longest waiting first."""
    found = _of_role(role, reader).filter(state__in=STAGES)
    counted = dict(found.order_by().values_list("state").annotate(Count("pk")))
    place = Window(RowNumber(), partition_by="state", order_by=["submitted_at", "pk"])
    rows: dict[str, list[Application]] = {str(state): [] for state in STAGES}
    for row in found.annotate(place=place).filter(place__lte=MOST).order_by("submitted_at", "pk"):
        rows[row.state].append(row)
    return [
        Stage(
            key=str(state),
            title=str(state.label).capitalize(),
            total=counted.get(str(state), 0),
            cards=[_card(row) for row in rows[str(state)]],
        )
        for state in STAGES
    ]


def settled(*, reader: reach.Reaching, role: VolunteerRole | None = None) -> Stage:
    """What was settled lately, the latest first."""
    found = _of_role(role, reader).filter(state__in=states.SETTLED, settled_at__gte=clock.now() - RECENT)
    rows = list(found.order_by("-settled_at", "-pk")[: MOST + 1])
    total = len(rows) if len(rows) <= MOST else found.count()
    return Stage("settled", _("Settled in the last 30 days"), total, [_card(row) for row in rows[:MOST]])


def _of_role(role: VolunteerRole | None, reader: reach.Reaching) -> QuerySet[Application]:
    found = handed_in(reader=reader)
    return found if role is None else found.filter(wishes__role=role)


def _card(application: Application) -> Card:
    said, tone = words.clock_of(application)
    return Card(
        application=application,
        roles=role_names(application),
        days=(clock.now() - (application.submitted_at or application.created_at)).days,
        clock=said,
        tone=tone,
        moves=moves_of(application),
    )


def role_names(application: Application) -> str:
    """The roles that somebody applies for, the first one first."""
    return ", ".join(wish.role.name for wish in application.wishes.all())


def moves_of(application: Application) -> list[tuple[str, str]]:
    """Where a coordinator can bring it: states with what doing so is called."""
    named = {
        State.IN_REVIEW: _("Take up"),
        State.INTERVIEW_BOOKED: _("Offer a meeting"),
        State.WAITLISTED: _("To the waiting list"),
        State.ACCEPTED: _("Accept"),
        State.REJECTED: _("Turn down"),
    }
    return [(str(to), said) for to, said in named.items() if to in states.MOVES[application.state]]


def free_times() -> QuerySet[InterviewTime]:
    """Times ahead that nobody has yet."""
    return InterviewTime.objects.filter(taken_by__isnull=True, starts_at__gt=clock.now())


def offered_to(application: Application) -> QuerySet[InterviewTime]:
    """The times that an applicant can pick from."""
    return free_times().filter(offers__application=application)


def likely(application: Application, *, reader: reach.Reaching) -> list[Person]:
    """People of the register who could be this applicant: same address, number or name. At most five."""
    same = Q(given_name__iexact=application.given_name, family_name__iexact=application.family_name)
    if application.email:
        same |= Q(email__iexact=application.email)
    digits = "".join(each for each in application.phone if each.isdigit())[-7:]
    if len(digits) == 7:
        same |= Q(search_key__contains=digits)
    people = reach.people(reader).filter(same, is_blank=False)
    return list(people.order_by("sort_key", "pk")[:5])


def history(application: Application) -> list[Trail]:
    """What happened with it, newest first."""
    lines = Trail.objects.filter(subject_kind=states.SUBJECT, subject_uuid=application.uuid)
    return list(lines.order_by("-at", "-pk")[:100])


def readable_notes(application: Application, access: frozenset[str]) -> list[ApplicationNote]:
    """The notes that somebody with this access may read: owners all of them."""
    notes = application.notes.all()
    return list(notes if OWNERS & access else notes.filter(level=Note.Level.COORDINATORS))


def other_associations() -> list[Association]:
    """The active associations that share an umbrella with this one, by name."""
    here = current_association()
    with platform_role():
        umbrellas = Affiliation.objects.filter(association=here, to_on__isnull=True).values("umbrella")
        found = Affiliation.objects.filter(
            umbrella__in=umbrellas, to_on__isnull=True, association__state=Association.State.ACTIVE
        ).exclude(association=here)
        rows = Association.objects.filter(pk__in=found.values("association"))
        return sorted(rows, key=lambda each: each.name.casefold())


def suggested_to(application: Application) -> Association | None:
    """The association to which the applicant is asked to send the application, if any."""
    if application.suggested_to is None or application.state not in states.GOING_ON:
        return None
    with platform_role():
        return Association.objects.filter(uuid=application.suggested_to).first()


@dataclass(frozen=True)
class Funnel:
    """How far those came who applied in a period, and how long they waited for a first reply."""

    submitted: int
    replied: int
    interviewed: int
    accepted: int
    active: int
    median_days: float | None

    def steps(self) -> list[tuple[str, int, int]]:
        """Each step with its count and its share of all in whole percent."""
        counts = [
            (_("Applied"), self.submitted),
            (_("Got a reply"), self.replied),
            (_("Met us"), self.interviewed),
            (_("Accepted"), self.accepted),
            (_("Active now"), self.active),
        ]
        whole = self.submitted or 1
        return [(said, count, round(100 * count / whole)) for said, count in counts]


def funnel(
    *, start: datetime, end: datetime, reader: reach.Reaching, role: VolunteerRole | None = None
) -> Funnel:
    """The figures of applications handed in from `start` until before `end`; cleared ones count, too."""
    rows = within(reader, Application.objects.filter(submitted_at__gte=start, submitted_at__lt=end))
    if role is not None:
        rows = rows.filter(wishes__role=role)
    found: Iterable[Application] = list(
        rows.only("state", "submitted_at", "first_replied_at", "interviewed_at", "person_id")
    )
    active = set(
        Period.objects.filter(
            state=Period.State.ACTIVE, person__in=[each.person_id for each in found if each.person_id]
        ).values_list("person_id", flat=True)
    )
    waits = [
        (each.first_replied_at - each.submitted_at).total_seconds() / 86400
        for each in found
        if each.first_replied_at and each.submitted_at
    ]
    return Funnel(
        submitted=sum(1 for _each in found),
        replied=len(waits),
        interviewed=sum(1 for each in found if each.interviewed_at),
        accepted=sum(1 for each in found if each.state == State.ACCEPTED),
        active=sum(1 for each in found if each.person_id in active),
        median_days=round(median(waits), 1) if waits else None,
    )


def moments_of_clearing() -> list[datetime]:
    """When something is to be cleared, for whoever makes lost wake-ups again."""
    kept = Application.objects.filter(keep_until__isnull=False, is_blank=False)
    return [at for at in kept.values_list("keep_until", flat=True).distinct() if at]
