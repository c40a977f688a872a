"""Pages of shifts that repeat."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from notifications.models import Message
from scheduling.shifts.models import Series, Shift
from tenants.context import entered
from tests.scheduling.shifts.scene import HELSINKI, Scene
from tests.scheduling.shifts.test_pages import statements, taken, text
from volunteers.register.models import QualificationType

Browse = Callable[..., Client]
NEW = "/coordinate/shifts/series/new/"


def said(scene: Scene, **other: Any) -> dict[str, Any]:
    """What a coordinator types for Tuesday evenings in March."""
    return {
        "role": scene.role.pk,
        "site": scene.site.pk,
        "title": "Soup",
        "repeats": "weekly",
        "every": "1",
        "weekdays": ["1"],
        "start_1": "17:00",
        "end_1": "20:00",
        "from_on": "2025-03-04",
        "until_on": "2025-03-31",
        "holidays": "skip",
        "places": "5",
        "description": "We cook.",
        "contact_person": "",
    } | other


def mark(page: str) -> str:
    """What the button under the preview sends."""
    return page.split('name="publish" value="')[1].split('"', maxsplit=1)[0]


def made(scene: Scene) -> list[str]:
    with entered(scene.association):
        return [
            f"{each.starts_at.astimezone(HELSINKI):%d.%m. %H:%M}"
            for each in Shift.objects.order_by("starts_at")
        ]


def test_series_is_made_after_its_dates_were_shown(scene: Scene, browse: Browse, ada: User) -> None:
    ada_s = browse(ada, scene.association)
    shown = ada_s.post(NEW, said(scene))
    seen = " ".join(text(shown).split())
    assert "4 shifts" in seen
    assert "Every week: Tuesday, 17:00–20:00. From Tue 4 Mar 2025 to Mon 31 Mar 2025." in seen
    assert "Tue 4 Mar · Tue 11 Mar · Tue 18 Mar · Tue 25 Mar" in seen
    assert made(scene) == []

    answer = ada_s.post(NEW, said(scene, publish=mark(shown.content.decode())), follow=True)

    assert made(scene) == ["04.03. 17:00", "11.03. 17:00", "18.03. 17:00", "25.03. 17:00"]
    seen = " ".join(text(answer).split())
    assert "Tue 18 Mar 2025" in seen
    assert "Soup" in text(ada_s.get("/coordinate/shifts/series/"))


def test_series_whose_dates_were_changed_is_shown_again(scene: Scene, browse: Browse, ada: User) -> None:
    ada_s = browse(ada, scene.association)
    shown = ada_s.post(NEW, said(scene)).content.decode()

    again = ada_s.post(NEW, said(scene, start_1="16:00", publish=mark(shown)))

    assert "The dates have changed since you looked at them." in text(again)
    assert made(scene) == []


def test_preview_tells_of_holidays_clocks_and_doubles(scene: Scene, browse: Browse, ada: User) -> None:
    scene.shift("2025-04-20 22:00", site=scene.site)
    night = said(
        scene,
        weekdays=["5", "6", "0"],
        start_1="22:00",
        end_1="03:30",
        start_2="03:00",
        end_2="04:00",
        from_on="2025-03-29",
        until_on="2025-04-21",
    )
    seen = " ".join(text(browse(ada, scene.association).post(NEW, night)).split())
    assert "Sat 29 Mar 2025 22:00–03:30: clocks go forward and one of the times does not exist." in seen
    assert "Sun 30 Mar 2025 03:00–04:00: clocks skip this time that night" in seen
    assert "Mon 21 Apr 2025: Easter Monday" in seen
    assert "planned already" not in seen

    seen = " ".join(text(browse(ada, scene.association).post(NEW, night | {"holidays": "keep"})).split())
    assert "1 such shift is planned already: Sun 20 Apr 22:00" in seen


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"until_on": ""}, "Say until when it repeats: at most two years."),
        ({"until_on": "2025-03-03"}, "The last day must not be before the first."),
        ({"until_on": "2027-04-01"}, "A series can be made for two years at a time."),
        ({"weekdays": []}, "Choose at least one day of the week."),
        ({"end_1": "16:00"}, "The end must be after the start."),
        ({"start_2": "16:00"}, "Say both when it starts and when it ends."),
        ({"start_2": "17:00", "end_2": "20:00"}, "The same time is there twice."),
        ({"weekdays": ["0"], "until_on": "2025-03-05"}, "No day fits this rule."),
        (
            {"weekdays": list("0123456"), "until_on": "2027-03-04", "holidays": "keep"},
            "This would make 731 shifts.",
        ),
        ({"from_on": "2025-01-01", "until_on": "2025-03-01"}, "The first day is in the past."),
    ],
)
def test_rules_that_cannot_be_are_refused_in_words(
    scene: Scene, browse: Browse, ada: User, other: dict[str, Any], sentence: str
) -> None:
    assert sentence in " ".join(text(browse(ada, scene.association).post(NEW, said(scene, **other))).split())
    assert made(scene) == []


def test_series_page_queries_do_not_grow(scene: Scene, browse: Browse, ada: User) -> None:
    ada_s = browse(ada, scene.association)
    counts = []
    for weekdays in (["1"], ["1", "2", "3"]):
        data = said(scene, weekdays=weekdays)
        ada_s.post(NEW, data | {"draft": mark(ada_s.post(NEW, data).content.decode())})
        with entered(scene.association):
            newest = Series.objects.order_by("-pk").values_list("uuid", flat=True)[0]
        counts.append(statements(ada_s, f"/coordinate/shifts/series/{newest}/"))
    assert counts[0] == counts[1]


# --- changing and calling off ---------------------------------------------------------------------


def series_of(scene: Scene, browse: Browse, ada: User, **other: Any) -> tuple[Client, str]:
    """A published series, and the address of its page."""
    ada_s = browse(ada, scene.association)
    data = said(scene, **other)
    answer = ada_s.post(NEW, data | {"publish": mark(ada_s.post(NEW, data).content.decode())})
    return ada_s, answer["location"]


def saving(page: str, name: str = "save") -> str:
    return page.split(f'name="{name}" value="', maxsplit=1)[1].split('"', maxsplit=1)[0]


def changed(scene: Scene, **other: Any) -> dict[str, Any]:
    data = said(scene, **other)
    del data["from_on"]
    return data


def shift_on(scene: Scene, day: str) -> Shift:
    with entered(scene.association):
        return Shift.objects.get(series_day=day)


def test_following_shifts_move_after_it_was_shown_who_is_told(
    scene: Scene, browse: Browse, ada: User
) -> None:
    ada_s, url = series_of(scene, browse, ada)
    taken(scene, shift_on(scene, "2025-03-18"), "bo")
    path = f"{url}change/?from=2025-03-18"
    assert 'value="17:00"' in ada_s.get(path).content.decode()

    data = changed(scene, start_1="18:00", end_1="21:00", title="Late soup")
    shown = ada_s.post(path, data)
    seen = " ".join(text(shown).split())
    assert "2 shifts move" in seen
    assert "Tue 18 Mar 2025 17:00–20:00 → Tue 18 Mar 18:00–21:00" in seen
    assert "Bo Berg 1 shift moves: keeps the place and is asked again" in seen
    assert made(scene)[2] == "18.03. 17:00"

    answer = ada_s.post(path, data | {"save": saving(shown.content.decode())})

    assert answer.status_code == 302
    assert made(scene) == ["04.03. 17:00", "11.03. 17:00", "18.03. 18:00", "25.03. 18:00"]
    with entered(scene.association):
        assert [series.until_on.isoformat() for series in Series.objects.order_by("pk")] == [
            "2025-03-17",
            "2025-03-31",
        ]
        assert Message.objects.filter(kind="shift.moved").count() == 1
        assert list(Shift.objects.order_by("starts_at").values_list("title", flat=True)) == [
            "Soup",
            "Soup",
            "Late soup",
            "Late soup",
        ]


def test_what_is_seldom_said_of_a_series_is_made_and_stays(scene: Scene, browse: Browse, ada: User) -> None:
    with entered(scene.association):
        kind = QualificationType.objects.create(
            code="first-aid", name_fi="EA", name_sv="FH", name_en="First aid"
        )
    seldom = {"asks_for": kind.pk, "asking": "2", "closes_hours_before": "3", "names": "nobody"}
    ada_s, url = series_of(scene, browse, ada, **seldom)
    page = ada_s.get(f"{url}change/").content.decode()
    assert f'<option value="{kind.pk}" selected>' in page

    data = changed(scene, **seldom, start_1="16:00")
    ada_s.post(f"{url}change/", data | {"save": saving(ada_s.post(f"{url}change/", data).content.decode())})

    with entered(scene.association):
        said = {"closes_hours_before": 3, "names": "nobody", "slots__most": 2, "slots__qualification": kind}
        assert Shift.objects.filter(**said).count() == 4
        assert Series.objects.get(**said).times.get().start_minute == 16 * 60


def test_change_that_is_not_what_was_shown_is_shown_again(scene: Scene, browse: Browse, ada: User) -> None:
    ada_s, url = series_of(scene, browse, ada)
    data = changed(scene, start_1="16:00")
    shown = ada_s.post(f"{url}change/", data).content.decode()
    taken(scene, shift_on(scene, "2025-03-18"), "bo")

    again = ada_s.post(f"{url}change/", data | {"save": saving(shown)})

    assert "Something has changed since you looked." in text(again)
    assert made(scene)[0] == "04.03. 17:00"


def test_called_off_from_a_day_on(scene: Scene, browse: Browse, ada: User) -> None:
    ada_s, url = series_of(scene, browse, ada)
    taken(scene, shift_on(scene, "2025-03-18"), "bo")
    path = f"{url}cancel/?from=2025-03-11"
    shown = ada_s.get(path)
    seen = " ".join(text(shown).split())
    assert "3 shifts are called off" in seen
    assert "Bo Berg loses 1 place" in seen

    ada_s.post(path, {"cancel": saving(shown.content.decode(), "cancel")})

    with entered(scene.association):
        assert list(Shift.objects.order_by("starts_at").values_list("state", flat=True)) == [
            "published",
            "cancelled",
            "cancelled",
            "cancelled",
        ]
        assert Message.objects.filter(kind="shift.cancelled").count() == 1


def test_series_of_others_are_not_there(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User, cleo: User
) -> None:
    _ada_s, url = series_of(scene, browse, ada)
    cleo_s = browse(cleo, other_scene.association)
    assert {cleo_s.get(f"{url}{rest}").status_code for rest in ("", "change/", "cancel/")} == {404}


def test_series_goes_on_as_it_is(scene: Scene, browse: Browse, ada: User) -> None:
    ada_s, url = series_of(scene, browse, ada, until_on="2025-03-25")
    taken(scene, shift_on(scene, "2025-03-25"), "bo")
    data = {"until_on": "2025-04-08"}
    shown = ada_s.post(f"{url}continue/", data)
    assert "Tue 1 Apr · Tue 8 Apr" in " ".join(text(shown).split())

    for _twice in range(2):
        ada_s.post(f"{url}continue/", data | {"publish": mark(shown.content.decode())})

    assert made(scene)[-3:] == ["25.03. 17:00", "01.04. 17:00", "08.04. 17:00"]
    assert "Choose an earlier last day." in text(ada_s.post(f"{url}continue/", {"until_on": "2027-05-01"}))
