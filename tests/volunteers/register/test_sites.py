"""Places and the organisations behind them: the verbs, and the pages of those who look after them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.shifts.test_pages import text
from tests.volunteers.register.conftest import BY
from volunteers.register.models import OpeningHours, Organisation, Site, Trail, Unit
from volunteers.register.services import organisations, sites
from volunteers.register.services.organisations import OrganisationPlan
from volunteers.register.services.sites import SitePlan
from volunteers.register.site_errors import (
    ClosesBeforeItOpens,
    OrganisationInUse,
    OrganisationKnown,
    OrganisationPutAway,
    SiteKnown,
    SiteOfTwo,
)

Browse = Callable[..., Client]
HOSPITAL = OrganisationPlan(
    name="Keskussairaala",
    contact_name="Outi Osasto",
    phone="+358 16 1234567",
    checklist="- Hae kulkukortti infosta\n\n* Pese kädet",
    notes="Laskut keväällä",
)


def errors(answer: Any) -> dict[str, list[str]]:
    with translation.override("en"):
        return {name: list(said) for name, said in answer.context["form"].errors.items()}


@pytest.fixture
def hospital(alfa: Association) -> Organisation:
    with entered(alfa):
        return organisations.add_organisation(plan=HOSPITAL, by=BY)


@pytest.fixture
def ward(alfa: Association, hospital: Organisation) -> Site:
    with entered(alfa):
        return sites.make_site(
            plan=SitePlan(
                name="Osasto 4",
                address="Sairaalantie 1",
                arrival="Ring at the side door.",
                organisation=hospital,
                access=["loop", "lift"],
                opening_hours=[(0, 540, 960)],
            ),
            by=BY,
        )


# --- verbs ----------------------------------------------------------------------------------------


def test_place_is_made_and_changed_with_what_changed_in_the_trail(inside: Association, ward: Site) -> None:
    assert ward.access == ["lift", "loop"]
    plan = replace(sites.plan_of(site=ward), arrival="Main door", opening_hours=[(1, 540, 960)])
    sites.change_site(site=ward, plan=plan, by=BY)
    sites.change_site(site=ward, plan=plan, by=BY)
    (line,) = Trail.objects.filter(verb="site.changed")
    assert line.data == {"fields": ["arrival", "opening_hours"]}
    assert list(OpeningHours.objects.values_list("weekday", "from_minute", "to_minute")) == [(1, 540, 960)]


def test_name_is_given_once_however_it_is_written(inside: Association, ward: Site) -> None:
    with pytest.raises(SiteKnown):
        sites.change_site(site=ward, plan=replace(sites.plan_of(site=ward), name="MAJAKKA"), by=BY)
    sites.change_site(site=ward, plan=replace(sites.plan_of(site=ward), name="OSASTO 4"), by=BY)
    with pytest.raises(OrganisationKnown):
        organisations.add_organisation(plan=OrganisationPlan(name="keskussairaala"), by=BY)


def test_place_is_a_hosts_or_a_units_and_not_both(inside: Association, hospital: Organisation) -> None:
    unit = Unit.objects.create(name_fi="Neuvokas", kind="centre")
    with pytest.raises(SiteOfTwo):
        sites.make_site(plan=SitePlan(name="Huone", unit=unit, organisation=hospital), by=BY)
    room = sites.make_site(plan=SitePlan(name="Huone", unit=unit), by=BY)
    assert list(unit.rooms.all()) == [room]


def test_nothing_is_kept_of_a_change_that_is_refused(inside: Association, ward: Site) -> None:
    plan = replace(sites.plan_of(site=ward), address="Elsewhere", opening_hours=[(0, 960, 540)])
    with pytest.raises(ClosesBeforeItOpens):
        sites.change_site(site=ward, plan=plan, by=BY)


def test_host_is_put_away_after_its_places_and_taken_back_before_them(
    inside: Association, hospital: Organisation, ward: Site
) -> None:
    away = replace(HOSPITAL, is_active=False)
    with pytest.raises(OrganisationInUse) as refused:
        organisations.change_organisation(organisation=hospital, plan=away, by=BY)
    assert "Osasto 4" in str(refused.value)
    sites.change_site(site=ward, plan=replace(sites.plan_of(site=ward), is_active=False), by=BY)
    organisations.change_organisation(organisation=hospital, plan=away, by=BY)
    with pytest.raises(OrganisationPutAway):
        sites.change_site(site=ward, plan=sites.plan_of(site=Site.objects.get(pk=ward.pk)), by=BY)
        sites.change_site(site=ward, plan=replace(sites.plan_of(site=ward), is_active=True), by=BY)


# --- pages ----------------------------------------------------------------------------------------


def test_coordinator_notes_a_host_its_place_and_its_hours(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    said = {"name": "Kirjasto", "phone": "016 123 4567", "checklist": "Tervehdi henkilökuntaa"}
    host_url = client.post("/coordinate/organisations/new/", said)["Location"]
    with entered(alfa):
        host = Organisation.objects.get(name="Kirjasto")
    assert host_url == f"/coordinate/organisations/{host.uuid}/"
    new = f"/coordinate/sites/new/?organisation={host.uuid}"
    assert new in client.get(host_url).content.decode()
    assert client.get(new).context["form"].initial == {"organisation": host.pk}

    place = {"name": "Ryhmätila", "address": "Kirjastokatu 3", "organisation": host.pk, "access": ["lift"]}
    hours_url = client.post("/coordinate/sites/new/", place)["Location"]
    with entered(alfa):
        site = Site.objects.get(name="Ryhmätila")
    assert hours_url == f"/coordinate/sites/{site.uuid}/hours/"
    answer = client.post(hours_url, {"day_0": "9–16", "day_1": "9-16", "day_5": "10–14"})
    assert (answer.status_code, answer["Location"]) == (302, f"/coordinate/sites/{site.uuid}/")

    seen = text(client.get(f"/coordinate/sites/{site.uuid}/"))
    for words in ("Kirjastokatu 3", "Mon–Tue 9–16", "Sat 10–14", "lift", "Tervehdi henkilökuntaa"):
        assert words in " ".join(seen.split())
    assert "Kirjasto" in text(client.get("/coordinate/sites/?show=hosts"))
    assert "Ryhmätila" not in text(client.get("/coordinate/sites/?q=majakka"))
    assert "Ryhmätila" in text(client.get("/coordinate/sites/?q=kirjasto"))
    assert "No place like that" in text(client.get("/coordinate/sites/?q=elsewhere"))


@pytest.mark.parametrize(
    ("path", "said", "wrong"),
    [
        ("sites/new", {"name": "majakka"}, {"name": ["There is a place called “majakka” already."]}),
        ("sites/new", {"name": ""}, {"name": ["This field is required."]}),
        (
            "organisations/new",
            {"name": "KESKUSSAIRAALA"},
            {"name": ["There is an organisation called “KESKUSSAIRAALA” already."]},
        ),
        (
            "organisations/new",
            {"name": "Koulu", "email": "koulu"},
            {"email": ["Write a whole address, such as office@example.org."]},
        ),
    ],
)
def test_what_cannot_be_is_said_where_it_was_written(
    browse: Browse, ada: User, alfa: Association, hospital: Organisation, path: str, said: Any, wrong: Any
) -> None:
    answer = browse(ada, alfa).post(f"/coordinate/{path}/", said)
    assert (answer.status_code, errors(answer)) == (422, wrong)


def test_opening_hours_say_day_by_day_what_is_wrong_and_keep_what_was_typed(
    browse: Browse, ada: User, alfa: Association, ward: Site
) -> None:
    typed = {"day_0": "16–9", "day_1": "9–13, 12–16", "day_2": "mornings", "day_3": "9–16"}
    answer = browse(ada, alfa).post(f"/coordinate/sites/{ward.uuid}/hours/", typed)
    assert (answer.status_code, errors(answer)) == (
        422,
        {
            "day_0": [
                (
                    "16–9 closes before it opens. For a place that is open past midnight, end this day at 24 "
                    "and begin the next one at 0."
                )
            ],
            "day_1": ["These times overlap: 9–13, 12–16. Write them as one."],
            "day_2": ["Write times such as 9–16, or 9–12, 13–17.30 where it closes in between."],
        },
    )
    assert 'value="9–13, 12–16"' in answer.content.decode()
    with entered(alfa):
        assert list(OpeningHours.objects.values_list("weekday", flat=True)) == [0]


def test_place_is_put_away_and_taken_back(browse: Browse, ada: User, alfa: Association, ward: Site) -> None:
    client, page = browse(ada, alfa), f"/coordinate/sites/{ward.uuid}/"
    client.post(f"{page}use/", {"use": "no"})
    assert "not in use" in text(client.get(page))
    assert "Osasto 4" not in text(client.get("/coordinate/sites/"))
    assert "Osasto 4" in text(client.get("/coordinate/sites/?show=away"))
    client.post(f"{page}use/", {"use": "yes"})
    with entered(alfa):
        assert Site.objects.get(pk=ward.pk).is_active


def test_volunteer_sees_the_public_facts_and_not_whom_to_call(
    browse: Browse, bo: User, alfa: Association, ward: Site
) -> None:
    client = browse(bo, alfa)
    seen = text(client.get(f"/sites/{ward.uuid}/"))
    for words in ("Sairaalantie 1", "Ring at the side door.", "Keskussairaala", "Mon", "induction loop"):
        assert words in seen
    for words in ("Outi Osasto", "1234567", "kulkukortti", "Laskut"):
        assert words not in seen
    for path in ("sites", "organisations", f"sites/{ward.uuid}", f"sites/{ward.uuid}/edit"):
        assert client.get(f"/coordinate/{path}/").status_code == 403


def test_places_of_another_association_are_not_there(
    browse: Browse, ada: User, alfa: Association, beta: Association
) -> None:
    client = browse(ada, alfa)
    with entered(beta):
        host = organisations.add_organisation(plan=OrganisationPlan(name="Betan talo"), by=BY)
        site = sites.make_site(plan=SitePlan(name="Betan huone", organisation=host), by=BY)
    for path in (
        f"/sites/{site.uuid}/",
        f"/coordinate/sites/{site.uuid}/",
        f"/coordinate/sites/{site.uuid}/edit/",
        f"/coordinate/sites/{site.uuid}/hours/",
        f"/coordinate/organisations/{host.uuid}/",
        f"/coordinate/organisations/{host.uuid}/edit/",
    ):
        assert client.get(path).status_code == 404
    answer = client.post("/coordinate/sites/new/", {"name": "Varas", "organisation": host.pk})
    assert list(errors(answer)) == ["organisation"]
    assert "Betan" not in text(client.get("/coordinate/sites/")) + text(
        client.get("/coordinate/organisations/")
    )
