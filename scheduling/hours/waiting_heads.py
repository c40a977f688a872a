"""Heads without names that leaders wrote down and that count nowhere yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext

from scheduling.hours import selectors
from scheduling.hours.models import HoursTally
from scheduling.hours.selectors import EVERYTHING, Narrowed
from scheduling.hours.untold import Source
from volunteers.register import reach
from volunteers.register.models import Trail
from web import formats

State = HoursTally.State
SUBMITTED = "heads.submitted"


def waiting(*, reader: reach.Reaching, of: Narrowed = EVERYTHING) -> QuerySet[HoursTally]:
    """What waits for this coordinator and can still be approved, the oldest first, with roles."""
    rows = HoursTally.objects.filter(~selectors.its_month_is_closed(), state=State.SUBMITTED)
    if of.role is not None:
        rows = rows.filter(role=of.role)
    if of.month is not None:
        rows = rows.filter(first_month=of.month)
    return reach.of_roles(reader, rows).select_related("role").order_by("starts_at", "pk")


def by_uuid(uuids: Collection[UUID], *, reader: reach.Reaching) -> QuerySet[HoursTally]:
    """Of these heads those within reach, in whatever state, with roles."""
    rows = HoursTally.objects.filter(uuid__in=uuids)
    return reach.of_roles(reader, rows).select_related("role").order_by("pk")


def of_leader(*, leads: reach.Reaching) -> QuerySet[HoursTally]:
    """What leaders of these roles wrote down and may take away: it waits or came back. The latest first."""
    rows = HoursTally.objects.filter(
        ~selectors.its_month_is_closed(), state__in=(State.SUBMITTED, State.RETURNED)
    )
    return reach.of_roles(leads, rows).select_related("role").order_by("-starts_at", "-pk")


@dataclass(frozen=True)
class Line:
    """Heads with what is shown of them; `people` are all whose minutes they are, `by` is who wrote it."""

    tally: HoursTally
    ends_at: datetime
    people: int
    by: str


def lines(tallies: Sequence[HoursTally]) -> list[Line]:
    """These heads, to be shown, with who wrote them down."""
    writers = _writers([tally.uuid for tally in tallies]) if tallies else {}
    found = []
    for tally in tallies:
        people = tally.heads + tally.heads_before
        ends_at = tally.starts_at + timedelta(minutes=tally.minutes // max(people, 1))
        found.append(Line(tally, ends_at, people, writers.get(tally.uuid, "")))
    return found


def _writers(uuids: Collection[UUID]) -> dict[UUID | None, str]:
    rows = Trail.objects.filter(subject_kind="hours", subject_uuid__in=uuids, verb=SUBMITTED)
    return dict(rows.order_by("at", "pk").values_list("subject_uuid", "actor_name"))


def writer(uuid: UUID) -> UUID | None:
    """The login of whoever wrote these heads down."""
    rows = Trail.objects.filter(subject_kind="hours", subject_uuid=uuid, verb=SUBMITTED)
    return rows.order_by("at", "pk").values_list("actor_user", flat=True).last()


def of_message(uuid: UUID | None) -> HoursTally | None:
    """The heads that a message is about, unless they are gone."""
    return HoursTally.objects.filter(uuid=uuid).first() if uuid else None


def _rows(reader: reach.Reaching, _at: datetime) -> QuerySet[HoursTally]:
    return waiting(reader=reader)


def _says(count: int) -> str:
    said = ngettext(
        "%(count)s entry of people without names waits for approval",
        "%(count)s entries of people without names wait for approval",
        count,
    )
    return said % {"count": formats.number(count)}


SOURCE = Source(
    code="hours.heads",
    label=gettext_lazy("People without names to approve"),
    rule="hours.approve",
    rows=_rows,
    says=_says,
    why=gettext_lazy("Only approved hours count."),
    action=gettext_lazy("Approve"),
    route="hours-approve",
    ends="all of them were approved, returned or taken away, or their month was closed",
    icon="people",
)
