"""The associations of an umbrella as its administrator sees them: where each stands, never what is inside."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from tenants import clock, setup
from tenants.addresses import absolute_url
from tenants.models import Access, Affiliation, Association, Provisioning, Umbrella

State = Association.State
TONES = {
    State.ACTIVE: ("good", "check"),
    State.PROVISIONING: ("wait", "wait"),
    State.PROVISIONING_FAILED: ("urgent", "alert"),
    State.SUSPENDED: ("wait", "pause"),
    State.APPROVED: ("line", "plus"),
    State.ARCHIVED: ("neutral", "lock"),
}


@dataclass(frozen=True)
class Member:
    """An association that is affiliated now."""

    association: Association
    district: str
    # Without a break, through moves from one district to another.
    since: dt.date

    @property
    def tone(self) -> str:
        """How its state is drawn."""
        return TONES.get(State(self.association.state), ("neutral", "info"))[0]

    @property
    def icon(self) -> str:
        """The sign of its state."""
        return TONES.get(State(self.association.state), ("neutral", "info"))[1]

    @property
    def may_be_set_up(self) -> bool:
        """Whether its tables can be asked for."""
        return self.association.state in {State.APPROVED, State.PROVISIONING_FAILED}

    @property
    def url(self) -> str:
        """Its own address, once there is something."""
        return absolute_url(self.association) if self.association.is_open else ""


@dataclass(frozen=True)
class StepLine:
    """A step of setting up as the page shows it."""

    label: str
    state: str
    at: dt.datetime | None
    seconds: float | None


@dataclass(frozen=True)
class Progress:
    """How far setting up is."""

    steps: list[StepLine]
    failure: str
    is_over: bool
    waits: bool

    @property
    def percent(self) -> int:
        """Of the steps, how many are done."""
        return 100 * sum(step.state == "done" for step in self.steps) // len(self.steps)

    @property
    def text(self) -> str:
        """The same in words."""
        done = sum(step.state == "done" for step in self.steps)
        return _("%(done)s of %(all)s steps done") % {"done": done, "all": len(self.steps)}


def members(umbrella: Umbrella) -> QuerySet[Affiliation]:
    """Who is affiliated today, by name."""
    day = clock.today(umbrella)
    return (
        Affiliation.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), umbrella=umbrella)
        .filter(from_on__lte=day)
        .exclude(association__state=State.DELETED)
        .select_related("association", "district")
        .prefetch_related("association__affiliations")
        .order_by("association__name_fi", "pk")
    )


def as_member(affiliation: Affiliation) -> Member:
    """One of them."""
    return Member(
        association=affiliation.association,
        district=affiliation.district.name if affiliation.district else "",
        since=_since(affiliation),
    )


def _since(affiliation: Affiliation) -> dt.date:
    """Since when it belongs to the umbrella without a break, in whatever district."""
    since = affiliation.from_on
    stays = [
        one
        for one in affiliation.association.affiliations.all()
        if one.umbrella_id == affiliation.umbrella_id
    ]
    for one in sorted(stays, key=lambda stay: stay.from_on, reverse=True):
        if one.from_on < since and one.to_on is not None and one.to_on >= since - dt.timedelta(days=1):
            since = one.from_on
    return since


def deleted(umbrella: Umbrella) -> QuerySet[Affiliation]:
    """Who belonged to it and was deleted, by name; each once."""
    return (
        Affiliation.objects.filter(umbrella=umbrella, association__state=State.DELETED)
        .select_related("association", "district")
        .prefetch_related("association__affiliations")
        .order_by("association__name_fi", "association_id", "-from_on")
        .distinct("association__name_fi", "association_id")
    )


def left_behind(umbrella: Umbrella) -> QuerySet[Affiliation]:
    """Who is archived and belongs to nobody any more, but last to this one: nobody else can bring it back."""
    later = Affiliation.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=OuterRef("to_on")), association=OuterRef("association")
    ).exclude(pk=OuterRef("pk"))
    return (
        Affiliation.objects.filter(
            ~Exists(later),
            umbrella=umbrella,
            to_on__lt=clock.today(umbrella),
            association__state=State.ARCHIVED,
        )
        .select_related("association", "district")
        .prefetch_related("association__affiliations")
        .order_by("association__name_fi", "pk")
    )


def member(umbrella: Umbrella, slug: str) -> Member | None:
    """The association with an address that is affiliated now, or was until it left service; else None."""
    for known in (members(umbrella), left_behind(umbrella), deleted(umbrella)):
        found = known.filter(association__slug=slug).first()
        if found is not None:
            return as_member(found)
    return None


def is_known(umbrella: Umbrella, slug: str) -> bool:
    """Whether `member` finds one."""
    known = (members(umbrella), left_behind(umbrella), deleted(umbrella))
    return any(found.filter(association__slug=slug).order_by().exists() for found in known[:2]) or (
        known[2].filter(association__slug=slug).exists()
    )


def progress(association: Association) -> Progress | None:
    """How far its setting up is, if somebody asked for it."""
    wanted = Provisioning.objects.filter(association=association).first()
    return progress_of(wanted) if wanted else None


def progress_of(wanted: Provisioning) -> Progress:
    """The same of one that is known."""
    steps = [(step.code, str(step.label)) for step in setup.STEPS]
    lines = lines_of(steps, done=wanted.done, now=wanted.step, failed=bool(wanted.failure))
    return Progress(
        steps=lines,
        failure=str(setup.FAILURES.get(wanted.failure, setup.FAILURES["error"])) if wanted.failure else "",
        is_over=wanted.is_over,
        waits=not wanted.is_over and wanted.leased_until is None,
    )


def lines_of(
    steps: Sequence[tuple[str, str]], *, done: Sequence[Mapping[str, Any]], now: str, failed: bool
) -> list[StepLine]:
    """Each step (code and words) with its state: done, at work, failed, or to come."""
    known = {entry["step"]: entry for entry in done}
    lines = []
    for code, label in steps:
        entry = known.get(code)
        state = "done" if entry else "now" if now == code else "next"
        if state == "now" and failed:
            state = "failed"
        lines.append(
            StepLine(
                label=label,
                state=state,
                at=dt.datetime.fromisoformat(entry["at"]) if entry else None,
                seconds=entry["seconds"] if entry else None,
            )
        )
    return lines


def lacks_a_coordinator(association: Association) -> bool:
    """Whether nobody can coordinate there yet; looks at the shared side only."""
    return not Access.objects.filter(
        association=association, role__in=[Access.Role.COORDINATOR, Access.Role.OWNER], ends_at__isnull=True
    ).exists()
