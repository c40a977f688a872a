"""The whole story, association by association. The app's part."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from local.enacting import (
    asked,
    beside,
    cared,
    changing,
    former,
    happenings,
    history,
    hosted,
    joining,
    known,
    logins,
    paired,
    placed,
    premises,
    recruited,
    register,
    reported,
    rota,
    supervised,
    surveyed,
    times,
    trained,
    week,
)
from local.federation.associations import ASSOCIATION_BY_SLUG, REPORTING, Association as Told
from local.federation.catalogue import UMBRELLA
from local.federation.people import OPENING
from local.federation.story import Story, build
from tenants import clock, lifecycle
from tenants.context import entered
from tenants.models import Association, CatalogueRole, ClockOffset, Umbrella

Say = Callable[[str], None]


def is_over() -> bool:
    """Whether the story has been told to its end; setting the clock is its last act."""
    return ClockOffset.objects.exists()


def play(say: Say, *, only: Collection[str] = ()) -> None:
    """Have everybody, their hours and their shifts; then the clock stands at the first morning, and runs.

    Or those of `only` some associations.
    """
    story = build()
    umbrella = Umbrella.objects.get(slug=UMBRELLA.slug)
    logins.make(story.users, umbrella)
    joining.ask(umbrella)
    catalogue = {entry.code: entry for entry in umbrella.catalogue.all()}
    for slug in REPORTING:
        if only and slug not in only:
            continue
        _play_one(story, ASSOCIATION_BY_SLUG[slug], catalogue)
        say(
            f"  {ASSOCIATION_BY_SLUG[slug].name}: {len(story.hours[slug])} entries of hours, "
            f"{len(story.shifts[slug])} shifts"
        )
    played = [slug for slug in REPORTING if not only or slug in only]
    recruited.send_on(played, lambda slug: logins.coordinator_of(story.users, slug))
    say(f"  The last week's messages: {week.post(played)} have arrived")
    clock.move_to(times.START)


def _play_one(story: Story, told: Told, catalogue: dict[str, CatalogueRole]) -> None:
    association = Association.objects.get(slug=told.slug)
    by = logins.coordinator_of(story.users, told.slug)
    with entered(association):
        cast = register.fill(told, story.people[told.slug], catalogue, by)
        happenings.tell(told, cast, by, hours=story.hours[told.slug], seed=story.seed)
        premises.tell(told, cast, by, seed=story.seed)
        history.record(story.hours[told.slug], cast, by, until=_until(told))
        happenings.go_on(told, by, seed=story.seed)
        premises.go_on(told, by, seed=story.seed)
        placed.tell(told, by)
        rota.repeat(story.series[told.slug], cast, by)
        rota.play(story.shifts[told.slug], cast, by, story.seed)
        rota.settle_messages()
        logins.lend(told, cast.roles)
        known.tell(told, cast, by, story.seed)
        trained.tell(told, cast, by, story.seed)
        hosted.tell(told, cast, by)
        changing.tell(told, cast, by)
        asked.tell(told, by, story.seed)
        recruited.tell(told, cast.roles, by)
        beside.set_sending(told, by)
        beside.tell(told, cast, by)
        former.tell(told, by)
        cared.tell(told, cast, by, story.seed)
        supervised.tell(told, cast, by)
        paired.tell(told, cast, by)
        surveyed.tell(told, by)
        reported.tell(told, by)
        rota.settle_messages()
        week.settle_ways()
    if told.suspended_on and association.state == Association.State.ACTIVE:
        with times.at(told.suspended_on, 12):
            lifecycle.move(association, to=Association.State.SUSPENDED)


def _until(told: Told) -> datetime:
    """When the hours of the open January are recorded: before last night, or when the association stops."""
    if told.suspended_on:
        return times.instant(told.suspended_on, 8)
    return times.instant(OPENING, 3)
