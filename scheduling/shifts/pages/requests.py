"""What the pages say of those who ask for a place: to one of them, and to the coordinator who answers."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _, ngettext

from scheduling.shifts import conditions
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.eligibility.checks import Standing
from scheduling.shifts.errors.places import NoTrainingPlace
from scheduling.shifts.errors.shifts import ShiftFull, Weight
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors.adding import of_somebody
from scheduling.shifts.selectors.shifts import Row
from scheduling.shifts.services import requesting
from tenants import clock
from volunteers.register import reach
from volunteers.register.models import Person
from web import formats

# Who has done little of late is told beside the request, so that it is not always the same people.
OF_LATE = timedelta(days=30)


# --- to the one who asks --------------------------------------------------------------------------


def asked(row: Row) -> SignUp | None:
    """The reader's own request that waits for an answer."""
    return row.hope if row.hope is not None and row.hope.state == SignUp.State.REQUESTED else None


def may_ask(row: Row) -> bool:
    """Whether the reader can ask for a place; where all are taken, too, since the coordinator chooses."""
    if row.sign_up is not None or row.hope is not None or not row.by_request:
        return False
    return all(reason.code == ShiftFull.code for reason in row.reasons)


def declined(shift: Shift, *, person: Person | None) -> SignUp | None:
    """The reader's last place or request on this shift, if a coordinator said no to it."""
    if person is None or shift.sign_up_mode != Shift.SignUpMode.BY_REQUEST:
        return None
    last = SignUp.objects.filter(shift=shift, person=person).order_by("-pk").first()
    return last if last is not None and last.state == SignUp.State.CANCELLED_BY_ORG else None


# --- to the coordinator ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A request, with what speaks for and against it."""

    sign_up: SignUp
    sub: str
    good: Sequence[str]
    bad: Sequence[str]
    is_first: bool
    may: bool
    # A reason that is kept passes by all that speaks against it.
    all_the_same: bool

    @property
    def person(self) -> Person:
        """Who asks."""
        return self.sign_up.person


@dataclass(frozen=True)
class List:
    """The requests for one shift that the reader may see, who asked first first, and how many others."""

    lines: Sequence[Line]
    unnamed: int = 0
    # Nobody can be confirmed any more.
    full: bool = False

    @property
    def needs_reason(self) -> bool:
        """Whether somebody can only be confirmed with a reason."""
        return any(line.all_the_same for line in self.lines)


def requests(shift: Shift) -> QuerySet[SignUp]:
    """Those who wait for an answer, who asked first first."""
    found = SignUp.objects.filter(shift=shift, state=SignUp.State.REQUESTED)
    return found.select_related("person", "shift").order_by("pk")


def chosen(shift: Shift, uuids: Collection[UUID], *, reader: reach.Reaching) -> list[SignUp]:
    """Requests for this shift, also such as were answered a moment ago, of people whom the reader may see."""
    found = SignUp.objects.filter(shift=shift, uuid__in=list(uuids)).select_related("person", "shift")
    return list(reach.of_people(reader, found).order_by("pk"))


def listed(shift: Shift, *, reader: reach.Reaching) -> List:
    """What waits for an answer. In a number of queries that does not depend on how many ask."""
    everybody = requests(shift)
    found = list(reach.of_people(reader, everybody))
    unnamed = 0 if reader.reach.whole else everybody.count() - len(found)
    if not found or conditions.has_started(shift):
        return List((), unnamed)
    people = [each.person for each in found]
    standings = eligibility.standings_of(people, shifts=[shift])
    came, of_late = _done(people)
    lines = [
        _line(
            each,
            shift,
            standings[each.person_id],
            came=came[each.person_id],
            of_late=of_late[each.person_id],
        )
        for each in found
    ]
    learn = shift.training_taken < shift.training_places
    return List(lines, unnamed, full=conditions.is_full(shift) and not learn)


def _done(people: Sequence[Person]) -> tuple[Counter[int], Counter[int]]:
    """How many shifts these people have had, and how many of late or ahead, by their keys."""
    since = clock.now() - OF_LATE
    rows = SignUp.objects.filter(person__in=people, state__in=SignUp.ACTIVE).values_list(
        "person", "starts_at"
    )
    came: Counter[int] = Counter()
    of_late: Counter[int] = Counter()
    for person, starts_at in rows:
        came[person] += 1
        of_late[person] += starts_at >= since
    return came, of_late


def _line(sign_up: SignUp, shift: Shift, standing: Standing, *, came: int, of_late: int) -> Line:
    reasons = eligibility.reasons(shift, standing, checks=requesting.checks_of(sign_up=sign_up))
    remarks = eligibility.reasons(shift, standing, checks=[eligibility.holds_the_role])
    remarks += eligibility.remarks(shift, standing)
    # That all places are taken is said once, of the shift.
    own = [each for each in reasons if not isinstance(each, ShiftFull | NoTrainingPlace)]
    count = ngettext(
        "%(count)s shift in the last 30 days or ahead.",
        "%(count)s shifts in the last 30 days or ahead.",
        of_late,
    )
    asked_at = _("Asked %(at)s.") % {"at": formats.when(sign_up.created_at)}
    learns = [_("Would come to learn.")] if sign_up.in_training else []
    return Line(
        sign_up=sign_up,
        sub=" ".join([asked_at, *learns, count % {"count": of_late}]),
        good=_good(shift, standing),
        bad=[of_somebody(each) for each in (*own, *remarks)],
        is_first=not came,
        may=not reasons,
        all_the_same=bool(reasons) and all(each.weight == Weight.HARD for each in reasons),
    )


def _good(shift: Shift, standing: Standing) -> list[str]:
    def passes(check: eligibility.Check) -> bool:
        return not eligibility.reasons(shift, standing, checks=[check])

    seats = standing.seats.get(shift.pk)
    has = [seats.names[kind] for kind in standing.kinds(shift) if kind in seats.names] if seats else []
    return [
        *([_("Does the role.")] if passes(eligibility.holds_the_role) else []),
        *(
            [_("Has what the role asks for.")]
            if standing.asked and passes(eligibility.meets_requirements)
            else []
        ),
        *([_("Has: %(what)s.") % {"what": ", ".join(sorted(has))}] if has else []),
        *(
            [_("Likes to come at that time.")]
            if standing.facts.likes and passes(eligibility.is_at_a_liked_time)
            else []
        ),
    ]
