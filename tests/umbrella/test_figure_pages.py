"""Months, years, districts, corrections and targets: what pages show of what is published, and to whom."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.models import Access, Umbrella
from tests.umbrella.federation import Federation, utc
from umbrella import front, selectors
from umbrella.metrics import BY_CODE, METRICS, TOTALS, WITH_TARGET
from umbrella.models import Target
from umbrella.yearly import selectors as yearly
from umbrella.yearly.selectors import Total

Browse = Callable[..., Client]


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
def test_districts_page_has_its_own_associations_and_no_hidden_number(
    published: Federation, browse: Browse
) -> None:
    client = browse(published.analyst, published.umbrella)
    north, south = (page(client, f"/districts/{code}/?year=2024") for code in ("north", "south"))
    assert ("Koski" in north, "Koski" in south) == (True, False)
    assert "11 h" in south.replace("\xa0", " ")  # 7 × 95 minutes
    assert [secret for secret in (">41 h", ">27 h", "2475", "1624") if secret in north] == []
    assert client.get("/districts/east/?year=2024").status_code == 404


@pytest.mark.django_db
def test_associations_stand_on_pages_and_are_counted_over_all(
    published: Federation, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "SHOWN", 2)
    client = browse(published.analyst, published.umbrella)
    first, last = (page(client, f"/?year=2024&page={number}") for number in (1, 3))
    assert ("Aalto" in first, "Puro" in first, "Puro" in last) == (True, False, True)
    for text in (first, last):
        assert "4/5" in text
        assert "missing: Meri" in text


@pytest.mark.django_db
def test_trust_stands_beside_each_figure(published: Federation, browse: Browse) -> None:
    client = browse(published.analyst, published.umbrella)
    own = f"/figures/{published.umbrella.slug}-koski/"
    for path in ("/months/", "/roles/", "/trends/", own):
        text = page(client, f"{path}?year=2024")
        assert ("Verified" in text, "Released" in text) == (True, True), path
    for path in ("/months/", "/roles/"):
        text = page(client, f"{path}?year=2024")
        assert ("4/5 associations reported" in text, "2/12 months closed" in text) == (True, True), path


@pytest.mark.django_db
def test_release_that_did_not_go_out_is_said_until_the_next_one_has(
    published: Federation, browse: Browse
) -> None:
    client = browse(published.analyst, published.umbrella)
    with clock.fixed(utc(2024, 4, 15)):
        assert "did not go out" not in page(client, "/?year=2024")
    with clock.fixed(utc(2024, 4, 18)):
        assert "did not go out. The next is due on" in page(client, "/?year=2024")


@pytest.mark.django_db
def test_association_is_offered_the_years_in_which_it_belonged(published: Federation) -> None:
    slug = f"{published.umbrella.slug}-koski"
    assert selectors.years_of(published.umbrella, slug, (2024, 2020, 2019)) == (2024, 2020)


@pytest.mark.django_db
def test_years_on_paper_are_said_to_be_so(published: Federation, browse: Browse) -> None:
    text = page(browse(published.analyst, published.umbrella), "/trends/")
    assert "2024" in text
    assert "on paper" not in text.partition("<tbody")[2]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/months/", "/trends/", "/corrections/", "/targets/", "/roles/"])
def test_federation_without_figures_sees_its_pages(
    ilkka: User, liitto: Umbrella, browse: Browse, path: str
) -> None:
    assert browse(ilkka, liitto).get(path).status_code == 200


# --- totals and targets ------------------------------------------------------------------------------


@pytest.fixture
def ilkka(liitto: Umbrella) -> User:
    user = User.objects.create_user("ilkka@example.org", None, name="Ilkka", language="en")
    Access.objects.create(user=user, umbrella=liitto, role="admin", created_at=clock.now())
    return user


def test_every_metric_is_defined_whole(browse: Browse, vera: User, liitto: Umbrella) -> None:
    assert len({metric.code for metric in METRICS}) == len(METRICS)
    for metric in METRICS:
        spans = sorted((each.since, each.until or 9999) for each in metric.versions)
        assert all(end < start for (_, end), (start, _) in pairwise(spans))
        assert metric.version(2024).number
    assert all(metric.made_of for metric in TOTALS)
    text = page(browse(vera, liitto), "/definitions/")
    assert [metric.code for metric in METRICS if f'id="{metric.code}"' not in text] == []


def test_administrator_sets_targets_and_takes_them_away(
    browse: Browse, ilkka: User, liitto: Umbrella
) -> None:
    client, year = browse(ilkka, liitto), clock.today(liitto).year
    for _ in range(2):
        sent = client.post(
            f"/targets/keep/?year={year}", {"volunteer_hours": "46000", "reporting_rate": "95"}
        )
        assert sent.status_code == 302
    assert dict(Target.objects.values_list("metric", "value")) == {
        "volunteer_hours": 46000, "reporting_rate": 95,
    }  # fmt: skip
    assert "46" in page(client, "/targets/")
    wrong = client.post(f"/targets/keep/?year={year}", {"reporting_rate": "120"})
    assert (wrong.status_code, 'value="120"' in wrong.content.decode()) == (200, True)
    client.post(f"/targets/keep/?year={year}", dict.fromkeys(WITH_TARGET, ""))
    assert not Target.objects.exists()
    assert client.post("/targets/keep/?year=1999", {}).status_code == 404


def test_analyst_reads_targets_and_writes_none(browse: Browse, vera: User, liitto: Umbrella) -> None:
    client = browse(vera, liitto)
    assert "targets/keep" not in page(client, "/targets/")
    assert client.post("/targets/keep/", {"volunteer_hours": "1"}).status_code in {403, 404}
    assert not Target.objects.exists()


@pytest.mark.django_db
def test_total_beside_hours_stands_on_the_overview_with_its_target(
    published: Federation, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def total(code: str, value: int | None) -> Total:
        return Total(
            metric=BY_CODE[code],
            value=value,
            hidden=value is None,
            before=None,
            associations=4,
            version="1.0",
        )

    told = {"encounters": total("encounters", 12697), "events": total("events", None)}
    monkeypatch.setattr(yearly, "totals", lambda *_: told)
    Target.objects.create(
        umbrella=published.umbrella,
        year=2024,
        metric="encounters",
        value=12000,
        set_at=clock.now(),
        set_by=published.analyst.uuid,
    )
    text = page(browse(published.analyst, published.umbrella), "/?year=2024").replace("\xa0", " ")
    assert "106 % of the target" in text
    assert "12,697" in text or "12 697" in text


# --- on the association's side -----------------------------------------------------------------------


def test_association_sees_its_own_figures_beside_published_totals_only(
    published: Federation, browse: Browse, django_db_blocker: Any
) -> None:
    """Puro is hidden in the federation's tables, and knows its own."""
    puro = published.associations["puro"]
    with django_db_blocker.unblock():
        who = User.objects.create_user("piia@example.org", None, name="Piia", language="en")
        Access.objects.create(user=who, association=puro, role="coordinator", created_at=clock.now())
        try:
            text = page(browse(who, puro), "/coordinate/federation/?year=2024")
            assert browse(who, puro).get("/coordinate/federation/?year=2031").status_code == 404
        finally:
            Access.objects.filter(user=who).delete()
            who.delete()
    assert "41" in text.replace("\xa0", " ").partition("<tbody")[0]  # 3 × (412 + 413) minutes, its own
    assert "Vesien liitto ry" in text
    assert [name for name in ("Koski", "Aalto", "Lampi") if name in text] == []
