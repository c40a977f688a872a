"""Whatever is sent to the API, it answers as its description says, and never with a fault of its own.

Schemathesis makes requests from the description, sensible ones and nonsense; they go through all middleware
to the association's and the federation's hosts, signed in, and what they change is taken back.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.test import Client
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, settings as bounds, strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.models import User
from api.views import description
from notifications.models import Call, Called
from scheduling.activities.models import Activity
from tenants import clock
from tenants.context import entered
from tenants.models import Association, Umbrella
from tests.api.programs import program, token
from tests.isolation import planted
from tests.isolation.planted import NOW
from tests.isolation.test_matrix import EVERY, undone
from volunteers.register.models import Person
from volunteers.supervision.models import SupervisionSession

Browse = Callable[..., Client]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
PLAIN, MOST, FEW = 2, 10, 3
CSRF = "c" * 32

ASSOCIATION, UMBRELLA = "config.urls.association", "config.urls.umbrella"


def operations_of(urlconf: str) -> dict[str, Any]:
    """All operations that a kind of host describes, by name."""
    schema = schemathesis.openapi.from_dict(description(urlconf, "en"))
    found: list[Any] = [one.ok() for one in schema.get_all_operations()]  # type: ignore[union-attr]  # all are whole
    return {operation.label: operation for operation in found}


OPERATIONS = {urlconf: operations_of(urlconf) for urlconf in (ASSOCIATION, UMBRELLA)}


@cache
def cases_of(urlconf: str, name: str, mode: GenerationMode) -> st.SearchStrategy[Any]:
    """Requests of an operation, sensible ones or nonsense."""
    found: st.SearchStrategy[Any] = OPERATIONS[urlconf][name].as_strategy(mode)
    return found


class Caller:
    """A program of somebody's at a host; each of its calls is undone."""

    def __init__(self, client: Client) -> None:
        cookies = [f"{name}={morsel.value}" for name, morsel in client.cookies.items()]
        self._environ = {"HTTP_HOST": client.defaults["HTTP_HOST"]}
        if bearer := client.defaults.get("HTTP_AUTHORIZATION"):
            self._environ["HTTP_AUTHORIZATION"] = bearer
        else:
            csrf = {"HTTP_COOKIE": "; ".join([*cookies, f"rn_csrf={CSRF}"]), "HTTP_X_CSRFTOKEN": CSRF}
            self._environ |= csrf
        self._handler = ClientHandler(enforce_csrf_checks=True)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """WSGI."""
        with undone():
            answer: Any = self._handler(environ | self._environ)
        start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
        return [answer.content]

    def keeps_to(self, urlconf: str, name: str, *, most: int) -> Counter[int]:
        """Call an operation in many ways; raises where an answer is not as described. Counts statuses.

        The plainest sensible call always comes first: what is made up may meet nothing but walls.
        """
        sensible, nonsense = (cases_of(urlconf, name, mode) for mode in GenerationMode)
        statuses = self._tried(sensible, st.just(True), most=PLAIN)
        return statuses + self._tried(st.one_of(sensible, nonsense), st.booleans(), most=most)

    def _tried(
        self, cases: st.SearchStrategy[Any], known: st.SearchStrategy[bool], *, most: int
    ) -> Counter[int]:
        statuses: Counter[int] = Counter()

        @bounds(
            max_examples=most,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases, is_known=known)
        def run(case: Any, is_known: bool) -> None:
            if is_known:
                lead_to_something(case)
            answer = case.call(app=self)
            statuses[answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)

        run()
        return statuses


