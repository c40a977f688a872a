"""The pages, by role."""

from collections.abc import Callable

from django.test import Client

from accounts.models import User
from tests.scheduling.shifts.scene import Scene

Browse = Callable[..., Client]


def test_list(scene: Scene, browse: Browse, bo: User) -> None:
    scene.shift(title="Soup", site=scene.site)

    page = browse(bo, scene.association).get("/shifts/")

    assert page.status_code == 200
    open("/tmp/p.html", "w").write(page.content.decode())


def test_plan(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift(title="Soup", site=scene.site)
    b = browse(ada, scene.association)
    for url in ["/coordinate/shifts/", "/coordinate/shifts/new/", f"/coordinate/shifts/{shift.uuid}/", f"/coordinate/shifts/{shift.uuid}/edit/", f"/coordinate/shifts/{shift.uuid}/cancel/", f"/coordinate/shifts/{shift.uuid}/roster/", f"/shifts/{shift.uuid}/"]:
        page = b.get(url)
        assert page.status_code == 200, url
