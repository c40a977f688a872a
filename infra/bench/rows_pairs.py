"""Support pairs: their list, one of them, and who is suggested; and how they grow with the pairs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from accounts.models import User
from infra.bench.data_pairs import PAIRS
from infra.bench.data_people import COORDINATOR
from infra.bench.measure import ratio, take
from infra.bench.pages import browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from tenants.context import entered
from tenants.models import Association
from volunteers.pairs.models import Pair

LIST = "/coordinate/pairs/"
SHAPE = "1 000 pairs with 30 000 meetings"
UNITS = {"pairs list": 4, "pair page": 4, "matching suggestions": 8}


def _paths(association: Association) -> dict[str, str]:
    with entered(association):
        active = Pair.objects.filter(state="active").order_by("pk")[0]
        waits = Pair.objects.get(state="waiting")
    return {
        "pairs list": LIST,
        "pair page": f"{LIST}{active.uuid}/",
        "matching suggestions": f"{LIST}{waits.uuid}/suggestions/",
    }


@row("pairs")
def pairs(scene: Scene) -> Iterator[Finding]:
    """Statements, time, and growth from 100 pairs to 1 000."""
    scene.data("pairs-known")
    small, big = (Association.objects.get(slug=slug) for slug in PAIRS)
    coordinator = User.objects.get(email=COORDINATOR)
    few, many = (browser(coordinator, at) for at in (small, big))
    paths_few, paths_many = _paths(small), _paths(big)
    for what, path in paths_many.items():
        little = paths_few[what]
        page(many, path)
        page(few, little)
        with listening() as heard:
            page(many, path)
        yield count_at_most(15, len(heard.all), what=f"statements, {what}", unit="queries", data=SHAPE)
        growth = ratio(take(partial(page, many, path), partial(page, few, little), repeats=40))
        yield at_most(
            1.3,
            growth,
            what=f"time of {what} with ten times the pairs",
            unit="×",
            baseline="the same page over 100 pairs",
            data=SHAPE,
        )
        with with_empty_page("association") as empty:
            times = take(partial(page, many, path), partial(page, many, empty), repeats=40)
        yield at_most(
            UNITS[what],
            ratio(times),
            what=f"time of {what}",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=SHAPE,
        )
