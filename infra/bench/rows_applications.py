"""The board of applications in an association of thousands."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import User
from infra.bench.data_people import COORDINATOR, PEOPLE
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from tenants.models import Association

PATH = "/coordinate/applications/"


@row("applications")
def applications(scene: Scene) -> Iterator[Finding]:
    """What the board asks the database, its time, and how that grows."""
    scene.data("applications")
    small, big = (Association.objects.get(slug=slug) for slug in PEOPLE)
    coordinator = User.objects.get(email=COORDINATOR)
    few, many = (browser(coordinator, at) for at in (small, big))
    shape = "5 000 applications, 500 of them going on"
    page(few, PATH)
    if page(many, PATH).count("data-card") < 20:
        raise WrongAnswer("The board does not show the applications.")
    with listening() as heard:
        page(many, PATH)
    yield count_at_most(15, len(heard.all), what="statements, the board", unit="queries", data=shape)
    yield at_most(
        1.3,
        ratio(take(lambda: page(many, PATH), lambda: page(few, PATH), repeats=60)),
        what="time of the board with ten times the applications",
        unit="×",
        baseline="the same board of 500 applications",
        data=shape,
    )
    with with_empty_page("association") as empty:
        yield at_most(
            4,
            ratio(take(lambda: page(many, PATH), lambda: page(many, empty), repeats=60)),
            what="time of the board",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=shape,
        )
