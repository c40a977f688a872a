"""Reading shifts: lists for volunteers, the week for coordinators, who comes.

How many queries a function makes does not depend on how many rows it finds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    Count,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils import timezone

from notifications.models import Call
from scheduling.shifts import conditions
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.eligibility.standings import Known
from scheduling.shifts.errors.shifts import ShiftRefusal
from scheduling.shifts.models import Placeholder, Shift, SignUp
from scheduling.shifts.selectors import searches
from tenants import clock
from volunteers.register import reach
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import Absence, Period, Person, RoleHolding, Site, VolunteerRole

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

SEEN = (Shift.State.PUBLISHED, Shift.State.CANCELLED)
# How long "undo" is offered after one's own cancelling.
UNDO = timedelta(minutes=10)
# Whoever is on a shift at some time: it has begun within this time of it. No shift is longer than two days.
ABOUT = timedelta(days=3)


def _in_order(model: type[Model], *names: str) -> tuple[str, ...]:
    """These columns as `from_db` takes them: in the model's own order."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in names)


# What a line tells of a shift, of its role and of its site.
_OWN = _in_order(Shift, "id", "uuid", "title", "starts_at", "ends_at", "state", "taken", "places")
_OF_ROLE = _in_order(VolunteerRole, "id", "code", "name_fi", "name_sv", "name_en")
_IN_A_LINE = (*_OWN, *(f"role__{name}" for name in _OF_ROLE), "site", "site__name")


@dataclass(frozen=True)
class Row:
    """A shift as one person sees it: whether they come, and else what speaks against it."""

    shift: Shift
    sign_up: SignUp | None
    reasons: Sequence[ShiftRefusal]
    # A request, a place on the waiting list or an offered place.
    hope: SignUp | None = None
    # What goes against the reader's own wishes, and refuses nothing.
    remarks: Sequence[ShiftRefusal] = ()
    # The place is theirs, but somebody is looked for who takes it over.
    cannot_come: bool = False
    # What places of the shift ask for and the person has.
    skills: Sequence[str] = ()

    @property
    def may_sign_up(self) -> bool:
        """Whether pressing the button would give the place, or ask for it."""
        return self.sign_up is None and self.hope is None and not self.reasons

    @property
    def by_request(self) -> bool:
        """Whether a coordinator confirms before the place is somebody's."""
        return self.shift.sign_up_mode == Shift.SignUpMode.BY_REQUEST

    @property
    def free(self) -> int:
        """Places nobody has taken."""
        return self.shift.places - self.shift.taken

    @property
    def day(self) -> date:
        """The local day on which it starts."""
        return timezone.localtime(self.shift.starts_at).date()

    @property
    def under_way(self) -> bool:
        """Whether people are there now."""
        return conditions.is_under_way(self.shift)

    @property
    def against(self) -> list[ShiftRefusal]:
        """The reasons that are none of the shift's own state."""
        return [reason for reason in self.reasons if reason.code not in _OF_THE_SHIFT]

    @property
    def lacks_only_a_place(self) -> bool:
        """Whether the person could come if a place were free."""
        return (
            self.sign_up is None
            and self.hope is None
            and [each.code for each in self.reasons] == ["shift_full"]
        )


@dataclass(frozen=True)
class OwnPlace:
    """Where one goes, whom one calls, and with whom one is there."""

    site: Site | None
    contact: Person | None
    others: Sequence[str]


_OF_THE_SHIFT = {"shift_full", "sign_up_closed"}


def midnight(day: date) -> datetime:
    """The instant at which a local day begins."""
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone()).astimezone(UTC)


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def shifts() -> QuerySet[Shift]:
    """All shifts with role, its rules, and site."""
    return Shift.objects.select_related("role__shift_rules", "site")


def shifts_ahead() -> QuerySet[Shift]:
    """What volunteers may see and is not over, in order of time. Cancelled ones stay in sight."""
    return shifts().filter(state__in=SEEN, ends_at__gt=clock.now()).order_by("starts_at", "pk")


def open_shifts(*, now: datetime | None = None) -> QuerySet[Shift]:
    """Published, ahead, and with a free place, in order of time."""
    return shifts().filter(conditions.open_at(now or clock.now())).order_by("starts_at", "pk")


def rows_of(found: Sequence[Shift], *, person: Person | None, known: Known | None = None) -> list[Row]:
    """Shifts as the person sees them, in a fixed number of queries (see `standings.standing_of`)."""
    standing = eligibility.standing_of(person, shifts=found, known=known)
    return [row_of(shift, standing) for shift in found]


def row_of(shift: Shift, standing: eligibility.Standing, *, cannot_come: bool = False) -> Row:
    """One shift as the person of a standing sees it."""
    return Row(
        shift=shift,
        sign_up=standing.own(shift),
        reasons=eligibility.reasons(shift, standing),
        hope=standing.hope(shift),
        remarks=eligibility.remarks(shift, standing),
        cannot_come=cannot_come,
        skills=standing.skills(shift),
    )


