"""The API describes itself, whole and without a doubt, to whoever has a role there."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from drf_spectacular import drainage
from drf_spectacular.validation import validate_schema

from accounts.models import User
from api.views import description
from tenants.models import Association, Umbrella

Browse = Callable[..., Client]
URLCONFS = ("config.urls.association", "config.urls.umbrella")
each_host = pytest.mark.parametrize("urlconf", URLCONFS)


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and operation."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


@each_host
def test_description_is_valid_and_gives_no_warning(urlconf: str, capsys: pytest.CaptureFixture[str]) -> None:
    drainage.reset_generator_stats()
    description.cache_clear()
    schema = description(urlconf, "en")

    validate: Any = validate_schema
    validate(schema)
    assert schema["openapi"].startswith("3.")
    assert capsys.readouterr().err == ""


def test_operations_keep_their_names() -> None:
    """Programs are generated from them: what is renamed here breaks somebody's build."""
    names = {
        f"{urlconf.rpartition('.')[2]} {method} {path}": operation["operationId"]
        for urlconf in URLCONFS
        for path, method, operation in operations(description(urlconf, "en"))
    }
    assert names == {
        "association get /api/v1/applications/": "applications_list",
        "association get /api/v1/courses/": "courses_list",
        "association get /api/v1/courses/{uuid}/": "courses_retrieve",
        "association get /api/v1/course-runs/{uuid}/": "course_runs_retrieve",
        "association post /api/v1/enrolments/{uuid}/cancel/": "enrolments_cancel_create",
        "association post /api/v1/qualifications/": "qualifications_create",
        "association get /api/v1/qualifications/{uuid}/": "qualifications_retrieve",
        "association get /api/v1/supervision-groups/": "supervision_groups_list",
        "association get /api/v1/supervision-sessions/": "supervision_sessions_list",
        "association get /api/v1/supervision-sessions/{uuid}/": "supervision_sessions_retrieve",
        "association get /api/v1/supervision-sessions/{uuid}/seats/": "supervision_sessions_seats_list",
        "association post /api/v1/supervision-sessions/{uuid}/seats/": "supervision_sessions_seats_create",
        "association post /api/v1/supervision-sessions/{uuid}/ask/": "supervision_sessions_ask_create",
        "association post /api/v1/supervision-sessions/{uuid}/call-off/": (
            "supervision_sessions_call_off_create"
        ),
        "association get /api/v1/course-runs/": "course_runs_list",
        "association get /api/v1/course-runs/{uuid}/enrolments/": "course_runs_enrolments_list",
        "association post /api/v1/course-runs/{uuid}/enrolments/": "course_runs_enrolments_create",
        "association get /api/v1/qualifications/": "qualifications_list",
        "association get /api/v1/people/": "people_list",
        "association get /api/v1/people/{uuid}/": "people_retrieve",
        "association get /api/v1/roles/": "roles_list",
        "association post /api/v1/roles/": "roles_create",
        "association get /api/v1/roles/{uuid}/": "roles_retrieve",
        "association patch /api/v1/roles/{uuid}/": "roles_partial_update",
        "association get /api/v1/sites/": "sites_list",
        "association post /api/v1/sites/": "sites_create",
        "association get /api/v1/sites/{uuid}/": "sites_retrieve",
        "association patch /api/v1/sites/{uuid}/": "sites_partial_update",
        "association get /api/v1/organisations/": "organisations_list",
        "association post /api/v1/organisations/": "organisations_create",
        "association get /api/v1/organisations/{uuid}/": "organisations_retrieve",
        "association patch /api/v1/organisations/{uuid}/": "organisations_partial_update",
        "association get /api/v1/calls/": "calls_list",
        "association post /api/v1/calls/{uuid}/answer/": "calls_answer_create",
        "association get /api/v1/series/": "series_list",
        "association get /api/v1/series/{uuid}/": "series_retrieve",
        "association get /api/v1/series/{uuid}/shifts/": "series_shifts_list",
        "association get /api/v1/shifts/": "shifts_list",
        "association post /api/v1/shifts/": "shifts_create",
        "association get /api/v1/shifts/{uuid}/": "shifts_retrieve",
        "association patch /api/v1/shifts/{uuid}/": "shifts_partial_update",
        "association post /api/v1/shifts/{uuid}/call-off/": "shifts_call_off_create",
        "association post /api/v1/shifts/{uuid}/cancel/": "shifts_cancel_create",
        "association post /api/v1/shifts/{uuid}/come-after-all/": "shifts_come_after_all_create",
        "association post /api/v1/shifts/{uuid}/confirm/": "shifts_confirm_create",
        "association get /api/v1/shifts/{uuid}/invited/": "shifts_invited_list",
        "association post /api/v1/shifts/{uuid}/invited/": "shifts_invited_create",
        "association post /api/v1/shifts/{uuid}/invited/remove/": "shifts_invited_remove_create",
        "association get /api/v1/shifts/{uuid}/kept/": "shifts_kept_retrieve",
        "association post /api/v1/shifts/{uuid}/kept/": "shifts_kept_create",
        "association post /api/v1/shifts/{uuid}/learn/": "shifts_learn_create",
        "association post /api/v1/shifts/{uuid}/publish/": "shifts_publish_create",
        "association post /api/v1/shifts/{uuid}/requests/": "shifts_requests_create",
        "association post /api/v1/shifts/{uuid}/sign-up/": "shifts_sign_up_create",
        "association get /api/v1/shifts/{uuid}/sign-ups/": "shifts_sign_ups_list",
        "association post /api/v1/shifts/{uuid}/sign-ups/": "shifts_sign_ups_create",
        "association post /api/v1/shifts/{uuid}/stand-in/": "shifts_stand_in_create",
        "association post /api/v1/shifts/{uuid}/stop-waiting/": "shifts_stop_waiting_create",
        "association get /api/v1/shifts/{uuid}/swaps/": "shifts_swaps_retrieve",
        "association post /api/v1/shifts/{uuid}/swaps/": "shifts_swaps_create",
        "association post /api/v1/shifts/{uuid}/swaps/withdraw/": "shifts_swaps_withdraw_create",
        "association post /api/v1/shifts/{uuid}/take-offer/": "shifts_take_offer_create",
        "association post /api/v1/shifts/{uuid}/undo-cancel/": "shifts_undo_cancel_create",
        "association post /api/v1/shifts/{uuid}/wait/": "shifts_wait_create",
        "association get /api/v1/attendance/": "attendance_list",
        "association post /api/v1/sign-ups/{uuid}/attendance/": "sign_ups_attendance_create",
        "association get /api/v1/sign-ups/{uuid}/": "sign_ups_retrieve",
        "association post /api/v1/sign-ups/{uuid}/confirm/": "sign_ups_confirm_create",
        "association post /api/v1/sign-ups/{uuid}/decline/": "sign_ups_decline_create",
        "association post /api/v1/sign-ups/{uuid}/release/": "sign_ups_release_create",
        "association get /api/v1/swaps/": "swaps_list",
        "association post /api/v1/swaps/{uuid}/answer/": "swaps_answer_create",
        "association post /api/v1/swaps/{uuid}/decide/": "swaps_decide_create",
        "association get /api/v1/swaps/agreed/": "swaps_agreed_list",
        "association get /api/v1/hours/": "hours_list",
        "association post /api/v1/hours/": "hours_create",
        "association get /api/v1/hours/waiting/": "hours_waiting_list",
        "association post /api/v1/hours/approve/": "hours_approve_create",
        "association get /api/v1/groups/": "groups_list",
        "association post /api/v1/groups/": "groups_create",
        "association get /api/v1/groups/{uuid}/": "groups_retrieve",
        "association patch /api/v1/groups/{uuid}/": "groups_partial_update",
        "association post /api/v1/groups/{uuid}/times/": "groups_times_create",
        "association post /api/v1/activities/": "activities_create",
        "association patch /api/v1/activities/{uuid}/": "activities_partial_update",
        "association post /api/v1/activities/{uuid}/held/": "activities_held_create",
        "association get /api/v1/activities/{uuid}/dialogue-groups/": "activities_dialogue_groups_list",
        "association post /api/v1/activities/{uuid}/dialogue-groups/": "activities_dialogue_groups_create",
        "association get /api/v1/dialogue-groups/{uuid}/": "dialogue_groups_retrieve",
        "association patch /api/v1/dialogue-groups/{uuid}/": "dialogue_groups_partial_update",
        "association delete /api/v1/dialogue-groups/{uuid}/": "dialogue_groups_destroy",
        "association patch /api/v1/bookings/{uuid}/": "bookings_partial_update",
        "association post /api/v1/bookings/weekly/": "bookings_weekly_create",
        "association get /api/v1/activities/": "activities_list",
        "association get /api/v1/activities/{uuid}/": "activities_retrieve",
        "association post /api/v1/activities/{uuid}/cancel/": "activities_cancel_create",
        "association get /api/v1/counting-places/": "counting_places_list",
        "association get /api/v1/counts/{uuid}/": "counts_retrieve",
        "association post /api/v1/counts/{uuid}/correct/": "counts_correct_create",
        "association post /api/v1/counts/{uuid}/take-back/": "counts_take_back_create",
        "association put /api/v1/hours/{uuid}/": "hours_update",
        "association delete /api/v1/hours/{uuid}/": "hours_destroy",
        "association post /api/v1/hours/{uuid}/return/": "hours_return_create",
        "association get /api/v1/hours/heads/waiting/": "hours_heads_waiting_list",
        "association post /api/v1/hours/heads/approve/": "hours_heads_approve_create",
        "association post /api/v1/hours/heads/{uuid}/return/": "hours_heads_return_create",
        "association get /api/v1/spaces/": "spaces_list",
        "association get /api/v1/equipment/": "equipment_list",
        "association get /api/v1/bookings/": "bookings_list",
        "association post /api/v1/bookings/": "bookings_create",
        "association get /api/v1/bookings/{uuid}/": "bookings_retrieve",
        "association post /api/v1/bookings/{uuid}/cancel/": "bookings_cancel_create",
        "association post /api/v1/bookings/{uuid}/confirm/": "bookings_confirm_create",
        "association post /api/v1/bookings/{uuid}/correct/": "bookings_correct_create",
        "association post /api/v1/bookings/{uuid}/held/": "bookings_held_create",
        "association post /api/v1/bookings/{uuid}/no-show/": "bookings_no_show_create",
        "association get /api/v1/counts/": "counts_list",
        "association post /api/v1/counts/": "counts_create",
        "association get /api/v1/figures/": "figures_list",
        "association get /api/v1/inbox/": "inbox_list",
        "association get /api/v1/inbox/{uuid}/": "inbox_retrieve",
        "association post /api/v1/inbox/{uuid}/read/": "inbox_read_create",
        "association get /api/v1/messages/": "messages_list",
        "association get /api/v1/messages/{uuid}/": "messages_retrieve",
        "association get /api/v1/preferences/": "preferences_retrieve",
        "association patch /api/v1/preferences/": "preferences_partial_update",
        "umbrella get /api/v1/catalogue/roles/": "catalogue_roles_list",
        "umbrella get /api/v1/catalogue/texts/": "catalogue_texts_list",
        "umbrella get /api/v1/completeness/": "completeness_retrieve",
        "umbrella get /api/v1/figures/": "figures_retrieve",
        "umbrella get /api/v1/figures/roles/": "figures_roles_retrieve",
        "umbrella get /api/v1/releases/": "releases_list",
        "umbrella get /api/v1/year/": "year_retrieve",
    }


