"""Applications of years: the second association has ten times as many, and as many more people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from infra.bench.data_people import PEOPLE
from infra.bench.scene import Facts, data_set
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from volunteers.recruiting.models import Application, ApplicationRole
from volunteers.register.models import VolunteerRole

State = Application.State
GOING_ON = (State.SUBMITTED, State.IN_REVIEW, State.INTERVIEW_BOOKED, State.WAITLISTED)
SETTLED = (State.ACCEPTED, State.REJECTED, State.WITHDRAWN, State.REDIRECTED)


@data_set("applications", process="app", after="people")
def applications(profile: str) -> Facts:
    """As many applications as people, each tenth of them still going on, and ten roles that are open."""
    for slug, number in PEOPLE.items():
        with entered(Association.objects.get(slug=slug)):
            VolunteerRole.objects.update(is_open=True)
            _fill(number)
    return {"applications": PEOPLE}


def _fill(number: int) -> None:
    roles = list(VolunteerRole.objects.order_by("pk")[:10])
    made = Application.objects.bulk_create(_applications(number, clock.now()), batch_size=1000)
    ApplicationRole.objects.bulk_create(
        (
            ApplicationRole(application=each, role=roles[place % len(roles)], is_first=True)
            for place, each in enumerate(made)
        ),
        batch_size=1000,
    )


def _applications(number: int, now: datetime) -> Iterator[Application]:
    for each in range(number):
        is_going_on = each % 10 == 0
        states = GOING_ON if is_going_on else SETTLED
        # Those that are settled lie back up to three years.
        at = now - timedelta(days=each // 10 % 20 if is_going_on else 20 + each % 1000, minutes=each % 600)
        state = states[each // 10 % 4]
        has_reply = state != State.SUBMITTED
        yield Application(
            token_hash=f"{each:064}",
            state=state,
            given_name="Aino",
            family_name=f"Hakija{each}",
            email=f"applicant{each}@example.org",
            created_at=at,
            consented_at=at,
            submitted_at=at,
            first_replied_at=at + timedelta(days=2) if has_reply else None,
            settled_at=None if is_going_on else at + timedelta(days=9),
        )
