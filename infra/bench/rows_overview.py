"""The federation's overview: read from published tables, so it does not grow with the hours behind them."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import User
from infra.bench.data_federations import ANALYST
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from tenants.models import Umbrella
from umbrella import selectors

# The page has a row for each association, and the large profile has more of them.
EMPTY_PAGES = {"default": 6, "large": 10}


@row("overview")
def overview(scene: Scene) -> Iterator[Finding]:
    """What the overview asks the database, and its time with ten times the hours behind it."""
    year = scene.data("published")["year"]
    rows = scene.data("hours")["rows"]
    associations = scene.data("federations")["associations"]
    small, big = (Umbrella.objects.get(slug=slug) for slug in ("pieni", "suuri"))
    for umbrella in (small, big):
        _require_all_published(umbrella, year, minutes=rows[umbrella.slug] * 60)
    analyst = User.objects.get(email=ANALYST)
    few, many = browser(analyst, small), browser(analyst, big)
    path = f"/?year={year}"
    page(many, path)

    with listening() as heard:
        page(many, path)
    shape = f"{associations} associations, {_spaced(rows[big.slug])} hours entries"
    yield count_at_most(
        0,
        len(heard.inside_associations),
        what="statements inside an association's schema, a page",
        unit="queries",
        data=shape,
    )
    yield count_at_most(15, len(heard.all), what="statements, a page", unit="queries", data=shape)
    yield at_most(
        1.1,
        ratio(take(lambda: page(many, path), lambda: page(few, path), repeats=200)),
        what="time with ten times the hours entries",
        unit="×",
        baseline=f"the same page over {_spaced(rows[small.slug])} entries",
        data=shape,
    )
    with with_empty_page() as empty:
        yield at_most(
            EMPTY_PAGES[scene.profile],
            ratio(take(lambda: page(many, path), lambda: page(many, empty), repeats=100)),
            what="time of the page",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=shape,
        )


def _require_all_published(umbrella: Umbrella, year: int, *, minutes: int) -> None:
    published = selectors.overview(umbrella, year).total.minutes
    if published != minutes:
        raise WrongAnswer(f"{umbrella.slug} shows {published} minutes, recorded were {minutes}.")


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")
