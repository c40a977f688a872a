"""What pages read of recruiting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from tenants import clock
from tenants.context import current_association, platform_role
from tenants.models import Affiliation, Association
from volunteers.recruiting import states, words
from volunteers.recruiting.models import Application, ApplicationNote, ApplicationRole, InterviewTime
from volunteers.register import reach
from volunteers.register.models import Note, Period, Person, Trail, VolunteerRole
from volunteers.register.person_sections import OWNERS
from web import formats
from web.kit import Pages, Share

State = Application.State
STAGES: tuple[Application.State, ...] = (
    State.SUBMITTED,
    State.IN_REVIEW,
    State.INTERVIEW_BOOKED,
    State.WAITLISTED,
)
# Settled ones stay on the board this long. A column shows at most so many cards, below it stand the latest
# that are settled, and a page of its own shows more of each.
RECENT = timedelta(days=30)
MOST = 5
LATEST = 5
PAGE = 50
SETTLED = "settled"
_NAME_OF_ROLE = (
    "application_id",
    "is_first",
    "role__uuid",
    "role__code",
    "role__name_fi",
    "role__name_sv",
    "role__name_en",
)
_ON_A_CARD = (
    "uuid",
    "state",
    "given_name",
    "family_name",
    "is_blank",
    "created_at",
    "submitted_at",
    "first_replied_at",
)


def open_roles() -> QuerySet[VolunteerRole]:
    """The roles that people can apply for, in the association's order."""
    return VolunteerRole.objects.filter(is_open=True, is_active=True).select_related("unit", "coordinator")


def roles_in_recruiting() -> QuerySet[VolunteerRole]:
    """The roles in use, as far as their names and whether people can apply for them."""
    found = VolunteerRole.objects.filter(is_active=True)
    return found.only("uuid", "code", "name_fi", "name_sv", "name_en", "is_open", "is_active")


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
    wishes = ApplicationRole.objects.select_related("role").only(*_NAME_OF_ROLE)
    return (
        within(reader, Application.objects.filter(is_blank=False))
        .exclude(state=State.DRAFT)
        .prefetch_related(Prefetch("wishes", queryset=wishes))
    )


