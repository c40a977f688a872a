"""Rosters: who stands on them, with which number, and what paper does not say."""

from collections.abc import Callable

from django.test import Client
from django.utils import translation

from accounts.models import User
from accounts.reach import EVERYBODY
from scheduling.shifts.models import Placeholder, Shift
from scheduling.shifts.rosters import reading, setting
from scheduling.shifts.services import add_person
from tenants import clock
from tenants.context import entered
from tenants.models import Access
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from tests.scheduling.shifts.test_pages import text

Browse = Callable[..., Client]
WEEK = "/coordinate/shifts/roster/"


def coming(scene: Scene, shift: Shift) -> None:
    """Kerttu, with her number."""
    kerttu = scene.person("Kerttu", "Koe")
    with entered(scene.association):
        add_person(shift=shift, person=kerttu, by=SOMEBODY)


def test_roster_of_a_week_has_names_numbers_and_free_places(scene: Scene, browse: Browse, ada: User) -> None:
    coming(scene, scene.shift(title="Soup", site=scene.site))
    scene.shift("2025-02-05 10:00", title="Draft", publish=False)
    scene.shift("2025-02-12 10:00", title="Later")

    client = browse(ada, scene.association)
    seen = text(client.get(WEEK))

    assert "Soup, Tue" in seen.replace("\u00a0", " ")
    assert "Kerttu Koe 040 123 4567 Free place" in seen
    assert ("Draft" in seen, "Later" in seen) == (False, False)
    assert "Later" in text(client.get(WEEK, {"view": "month"}))


def test_roster_as_a_file_is_called_by_its_day(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift(title="Soup", site=scene.site)
    coming(scene, shift)
    client = browse(ada, scene.association)

    for address in ("/coordinate/shifts/roster.pdf", f"/coordinate/shifts/{shift.uuid}/roster.pdf"):
        answer = client.get(address)
        assert (answer.content[:5], answer["Content-Type"]) == (b"%PDF-", "application/pdf")
        assert answer["Content-Disposition"] == 'attachment; filename="Roster 2025-02-04.pdf"'
    assert client.get("/coordinate/shifts/roster.pdf?week=2025-03-03").content[:5] == b"%PDF-"


def test_paper_of_a_discreet_shift_says_only_when(inside: Scene) -> None:
    line = inside.another_role(discreet=True)
    with_names = inside.shift(title="Soup", site=inside.site, contact_person=inside.someone("ada"))
    Placeholder.objects.create(
        shift=with_names, label="Two of the bank", created_at=clock.now(), created_by="x"
    )
    Shift.objects.filter(pk=with_names.pk).update(taken=1)
    with_names.refresh_from_db()
    discreet = inside.shift(title="Night line", role=line, site=inside.site)

    with translation.override("en"):
        days = setting.words_of(reading.listed([with_names, discreet], reader=EVERYBODY), heading="")["days"]
    said = days[0]["shifts"]

    assert (said[0]["what"], said[0]["where"]) == ("Soup", "Majakka, Rantakatu 8")
    assert [row["name"] for row in said[0]["rows"]] == ["Two of the bank", "Free place"]
    assert (said[1]["what"], said[1]["where"], said[1]["contact"]) == ("Shift", "", "")


def test_roster_of_a_part_names_nobody_beyond(scene: Scene, browse: Browse, ada: User) -> None:
    line = scene.another_role()
    kerttu = scene.person("Kerttu", "Kaukana", role=False)
    scene.hold(kerttu, line)
    shift = scene.shift(title="Soup")
    with entered(scene.association):
        add_person(shift=shift, person=kerttu, by=SOMEBODY)
    assert "Kaukana" in text(browse(ada, scene.association).get(WEEK))
    Access.objects.filter(user=ada, association=scene.association, role="coordinator").update(
        limited=True, role_uuids=[scene.role.uuid]
    )

    seen = text(browse(ada, scene.association).get(WEEK))

    assert "Kaukana" not in seen
    assert "And 1 person of another part of the association." in seen


def test_roster_is_not_for_volunteers(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift()
    client = browse(bo, scene.association)

    for address in (WEEK, "/coordinate/shifts/roster.pdf", f"/coordinate/shifts/{shift.uuid}/roster.pdf"):
        assert client.get(address).status_code == 403
