"""Training and supervision: the page of a course, whose supervision is late, and whose falls due."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import User
from infra.bench.data_learning import COURSE
from infra.bench.data_people import COORDINATOR, PEOPLE
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from volunteers.supervision import duties
from volunteers.training.models import Course

SHAPE = "5 000 people, 200 runs, 40 000 qualifications, 20 000 attendances"
LATE, AHEAD = "/coordinate/supervision/duty/", "/coordinate/supervision/duty/?show=ahead"


@row("course_page")
def course_page(scene: Scene) -> Iterator[Finding]:
    """The page of a course that was held two hundred times."""
    scene.data("learning")
    addresses = []
    for slug in PEOPLE:
        with entered(Association.objects.get(slug=slug)):
            addresses.append(f"/coordinate/courses/{Course.objects.get(name_fi=COURSE).uuid}/")
    yield from _measured(addresses, "the page of a course", COURSE)


@row("supervision_late")
def supervision_late(scene: Scene) -> Iterator[Finding]:
    """The list of those whose supervision is late; and how all stand, in one statement."""
    scene.data("learning")
    yield from _measured([LATE, LATE], "the list of late supervision", "rn-table")
    association = Association.objects.get(slug=list(PEOPLE)[1])
    with entered(association), listening() as heard:
        found = len(list(duties.standings(today=clock.today(association))))
    if not found:
        raise WrongAnswer("Nobody is asked for supervision.")
    yield count_at_most(
        1, len(heard.all), what="statements, how the duty of all stands", unit="queries", data=SHAPE
    )


@row("supervision_ahead")
def supervision_ahead(scene: Scene) -> Iterator[Finding]:
    """The list of those whose supervision falls due within thirty days."""
    scene.data("learning")
    yield from _measured([AHEAD, AHEAD], "supervision of the next 30 days", "rn-table")


def _measured(addresses: list[str], what: str, says: str) -> Iterator[Finding]:
    """Statements, time, and growth from a tenth, of a page at both associations."""
    small, big = (Association.objects.get(slug=slug) for slug in PEOPLE)
    coordinator = User.objects.get(email=COORDINATOR)
    few, many = (browser(coordinator, at) for at in (small, big))
    here, there = addresses
    if says not in page(many, there):
        raise WrongAnswer(f"{what} does not show what it is about.")
    page(few, here)
    with listening() as heard:
        page(many, there)
    yield count_at_most(15, len(heard.all), what=f"statements, {what}", unit="queries", data=SHAPE)
    yield at_most(
        1.3,
        ratio(take(lambda: page(many, there), lambda: page(few, here), repeats=60)),
        what=f"time, {what}, with ten times as much",
        unit="×",
        baseline="the same page over a tenth",
        data=SHAPE,
    )
    with with_empty_page("association") as empty:
        yield at_most(
            4,
            ratio(take(lambda: page(many, there), lambda: page(many, empty), repeats=60)),
            what=f"time, {what}",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=SHAPE,
        )
