"""Numbers that coordinators kept in Excel: looked at, taken in once, taken back, and what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from scheduling.activities import selectors
from scheduling.activities.errors import ImportNotUndone, ImportTooOld, TooManyOccasions
from scheduling.activities.importing.columns import COLUMNS
from scheduling.activities.models import Activity, Count, CountImport, TallyPlace
from scheduling.activities.services import figures, imports, tallies
from scheduling.hours.models import Month
from scheduling.hours.services import months
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import BY, count, group, occasion
from tests.scheduling.activities.test_places import noted, place
from web.sheets.refusals import MissingColumns

Browse = Callable[..., Client]
HEADER = "Pvm;Laji;Nimi;Kohde;Lukumäärä;Kassit;Lounaat;Menetelmä;Peruste"
SESSION = "2025-01-14;Ryhmät;kuoro;;12;;;;"
GIG = "15.1.2025;keikka;Lauluja;Majakka;31;;;arvioitu;Tuolit"
FOOD = "2025-01-16;;Paikka food;;;41;12;;"
ALL = (SESSION, GIG, FOOD)


def file(*rows: str, header: str = HEADER) -> BytesIO:
    """A file as Excel saves it."""
    return BytesIO("\r\n".join([header, *rows]).encode("utf-8-sig"))


def kept(*rows: str) -> CountImport:
    """A file that waits for a yes."""
    return imports.keep_draft(file=file(*rows), name="luvut.csv", by=BY)


def taken(*rows: str) -> CountImport:
    """A file that was taken in."""
    return imports.take_in(draft=kept(*rows), by=BY)


def numbers() -> list[tuple[str, int, str]]:
    """What is noted."""
    return list(Count.objects.order_by("local_date", "measure").values_list("measure", "quantity", "method"))


THREE = [
    ("participations", 12, "counted"),
    ("audience", 31, "estimated"),
    ("bag", 41, "counted"),
    ("lunch", 12, "counted"),
]


def test_file_with_very_many_occasions_is_refused_whole(
    inside: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    group(), place()
    draft = kept(*ALL)
    monkeypatch.setattr(imports, "MOST_OCCASIONS", 1)
    with pytest.raises(TooManyOccasions, match="more than 1 new"):
        kept(SESSION, GIG)
    with pytest.raises(TooManyOccasions):
        imports.take_in(draft=draft, by=BY)
    assert numbers() == []
    assert taken(SESSION, FOOD).new == 2


def test_sessions_gigs_and_food_come_in_and_count_in_the_year(inside: Association) -> None:
    group(), place()
    batch = taken(*ALL)

    figures.make_figures(first_days=[date(2025, 1, 1)])
    assert numbers() == THREE
    assert (batch.state, batch.new, batch.known, batch.left_out) == ("done", 3, 0, [])
    held = {kind.kind: kind.held for kind in selectors.year_of(2025) if kind.kind}
    assert held == {"group_session": 1, "gig": 1}
    assert set(Count.objects.values_list("source", "state")) == {("import", "approved")}


def test_same_file_and_the_same_rows_in_another_one_change_nothing(inside: Association) -> None:
    group(), place()
    first = taken(*ALL)
    assert imports.keep_draft(file=file(*ALL), name="again.csv", by=BY) == first

    longer = taken(*ALL, "2025-01-21;Ryhmät;Kuoro;;9;;;;")
    tallies.take_back(count=Count.objects.get(measure="bag"), by=BY, approved_too=True)
    late = taken(FOOD)

    assert (longer.new, longer.known) == (1, 3)
    assert (late.new, late.known) == (0, 1)
    assert not Count.objects.filter(measure="bag").exists()


def test_what_is_in_the_calendar_is_noted_there(inside: Association) -> None:
    there = occasion("2025-01-14", group=group(), state="planned")
    taken(SESSION)
    assert Activity.objects.get() == there
    there.refresh_from_db()
    assert there.state == "held"


def test_each_row_that_is_wrong_says_what_to_do_and_stays_out(inside: Association) -> None:
    group(), place(), place("meeting_place")
    count(occasion("2025-01-20", title="Juhla"), 50)
    occasion("2025-01-21", title="Peruttu", state="cancelled")
    noted(TallyPlace.objects.get(kind="food"), date(2025, 1, 30), "bag", 7)
    months.ensure(first_days=[date(2024, 12, 1)])
    Month.objects.filter(first_day=date(2024, 12, 1)).update(state="closed")
    rows = {
        "2025-02-04;;Kuoro;;5;;;;": "Pvm: 4 Feb 2025 is in the future. Only what was done is imported.",
        "2024-12-04;;Kuoro;;5;;;;": "December 2024 is closed. Leave the row out, and note or correct it",
        "2025-01-04;;Kuoro;;;;;;": "The number is missing. 0 says that nobody came.",
        "2025-01-05;;Kuoro;;5;;;arvioitu;": "Say in a few words on what the number rests",
        "2025-01-06;;Kuro;;5;;;;": "“Kuro” is no counting place and no group. Say in a column",
        "2025-01-07;keikka;Lauluja;;5;;;;": "A gig needs the site of its host.",
        "2025-01-08;dialogi;Turva;;9;;;;": "A dialogue is told by its groups, each with a recorder.",
        "2025-01-09;;Paikka food;;5;;;;": "At this place these are counted: food bags, lunches, other food.",
        "2025-01-10;;Kuoro;;5;3;;;": "Of this, only how many came is counted.",
        "2025-01-20;tapahtuma;juhla;;40;;;;": "Its number is there already: 50. Change it on its own page.",
        "2025-01-21;tapahtuma;Peruttu;;40;;;;": "It is marked as cancelled.",
        "2025-01-30;;Paikka food;;;9;;;": "7 food bags are noted of this day here already.",
        "2025-01-11;;Paikka meeting_place;;4,5;;;;": "Lukumäärä: A number is whole",
        "2025-01-12;huvi;Kuoro;;5;;;;": "Laji: “huvi” is not known here.",
    }
    before = Count.objects.count()
    look = imports.look(draft=kept(*rows))

    assert [line.fate for line in look.lines] == ["wrong"] * len(rows)
    for line, sentence in zip(look.lines, rows.values(), strict=True):
        assert sentence in " ".join(line.said.problems).replace("\xa0", " "), line.said.problems
    assert Count.objects.count() == before


def test_undo_takes_all_of_it_back_so_that_it_can_come_in_again(inside: Association) -> None:
    planned = occasion("2025-01-14", group=group(), state="planned")
    place()
    batch = imports.undo(batch=taken(*ALL), by=BY)

    assert (batch.state, numbers(), Activity.objects.get()) == ("undone", [], planned)
    assert Activity.objects.get().state == "planned"
    taken(*ALL)
    assert numbers() == THREE


def test_undo_keeps_what_somebody_built_on_and_ends_after_ten_minutes(inside: Association) -> None:
    group(), place()
    batch = taken(*ALL)
    Count.objects.filter(measure="lunch").update(quantity=13)
    with pytest.raises(ImportNotUndone, match=r"16\sJan\s2025 Paikka food"):
        imports.undo(batch=batch, by=BY)
    with clock.fixed(clock.now() + timedelta(minutes=11)), pytest.raises(ImportTooOld):
        imports.undo(batch=batch, by=BY)
    assert len(numbers()) == 4


def test_pages_from_the_file_to_the_rows_to_correct(
    browse: Browse, ada: User, bo: User, alfa: Association, beta: Association
) -> None:
    with entered(alfa):
        group(), place()
    client = browse(ada, alfa)
    sent = file(*ALL, "2025-01-06;;Kuro;;5;;;;")
    sent.name = "luvut.csv"
    check = client.post("/coordinate/counts/import/", {"file": sent}).headers["Location"]
    looked = client.get(check)
    done = client.post(check, {"import": "1"}, follow=True)
    again = client.post(check, {"import": "1"}, follow=True)
    rows = client.get(f"{check}rows/").content.decode("utf-8-sig").splitlines()

    assert looked.context["counts"] == {"new": 3, "known": 0, "wrong": 1}
    assert (done.status_code, again.status_code) == (200, 200)
    assert rows[0].startswith("Pvm;Laji;Nimi")
    assert rows[1].startswith("2025-01-06;;Kuro;;5")
    assert browse(bo, alfa).get("/coordinate/counts/import/").status_code == 403
    assert browse(ada, beta).get(check).status_code in {302, 403, 404}
    with entered(alfa):
        assert numbers() == THREE


def test_columns_are_said_by_hand_and_the_file_is_kept(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        group(), place()
    client = browse(ada, alfa)
    sent = file("2025-01-14;kuoro;12;99", header="Kerrat;;;\r\nMilloin;Mikä;Montako;Lukumäärä")
    sent.name = "luvut.csv"
    check = client.post("/coordinate/counts/import/", {"file": sent}).headers["Location"]
    page = client.get(check)
    assert page.context["missing"] == ["Date", "Name"]
    assert page.context["counts"]["new"] == 0

    said = {"columns": "1", "column_0": "date", "column_1": "name", "column_2": "number"}
    client.post(check, {**said, "column_3": "number"})
    assert client.get(check).context["missing"]
    client.post(check, {**said, "column_3": ""})
    assert client.get(check).context["counts"] == {"new": 1, "known": 0, "wrong": 0}
    client.post(check, {"import": "1"})
    client.post(check, {**said, "column_3": ""})
    with entered(alfa):
        assert numbers() == [("participations", 12, "counted")]


def test_file_without_its_columns_is_never_taken_in(inside: Association) -> None:
    draft = imports.keep_draft(file=file("kuoro;4", header="Nimi;Luku"), name="luvut.csv", by=BY)
    with pytest.raises(MissingColumns, match="Date"):
        imports.take_in(draft=draft, by=BY)


def test_header_may_stand_under_a_title(inside: Association) -> None:
    group()
    sheet = BytesIO("Kuoron kerrat 2025;;\r\nPvm;Nimi;Lukumäärä\r\n2025-01-14;Kuoro;12".encode())
    batch = imports.take_in(draft=imports.keep_draft(file=sheet, name="a.csv", by=BY), by=BY)
    assert (batch.new, numbers()) == (1, [("participations", 12, "counted")])


def test_visits_that_a_group_counts_already_are_marked_so(inside: Association) -> None:
    place("meeting_place")
    rows = file("2025-01-16;Paikka meeting_place;9;kyllä", header="Pvm;Nimi;Lukumäärä;Laskettu muualla")
    imports.take_in(draft=imports.keep_draft(file=rows, name="luvut.csv", by=BY), by=BY)
    assert Count.objects.get().own


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_columns_are_known_by_what_we_call_them(language: str) -> None:
    with translation.override(language):
        assert {COLUMNS.known(str(label)): column for column, label in COLUMNS.labels.items()} == {
            column: column for column in COLUMNS.labels
        }
