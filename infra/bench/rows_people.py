"""The list of people in an association of thousands, and finding one of them by a mistyped name."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from accounts.models import User
from accounts.reach import EVERYBODY
from infra.bench.data_people import COORDINATOR, PEOPLE
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from volunteers.register import roster, search
from volunteers.register.roster import Wanted

PATH = "/coordinate/people/"
TYPO = "Virtalianen"


@row("people")
def people(scene: Scene) -> Iterator[Finding]:
    """What the list asks the database, its time, and how that grows; then a search with a slip in it."""
    scene.data("people")
    small, big = (Association.objects.get(slug=slug) for slug in PEOPLE)
    coordinator = User.objects.get(email=COORDINATOR)
    few, many = (browser(coordinator, at) for at in (small, big))
    shape = "5 000 people"
    page(few, PATH)
    if "5000" not in page(many, PATH).replace("\u00a0", ""):
        raise WrongAnswer("The list does not hold 5 000 people.")
    with listening() as heard:
        page(many, PATH)
    yield count_at_most(15, len(heard.all), what="statements, the list", unit="queries", data=shape)
    yield at_most(
        1.3,
        ratio(take(lambda: page(many, PATH), lambda: page(few, PATH), repeats=60)),
        what="time of the list with ten times the people",
        unit="×",
        baseline="the same page over 500 people",
        data=shape,
    )
    with with_empty_page("association") as empty:
        unit = take(lambda: page(many, PATH), lambda: page(many, empty), repeats=60)
        yield at_most(
            4,
            ratio(unit),
            what="time of the list",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=shape,
        )
        yield at_most(
            1,
            ratio(take(lambda: _search(big), lambda: page(many, empty), repeats=60)),
            what="a search with a typo, in the database",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=shape,
        )


def _search(association: Association) -> None:
    """The statements of a search: how many there are, and the first fifty."""
    with entered(association), search.with_likeness(TYPO):
        found = roster.people(Wanted(text=TYPO), on=clock.today(association), reader=EVERYBODY)
        if not found.count() or not list(found[:50]):
            raise WrongAnswer(f"Nobody is found by {TYPO!r}.")
        if connection.queries_logged:
            raise WrongAnswer("Statements are being kept: times would be wrong.")
