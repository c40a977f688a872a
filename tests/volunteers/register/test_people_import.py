"""Importing people: what a file says, what becomes of each row, the job, rows that failed, and the undo."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from accounts.reach import EVERYBODY
from tenants import clock
from tenants.context import entered
from tenants.models import Association, Wakeup
from tests.volunteers.register.conftest import BY, MONDAY, person
from volunteers.register import exports, roster, trail
from volunteers.register.errors import ImportNotUndone, ImportTooOld, ImportUnderWay, NamesMissing
from volunteers.register.importing import columns, judging, keeping
from volunteers.register.models import (
    ContactPerson,
    FailedRow,
    ImportedPerson,
    PeopleImport,
    Period,
    Person,
    PersonTag,
    RoleHolding,
    Tag,
    Trail,
    VolunteerRole,
)
from volunteers.register.roster import Wanted
from volunteers.register.services import erasure, import_undo, imports, people, person as details
from volunteers.register.services.person import PersonPlan
from web.sheets.refusals import FileTooLarge, NoRows, WrongEncoding, WrongKind
from web.sheets.tables import Row

Browse = Callable[..., Client]
URL = "/coordinate/people/import/"
TODAY = date(2025, 2, 3)
HEADER = "Etunimi;Sukunimi;Sähköposti;Puhelin"


def draft(text: str, *, name: str = "people.csv", encoding: str = "utf-8-sig") -> PeopleImport:
    return imports.keep_draft(file=io.BytesIO(text.encode(encoding)), name=name, by=BY)


def begin(batch: PeopleImport, *, how: str = "active", from_on: date = TODAY) -> PeopleImport:
    imports.start(draft=batch, begin=how, from_on=from_on, by=BY)
    imports.work()
    batch.refresh_from_db()
    return batch


def brought(text: str, **kwargs: Any) -> PeopleImport:
    return begin(draft(text), **kwargs)


def problems(text: str) -> list[tuple[str, ...]]:
    return [each.problems for each in judging.look(draft(text)).judged]


def counts(batch: PeopleImport) -> tuple[int, int, int, int]:
    return batch.added, batch.filled, batch.skipped, batch.failed


# --- reading ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "Etunimi;Sukunimi;Sähköpostiosoite;Puh.;Syntymäaika;Kotikunta;Postinumero;Äidinkieli;Tehtävät",
        "Förnamn;Efternamn;E-post;Telefon;Födelsedatum;Hemkommun;Postnummer;Språk;Uppdrag",
        "First name;Last name;E-mail address;Mobile;Date of birth;City;Zip code;Language;Roles",
    ],
)
def test_columns_are_guessed_in_three_languages(header: str) -> None:
    names = ["given_name", "family_name", "email", "phone", "born_on", "municipality", "postal_code"]
    expected = {name: place for place, name in enumerate([*names, "language", "roles"])}
    assert columns.guess(header.split(";"), {}) == expected


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.usefixtures("inside")
def test_every_column_of_an_export_is_known_to_an_import(language: str) -> None:
    with translation.override(language):
        header = [str(name) for name in exports.sheet_of([], on=TODAY).header]
    assert list(columns.guess(header, {})) == list(exports.COLUMNS)


@pytest.mark.parametrize(
    ("separator", "encoding"), [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "latin-1"), (";", "cp1252")]
)
@pytest.mark.usefixtures("inside")
def test_files_of_any_make_are_read(separator: str, encoding: str) -> None:
    rows = [["Etunimi", "Sukunimi"], ["", ""], ["Päivi", "Öhman"], [], ["Åke", "Näslund"]]
    batch = begin(draft("\r\n".join(separator.join(row) for row in rows), encoding=encoding))
    assert counts(batch) == (2, 0, 0, 0)
    assert person("Päivi").family_name == "Öhman"
    assert person("Åke").search_key.startswith("ake naslund")


@pytest.mark.usefixtures("inside")
def test_workbook_with_typed_cells_is_read() -> None:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(["Nimi", "Syntymäaika", "Puhelin", "Postinumero", "Aloitti"])
    page.append(["Öhman, Päivi", datetime(1980, 5, 17), 401234567, 960, date(2019, 9, 1)])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    begin(imports.keep_draft(file=out, name="List.XLSX", by=BY))
    found = person("Päivi")
    assert (found.family_name, found.born_on, found.phone, found.postal_code) == (
        "Öhman",
        date(1980, 5, 17),
        "+358 40 1234567",
        "00960",
    )
    assert Period.objects.get(person=found).started_on == date(2019, 9, 1)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("Eeva;;;", "A given name and a family name are needed."),
        ("Eeva;Salo;eeva(at)example;", "“eeva(at)example” is no e-mail address."),
        ("Eeva;Salo;;puhelin puuttuu", "“puhelin puuttuu” is no telephone number."),
        ("Eeva;Salo;;;31.2.1990", "There is no day 31.2.1990."),
        ("Eeva;Salo;;;keväällä", "“keväällä” is no date. Write it as 1990-02-04 or 4.2.1990."),
        ("Eeva;Salo;;;4.2.2026", "The day of birth 4.2.2026 is in the future."),
        (
            "Eeva;Salo;;;4.2.1890",
            "Born 4.2.1890: that would make 135 years. Check the year.",
        ),
        ("Eeva;Salo;;;;Lentäjä", "There is no role “Lentäjä”."),
        ("Eeva;Salo;;;;;1.1.2026", "Volunteer since: 1.1.2026 is not a day between 1900 and today."),
        ("Eeva;Salo;;;4.2.1990;;1.1.1989", "The first day as a volunteer is before the day of birth."),
        (
            "Eeva;Salo;;;;;;Pirjo Salo",
            "A guardian needs a name, and a phone number or an e-mail address.",
        ),
        (
            "Eeva;010190-123A;;",
            "A personal identity code stands in this row. It is kept nowhere here: take it out.",
        ),
        ("Eeva;Salo;;;;;;;klingon", "“klingon” is no language that we know by name."),
        (
            "Eeva;Salo;;;;;;;;lomalla",
            "“lomalla” is no state. Write one of: preparing, active, on a break, ended.",
        ),
    ],
)
@pytest.mark.usefixtures("inside")
def test_what_is_wrong_with_a_row_is_said(cells: str, said: str) -> None:
    header = f"{HEADER};Syntymäaika;Rooli;Aloitti;Huoltaja;Kieli;Tila"
    assert problems(f"{header}\n{cells}") == [(said,)]


@pytest.mark.usefixtures("inside")
def test_all_that_is_wrong_with_a_row_is_said_at_once() -> None:
    assert problems(f"{HEADER}\nEeva;;x;y") == [
        (
            "A given name and a family name are needed.",
            "“x” is no e-mail address.",
            "“y” is no telephone number.",
        )
    ]


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"%PDF-1.7", "list.csv", WrongKind),
        (b"a;b", "list.ods", WrongKind),
        ("Etunimi;Sukunimi\nPÃ¤ivi;Salo".encode(), "list.csv", WrongEncoding),
        (b"Etunimi;Sukunimi\n\n;\n", "list.csv", NoRows),
        (b"Etunimi;Sukunimi\n" + b"a;b\n" * 20_001, "list.csv", FileTooLarge),
    ],
)
@pytest.mark.usefixtures("inside")
def test_file_that_is_no_list_is_refused(content: bytes, name: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        imports.keep_draft(file=io.BytesIO(content), name=name, by=BY)
    assert PeopleImport.objects.count() == 0


def test_kept_rows_come_back_as_they_were() -> None:
    rows = [Row(2, ["ä", None, 1.5, date(2025, 2, 3), True]), Row(4, [])]
    assert list(keeping.unpack(keeping.pack(rows))) == rows
    assert list(keeping.unpack(None)) == []


# --- who is who ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("inside")
def test_the_same_person_is_told_by_name_and_something_more() -> None:
    people.add_person(
        given_name="Eeva", family_name="Salo", by=BY, email="eeva@example.org", phone="0401234567"
    )
    people.add_person(given_name="Outi", family_name="Ranta", by=BY)
    rows = [
        "EEVA;salo;Eeva@Example.org;",  # the same address
        "Eeva;Salo;;+358 40 123 4567",  # the same number: the same again
        "Eeva;Salo;other@example.org;",  # nothing in common
        "Kai;Salo;eeva@example.org;",  # a family's address
        "Outi;Ranta;outi@example.org;",  # nothing but a name is known of her
        "Kai;Salo;eeva@example.org;",  # again
    ]
    judged = judging.look(draft("\n".join([HEADER, *rows]))).judged
    assert [each.kind for each in judged] == ["known", "repeated", "new", "new", "known", "repeated"]
    assert [each.first for each in judged] == [None, 2, None, None, None, 5]


@pytest.mark.usefixtures("inside")
def test_another_day_of_birth_is_another_person() -> None:
    rows = [f"Matti Salo;1.1.{year};salo@example.org" for year in (1950, 1980)]
    text = "\n".join(["Nimi;Syntymäaika;Sähköposti", *rows])
    assert counts(brought(text)) == (2, 0, 0, 0)


def test_address_of_a_login_joins_nobody_with_it(ada: User, alfa: Association) -> None:
    with entered(alfa):
        batch = brought(f"{HEADER}\nAda;Toinen;{ada.email};")
        assert (counts(batch), Person.objects.get(family_name="Toinen").user_uuid) == ((1, 0, 0, 0), None)


@pytest.mark.usefixtures("inside")
def test_known_people_are_left_as_they_are_unless_what_is_empty_shall_be_completed() -> None:
    known = people.add_person(given_name="Eeva", family_name="Salo", by=BY, email="eeva@example.org")
    header = f"{HEADER};Kunta;Tunnisteet;Huoltaja;Huoltajan puhelin;Kieli"
    row = "Eeva;Salo;eeva@example.org;0401234567;Oulu;kesä;Pirjo Salo;0407654321;ruotsi"
    assert counts(brought(f"{header}\n{row}")) == (0, 0, 1, 0)
    batch = draft(f"{header}\n{row}\n")
    imports.place_columns(draft=batch, places=batch.places, fills=True)
    assert counts(begin(batch)) == (0, 1, 0, 0)
    known.refresh_from_db()
    assert (known.phone, known.municipality, known.language) == ("+358 40 1234567", "Oulu", "fi")
    assert known.search_key.endswith(" 358401234567")
    assert ContactPerson.objects.get(person=known).is_guardian
    assert PersonTag.objects.filter(person=known, tag__name="kesä").count() == 1
    assert Period.objects.filter(person=known).count() == 0
    import_undo.undo(batch=batch, by=BY)
    known.refresh_from_db()
    assert (known.phone, known.municipality, known.email) == ("", "", "eeva@example.org")
    assert (ContactPerson.objects.count(), Tag.objects.filter(name="kesä").count()) == (0, 0)


@pytest.mark.usefixtures("inside")
def test_second_row_of_somebody_completes_the_first_where_that_is_wished() -> None:
    batch = draft(f"{HEADER};Kunta\nEeva;Salo;eeva@example.org;\nEeva;Salo;eeva@example.org;0401234567;Oulu")
    imports.place_columns(draft=batch, places=batch.places, fills=True)
    assert counts(begin(batch)) == (1, 0, 1, 0)
    assert (person("Eeva").phone, person("Eeva").municipality) == ("+358 40 1234567", "Oulu")


# --- how they stand --------------------------------------------------------------------------------------


def test_people_stand_as_the_file_says_else_as_whoever_said_yes(alfa: Association) -> None:
    with entered(alfa):
        _stand_as_said()
    assert Wakeup.objects.filter(queue="breaks").count() == 1


def _stand_as_said() -> None:
    header = "Nimi;Tila;Alkaen;Asti"
    rows = [
        "A B;;;",
        "C D;lopettanut;1.1.2020;31.12.2023",
        "E F;on a break;1.5.2021;1.3.2025",
        "G H;;2.2.2022;",
    ]
    with translation.override("fi"):
        ended = str(Period.State.ENDED.label)
    batch = brought("\n".join([header, *rows]).replace("lopettanut", ended), how="preparing")
    assert batch.failed == 0
    found = {each.person.name: each for each in Period.objects.filter(person__family_name__in="BDFH")}
    assert {name: (each.state, each.started_on) for name, each in found.items()} == {
        "A B": ("preparing", TODAY),
        "C D": ("ended", date(2020, 1, 1)),
        "E F": ("on_break", date(2021, 5, 1)),
        "G H": ("preparing", date(2022, 2, 2)),
    }
    assert (found["C D"].ended_on, found["E F"].break_until) == (date(2023, 12, 31), date(2025, 3, 1))
    assert Trail.objects.filter(verb="period.started").count() == 2


@pytest.mark.usefixtures("inside")
def test_roles_tags_guardian_and_languages_come_with_people() -> None:
    role = VolunteerRole.objects.get()
    role.name_fi = "Kahvila, ilta"
    role.save()
    batch = brought(
        "Nimi;Roolit;Tunnisteet;Kieli;Puhuu;Taidot;Huoltaja;Huoltajan sähköposti;Huoltajan suostumus\n"
        "Eeva Salo;kahvila, ilta;Kesä, talvi;Ukrainian;ruotsi, suomi;Laulu, leipominen;"
        "Pirjo;p@example.org;1.2.2025"
    )
    found = person("Eeva")
    assert (counts(batch), found.language, found.speaks) == ((1, 0, 0, 0), "fi", ["sv", "fi", "uk"])
    assert found.skills == ["Laulu", "leipominen"]
    assert [each.role for each in RoleHolding.objects.filter(person=found)] == [role]
    assert set(PersonTag.objects.filter(person=found).values_list("tag__name", flat=True)) == {
        "Kesä",
        "talvi",
    }
    assert ContactPerson.objects.get(person=found).consented_on == date(2025, 2, 1)


# --- yes, and the job ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("inside")
def test_same_file_twice_changes_nothing() -> None:
    batch = brought(f"{HEADER}\nEeva;Salo;;")
    before = (Person.objects.count(), Trail.objects.count())
    again = draft(f"{HEADER}\nEeva;Salo;;")
    assert (again, (Person.objects.count(), Trail.objects.count())) == (batch, before)
    with pytest.raises(ImportUnderWay):
        imports.start(draft=batch, begin="active", from_on=TODAY, by=BY)


@pytest.mark.usefixtures("inside")
def test_file_that_waits_twice_is_imported_once() -> None:
    one, other = (draft(f"{HEADER}\nEeva;Salo;;") for _time in range(2))
    imports.start(draft=one, begin="active", from_on=TODAY, by=BY)
    with pytest.raises(ImportUnderWay):
        imports.start(draft=other, begin="active", from_on=TODAY, by=BY)


@pytest.mark.usefixtures("inside")
def test_file_without_names_waits_for_its_columns() -> None:
    batch = draft("Kuka;Mikä\nEeva;Salo")
    assert judging.look(batch).judged == []
    with pytest.raises(NamesMissing):
        imports.start(draft=batch, begin="active", from_on=TODAY, by=BY)
    imports.place_columns(
        draft=batch, places={"given_name": 0, "family_name": 1, "x": 0, "phone": 9}, fills=False
    )
    assert counts(begin(batch)) == (1, 0, 0, 0)


@pytest.mark.usefixtures("inside")
def test_job_that_was_stopped_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(Exception):
        """Somebody pulled the plug."""

    def stop() -> None:
        raise Stopped

    monkeypatch.setattr(imports, "CHUNK", 2)
    batch = draft("Nimi\n" + "".join(f"Eeva S{number}\n" for number in range(5)))
    imports.start(draft=batch, begin="active", from_on=TODAY, by=BY)
    with pytest.raises(Stopped):
        imports.work(go_on=stop)
    batch.refresh_from_db()
    assert (batch.state, batch.worked, batch.percent) == ("running", 2, 40)
    assert imports.work() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.worked, batch.added, batch.sheet) == ("done", 5, 5, None)
    assert Person.objects.filter(given_name="Eeva").count() == 5
    assert imports.work() == 0


@pytest.mark.usefixtures("inside")
def test_draft_and_failed_rows_are_forgotten_after_a_day() -> None:
    batch = brought(f"{HEADER}\nEeva;;;")
    waiting = draft(f"{HEADER}\nOuti;Ranta;;")
    assert FailedRow.objects.get().problems == ["A given name and a family name are needed."]
    assert [at - MONDAY for at in imports.moments()] == [timedelta(days=1)] * 2
    with clock.fixed(MONDAY + timedelta(days=1)):
        imports.work()
    assert (FailedRow.objects.count(), PeopleImport.objects.filter(pk=waiting.pk).count()) == (0, 0)
    assert PeopleImport.objects.get() == batch


@pytest.mark.usefixtures("inside")
def test_whoever_is_erased_stands_in_no_file_any_more() -> None:
    brought(f"{HEADER}\nEeva;Salo;;\nEeva;;;")
    draft(f"{HEADER}\nEeva;Salo;;x")
    erasure.erase_person(person=person("Eeva"), by=BY)
    assert (FailedRow.objects.count(), ImportedPerson.objects.count()) == (0, 0)
    assert PeopleImport.objects.get().state == "done"


# --- undo ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("inside")
def test_undo_takes_everything_back_and_the_file_can_be_imported_anew() -> None:
    def everything() -> list[int]:
        return [
            model.objects.count() for model in (Person, Period, Tag, PersonTag, RoleHolding, ContactPerson)
        ]

    role = VolunteerRole.objects.get()
    text = f"{HEADER};Tunnisteet;Roolit;Huoltaja\nEeva;Salo;;040123456;kesä;{role.code};Pirjo\nKai;;;"
    text = text.replace("Huoltaja\n", "Huoltaja;Huoltajan puhelin\n").replace("Pirjo", "Pirjo;0407654321")
    before = everything()
    batch = brought(text)
    assert everything() == [each + 1 for each in before]
    import_undo.undo(batch=batch, by=BY)
    assert (everything(), FailedRow.objects.count()) == (before, 0)
    with pytest.raises(ImportTooOld):
        import_undo.undo(batch=batch, by=BY)
    assert brought(text).added == 1


@pytest.mark.usefixtures("inside")
def test_what_was_built_on_an_import_stands_in_the_way_of_its_undo() -> None:
    batch = brought(f"{HEADER}\nEeva;Salo;;\nKai;Salo;;")
    many_columns = PersonPlan("Kai", "Salo", "", "+358 40 1234567", "fi", None, "", [], [])
    details.change_person(person=person("Kai"), plan=many_columns, by=BY)
    trail.record("person.exported", by=BY, subject_kind="person", subject_uuid=person("Eeva").uuid)
    (one,) = import_undo.in_the_way(batch=batch)
    assert (one.person.name, [str(what) for what in one.what]) == ("Kai Salo", ["Details changed"])
    with pytest.raises(ImportNotUndone):
        import_undo.undo(batch=batch, by=BY)
    assert Person.objects.filter(family_name="Salo").count() == 2


@pytest.mark.usefixtures("inside")
def test_undo_works_for_a_day() -> None:
    batch = brought(f"{HEADER}\nEeva;Salo;;")
    with clock.fixed(MONDAY + timedelta(days=1, seconds=1)), pytest.raises(ImportTooOld):
        import_undo.undo(batch=batch, by=BY)


@pytest.mark.usefixtures("inside")
def test_completed_field_that_somebody_changed_since_stays() -> None:
    people.add_person(given_name="Eeva", family_name="Salo", by=BY)
    batch = draft(f"{HEADER}\nEeva;Salo;;0401234567")
    imports.place_columns(draft=batch, places=batch.places, fills=True)
    begin(batch)
    Person.objects.filter(given_name="Eeva").update(phone="+358 50 1")
    (one,) = import_undo.in_the_way(batch=batch)
    assert [str(what) for what in one.what] == ["What the import completed was changed"]


# --- there and back --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_is_read_back_as_it_was(alfa: Association, beta: Association, kind: str) -> None:
    make = exports.as_csv if kind == "csv" else exports.as_xlsx

    def exported(association: Association) -> bytes:
        with entered(association):
            people_there = list(
                roster.people(Wanted(text=""), on=TODAY, reader=EVERYBODY).filter(skills__contains=["x"])
            )
            return make(exports.sheet_of(people_there, on=TODAY))

    with entered(alfa):
        VolunteerRole.objects.update(name_fi="Kahvila, ilta")
        rows = [
            (
                "=cmd|' /C calc'!A0;Salo;1.1.1990;eeva@example.org;0401234567;Oulu;01234;sv;Kahvila, ilta;"
                "a, b;P;0407654321;;"
            ),
            "-Kai;+Ranta;;;;;;en;;;;;1.1.2020;31.12.2023",
        ]
        header = "Etunimi;Sukunimi;Syntymäaika;Sähköposti;Puhelin;Kunta;Postinumero;Kieli;Roolit;Tunnisteet;"
        header += "Huoltaja;Huoltajan puhelin;Alkaen;Asti;Taidot"
        assert counts(brought("\n".join([header, *(f"{row};x" for row in rows)]))) == (2, 0, 0, 0)
    content = exported(alfa)
    assert (b";=cmd" in content, b"\n=cmd" in content) == (False, False)
    with entered(alfa):
        again = imports.keep_draft(file=io.BytesIO(content), name=f"x.{kind}", by=BY)
        assert [each.kind for each in judging.look(again).judged] == ["known", "known"]
    with entered(beta):
        VolunteerRole.objects.update(name_fi="Kahvila, ilta")
        batch = begin(imports.keep_draft(file=io.BytesIO(content), name=f"x.{kind}", by=BY))
        assert counts(batch) == (2, 0, 0, 0)
    if kind == "csv":
        assert exported(beta) == content
