"""What a token opens: one place, what its scopes say, what its maker may do now, until it ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import scopes, tokens
from accounts.models import ApiToken, User
from accounts.routes import Route, routes
from accounts.scopes import ANY, Scope
from tenants import clock, lifecycle
from tenants.context import entered
from tenants.models import Access, Association, Umbrella
from tests.api.programs import program, scopes_of, token
from volunteers.register.models import Trail

Browse = Callable[..., Client]
PEOPLE, SHIFTS = "/api/v1/people/", "/api/v1/shifts/"
NEW_SHIFT = {
    "role": "host",
    "starts_at": "2031-02-10T17:00:00+02:00",
    "ends_at": "2031-02-10T20:00:00+02:00",
    "places": 2,
}


def said(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


# --- what it opens ---------------------------------------------------------------------------------


def test_token_reads_what_its_scope_says_and_no_more(ada: User, alfa: Association) -> None:
    client = program(alfa, token(ada, alfa, scopes=["people:read"]).secret)

    people = client.get(PEOPLE)
    assert [row["family_name"] for row in people.json()["results"]] == ["Ahola", "Berg"]
    refused = client.get(SHIFTS)
    assert said(refused) == (403, "scope_missing")
    assert refused.json()["data"] == {"scope": "shifts:read"}


def test_reading_a_subject_does_not_write_it(ada: User, alfa: Association) -> None:
    reading = program(alfa, token(ada, alfa, scopes=["shifts:read"]).secret)
    writing = program(alfa, token(ada, alfa, scopes=["shifts:write"]).secret)

    assert said(reading.post(SHIFTS, NEW_SHIFT, content_type="application/json")) == (403, "scope_missing")
    assert said(writing.get(SHIFTS)) == (403, "scope_missing")
    assert writing.post(SHIFTS, NEW_SHIFT, content_type="application/json").status_code == 201


def test_what_a_program_changes_is_told_as_its_and_its_makers(ada: User, alfa: Association) -> None:
    client = program(alfa, token(ada, alfa, scopes=["shifts:write"], name="Plan import").secret)
    assert client.post(SHIFTS, NEW_SHIFT, content_type="application/json").status_code == 201
    with entered(alfa):
        latest = Trail.objects.order_by("-pk")[0]
    assert (latest.actor_user, latest.actor_name) == (ada.uuid, "Ada Ahola (API: Plan import)")


def test_token_of_the_federation_opens_its_figures(vera: User, liitto: Umbrella) -> None:
    answer = program(liitto, token(vera, liitto, scopes=["figures:read"]).secret).get("/api/v1/schema/")
    assert answer.status_code == 200
    assert set(answer.json()["components"]["securitySchemes"]) == {"token", "session"}


def test_every_token_may_read_what_the_api_is(ada: User, alfa: Association) -> None:
    client = program(alfa, token(ada, alfa, scopes=["shifts:read"]).secret)
    assert "/api/v1/people/" in client.get("/api/v1/schema/").json()["paths"]


def test_token_opens_no_page(ada: User, alfa: Association) -> None:
    answer = program(alfa, token(ada, alfa).secret).get("/coordinate/people/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/signin/?next=")


def test_day_of_the_last_use_is_noted(ada: User, alfa: Association) -> None:
    made = token(ada, alfa)
    assert made.token.last_used_on is None
    program(alfa, made.secret).get(PEOPLE)
    made.token.refresh_from_db()
    assert made.token.last_used_on == clock.real_now().date()


# --- what it does not open -------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["", "x", "rnl_", "rnl_" + "a" * 43, "ä", "a b", "x" * 5000])
def test_made_up_token_opens_nothing(alfa: Association, db: None, secret: str) -> None:
    answer = program(alfa, secret).get(PEOPLE, headers={"accept-language": "en"})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] in {"token_not_valid", "not_authenticated"}


def test_token_of_another_association_opens_nothing(
    ada: User, cleo: User, alfa: Association, beta: Association
) -> None:
    """Also where its maker coordinates both: it is for one."""
    Access.objects.create(user=cleo, association=alfa, role="coordinator", created_at=clock.now())
    secret = token(cleo, beta).secret
    assert program(beta, secret).get(PEOPLE).status_code == 200
    answer = program(alfa, secret).get(PEOPLE)
    assert said(answer) == (401, "token_not_valid")
    assert "Ahola" not in answer.content.decode()


def test_token_of_the_federation_opens_no_association(
    vera: User, ada: User, liitto: Umbrella, alfa: Association
) -> None:
    assert said(program(alfa, token(vera, liitto).secret).get(PEOPLE)) == (401, "token_not_valid")
    assert said(program(liitto, token(ada, alfa).secret).get("/api/v1/figures/")) == (401, "token_not_valid")


@pytest.mark.parametrize(
    "ended",
    ["revoked", "expired", "access ended", "access gone", "became a volunteer", "login closed"],
)
def test_token_that_has_ended_opens_nothing(ada: User, alfa: Association, ended: str) -> None:
    made = token(ada, alfa)
    assert program(alfa, made.secret).get(PEOPLE).status_code == 200
    row = ApiToken.objects.filter(pk=made.token.pk)
    access = Access.objects.filter(pk=made.token.access_id)
    if ended == "revoked":
        tokens.end(place=alfa, uuid=made.token.uuid, by=ada)
    elif ended == "expired":
        row.update(created_at=clock.real_now() - timedelta(days=31), expires_at=clock.real_now())
    elif ended == "access ended":
        access.update(ends_at=clock.now())
    elif ended == "access gone":
        access.delete()
    elif ended == "became a volunteer":
        Access.objects.filter(user=ada, association=alfa, role="volunteer").delete()
        access.update(role="volunteer")
    else:
        User.objects.filter(pk=ada.pk).update(is_active=False)

    answer = program(alfa, made.secret).get(PEOPLE)
    assert said(answer) == (401, "token_not_valid")
    assert "Berg" not in answer.content.decode()


def test_token_stays_ended_when_its_maker_comes_back(ada: User, alfa: Association) -> None:
    made = token(ada, alfa)
    Access.objects.filter(pk=made.token.access_id).update(ends_at=clock.now())
    Access.objects.create(user=ada, association=alfa, role="coordinator", created_at=clock.now())
    assert said(program(alfa, made.secret).get(PEOPLE)) == (401, "token_not_valid")


def test_token_and_session_at_once_are_refused(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    assert client.get(PEOPLE).status_code == 200
    answer = client.get(PEOPLE, headers={"authorization": f"Bearer {token(ada, alfa).secret}"})
    assert said(answer) == (400, "token_and_session")


def test_suspended_association_is_read_only_for_programs_too(ada: User, alfa: Association) -> None:
    client = program(alfa, token(ada, alfa).secret)
    lifecycle.move(alfa, to="suspended")
    assert client.get(PEOPLE).status_code == 200
    answer = client.post(SHIFTS, NEW_SHIFT, content_type="application/json")
    assert said(answer) == (403, "association_paused")


def test_each_token_has_a_rate_of_its_own(
    browse: Browse, ada: User, alfa: Association, settings: LazySettings
) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"api": (2, 3600)}
    browse(None, alfa)  # forgets what was counted
    one, other = (program(alfa, token(ada, alfa).secret) for _ in range(2))
    assert [one.get(SHIFTS).status_code for _ in range(3)] == [200, 200, 429]
    assert other.get(SHIFTS).status_code == 200


def test_wrong_tokens_are_counted_by_address(
    browse: Browse, ada: User, alfa: Association, settings: LazySettings
) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"secret": (2, 3600)}
    browse(None, alfa)
    answers = [program(alfa, f"rnl_{n}").get(SHIFTS) for n in range(3)]
    assert [said(answer) for answer in answers] == [
        (401, "token_not_valid"),
        (401, "token_not_valid"),
        (429, "throttled"),
    ]
    assert answers[2]["Retry-After"] == "60"
    assert program(alfa, token(ada, alfa).secret).get(SHIFTS).status_code == 200


# --- what is kept of it ----------------------------------------------------------------------------


def test_only_a_hash_is_kept(ada: User, alfa: Association) -> None:
    made = token(ada, alfa)
    kept = ApiToken.objects.filter(pk=made.token.pk).values().get()
    assert not [value for value in kept.values() if made.secret in str(value)]
    assert made.secret.startswith(kept["prefix"])
    assert len(made.secret) - len(kept["prefix"]) >= 32


def test_nobody_hands_on_what_they_may_not_do(ada: User, bo: User, alfa: Association) -> None:
    with pytest.raises(tokens.NotHandedOn):
        token(ada, alfa, scopes=["people:burn"])
    with pytest.raises(tokens.NotHandedOn):
        token(ada, alfa, scopes=[])
    volunteer = Access.objects.get(user=bo, association=alfa)
    with pytest.raises(tokens.NotHandedOn):
        tokens.make(access=volunteer, name="x", scopes=["shifts:read"], days=30, allowed=scopes_of(alfa))


def test_a_place_has_only_so_many(ada: User, alfa: Association, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", 2)
    first, _second = token(ada, alfa), token(ada, alfa)
    with pytest.raises(tokens.TooManyTokens):
        token(ada, alfa)
    tokens.end(place=alfa, uuid=first.token.uuid, by=ada)
    assert token(ada, alfa).token.pk


def test_table_keeps_no_token_without_a_scope_or_a_life(ada: User, alfa: Association) -> None:
    made = token(ada, alfa).token
    changes: list[dict[str, Any]] = [{"scopes": []}, {"expires_at": made.created_at}]
    for wrong in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiToken.objects.filter(pk=made.pk).update(**wrong)


# --- every view says its scope ---------------------------------------------------------------------


API = [route for kind in ("association", "umbrella") for route in routes(kind) if route.is_api]


@pytest.mark.parametrize("route", API, ids=str)
def test_view_of_the_api_names_its_scope(route: Route) -> None:
    holder = getattr(route.view, "cls", None)
    assert holder is not None, f"{route} is no view of Django REST Framework."
    subject = getattr(holder, "scope", "")
    assert subject, f'Give {holder.__name__} a scope = "…": which part of the API a token must be made for.'
    methods = {method.upper() for method in holder.http_method_names if hasattr(holder, method)}
    needed = {scopes.needed(route.view, method) for method in methods - {"OPTIONS"}} - {ANY}
    unknown = needed - {scope.name for scope in scopes.known(route.kind)}
    assert not unknown, f"Register {unknown} with accounts.scopes, in the rules.py of its app."


def test_view_without_a_scope_takes_no_token() -> None:
    class Unmarked:
        """A view whose writer forgot."""

    assert scopes.needed(Unmarked, "GET") == ""


def test_every_scope_is_needed_somewhere() -> None:
    for kind in ("association", "umbrella"):
        needed = {
            scopes.needed(route.view, method)
            for route in API
            if route.kind == kind
            for method in ("GET", "POST")
        }
        assert {scope.name for scope in scopes.known(kind)} <= needed


def test_scope_has_one_meaning() -> None:
    with pytest.raises(ValueError, match="people:read"):
        scopes.register(Scope("people:read", "Something else", "me"))
