"""Reading shift exports: what is understood, what is refused, and that every bad row is named."""

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from scheduling.hours.importing import rows
from scheduling.hours.importing.rows import Look, Sums
from web.sheets import refusals as problems, tables, workbook as look
from web.sheets.refusals import FileTooLarge, NoRows, NotATable, WrongEncoding

SAMPLE = (Path(__file__).parent / "files" / "shifts.csv").read_bytes()
TODAY = date(2025, 2, 3)
HEADER = "date,shift_id,volunteer_hours,attended,demand,event_name\n"
Change = Callable[[str], bytes]


def parse(content: bytes | str) -> Look:
    data = content if isinstance(content, bytes) else content.encode()
    return rows.read(rows.table(file=io.BytesIO(data)), today=TODAY)


def row(**cells: str) -> str:
    """A file of one good row, with some cells changed."""
    good = {"date": "2025-01-05", "id": "1", "hours": "2.5", "attended": "3", "demand": "4", "name": "Fair"}
    return HEADER + ",".join({**good, **cells}.values()) + "\n"


def refused(content: bytes | str) -> list[tuple[int, str]]:
    """The numbers of the rows that are wrong, each with all that is."""
    return [(number, " ".join(problems)) for number, _cells, problems in parse(content).wrong_rows]


def workbook(content: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for cells in content:
        book.active.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_sample_is_read_to_the_minute() -> None:
    export = parse(SAMPLE)
    assert [(each.row, each.minutes, each.heads) for each in export.occasions] == [
        (2, 120, 3),
        (3, 150, 2),
        (4, 9212, 18),
        (5, 8, 1),
        (6, 0, 0),
        (7, 240, 1),
    ]
    sums = Sums(export.occasions)
    assert (sums.heads, sums.minutes) == (25, 9730)
    assert [each.row for each in sums.overfull] == [4]
    assert (sums.first_day, sums.last_day) == (date(2024, 10, 11), date(2025, 1, 5))
    assert export.not_kept == ["postcode", "event_id", "event_type"]
    assert export.occasions[0].label == "Harvest market, morning"
    assert export.occasions[4].label == "Äänekosken talviriehan väki"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("–", "-").encode("latin-1"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace(", morning", " morning").replace(",", ";").replace(".", ",").encode(),
        lambda text: text.replace(", morning", " morning").replace(",", "\t").encode(),
        lambda text: text.replace("2024-10-11", "11.10.2024").encode(),
        lambda text: ("\n\n" + text + "\n , ,\n").replace("\n , ,\n", "\n,,\n").encode(),
        lambda text: text.replace("volunteer_hours", "Tunnit").replace("attended", " Osallistui ").encode(),
        lambda text: text.replace("501", "'=501").encode(),
    ],
    ids=[
        "bom",
        "latin-1",
        "cp1252",
        "crlf",
        "cr",
        "finnish excel",
        "tabs",
        "finnish dates",
        "blank lines",
        "names",
        "quoted",
    ],
)
def test_sample_in_other_clothes_says_the_same(change: Change) -> None:
    export = parse(change(SAMPLE.decode()))
    sums = Sums(export.occasions)
    assert (len(export.occasions), sums.heads, sums.minutes) == (6, 25, 9730)
    assert export.occasions[4].label == "Äänekosken talviriehan väki"


def test_what_a_spreadsheet_would_run_is_read_back_without_its_quote() -> None:
    export = parse(row(id="'+358 40", name="'=SUM(A1)"))
    assert (export.occasions[0].external_id, export.occasions[0].label) == ("+358 40", "=SUM(A1)")


def test_workbook_with_typed_cells_says_the_same() -> None:
    export = parse(
        workbook(
            [
                ["Päivä", "Vuoro", "Tunnit", "Osallistui", "Paikat", "Tapahtuma", "Muuta"],
                [datetime(2024, 10, 12), 503, 153.529, 18, 17.0, "Avajaiset", None],
                [None, None, None, None, None, None, None],
                [date(2025, 1, 5), 504.0, 0.125, 1, None, None, "x"],
                ["5.1.2025", "505", "2,5", "1", "", "", ""],
            ]
        )
    )
    assert [(each.row, each.external_id, each.minutes, each.places) for each in export.occasions] == [
        (2, "503", 9212, 17),
        (4, "504", 8, None),
        (5, "505", 150, None),
    ]
    assert export.not_kept == ["Muuta"]


@pytest.mark.parametrize(
    ("cells", "column", "text"),
    [
        ({"date": "soon"}, "date", "“soon” is no date. Write it as 2025-02-04 or 4.2.2025."),
        ({"date": "2025-02-30"}, "date", "There is no day 2025-02-30. Check the date."),
        ({"date": "1/5/2025"}, "date", "“1/5/2025” is no date. Write it as 2025-02-04 or 4.2.2025."),
        (
            {"date": "2025-02-04"},
            "date",
            "4\u00a0Feb\u00a02025 is in the future. Only what was done is imported.",
        ),
        ({"date": "1925-01-05"}, "date", "5\u00a0Jan\u00a01925 is before the year 2000. Check the year."),
        ({"date": ""}, "date", "The cell is empty. Fill it in."),
        ({"id": ""}, "shift_id", "The cell is empty. Fill it in."),
        ({"id": "x" * 81}, "shift_id", "An identifier has at most 80 characters."),
        ({"hours": "two"}, "volunteer_hours", "“two” is no number of hours. Write it as 2.5 or 2,5."),
        ({"hours": "nan"}, "volunteer_hours", "“nan” is no number of hours. Write it as 2.5 or 2,5."),
        ({"hours": "-1"}, "volunteer_hours", "Hours cannot be less than 0."),
        ({"hours": "1e999999"}, "volunteer_hours", "This is more than anybody can do. Check the hours."),
        (
            {"hours": "72.1"},
            "volunteer_hours",
            "These are more than 24 hours for each person. Correct the hours or the people.",
        ),
        (
            {"attended": "0"},
            "volunteer_hours",
            "There are hours, but nobody attended. Correct one of the two.",
        ),
        ({"attended": "2.5"}, "attended", "A number of people is whole, from 0 to 100000."),
        ({"attended": "-1"}, "attended", "A number of people is whole, from 0 to 100000."),
        ({"attended": "some"}, "attended", "“some” is no number of people. Write it as 12."),
        ({"demand": "1e999999"}, "demand", "A number of people is whole, from 0 to 100000."),
        ({"name": "a,b"}, "", "The row has more cells than the header. Look for a separator inside a text."),
    ],
)
def test_bad_cell_is_named_with_what_to_do(cells: dict[str, str], column: str, text: str) -> None:
    assert refused(row(**cells)) == [(2, f"{column}: {text}" if column else text)]


