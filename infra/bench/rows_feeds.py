"""What a calendar program reads: an address with 200 shifts, read anew and asked for once more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.test import Client, override_settings

from accounts.models import User
from infra.bench.data_feeds import OWN
from infra.bench.data_people import COORDINATOR, PEOPLE
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from scheduling.feeds import services
from tenants import addresses
from tenants.context import entered
from tenants.models import Association

OFTEN = {"feed": (1_000_000, 60), "one_feed": (1_000_000, 60)}


@row("feed")
def feed(scene: Scene) -> Iterator[Finding]:
    """Statements, time, and growth from 2 000 to 20 000 shifts; and the answer that nothing has changed."""
    scene.data("feeds")
    scene.data("known")
    small, big = (Association.objects.get(slug=slug) for slug in PEOPLE)
    owner = User.objects.get(email=COORDINATOR)
    shape = f"{OWN} own shifts of 20 000"
    with override_settings(RATE_LIMITS={**settings.RATE_LIMITS, **OFTEN}):
        (few, few_path), (many, many_path) = (_address(owner, at) for at in (small, big))
        page(few, few_path)
        if page(many, many_path).count("BEGIN:VEVENT") != OWN:
            raise WrongAnswer(f"The calendar does not tell {OWN} shifts.")
        with listening() as heard:
            page(many, many_path)
        yield count_at_most(15, len(heard.all), what="statements, calendar", unit="queries", data=shape)
        known = {"If-None-Match": many.get(many_path).headers["ETag"]}
        with listening() as heard:
            _unchanged(many, many_path, known)
        yield count_at_most(
            1, len(heard.inside_associations), what="statements inside, 304", unit="queries", data=shape
        )
        yield at_most(
            1.3,
            ratio(take(lambda: page(many, many_path), lambda: page(few, few_path), repeats=60)),
            what="time of a calendar with ten times the shifts around it",
            unit="×",
            baseline="the same calendar among 2 000 shifts",
            data=shape,
        )
        with with_empty_page("association") as empty:
            signed_in = browser(owner, big)
            yield at_most(
                6,
                ratio(take(lambda: page(many, many_path), lambda: page(signed_in, empty), repeats=60)),
                what="time of a calendar",
                unit="empty pages",
                baseline="a signed-in page with nothing on it",
                data=shape,
            )


def _address(owner: User, at: Association) -> tuple[Client, str]:
    """A program without a session, and what it asks for."""
    with entered(at):
        made = services.make(user_uuid=owner.uuid, language="fi", alarm_minutes=120)
    return Client(headers={"host": addresses.host_of(at)}), made.address[made.address.index("/calendar/") :]


def _unchanged(client: Client, path: str, known: dict[str, Any]) -> None:
    if client.get(path, headers=known).status_code != 304:
        raise WrongAnswer("Nothing had changed, and the calendar was sent anew.")