def own_sign_ups(person: Person | None) -> QuerySet[SignUp]:
    """Places that the person holds on shifts that are not over, the next one first."""
    if person is None:
        return SignUp.objects.none()
    return (
        SignUp.objects.filter(
            person=person,
            state=SignUp.State.SIGNED_UP,
            shift__state=Shift.State.PUBLISHED,
            ends_at__gt=clock.now(),
        )
        .select_related("shift__role", "shift__site", "shift__contact_person")
        .order_by("starts_at", "pk")
    )


def own_place(sign_up: SignUp, *, now: datetime) -> OwnPlace:
    """One's own place with the shift's place, whom to call, and who else comes, as far as names are told."""
    [found] = _own_place.rows(sign_up=sign_up.pk, now=now)
    names, others, found = found[0], found[1], found[2:]
    site, contact = found[: len(_SITE)], found[len(_SITE) :]
    return OwnPlace(
        Site.from_db(connection.alias, _SITE, site) if site[0] is not None else None,
        Person.from_db(connection.alias, _PERSON, contact) if contact[0] is not None else None,
        list(others) if names != Shift.Names.NOBODY else [],
    )


def _others(now: datetime) -> ArraySubquery:
    others = SignUp.objects.filter(shift=OuterRef("shift"), state__in=SignUp.ACTIVE).exclude(
        Q(pk=OuterRef("pk")) | Exists(searches.looked_for(now=now).filter(sign_up=OuterRef("pk")))
    )
    return ArraySubquery(others.order_by("person__sort_key", "pk").values("person__given_name"))


_SITE, _PERSON = (tuple(field.attname for field in model._meta.concrete_fields) for model in (Site, Person))
_own_place = MadeOnce(
    lambda sign_up, now: (
        SignUp.objects.filter(pk=sign_up)
        .annotate(others=_others(now))
        .values_list(
            "shift__names",
            "others",
            *(f"shift__site__{name}" for name in _SITE),
            *(f"shift__contact_person__{name}" for name in _PERSON),
        )
    ),
    sign_up=int,
    now=datetime,
)


def seen_shift(uuid: UUID, *, drafts: bool = False) -> Shift | None:
    """One shift with all that its page shows; drafts only for those who plan."""
    found = shifts().select_related("contact_person").filter(uuid=uuid).first()
    if found is None or (found.state == Shift.State.DRAFT and not drafts):
        return None
    return found


def shift_called_for(call: Call) -> Shift | None:
    """The shift for which people are looked for, with all that its page shows."""
    return shifts().select_related("contact_person").filter(uuid=call.subject_uuid).first()


def managed_shift(uuid: UUID, *, reader: reach.Reaching) -> Shift | None:
    """One shift of a role that the reader looks after, drafts too, with all that its page shows."""
    found = shifts().select_related("contact_person", "series").filter(uuid=uuid)
    return reach.of_roles(reader, found).first()


def who_comes(shift: Shift) -> QuerySet[SignUp]:
    """Those who hold a place, in order of name, with their people; `cannot_come` marks for whom a stand-in
    is looked for.
    """
    return (
        SignUp.objects.filter(shift=shift, state__in=SignUp.ACTIVE)
        .select_related("person")
        .annotate(cannot_come=Exists(searches.looked_for().filter(sign_up=OuterRef("pk"))))
        .order_by("person__sort_key", "pk")
    )


def kept_for_others(shift: Shift) -> dict[str, int]:
    """How many places are kept for people who are not in the register, by what they are called."""
    rows = Placeholder.objects.filter(shift=shift).order_by("label").values_list("label")
    return dict(rows.annotate(Count("pk")))


def just_cancelled(shift: Shift, *, person: Person | None) -> SignUp | None:
    """The person's own cancelling of the last ten minutes, for the undo on the page."""
    if person is None:
        return None
    return (
        SignUp.objects.filter(
            shift=shift,
            person=person,
            state=SignUp.State.CANCELLED_BY_VOLUNTEER,
            changed_at__gt=clock.now() - UNDO,
        )
        .order_by("-changed_at")
        .first()
    )


# --- for coordinators -----------------------------------------------------------------------------


@dataclass
class CoveredDay:
    """A day of a coordinator's week: its shifts in order of time, and how far its places are taken."""

    day: date
    shifts: list[Shift] = field(default_factory=list)
    taken: int = 0
    places: int = 0
    empty_shifts: int = 0

    def add(self, shift: Shift) -> None:
        """Take up a shift of the day. Drafts and cancelled ones are shown and count for nothing."""
        self.shifts.append(shift)
        if shift.state == Shift.State.PUBLISHED:
            self.count(taken=shift.taken, places=shift.places)

    def count(self, *, taken: int, places: int) -> None:
        """Count the places of a published shift."""
        self.taken += taken
        self.places += places
        self.empty_shifts += not taken