def test_every_bad_row_is_named() -> None:
    content = HEADER + "".join(f"2025-01-05,{n},{'x' if n % 3 else '1'},1,1,\n" for n in range(2, 3000))
    found = refused(content)
    assert [number for number, _said in found] == [n for n in range(2, 3000) if n % 3]


def test_same_shift_twice_is_named_at_the_second() -> None:
    content = row() + row(id="2").split("\n")[1] + "\n" + row().split("\n")[1] + "\n"
    assert refused(content) == [(4, "shift_id: The shift is in row 2 already. Remove one of them.")]


def test_needed_columns_that_are_not_found_are_told_and_may_be_said_by_hand() -> None:
    table = rows.table(file=io.BytesIO(b"Kun;shift;what;Kuka;x\n2025-01-05;1;2;3;4\n"))
    look = rows.read(table, today=TODAY)
    assert (look.missing, look.lines) == (["Date", "Hours of all together", "Attended"], [])
    places = {"date": 0, "shift_id": 1, "volunteer_hours": 2, "attended": 3}
    look = rows.read(table, today=TODAY, places=places)
    assert [(each.external_id, each.minutes, each.heads) for each in look.occasions] == [("1", 120, 3)]
    assert look.not_kept == ["x"]


def test_title_above_the_header_is_passed_over() -> None:
    export = parse("Export of 2025\n" + row())
    assert [each.row for each in export.occasions] == [3]


@pytest.mark.parametrize("content", [b"", b"\n\n", HEADER.encode()])
def test_file_without_rows_is_refused(content: bytes) -> None:
    with pytest.raises(NoRows):
        parse(content)


@pytest.mark.parametrize(
    "content",
    [
        SAMPLE.decode().encode("utf-16"),
        SAMPLE.decode().encode("utf-16-le"),
        SAMPLE.decode().encode().decode("cp1252", "ignore").encode(),
        SAMPLE.replace(b"Harvest", b"Har\x81vest"),
    ],
    ids=["utf-16 with mark", "utf-16", "twice utf-8", "half utf-8"],
)
def test_wrong_encoding_is_refused(content: bytes) -> None:
    with pytest.raises(WrongEncoding):
        parse(content)


def test_100_000_rows_are_refused_soon_with_the_limit() -> None:
    content = HEADER + "".join(f"2025-01-05,{n},1,1,1,\n" for n in range(100_000))
    started = time.perf_counter()
    with pytest.raises(FileTooLarge) as refusal:
        parse(content)
    assert time.perf_counter() - started < 5
    assert str(refusal.value) == (
        "The file is too large: at most 10 MB and 20\u00a0000 rows are read at once. "
        "Split it, for example by year."
    )


def test_as_many_rows_as_the_limit_says_are_read() -> None:
    content = HEADER + "".join(f"2025-01-05,{n},1,1,1,\n" for n in range(problems.MAX_ROWS))
    assert len(parse(content).occasions) == problems.MAX_ROWS
    with pytest.raises(FileTooLarge):
        parse(content + "2025-01-05,x,1,1,1,\n")


def test_more_than_10_megabytes_are_not_even_read() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.taken += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(FileTooLarge):
        rows.table(file=endless)  # type: ignore[arg-type]  # only read() is asked
    assert endless.taken == tables.MAX_BYTES + 1


def test_small_file_that_unpacks_to_a_large_one_is_refused_unread() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (look.MAX_UNPACKED + 1))
    assert len(target.getvalue()) < 100_000
    with pytest.raises(FileTooLarge):
        parse(target.getvalue())


def test_row_that_claims_a_number_far_below_is_not_walked_to() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADER.strip().split(","))
    book.active.cell(row=1_000_000, column=1, value="2025-01-05")
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(FileTooLarge):
        parse(target.getvalue())


def test_xml_with_entities_is_refused() -> None:
    content = workbook([["date"], ["x"]])
    source = zipfile.ZipFile(io.BytesIO(content))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + data
            archive.writestr(name, data)
    with pytest.raises(NotATable):
        parse(target.getvalue())


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 1000, workbook([["a"]])[:500]])
def test_broken_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(NotATable):
        parse(content)


def test_zip_that_is_no_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("hello.txt", b"hello")
    with pytest.raises(NotATable):
        parse(target.getvalue())


def test_cell_without_end_is_refused() -> None:
    with pytest.raises(NotATable):
        parse(HEADER + '2025-01-05,1,1,1,1,"' + "x" * 200_000)