def overdue(*, reader: reach.Reaching) -> QuerySet[Application]:
    """Those who wait for a first reply longer than was promised, the longest first."""
    return (
        handed_in(reader=reader)
        .filter(
            state__in=states.GOING_ON,
            first_replied_at__isnull=True,
            submitted_at__lt=clock.now() - words.PROMISE,
        )
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
    age: str
    clock: str
    tone: str


@dataclass(frozen=True)
class Stage:
    """A column of the board. `total` counts those beyond what is shown, too."""

    key: str
    title: str
    total: int
    cards: list[Card] = field(default_factory=list)
    # Where a coordinator can bring them: the same for all of a stage.
    moves: Sequence[tuple[str, str]] = ()

    @property
    def options(self) -> SafeString:
        """The moves as what is chosen from; written once for all cards."""
        return format_html_join("", '<option value="{}">{}</option>', self.moves)

    @property
    def has_more(self) -> bool:
        """Whether not all are shown."""
        return self.total > len(self.cards)


def board(*, reader: reach.Reaching, role: VolunteerRole | None = None) -> tuple[list[Stage], Stage]:
    """The columns by stage, in each the longest waiting first; and what was settled lately."""
    is_settled = Q(state__in=states.SETTLED, settled_at__gte=clock.now() - RECENT)
    found: Any = _of_role(role, reader).filter(Q(state__in=STAGES) | is_settled)
    column = Case(When(is_settled, then=Value(SETTLED)), default=F("state"))
    # What goes on was not settled at any time, so that its own order decides.
    order: list[Any] = [F("settled_at").desc(nulls_last=True), F("submitted_at").asc(), F("pk").asc()]
    placed = found.annotate(
        column=column,
        place=Window(RowNumber(), partition_by=column, order_by=order),
        total=Window(Count("pk"), partition_by=column),
    )
    rows: dict[str, list[Application]] = {key: [] for key in (*map(str, STAGES), SETTLED)}
    counted: dict[str, int] = {}
    shown = list(placed.filter(place__lte=MOST).order_by("place"))
    for row in shown:
        rows[row.column].append(row)
        counted[row.column] = row.total
    names = _roles_by_application(shown)
    stages = [
        Stage(
            key=str(state),
            title=str(state.label).capitalize(),
            total=counted.get(str(state), 0),
            cards=[_card(row, names[row.pk]) for row in rows[str(state)]],
            moves=moves_from(str(state)),
        )
        for state in STAGES
    ]
    settled = [_card(row, names[row.pk]) for row in rows[SETTLED][:LATEST]]
    title = _("Settled in the last 30 days")
    return stages, Stage(SETTLED, title, counted.get(SETTLED, 0), settled)


def stage(
    key: str, *, reader: reach.Reaching, role: VolunteerRole | None, number: int, url: str
) -> tuple[Stage, Pages] | None:
    """A page of one stage, or of what was settled lately, with all of its applications; None for others."""
    titles = {str(state): str(state.label).capitalize() for state in STAGES}
    titles[SETTLED] = _("Settled in the last 30 days")
    if key not in titles:
        return None
    found = (
        _settled(role, reader)
        if key == SETTLED
        else _of_role(role, reader).filter(state=key).order_by("submitted_at", "pk")
    )
    pages = Pages.of(number=number, size=PAGE, total=found.count(), url=url)
    rows = list(found[pages.first - 1 : pages.last]) if pages.total else []
    names = _roles_by_application(rows)
    return Stage(key, titles[key], pages.total, [_card(row, names[row.pk]) for row in rows]), pages


def _settled(role: VolunteerRole | None, reader: reach.Reaching) -> QuerySet[Application]:
    found = _of_role(role, reader).filter(state__in=states.SETTLED, settled_at__gte=clock.now() - RECENT)
    return found.order_by("-settled_at", "-pk")


def _of_role(role: VolunteerRole | None, reader: reach.Reaching) -> QuerySet[Application]:
    found = handed_in(reader=reader).prefetch_related(None).only(*_ON_A_CARD)
    return found if role is None else found.filter(wishes__role=role)


def _roles_by_application(shown: Sequence[Application]) -> dict[int, str]:
    """The names of the roles that they apply for, read without making rows of them."""
    names: dict[int, list[str]] = {each.pk: [] for each in shown}
    wishes = ApplicationRole.objects.filter(application__in=list(names)).values_list(
        "application_id", "role__name_fi", f"role__name_{formats.language()}"
    )
    for application, finnish, own in wishes:
        names[application].append(own or finnish)
    return {application: ", ".join(each) for application, each in names.items()}


def _card(application: Application, roles: str) -> Card:
    said, tone = words.clock_of(application)
    days = (clock.now() - (application.submitted_at or application.created_at)).days
    return Card(
        application=application,
        roles=roles,
        age=ngettext("%(count)s day old", "%(count)s days old", days) % {"count": days}
        if days
        else _("came today"),
        clock=said,
        tone=tone,
    )


def role_names(application: Application) -> str:
    """The roles that somebody applies for, the first one first."""
    return ", ".join(wish.role.name for wish in application.wishes.all())


def moves_from(state: str) -> list[tuple[str, str]]:
    """Where a coordinator can bring an application of a state: states with what doing so is called."""
    named = {
        State.IN_REVIEW: _("Take up"),
        State.INTERVIEW_BOOKED: _("Offer a meeting"),
        State.WAITLISTED: _("To the waiting list"),
        State.ACCEPTED: _("Accept"),
        State.REJECTED: _("Turn down"),
    }
    return [(str(to), said) for to, said in named.items() if to in states.MOVES[state]]


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
    today = clock.today(here)
    with platform_role():
        now = Affiliation.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), from_on__lte=today)
        found = now.filter(
            umbrella__in=now.filter(association=here).values("umbrella"),
            association__state=Association.State.ACTIVE,
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

    def steps(self) -> list[Share]:
        """Each step with its count and its share of all who applied."""
        counts = [
            (_("Applied"), self.submitted),
            (_("Got a reply"), self.replied),
            (_("Met us"), self.interviewed),
            (_("Accepted"), self.accepted),
            (_("Active now"), self.active),
        ]
        whole = self.submitted or 1
        shares = [(said, count, round(100 * count / whole)) for said, count in counts]
        return [Share(said, f"{count} ({percent}\u00a0%)", percent) for said, count, percent in shares]


class Median(Aggregate):
    """The middle of values; what is missing does not count."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def funnel(
    *, start: datetime, end: datetime, reader: reach.Reaching, role: VolunteerRole | None = None
) -> Funnel:
    """The figures of applications handed in from `start` until before `end`; cleared ones count, too."""
    rows = within(reader, Application.objects.filter(submitted_at__gte=start, submitted_at__lt=end))
    if role is not None:
        rows = rows.filter(wishes__role=role)
    active = Period.objects.filter(state=Period.State.ACTIVE, person=OuterRef("person"))
    counted = rows.aggregate(
        submitted=Count("pk"),
        replied=Count("first_replied_at"),
        interviewed=Count("interviewed_at"),
        accepted=Count("pk", filter=Q(state=State.ACCEPTED)),
        active=Count("pk", filter=Q(person__isnull=False) & Q(Exists(active))),
        median=Median(
            ExpressionWrapper(F("first_replied_at") - F("submitted_at"), output_field=DurationField()),
            output_field=DurationField(),
        ),
    )
    median = counted.pop("median")
    return Funnel(**counted, median_days=round(median / timedelta(days=1), 1) if median is not None else None)


def moments_of_clearing() -> list[datetime]:
    """When something is to be cleared, for whoever makes lost wake-ups again."""
    kept = Application.objects.filter(keep_until__isnull=False, is_blank=False)
    return [at for at in kept.values_list("keep_until", flat=True).distinct() if at]
