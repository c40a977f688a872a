"""Templates: saved from a shift or a series, and shifts and series made from them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time

from django.test import Client

from accounts.models import User
from scheduling.shifts.models import Series, Shift, ShiftTemplate
from scheduling.shifts.plans import SlotPlan, plan_of
from scheduling.shifts.services import make_shift
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from tests.scheduling.shifts.test_pages import text
from tests.scheduling.shifts.test_series_pages import mark, said
from volunteers.register.models import QualificationType

Browse = Callable[..., Client]
ALL = "/coordinate/shifts/templates/"


def night(scene: Scene) -> Shift:
    """A night with two qualified places of three, of which the form asks only a part."""
    with entered(scene.association):
        kinds = [
            QualificationType.objects.create(code=code, name_fi=code, name_sv=code, name_en=code)
            for code in ("aid", "line")
        ]
        plan = replace(
            scene.plan("2025-02-04 21:30", hours=8, places=3, title="Night"),
            where="phone",
            closes_hours_before=5,
            slots=tuple(SlotPlan(kind) for kind in kinds),
        )
        return make_shift(plan=plan, publish=True, by=SOMEBODY)


def saved(ada_s: Client, path: str, name: str) -> str:
    return str(ada_s.post(f"{path}template/", {"name": name})["location"])


def form_of(client: Client, path: str) -> dict[str, object]:
    """What a browser would send of the form as it stands there."""
    form = client.get(path).context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {
        name: f"{value:%H:%M}" if isinstance(value, time) else "" if value is None else value
        for name, value in said.items()
    }


def test_shift_made_from_a_saved_one_is_the_same_on_another_day(
    scene: Scene, browse: Browse, ada: User
) -> None:
    shift, ada_s = night(scene), browse(ada, scene.association)
    path = f"/coordinate/shifts/{shift.uuid}/"
    assert "the time 21:30–05:30" in text(ada_s.get(f"{path}template/"))
    url = saved(ada_s, path, "  Night   at the line ")
    assert "Night at the line" in text(ada_s.get(ALL))
    new = f"/coordinate/shifts/new/?day=2025-03-07&template={url.split('/')[-2]}"
    assert 'aria-current="true">Night at the line' in ada_s.get(new).content.decode().replace("</svg>", "")

    ada_s.post(new, form_of(ada_s, new) | {"publish": "1"})

    with entered(scene.association):
        made = plan_of(Shift.objects.exclude(pk=shift.pk).get())
        was = plan_of(shift)
        assert made == replace(was, starts_at=made.starts_at, ends_at=made.ends_at)
        assert (made.ends_at - made.starts_at, f"{made.starts_at:%d.%m. %H:%M}") == (
            was.ends_at - was.starts_at,
            "07.03. 19:30",
        )


def test_series_is_made_from_a_template_of_a_series(scene: Scene, browse: Browse, ada: User) -> None:
    ada_s, new = browse(ada, scene.association), "/coordinate/shifts/series/new/"
    data = said(scene)
    made = ada_s.post(new, data | {"draft": mark(ada_s.post(new, data).content.decode())})
    url = saved(ada_s, made["location"], "Tuesday soup")

    form = ada_s.get(f"{new}?template={url.split('/')[-2]}").context["form"]

    assert [str(form[name].value()) for name in ("start_1", "end_1", "title", "places")] == [
        "17:00:00",
        "20:00:00",
        "Soup",
        "5",
    ]


def test_name_is_there_once_and_what_was_made_stays(scene: Scene, browse: Browse, ada: User) -> None:
    ada_s, path = browse(ada, scene.association), f"/coordinate/shifts/{night(scene).uuid}/"
    one, other = saved(ada_s, path, "One"), saved(ada_s, path, "Other")
    taken = "There is a template of this name already."
    assert taken in text(ada_s.post(f"{path}template/", {"name": "One"}))
    assert taken in text(ada_s.post(other, {"name": "One"}))
    ada_s.post(other, {"name": "Another"})

    ada_s.post(f"{one}retire/")

    with entered(scene.association):
        assert list(ShiftTemplate.objects.values_list("name", flat=True)) == ["Another"]
        assert (Shift.objects.count(), Series.objects.count()) == (1, 0)


def test_templates_of_others_are_not_there(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User, cleo: User
) -> None:
    path = f"/coordinate/shifts/{night(scene).uuid}/"
    url = saved(browse(ada, scene.association), path, "Night")
    cleo_s = browse(cleo, other_scene.association)
    assert {cleo_s.get(each).status_code for each in (url, f"{url}retire/", f"{path}template/")} == {404}
    assert "Night" not in text(cleo_s.get(f"/coordinate/shifts/new/?template={url.split('/')[-2]}"))
