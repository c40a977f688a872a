"""How somebody wants to be told: read at sending and at planning, chosen on the page of messages.

    preferences.of(person.uuid).leads
    preferences.choose(person_uuid=person.uuid, ways={"shift.reminder": Way.SMS}, leads=[24])

Who has chosen nothing has no row and gets what the models' defaults say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from uuid import UUID

from django.db import transaction

from notifications import kinds, people, services
from notifications.errors import (
    AlwaysSent,
    KindUnknown,
    LeadsWrong,
    QuietTooLong,
    WayNotOffered,
    WeekdayWrong,
)
from notifications.kinds import Kind
from notifications.models import Choice, Preferences
from notifications.models.people import DIGEST_AT, LEADS, QUIET_FROM, QUIET_TO
from notifications.ways import Audience, Way

MOST_LEADS = 4
LONGEST_LEAD = 14 * 24  # hours
LEAST_AWAKE = 4  # hours of the day in which something may come


@dataclass(frozen=True)
class Chosen:
    """What one person has chosen, or what holds for who has chosen nothing.

    `ways` has only the kinds for which they chose. `leads` are hours before a shift, the longest first.
    """

    quiet_from: time = QUIET_FROM
    quiet_to: time = QUIET_TO
    urgent_at_night: bool = False
    digest_at: time = DIGEST_AT
    digest_weekday: int | None = None
    leads: tuple[int, ...] = LEADS
    ways: Mapping[str, Way] = field(default_factory=dict)

    def way(self, kind: Kind) -> Way:
        """By which way they want a kind: as chosen where that is (still) possible, else its first way."""
        chosen = self.ways.get(kind.name)
        return chosen if chosen in kind.choices() else kind.ways[0]


NOBODYS = Chosen()


def of(person_uuid: UUID) -> Chosen:
    """What a person has chosen."""
    chosen = Choice.objects.filter(person_uuid=person_uuid).values_list("kind", "way")
    return _chosen(person_uuid, {kind: Way(way) for kind, way in chosen})


def times_of(person_uuid: UUID) -> Chosen:
    """The times that a person has chosen, without the ways."""
    return _chosen(person_uuid, {})


def _chosen(person_uuid: UUID, ways: Mapping[str, Way]) -> Chosen:
    row = Preferences.objects.filter(person_uuid=person_uuid).first()
    if row is None:
        return Chosen(ways=ways) if ways else NOBODYS
    return Chosen(
        quiet_from=row.quiet_from,
        quiet_to=row.quiet_to,
        urgent_at_night=row.urgent_at_night,
        digest_at=row.digest_at,
        digest_weekday=row.digest_weekday,
        leads=LEADS if row.leads is None else tuple(sorted(row.leads, reverse=True)),
        ways=ways,
    )


def listed(audiences: Iterable[Audience]) -> list[Kind]:
    """The kinds that people of these audiences get, in the order of their groups and labels.

    What is always sent is among them; what nobody sees in an inbox (digests) is not.
    """
    wanted = set(audiences) - {Audience.OUTSIDE}
    order = list(kinds.Group)
    found = [kind for kind in kinds.listed().values() if kind.audience in wanted and kind.in_inbox]
    return sorted(found, key=lambda kind: (order.index(kind.group), str(kind.label)))


@dataclass(frozen=True)
class Times:
    """The times that a person chooses on the page, all at once."""

    quiet_from: time
    quiet_to: time
    urgent_at_night: bool
    digest_at: time
    digest_weekday: int | None
    leads: tuple[int, ...]


@transaction.atomic
def choose(
    *, person_uuid: UUID, ways: Mapping[str, str] | None = None, times: Times | None = None
) -> list[str]:
    """Choose ways for some kinds, and times. Part of larger verbs too (on behalf, with a line in the trail).

    Answers with the names of what has changed: kinds, and fields of the times. Waiting reminders are planned
    anew where their times changed. Raises KindUnknown, AlwaysSent, WayNotOffered, LeadsWrong, WeekdayWrong or
    QuietTooLong, and changes nothing then.
    """
    changed = _choose_ways(person_uuid, ways or {})
    if times is not None:
        changed += _choose_times(person_uuid, times)
    return changed


def _choose_ways(person_uuid: UUID, ways: Mapping[str, str]) -> list[str]:
    before = of(person_uuid)
    changed = []
    for name, wanted in ways.items():
        kind = _kind(name)
        if wanted not in Way.values or Way(wanted) not in kind.choices():
            raise WayNotOffered(kind=kind.label) if kind.is_chosen else AlwaysSent(kind=kind.label)
        if before.way(kind) == wanted:
            continue
        Choice.objects.update_or_create(person_uuid=person_uuid, kind=name, defaults={"way": wanted})
        changed.append(name)
    return changed


def _kind(name: str) -> Kind:
    try:
        kind = kinds.get(name)
    except kinds.UnknownKind:
        raise KindUnknown from None
    if kind.audience == Audience.OUTSIDE:
        raise KindUnknown
    return kind


def _choose_times(person_uuid: UUID, times: Times) -> list[str]:
    leads = sorted(set(times.leads), reverse=True)
    if len(leads) > MOST_LEADS or any(not 1 <= lead <= LONGEST_LEAD for lead in leads):
        raise LeadsWrong(most=MOST_LEADS, longest=LONGEST_LEAD)
    if times.digest_weekday is not None and not 0 <= times.digest_weekday <= 6:
        raise WeekdayWrong
    if _awake_minutes(times.quiet_from, times.quiet_to) < LEAST_AWAKE * 60:
        raise QuietTooLong(hours=LEAST_AWAKE)
    row, _made = Preferences.objects.select_for_update().get_or_create(person_uuid=person_uuid)
    wanted = {
        "quiet_from": times.quiet_from,
        "quiet_to": times.quiet_to,
        "urgent_at_night": times.urgent_at_night,
        "digest_at": times.digest_at,
        "digest_weekday": times.digest_weekday,
        "leads": leads,
    }
    now = {name: getattr(row, name) for name in wanted} | {"leads": list(LEADS)}
    if row.leads is not None:
        now["leads"] = row.leads
    changed = [name for name, value in wanted.items() if now[name] != value]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        row.save(update_fields=changed)
    if {"quiet_from", "quiet_to", "urgent_at_night"} & set(changed):
        services.look_again(person_uuid=person_uuid)
    if {"quiet_from", "quiet_to", "leads"} & set(changed):
        people.times_changed(person_uuid)
    return changed


def _awake_minutes(quiet_from: time, quiet_to: time) -> int:
    start, end = (at.hour * 60 + at.minute for at in (quiet_from, quiet_to))
    return 24 * 60 if start == end else (start - end) % (24 * 60)
