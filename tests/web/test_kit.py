"""The small values that components take, and the frame around a page."""

import datetime as dt
from typing import Literal

import pytest
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from hypothesis import given, strategies as st

from web import toasts
from web.kit import CoverDay, Pages, Plan, PlanDay, PlanRow, PlanShift, dots
from web.nav import Entry, Frame, Group

DAY = dt.date(2025, 2, 3)


@pytest.mark.parametrize(
    ("taken", "places", "empty", "state", "share"),
    [(0, 0, 0, "none", 0), (10, 12, 1, "empty", 83), (8, 13, 0, "thin", 62), (9, 9, 0, "full", 100)],
)
def test_cover_day_state(taken: int, places: int, empty: int, state: str, share: int) -> None:
    day = CoverDay(DAY, taken, places, empty)
    assert (day.state, day.share) == (state, share)


@pytest.mark.parametrize(
    ("taken", "places", "state", "look"),
    [
        (2, 2, "published", "full"),
        (1, 2, "published", "thin"),
        (0, 2, "published", "empty"),
        (0, 2, "draft", "draft"),
        (2, 2, "cancelled", "off"),
    ],
)
def test_plan_shift_look(
    taken: int, places: int, state: Literal["published", "draft", "cancelled"], look: str
) -> None:
    assert PlanShift("phone", "Phone", "18–21", taken, places, "#", state=state).look == look


def test_plan_puts_each_shift_into_the_row_of_its_role() -> None:
    visit, phone = (PlanShift(role, role, "14–16", 0, 1, "#") for role in ("visits", "phone"))
    rows = [PlanRow("visits", "Visits"), PlanRow("phone", "Phone")]
    plan = Plan(rows, [PlanDay(DAY, [phone, visit, phone]), PlanDay(DAY)])
    assert [(column, cells) for column, _, cells in plan.numbered_days] == [
        (2, [(2, [visit]), (3, [phone, phone])]),
        (3, []),
    ]


@given(st.integers(-3, 50), st.integers(1, 40), st.integers(0, 1000))
def test_pages_stay_inside_the_list(number: int, size: int, total: int) -> None:
    pages = Pages.of(number=number, size=size, total=total)
    assert 1 <= pages.number <= pages.count
    assert (pages.last - pages.first + 1 if total else 0) <= size
    assert bool(pages.before) == (pages.number > 1)
    assert bool(pages.after) == (pages.number < pages.count)
    assert pages.last == total or pages.after


def test_dots_give_way_to_the_figure_where_there_are_many() -> None:
    assert (list(dots(1, 2)), list(dots(1, 30))) == ([True, False], [])


@pytest.mark.parametrize(
    ("path", "key"),
    [("/coordinate/", "today"), ("/coordinate/shifts/new/", "plan"), ("/", "home"), ("/other/", "")],
)
def test_frame_finds_the_entry_by_the_longest_address(path: str, key: str) -> None:
    frame = Frame(
        entries=[Entry("Home", "/", "home", "home"), Entry("Today", "/coordinate/", "home", "today")],
        groups=[Group("More", [Entry("Plan", "/coordinate/shifts/", "calendar", "plan")])],
    )
    assert frame.key_at(path) == key


def test_toast_carries_its_undo(rf: RequestFactory) -> None:
    request = rf.get("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # what the middleware does
    toasts.toast(request, "Cancelled.", undo="/undo/1/")
    toasts.toast(request, "Not sent.", bad=True)
    shown = [toasts.from_message(message) for message in request._messages]  # type: ignore[attr-defined]  # as above
    assert shown == [
        toasts.Toast("Cancelled.", bad=False, undo="/undo/1/"),
        toasts.Toast("Not sent.", bad=True),
    ]


def test_toast_of_another_app_has_no_undo() -> None:
    assert toasts.from_message(Message(25, "Hello", extra_tags="safe")) == toasts.Toast("Hello", bad=False)
