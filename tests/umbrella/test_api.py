"""Releases, completeness, a year and the catalogue for machines; a token opens one place and no other."""

from collections.abc import Callable

import pytest

from accounts.models import User
from tenants.models import Association, Umbrella
from tests.api.programs import program, token
from tests.umbrella.federation import Federation

OURS = ("releases/", "completeness/", "year/", "catalogue/roles/", "figures/", "figures/roles/")


@pytest.mark.django_db
def test_program_reads_what_the_pages_show(published: Federation) -> None:
    ask = program(published.umbrella, token(published.analyst, published.umbrella).secret)
    slug = published.umbrella.slug
    [release] = ask.get("/api/v1/releases/").json()["results"]
    assert release["due_on"] == "2024-03-16"
    told = ask.get("/api/v1/completeness/?year=2024").json()
    by_slug = {one["slug"].removeprefix(f"{slug}-"): one for one in told["associations"]}
    assert (told["state"], told["reporting_rate"]) == ("open", [4, 5])
    assert (by_slug["koski"]["method"], by_slug["koski"]["completeness"]) == ("platform", 2 / 12)
    assert (by_slug["meri"]["reported"], by_slug["meri"]["completeness"]) == (False, None)
    year = ask.get("/api/v1/year/?year=2024").json()
    assert (year["version"], year["sha256"], year["state"]) == (None, None, "open")
    hidden = [row for row in year["figures"] if row["state"] == "hidden"]
    assert hidden
    assert {(row["minutes"], row["people"]) for row in hidden} == {(None, None)}
    assert ask.get("/api/v1/year/?year=2019").status_code == 404


def test_token_of_one_place_opens_nothing_at_another(
    alfa: Association, liitto: Umbrella, ada: User, vera: User
) -> None:
    of_alfa, of_liitto = token(ada, alfa).secret, token(vera, liitto).secret
    for path in OURS:
        assert program(liitto, of_liitto).get(f"/api/v1/{path}").status_code in {200, 404}
        assert program(liitto, of_alfa).get(f"/api/v1/{path}").status_code == 401
    for path in ("people/", "figures/", "roles/", "shifts/"):
        assert program(alfa, of_liitto).get(f"/api/v1/{path}").status_code == 401


def test_token_without_the_scope_reads_no_catalogue(
    liitto: Umbrella, vera: User, browse: Callable[..., object]
) -> None:
    narrow = program(liitto, token(vera, liitto, scopes=["figures:read"]).secret)
    assert narrow.get("/api/v1/catalogue/roles/").status_code == 403
    wide = program(liitto, token(vera, liitto, scopes=["catalogue:read"]).secret)
    assert wide.get("/api/v1/catalogue/roles/").status_code == 200
    assert wide.get("/api/v1/releases/").status_code == 403
