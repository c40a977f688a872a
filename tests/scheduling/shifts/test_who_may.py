"""Who may take a place: qualified places, the time of sign-up, rest, and what a coordinator passes by."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.errors import places as place_errors, shifts as errors
from scheduling.shifts.models import RoleRules, Shift, SignUp
from scheduling.shifts.plans import plan_of
from scheduling.shifts.selectors import ahead, shifts as selectors
from scheduling.shifts.services import SlotPlan, add_person, edit_shift, make_shift, sign_up
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from volunteers.register.models import Absence, Person, Qualification, QualificationType


def kind() -> QualificationType:
    """A licence."""
    return QualificationType.objects.create(code="licence", name_fi="Kortti", name_en="Licence")


def qualify(person: Person, kind: QualificationType) -> None:
    """Give it to somebody."""
    Qualification.objects.create(
        person=person, type=kind, from_on=date(2025, 1, 1), noted_at=NOW, noted_by="test"
    )


def codes(shift: Shift, person: Person) -> list[str]:
    """What speaks against it."""
    shift = selectors.shifts().get(pk=shift.pk)
    return [each.code for each in eligibility.reasons(shift, eligibility.standing_of(person, shifts=[shift]))]


def test_a_place_that_asks_waits_for_who_has_it(inside: Scene) -> None:
    licence, bo, ada = kind(), inside.someone("bo"), inside.someone("ada")
    plan = replace(inside.plan(places=2), slots=(SlotPlan(licence),))
    shift = make_shift(plan=plan, publish=True, by=SOMEBODY)
    sign_up(shift=shift, person=bo, by=SOMEBODY)

    assert codes(shift, ada) == ["no_place_for_you"]
    assert not ahead.suiting_shifts(ada)
    qualify(ada, licence)
    assert codes(shift, ada) == []
    assert ahead.suiting_shifts(ada)
    taken = sign_up(shift=shift, person=ada, by=SOMEBODY)
    assert SignUp.objects.get(pk=taken.pk).slot is not None


def test_changing_something_else_keeps_the_places_that_ask(inside: Scene) -> None:
    plan = replace(inside.plan(), slots=(SlotPlan(kind()),))
    shift = make_shift(plan=plan, publish=True, by=SOMEBODY)

    edit_shift(shift=shift, plan=replace(plan_of(shift), title="Soup"), by=SOMEBODY)

    assert shift.slots.count() == 1


def test_more_places_ask_than_there_are(inside: Scene) -> None:
    plan = replace(inside.plan(places=1), slots=(SlotPlan(kind(), least=1, most=2),))

    with pytest.raises(place_errors.SlotsOverPlaces):
        make_shift(plan=plan, publish=True, by=SOMEBODY)


@pytest.mark.parametrize(
    ("hours", "code"),
    [({"opens_hours_before": 2}, "sign_up_not_open_yet"), ({"closes_hours_before": 99}, "sign_up_over")],
)
def test_sign_up_has_its_time(inside: Scene, hours: dict[str, Any], code: str) -> None:
    shift = make_shift(plan=replace(inside.plan(), **hours), publish=True, by=SOMEBODY)

    assert codes(shift, inside.someone("bo")) == [code]
    assert not ahead.suiting_shifts(inside.someone("bo"))


@pytest.mark.parametrize(("at", "code"), [("2025-02-06 15:00", ["rest_too_short"]), ("2025-02-06 18:00", [])])
def test_rest_after_a_night(inside: Scene, at: str, code: list[str]) -> None:
    bo = inside.someone("bo")
    sign_up(shift=inside.shift("2025-02-05 22:00", hours=8), person=bo, by=SOMEBODY)

    day = inside.shift(at)

    assert codes(day, bo) == code
    assert (day.pk in {each.pk for each in ahead.suiting_shifts(bo)}) is not bool(code)


def test_a_week_of_the_role_and_days_away(inside: Scene) -> None:
    bo, role = inside.someone("bo"), inside.role
    RoleRules.objects.create(role=role, most_per_week=1)
    sign_up(shift=inside.shift("2025-02-04 10:00"), person=bo, by=SOMEBODY)
    Absence.objects.create(person=bo, from_on=date(2025, 2, 11), to_on=date(2025, 2, 11))

    assert codes(inside.shift("2025-02-06 10:00"), bo) == ["week_is_full"]
    assert codes(inside.shift("2025-02-11 10:00"), bo) == ["away"]
    assert not ahead.suiting_shifts(bo)


def test_a_coordinator_passes_by_with_a_reason_that_is_kept(inside: Scene) -> None:
    bo, shift = inside.someone("bo"), inside.shift("2025-02-11 10:00", places=1)
    Absence.objects.create(person=bo, from_on=date(2025, 2, 11), to_on=date(2025, 2, 11))

    with pytest.raises(place_errors.OverrideNeedsReason):
        add_person(shift=shift, person=bo, by=SOMEBODY)
    taken = add_person(shift=shift, person=bo, by=SOMEBODY, reason="Agreed by phone")

    assert SignUp.objects.get(pk=taken.pk).override_reason == "Agreed by phone"
    with pytest.raises(errors.ShiftFull):
        add_person(shift=shift, person=inside.someone("ada"), by=SOMEBODY, reason="Please")
