"""A coordinator's first page: what the queue asks the database, and how it grows with the people."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import User
from infra.bench.data_people import COORDINATOR, PEOPLE
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from tenants.models import Association

PATH = "/coordinate/"


@row("today")
def today(scene: Scene) -> Iterator[Finding]:
    """Statements, time, and growth from 500 to 5 000 people of whom every tenth needs something."""
    scene.data("known")
    small, big = (Association.objects.get(slug=slug) for slug in PEOPLE)
    coordinator = User.objects.get(email=COORDINATOR)
    few, many = (browser(coordinator, at) for at in (small, big))
    shape = "5 000 people, 600 of whom need something, and 40 shifts"
    if "rn-queue__head" not in page(many, PATH):
        raise WrongAnswer("Nothing waits in the queue.")
    page(few, PATH)
    with listening() as heard:
        page(many, PATH)
    yield count_at_most(15, len(heard.all), what="statements, Today", unit="queries", data=shape)
    yield at_most(
        1.3,
        ratio(take(lambda: page(many, PATH), lambda: page(few, PATH), repeats=60)),
        what="time of Today with ten times the people",
        unit="×",
        baseline="the same page over 500 people",
        data=shape,
    )
    with with_empty_page("association") as empty:
        yield at_most(
            4,
            ratio(take(lambda: page(many, PATH), lambda: page(many, empty), repeats=60)),
            what="time of Today",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=shape,
        )
