"""Copying a week."""

from collections.abc import Callable

from django.test import Client

from accounts.models import User
from scheduling.shifts.models import Shift
from scheduling.shifts.services import cancel_shift
from tenants.context import entered
from tests.scheduling.shifts.scene import HELSINKI, SOMEBODY, Scene
from tests.scheduling.shifts.test_pages import taken, text

Browse = Callable[..., Client]
PATH = "/coordinate/shifts/copy/"


def test_week_is_copied_by_the_clock_on_the_wall(scene: Scene, browse: Browse, ada: User) -> None:
    taken(scene, scene.shift("2025-03-25 17:00", title="Soup", site=scene.site), "bo")
    scene.shift("2025-03-30 22:00", hours=8, title="Night")
    with entered(scene.association):
        cancel_shift(shift=scene.shift("2025-03-26 17:00", title="Off"), by=SOMEBODY)
    scene.shift("2025-04-01 17:00", title="Soup", site=scene.site)
    ada_s = browse(ada, scene.association)
    said = {"week": "2025-03-26", "into": "2025-04-03"}

    shown = ada_s.post(PATH, said)
    seen = " ".join(text(shown).split())
    assert "New (1) Sun 6 Apr 22:00 – Mon 7 Apr 06:00 Night" in seen
    assert "There already (1) Tue 1 Apr 17:00–20:00 Soup" in seen
    mark = shown.content.decode().split('name="draft" value="', maxsplit=1)[1].split('"', maxsplit=1)[0]
    for _twice in range(2):
        ada_s.post(PATH, said | {"draft": mark})

    with entered(scene.association):
        made = Shift.objects.order_by("-pk")[:2]
        assert (made[0].title, made[0].state, made[0].taken) == ("Night", "draft", 0)
        assert f"{made[0].ends_at.astimezone(HELSINKI):%d.%m. %H:%M}" == "07.04. 06:00"
        assert Shift.objects.count() == 5


def test_copying_into_the_same_week_or_the_past(scene: Scene, browse: Browse, ada: User) -> None:
    scene.shift("2025-02-05 17:00", title="Soup")
    ada_s = browse(ada, scene.association)
    same = ada_s.post(PATH, {"week": "2025-02-05", "into": "2025-02-07"})
    assert "Choose another week than the one that is copied." in text(same)
    past = " ".join(text(ada_s.post(PATH, {"week": "2025-02-05", "into": "2025-01-08"})).split())
    assert "In the past (1) Wed 8 Jan 17:00–20:00 Soup" in past
    assert "Save as drafts" not in past
