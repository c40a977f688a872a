"""The list to tick after the start, and what becomes of it."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from accounts.models import User
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import months
from scheduling.shifts.models import Shift
from scheduling.shifts.services import sign_up
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene, local
from tests.scheduling.shifts.test_coordinator_pages import sign_up_of
from tests.scheduling.shifts.test_pages import states, taken, text

Browse = Callable[..., Client]


def marks(scene: Scene, shift: Shift, **marked: str) -> dict[str, str]:
    """A filled attendance list: login=mark, or login="17:30-20:15"."""
    found: dict[str, str] = {}
    for login, mark in marked.items():
        prefix = str(sign_up_of(scene, shift, login).uuid)
        start, _, end = mark.partition("-") if "-" in mark else ("17:00", "", "20:00")
        found |= {
            f"{prefix}-mark": "came" if "-" in mark else mark,
            f"{prefix}-start": start,
            f"{prefix}-end": end,
        }
    return found


def hours(scene: Scene) -> list[tuple[str, int, str]]:
    """Whose hours, how long, in which state."""
    with entered(scene.association):
        found = HoursEntry.objects.select_related("person").order_by("person__sort_key")
        return [(entry.person.given_name, entry.minutes, entry.state) for entry in found]


def test_attendance_becomes_hours(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift("2025-02-04 17:00", places=3)
    taken(scene, shift, "ada", "bo")
    browser = browse(ada, scene.association)

    with clock.fixed(shift.ends_at):
        seen = text(browser.get(f"/coordinate/shifts/{shift.uuid}/"))
        answer = browser.post(
            f"/coordinate/shifts/{shift.uuid}/attendance/", marks(scene, shift, ada="absent", bo="came")
        )

    assert "Who was there" in seen
    assert answer.status_code == 302
    assert states(scene, shift) == [("Ada", "no_show"), ("Bo", "attended")]
    assert hours(scene) == [("Bo", 180, "submitted")]


def test_attendance_with_own_times_and_a_correction(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift("2025-02-04 17:00")
    taken(scene, shift, "bo")
    browser, url = browse(ada, scene.association), f"/coordinate/shifts/{shift.uuid}/attendance/"

    with clock.fixed(shift.ends_at + timedelta(hours=1)):
        browser.post(url, marks(scene, shift, bo="17:30-20:15"))
        assert hours(scene) == [("Bo", 165, "submitted")]
        browser.post(url, marks(scene, shift, bo="17:00-20:00"))
        assert hours(scene) == [("Bo", 180, "submitted")]
        browser.post(url, marks(scene, shift, bo="absent"))
        assert hours(scene) == []


def test_attendance_everybody_came(scene: Scene, browse: Browse, ada: User) -> None:
    """Those who are marked already keep their mark."""
    shift = scene.shift(places=3)
    taken(scene, shift, "ada", "bo")
    with entered(scene.association):
        sign_up(shift=shift, person=scene.person("Eeva", "Ek"), by=SOMEBODY)
    browser, url = browse(ada, scene.association), f"/coordinate/shifts/{shift.uuid}/attendance/"

    with clock.fixed(shift.ends_at):
        browser.post(url, marks(scene, shift, bo="absent"))
        browser.post(url, {"everybody": "1"} | marks(scene, shift, bo="absent", ada=""))

    assert states(scene, shift) == [("Ada", "attended"), ("Bo", "no_show"), ("Eeva", "attended")]


def test_attendance_everybody_came_some_with_own_times(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift("2025-02-04 17:00")
    taken(scene, shift, "ada", "bo")
    typed = marks(scene, shift, ada="", bo="17:30-20:00")
    del typed[f"{sign_up_of(scene, shift, 'bo').uuid}-mark"]

    with clock.fixed(shift.ends_at):
        browse(ada, scene.association).post(
            f"/coordinate/shifts/{shift.uuid}/attendance/", {"everybody": "1"} | typed
        )

    assert hours(scene) == [("Ada", 180, "submitted"), ("Bo", 150, "submitted")]


def test_attendance_times_without_a_mark_are_asked_about(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift("2025-02-04 17:00")
    taken(scene, shift, "bo")
    typed = marks(scene, shift, bo="17:30-20:00")
    del typed[f"{sign_up_of(scene, shift, 'bo').uuid}-mark"]

    with clock.fixed(shift.ends_at):
        page = browse(ada, scene.association).post(f"/coordinate/shifts/{shift.uuid}/attendance/", typed)

    assert page.status_code == 422
    assert "Say also whether the person came." in text(page)
    assert 'value="17:30"' in page.content.decode()


def test_attendance_refused_line_keeps_the_others(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift("2025-02-04 17:00")
    taken(scene, shift, "ada", "bo")

    with clock.fixed(shift.ends_at):
        page = browse(ada, scene.association).post(
            f"/coordinate/shifts/{shift.uuid}/attendance/",
            marks(scene, shift, ada="17:00-17:00", bo="came"),
        )

    assert page.status_code == 422
    assert "These times are too far from the shift." in text(page)
    assert states(scene, shift) == [("Ada", "signed_up"), ("Bo", "attended")]


def test_attendance_before_the_start(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift()
    taken(scene, shift, "bo")

    page = browse(ada, scene.association).post(
        f"/coordinate/shifts/{shift.uuid}/attendance/", marks(scene, shift, bo="came")
    )

    assert page.status_code == 422
    assert states(scene, shift) == [("Bo", "signed_up")]


def test_attendance_in_a_closed_month(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift("2025-02-04 17:00")
    taken(scene, shift, "bo")

    with clock.fixed(local("2025-03-20 10:00")):
        with entered(scene.association):
            months.close_month(first_day=local("2025-02-01 12:00").date(), by=SOMEBODY)
        page = browse(ada, scene.association).post(
            f"/coordinate/shifts/{shift.uuid}/attendance/", marks(scene, shift, bo="came")
        )

    assert page.status_code == 422
    assert "February 2025 is closed and its hours do not change any more." in text(page).replace(
        "\u00a0", " "
    )
    assert states(scene, shift) == [("Bo", "signed_up")]


def test_walk_in(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift(places=1)
    bo = scene.someone("bo")

    with clock.fixed(shift.ends_at):
        browse(ada, scene.association).post(
            f"/coordinate/shifts/{shift.uuid}/people/", {"person": str(bo.uuid)}
        )

    assert states(scene, shift) == [("Bo", "attended")]
    assert hours(scene) == [("Bo", 180, "submitted")]


def test_walk_in_on_a_full_shift_is_told_what_to_do(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift(places=1)
    taken(scene, shift, "ada")
    browser, bo = browse(ada, scene.association), scene.someone("bo")

    with clock.fixed(shift.ends_at):
        seen = text(browser.get(f"/coordinate/shifts/{shift.uuid}/"))
        page = browser.post(f"/coordinate/shifts/{shift.uuid}/people/", {"person": str(bo.uuid)})

    assert "raise the number of places first" in seen
    assert page.status_code == 422
