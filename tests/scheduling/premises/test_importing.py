"""Bookings that coordinators kept in Excel: taken in with the other numbers, once, and taken back."""

from datetime import date
from io import BytesIO

import pytest

from scheduling.activities.errors import ImportNotUndone
from scheduling.activities.models import CountImport
from scheduling.activities.services import imports
from scheduling.activities.services.outcomes import Heads
from scheduling.hours.services import months
from scheduling.premises import selectors
from scheduling.premises.models import Booking, Equipment, Space
from scheduling.premises.services import bookings, figures, outcomes
from tenants.models import Association
from tests.scheduling.premises.conftest import BY, at, booked, hall, organisation
from volunteers.register.models import Organisation

HEADER = "Pvm;Laji;Nimi;Järjestö;Käyttötarkoitus;Klo alkaen;Asti;Kävijät;Laskettu muualla"
CHOIR = "2025-01-14;Tilavaraus;sali;Kuoro ry;;17;19.30;25;"
GUESTS = "2025-01-14;;Sali;Uusi yhdistys;;;;12;"
OURS = "2025-01-15;;Sali;;Oma ilta;18;20;9;x"


def kept(*rows: str) -> CountImport:
    """A file as Excel saves it, that waits for a yes."""
    content = BytesIO("\r\n".join([HEADER, *rows]).encode("utf-8-sig"))
    return imports.keep_draft(file=content, name="varaukset.csv", by=BY)


def taken(*rows: str) -> CountImport:
    """A file that was taken in."""
    return imports.take_in(draft=kept(*rows), by=BY)


def there() -> list[tuple[str, str, str, int | None, bool]]:
    """What is in the calendar: when, whose, its state, how many came, whether they are counted elsewhere."""
    zone = months.zone()
    rows = Booking.objects.select_related("organisation").order_by("starts_at")
    return [
        (
            f"{each.starts_at.astimezone(zone):%d.%m. %H:%M}-{each.ends_at.astimezone(zone):%H:%M}",
            each.organisation.name if each.organisation else each.purpose,
            each.state,
            each.attendance,
            each.own,
        )
        for each in rows
    ]


THREE = [
    ("14.01. 08:00-09:00", "Uusi yhdistys", "held", 12, False),
    ("14.01. 17:00-19:30", "Kuoro ry", "held", 25, False),
    ("15.01. 18:00-20:00", "Oma ilta", "held", 9, True),
]


def test_bookings_come_in_and_tell_the_year(inside: Association) -> None:
    hall(), organisation()
    batch = taken(CHOIR, GUESTS, OURS)
    assert (batch.new, batch.left_out, there()) == (3, [], THREE)

    figures.make_figures(first_days=[date(2025, 1, 1)])
    whole = selectors.year_of(2025).whole
    assert whole is not None
    assert (whole.parties, whole.bookings, whole.visits, whole.own) == (2, 3, 37, 1)


def test_same_rows_in_another_file_change_nothing(inside: Association) -> None:
    hall(), organisation()
    taken(CHOIR, GUESTS, OURS)
    longer = taken(CHOIR, GUESTS, GUESTS, OURS)
    assert (longer.new, longer.known) == (1, 3)
    assert there()[1] == ("14.01. 09:00-10:00", "Uusi yhdistys", "held", 12, False)
    assert Organisation.objects.filter(name="Uusi yhdistys").count() == 1


def test_what_is_booked_already_gets_its_number_there(inside: Association) -> None:
    known = booked("2025-01-14", "17:00", "19:30")
    batch = taken(CHOIR)
    known.refresh_from_db()
    assert (Booking.objects.get(), known.state, known.attendance) == (known, "held", 25)

    imports.undo(batch=batch, by=BY)
    known.refresh_from_db()
    assert (known.state, known.attendance) == ("booked", None)


def test_each_row_that_is_wrong_says_what_to_do_and_stays_out(inside: Association) -> None:
    Equipment.objects.create(name_fi="Tykki")
    counted = booked("2025-01-20")
    outcomes.note_held(heads={counted: Heads(8)}, by=BY)
    bookings.call_off(booking=booked("2025-01-21"), by=BY)
    rows = {
        "2025-01-14;tilavaraus;Sauna;Kuoro ry;;;;5;": "There is no space and no equipment “Sauna”.",
        "2025-01-14;;Sali;;;;;5;": "For whom was it? Name the organisation",
        "2025-01-14;;Sali;Kuoro ry;;17;;5;": "Say from when to when it was, or leave both empty.",
        "2025-01-14;;Tykki;Kuoro ry;;;;;": "The number is missing. 0 says that nobody came.",
        "2025-01-14;;Sali;Kuoro ry;;10;12;5;ehkä": "Laskettu muualla: “ehkä” is neither yes nor no.",
        "2025-01-20;;Sali;Muu ry;;11;13;5;": "“Sali” is taken",
        "2025-01-20;;Sali;Kuoro ry;;10;12;5;": "Its number is there already: 8. Change it on its own page.",
        "2025-01-21;;Sali;Kuoro ry;;10;12;5;": "It is marked as “called off”.",
    }
    before = there()
    look = imports.look(draft=kept(*rows))

    assert [line.fate for line in look.lines] == ["wrong"] * len(rows)
    for line, sentence in zip(look.lines, rows.values(), strict=True):
        assert sentence in " ".join(line.said.problems).replace("\xa0", " "), line.said.problems
    assert there() == before


def test_two_at_one_time_in_one_file_do_not_fit(inside: Association) -> None:
    hall()
    look = imports.look(draft=kept(CHOIR, "2025-01-14;;Sali;Muu ry;;19;20;5;"))
    assert [line.fate for line in look.lines] == ["new", "wrong"]
    assert "Kuoro ry" in look.lines[1].said.problems[0]


def test_undo_takes_all_of_it_back_so_that_it_can_come_in_again(inside: Association) -> None:
    hall(), organisation()
    imports.undo(batch=taken(CHOIR, GUESTS, OURS), by=BY)
    assert there() == []
    assert set(Organisation.objects.values_list("name", flat=True)) & {"Kuoro ry", "Uusi yhdistys"} == {
        "Kuoro ry"
    }
    taken(CHOIR, GUESTS, OURS)
    assert there() == THREE


def test_undo_keeps_what_somebody_worked_on(inside: Association) -> None:
    hall()
    batch = taken(CHOIR, OURS)
    Booking.objects.filter(own=True).update(attendance=10)
    with pytest.raises(ImportNotUndone, match=r"15\sJan\s2025 Sali"):
        imports.undo(batch=batch, by=BY)
    assert len(there()) == 2


def test_space_that_is_not_in_use_any_more_keeps_its_past(inside: Association) -> None:
    hall()
    Space.objects.update(is_active=False)
    taken(CHOIR)
    assert Booking.objects.get().starts_at == at("2025-01-14 17:00")
