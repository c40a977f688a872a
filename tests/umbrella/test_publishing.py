"""An association publishes its own totals: asked first, refused where it would uncover a neighbour."""

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from accounts.models import User
from tenants import clock
from tenants.context import entered
from tenants.models import Access
from tests import environment
from tests.conftest import browser
from tests.umbrella.federation import Federation, utc
from umbrella.publishing import answering, services

NOW = utc(2024, 3, 20, 10)


@pytest.fixture
def asked(empty: Federation) -> Iterator[Federation]:
    """Puro is small; what is hidden beside it is its partner. Nothing that was asked stays."""
    for name, people in (("aalto", 8), ("puro", 3), ("koski", 9), ("lampi", 12), ("meri", 11)):
        empty.record(name, date(2024, 1, 10), [f"{name}{n}" for n in range(people)], minutes=100)
    empty.release(utc(2024, 2, 16))
    yield empty
    _forget(empty)


def _forget(place: Federation) -> None:
    """As the owner: the answers are not the app's to delete."""
    connections.close_all()
    with psycopg.connect(environment.OWNER_URL) as own:
        for table in ("umbrella_ownpublicationanswer", "umbrella_ownpublication"):
            own.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


def partner(place: Federation) -> str:
    """Who is hidden for Puro's sake."""
    hidden = {
        owner
        for (level, owner, _year, month), (minutes, _people) in place.published().items()
        if level == "association" and month == 0 and minutes is None
    }
    (found,) = hidden - {"puro"}
    return found


def ask(place: Federation, name: str, *, with_months: bool = False) -> str:
    with clock.fixed(NOW):
        with entered(place.associations[name]):
            services.ask(year=2024, with_months=with_months)
        answering.answer(place.umbrella)
    with entered(place.associations[name]):
        current = services.current(year=2024)
    assert current is not None
    return services.answer_of(publication=current)


def test_publication_that_would_uncover_a_neighbour_is_refused(asked: Federation) -> None:
    assert ask(asked, partner(asked)) == "uncovers"
    assert ask(asked, partner(asked), with_months=True) == "uncovers"


def test_own_small_figure_and_one_that_nobody_hides_behind_are_free(asked: Federation) -> None:
    assert ask(asked, "puro") == "free"
    assert ask(asked, "lampi", with_months=True) == "free"


def test_who_publishes_protects_nobody_in_the_next_release(asked: Federation) -> None:
    """A year that is not told yet is free; then its figure hides nobody, whoever needs a partner."""
    first = partner(asked)
    asked.wipe()
    for name, people in (("aalto", 8), ("puro", 3), ("koski", 9), ("lampi", 12), ("meri", 11)):
        asked.record(name, date(2024, 1, 10), [f"{name}{n}" for n in range(people)], minutes=100)
    assert ask(asked, first) == "free"
    asked.release(utc(2024, 2, 16))
    published = asked.published()
    assert published["association", "puro", 2024, 0] == (None, None)
    assert published["association", first, 2024, 0] != (None, None)
    assert partner(asked) != first


def test_what_is_taken_back_is_no_longer_known(asked: Federation) -> None:
    assert ask(asked, "puro") == "free"
    uuid = str(asked.associations["puro"].uuid)
    assert answering.public_keys([uuid], 2024)
    with entered(asked.associations["puro"]):
        services.take_back(year=2024)
    assert not answering.public_keys([uuid], 2024)


def test_asking_twice_asks_once_and_no_is_asked_anew(asked: Federation) -> None:
    name = partner(asked)
    with entered(asked.associations[name]):
        first = services.ask(year=2024, with_months=False)
        assert services.ask(year=2024, with_months=False) == first
    with clock.fixed(NOW):
        assert answering.answer(asked.umbrella) == 1
        assert answering.answer(asked.umbrella) == 0
    with entered(asked.associations[name]):
        assert services.ask(year=2024, with_months=False) != first


def test_page_asks_and_says_the_answer_in_words(asked: Federation) -> None:
    name = partner(asked)
    own = asked.associations[name]
    who = User.objects.create_user("piia@example.org", None, name="Piia", language="en")
    access = Access.objects.create(user=who, association=own, role="coordinator", created_at=clock.now())
    page = "/coordinate/federation/publish/"
    try:
        client = browser(who, own)
        assert "Ask before you publish" in client.get(page).content.decode()
        assert client.post(f"{page}2024/ask/").status_code == 302
        assert "being looked into" in client.get(f"{page}?year=2024").content.decode()
        with clock.fixed(NOW):
            answering.answer(asked.umbrella)
        said = client.get(f"{page}?year=2024").content.decode()
        assert "Whoever knows your year could work out" in said
        assert "Puro" not in said
        assert client.post(f"{page}1999/ask/").status_code == 404
    finally:
        access.delete()
        who.delete()


def test_shown_figures_are_free_without_asking(asked: Federation) -> None:
    lampi = asked.associations["lampi"]
    who = User.objects.create_user("pia@example.org", None, name="Pia", language="en")
    access = Access.objects.create(user=who, association=lampi, role="owner", created_at=clock.now())
    try:
        said = browser(who, lampi).get("/coordinate/federation/publish/?year=2024").content.decode()
    finally:
        access.delete()
        who.delete()
    assert "shows the same figures already" in said
