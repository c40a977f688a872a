"""An association that is not here tells a year's totals by its private link, until the year is frozen."""

import os
from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from django.db import connections
from django.test import Client
from psycopg import errors

from accounts.models import User
from tenants import clock
from tests import environment
from tests.conftest import browser
from tests.umbrella.federation import BY, Federation, utc
from umbrella.models import ExactFigure, PublishedFigure
from umbrella.totals import links, services
from umbrella.totals.errors import NotAsked, RecordedHere, YearFrozen
from umbrella.totals.forms import TotalsForm
from umbrella.totals.models import TotalsLink
from umbrella.totals.taking import take
from umbrella.years import services as years

YEAR = 2024
SAID = {"hours": "1 234,5", "people": "40", "by_name": "Maija Meri"}


@pytest.fixture(autouse=True)
def february() -> Iterator[None]:
    with clock.fixed(utc(2025, 2, 3)):
        yield


@pytest.fixture
def link(told_year: Federation) -> Iterator[TotalsLink]:
    """Meri's, which has told nothing here."""
    yield services.make(
        umbrella=told_year.umbrella, association=told_year.associations["meri"], year=YEAR, by=BY
    )[0]
    connections.close_all()
    with psycopg.connect(environment.OWNER_URL) as own:
        own.execute("DELETE FROM umbrella_totalsanswer WHERE umbrella_id = %s", [told_year.umbrella.pk])
        own.execute("DELETE FROM umbrella_totalslink WHERE umbrella_id = %s", [told_year.umbrella.pk])


def _opened(place: Federation, link: TotalsLink) -> Client:
    client = browser(None, place.umbrella)
    token = services.make(umbrella=place.umbrella, association=link.association, year=link.year, by=BY)[1]
    assert client.get(f"/totals/open/?token={token}").headers["Location"] == "/totals/"
    return client


def _exact(place: Federation) -> list[tuple[int, int, str]]:
    rows = ExactFigure.objects.using("figures").filter(
        association_uuid=place.associations["meri"].uuid, year=YEAR
    )
    return list(rows.values_list("minutes", "people", "source"))


def test_totals_come_through_the_link_and_with_the_next_release(
    told_year: Federation, link: TotalsLink
) -> None:
    client = _opened(told_year, link)
    page = client.get("/totals/")
    assert page["Cache-Control"] == "no-store, private"
    assert client.post("/totals/", SAID, headers={"accept-language": "fi"}).status_code == 302
    with clock.fixed(utc(2025, 2, 3, 5)):  # the latest one stands
        client.post("/totals/", {**SAID, "hours": "1235", "people": "41"}, headers={"accept-language": "fi"})
    take(told_year.umbrella)
    take(told_year.umbrella)
    assert _exact(told_year) == [(1235 * 60, 41, "form")]
    link.refresh_from_db()
    assert (link.answered_by_name, link.refusal) == ("Maija Meri", "")
    assert link.taken_at
    assert told_year.release(utc(2025, 2, 16))
    row = PublishedFigure.objects.get(
        umbrella=told_year.umbrella, association=told_year.associations["meri"], year=YEAR
    )
    assert (row.minutes, row.people, row.source, row.month) == (1235 * 60, 41, "form", 0)


def test_small_totals_are_hidden_like_every_small_figure(told_year: Federation, link: TotalsLink) -> None:
    services.answer(link=link, minutes=7777, people=3, by_name="M")
    take(told_year.umbrella)
    told_year.release(utc(2025, 2, 16))
    row = PublishedFigure.objects.get(
        umbrella=told_year.umbrella, association=told_year.associations["meri"], year=YEAR
    )
    assert (row.state, row.minutes, row.people) == ("hidden", None, None)


def test_guessed_withdrawn_and_foreign_links_open_nothing(told_year: Federation, link: TotalsLink) -> None:
    client = browser(None, told_year.umbrella)
    for guess in ("", "x" * 64, link.token_hash):
        assert client.get(f"/totals/open/?token={guess}").status_code == 404
    assert client.get("/totals/").status_code == 404
    opened = _opened(told_year, link)
    services.withdraw(link=link)
    assert opened.get("/totals/").status_code == 404
    assert opened.post("/totals/", SAID).status_code == 404
    assert _exact(told_year) == []
    again, _token = services.make(umbrella=told_year.umbrella, association=link.association, year=YEAR, by=BY)
    assert again.token_hash != link.token_hash


def test_frozen_year_takes_nothing_more(told_year: Federation, link: TotalsLink) -> None:
    client = _opened(told_year, link)
    services.answer(link=link, minutes=600, people=12, by_name="M")  # on its way when the year is frozen
    years.begin_closing(umbrella=told_year.umbrella, year=YEAR, by=BY)
    years.freeze(umbrella=told_year.umbrella, year=YEAR, by=BY)
    take(told_year.umbrella)
    link.refresh_from_db()
    assert (_exact(told_year), link.refusal) == ([], "frozen")
    assert (
        "The totals were not taken"
        in client.get("/totals/", headers={"accept-language": "en"}).content.decode()
    )
    with pytest.raises(YearFrozen):
        services.answer(link=link, minutes=600, people=12, by_name="M")
    assert client.post("/totals/", SAID, headers={"accept-language": "fi"}).status_code == 409