FOR_COORDINATORS = {
    "POST /api/v1/shifts/",
    "PATCH /api/v1/shifts/{uuid}/",
    "POST /api/v1/shifts/{uuid}/publish/",
    "POST /api/v1/shifts/{uuid}/call-off/",
    "GET /api/v1/shifts/{uuid}/sign-ups/",
    "POST /api/v1/shifts/{uuid}/sign-ups/",
    "GET /api/v1/sign-ups/{uuid}/",
    "POST /api/v1/sign-ups/{uuid}/release/",
    "POST /api/v1/sign-ups/{uuid}/confirm/",
    "POST /api/v1/sign-ups/{uuid}/decline/",
    "POST /api/v1/shifts/{uuid}/requests/",
    "GET /api/v1/shifts/{uuid}/invited/",
    "POST /api/v1/shifts/{uuid}/invited/",
    "POST /api/v1/shifts/{uuid}/invited/remove/",
    "GET /api/v1/shifts/{uuid}/kept/",
    "POST /api/v1/shifts/{uuid}/kept/",
    "GET /api/v1/swaps/agreed/",
    "POST /api/v1/swaps/{uuid}/decide/",
    "GET /api/v1/series/",
    "GET /api/v1/series/{uuid}/",
    "GET /api/v1/series/{uuid}/shifts/",
    "GET /api/v1/attendance/",
    "POST /api/v1/sign-ups/{uuid}/attendance/",
    "GET /api/v1/activities/",
    "GET /api/v1/groups/",
    "POST /api/v1/groups/",
    "GET /api/v1/groups/{uuid}/",
    "PATCH /api/v1/groups/{uuid}/",
    "POST /api/v1/groups/{uuid}/times/",
    "POST /api/v1/activities/",
    "PATCH /api/v1/activities/{uuid}/",
    "POST /api/v1/activities/{uuid}/held/",
    "GET /api/v1/activities/{uuid}/dialogue-groups/",
    "POST /api/v1/activities/{uuid}/dialogue-groups/",
    "GET /api/v1/dialogue-groups/{uuid}/",
    "PATCH /api/v1/dialogue-groups/{uuid}/",
    "DELETE /api/v1/dialogue-groups/{uuid}/",
    "PATCH /api/v1/bookings/{uuid}/",
    "POST /api/v1/bookings/weekly/",
    "GET /api/v1/activities/{uuid}/",
    "POST /api/v1/activities/{uuid}/cancel/",
    "GET /api/v1/counting-places/",
    "GET /api/v1/counts/{uuid}/",
    "POST /api/v1/counts/{uuid}/correct/",
    "POST /api/v1/counts/{uuid}/take-back/",
    "POST /api/v1/hours/{uuid}/return/",
    "GET /api/v1/counts/",
    "POST /api/v1/counts/",
    "GET /api/v1/hours/waiting/",
    "POST /api/v1/hours/approve/",
    "GET /api/v1/hours/heads/waiting/",
    "POST /api/v1/hours/heads/approve/",
    "POST /api/v1/hours/heads/{uuid}/return/",
    "GET /api/v1/spaces/",
    "GET /api/v1/equipment/",
    "GET /api/v1/bookings/",
    "POST /api/v1/bookings/",
    "GET /api/v1/bookings/{uuid}/",
    "POST /api/v1/bookings/{uuid}/cancel/",
    "POST /api/v1/bookings/{uuid}/confirm/",
    "POST /api/v1/bookings/{uuid}/correct/",
    "POST /api/v1/bookings/{uuid}/held/",
    "POST /api/v1/bookings/{uuid}/no-show/",
    "GET /api/v1/applications/",
    "GET /api/v1/courses/",
    "GET /api/v1/course-runs/",
    "GET /api/v1/course-runs/{uuid}/enrolments/",
    "POST /api/v1/course-runs/{uuid}/enrolments/",
    "GET /api/v1/qualifications/",
    "POST /api/v1/qualifications/",
    "GET /api/v1/qualifications/{uuid}/",
    "GET /api/v1/courses/{uuid}/",
    "GET /api/v1/course-runs/{uuid}/",
    "POST /api/v1/enrolments/{uuid}/cancel/",
    "GET /api/v1/supervision-groups/",
    "GET /api/v1/supervision-sessions/",
    "GET /api/v1/supervision-sessions/{uuid}/",
    "GET /api/v1/supervision-sessions/{uuid}/seats/",
    "POST /api/v1/supervision-sessions/{uuid}/seats/",
    "POST /api/v1/supervision-sessions/{uuid}/ask/",
    "POST /api/v1/supervision-sessions/{uuid}/call-off/",
    "GET /api/v1/figures/",
    "GET /api/v1/people/",
    "GET /api/v1/people/{uuid}/",
    "POST /api/v1/roles/",
    "PATCH /api/v1/roles/{uuid}/",
    "GET /api/v1/messages/",
    "GET /api/v1/messages/{uuid}/",
    "POST /api/v1/sites/",
    "PATCH /api/v1/sites/{uuid}/",
    "GET /api/v1/organisations/",
    "POST /api/v1/organisations/",
    "GET /api/v1/organisations/{uuid}/",
    "PATCH /api/v1/organisations/{uuid}/",
}
# What is planted is as it is: these come as far as the rule that says no.
TOO_LATE = {
    *(
        f"POST /api/v1/shifts/{{uuid}}/{verb}/"
        for verb in (
            *("sign-up", "wait", "learn", "take-offer", "stand-in", "undo-cancel", "confirm"),
            *("swaps", "swaps/withdraw", "invited", "kept"),
        )
    ),
    *(f"POST /api/v1/sign-ups/{{uuid}}/{verb}/" for verb in ("attendance", "confirm", "decline")),
    *(f"POST /api/v1/counts/{{uuid}}/{verb}/" for verb in ("correct", "take-back")),
    *(f"POST /api/v1/bookings/{{uuid}}/{verb}/" for verb in ("confirm", "correct")),
    "POST /api/v1/hours/heads/{uuid}/return/",
    "POST /api/v1/enrolments/{uuid}/cancel/",
}
OTHER = UUID("0d1f6a52-8f0e-4f0e-9a35-0f5d6f0b7c77")
# A row that is over, of which can be told what became of it; or the one of which there are parts.
OF_OTHERS = {
    "/api/v1/activities/{uuid}/dialogue-groups/",
    "/api/v1/activities/{uuid}/held/",
    "/api/v1/supervision-sessions/{uuid}/seats/",
}
OWN_HOURS = ("/api/v1/hours/", "/api/v1/hours/{uuid}/")
BOOKED = {"space": str(EVERY), "equipment": None, "organisation": None, "grant_target": None}
OCCASION: dict[str, Any] = {
    "kind": "event",
    "title": "Juhla",
    "unit": str(EVERY),
    "grant_target": None,
    "programme": "",
    "partners": [],
    "late_reason": "",
}
COUNTED = {"place": str(EVERY), "measure": "contacts", "day": "2025-01-31", "basis": "Arvio"}
SENT: dict[str, dict[str, Any]] = {
    "/api/v1/bookings/": BOOKED,
    "/api/v1/counts/": COUNTED,
    "/api/v1/activities/": OCCASION,
}
# Of these nearly nothing that is made up fits together: one that does is enough beside their refusals.
BODIES: dict[str, dict[str, Any]] = {
    "PATCH /api/v1/activities/{uuid}/": {"unit": str(EVERY)},
    "POST /api/v1/activities/{uuid}/held/": {"quantity": 12, "method": "counted"},
    "POST /api/v1/groups/": {"name_fi": "Kuoro", "role": "host", "weekday": 0, "starts": "17:00"},
    "PATCH /api/v1/groups/{uuid}/": {"minutes": 90, "is_public": False},
    "POST /api/v1/groups/{uuid}/times/": {"from_on": "2025-03-01", "until_on": "2025-03-31"},
    "PATCH /api/v1/bookings/{uuid}/": {"purpose": "Kuoro"},
    "POST /api/v1/activities/{uuid}/dialogue-groups/": {"recorder": str(EVERY), "participants": 10},
    "POST /api/v1/qualifications/": {
        "person": str(EVERY),
        "type": "type-alfas",
        "from_on": "2025-01-30",
    },
    "POST /api/v1/supervision-sessions/{uuid}/seats/": {"present": [str(EVERY)]},
    "PATCH /api/v1/dialogue-groups/{uuid}/": {"participants": 9},
    "POST /api/v1/bookings/weekly/": {
        **BOOKED,
        "purpose": "Kuoro",
        "starts_at": "2025-06-02T17:00:00+03:00",
        "ends_at": "2025-06-02T18:00:00+03:00",
        "until_on": "2025-06-20",
    },
}
OPEN = [{"weekday": 0, "opens": "09:00", "closes": "16:00"}]
# What is planted is Ada's: Bo finds none of it.
OF_ADA = {
    "POST /api/v1/calls/{uuid}/answer/",
    "POST /api/v1/shifts/{uuid}/confirm/",
    "POST /api/v1/swaps/{uuid}/answer/",
    "GET /api/v1/shifts/{uuid}/swaps/",
    "POST /api/v1/shifts/{uuid}/swaps/",
    "POST /api/v1/shifts/{uuid}/swaps/withdraw/",
    "GET /api/v1/inbox/{uuid}/",
    "POST /api/v1/inbox/{uuid}/read/",
    "PUT /api/v1/hours/{uuid}/",
    "DELETE /api/v1/hours/{uuid}/",
}