def coverage(first: date, *, days: int, reader: reach.Reaching) -> list[CoveredDay]:
    """How far the places of the days from `first` on are taken, in one query that reads no whole shift."""
    found = {day: CoveredDay(day) for day in (first + timedelta(days=number) for number in range(days))}
    since, until = midnight(first), midnight(first + timedelta(days=days))
    seen: Iterable[tuple[datetime, int, int]]
    if reader.reach.whole:
        seen = _places.rows(since=since, until=until)
    else:
        theirs = reach.of_roles(reader, _published(since, until))
        seen = theirs.values_list("starts_at", "taken", "places")
    for starts_at, taken, places in seen:
        found[timezone.localtime(starts_at).date()].count(taken=taken, places=places)
    return list(found.values())


def _published(since: datetime, until: datetime) -> QuerySet[Shift]:
    found = Shift.objects.filter(starts_at__gte=since, starts_at__lt=until, state=Shift.State.PUBLISHED)
    return found.order_by()


_places = MadeOnce(
    lambda since, until: _published(since, until).values_list("starts_at", "taken", "places"),
    since=datetime,
    until=datetime,
)


def of_day(day: date, *, reader: reach.Reaching) -> list[Shift]:
    """The shifts that start on a day and that the reader looks after, as far as they are told in a line."""
    since, until = midnight(day), midnight(day + timedelta(days=1))
    if reader.reach.whole:
        return [_in_a_line(row) for row in _seen_rows.rows(since=since, until=until)]
    theirs = reach.of_roles(reader, _seen(since, until))
    return [_in_a_line(row) for row in theirs.values_list(*_IN_A_LINE)]


def _seen(since: datetime, until: datetime) -> QuerySet[Shift]:
    found = Shift.objects.filter(starts_at__gte=since, starts_at__lt=until, state__in=SEEN)
    return found.order_by("starts_at", "pk")


_seen_rows = MadeOnce(
    lambda since, until: _seen(since, until).values_list(*_IN_A_LINE), since=datetime, until=datetime
)


def _in_a_line(row: tuple[Any, ...]) -> Shift:
    """A shift with its role and site, of which only what stands in a line is read."""
    own, role = row[: len(_OWN)], row[len(_OWN) : -2]
    shift = Shift.from_db(connection.alias, _OWN, own)
    shift.role = VolunteerRole.from_db(connection.alias, _OF_ROLE, role)
    site, name = row[-2:]
    shift.site = Site.from_db(connection.alias, ("id", "name"), (site, name)) if site else None
    return shift


def short_of_people(*, now: datetime, until: datetime, reader: reach.Reaching) -> QuerySet[Shift]:
    """Published shifts ahead with a free place that the reader looks after, the next one first."""
    return reach.of_roles(reader, open_shifts(now=now).filter(starts_at__lt=until))


def awaiting_attendance(*, now: datetime, reader: reach.Reaching) -> QuerySet[Shift]:
    """The reader's shifts that are over and on which somebody is not marked yet, the latest first."""
    unmarked = SignUp.objects.filter(shift=OuterRef("pk"), state=SignUp.State.SIGNED_UP)
    unmarked = reach.of_people(reader, unmarked)
    over = shifts().filter(Exists(unmarked), state=Shift.State.PUBLISHED, ends_at__lte=now)
    return reach.of_roles(reader, over).order_by("-starts_at", "-pk")


class Doer(TypedDict):
    """What `addable_people` tells besides the person."""

    does_the_role: bool


def addable_people(shift: Shift, *, reader: reach.Reaching) -> "QuerySet[WithAnnotations[Person, Doer]]":
    """Active volunteers whom the reader may see and who hold no place here.

    Those who do the role on that day come first, then by name.
    """
    day = timezone.localtime(shift.starts_at).date()
    active = Period.objects.filter(person=OuterRef("pk"), state=Period.State.ACTIVE, started_on__lte=day)
    holding = RoleHolding.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=day), person=OuterRef("pk"), role=shift.role_id, from_on__lte=day
    )
    here = SignUp.objects.filter(shift=shift, state__in=SignUp.ACTIVE)
    return (
        reach.people(reader)
        .filter(Exists(active), ~Q(pk__in=here.values("person")))
        .annotate(does_the_role=Exists(holding))
        .order_by("-does_the_role", "sort_key", "pk")
    )


def free_doers(shift: Shift, *, reader: reach.Reaching) -> QuerySet[Person]:
    """Those of `addable_people` who do the role and are nowhere else then, nor away that day, by name."""
    day = timezone.localtime(shift.starts_at).date()
    doers = RoleHolding.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=day), role=shift.role_id, from_on__lte=day
    )
    # By the shifts about that time, of which there are few: what each of hundreds has ever done is no matter.
    about = Q(shift__starts_at__lt=shift.ends_at + ABOUT, shift__starts_at__gt=shift.starts_at - ABOUT)
    elsewhere = SignUp.objects.filter(
        about, state__in=eligibility.BUSY, starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at
    )
    away = Absence.objects.filter(from_on__lte=day, to_on__gte=day)
    found = addable_people(shift, reader=reader).filter(pk__in=doers.values("person"))
    free = found.filter(~Q(pk__in=elsewhere.values("person")), ~Q(pk__in=away.values("person")))
    return free.order_by("sort_key", "pk")
