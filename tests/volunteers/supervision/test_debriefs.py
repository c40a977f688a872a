"""After a hard shift: one button, told at once to who is on duty, passed on when nobody answers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from notifications import kinds
from notifications.models import Message
from scheduling.shifts.models import Shift, SignUp
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.supervision.conftest import BY, MONDAY, person, role
from volunteers.supervision.errors import DebriefOver
from volunteers.supervision.models import DebriefRequest
from volunteers.supervision.services import debriefing
from volunteers.supervision.services.debriefing import ASKED, PASSED_ON

Browse = Callable[..., Client]


def bo_was_on_a_shift(**shift: Any) -> None:
    starts = MONDAY - timedelta(hours=5)
    made = Shift.objects.create(
        role=role(), starts_at=starts, ends_at=starts + timedelta(hours=3), places=1, taken=1,
        state="published", created_at=starts, **shift,
    )  # fmt: skip
    SignUp.objects.create(
        shift=made, person=person("Bo"), starts_at=made.starts_at, ends_at=made.ends_at,
        state="signed_up", created_at=starts, changed_at=starts,
    )  # fmt: skip


def due() -> list[tuple[str, Any]]:
    return sorted(Message.objects.filter(kind__in=[ASKED, PASSED_ON]).values_list("kind", "due_at"))


def wanted() -> set[str | None]:
    return {
        kinds.get(row.kind).still_wanted(row) for row in Message.objects.filter(kind__in=[ASKED, PASSED_ON])
    }


@pytest.mark.usefixtures("inside")
def test_who_is_on_duty_is_told_at_once_and_the_others_only_if_nobody_answers() -> None:
    ada = person("Ada")
    bo_was_on_a_shift(contact_person=ada)
    made = debriefing.ask(person=person("Bo"), by=BY)
    assert debriefing.ask(person=person("Bo"), by=BY) == made
    assert made.asked_of == ada
    assert (ASKED, MONDAY) in due()
    assert {at for kind, at in due() if kind == PASSED_ON} <= {MONDAY + debriefing.ANSWER_WITHIN}
    assert wanted() == {None}
    debriefing.answer(request=made, by=BY)
    assert wanted() == {"somebody answered, or it was taken back"}


@pytest.mark.usefixtures("inside")
def test_where_nobody_is_on_duty_all_who_coordinate_are_told_at_once() -> None:
    made = debriefing.ask(person=person("Bo"), by=BY)
    assert made.asked_of is None
    assert due() == [(PASSED_ON, MONDAY)]


@pytest.mark.usefixtures("inside")
def test_taken_back_is_not_answered_any_more_and_can_be_asked_anew() -> None:
    made = debriefing.ask(person=person("Bo"), by=BY)
    debriefing.withdraw(request=made, by=BY)
    with pytest.raises(DebriefOver):
        debriefing.answer(request=made, by=BY)
    assert debriefing.ask(person=person("Bo"), by=BY) != made
    words = {"text", "note", "notes", "about", "reason", "said", "topic"}
    assert not words & {field.name for field in DebriefRequest._meta.get_fields()}


def test_button_brings_it_to_today_and_the_answer_back_to_who_asked(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    asker, coordinator = browse(bo, alfa), browse(ada, alfa)
    for _twice in range(2):
        asker.post("/supervision/debrief/")
    with entered(alfa):
        made = DebriefRequest.objects.get()
    row = "/coordinate/?kind=supervision.debrief"
    assert "Bo Berg would like to talk" in coordinator.get(row).content.decode()
    page = f"/debriefs/{made.uuid}/"
    assert asker.get(page).status_code == 404
    assert "Bo Berg would like to talk" in coordinator.get(page).content.decode()
    coordinator.post(page)
    assert "Bo Berg" not in coordinator.get(row).content.decode()
    assert "gets in touch with you" in asker.get("/supervision/").content.decode()
    assert browse(ada, alfa).post(f"{page}withdraw/").status_code == 404
    with entered(alfa):
        assert DebriefRequest.objects.get().answered_by == str(ada)
