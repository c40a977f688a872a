"""Schedules from elsewhere come in: read within bounds, shown before they change anything, and taken back."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from hypothesis import given, settings, strategies as st

from accounts.models import User
from notifications.models import Message
from scheduling.feeds.schedules import calendars, judging, refusals, services, sheets
from scheduling.feeds.schedules.items import Found, Item
from scheduling.feeds.schedules.refusals import NotNow
from scheduling.shifts.models import ScheduleImport, Shift
from scheduling.shifts.services import cancel_shift, sign_up
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.shifts.scene import HELSINKI, NOW, SOMEBODY, Scene, local
from web.sheets.refusals import FileRefused

Browse = Callable[..., Client]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def event(uid: str = "a", start: str = "20250210T170000", end: str = "20250210T200000", *more: str) -> str:
    """One event, at the clocks of Helsinki."""
    return "\r\n".join(
        [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "SUMMARY:Soup",
            f"DTSTART;TZID=Europe/Helsinki:{start}",
            f"DTEND;TZID=Europe/Helsinki:{end}",
            *more,
            "END:VEVENT",
        ]
    )


def file(*events: str) -> bytes:
    """A calendar."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""]).encode()


def read(*events: str) -> Found:
    """What is read of them."""
    return calendars.read(file(*events), zone=HELSINKI, now=NOW)


def table(text: str) -> Found:
    """What is read of a CSV."""
    return sheets.read(io.BytesIO(text.encode()), zone=HELSINKI, now=NOW)


def starts(found: Found) -> list[datetime]:
    """When they begin, on the clock on the wall."""
    return [item.starts_at.astimezone(HELSINKI).replace(tzinfo=None) for item in found.items]


def draft(scene: Scene, content: bytes, *, name: str = "a.ics", source: str = "Care home") -> ScheduleImport:
    """A file that was looked at. Inside."""
    return services.keep_draft(
        file=io.BytesIO(content), name=name, source=source, role=scene.role, site=None, places=2, by=SOMEBODY
    )


# --- calendars -------------------------------------------------------------------------------------


def test_single_events_and_their_words() -> None:
    (item,) = read(event("a", "20250210T170000", "20250210T200000", "DESCRIPTION:Hot\\, and good")).items
    assert item == Item(
        "a", local("2025-02-10 17:00"), local("2025-02-10 20:00"), title="Soup", description="Hot, and good"
    )


def test_rule_keeps_its_time_when_clocks_change() -> None:
    found = read(
        event("a", "20250327T170000", "20250327T200000", "RRULE:FREQ=DAILY;UNTIL=20250401T235959Z",
              "EXDATE;TZID=Europe/Helsinki:20250331T170000")
    )  # fmt: skip
    assert starts(found) == [datetime(2025, 3, day, 17) for day in range(27, 32)] + [datetime(2025, 4, 1, 17)]
    assert [item.cancelled for item in found.items] == [False] * 4 + [True, False]
    assert len({item.uid for item in found.items}) == 6


def test_changed_occurrence_takes_the_place_of_its_rule() -> None:
    found = read(
        event(
            "a", "20250217T100000", "20250217T120000", "RECURRENCE-ID;TZID=Europe/Helsinki:20250217T170000"
        ),
        event("a", "20250210T170000", "20250210T200000", "RRULE:FREQ=WEEKLY;COUNT=3"),
    )
    assert starts(found) == [
        datetime(2025, 2, 10, 17), datetime(2025, 2, 17, 10), datetime(2025, 2, 24, 17)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (event("a", "20250210T170000", "20250210T200000", "RRULE:FREQ=WEEKLY"), "without an end"),
        (event("a", "20250210T170000", "20250210T200000", "RRULE:FREQ=DAILY;COUNT=5000"), "more than 520"),
        (event("a", "20250210T170000", "20250210T200000", "RRULE:FREQ=SECONDLY;COUNT=9"), "not read here"),
        (event("a", "20250210T170000", "20250210T200000", "RRULE:FREQ=DAILY;INTERVAL=0;COUNT=9"), "repeats"),
        (event("a", "19500210T170000", "19500210T200000", "RRULE:FREQ=DAILY;COUNT=9"), "ten years"),
        (event("a", "20250210T200000", "20250210T170000"), "ends before"),
        (event("a", "20250210T170000", "20250213T170000"), "two days"),
        (event("a", "20990210T170000", "20990210T180000"), "two years ahead"),
        (event("a", "99999999T999999", "x"), "when it starts"),
        ("BEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20250210\r\nEND:VEVENT", "whole day"),
        ("BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20250210T100000\r\nEND:VEVENT", "when it ends"),
        ("BEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT", "when it starts"),
        (event("a").replace("Europe/Helsinki", "Mars/Base"), "time zone"),
    ],
)
def test_event_that_cannot_be_read_says_why_and_the_others_are_read(bad: str, says: str) -> None:
    found = read(bad, event("good"))
    assert [item.uid for item in found.items] == ["good"]
    (problem,) = found.problems
    assert says in problem.said