def lead_to_something(case: Any) -> None:
    """What is made up names nothing that is there: point at rows that are."""
    path = case.operation.path
    if case.path_parameters:
        case.path_parameters["uuid"] = str(OTHER if path in OF_OTHERS else EVERY)
    if isinstance(case.body, dict):
        case.body = BODIES.get(case.operation.label) or _pointed(path, case.body)


def _pointed(path: str, body: dict[str, Any]) -> dict[str, Any]:
    if "starts_at" in body:
        body |= {
            "role": "host",
            "site": str(EVERY),
            "contact_person": None,
            "starts_at": "2025-02-10T17:00:00+02:00",
            "ends_at": "2025-02-10T20:00:00+02:00",
        }
    if path in OWN_HOURS:
        body |= {"starts_at": "2025-01-31T10:00:00+02:00", "ends_at": "2025-01-31T11:00:00+02:00"}
    if "sent_key" in body:
        body.pop("activity", None)
        body |= SENT[path]
    if path.endswith("/sign-ups/"):
        body |= {"person": str(EVERY), "in_training": False, "reason": ""}
    if path.endswith(("/enrolments/", "/invited/remove/")):
        body |= {"person": str(EVERY)}
    elif path.endswith("/invited/"):
        body |= {"group": None, "people": []}
    if "name_fi" in body:
        body |= {"name_fi": "Kyläily", "unit": str(EVERY), "coordinator": None, "is_active": True}
    if path.startswith("/api/v1/sites/"):
        body |= {"name": "Luokka", "organisation": str(EVERY), "unit": None, "is_active": True}
        body |= {"email": "luokka@example.org", "opening_hours": OPEN}
    if path.startswith("/api/v1/organisations/"):
        body |= {"name": "Koulu", "email": "koulu@example.org", "is_active": True, "phone": ""}
        body |= {"contact_name": "Kaija", "checklist": "Ovikoodi", "notes": ""}
    return body


