"""Networks beside districts: figures follow who is in them, and add up only what is published."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.actors import Actor
from tenants.models import Access, Association, Network, NetworkChange, NetworkStay, Umbrella
from tests.umbrella.federation import Federation, utc
from umbrella.networks import errors, selectors, services

Browse = Callable[..., Client]
BY = Actor.system("tests")


@pytest.fixture
def shores(published: Federation) -> Iterator[Network]:
    """Across the districts: Aalto (8 people a month), Puro (hidden) and Lampi, from a day on."""
    network = services.make(umbrella=published.umbrella, by=BY, name_fi="Rannat", name_sv="", name_en="")
    yield network
    NetworkChange.objects.filter(network=network).delete()
    NetworkStay.objects.filter(network=network).delete()
    network.delete()


def put_in(place: Federation, network: Network, name: str, since: str, until: str = "") -> NetworkStay:
    stay = services.put_in(
        network=network, association=place.associations[name], from_on=date.fromisoformat(since), by=BY
    )
    return services.take_out(stay=stay, to_on=date.fromisoformat(until), by=BY) if until else stay


def test_figure_is_the_sum_of_what_is_shown_and_says_who_is_left_out(
    published: Federation, shores: Network
) -> None:
    for name in ("aalto", "lampi", "puro", "meri"):
        put_in(published, shores, name, "2021-05-01")
    told = published.published()
    with clock.fixed(utc(2024, 12, 31)):
        found = selectors.of_year(shores, 2024, wanted_page="").sum
    aalto, lampi = told["association", "aalto", 2024, 0], told["association", "lampi", 2024, 0]
    shown = [figure for figure in (aalto, lampi) if figure[0] is not None]
    assert told["association", "puro", 2024, 0] == (None, None)
    assert found.figure.minutes == sum(minutes or 0 for minutes, _people in shown)
    assert found.figure.people == sum(people or 0 for _minutes, people in shown)
    assert (found.associations, found.missing) == (4, 1)
    assert found.hidden == 3 - len(shown)


def test_figures_follow_it_in_time(published: Federation, shores: Network) -> None:
    put_in(published, shores, "aalto", "2021-05-01", "2024-11-30")
    put_in(published, shores, "koski", "2024-12-01")

    def inside(year: int) -> list[str]:
        with clock.fixed(utc(2026, 1, 1)):
            rows = selectors.of_year(shores, year, wanted_page="").rows
        return [row.name for row in rows]

    assert [inside(year) for year in (2020, 2021, 2023, 2024, 2025)] == [
        [], ["Aalto"], ["Aalto"], ["Koski"], ["Koski"],
    ]  # fmt: skip


def test_network_that_has_only_a_hidden_association_is_hidden(published: Federation, shores: Network) -> None:
    put_in(published, shores, "puro", "2021-05-01")
    with clock.fixed(utc(2024, 12, 31)):
        (row,) = selectors.networks(published.umbrella, 2024)
        years = selectors.over_years(shores)
    assert (row.sum.figure.hidden, row.sum.figure.minutes) == (True, None)
    assert [(year, figure.hidden, figure.minutes) for year, figure in years] == [(2024, True, None)]


# --- who may, and what is refused -------------------------------------------------------------------


@pytest.fixture
def ilkka(liitto: Umbrella) -> User:
    user = User.objects.create_user("ilkka@example.org", None, name="Ilkka", language="en")
    Access.objects.create(user=user, umbrella=liitto, role="admin", created_at=clock.now())
    return user


@pytest.fixture
def network(liitto: Umbrella) -> Network:
    return services.make(umbrella=liitto, by=BY, name_fi="Kriisiverkosto", name_sv="", name_en="Crisis")


def test_administrator_makes_a_network_and_puts_an_association_in_and_out(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association
) -> None:
    client = browse(ilkka, liitto)
    made = client.post("/networks/new/", {"name_fi": "Järvet"})
    assert (made.status_code, made["Location"]) == (302, "/networks/jarvet/members/")
    day = clock.today(liitto)
    said = {"association": alfa.pk, "from_on": day}
    assert client.post("/networks/jarvet/put-in/", said).status_code == 302
    assert alfa.name in client.get("/networks/jarvet/members/").content.decode()
    assert "Järvet" in client.get(f"/associations/{alfa.slug}/belonging/").content.decode()
    stay = NetworkStay.objects.get()
    early = client.post(f"/networks/jarvet/{stay.uuid}/take-out/", {"to_on": "2001-01-01"})
    assert (early.status_code, "Choose that day or a later one" in early.content.decode()) == (422, True)
    assert client.post(f"/networks/jarvet/{stay.uuid}/take-out/", {"to_on": day}).status_code == 302
    assert client.post("/networks/jarvet/remove/").status_code == 302  # it was in use, so it stays
    assert client.post(f"/networks/jarvet/{stay.uuid}/undo/").status_code == 302
    assert client.post(f"/networks/jarvet/{stay.uuid}/undo/").status_code == 302  # twice
    kinds = list(NetworkChange.objects.values_list("kind", flat=True))
    assert kinds == ["mistake", "taken_out", "put_in", "made"]
    assert client.post("/networks/jarvet/remove/")["Location"] == "/networks/"
    assert not Network.objects.exists()


def test_two_networks_of_one_name_and_two_stays_on_one_day_are_refused(
    network: Network, alfa: Association, liitto: Umbrella
) -> None:
    with pytest.raises(errors.NameTaken):
        services.make(umbrella=liitto, by=BY, name_fi="Kriisiverkosto", name_sv="", name_en="")
    services.put_in(network=network, association=alfa, from_on=date(2022, 1, 1), by=BY)
    services.put_in(network=network, association=alfa, from_on=date(2022, 1, 1), by=BY)  # said twice
    assert NetworkStay.objects.count() == 1
    with pytest.raises(errors.InAlready):
        services.put_in(network=network, association=alfa, from_on=date(2023, 1, 1), by=BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        NetworkStay.objects.create(network=network, association=alfa, from_on=date(2021, 1, 1))


def test_association_of_another_federation_is_not_put_in(network: Network, alfa: Association) -> None:
    alfa.affiliations.all().delete()
    with pytest.raises(errors.NotAMember):
        services.put_in(network=network, association=alfa, from_on=date(2022, 1, 1), by=BY)


def test_another_federations_network_is_not_there(browse: Browse, ilkka: User, liitto: Umbrella) -> None:
    other = Umbrella.objects.create(slug="toinen-liitto", name_fi="Toinen", created_at=clock.now())
    services.make(umbrella=other, by=BY, name_fi="Vieras", name_sv="", name_en="")
    client = browse(ilkka, liitto)
    assert client.get("/networks/vieras/").status_code == 404
    assert client.post("/networks/vieras/remove/").status_code == 404
    assert "Vieras" not in client.get("/networks/").content.decode()


def test_analyst_sees_networks_and_changes_none(
    browse: Browse, vera: User, liitto: Umbrella, network: Network, alfa: Association
) -> None:
    client = browse(vera, liitto)
    services.put_in(network=network, association=alfa, from_on=date(2022, 1, 1), by=BY)
    page = client.get("/networks/kriisiverkosto/members/").content.decode()
    assert alfa.name in page
    assert "Take out" not in page
    assert client.post("/networks/kriisiverkosto/put-in/", {}).status_code == 403