def test_rule_that_never_fits_ends() -> None:
    rule = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5"
    found = read(event("a", "20250210T170000", "20250210T200000", rule))
    assert len(found.items) == 1  # its first day alone


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (file(*["BEGIN:VEVENT\r\nDTSTART:broken\r\nRRULE:nonsense\r\nEND:VEVENT"] * 10_000),
         refusals.TooManyEvents),
        (file(*[event(str(n), "20250210T170000", "20250210T200000", "RRULE:FREQ=DAILY;COUNT=500")
                for n in range(3)]), refusals.TooManyShifts),
        (file(*[event(str(n), "20250210T170000", "20250210T200000", "RRULE:FREQ=DAILY;COUNT=2")
                for n in range(201)]), refusals.TooManyRules),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 9_000, refusals.NotACalendar),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", refusals.NotACalendar),
        (b"BEGIN:VCALENDAR\r\n\xff\xfe\x00", refusals.NotACalendar),
    ],
    ids=["broken", "shifts", "rules", "deep", "open", "letters"],
)  # fmt: skip
def test_file_that_is_too_much_is_refused_with_a_sentence(content: bytes, refusal: type[FileRefused]) -> None:
    with pytest.raises(refusal) as refused:
        calendars.read(content, zone=HELSINKI, now=NOW)
    assert str(refused.value).endswith(".")


def test_a_thousand_broken_events_are_a_thousand_sentences() -> None:
    found = read(*["BEGIN:VEVENT\r\nDTSTART:broken\r\nEND:VEVENT"] * 1_000, event("good"))
    assert (len(found.items), len(found.problems)) == (1, 1_000)


@given(st.binary(max_size=300))
@settings(max_examples=30, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for start in (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b""):
        try:
            calendars.read(start + content, zone=HELSINKI, now=NOW)
        except FileRefused:
            continue


# --- tables ----------------------------------------------------------------------------------------


def test_table_in_any_language_and_order() -> None:
    found = table("Otsikko;Päivä;Alkaa;Päättyy;Paikkoja;Tunniste\nKeitto;10.2.2025;17.00;20.30;3;k1\n")
    (item,) = found.items
    assert item == Item("k1", local("2025-02-10 17:00"), local("2025-02-10 20:30"), title="Keitto", places=3)
    night = table("day,start,end\n2025-02-10,22:00,06:00\n").items[0]
    assert night.ends_at == local("2025-02-11 06:00")


def test_workbook_with_its_own_days_and_times() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["day", "start", "end", "title"])
    sheet.append([datetime(2025, 2, 10), datetime(1899, 12, 30, 17, 0).time(), 0.8125, "Soup"])
    kept = io.BytesIO()
    book.save(kept)
    (item,) = sheets.read(io.BytesIO(kept.getvalue()), zone=HELSINKI, now=NOW).items
    assert (item.starts_at, item.ends_at) == (local("2025-02-10 17:00"), local("2025-02-10 19:30"))


def test_rows_that_cannot_be_read_say_where_and_why() -> None:
    found = table(
        "day,start,end,places,id\n31.2.2025,10,12,1,a\n2025-02-10,25:00,12,1,b\n,10,12,1,c\n"
        "2025-02-10,10,12,0,d\n2025-03-30,03:30,05:00,1,e\n2025-02-10,10,12,1,f\n2025-02-11,10,12,1,f\n"
    )
    assert [item.uid for item in found.items] == ["f"]
    assert [problem.where for problem in found.problems] == [f"Row {number}" for number in (2, 3, 4, 5, 6, 8)]


def test_table_without_its_columns_is_refused() -> None:
    with pytest.raises(refusals.ColumnsMissing):
        table("name,when\nSoup,today\n")
    with pytest.raises(refusals.TooManyShifts):
        table("day,start,end\n" + "2025-02-10,10,12\n" * 1_001)


# --- comparing, applying, taking back --------------------------------------------------------------


def test_same_file_twice_changes_nothing(inside: Scene) -> None:
    content = file(event("a"), event("b", "20250210T170000", "20250210T200000", "RRULE:FREQ=WEEKLY;COUNT=4"))
    first = draft(inside, content)
    assert len(judging.look(first).of("new")) == 5
    assert not Shift.objects.exists()  # only looked at
    services.apply(batch=first, publish=True, by=SOMEBODY)
    before = list(Shift.objects.order_by("pk").values())
    assert [row["state"] for row in before] == ["published"] * 5
    second = draft(inside, content, source=" Care   home ")
    look = judging.look(second)
    assert not look.changes_something
    assert len(look.of("same")) == 5
    services.apply(batch=second, publish=True, by=SOMEBODY)
    assert list(Shift.objects.order_by("pk").values()) == before
    assert judging.look(draft(inside, content, source="Another")).of("new")


