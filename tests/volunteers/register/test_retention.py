"""What is over goes by night: each kind at its time, once, resumably, with numbers and without names."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client

from accounts.models import User
from notifications.models import Message
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import batch
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.context import entered, platform_role
from tenants.models import Access, Association, Wakeup
from tests.volunteers.register.conftest import BY, MONDAY
from volunteers.register import retention, trail
from volunteers.register.models import (
    AccessibilityFeedback,
    ChildWorkCheck,
    ContactPerson,
    Period,
    Person,
    Placement,
    RetentionRun,
    RetentionTerm,
    SupervisionDuty,
    Trail,
    VolunteerRole,
)
from volunteers.register.retention_errors import TermTooLong
from volunteers.register.services import agreements, retention as nightly
from volunteers.register.services.people import add_person
from volunteers.register.tasks import let_go

DAY = timedelta(days=1)
TODAY = date(2025, 2, 3)


def left(name: str, on: date) -> Person:
    """Somebody whose time here ended on a day."""
    person = add_person(
        given_name=name, family_name="Gone", email=f"{name}@example.org", phone="+358 40 1234567", by=BY
    )
    Period.objects.create(person=person, state="ended", started_on=date(2010, 1, 1), ended_on=on)
    ContactPerson.objects.create(person=person, name="Near", phone="+358 40 7654321")
    return person


def run(at: datetime = MONDAY) -> dict[str, int]:
    with clock.fixed(at):
        done = nightly.run_due()
    return {} if done is None else RetentionRun.objects.get(pk=done.pk).removed


@pytest.mark.usefixtures("inside")
def test_contact_details_go_after_a_year_and_the_name_stays() -> None:
    day = date(2024, 2, 3)
    early, late = left("Early", day - DAY), left("Late", day)
    assert run()["contact"] == 1
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.name, early.phone, early.email, early.contacts.count()) == ("Early Gone", "", "", 0)
    assert (late.phone, late.contacts.count()) == ("+358 40 1234567", 1)
    assert "1234567" not in early.search_key
    assert run(MONDAY + DAY) == {"contact": 1}  # a day later the other's year is over


def test_record_goes_after_two_years_and_the_hours_stay(inside: Association) -> None:
    person = left("Early", date(2023, 2, 2))
    entry = NewEntry(
        person=person,
        role=VolunteerRole.objects.get(),
        starts_at=datetime(2024, 11, 2, 10, tzinfo=UTC),
        ends_at=datetime(2024, 11, 2, 12, tzinfo=UTC),
    )
    batch.record_batch(entries=[entry], by=BY)
    removed = run()
    assert removed["record"] == 1
    assert not Person.objects.filter(family_name="Gone").exists()
    assert (HoursEntry.objects.get().minutes, HoursEntry.objects.get().person.is_blank) == (120, True)
    assert "Early" not in str(removed)


@pytest.mark.usefixtures("inside")
def test_consent_to_certificates_keeps_the_record_for_ten_years() -> None:
    kept, old = left("Kept", date(2022, 1, 1)), left("Old", date(2015, 2, 2))
    taken_back = left("Back", date(2022, 1, 1))
    for person in (kept, old, taken_back):
        agreements.set_consent(person=person, purpose="certificate", given=True, by=BY)
    agreements.set_consent(person=taken_back, purpose="certificate", given=False, by=BY)
    run()
    assert list(Person.objects.filter(family_name="Gone").values_list("given_name", flat=True)) == ["Kept"]


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("state", ["active", "on_break", "preparing"])
def test_who_came_back_or_may_still_enter_stays(state: str, alfa: Association) -> None:
    back = left("Back", date(2020, 1, 1))
    Period.objects.create(person=back, state=state, started_on=date(2025, 1, 1))
    placed = left("Placed", date(2020, 1, 1))
    Placement.objects.create(person=placed, kind="student", from_on=date(2025, 1, 1))
    coordinates = left("Coordinates", date(2020, 1, 1))
    never = add_person(given_name="Never", family_name="Gone", by=BY)
    with platform_role():
        user = User.objects.create_user("coordinates@example.org", None, name="x")
        Access.objects.create(user=user, association=alfa, role="coordinator", created_at=MONDAY)
    Person.objects.filter(pk=coordinates.pk).update(user_uuid=user.uuid)
    assert run() == {}
    assert Person.objects.filter(family_name="Gone").count() == 4
    assert never.created_at == MONDAY


@pytest.mark.usefixtures("inside")
def test_other_kinds_go_at_their_time() -> None:
    bo, role = Person.objects.get(given_name="Bo"), VolunteerRole.objects.get()
    other = VolunteerRole.objects.create(code="other", family="guides", name_fi="Muu")
    for each in (role, other):
        ChildWorkCheck.objects.create(
            person=bo, role=each, extract_on=date(2024, 5, 1), seen_on=date(2024, 6, 1)
        )
        SupervisionDuty.objects.create(person=bo, role=each, since_on=date(2020, 1, 1))
    old, new = MONDAY - timedelta(days=3 * 366), MONDAY - DAY
    for number, (at, state) in enumerate([(old, "sent"), (old, "planned"), (new, "sent")]):
        Message.objects.create(
            kind="x", key=str(number), person_uuid=bo.uuid, state=state, due_at=at, next_at=at, created_at=at
        )
    for at in (old, new):
        with clock.fixed(at):
            trail.record("x.done", by=BY, subject_kind="x")
        AccessibilityFeedback.objects.create(at=at, answer_by=TODAY, text="x", answered_at=at)
    AccessibilityFeedback.objects.create(at=old, answer_by=TODAY, text="waits")
    assert run() == {"extracts": 1, "supervision": 1, "messages": 1, "trail": 1, "feedback": 1}
    assert ChildWorkCheck.objects.get().role == role
    assert SupervisionDuty.objects.get().role == role
    assert sorted(Message.objects.values_list("key", flat=True)) == ["1", "2"]
    assert not Trail.objects.filter(at=old).exists()
    assert AccessibilityFeedback.objects.count() == 2


@pytest.mark.usefixtures("inside")
def test_run_is_done_once_a_night_and_the_next_is_woken(alfa: Association) -> None:
    left("One", date(2023, 1, 1))
    assert run()["record"] == 1
    left("Two", date(2023, 1, 1))
    assert run() == {}
    assert run(MONDAY + timedelta(hours=19)) == {}  # 3 at night: not yet
    with platform_role():
        woken = Wakeup.objects.filter(schema_name=alfa.schema_name, queue="retention")
        assert [row.due_at for row in woken] == [datetime(2025, 2, 4, 1, 30, tzinfo=UTC)]
    assert run(MONDAY + timedelta(hours=20))["record"] == 1
    assert RetentionRun.objects.count() == 2


@pytest.mark.usefixtures("inside")
def test_run_that_died_goes_on_and_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        left(f"N{number}", date(2023, 1, 1))
    monkeypatch.setattr(nightly, "AT_ONCE", 2)
    record = next(each for each in retention.listed() if each.code == "record")
    calls = 0

    def dies(rows: QuerySet[Person]) -> int:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return record.forget(rows)

    monkeypatch.setitem(retention._kinds, "record", _with(record, dies))
    with pytest.raises(KeyboardInterrupt):
        run()
    assert RetentionRun.objects.get().removed == {"contact": 5, "record": 2}
    assert run() == {"contact": 5, "record": 5}
    assert RetentionRun.objects.get().finished_at == MONDAY


def _with(keeping: retention.Keeping, forget: Callable[[QuerySet[Person]], int]) -> retention.Keeping:
    return retention.Keeping(**(vars(keeping) | {"forget": forget}))


@pytest.mark.usefixtures("inside")
def test_preview_says_what_the_run_then_does() -> None:
    person = left("Early", date(2023, 2, 3))
    coming = {each.keeping.code: each for each in nightly.preview(night=date(2025, 2, 4))}
    assert (coming["record"].count, coming["record"].names) == (1, [(str(person.uuid), "Early Gone")])
    assert {code: each.count for code, each in coming.items() if each.count} == {"contact": 1, "record": 1}
    assert run(MONDAY + DAY) == {"contact": 1, "record": 1}


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(("code", "months"), [("record", 25), ("record", 0), ("extracts", 1), ("unknown", 1)])
def test_term_is_never_longer_than_by_default(code: str, months: int) -> None:
    with pytest.raises(TermTooLong):
        nightly.set_term(code=code, months=months, by=BY)
    assert not RetentionTerm.objects.exists()


@pytest.mark.usefixtures("inside")
def test_shorter_term_holds_and_the_default_comes_back() -> None:
    person = left("Early", date(2024, 11, 1))
    nightly.set_term(code="record", months=2, by=BY)
    assert Trail.objects.get(verb="retention.set").data == {"code": "record", "months": [24, 2]}
    assert retention.terms()["record"] == 2
    assert run()["record"] == 1
    assert not Person.objects.filter(pk=person.pk).exists()
    nightly.set_term(code="record", months=24, by=BY)
    assert not RetentionTerm.objects.exists()


def test_coordinator_sees_what_goes_and_shortens(
    browse: Callable[..., Client], ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        left("Early", date(2023, 2, 3))
    client = browse(ada, alfa)
    page = client.get("/coordinate/data/kept/").content.decode()
    assert "Early Gone" in page
    terms = _terms(alfa)
    assert client.post("/coordinate/data/terms/", {**terms, "trail": "25"}).status_code == 422
    assert client.post("/coordinate/data/terms/", {**terms, "trail": "6"}).status_code == 302
    assert "shorter than by default" in client.get("/coordinate/data/kept/").content.decode()
    assert browse(bo, alfa).get("/coordinate/data/kept/").status_code == 403


def _terms(alfa: Association) -> dict[str, int]:
    with entered(alfa):
        return retention.terms()


def test_job_runs_for_an_association(alfa: Association) -> None:
    with entered(alfa):
        left("Early", date(2023, 1, 1))
    let_go(schema_name=alfa.schema_name)
    with entered(alfa):
        assert RetentionRun.objects.get().removed == {"contact": 1, "record": 1}
        assert not Period.objects.filter(person__family_name="Gone").exists()
