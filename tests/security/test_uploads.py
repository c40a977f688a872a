"""Files that were made to cost more than they weigh: each is refused with a sentence, and cheaply."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from scheduling.hours.importing import rows
from scheduling.hours.models import ImportBatch, ImportDraft
from tenants.context import entered
from tenants.models import Association
from web.sheets import tables, workbook as look
from web.sheets.refusals import FileRefused, FileTooLarge, NotATable, WrongEncoding, WrongKind

Browse = Callable[..., Client]
MEGABYTE = 1024 * 1024
TODAY = date(2025, 2, 3)
HEADER = b"date,shift_id,volunteer_hours,attended,demand,event_name\n"
GOOD = HEADER + b"2025-01-05,1,2.5,3,4,Fair\n"


def parse(content: bytes) -> rows.Look:
    return rows.read(rows.table(file=io.BytesIO(content)), today=TODAY)


def book(parts: dict[str, bytes] | None = None, *, extra: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """A real workbook, with some of its parts changed."""
    made = openpyxl.Workbook()
    assert made.active is not None
    for cells in (HEADER.decode().strip().split(","), ["2025-01-05", "1", 2.5, 3, 4, "Fair"]):
        made.active.append(cells)
    plain = io.BytesIO()
    made.save(plain)
    target = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, (parts or {}).get(part.filename, old.read(part)))
        for name, content in extra:
            new.writestr(name, content)
    return target.getvalue()


SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = b"<worksheet " + SPACE + b"><sheetData>%s</sheetData></worksheet>"
STRINGS = b"<sst " + SPACE + b">%s</sst>"
STYLES = b"<styleSheet " + SPACE + b"><cellXfs>%s</cellXfs></styleSheet>"
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + SHEET % b"<row><c t='inlineStr'><is><t>&b;</t></is></c></row>"
)
ABROAD = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    + SHEET % b"<row><c t='inlineStr'><is><t>&a;</t></is></c></row>"
)
ONE = "xl/worksheets/sheet1.xml"


def noise(length: int) -> bytes:
    """Digits that hardly shrink."""
    import random

    return "".join(random.Random(1).choices("0123456789abcdef", k=length)).encode()


def numbered(element: bytes, times: int) -> bytes:
    """Many of one kind, each a little different."""
    return b"".join(element % number for number in range(times))


LONG = b"<row><c t='inlineStr'><is><t>%s</t></is></c></row>"
MANY_TEXTS = STRINGS % numbered(b"<si><t>%d</t></si>", 250_000)
MADE_TO_COST: dict[str, Callable[[], bytes]] = {
    "zeros": lambda: book({ONE: b"\0" * (50 * MEGABYTE)}),
    "a sheet of a gigabyte, by its directory": lambda: book({ONE: SHEET % (b"<row/>" * 9_000_000)}),
    "many parts": lambda: book(extra=[(f"xl/x{n}.xml", b"<a/>") for n in range(600)]),
    "many sheets": lambda: book(extra=[(f"xl/worksheets/s{n}.xml", b"<a/>") for n in range(150)]),
    "many elements": lambda: book({ONE: SHEET % numbered(b"<c r='%d'/>", 2_100_000)}),
    "many texts": lambda: book(extra=[("xl/sharedStrings.xml", MANY_TEXTS)]),
    "many styles": lambda: book({"xl/styles.xml": STYLES % numbered(b"<xf numFmtId='%d'/>", 70_000)}),
    "nested deep": lambda: book({ONE: SHEET % (b"<row>" + b"<c>" * 200 + b"</c>" * 200 + b"</row>")}),
    "one long text": lambda: book({ONE: SHEET % (LONG % noise(3_000_000))}),
    "entities in entities": lambda: book({ONE: ENTITIES}),
    "entity of a file": lambda: book({ONE: ABROAD}),
    "entities among the relations": lambda: book(extra=[("xl/worksheets/_rels/sheet1.xml.rels", ENTITIES)]),
    "broken XML": lambda: book({ONE: b"<worksheet><sheetData>"}),
    "a zip that is no workbook": lambda: book()[:200],
    "one line of separators": lambda: b"," * (9 * MEGABYTE),
    "one line of cells": lambda: HEADER + b"ab," * (3 * MEGABYTE),
    "one row over many lines": lambda: HEADER + b'"a\n",' * (1_800_000),
    "one quote that never ends": lambda: HEADER + b'"' + b"a\n" * (4 * MEGABYTE),
    "empty lines": lambda: HEADER + b"\n" * (9 * MEGABYTE),
    "more than ten megabytes": lambda: HEADER + b"x" * (10 * MEGABYTE),
}  # fmt: skip


@pytest.mark.parametrize("make", MADE_TO_COST.values(), ids=MADE_TO_COST)
def test_file_made_to_cost_is_refused_and_costs_little(make: Callable[[], bytes]) -> None:
    content = make()
    tracemalloc.start()
    with pytest.raises(FileRefused) as refusal:
        parse(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(refusal.value, FileTooLarge | NotATable)
    assert str(refusal.value).endswith(".")
    # The text of a table is held once or twice, at four bytes a sign.
    assert peak < 120 * MEGABYTE, peak / MEGABYTE


def test_biggest_workbook_that_is_read_costs_a_bounded_amount() -> None:
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet()
    sheet.append(HEADER.decode().strip().split(","))
    for number in range(20_000):
        sheet.append(["2025-01-05", str(number), 2.5, 3, 4, f"Event {number} of the year"])
    target = io.BytesIO()
    made.save(target)
    tracemalloc.start()
    assert len(parse(target.getvalue()).occasions) == 20_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150 * MEGABYTE, peak / MEGABYTE


def test_entity_of_a_file_is_refused_before_anything_is_opened() -> None:
    with pytest.raises(NotATable):
        look.look_over(book({ONE: ABROAD}))


def test_control_workbook_itself_is_read() -> None:
    assert len(parse(book()).occasions) == 1


@pytest.mark.parametrize(
    "content",
    [
        GOOD.replace(b"Fair", b"Fa\0ir"),
        GOOD.decode().encode("utf-16"),
        GOOD.replace(b"Fair", b"Fa\x1bir"),
        GOOD.replace(b"Fair", "Ã¤".encode()),
    ],
    ids=["NUL", "UTF-16", "escape", "twice UTF-8"],
)
def test_letters_that_cannot_be_trusted_are_refused(content: bytes) -> None:
    with pytest.raises(WrongEncoding):
        parse(content)


@pytest.mark.parametrize(
    "content",
    [b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7\n", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"MZ\x90", b"\x7fELF"],
)
def test_other_kinds_are_told_by_their_first_bytes(content: bytes) -> None:
    with pytest.raises(WrongKind):
        parse(content)


@pytest.mark.parametrize(
    "name", ["x.xls", "x.xlsm", "x.html", "x.svg", "x.csv.exe", "x", "csv", "x.ods", "x.zip", "../x.php"]
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(WrongKind):
        tables.check_name(name)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_page_says_what_is_wrong_and_nothing_is_kept(
    browse: Browse, ada: User, alfa: Association, language: str
) -> None:
    User.objects.filter(pk=ada.pk).update(language=language)
    client = browse(ada, alfa)
    said = set()
    for name, content in (
        ("bomb.xlsx", MADE_TO_COST["zeros"]()),
        ("table.xlsx", MADE_TO_COST["entity of a file"]()),
        ("old.xls", b"\xd0\xcf\x11\xe0"),
        ("table.csv", HEADER + b"\0"),
    ):
        with entered(alfa):
            from volunteers.register.models import VolunteerRole

            role = VolunteerRole.objects.get(code="host").pk
        response = client.post(
            "/coordinate/import/",
            {"file": SimpleUploadedFile(name, content), "role": role, "default_start": "10:00"},
        )
        assert response.status_code == 200
        said |= set(response.context["form"].errors["file"])
    assert len(said) == 4
    with entered(alfa):
        assert (ImportDraft.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_name_of_a_file_is_a_text_and_no_path(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        from volunteers.register.models import VolunteerRole

        role = VolunteerRole.objects.get(code="host").pk
    client = browse(ada, alfa)
    file = SimpleUploadedFile("x.csv", GOOD.replace(b"2.5", b"2.25"))
    file._name = "../../<img src=x onerror=alert(1)>.csv"  # type: ignore[attr-defined]  # as a program would send it
    page = client.post(
        "/coordinate/import/", {"file": file, "role": role, "default_start": "10:00"}, follow=True
    )
    assert page.status_code == 200
    assert "<img src=x" not in page.content.decode()
    with entered(alfa):
        assert "/" not in ImportDraft.objects.get().name


def test_files_that_wait_are_bounded(browse: Browse, ada: User, alfa: Association) -> None:
    from datetime import time

    from scheduling.hours.services import tallies
    from tenants import clock
    from tenants.actors import Actor
    from volunteers.register.models import VolunteerRole

    with entered(alfa):
        role = VolunteerRole.objects.get(code="host")
        for number in range(tallies.DRAFTS_KEPT):
            ImportDraft.objects.create(
                name=f"{number}.csv", content=b"x", role=role, default_start=time(10), created_at=clock.now()
            )
        tallies.keep_draft(
            file=io.BytesIO(GOOD), name="new.csv", default_start=time(10), role=role, by=Actor.system("x")
        )
        assert ImportDraft.objects.count() == tallies.DRAFTS_KEPT
        assert ImportDraft.objects.filter(name="new.csv").exists()
