"""The queue of Today: what comes in, what settles it, and putting it off."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from notifications.models import Message
from scheduling.activities.services import counts, outcomes
from scheduling.hours.models import HoursEntry, Month, RestSign
from scheduling.hours.services import months, resting, years
from scheduling.premises.services import outcomes as bookings
from scheduling.shifts import services as shifts
from scheduling.shifts.models import Presence, Series, Shift, SignUp, StandIn, Swap
from scheduling.shifts.plans import ShiftPlan
from scheduling.shifts.series.repeating import Rule, Time
from scheduling.shifts.services import presence
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Association
from tests.scheduling.activities.conftest import count, occasion
from tests.scheduling.premises.conftest import booked
from tests.volunteers.register.conftest import BY
from volunteers.recruiting.models import Application, InterviewTime
from volunteers.register import needs
from volunteers.register.models import (
    Absence,
    AgreementText,
    ContactPerson,
    Period,
    Person,
    Placement,
    PutOff,
    Qualification,
    QualificationType,
    RoleQualification,
    Signature,
    SupervisionDuty,
    VolunteerRole,
)

Browse = Callable[..., Client]
PAGE = "/coordinate/"
NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)
TODAY = date(2025, 2, 3)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(clock_at: Callable[..., object]) -> object:
    with clock_at(NOW):  # type: ignore[attr-defined]  # a context
        yield


def bo_of(alfa: Association) -> Person:
    with entered(alfa):
        return Person.objects.get(given_name="Bo")


def host() -> VolunteerRole:
    return VolunteerRole.objects.get(code="host")


def page(browse: Browse, who: User, at: Association, query: str = "") -> str:
    answer = browse(who, at).get(PAGE + query)
    assert answer.status_code == 200
    return str(answer.content.decode()).replace("\u00a0", " ")


def _qualification(bo: Person) -> Callable[[], object]:
    kind = QualificationType.objects.create(code="ea", name_fi="Ensiapu", name_en="First aid")
    Qualification.objects.create(
        person=bo, type=kind, from_on=date(2023, 1, 1), to_on=date(2025, 3, 1), noted_at=NOW, noted_by="Ada"
    )
    return lambda: Qualification.objects.create(
        person=bo, type=kind, from_on=date(2025, 2, 1), to_on=date(2027, 1, 1), noted_at=NOW, noted_by="Ada"
    )


def _supervision(bo: Person) -> Callable[[], object]:
    VolunteerRole.objects.update(supervision="blocking", supervision_every_days=45, supervision_grace_days=30)
    for person in Person.objects.exclude(pk=bo.pk):
        SupervisionDuty.objects.create(person=person, role=host(), since_on=TODAY)
    duty = SupervisionDuty.objects.create(
        person=bo, role=host(), since_on=date(2024, 1, 1), last_on=TODAY - timedelta(days=57)
    )
    return lambda: SupervisionDuty.objects.filter(pk=duty.pk).update(last_on=TODAY)


def _minor(bo: Person) -> Callable[[], object]:
    Person.objects.filter(pk=bo.pk).update(born_on=date(2010, 2, 4))
    return lambda: ContactPerson.objects.create(
        person=bo, name="Guardian", phone="1", is_guardian=True, consented_on=TODAY
    )


def _age(bo: Person) -> Callable[[], object]:
    VolunteerRole.objects.update(minimum_age=18)
    Person.objects.exclude(pk=bo.pk).update(born_on=date(1980, 1, 1))
    return lambda: Person.objects.filter(pk=bo.pk).update(born_on=date(1990, 1, 1))


def _placement(bo: Person) -> Callable[[], object]:
    here = Placement.objects.create(
        person=bo, kind="student", from_on=date(2025, 1, 1), to_on=date(2025, 2, 7)
    )
    return lambda: Placement.objects.filter(pk=here.pk).update(to_on=date(2025, 5, 30))


def _break(bo: Person) -> Callable[[], object]:
    Period.objects.filter(person=bo).update(state="on_break", break_until=date(2025, 2, 8))
    return lambda: Period.objects.filter(person=bo).update(state="active", break_until=None)


def _invitation(bo: Person) -> Callable[[], object]:
    Person.objects.filter(pk=bo.pk).update(user_uuid=None)
    Message.objects.create(
        kind="register.invitation", key="register.invitation:1", person_uuid=bo.uuid, state="sent",
        due_at=NOW - timedelta(days=9), next_at=NOW, created_at=NOW,
    )  # fmt: skip
    return lambda: Message.objects.create(
        kind="register.invitation", key="register.invitation:2", person_uuid=bo.uuid, state="planned",
        due_at=NOW, next_at=NOW, created_at=NOW,
    )  # fmt: skip


def _unsigned(bo: Person) -> Callable[[], object]:
    text = AgreementText.objects.create(
        kind="agreement", version=1, text_fi="Sopimus", in_force_on=date(2025, 1, 1), created_at=NOW
    )

    def sign(person: Person) -> None:
        Signature.objects.create(
            person=person, text=text, language="fi", typed_name="x", at=NOW, noted_by="x"
        )

    for person in Person.objects.exclude(pk=bo.pk):
        sign(person)
    return lambda: sign(bo)


def _message(bo: Person) -> Callable[[], object]:
    failed = Message.objects.create(
        kind="shifts.reminder", key="a", person_uuid=bo.uuid, state="failed", due_at=NOW - timedelta(days=1),
        next_at=NOW, created_at=NOW,
    )  # fmt: skip
    return lambda: Message.objects.create(
        kind="shifts.reminder", key="b", person_uuid=bo.uuid, state="sent",
        due_at=failed.due_at + timedelta(hours=1), next_at=NOW, created_at=NOW,
    )  # fmt: skip


def _shift(**fields: object) -> Shift:
    given: dict[str, object] = {
        "role": host(),
        "starts_at": NOW + timedelta(hours=4),
        "ends_at": NOW + timedelta(hours=6),
        "places": 2,
        "state": "published",
        "created_at": NOW,
    }
    return Shift.objects.create(**given | fields)


def _empty(bo: Person) -> Callable[[], object]:
    shift = _shift()
    return lambda: Shift.objects.filter(pk=shift.pk).update(state="cancelled")


def _thin(bo: Person) -> Callable[[], object]:
    shift = _shift(taken=1)
    return lambda: Shift.objects.filter(pk=shift.pk).update(taken=2)


def _sign_up(shift: Shift, bo: Person, state: str = "signed_up") -> SignUp:
    return SignUp.objects.create(
        shift=shift,
        person=bo,
        state=state,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        created_at=NOW,
        changed_at=NOW,
    )


def _unmarked(bo: Person) -> Callable[[], object]:
    shift = _shift(starts_at=NOW - timedelta(hours=20), ends_at=NOW - timedelta(hours=18), taken=1, places=1)
    sign_up = _sign_up(shift, bo)
    return lambda: SignUp.objects.filter(pk=sign_up.pk).update(state="attended")


def _away(bo: Person) -> Callable[[], object]:
    _sign_up(_shift(taken=1, places=1), bo)
    absence = Absence.objects.create(person=bo, from_on=TODAY, to_on=TODAY)
    return absence.delete


def _lapsed(bo: Person) -> Callable[[], object]:
    at = NOW + timedelta(days=12)
    shift = _shift(taken=1, places=1, starts_at=at, ends_at=at + timedelta(hours=2))
    place = _sign_up(shift, bo)
    asked = QualificationType.objects.create(code="lapsed", name_fi="Kortti")
    RoleQualification.objects.create(role=shift.role, type=asked)
    return lambda: SignUp.objects.filter(pk=place.pk).update(state="cancelled_by_org")


def _unconfirmed(bo: Person) -> Callable[[], object]:
    sign_up = _sign_up(_shift(taken=1, places=1), bo)
    SignUp.objects.filter(pk=sign_up.pk).update(confirm_asked_at=NOW - timedelta(hours=3))
    return lambda: SignUp.objects.filter(pk=sign_up.pk).update(confirm_asked_at=None)


def _swap(bo: Person) -> Callable[[], object]:
    mine, yours = (
        _sign_up(
            _shift(
                taken=1,
                places=1,
                starts_at=NOW + timedelta(hours=hours),
                ends_at=NOW + timedelta(hours=hours + 2),
            ),
            person,
        )
        for hours, person in ((10, bo), (13, Person.objects.get(email="ada@example.org")))
    )
    swap = Swap.objects.create(mine=mine, yours=yours, at=NOW, state="agreed")
    return lambda: Swap.objects.filter(pk=swap.pk).update(state="done")


def _stand_in(bo: Person) -> Callable[[], object]:
    at = NOW + timedelta(hours=7)
    place = _sign_up(_shift(taken=1, places=1, starts_at=at, ends_at=at + timedelta(hours=2)), bo)
    search = StandIn.objects.create(sign_up=place, at=NOW)
    return lambda: StandIn.objects.filter(pk=search.pk).update(state="found")


def _request(bo: Person) -> Callable[[], object]:
    at = NOW + timedelta(days=20)
    shift = _shift(taken=0, places=2, minimum=0, starts_at=at, ends_at=at + timedelta(hours=2))
    asked = _sign_up(shift, bo, state="requested")
    return lambda: SignUp.objects.filter(pk=asked.pk).update(state="passed")


def _walk_in(bo: Person) -> Callable[[], object]:
    begun = NOW - timedelta(hours=1)
    shift = _shift(taken=0, places=2, minimum=0, starts_at=begun, ends_at=NOW + timedelta(hours=1))
    here = Presence.objects.create(shift=shift, person=bo, way="code", arrived_at=begun)
    return lambda: presence.refuse_walk_in(presence=here, by=BY)


def _hours(bo: Person) -> Callable[[], object]:
    entry = HoursEntry.objects.create(
        person=bo, role=host(), starts_at=NOW - timedelta(hours=3), ends_at=NOW, minutes=180,
        first_month=date(2025, 2, 1), last_month=date(2025, 2, 1), state="submitted", source="self",
        created_at=NOW,
    )  # fmt: skip
    return lambda: HoursEntry.objects.filter(pk=entry.pk).update(state="approved")


def _application() -> Application:
    return Application.objects.create(
        token_hash="a", state="submitted", given_name="Aino", family_name="Aalto",
        submitted_at=NOW - timedelta(days=8), created_at=NOW,
    )  # fmt: skip


def _applying(bo: Person) -> Callable[[], object]:
    application = _application()
    return lambda: Application.objects.filter(pk=application.pk).update(first_replied_at=NOW)


def _interview(starts_at: datetime) -> Application:
    application = _application()
    Application.objects.update(state="interview_booked", first_replied_at=NOW)
    InterviewTime.objects.create(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), place="Majakka", host="Ada",
        taken_by=application,
    )  # fmt: skip
    return application


def _meeting(bo: Person) -> Callable[[], object]:
    _interview(NOW + timedelta(hours=3))
    return lambda: InterviewTime.objects.update(taken_by=None)


def _met(bo: Person) -> Callable[[], object]:
    application = _interview(NOW - timedelta(hours=3))
    return lambda: Application.objects.filter(pk=application.pk).update(state="waitlisted")


def _month(bo: Person) -> Callable[[], object]:
    first_day = date(2025, 1, 1)
    Month.objects.create(first_day=first_day, closes_at=NOW + timedelta(days=12))
    return lambda: months.close_month(first_day=first_day, by=BY)


def _year(bo: Person) -> Callable[[], object]:
    for number in range(1, 13):
        months.close_month(first_day=date(2024, number, 1), by=BY)
    return lambda: years.freeze(year=2024, by=BY)


def _series(bo: Person) -> Callable[[], object]:
    role = VolunteerRole.objects.get(code="host")
    rule = Rule(weekdays=(1,), times=(Time(1020, 180),), from_on=date(2025, 2, 4), until_on=date(2025, 4, 8))
    plan = ShiftPlan(role=role, places=1, starts_at=NOW, ends_at=NOW + timedelta(hours=3))
    made = shifts.make_series(plan=plan, rule=rule, publish=True, by=BY)
    # As if it had been made long ago, and most of it were behind.
    Shift.objects.filter(series_day__gt=date(2025, 2, 18)).delete()
    Series.objects.update(from_on=date(2024, 9, 1), until_on=date(2025, 2, 18))
    return lambda: shifts.continue_series(series=made, until_on=date(2025, 6, 1), publish=True, by=BY)


def _rest(bo: Person) -> Callable[[], object]:
    RestSign.objects.create(person=bo, minutes=3000, is_many=True, found_on=NOW.date())
    return lambda: resting.note_talk(person=bo, by=BY)


def _unsaid(_bo: Person) -> Callable[[], object]:
    event = occasion("2025-02-02", state="planned")
    return lambda: outcomes.note_cancelled(activity=event, reason="few", by=BY)


def _number(_bo: Person) -> Callable[[], object]:
    number = count(occasion("2025-02-02"), 12, state="entered")
    return lambda: counts.approve(counts=[number], by=BY)


def _booking(_bo: Person) -> Callable[[], object]:
    booking = booked("2025-02-02")
    return lambda: bookings.note_no_show(booking=booking, by=BY)


CASES = {
    "activities.unsaid": (_unsaid, "Nobody has said what became of 1 occasion"),
    "activities.counts": (_number, "1 number of people or things waits for approval"),
    "premises.unsaid": (_booking, "1 booking is over, and nobody has said how many came"),
    "hours.rest": (_rest, "1 volunteer gave much lately"),
    "hours.month": (_month, "January 2025 can be closed"),
    "hours.year": (_year, "2024 can be frozen"),
    "recruiting.application": (_applying, "Aino Aalto applies"),
    "recruiting.meeting": (_meeting, "Meeting with Aino Aalto"),
    "recruiting.met": (_met, "Aino Aalto waits to hear"),
    "register.qualification": (_qualification, "Bo Berg: First aid ends on la 1.3."),
    "register.supervision": (_supervision, "Bo Berg: supervision 12 days late"),
    "register.minor": (_minor, "Bo Berg is a minor: the guardian&#x27;s consent is missing"),
    "register.age": (_age, "Bo Berg: the day of birth is missing"),
    "register.placement": (_placement, "Bo Berg: the placement ends on"),
    "register.break": (_break, "Bo Berg is back from a break after"),
    "register.invitation": (_invitation, "Bo Berg has not accepted the invitation"),
    "register.unsigned": (_unsigned, "1 person has not signed the volunteer agreement"),
    "register.message": (_message, "A message to Bo Berg could not be sent"),
    "shifts.empty": (_empty, "is empty"),
    "shifts.thin": (_thin, ": 1/2"),
    "shifts.unmarked": (_unmarked, "Attendance is not marked: Meeting place host"),
    "shifts.away": (_away, "Bo Berg is away but has a place: Meeting place host"),
    "shifts.lapsed": (_lapsed, "Bo Berg lacks a qualification on the day: Meeting place host"),
    "shifts.unconfirmed": (_unconfirmed, "A new time is not confirmed: Meeting place host"),
    "shifts.series_ends": (_series, "A series ends: Meeting place host"),
    "shifts.stand_in": (_stand_in, "A stand-in is looked for: Meeting place host"),
    "shifts.requests": (_request, "Requests for a place: Meeting place host"),
    "shifts.swaps": (_swap, "Bo Berg and Ada Ahola would like to swap"),
    "shifts.walk_ins": (_walk_in, "Bo Berg came without a place: Meeting place host"),
    "hours.waiting": (_hours, "1 entry of hours waits for approval"),
}


@pytest.mark.parametrize("kind", CASES)
def test_row_comes_and_leaves_when_it_is_settled(
    kind: str, alfa: Association, ada: User, browse: Browse
) -> None:
    bo = bo_of(alfa)
    assert _titles(browse, ada, alfa, kind) == 0
    with entered(alfa):
        settle = CASES[kind][0](bo)
    said = page(browse, ada, alfa)
    assert _titles(browse, ada, alfa, kind) == 1, said
    if kind != "register.qualification":
        assert CASES[kind][1] in said
    with entered(alfa):
        settle()
    assert _titles(browse, ada, alfa, kind) == 0


def _titles(browse: Browse, who: User, at: Association, kind: str) -> int:
    return page(browse, who, at, f"?kind={kind}").count("rn-item__title")


def test_every_kind_has_its_case_and_says_how_it_ends() -> None:
    # Erasures, feedback, thanks, incidents, addresses, ticks, heads, records, pairs have tests of their own.
    others = {"data.erasure", "data.feedback", "register.thanks", "register.incident", "register.address"}
    others |= {"supervision.debrief", "supervision.declines", "supervision.silence", "supervision.unticked"}
    others |= {"training.unmarked", "register.brought", "hours.heads"}
    others |= {"pairs.signal", "pairs.review", "pairs.left_alone"}
    assert {kind.name for kind in needs.listed()} - others == set(CASES)
    assert all(kind.ends for kind in needs.listed())


def test_queue_is_one_statement_however_many_kinds_and_rows(
    alfa: Association, ada: User, browse: Browse
) -> None:
    bo = bo_of(alfa)
    client = browse(ada, alfa)
    client.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(PAGE)
    with entered(alfa):
        for make, _said in CASES.values():
            if make not in {_supervision, _minor, _away, _unmarked, _meeting, _met}:
                make(bo)
        for number in range(20):
            _shift(starts_at=NOW + timedelta(hours=30 + number), ends_at=NOW + timedelta(hours=31 + number))
    with CaptureQueriesContext(connection) as many:
        said = client.get(PAGE).content.decode()
    assert "at least" not in said
    assert len(many) == len(few)
    assert len([1 for query in many if "SELECT" in query["sql"]]) <= 15


def test_row_is_put_off_by_one_coordinator_and_comes_back_on_its_day(
    alfa: Association, ada: User, browse: Browse, clock_at: Callable[..., object]
) -> None:
    with entered(alfa):
        shift = _shift(starts_at=NOW + timedelta(days=5), ends_at=NOW + timedelta(days=5, hours=1))
    client = browse(ada, alfa)
    address = f"/coordinate/later/?kind=shifts.empty&key={shift.uuid}"
    assert "is empty" in client.get(address).content.decode()
    assert "Choose tomorrow" in client.post(address, {"when": "day", "until": "2025-02-03"}).content.decode()
    assert client.post(address, {"when": "tomorrow"}).status_code == 302
    assert _titles(browse, ada, alfa, "shifts.empty") == 0
    assert "Show again" in page(browse, ada, alfa, "?show=later")
    with entered(alfa):
        assert PutOff.objects.get().until == date(2025, 2, 4)
    with clock_at(NOW + timedelta(days=1)):  # type: ignore[attr-defined]  # a context
        assert _titles(browse, ada, alfa, "shifts.empty") == 1
    client.post("/coordinate/later/back/", {"kind": "shifts.empty", "key": str(shift.uuid)})
    assert _titles(browse, ada, alfa, "shifts.empty") == 1
    with entered(alfa):
        assert PutOff.objects.count() == 0


def test_what_was_just_done_can_be_undone_from_the_first_page(
    alfa: Association, ada: User, bo: User, browse: Browse
) -> None:
    with entered(alfa):
        shift = _shift(starts_at=NOW + timedelta(hours=30), ends_at=NOW + timedelta(hours=31))
    client, query = browse(ada, alfa), f"?kind=shifts.empty&key={shift.uuid}"
    assert "Just done" not in client.get(PAGE).content.decode()
    client.post(f"/coordinate/later/{query}", {"when": "tomorrow"})
    for _again in range(2):  # the toast says it once, the card for as long as it can be undone
        said = client.get(PAGE).content.decode()
        assert "Just done" in said
        assert f'action="/coordinate/later/back/{query}"'.replace("&", "&amp;") in said
    cookie = client.cookies["rn_done"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 1800)
    Access.objects.create(user=bo, association=alfa, role="coordinator", created_at=NOW)
    other = browse(bo, alfa)
    other.cookies["rn_done"] = cookie.value  # the same browser, somebody else
    assert "Just done" not in other.get(PAGE).content.decode()
    assert client.post(f"/coordinate/later/back/{query}").status_code == 302
    assert "Just done" not in client.get(PAGE).content.decode()


def test_settled_row_cannot_be_put_off(alfa: Association, ada: User, browse: Browse) -> None:
    answer = browse(ada, alfa).get("/coordinate/later/?kind=shifts.empty&key=x")
    assert (answer.status_code, answer["Location"]) == (302, "/coordinate/")
    assert clock.now() == NOW
