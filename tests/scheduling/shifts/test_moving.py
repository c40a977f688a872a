"""Another time for a shift: what is asked first, what is refused, and the undo of ten minutes."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts.models import User
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import move_shift
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene, local
from tests.scheduling.shifts.test_pages import taken, text
from volunteers.register.models import Absence

Browse = Callable[..., Client]
WEDNESDAY = {"day": "2025-02-05", "start": "18:00", "end": "21:00"}


def times(scene: Scene, shift: Shift) -> tuple[object, object]:
    """When it is now."""
    with entered(scene.association):
        return Shift.objects.values_list("starts_at", "ends_at").get(pk=shift.pk)


def address(shift: Shift) -> str:
    """The page “another time”."""
    return f"/coordinate/shifts/{shift.uuid}/move/"


def test_move_of_an_empty_shift_needs_one_press_and_can_be_undone(
    scene: Scene, browse: Browse, ada: User
) -> None:
    shift = scene.shift(title="Soup")
    client = browse(ada, scene.association)

    answer = client.post(address(shift), WEDNESDAY | {"next": "/coordinate/shifts/?view=month"})

    assert answer["Location"] == "/coordinate/shifts/?view=month"
    assert times(scene, shift) == (local("2025-02-05 18:00"), local("2025-02-05 21:00"))
    page = client.get("/coordinate/shifts/").content.decode()
    assert "Soup is now on Wed 5 Feb 18:00–21:00." in text(client.get("/coordinate/")) + unescape(
        page
    ).replace("\u00a0", " ")
    undo = unescape(page.split('action="', 1)[1].split(address(shift))[1].split('"')[0])
    assert client.post(f"{address(shift)}{undo}")["Location"] == "/coordinate/shifts/?view=month"
    assert times(scene, shift) == (local("2025-02-04 17:00"), local("2025-02-04 20:00"))


def test_move_asks_first_where_people_come(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift()
    taken(scene, shift, "bo")
    with entered(scene.association):
        Absence.objects.create(person=scene.someone("bo"), from_on="2025-02-05", to_on="2025-02-05")
    client = browse(ada, scene.association)

    asked = client.post(address(shift), WEDNESDAY)

    seen = text(asked).replace("\u00a0", " ")
    assert "1 person comes, keeps the place, and is asked whether the new time suits." in seen
    assert "Bo Berg is away on Wed 5 Feb." in seen
    assert times(scene, shift)[0] == local("2025-02-04 17:00")

    client.post(address(shift), WEDNESDAY | {"sure": "1"})

    assert times(scene, shift)[0] == local("2025-02-05 18:00")
    with entered(scene.association):
        assert SignUp.objects.get().starts_at == local("2025-02-05 18:00")


def test_move_that_puts_somebody_in_two_places_is_refused_in_words(
    scene: Scene, browse: Browse, ada: User
) -> None:
    shift = scene.shift()
    taken(scene, shift, "bo")
    taken(scene, scene.shift("2025-02-05 19:00"), "bo")

    answer = browse(ada, scene.association).post(address(shift), WEDNESDAY | {"sure": "1"})

    assert answer.status_code == 422
    assert "At that time these people have another shift: Bo Berg." in text(answer)
    assert times(scene, shift)[0] == local("2025-02-04 17:00")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"day": "2025-01-05"}, "The start is in the past. Choose a time ahead."),
        ({"day": ""}, "This field is required."),
        ({"day": "2025-03-30", "start": "03:30"}, "03:30"),
        ({"start": "x"}, "Enter a valid time."),
        ({"start": "08:00", "end": "07:00"}, "The end must be after the start."),
    ],
)
def test_move_to_a_time_that_cannot_be(
    scene: Scene, browse: Browse, ada: User, said: dict[str, str], sentence: str
) -> None:
    shift = scene.shift()

    answer = browse(ada, scene.association).post(address(shift), WEDNESDAY | said)

    assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert times(scene, shift)[0] == local("2025-02-04 17:00")


def test_move_leads_back_to_pages_of_this_host_only(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift()

    answer = browse(ada, scene.association).post(
        address(shift), WEDNESDAY | {"next": "//evil.example/coordinate/"}
    )

    assert urlsplit(answer["Location"])[:2] == ("", "")
    assert answer["Location"].startswith("/coordinate/shifts/?week=")


def test_undo_is_over_after_ten_minutes_and_after_another_change(
    scene: Scene, browse: Browse, ada: User
) -> None:
    shift, other = scene.shift(), scene.shift("2025-02-06 10:00")
    start, end = local("2025-02-05 18:00"), local("2025-02-05 21:00")
    with entered(scene.association):
        was = move_shift(shift=shift, starts_at=start, ends_at=end, by=SOMEBODY)
    client = browse(ada, scene.association)

    client.post(f"{address(other)}undo/?was={was}")
    client.post(f"{address(shift)}undo/?was={was[:-2]}")
    with clock.fixed(NOW + timedelta(minutes=11)):
        client.post(f"{address(shift)}undo/?was={was}")
    assert times(scene, shift)[0] == start
    assert times(scene, other)[0] == local("2025-02-06 10:00")
    with entered(scene.association):
        shift.refresh_from_db()
        move_shift(shift=shift, starts_at=start + timedelta(hours=1), ends_at=end, by=SOMEBODY)
    client.post(f"{address(shift)}undo/?was={was}")
    assert times(scene, shift)[0] == start + timedelta(hours=1)


def test_move_keeps_all_that_is_said_of_the_shift(scene: Scene) -> None:
    shift = scene.shift(title="Soup", site=scene.site, places=4, contact_person=scene.someone("ada"))
    with entered(scene.association):
        before: dict[str, object] = dict(Shift.objects.filter(pk=shift.pk).values().get())
        end = local("2025-02-05 21:00")
        move_shift(shift=shift, starts_at=local("2025-02-05 18:00"), ends_at=end, by=SOMEBODY)
        after: dict[str, object] = dict(Shift.objects.filter(pk=shift.pk).values().get())

    changed = {name for name, value in before.items() if after[name] != value}
    assert changed - {"sequence"} == {"starts_at", "ends_at"}