def test_difference_is_shown_applied_and_taken_back(scene: Scene) -> None:
    bo = scene.someone("bo")
    with entered(scene.association):
        services.apply(
            batch=draft(scene, file(event("moved"), event("off", "20250211T170000", "20250211T200000"),
                                    event("gone", "20250212T170000", "20250212T200000"))),
            publish=True, by=SOMEBODY,
        )  # fmt: skip
        moved, off = (Shift.objects.get(import_uid=uid) for uid in ("moved", "off"))
        sign_up(shift=moved, person=bo, by=SOMEBODY)
        batch = draft(
            scene,
            file(
                event("moved", "20250210T180000", "20250210T210000"),
                event("off", "20250211T170000", "20250211T200000", "STATUS:CANCELLED"),
                event("new", "20250213T170000", "20250213T200000"),
            ),
        )
        look = judging.look(batch)
        kinds = {each.item.uid: each.kind for each in look.judged}
        assert kinds == {"moved": "changed", "off": "cancelled", "new": "new"}
        assert [shift.import_uid for shift in look.missing] == ["gone"]
        assert services.apply(batch=batch, publish=False, by=SOMEBODY) == []
        moved.refresh_from_db()
        off.refresh_from_db()
        assert (moved.starts_at, moved.taken) == (local("2025-02-10 18:00"), 1)
        assert off.state == "cancelled"
        assert Shift.objects.get(import_uid="new").state == "draft"
        assert Shift.objects.get(import_uid="gone").state == "published"
        batch.refresh_from_db()
        with pytest.raises(NotNow):
            services.apply(batch=batch, publish=True, by=SOMEBODY)
        assert services.undo(batch=batch, by=SOMEBODY) == (2, 0)
        moved.refresh_from_db()
        assert (moved.starts_at, moved.taken) == (local("2025-02-10 17:00"), 1)
        assert not Shift.objects.filter(import_uid="new").exists()
        batch.refresh_from_db()
        with pytest.raises(NotNow):
            services.undo(batch=batch, by=SOMEBODY)


def test_who_comes_to_several_that_change_hears_of_all_in_one_message(scene: Scene) -> None:
    """Two move and one is off; what cannot be changed keeps none of the others back."""
    days = ("20250217", "20250218", "20250219", "20250220")
    bo = scene.someone("bo")
    with entered(scene.association):
        batch = draft(scene, file(*(event(day, f"{day}T170000", f"{day}T200000") for day in days)))
        services.apply(batch=batch, publish=True, by=SOMEBODY)
        for day in days[:3]:
            sign_up(shift=Shift.objects.get(import_uid=day), person=bo, by=SOMEBODY)
        sign_up(shift=scene.shift("2025-02-18 20:00", hours=1), person=bo, by=SOMEBODY)
        Message.objects.all().delete()
        off = event(days[2], f"{days[2]}T170000", f"{days[2]}T200000", "STATUS:CANCELLED")
        later = draft(scene, file(*(event(day, f"{day}T180000", f"{day}T210000") for day in days[:2]), off))

        [refused] = services.apply(batch=later, publish=True, by=SOMEBODY)

        assert "Bo Berg" in refused
        times = {shift.import_uid: (shift.starts_at, shift.state) for shift in Shift.objects.all()}
        assert times[days[0]] == (local("2025-02-17 18:00"), "published")
        assert times[days[1]] == (local("2025-02-18 17:00"), "published")
        assert times[days[2]][1] == "cancelled"
        [told] = Message.objects.filter(kind__in=["shift.changes", "shift.moved", "shift.cancelled"])
        assert (told.kind, len(told.data["moved"]), len(told.data["off"])) == ("shift.changes", 1, 1)


def test_undo_leaves_what_somebody_has_to_do_with(scene: Scene) -> None:
    bo = scene.someone("bo")
    with entered(scene.association):
        batch = draft(scene, file(event("a"), event("b", "20250211T170000", "20250211T200000")))
        services.apply(batch=batch, publish=True, by=SOMEBODY)
        sign_up(shift=Shift.objects.get(import_uid="a"), person=bo, by=SOMEBODY)
        batch.refresh_from_db()
        assert services.undo(batch=batch, by=SOMEBODY) == (1, 1)
        assert [shift.import_uid for shift in Shift.objects.all()] == ["a"]


