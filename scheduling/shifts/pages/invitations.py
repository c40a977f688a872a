"""What the coordinator's pages say of invitations: who is invited, and who could be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _, ngettext

from scheduling.shifts import conditions
from scheduling.shifts.eligibility.standings import day_of
from scheduling.shifts.models import Invitation, Shift, SignUp
from scheduling.shifts.views.show import Chip
from tenants import clock
from volunteers.register import reach, search
from volunteers.register.models import Period, Person, RoleHolding, VolunteerRole
from web import formats

# As many names as one reads at a glance, beside the shift; and as many as one looks through for somebody.
GLANCE, SHOWN = 8, 20
_CLAIMS = (*SignUp.ACTIVE, *SignUp.HOPING)


# --- who is invited -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """Somebody who is invited, and what has come of it."""

    person: Person
    chip: Chip
    comes: bool


@dataclass(frozen=True)
class Invited:
    """Those who are invited and whom the reader may see: some lines of them, and the counts."""

    lines: Sequence[Line]
    total: int
    coming: int
    unnamed: int
    said: str

    @property
    def more(self) -> int:
        """How many names are left out."""
        return self.total - len(self.lines)


def listed(shift: Shift, *, reader: reach.Reaching, first: int = 0, last: int = GLANCE) -> Invited:
    """Who is invited, those of whom nothing was heard first."""
    everybody = Invitation.objects.filter(shift=shift)
    state = SignUp.objects.filter(shift=shift, person=OuterRef("person"), state__in=_CLAIMS)
    seen = reach.of_people(reader, everybody).annotate(claim=Subquery(state.values("state")[:1]))
    counts = seen.aggregate(total=Count("pk"), coming=Count("pk", filter=Q(claim__in=SignUp.ACTIVE)))
    rows = seen.select_related("person").order_by(F("claim").asc(nulls_first=True), "person__sort_key", "pk")[
        first:last
    ]
    return Invited(
        lines=[_line(each) for each in rows],
        total=counts["total"],
        coming=counts["coming"],
        unnamed=0 if reader.reach.whole else everybody.count() - counts["total"],
        said=said(shift),
    )


def _line(invitation: Any) -> Line:
    claim = invitation.claim
    if claim in SignUp.ACTIVE:
        return Line(invitation.person, Chip(_("Comes"), "check", "good"), comes=True)
    if claim:
        return Line(invitation.person, Chip(str(SignUp.State(claim).label), "wait", "wait"), comes=False)
    return Line(invitation.person, Chip(_("Has not signed up"), "clock", "line"), comes=False)


def said(shift: Shift) -> str:
    """From when everybody may sign up."""
    opens = conditions.for_all_from(shift)
    if opens is None:
        return _("Only those who are invited can sign up.")
    if opens <= clock.now():
        return _("Everybody can sign up since %(at)s.") % {"at": formats.when(opens)}
    return _("Everybody can sign up from %(at)s.") % {"at": formats.when(opens)}


# --- who could be ---------------------------------------------------------------------------------


def doers(shift: Shift, *, reader: reach.Reaching) -> QuerySet[Person]:
    """Active volunteers who do the role of the shift on its day, and whom the reader may see."""
    active = Period.objects.filter(person=OuterRef("pk"), state=Period.State.ACTIVE)
    does_it = _on_the_day(shift).filter(person=OuterRef("pk"), role=shift.role_id)
    return reach.people(reader).filter(Exists(active), Exists(does_it), is_blank=False)


def _on_the_day(shift: Shift) -> QuerySet[RoleHolding]:
    day = day_of(shift)
    return RoleHolding.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)


@dataclass(frozen=True)
class Group:
    """Those of the people of a shift who do a role, this one or another besides."""

    role: VolunteerRole
    count: int
    is_own: bool

    @property
    def label(self) -> str:
        """Who they are, and how many."""
        people = ngettext("%(count)s person", "%(count)s people", self.count) % {"count": self.count}
        if self.is_own:
            return _("All who do this role (%(people)s)") % {"people": people}
        return _("Those of them who also do “%(role)s” (%(people)s)") % {
            "role": self.role.name,
            "people": people,
        }


def groups(shift: Shift, *, reader: reach.Reaching) -> list[Group]:
    """The role of the shift, and those that some of its people do besides."""
    theirs = _on_the_day(shift).filter(person__in=doers(shift, reader=reader).order_by().values("pk"))
    counts = dict(theirs.order_by().values_list("role").annotate(Count("person", distinct=True)))
    roles = reach.roles(reader, VolunteerRole.objects.filter(pk__in=counts))
    found = [Group(role, counts[role.pk], is_own=role.pk == shift.role_id) for role in roles]
    return sorted(found, key=lambda group: (not group.is_own, group.role.name))


def of_group(shift: Shift, role: VolunteerRole, *, reader: reach.Reaching) -> QuerySet[Person]:
    """The people of one group."""
    does_it = _on_the_day(shift).filter(person=OuterRef("pk"), role=role)
    return doers(shift, reader=reader).filter(Exists(does_it))


@dataclass(frozen=True)
class Found:
    """People who could be invited, as many as one looks through."""

    people: Sequence[Person]
    more: bool


def find(shift: Shift, *, text: str, reader: reach.Reaching) -> Found:
    """Who is meant by a text and is not invited yet; without one, the first by name."""
    invited = Invitation.objects.filter(shift=shift, person=OuterRef("pk"))
    claims = SignUp.objects.filter(shift=shift, person=OuterRef("pk"), state__in=_CLAIMS)
    people = doers(shift, reader=reader).filter(~Exists(invited), ~Exists(claims))
    if search.words(text):
        with search.with_likeness(text):
            found = list(search.among(people, text)[: SHOWN + 1])
    else:
        found = list(people[: SHOWN + 1])
    return Found(found[:SHOWN], more=len(found) > SHOWN)
