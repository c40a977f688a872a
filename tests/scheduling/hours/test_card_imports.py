"""Hour cards from spreadsheets: both shapes, what is wrong in words, nothing twice, undone whole."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from scheduling.hours import drafts
from scheduling.hours.errors import FileMeanwhile, FileNotUndone, FileTooOld, TooManyLines
from scheduling.hours.importing import judging_cards
from scheduling.hours.models import CardImport, ChangedMonth, HoursEntry
from scheduling.hours.services import batch, card_imports, correcting, months
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.context import entered
from tenants.models import Association, Wakeup
from tests.scheduling.hours.conftest import BY, HELSINKI, MONDAY, role
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.services import erasure

Browse = Callable[..., Client]
New = Callable[..., NewEntry]
CARD = """Nimi;Päivä;Klo alkaen;Asti;Tunnit;Muoto
Bo Berg;20.1.2025;17.00;20.30;;
berg bo;2025-01-21;;;2,5;
Bo Berg;22.1.2025;22;6;;
"""


def kept(text: str | bytes = CARD, *, name: str = "kortit.csv") -> CardImport:
    content = text.encode("utf-8-sig") if isinstance(text, str) else text
    draft = card_imports.keep_draft(file=io.BytesIO(content), name=name, default_start=time(10), by=BY)
    if draft.state == CardImport.State.DRAFT:
        return card_imports.place_columns(draft=draft, places=draft.places, role=role())
    return draft


def written() -> list[tuple[str, int]]:
    rows = HoursEntry.objects.exclude(state="reversed").order_by("starts_at")
    return [(f"{row.starts_at.astimezone(HELSINKI):%d.%m. %H:%M}", row.minutes) for row in rows]


def problems(draft: CardImport) -> list[str]:
    return [problem for each in judging_cards.look(draft).of("wrong") for problem in each.problems]


@pytest.fixture(autouse=True)
def _bo(alfa: Association) -> None:
    with entered(alfa):
        Person.objects.filter(given_name="Bo").update(family_name="Berg")


def test_rows_become_hours_that_count_at_the_times_that_the_card_says(inside: Association) -> None:
    done = card_imports.start(draft=kept(f"Tuntikortti 2025\n{CARD}"), by=BY)
    assert written() == [("20.01. 17:00", 210), ("21.01. 10:00", 150), ("22.01. 22:00", 480)]
    assert (done.entries, done.people, done.minutes, done.sheet) == (3, 1, 840, None)
    assert set(HoursEntry.objects.values_list("state", "source", "role__code")) == {
        ("approved", "import", role().code)
    }
    assert ChangedMonth.objects.get().first_day == date(2025, 1, 1)


def test_card_with_a_column_for_each_day_is_read_under_its_title(inside: Association) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tuntikortti, tammikuu 2025"])
    sheet.append(["Sukunimi", "Etunimi", date(2025, 1, 7), date(2025, 1, 8), "9.1.2025"])
    sheet.append(["Berg", "Bo", 2, None, "1:30"])
    sheet.append(["", "Yhteensä", None, None, None])
    out = io.BytesIO()
    book.save(out)
    draft = kept(out.getvalue(), name="kortti.xlsx")
    # Who is called “Yhteensä” has no hours, so nothing is said about her.
    assert problems(draft) == []
    card_imports.start(draft=draft, by=BY)
    assert written() == [("07.01. 10:00", 120), ("09.01. 10:00", 90)]


def test_what_is_wrong_is_said_of_each_row_and_the_others_come_in(inside: Association, new: New) -> None:
    batch.record_batch(entries=[new("2024-12-05 10:00", "2024-12-05 11:00")], by=BY)
    months.close_month(first_day=date(2024, 12, 1), by=BY)
    batch.record_batch(entries=[new("2025-01-20 18:00", "2025-01-20 19:00")], by=BY)
    draft = kept(
        CARD + "Aino Aalto;20.1.2025;;;2;\nBo Berg;3.2.2026;;;2;\nBo Berg;10.12.2024;;;2;\n"
        "Bo Berg;23.1.2025;;;25;\nBo Berg;24.1.2025;;;paljon;\nBo Berg;;;;2;\nBo Berg;25.1.2025;;;2;Velho\n"
        ";26.1.2025;;;2;\nBo Berg;27.1.2025;;;;\n"
    )
    said = problems(draft)
    assert [text.split(".")[0][:40].replace("\u00a0", " ") for text in said] == [
        "Bo Berg has hours at this time already: ",
        "Nobody called “Aino Aalto” is in the reg",
        "3 Feb 2026 is in the future",
        "December 2024 is closed",
        "An entry is longer than nothing and at m",
        "“paljon” is no number of hours",
        "On which day? Fill in the date",
        "There is no role “Velho”",
        "Whose hours are these? Fill in the name",
        "How long was it? Fill in the hours, or f",
    ]
    assert card_imports.start(draft=draft, by=BY).entries == 2


def test_hours_without_a_time_take_what_is_free_of_the_day(inside: Association, new: New) -> None:
    batch.record_batch(entries=[new("2025-01-21 09:00", "2025-01-21 12:00", kind="training")], by=BY)
    card_imports.start(draft=kept("Nimi;Pvm;Tunnit\nBo Berg;21.1.2025;2\nBo Berg;21.1.2025;1\n"), by=BY)
    assert written() == [("21.01. 09:00", 180), ("21.01. 12:00", 120), ("21.01. 14:00", 60)]


def test_hours_without_a_time_are_not_counted_beside_those_of_a_shift(inside: Association, new: New) -> None:
    shift = {"subject_kind": "sign_up", "subject_uuid": uuid4()}
    batch.record_batch(entries=[new("2025-01-21 09:00", "2025-01-21 12:00", **shift)], by=BY)
    rows = "Bo Berg;21.1.2025;3;\nBo Berg;21.1.2025;1;17\nBo Berg;22.1.2025;3;\n"
    draft = kept(f"Nimi;Pvm;Tunnit;Alkaen\n{rows}")
    assert [text.split(":")[0] for text in problems(draft)] == ["Bo Berg has hours on that day already"]
    assert [
        f"{each.starts_at.astimezone(HELSINKI):%d.%m. %H:%M}" for each in judging_cards.look(draft).entries
    ] == [
        "21.01. 17:00",
        "22.01. 10:00",
    ]


def test_hours_that_were_taken_back_do_not_come_again_with_the_next_file(inside: Association) -> None:
    card_imports.start(draft=kept(), by=BY)
    correcting.take_back(entry=HoursEntry.objects.order_by("starts_at")[0], reason="Not he", by=BY)
    longer = kept(CARD + "Bo Berg;23.1.2025;;;1;\n")
    look = judging_cards.look(longer)
    assert (len(look.of("known")), len(look.of("new"))) == (3, 1)


def test_same_line_is_known_whatever_role_was_chosen_for_lines_without_one(inside: Association) -> None:
    card_imports.start(draft=kept(), by=BY)
    other = VolunteerRole.objects.create(code="cook", family="builders", name_fi="Kokki")
    longer = kept(CARD + "Bo Berg;23.1.2025;;;1;\n")
    CardImport.objects.filter(pk=longer.pk).update(role=other)
    longer.refresh_from_db()
    assert len(judging_cards.look(longer).of("known")) == 3


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Bo Berg;;x;", "“x” is no number of hours"),
        (";;2;", ""),
        (";bo@example.org;2;", "Whose hours are these? Fill in the name"),
        (";;2;Emäntä", "Whose hours are these? Fill in the name"),
        ("Bo Berg;;-;", ""),
    ],
)
def test_cells_of_days_are_hours_or_are_said_to_be_wrong(inside: Association, row: str, said: str) -> None:
    draft = kept(f"Nimi;Sähköposti;21.1.2025;Muoto\n{row}\nBo Berg;;1;\n")
    assert [text.split(".")[0] for text in problems(draft)] == ([said] if said else [])


def test_from_when_to_when_and_the_hours_agree_or_are_wrong(inside: Association) -> None:
    draft = kept(
        "Nimi;Päivä;Alkaen;Asti;Tunnit\nBo Berg;20.1.2025;17;20.20;3,3\nBo Berg;21.1.2025;17;20;8\n"
        "Bo Berg;22.1.2025;22;6;8\n"
    )
    assert problems(draft) == ["From–to and the hours differ. Correct one of them."]
    assert [judging_cards.look(draft).minutes] == [200 + 480]


def test_moments_in_the_cells_of_from_and_to_are_times_of_day(inside: Association) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nimi", "Päivä", "Alkaen", "Asti"])
    sheet.append(["Bo Berg", date(2025, 1, 7), datetime(2025, 1, 7, 17), datetime(2025, 1, 7, 19, 30)])
    out = io.BytesIO()
    book.save(out)
    card_imports.start(draft=kept(out.getvalue(), name="kortti.xlsx"), by=BY)
    assert written() == [("07.01. 17:00", 150)]


def test_hours_since_a_time_are_that_long_when_the_clocks_change(inside: Association) -> None:
    rows = "Bo Berg;26.10.2024;23;;6\nBo Berg;30.3.2024;23;6;\n"
    card_imports.start(draft=kept(f"Nimi;Päivä;Alkaen;Asti;Tunnit\n{rows}"), by=BY)
    assert written() == [("30.03. 23:00", 360), ("26.10. 23:00", 360)]


def test_file_with_very_many_entries_is_refused_whole(
    inside: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_imports, "MOST_ENTRIES", 3)
    cells = "Nimi;7.1.2025;8.1.2025\nBo Berg;1;1\nBo Berg;1;"
    assert kept(f"{cells}\n").rows == 2
    with pytest.raises(TooManyLines, match="more than 3 entries"):
        kept(f"{cells}1\n")


def test_file_that_nobody_said_yes_to_is_gone_after_a_day(alfa: Association) -> None:
    with entered(alfa):
        kept()
    woken = Wakeup.objects.filter(schema_name=alfa.schema_name, queue="months")
    assert woken.filter(due_at=MONDAY + timedelta(days=1)).exists()
    with clock.fixed(MONDAY + timedelta(hours=23)), entered(alfa):
        drafts.drop_old()
        assert CardImport.objects.exists()
    with clock.fixed(MONDAY + timedelta(days=1)), entered(alfa):
        drafts.drop_old()
        assert not CardImport.objects.exists()


def test_same_file_and_the_same_rows_in_another_one_change_nothing(inside: Association) -> None:
    first, again = kept(), kept()
    done = card_imports.start(draft=first, by=BY)
    assert kept() == done
    with pytest.raises(FileMeanwhile):
        card_imports.start(draft=again, by=BY)
    longer = kept(CARD + "Bo Berg;23.1.2025;;;1;\n")
    look = judging_cards.look(longer)
    assert (len(look.of("known")), len(look.of("new"))) == (3, 1)
    card_imports.start(draft=longer, by=BY)
    assert len(written()) == 4


def test_undone_whole_or_not_at_all(inside: Association) -> None:
    done = card_imports.start(draft=kept(), by=BY)
    card_imports.undo(done=done, by=BY)
    assert written() == []
    again = card_imports.start(draft=kept(), by=BY)
    entry = HoursEntry.objects.order_by("starts_at")[0]
    correcting.take_back(entry=entry, reason="Not she", by=BY)
    with pytest.raises(FileNotUndone):
        card_imports.undo(done=again, by=BY)
    other = card_imports.start(draft=kept("Nimi;Pvm;Tunnit\nBo Berg;5.12.2024;2\n"), by=BY)
    months.close_month(first_day=date(2024, 12, 1), by=BY)
    with pytest.raises(FileNotUndone):
        card_imports.undo(done=other, by=BY)
    assert len(written()) == 3


def test_pages_map_columns_import_download_and_undo(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        code = role().pk
    client = browse(ada, alfa)
    file = SimpleUploadedFile("kortit.csv", b"Kuka;Milloin;Kauanko\nBo Berg;21.1.2025;2\nAino;1.1.2025;2\n")
    sent = client.post("/coordinate/import/cards/", {"file": file, "default_start": "10:00"})
    here, columns = sent["Location"], {"column_0": "full_name", "column_1": "date", "column_2": "hours"}
    assert not client.get(here).context["is_readable"]
    client.post(f"{here}columns/", columns)
    assert (client.get(here).context["entries"], client.get(here).context["asks_role"]) == (0, True)
    client.post(f"{here}columns/", columns | {"role": code})
    page = client.get(here).context
    assert (page["entries"], page["wrong_count"]) == (1, 1)
    download = client.get(f"{here}wrong/").content.decode("utf-8-sig")
    assert "Aino" in download
    assert "Bo" not in download
    client.post(f"{here}start/")
    client.post(f"{here}start/")
    with entered(alfa):
        assert written() == [("21.01. 10:00", 120)]
    assert "Bo Berg" in client.get(here).content.decode()
    client.post(f"{here}undo/")
    with entered(alfa):
        assert written() == []
    assert client.get(f"{here}wrong/").status_code == 404


WRONG = CARD + "Aino Aalto;20.1.2025;;;2;\n"


def test_role_is_asked_for_only_where_a_row_names_none(inside: Association) -> None:
    named = "Nimi;Pvm;Tunnit;Muoto\nBo Berg;21.1.2025;2;%s\n"
    draft = card_imports.keep_draft(
        file=io.BytesIO((named % role().name_fi).encode()), name="a.csv", default_start=time(10), by=BY
    )
    assert (judging_cards.look(draft).lacks_roles, len(judging_cards.look(draft).entries)) == (False, 1)
    without = card_imports.keep_draft(
        file=io.BytesIO((named % "").encode()), name="b.csv", default_start=time(10), by=BY
    )
    assert judging_cards.look(without).lacks_roles
    assert problems(without) == ["The row names no role, and none was chosen for such rows."]


def test_rows_that_did_not_come_in_are_there_for_a_day(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        done = card_imports.start(draft=kept(WRONG), by=BY)
    client, page = browse(ada, alfa), f"/coordinate/import/cards/{done.uuid}/"
    assert "Aino Aalto" in client.get(page).content.decode()
    text = client.get(f"{page}wrong/").content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("Aino Aalto;20.1.2025;")
    with clock.fixed(MONDAY + timedelta(minutes=11)):
        later = client.get(page).content.decode()
        assert "Aino Aalto" in later
        assert f"{page}undo/" not in later
        assert client.get(f"{page}wrong/").status_code == 200
    with clock.fixed(MONDAY + timedelta(days=1, minutes=1)):
        assert client.get(f"{page}wrong/").status_code == 404
        with entered(alfa):
            drafts.drop_old()
            assert CardImport.objects.get().left_out is None


def test_undo_takes_the_rows_that_did_not_come_in_along(inside: Association) -> None:
    done = card_imports.undo(done=card_imports.start(draft=kept(WRONG), by=BY), by=BY)
    assert (done.left_out, written()) == (None, [])


def test_import_is_undone_within_ten_minutes_alone(inside: Association) -> None:
    done = card_imports.start(draft=kept(), by=BY)
    with clock.fixed(MONDAY + timedelta(minutes=11)), pytest.raises(FileTooOld):
        card_imports.undo(done=done, by=BY)
    assert len(written()) == 3
    with clock.fixed(MONDAY + timedelta(minutes=9)):
        card_imports.undo(done=done, by=BY)
    assert written() == []


def test_who_is_erased_stands_in_no_row_that_did_not_come_in(inside: Association) -> None:
    card_imports.start(draft=kept(WRONG), by=BY)
    erasure.erase_person(person=Person.objects.get(given_name="Bo"), by=BY)
    assert CardImport.objects.get().left_out is None