@each_host
def test_every_operation_has_a_summary_and_says_how_it_refuses(urlconf: str) -> None:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for path, method, operation in operations(description(urlconf, "en")):
        assert operation.get("summary"), f"{method} {path} needs a summary (extend_schema)."
        answers = operation["responses"]
        wanted = {"401", "403", "404"} | ({"400", "409"} if method == "post" else set())
        assert wanted <= set(answers), (path, method)
        for status in wanted:
            shape = answers[status]["content"]["application/json"]["schema"]
            assert shape == error["application/json"]["schema"]


@each_host
def test_states_and_formats_are_named(urlconf: str) -> None:
    """What has choices lists them; instants, days and identifiers say their format."""
    parts = description(urlconf, "en")["components"]["schemas"]
    wanted = {
        "config.urls.association": {"ShiftState", "HoursKind", "HoursSource", "HoursState"},
        "config.urls.umbrella": {"FigureState"},
    }[urlconf]
    assert wanted <= {name.removesuffix("Enum") for name in parts}
    for name, part in parts.items():
        for field, schema in part.get("properties", {}).items():
            if field.endswith("_at"):
                assert schema["format"] == "date-time", (name, field)
            if field == "uuid":
                assert schema["format"] == "uuid", (name, field)


def test_is_served_to_whoever_has_a_role(
    browse: Browse, bo: User, cleo: User, vera: User, alfa: Association, liitto: Umbrella
) -> None:
    for user, place, urlconf in ((bo, alfa, URLCONFS[0]), (vera, liitto, URLCONFS[1])):
        answer = browse(user, place).get("/api/v1/schema/")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/json"
        assert answer.json()["paths"].keys() == description(urlconf, "en")["paths"].keys()
    assert browse(cleo, alfa).get("/api/v1/schema/").status_code == 404
    assert browse(None, alfa).get("/api/v1/schema/").status_code == 401


def test_what_is_wrong_is_said_by_field(browse: Browse, ada: User, alfa: Association) -> None:
    answer = browse(ada, alfa).post("/api/v1/shifts/", {"places": 0}, content_type="application/json")

    said = answer.json()
    assert (answer.status_code, said["code"]) == (400, "invalid")
    assert said["sentence"] == "Something in what you sent is not right."
    assert {"role", "places", "starts_at", "ends_at"} == set(said["data"])


@pytest.mark.parametrize("year", ["x", "20x4", "0", "99999", "-1", "%00", "٢٠٢٤", "9" * 40])
def test_a_year_that_is_none_is_refused(
    browse: Browse, ada: User, vera: User, alfa: Association, liitto: Umbrella, year: str
) -> None:
    for user, place in ((ada, alfa), (vera, liitto)):
        answer = browse(user, place).get(f"/api/v1/figures/?year={year}")
        code = "bad_request" if year == "%00" else "invalid"  # that comes to no view
        assert (answer.status_code, answer.json()["code"]) == (400, code)
