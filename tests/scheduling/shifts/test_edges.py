"""What programs for shifts get wrong at their edges, and the tests that hold it here.

`EDGES` names a test for each; those that no other file has stand below.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db.models import ProtectedError
from django.test import Client

from accounts.models import User
from notifications.models import Message
from scheduling.hours.models import HoursEntry, MonthFigure
from scheduling.hours.services import approval, figures
from scheduling.shifts import conditions
from scheduling.shifts.errors import places as place_errors
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.plans import plan_of
from scheduling.shifts.services import (
    SlotPlan,
    add_person,
    cancel_own,
    edit_shift,
    make_shift,
    mark_attendance,
    sign_up,
)
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from tests.scheduling.shifts.test_pages import Browse, taken, text
from tests.scheduling.shifts.test_who_may import codes, kind, qualify
from volunteers.register.models import Qualification, VolunteerRole

TESTS = Path(__file__).parents[2]
SHIFTS, HOURS, REGISTER = "scheduling/shifts/test_", "scheduling/hours/test_", "volunteers/register/test_"
HERE = f"{SHIFTS}edges"
EDGES = {
    "two press for the last seat at once": (
        "races/test_last_place::test_last_place_is_given_once",
        "races/test_waiting::test_of_two_hundred_ten_hold_and_the_others_wait_as_they_came",
    ),
    "one person takes two shifts of one time at once": (
        "races/test_last_place::test_two_shifts_at_one_time_by_one_person",
        "races/test_last_place::test_two_people_crosswise_do_not_wait_for_each_other_for_ever",
    ),
    "clocks change": (
        f"{SHIFTS}repeating::test_five_in_the_afternoon_stays_five_when_clocks_change",
        f"{SHIFTS}repeating::test_shift_that_the_change_of_clocks_skips_whole_is_left_out",
        f"{SHIFTS}repeating::test_night_in_which_an_hour_comes_twice_means_the_first",
        f"{SHIFTS}coordinator_pages::test_new_over_the_nights_of_change",
        f"{SHIFTS}copying::test_week_is_copied_by_the_clock_on_the_wall",
        "scheduling/feeds/test_schedules::test_rule_keeps_its_time_when_clocks_change",
    ),
    "a shift goes past midnight": (
        f"{SHIFTS}coordinator_pages::test_new_past_midnight_ends_the_next_day",
        f"{SHIFTS}coordinator_pages::test_plan_night_shift_stands_on_its_first_day",
        f"{SHIFTS}who_may::test_rest_after_a_night",
    ),
    "a night lies in two years and is counted in neither": (
        f"{HERE}::test_a_new_years_night_gives_each_year_its_minutes",
        f"{HOURS}split::test_parts_add_up_to_what_passed",
    ),
    "a certificate is looked at on the wrong day": (
        f"{HERE}::test_a_certificate_counts_on_the_day_of_the_shift_to_its_last_day",
        f"{REGISTER}requirements::test_qualification_must_stand_on_the_day_of_the_shift_not_today",
    ),
    "an unknown birth date lets somebody in": (
        f"{HERE}::test_age_counts_on_the_day_of_the_shift_and_an_unknown_one_lets_nobody_in",
    ),
    "too many on one shift hide that another lacks people": (
        f"{SHIFTS}seating::test_what_is_over_in_one_place_does_not_fill_another",
    ),
    "who lacks what a place asks for closes it": (
        f"{HERE}::test_who_was_put_there_without_the_certificate_does_not_fill_its_place",
        f"{SHIFTS}seating::test_who_has_nothing_takes_no_place_that_asks",
    ),
    "people are seated so that a requirement stays unmet": (
        f"{SHIFTS}seating::test_somebody_moves_so_that_both_requirements_are_met",
        f"{SHIFTS}seating::test_nobody_sits_where_they_may_not_and_nobody_loses_a_place_to_who_came_later",
        f"{SHIFTS}seating::test_as_many_requirements_and_then_as_many_people_as_can_be",
    ),
    "a series that is changed brings back or loses a shift": (
        f"{SHIFTS}series_changes::test_shift_changed_by_itself_stays_and_never_comes_back_as_a_second_one",
        f"{SHIFTS}series_changes::test_what_has_begun_stays",
        f"{SHIFTS}rewriting::test_nobody_is_lost_or_doubled",
    ),
    "a shift moves and nobody is told or asked": (
        f"{SHIFTS}making::test_edit_shift_moved_takes_along_who_comes",
        f"{SHIFTS}confirming::test_there_and_back_and_there_again_is_told_three_times",
        f"{SHIFTS}confirming::test_who_does_not_answer_is_reminded_once",
    ),
    "people are told of what does not concern them": (
        f"{HERE}::test_a_change_of_words_and_one_of_what_is_over_tell_nobody",
        f"{SHIFTS}making::test_cancel_shift_that_has_started_tells_nobody",
    ),
    "deleting what was destroys hours": (
        f"{HERE}::test_a_shift_on_which_somebody_was_is_never_deleted",
        f"{SHIFTS}making::test_cancel_shift_that_took_place",
        "scheduling/feeds/test_schedules::test_undo_leaves_what_somebody_has_to_do_with",
        f"{REGISTER}erasure::test_sums_and_different_people_stay",
    ),
    "who signs up late gets no reminder, or somebody two": (
        f"{SHIFTS}reminders::test_due",
        f"{SHIFTS}letters::test_reminder_is_sent_once_in_the_reader_s_language",
        f"{SHIFTS}letters::test_nothing_is_sent_to_who_cancelled",
        f"{SHIFTS}reminders_in_time::test_what_was_sent_or_is_due_now_does_not_come_again",
    ),
    "it is forgotten who cancelled, and until when one may": (
        f"{HERE}::test_a_place_is_given_back_until_its_deadline",
        f"{SHIFTS}making::test_cancel_shift_releases_and_tells_everybody",
        f"{SHIFTS}standing_in::test_how_late_it_is_decides",
    ),
    "an absence keeps a standing place taken": (
        f"{SHIFTS}standing::test_dates_are_released",
        f"{SHIFTS}standing::test_absence_tells_who_is_away_and_the_contact_person_which_dates_are_free",
    ),
    "shifts that follow each other are refused, or such that overlap let through": (
        f"{SHIFTS}signing_up::test_sign_up_back_to_back",
        f"{HERE}::test_a_minute_of_overlap_is_one_however_short_the_shifts",
    ),
    "somebody's own times are one thing here and another there": (
        f"{SHIFTS}seats::test_own_times_lie_inside_and_leave_room_for_another_shift",
        f"{SHIFTS}attending::test_attended_with_own_times",
        f"{SHIFTS}seats::test_reminders_go_by_own_times",
    ),
    "what a closed month tells changes": (
        f"{SHIFTS}attendance_pages::test_attendance_in_a_closed_month",
        f"{HOURS}months::test_closed_month_refuses_raw_changes_too",
    ),
    "two people become one and hold two places, or loosen a consent": (
        f"{REGISTER}merging::test_place_that_both_hold_becomes_free",
        f"{REGISTER}merging::test_places_at_the_same_time_are_refused",
        f"{REGISTER}merging::test_stricter_consent_wins",
        "races/test_merging::test_place_that_is_taken_meanwhile_is_nobodys_loss",
    ),
    "who leaves holds places on": (
        "races/test_periods::test_break_and_sign_up_at_once_leave_no_place_held",
        f"{REGISTER}retention::test_who_came_back_or_may_still_enter_stays",
    ),
    "names of those who come are seen by others": (
        f"{HERE}::test_names_are_seen_as_the_shift_says",
        f"{SHIFTS}pages::test_shift_shows_first_names_to_those_who_come",
        f"{SHIFTS}letters::test_discreet_letter_says_only_when",
    ),
    "a job of one association meets another, or stops it": (
        "tenants/test_jobs::test_task_with_a_wrong_association_is_refused",
    ),
}


@pytest.mark.parametrize("edge", EDGES)
def test_every_edge_has_its_tests(edge: str) -> None:
    for named in EDGES[edge]:
        path, name = named.split("::")
        assert re.search(rf"(?m)^def {name}\(", (TESTS / f"{path}.py").read_text("utf-8")), named


def test_a_new_years_night_gives_each_year_its_minutes(inside: Scene) -> None:
    shift = inside.shift("2025-12-31 22:00", hours=8)
    held = sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)
    with clock.fixed(shift.ends_at):
        mark_attendance(sign_up=held, came=True, by=SOMEBODY)
        approval.approve(entries=HoursEntry.objects.all(), by=SOMEBODY)
        figures.make_figures()

    found = MonthFigure.objects.filter(measure="volunteer", role=None, month=0)
    assert dict(found.values_list("year", "minutes")) == {2025: 120, 2026: 360}


@pytest.mark.parametrize(
    ("to_on", "says"),
    [(date(2025, 2, 3), ["no_place_for_you"]), (date(2025, 2, 4), []), (None, [])],
)
def test_a_certificate_counts_on_the_day_of_the_shift_to_its_last_day(
    inside: Scene, to_on: date | None, says: list[str]
) -> None:
    """It is valid today in all three."""
    licence, bo = kind(), inside.someone("bo")
    plan = replace(inside.plan("2025-02-04 17:00", places=1), slots=(SlotPlan(licence),))
    shift = make_shift(plan=plan, publish=True, by=SOMEBODY)
    qualify(bo, licence)
    Qualification.objects.update(to_on=to_on)

    assert codes(shift, bo) == says


@pytest.mark.parametrize(
    ("born_on", "may"), [(date(2007, 2, 4), True), (date(2007, 2, 5), False), (None, False)]
)
def test_age_counts_on_the_day_of_the_shift_and_an_unknown_one_lets_nobody_in(
    inside: Scene, born_on: date | None, may: bool
) -> None:
    bo, shift = inside.someone("bo"), inside.shift("2025-02-04 17:00")
    VolunteerRole.objects.update(minimum_age=18)
    type(bo).objects.filter(pk=bo.pk).update(born_on=born_on)
    bo.refresh_from_db()

    assert (codes(shift, bo) == []) is may


def test_who_was_put_there_without_the_certificate_does_not_fill_its_place(inside: Scene) -> None:
    licence, bo, ada = kind(), inside.someone("bo"), inside.someone("ada")
    aino = inside.person("Aino", "Vapaa")
    shift = make_shift(
        plan=replace(inside.plan(places=2), slots=(SlotPlan(licence, least=1, most=1),)),
        publish=True,
        by=SOMEBODY,
    )
    sign_up(shift=shift, person=bo, by=SOMEBODY)
    qualify(ada, licence)

    with pytest.raises(place_errors.OverrideNeedsReason):
        add_person(shift=shift, person=aino, by=SOMEBODY)
    put = add_person(shift=shift, person=aino, by=SOMEBODY, reason="Knows the house")

    assert SignUp.objects.get(pk=put.pk).slot is None
    shift.refresh_from_db()
    assert conditions.is_full(shift)
    cancel_own(shift=shift, person=bo, by=SOMEBODY)
    held = sign_up(shift=shift, person=ada, by=SOMEBODY)
    assert SignUp.objects.get(pk=held.pk).slot is not None


def test_a_change_of_words_and_one_of_what_is_over_tell_nobody(inside: Scene) -> None:
    shift = inside.shift()
    sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)
    before = set(Message.objects.values_list("kind", "key", "state"))

    edit_shift(shift=shift, plan=replace(plan_of(shift), title="Soup", description="We cook."), by=SOMEBODY)
    with clock.fixed(shift.ends_at + timedelta(hours=1)):
        shift.refresh_from_db()
        edit_shift(shift=shift, plan=replace(plan_of(shift), places=5), by=SOMEBODY)

    assert set(Message.objects.values_list("kind", "key", "state")) == before
    assert SignUp.objects.get(shift=shift).confirm_asked_at is None


def test_a_shift_on_which_somebody_was_is_never_deleted(inside: Scene) -> None:
    shift = inside.shift()
    held = sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)
    with clock.fixed(shift.ends_at):
        mark_attendance(sign_up=held, came=True, by=SOMEBODY)

    with pytest.raises(ProtectedError):
        Shift.objects.filter(pk=shift.pk).delete()
    assert HoursEntry.objects.get(subject_uuid=held.uuid).minutes == 180


def test_a_place_is_given_back_until_its_deadline(inside: Scene) -> None:
    bo = inside.someone("bo")
    shift = make_shift(plan=replace(inside.plan(), cancel_hours_before=24), publish=True, by=SOMEBODY)
    sign_up(shift=shift, person=bo, by=SOMEBODY)

    with clock.fixed(shift.starts_at - timedelta(hours=24)), pytest.raises(place_errors.CancelDeadlinePassed):
        cancel_own(shift=shift, person=bo, by=SOMEBODY)
    with clock.fixed(shift.starts_at - timedelta(hours=24, seconds=1)):
        given_back = cancel_own(shift=shift, person=bo, by=SOMEBODY)
    assert given_back is not None
    assert given_back.state == SignUp.State.CANCELLED_BY_VOLUNTEER


def test_a_minute_of_overlap_is_one_however_short_the_shifts(inside: Scene) -> None:
    bo = inside.someone("bo")
    sign_up(shift=inside.shift("2025-02-04 17:00", hours=1), person=bo, by=SOMEBODY)

    assert codes(inside.shift("2025-02-04 17:59", hours=1), bo) == ["times_overlap"]
    assert codes(inside.shift("2025-02-04 18:00", hours=1), bo) == []


@pytest.mark.parametrize(
    ("names", "who_comes", "others"),
    [("nobody", False, False), ("coming", True, False), ("volunteers", True, True)],
)
def test_names_are_seen_as_the_shift_says(
    scene: Scene, browse: Browse, bo: User, names: str, who_comes: bool, others: bool
) -> None:
    shift, aino = scene.shift(places=3), scene.person("Aino", "Vapaa")
    with entered(scene.association):
        Shift.objects.update(names=names)
        sign_up(shift=shift, person=aino, by=SOMEBODY)

    def sees(browser: Client) -> bool:
        return "Aino" in text(browser.get(f"/shifts/{shift.uuid}/"))

    browser = browse(bo, scene.association)
    assert sees(browser) is others
    taken(scene, shift, "bo")
    assert sees(browser) is who_comes
