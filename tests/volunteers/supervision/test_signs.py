"""Soft signs: three times no, long silence. For who coordinates, with advice, and for nobody else."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from accounts.models import User
from notifications.models import Call, Called
from scheduling.hours.models import HoursEntry
from scheduling.shifts.models import Shift, SignUp
from tenants.context import entered
from tenants.models import Association
from tests.monday import MONDAY
from tests.volunteers.supervision.conftest import person, role
from volunteers.register.models import Period

Browse = Callable[..., Client]
DECLINES, SILENCE = "/coordinate/?kind=supervision.declines", "/coordinate/?kind=supervision.silence"


def gives_up(days_ago: int) -> None:
    at = MONDAY - timedelta(days=days_ago)
    shift = Shift.objects.create(
        role=role(), starts_at=at, ends_at=at + timedelta(hours=2), places=1, state="published", created_at=at
    )
    SignUp.objects.create(
        shift=shift, person=person("Bo"), starts_at=at, ends_at=at + timedelta(hours=2),
        state="cancelled_by_volunteer", created_at=at, changed_at=at,
    )  # fmt: skip


def gave_hours(days_ago: int) -> None:
    starts = MONDAY - timedelta(days=days_ago)
    HoursEntry.objects.create(
        person=person("Bo"), role=role(), starts_at=starts, ends_at=starts + timedelta(hours=1), minutes=60,
        first_month=starts.date().replace(day=1), last_month=starts.date().replace(day=1), state="approved",
        source="self", created_at=starts, approved_at=starts, approved_by="x",
    )  # fmt: skip


def names(browse: Browse, who: User, at: Association, page: str) -> bool:
    return "Bo Berg" in browse(who, at).get(page).content.decode()


def test_third_no_within_four_weeks_is_shown_with_advice_and_goes_with_a_break(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        gives_up(2)
        gives_up(3)
        gives_up(40)
    assert not names(browse, ada, alfa, DECLINES)
    with entered(alfa):
        call = Call.objects.create(
            kind="shift.call", subject_kind="shift", subject_uuid=person("Bo").uuid, state="ended",
            wave_size=1, wave_minutes=10, by_name="x", at=MONDAY,
        )  # fmt: skip
        Called.objects.create(
            call=call, person_uuid=person("Bo").uuid, wave=1, due_at=MONDAY, answer="no",
            answered_at=MONDAY - timedelta(days=1),
        )  # fmt: skip
    page = browse(ada, alfa).get(DECLINES).content.decode()
    assert "Bo Berg has said no several times lately" in page
    assert "Ask how they are, not why" in page
    assert browse(bo, alfa).get(DECLINES).status_code == 403
    assert "said no" not in browse(bo, alfa).get("/home/").content.decode()
    with entered(alfa):
        Period.objects.filter(person=person("Bo"), state="active").update(state="on_break")
    assert not names(browse, ada, alfa, DECLINES)


def test_who_was_there_and_is_not_heard_of_is_shown_until_they_are_back(
    browse: Browse, ada: User, alfa: Association
) -> None:
    assert not names(browse, ada, alfa, SILENCE)
    with entered(alfa):
        gave_hours(90)
    assert names(browse, ada, alfa, SILENCE)
    with entered(alfa):
        gave_hours(5)
    assert not names(browse, ada, alfa, SILENCE)