def test_totals_never_replace_hours_that_are_recorded_here(told_year: Federation, link: TotalsLink) -> None:
    with pytest.raises(RecordedHere):
        services.make(
            umbrella=told_year.umbrella, association=told_year.associations["koski"], year=YEAR, by=BY
        )
    with pytest.raises(NotAsked):
        services.make(
            umbrella=told_year.umbrella, association=told_year.associations["meri"], year=2025, by=BY
        )
    # It began here after the link was made.
    told_year.record("meri", date(2024, 12, 30), [f"m{n}" for n in range(6)], at=utc(2025, 2, 2))
    told_year.night(utc(2025, 2, 3))
    services.answer(link=link, minutes=600, people=12, by_name="M")
    take(told_year.umbrella)
    link.refresh_from_db()
    assert link.refusal == "recorded"
    assert {source for _minutes, _people, source in _exact(told_year)} == {"platform"}


@pytest.mark.parametrize(("said", "people"), [("1.000", 1000), ("1 000", 1000), ("12,5", None), ("12", 12)])
def test_people_are_whole_and_thousands_may_be_parted(said: str, people: int | None) -> None:
    form = TotalsForm({"hours": "9000", "people": said, "by_name": "M"})
    assert form.is_valid() is (people is not None)
    assert form.cleaned_data.get("people") == people


def test_form_that_cannot_be_keeps_what_was_typed(told_year: Federation, link: TotalsLink) -> None:
    client = _opened(told_year, link)
    for wrong in ({"hours": "9000", "people": "1"}, {"people": "0"}, {"hours": "-1"}, {"by_name": ""}):
        answer = client.post("/totals/", SAID | wrong, headers={"accept-language": "fi"})
        assert answer.status_code == 422
        assert (wrong.get("by_name", "Maija Meri")) in answer.content.decode()
    assert take(told_year.umbrella) == 0


@pytest.mark.usefixtures("link")
def test_app_adds_answers_and_reads_none_and_figures_see_no_name() -> None:
    app, figures = os.environ["DATABASE_URL"], os.environ["FIGURES_DATABASE_URL"]
    for url, statement in (
        (app, "SELECT minutes FROM umbrella_totalsanswer"),
        (app, "UPDATE umbrella_totalsanswer SET minutes = 0"),
        (app, "DELETE FROM umbrella_totalsanswer"),
        (figures, "SELECT answered_by_name FROM umbrella_totalslink"),
        (figures, "INSERT INTO umbrella_totalsanswer DEFAULT VALUES"),
    ):
        with psycopg.connect(url) as session, pytest.raises(errors.InsufficientPrivilege):
            session.execute(statement)


def test_administrator_makes_and_withdraws_links_and_the_analyst_does_not(
    told_year: Federation, admin: User, link: TotalsLink
) -> None:
    page = browser(admin, told_year.umbrella).get(f"/years/{YEAR}/totals/")
    assert "token=" not in page.content.decode()
    assert "Koski" not in page.content.decode()
    earlier = f"/years/{YEAR - 9}/totals/"  # of which nothing has been told yet
    assert earlier in page.content.decode()
    assert browser(admin, told_year.umbrella).get(earlier).status_code == 200
    analyst = browser(told_year.analyst, told_year.umbrella)
    slug = link.association.slug
    assert analyst.get(f"/years/{YEAR}/totals/").status_code == 403
    assert analyst.post(f"/years/{YEAR}/totals/{slug}/withdraw/").status_code == 403
    client = browser(admin, told_year.umbrella)
    assert client.post(f"/years/{YEAR}/totals/{slug}/withdraw/").status_code == 302
    assert client.post(f"/years/{YEAR}/totals/{slug}/withdraw/").status_code == 404
    tokens = []
    for _ in range(2):  # each is shown once, and the newest one opens
        made = client.post(f"/years/{YEAR}/totals/{slug}/make/")
        assert made.status_code == 200
        tokens.append(made.content.decode().partition("token=")[2][:43])
    assert links.by_token(told_year.umbrella, tokens[0]) is None
    assert links.by_token(told_year.umbrella, tokens[1]) is not None
    assert TotalsLink.objects.filter(association=link.association, withdrawn_at__isnull=True).count() == 1


def test_who_filled_it_in_is_forgotten_after_two_years(told_year: Federation, link: TotalsLink) -> None:
    services.answer(link=link, minutes=600, people=12, by_name="Maija")
    with clock.fixed(utc(2027, 3, 1)):
        assert services.clear() == 1
    link.refresh_from_db()
    assert link.answered_by_name == ""
