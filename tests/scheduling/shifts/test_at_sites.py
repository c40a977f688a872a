"""Shifts and the places where they are."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import User
from scheduling.shifts.models import Shift
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from tests.scheduling.shifts.test_pages import taken, text
from volunteers.register.models import Site
from volunteers.register.services import organisations, sites
from volunteers.register.services.organisations import OrganisationPlan

Browse = Callable[..., Client]


@pytest.fixture
def ward(scene: Scene) -> Site:
    """A ward that is open in the daytime, Monday to Friday."""
    with entered(scene.association):
        host = organisations.add_organisation(
            plan=OrganisationPlan(
                name="Hospital", contact_name="Outi Osasto", phone="016 123", checklist="Fetch your card"
            ),
            by=SOMEBODY,
        )
        site = sites.add_site(name="Ward 4", by=SOMEBODY, address="Sairaalantie 1")
        hours = [(day, 540, 960) for day in range(5)]
        plan = replace(sites.plan_of(site=site), organisation=host, opening_hours=hours)
        return sites.change_site(site=site, plan=plan, by=SOMEBODY)


def test_hosts_list_and_contact_are_for_those_who_come(
    scene: Scene, browse: Browse, bo: User, ward: Site
) -> None:
    client, shift = browse(bo, scene.association), scene.shift("2025-02-04 10:00", site=ward)
    pages = (f"/shifts/{shift.uuid}/", f"/sites/{ward.uuid}/")

    for seen in (text(client.get(page)) for page in pages):
        assert "Ward 4" in seen
        assert "Mon–Fri" in seen
        assert "Fetch your card" not in seen
        assert "Outi Osasto" not in seen
    assert f'href="/sites/{ward.uuid}/"' in client.get(pages[0]).content.decode()

    taken(scene, shift, "bo")
    for seen in (text(client.get(page)) for page in pages):
        assert "Fetch your card" in seen
        assert "Outi Osasto" in seen


def test_after_the_last_shift_they_are_no_longer_told_of_the_contact(
    scene: Scene, browse: Browse, bo: User, ward: Site
) -> None:
    shift = scene.shift("2025-02-04 10:00", site=ward)
    taken(scene, shift, "bo")
    browse(bo, scene.association).post(f"/shifts/{shift.uuid}/cancel/")
    seen = text(browse(bo, scene.association).get(f"/sites/{ward.uuid}/"))
    assert "Outi Osasto" not in seen


@pytest.mark.parametrize(
    ("at", "warning"),
    [
        ("2025-02-04 10:00", ""),
        ("2025-02-04 17:00", "Ward 4 is not open for all of this time (Tue 4 Feb 9–16)."),
        ("2025-02-08 22:00", "Ward 4 is not open for all of this time (Sat 8 Feb closed, Sun 9 Feb closed)."),
    ],
)
def test_shift_outside_of_opening_hours_is_made_and_warned_of(
    scene: Scene, browse: Browse, ada: User, ward: Site, at: str, warning: str
) -> None:
    client, shift = browse(ada, scene.association), scene.shift(at, site=ward)
    page = " ".join(text(client.get(f"/coordinate/shifts/{shift.uuid}/")).split())
    listed = " ".join(text(client.get(f"/coordinate/sites/{ward.uuid}/")).split())
    assert ("is not open for all" in page, "is not open for all" in listed) == (bool(warning),) * 2
    assert warning in page
    assert warning in listed


def test_form_says_when_the_place_is_open(scene: Scene, browse: Browse, ada: User, ward: Site) -> None:
    browser = browse(ada, scene.association)
    said = {"site": str(ward.pk), "day": "2025-02-04", "start": "10:00"}

    inside, outside, unknown = (
        text(browser.get("/coordinate/shifts/new/hours/", said | more))
        for more in ({"end": "12:00"}, {"end": "17:00"}, {"site": ""})
    )

    assert inside == "Ward 4 on Tue 4 Feb: 9–16."
    assert outside.startswith("The place is not open for all of this time Ward 4 on Tue 4 Feb: 9–16.")
    assert unknown == ""


def test_place_with_shifts_ahead_stays_in_use(scene: Scene, browse: Browse, ada: User, ward: Site) -> None:
    client, page = browse(ada, scene.association), f"/coordinate/sites/{ward.uuid}/"
    scene.shift("2025-02-06 10:00", site=ward, publish=False)
    shift = scene.shift("2025-02-04 10:00", site=ward)

    answer = client.post(f"{page}use/", {"use": "no"}, follow=True)

    assert (
        "“Ward 4” stays in use (2 shifts ahead, the next one on Tue 4 Feb). Move or cancel what is planned "
        "there first." in " ".join(answer.content.decode().split())
    )
    with entered(scene.association):
        assert Site.objects.get(pk=ward.pk).is_active
        Shift.objects.exclude(pk=shift.pk).update(state="cancelled")
        Shift.objects.filter(pk=shift.pk).update(state="cancelled")
    client.post(f"{page}use/", {"use": "no"}, follow=True)
    with entered(scene.association):
        assert not Site.objects.get(pk=ward.pk).is_active
    assert "Ward 4" not in client.get("/coordinate/shifts/new/").content.decode()


def test_list_counts_the_shifts_ahead(scene: Scene, browse: Browse, ada: User, ward: Site) -> None:
    for at in ("2025-02-04 10:00", "2025-02-05 10:00"):
        scene.shift(at, site=ward)
    seen = " ".join(text(browse(ada, scene.association).get("/coordinate/sites/?q=ward")).split())
    assert "Ward 4 Sairaalantie 1 Hospital 2" in seen