def test_what_was_cut_off_goes_on(inside: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    services.apply(batch=draft(inside, file(event("a"))), publish=True, by=SOMEBODY)
    batch = draft(inside, file(event("a", "20250210T180000", "20250210T210000"), event("b")))

    class CutOff(Exception):
        """The machine goes away."""

    def cut(*_: object, **__: object) -> None:
        raise CutOff

    with monkeypatch.context() as patched:
        patched.setattr(services, "_finish", cut)
        with pytest.raises(CutOff):
            services.apply(batch=batch, publish=True, by=SOMEBODY)
    batch.refresh_from_db()
    assert batch.state == "draft"
    services.apply(batch=batch, publish=True, by=SOMEBODY)
    batch.refresh_from_db()
    assert Shift.objects.count() == 2
    assert services.undo(batch=batch, by=SOMEBODY) == (2, 0)
    assert Shift.objects.get().starts_at == local("2025-02-10 17:00")


def test_shift_that_was_cancelled_here_or_has_too_many_people_is_left(scene: Scene) -> None:
    bo, ada = scene.someone("bo"), scene.someone("ada")
    rows = "day,start,end,places,id\n2025-02-10,10,12,2,a\n2025-02-11,10,12,2,b\n"
    with entered(scene.association):
        services.apply(batch=draft(scene, rows.encode(), name="a.csv"), publish=True, by=SOMEBODY)
        full, off = (Shift.objects.get(import_uid=uid) for uid in "ab")
        for person in (bo, ada):
            sign_up(shift=full, person=person, by=SOMEBODY)
        cancel_shift(shift=off, by=SOMEBODY)
        again = draft(scene, rows.replace(",2,a", ",1,a").encode(), name="a.csv")
        assert {each.item.uid: each.kind for each in judging.look(again).judged} == {"a": "left", "b": "left"}


def test_a_thousand_shifts_are_made_in_few_queries(inside: Scene, django_assert_max_num_queries: Any) -> None:
    days = [local("2025-02-10 10:00") + timedelta(hours=6 * number) for number in range(1_000)]
    rows = "\n".join(
        f"{day.astimezone(HELSINKI):%Y-%m-%d,%H:%M},{day.astimezone(HELSINKI):%H}:59" for day in days
    )
    batch = draft(inside, f"day,start,end\n{rows}\n".encode(), name="a.csv")
    with django_assert_max_num_queries(40):
        services.apply(batch=batch, publish=True, by=SOMEBODY)
    assert Shift.objects.count() == 1_000


# --- pages -----------------------------------------------------------------------------------------


def given_by(scene: Scene, content: bytes, name: str = "a.ics") -> dict[str, Any]:
    """What the form sends."""
    return {
        "file": SimpleUploadedFile(name, content),
        "source": "Care home",
        "role": str(scene.role.uuid),
        "site": "",
        "places": "2",
    }


def test_pages_from_the_file_to_the_undo(scene: Scene, ada: User, browse: Browse) -> None:
    client = browse(ada, scene.association)
    assert b"schedule" in client.get("/coordinate/shifts/import/").content
    endless = event("b", "20250210T170000", "20250210T200000", "RRULE:FREQ=WEEKLY")
    answer: Any = client.post("/coordinate/shifts/import/", given_by(scene, file(event("a"), endless)))
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "Nothing is changed yet" in page
    assert "It repeats without an end" in page
    assert client.post(f"{answer.url}apply/", {"publish": "on"}).status_code == 302
    with entered(scene.association):
        assert Shift.objects.get().state == "published"
    page = client.get(answer.url).content.decode()
    assert "Take the import back" in page
    assert client.post(f"{answer.url}undo/").status_code == 302
    with entered(scene.association):
        assert not Shift.objects.exists()
    again: Any = client.post("/coordinate/shifts/import/", given_by(scene, file(event("a"))))
    assert client.post(f"{again.url}drop/").status_code == 302
    assert client.get(again.url).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.ics", file(*["BEGIN:VEVENT\r\nEND:VEVENT"] * 10_000), "10000 events"),
        ("a.pdf", b"%PDF-1.4", "no CSV or XLSX"),
        ("a.ics", b"hello", "cannot be read as a calendar"),
        ("a.csv", b"x,y\n1,2\n", "columns are missing"),
    ],
)
def test_refused_file_says_so_and_changes_nothing(
    scene: Scene, ada: User, browse: Browse, name: str, content: bytes, says: str
) -> None:
    client = browse(ada, scene.association)
    answer = client.post("/coordinate/shifts/import/", given_by(scene, content, name))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Care home" in answer.content.decode()  # nothing typed is lost
    with entered(scene.association):
        assert not ScheduleImport.objects.exists()


def test_import_is_its_associations_own(scene: Scene, beta: Association, cleo: User, browse: Browse) -> None:
    with entered(scene.association):
        batch = draft(scene, file(event("a")))
    assert browse(cleo, beta).get(f"/coordinate/shifts/import/{batch.uuid}/").status_code == 404