@pytest.fixture(scope="module")
def laid_out(around_module: None) -> None:
    """Rows of every kind at Alfa, once for all: each call is undone."""
    alfa, ada = Association.objects.get(slug="alfa"), User.objects.get(email="ada@example.org")
    with clock.fixed(NOW):
        with entered(alfa):
            person = Person.objects.get(user_uuid=ada.uuid)
        planted.plant(alfa, mark="Alfas", key=500_000, person=person, one_uuid=EVERY)
        with entered(alfa):
            Call.objects.update(kind="shift.call", subject_kind="shift", subject_uuid=EVERY)
            Called.objects.update(person_uuid=EVERY)
            Activity.objects.filter(kind="dialogue").update(uuid=OTHER)
            SupervisionSession.objects.filter(state="planned").update(uuid=OTHER)
            Person.objects.filter(pk=person.pk).update(uuid=EVERY)


@pytest.fixture
def monday(laid_out: None, db: None) -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.mark.parametrize("login", ["ada", "bo", "program"])
@pytest.mark.parametrize("name", OPERATIONS[ASSOCIATION])
def test_association_keeps_to_its_description(
    browse: Browse, alfa: Association, ada: User, monday: None, name: str, login: str
) -> None:
    """As a coordinator, as a volunteer, and as a program in the coordinator's name."""
    if login == "program":
        caller = Caller(program(alfa, token(ada, alfa).secret))
    else:
        caller = Caller(browse(User.objects.get(email=f"{login}@example.org"), alfa))
    is_for_coordinators = name in FOR_COORDINATORS
    # A program says who it is in another way; what it asks goes the way of who made it. Who is turned away is
    # so before anything is read.
    few = login == "program" or (login == "bo" and is_for_coordinators)
    statuses = caller.keeps_to(ASSOCIATION, name, most=FEW if few else MOST)
    went_well = {200, 201, 409} if name in TOO_LATE else {200, 201, 204}
    if login == "bo" and (is_for_coordinators or name in OF_ADA):
        went_well = {403} if is_for_coordinators else {404}
    assert went_well & set(statuses), f"Nothing but refusals was tried: {statuses}"


@pytest.mark.parametrize("name", OPERATIONS[UMBRELLA])
def test_federation_keeps_to_its_description(
    browse: Browse, liitto: Umbrella, vera: User, monday: None, name: str
) -> None:
    caller = Caller(browse(vera, liitto))
    statuses = caller.keeps_to(UMBRELLA, name, most=MOST)
    assert statuses.total() >= 1
