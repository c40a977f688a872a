"""Corrections of heads without names: in closed months and open ones, by verb, by page and past the verbs."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from accounts.reach import EVERYBODY
from scheduling.hours import looking_back, looking_back_heads, reporting, selectors
from scheduling.hours.errors import (
    BasisRequired,
    CountsAlready,
    HeadsNotFromHere,
    MinutesNeedHeads,
    ShiftOnThatDay,
    TooMuchForHeads,
    WhyCorrected,
)
from scheduling.hours.models import Correction, HoursTally, Method, Month, MonthFigure, Year
from scheduling.hours.services import correcting_heads, figures, months, telling, together
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, HELSINKI, at, role
from volunteers.register.models import Trail

Browse = Callable[..., Client]
JANUARY = date(2025, 1, 1)
State = HoursTally.State


def counted(*, heads: int = 6, close: bool = True) -> HoursTally:
    """Heads who were there for two hours on 20.1., in a January that is closed."""
    done = together.Together(
        role=role(), starts_at=at("2025-01-20 17:00"), ends_at=at("2025-01-20 19:00"), key=uuid4()
    )
    together.record_together(done=done, people=[], heads=together.Heads(heads), by=BY)
    if close:
        months.close_month(first_day=JANUARY, by=BY)
    return HoursTally.objects.get()


def corrected(tally: HoursTally, **fields: object) -> HoursTally:
    said = {
        "role": tally.role,
        "local_date": tally.local_date,
        "heads": tally.heads,
        "minutes": tally.minutes,
        "method": tally.method,
        "basis": tally.basis,
        "reason": "Counted again",
        **fields,
    }
    return correcting_heads.correct(tally=tally, by=BY, **said)  # type: ignore[arg-type]  # named by the caller


def january() -> tuple[int, int]:
    figures.settle_marks(made=figures.make_figures())
    figure = MonthFigure.objects.get(year=2025, month=1, measure="volunteer", role=None)
    return figure.minutes, figure.heads


def test_closed_month_stays_closed_and_shows_what_was_corrected_beside_it(inside: Association) -> None:
    tally = counted()
    now = corrected(tally, heads=8, minutes=960)
    tally.refresh_from_db()
    assert (tally.state, tally.heads, now.state, now.heads) == (State.REVERSED, 6, State.APPROVED, 8)
    assert now.correction is not None
    assert now.correction == tally.reversal
    month = Month.objects.get(first_day=JANUARY)
    assert selectors.is_intact(month)
    assert january() == (960, 8)
    assert reporting.verify().wrong == 0
    [told] = looking_back_heads.corrections(month, reader=EVERYBODY)
    assert (told.before, told.after, told.minutes) == (tally, now, 240)
    held = Month.objects.filter(first_day__year=2025)
    difference = looking_back.differences(2025, months=held, zone=HELSINKI)[JANUARY]
    assert (difference.count, difference.minutes) == (1, 240)
    assert Trail.objects.get(verb="heads.put_right").data["heads"] == [6, 8]


def test_heads_that_never_were_are_taken_back_once(inside: Association) -> None:
    tally = counted()
    correcting_heads.take_back(tally=tally, reason="Another day", by=BY)
    assert january() == (0, 0)
    with pytest.raises(HeadsNotFromHere):
        correcting_heads.take_back(tally=tally, reason="Again", by=BY)
    with pytest.raises(HeadsNotFromHere):
        corrected(tally, heads=7, minutes=840)
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"reason": " "}, WhyCorrected),
        ({}, CountsAlready),
        ({"heads": 0}, MinutesNeedHeads),
        ({"heads": 1, "minutes": 1441}, TooMuchForHeads),
        ({"method": Method.ESTIMATED}, BasisRequired),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    inside: Association, said: dict[str, object], refusal: type[Exception]
) -> None:
    tally = counted()
    with pytest.raises(refusal):
        corrected(tally, **said)
    assert (HoursTally.objects.count(), Correction.objects.count()) == (1, 0)


def test_database_takes_nothing_but_corrections_into_a_closed_month(inside: Association) -> None:
    tally = counted()
    row = HoursTally.objects.filter(pk=tally.pk)
    why = Correction.objects.create(reason="Why", made_at=at("2025-02-03 08:00"), made_by="Ada")
    for change in (
        {"heads": 7},
        {"state": State.REVERSED},
        {"state": State.REVERSED, "reversal": why, "minutes": 1},
        {"first_month": date(2025, 2, 1), "last_month": date(2025, 2, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    tally.pk, tally.uuid, tally.external_id = None, uuid4(), "late"
    with pytest.raises(IntegrityError), transaction.atomic():
        tally.save(force_insert=True)
    row.update(state=State.REVERSED, reversal=why)
    tally.correction = why
    tally.save(force_insert=True)


def test_those_outside_hear_of_it_once_enough_heads_are_concerned(inside: Association) -> None:
    tally = counted()
    now = corrected(tally, heads=8, minutes=960)
    january()
    assert reporting.told_month_amount(JANUARY).heads == 6
    corrected(now, heads=12, minutes=1440, reason="Both groups")
    january()
    assert reporting.told_month_amount(JANUARY).heads == 12
    assert Year.objects.get(year=2025).told_correction == Correction.objects.latest("pk").pk
    # What was told is not counted again.
    later = HoursTally.objects.get(state=State.APPROVED)
    corrected(later, heads=13, minutes=1560)
    telling.gather(year=2025)
    assert reporting.told_month_amount(JANUARY).heads == 12


def test_pages_correct_and_take_back_and_say_what_is_wrong(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        tally = counted()
        uuid = tally.uuid
    client = browse(ada, alfa)
    shown = client.get("/coordinate/months/2025-01/heads/")
    address = f"/coordinate/heads/{uuid}/correct/"
    assert address in shown.content.decode()
    form = client.get(address).context["form"]
    said = {**form.initial, "local_date": "2025-01-20", "heads": "8", "hours": "16", "minutes": ""}
    assert client.post(address, said).status_code == 422
    assert client.post(address, {**said, "reason": "Counted again"}).status_code == 302
    # The same form sent twice says that it was corrected already.
    again = client.post(address, {**said, "reason": "Counted again"})
    assert again.status_code == 302
    with entered(alfa):
        [now] = HoursTally.objects.filter(state=State.APPROVED)
        assert (now.heads, now.minutes) == (8, 960)
        uuid = now.uuid
    assert "8" in client.get("/coordinate/months/2025-01/").content.decode()
    client.post(f"/coordinate/heads/{uuid}/take-back/", {"reason": "Nobody came"})
    with entered(alfa):
        assert not HoursTally.objects.filter(state=State.APPROVED).exists()
    assert client.get(f"/coordinate/heads/{uuid4()}/correct/").status_code == 404


def test_heads_on_another_day_are_not_called_after_the_old_one(inside: Association) -> None:
    tally = counted()
    assert tally.label
    assert corrected(tally, heads=8, minutes=960).label == tally.label
    moved = corrected(HoursTally.objects.get(state=State.APPROVED), local_date=date(2025, 1, 21))
    assert moved.label == ""


def test_shift_is_not_moved_onto_a_day_on_which_it_is_already(inside: Association) -> None:
    tally = counted()
    HoursTally.objects.create(
        role=role(),
        external_id=tally.external_id,
        local_date=date(2025, 2, 1),
        starts_at=at("2025-02-01 17:00"),
        heads=2,
        minutes=60,
        first_month=date(2025, 2, 1),
        last_month=date(2025, 2, 1),
        created_at=at("2025-02-03 08:00"),
    )
    with pytest.raises(ShiftOnThatDay):
        corrected(tally, local_date=date(2025, 2, 1))
    tally.refresh_from_db()
    assert (tally.state, Correction.objects.count()) == (State.APPROVED, 0)


def test_heads_that_were_taken_back_are_no_first_hours(inside: Association) -> None:
    tally = counted()
    assert reporting.kept_since() == JANUARY
    correcting_heads.take_back(tally=tally, reason="Another day", by=BY)
    assert reporting.kept_since() is None
