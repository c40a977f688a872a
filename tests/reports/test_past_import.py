"""Totals of past years from a table: looked at, then taken in whole; what is wrong stays out and says why."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from reports import past_import
from reports.errors import TooManyRows
from reports.models import PastYear
from reports.past_import import Look
from reports.services import past
from scheduling.hours.models import Method, MonthFigure
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY
from volunteers.register.models import Trail
from web.sheets.refusals import FileRefused

Browse = Callable[..., Client]
PATH = "/coordinate/figures/past/import/"
TABLE = """Vuosi;Tunnit;Henkilöt;Menetelmä;Lähde
2018;1 234,5;41;arvioitu;Paperilla
2019;1300;45;kirjattu;Ilmoitettu lomakkeella
"""
HEADER = "year,hours,people,method,source\n"


def looked(text: str | bytes, *, name: str = "vuodet.csv") -> Look:
    content = text.encode() if isinstance(text, str) else text
    return past_import.look(past_import.rows_of(file=io.BytesIO(content), name=name))


def problems(rows: str) -> list[list[str]]:
    return [line.problems for line in looked(HEADER + rows).lines]


def noted() -> list[tuple[int, int, int, str, str]]:
    found = PastYear.objects.order_by("year")
    return list(found.values_list("year", "minutes", "people", "method", "source"))


def note() -> None:
    past.note_year(year=2018, hours_done=10, people=7, method=Method.COUNTED, source="Yearbook", by=BY)


def uploaded(client: Client, text: str = TABLE) -> Any:
    return client.post(PATH, {"file": SimpleUploadedFile("vuodet.csv", text.encode())})


BOTH = [
    (2018, 74070, 41, "estimated", "Paperilla"),
    (2019, 78000, 45, "registered", "Ilmoitettu lomakkeella"),
]


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        TABLE.replace("Vuosi;Tunnit;Henkilöt;Menetelmä;Lähde", "År;Timmar;Personer;Metod;Källa"),
        TABLE.replace("Vuosi;Tunnit;Henkilöt;Menetelmä;Lähde", "Year;Hours;People;Method;Source"),
    ],
)
def test_columns_are_known_in_three_languages(text: str) -> None:
    found = [
        (line.year, line.minutes, line.people, line.method, line.source) for line in looked(text).of("new")
    ]
    assert found == BOTH


@pytest.mark.usefixtures("inside")
def test_workbook_is_read_with_its_numbers() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Lähde", "Kommentti", "Vuosi", "Tunnit", "Ihmisiä", "Miten"],
        ["Kirja", "x", 2017, 12.25, 3.0, "counted"],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    (line,) = looked(out.getvalue(), name="vuodet.xlsx").of("new")
    assert (line.year, line.minutes, line.people, line.source) == (2017, 735, 3, "Kirja")


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("18,10,2,counted,Book", "Write the year in four digits, for example 2019."),
        ("1899,10,2,counted,Book", "Totals are noted of 1900 and later."),
        ("2090,10,2,counted,Book", "Choose a year that is over."),
        ("2018,,2,counted,Book", "The hours are missing."),
        ("2018,ten,2,counted,Book", "Hours are a number from 0 to 10,000,000, with two decimals at most."),
        ("2018,-1,2,counted,Book", "Hours are a number from 0 to 10,000,000, with two decimals at most."),
        ("2018,1.234,2,counted,Book", "Hours are a number from 0 to 10,000,000, with two decimals at most."),
        ("2018,10,,counted,Book", "The number of people is missing."),
        ("2018,10,2.5,counted,Book", "People are a whole number from 0 to 1,000,000."),
        ("2018,10,2,,Book", "How the total was gathered is missing."),
        ("2018,10,2,guessed,Book", "“guessed” is no way of gathering."),
        ("2018,10,2,counted,", "Write where the total is from"),
        (f"2018,10,2,counted,{'x' * 201}", "at most 200 characters fit"),
        ("2018,1,234,2,counted,Book", "The row has more cells than the header."),
    ],
)
def test_wrong_row_says_what_to_do(row: str, said: str) -> None:
    ((problem,),) = problems(row)
    assert said in problem


@pytest.mark.usefixtures("inside")
def test_year_on_two_rows_is_taken_from_neither() -> None:
    said = ["2018 is on more than one row of the file."]
    assert problems("2018,10,2,counted,A\n2017,1,1,counted,A\n2018,11,2,counted,B\n") == [said, [], said]


@pytest.mark.usefixtures("inside")
def test_year_that_is_recorded_here_is_reckoned_from_what_is_recorded() -> None:
    MonthFigure.objects.create(year=2018, month=0, minutes=60, people=1, heads=0, computed_at=clock.now())
    ((problem,),) = problems("2018,10,2,counted,A\n")
    assert problem == "Hours of 2018 are recorded here, so its total is reckoned from them."


@pytest.mark.usefixtures("inside")
def test_total_that_is_noted_is_never_overwritten() -> None:
    note()
    look = looked(f"{HEADER}2018,10,7,counted,Yearbook\n")
    assert [line.fate for line in look.lines] == ["known"]
    rows = past_import.rows_of(
        file=io.BytesIO(f"{HEADER}2018,99,7,counted,Yearbook\n".encode()), name="a.csv"
    )
    assert "take that away first" in past_import.look(rows).lines[0].problems[0]
    assert past.take_in(rows=rows, places=past_import.look(rows).places, by=BY) == 0
    assert noted() == [(2018, 600, 7, "counted", "Yearbook")]


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (HEADER + "2018,10,2,counted,A\n" * 201, TooManyRows),
        (HEADER, FileRefused),
        ("%PDF-1.4", FileRefused),
    ],
)
def test_file_that_is_no_table_of_years_is_refused(text: str, refusal: type[FileRefused]) -> None:
    with pytest.raises(refusal):
        looked(text)


@pytest.mark.usefixtures("inside")
def test_as_many_rows_cost_as_many_questions(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = "".join(f"{year},10,2,counted,A\n" for year in range(1900, 2020))
    with django_assert_num_queries(2):
        assert len(looked(HEADER + rows).of("new")) == 120


def test_table_is_looked_at_then_taken_in_once_and_taken_away_by_year(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    page = uploaded(client, f"{TABLE}1800;1;1;arvioitu;x\n")
    assert page.status_code == 200
    assert page.context["counts"] == {"new": 2, "known": 0, "wrong": 1}
    assert "Totals are noted of 1900 and later." in page.content.decode()
    with entered(alfa):
        assert noted() == []
    seen = {"seen": page.context["seen"]}
    for _twice in range(2):
        assert client.post(PATH, seen).headers["Location"] == "/coordinate/figures/past/"
        with entered(alfa):
            assert noted() == BOTH
            assert Trail.objects.filter(verb="past_year.noted").count() == 2
    again = uploaded(client)
    assert again.context["counts"] == {"new": 0, "known": 2, "wrong": 0}
    client.post("/coordinate/figures/past/2018/forget/")
    with entered(alfa):
        assert noted() == BOTH[1:]


def test_rows_to_correct_come_as_a_file_with_the_reason(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    page = uploaded(client, f"{TABLE}2017;;3;arvioitu;=1+1\n")
    answer = client.post(PATH, {"seen": page.context["seen"], "correct": "1"})
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="alfa-years-to-correct-')
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines == [
        "Vuosi;Tunnit;Henkilöt;Menetelmä;Lähde;What is wrong",
        "2017;;3;arvioitu;'=1+1;The hours are missing.",
    ]
    with entered(alfa):
        assert noted() == []
    # Corrected, it is read as it is.
    mended = uploaded(client, answer.content.decode("utf-8-sig").replace("2017;;", "2017;5;"))
    assert [(line.year, line.source) for line in mended.context["new"]] == [(2017, "=1+1")]


def test_columns_that_are_not_known_are_named_in_the_readers_words_and_said_by_hand(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    strange = "Kausi;Summa;Väki;Tapa;Lähde;Muuta\n2018;12;41;arvioitu;Paperilla;x\n"
    User.objects.filter(pk=ada.pk).update(language="sv")
    page = uploaded(client, strange)
    assert "År, Timmar" in page.content.decode()
    said = {"columns": "1", "column_0": "year", "column_1": "hours", "column_2": "people"}
    said |= {"column_3": "method", "column_4": "source", "column_5": ""}
    twice = client.post(PATH, {"seen": page.context["seen"], **said, "column_5": "year"})
    assert twice.context["missing"] == ["År", "Timmar"]
    looked = client.post(PATH, {"seen": twice.context["seen"], **said})
    assert looked.context["counts"] == {"new": 1, "known": 0, "wrong": 0}
    client.post(PATH, {"seen": looked.context["seen"]})
    with entered(alfa):
        assert noted() == [(2018, 720, 41, "estimated", "Paperilla")]


def test_what_was_looked_at_is_of_one_person_in_one_association(
    browse: Browse,
    ada: User,
    cleo: User,
    alfa: Association,
    beta: Association,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = browse(ada, alfa)
    seen = uploaded(client).context["seen"]
    salt = "reports.past_import"
    where, _who, *said = signing.loads(seen, salt=salt)
    for strange in (f"{seen}x", "", signing.dumps([where, "0", said], salt=salt), signing.dumps(said)):
        assert client.post(PATH, {"seen": strange}).headers["Location"] == PATH
    assert browse(cleo, beta).post(PATH, {"seen": seen}).headers["Location"] == PATH
    monkeypatch.setattr("reports.views.past_import._COUNTS", -1)
    assert client.post(PATH, {"seen": seen}).headers["Location"] == PATH
    for each in (alfa, beta):
        with entered(each):
            assert noted() == []
