"""A connection is in the identity phase or inside one association, and never where it should not be."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from scheduling.shifts.models import Shift, SignUp
from tenants import clock, crossings
from tenants.context import (
    PhaseError,
    current_association,
    entered,
    in_tenant_phase,
    platform_role,
)
from tenants.models import Association, Umbrella
from tests.isolation.looks import IN_ALFA, IN_PUBLIC, family_names, seen, wire
from volunteers.register.models import Person, Site, VolunteerRole, sort_key

Browse = Callable[..., Client]


@pytest.fixture
def inside(alfa: Association, beta: Association) -> Iterator[Association]:
    with entered(alfa):
        assert seen() == IN_ALFA
        yield alfa


class Boom(Exception):
    """Anything."""


# --- the one way in --------------------------------------------------------------------------------


def test_entering_and_leaving(alfa: Association, beta: Association) -> None:
    assert seen() == IN_PUBLIC
    with entered(alfa):
        assert seen() == IN_ALFA
        assert current_association() == alfa
        assert family_names() == {"Ahola", "Berg"}
    assert seen() == IN_PUBLIC
    with entered(beta):
        assert family_names() == {"Ceder", "Dahl"}


def test_entering_the_same_again_changes_nothing(inside: Association) -> None:
    with entered(inside):
        assert seen() == IN_ALFA
    assert seen() == IN_ALFA
    assert in_tenant_phase()


def test_entering_another_from_inside_is_refused(inside: Association, beta: Association) -> None:
    with pytest.raises(PhaseError), entered(beta):
        pass
    assert seen() == IN_ALFA


def test_entering_another_by_way_of_the_platform_is_refused(inside: Association, beta: Association) -> None:
    with platform_role(), pytest.raises(PhaseError), entered(beta):
        pass
    assert seen() == IN_ALFA
    with platform_role(), pytest.raises(PhaseError), entered(inside):
        pass
    assert seen() == IN_ALFA


def test_entering_in_an_open_transaction_is_refused(alfa: Association) -> None:
    with transaction.atomic(), pytest.raises(PhaseError), entered(alfa):
        pass
    assert seen() == IN_PUBLIC


def test_error_inside_leaves_the_association(alfa: Association) -> None:
    with pytest.raises(Boom), entered(alfa):
        raise Boom
    assert seen() == IN_PUBLIC
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM a_alfa.register_person")


def test_current_association_outside_is_an_error(db: None) -> None:
    with pytest.raises(PhaseError):
        current_association()
    assert not in_tenant_phase()


@pytest.mark.usefixtures("uncovered")
def test_association_without_a_role_is_closed() -> None:
    """A schema that was never provisioned, or whose role is gone: no query, and none as somebody else."""
    alfa = Association.objects.get(slug="alfa")
    nobody = Association(schema_name="a_nobody", slug="nobody")
    for _ in range(2):
        with entered(nobody), pytest.raises(DatabaseError, match="t_a_nobody"):
            Person.objects.count()
        assert wire() == IN_PUBLIC
    with entered(alfa):
        assert family_names() == {"Ahola", "Berg"}
    assert seen() == IN_PUBLIC


@pytest.mark.parametrize("name", ["a_alfa; RESET ROLE", 'a"b', "A_ALFA", "a_alfa\n", "", "1", "pg_catalog-"])
def test_name_that_is_none_is_never_sent(alfa: Association, name: str) -> None:
    nobody = Association(schema_name=name, slug="nobody")
    with entered(nobody), pytest.raises((ValueError, DatabaseError)):
        Person.objects.count()
    assert seen() == IN_PUBLIC


def test_association_has_its_own_time_zone(alfa: Association) -> None:
    alfa.timezone = "Europe/Mariehamn"
    with entered(alfa):
        assert timezone.get_current_timezone_name() == "Europe/Mariehamn"
    assert timezone.get_current_timezone_name() == "Europe/Helsinki"


# --- the one way back ------------------------------------------------------------------------------


def test_platform_role_is_the_app_and_then_inside_again(inside: Association) -> None:
    with platform_role():
        assert seen() == IN_PUBLIC
        assert User.objects.filter(email="cleo@example.org").exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            Person.objects.count()
    assert seen() == IN_ALFA


def test_platform_role_outside_changes_nothing(alfa: Association) -> None:
    with platform_role():
        assert seen() == IN_PUBLIC
    with entered(alfa):
        assert seen() == IN_ALFA


def test_platform_role_within_itself_comes_back(inside: Association) -> None:
    with platform_role():
        with platform_role():
            assert seen() == IN_PUBLIC
        assert seen() == IN_PUBLIC
    assert seen() == IN_ALFA


def test_error_in_platform_role_comes_back_inside(inside: Association) -> None:
    with pytest.raises(Boom), transaction.atomic(), platform_role(), transaction.atomic():
        assert seen() == IN_PUBLIC
        raise Boom
    assert seen() == IN_ALFA


def test_sql_error_in_platform_role_and_the_outer_goes_on(inside: Association) -> None:
    with transaction.atomic():
        with pytest.raises(IntegrityError), platform_role(), transaction.atomic():
            User.objects.create_user("bo@example.org")
        assert seen() == IN_ALFA
        assert family_names() == {"Ahola", "Berg"}


def test_savepoint_that_rolls_back_a_switch(inside: Association) -> None:
    """PostgreSQL takes a SET back with its savepoint; the next query must know."""
    with pytest.raises(Boom), transaction.atomic():
        with platform_role():
            assert seen() == IN_PUBLIC
        raise Boom
    assert seen() == IN_ALFA
    with platform_role():
        with pytest.raises(Boom), transaction.atomic():
            assert seen() == IN_PUBLIC
            raise Boom
        assert seen() == IN_PUBLIC
    assert seen() == IN_ALFA


def test_switch_inside_a_savepoint_is_taken_back_with_it(inside: Association) -> None:
    with transaction.atomic():
        mark = transaction.savepoint()
        with platform_role():
            assert seen() == IN_PUBLIC
        transaction.savepoint_rollback(mark)
        assert wire() == IN_ALFA
        assert seen() == IN_ALFA


def test_cursor_works_after_an_error(inside: Association) -> None:
    with connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("SELECT * FROM public.accounts_user")
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("t_a_alfa",)


def test_lazy_rows_of_inside_cannot_be_read_on_the_platform(inside: Association) -> None:
    people = Person.objects.all()
    with platform_role(), pytest.raises(DatabaseError), transaction.atomic():
        list(people)


# --- where things commit ---------------------------------------------------------------------------


def test_both_sides_commit_together(arena: Association) -> None:
    with entered(arena), transaction.atomic():
        Site.objects.create(name="Both", address="")
        with platform_role():
            Association.objects.filter(pk=arena.pk).update(seat="Both")
    arena.refresh_from_db()
    with entered(arena):
        assert (arena.seat, Site.objects.count()) == ("Both", 1)


def test_both_sides_roll_back_together(arena: Association) -> None:
    with pytest.raises(Boom), entered(arena), transaction.atomic():
        Site.objects.create(name="None", address="")
        with platform_role():
            Association.objects.filter(pk=arena.pk).update(seat="None")
        raise Boom
    assert wire()[0] == "rinnalla_app"
    arena.refresh_from_db()
    with entered(arena):
        assert (arena.seat, Site.objects.count()) == ("", 0)


def test_rollback_takes_the_switch_back_and_the_next_query_knows(arena: Association) -> None:
    role = f"t_{arena.schema_name}"
    with entered(arena):
        with pytest.raises(Boom), transaction.atomic():
            assert seen()[0] == role
            raise Boom
        assert wire()[0] == "rinnalla_app"
        assert seen()[0] == role


def test_on_commit_runs_where_the_outermost_block_ends(arena: Association) -> None:
    """So `later()` binds the association when it is called, not when the callback runs."""
    roles: list[str] = []

    def note() -> None:
        roles.append(seen()[0])

    with entered(arena):
        with transaction.atomic(), platform_role():
            transaction.on_commit(note)
        with platform_role(), transaction.atomic():
            transaction.on_commit(note)
    assert roles == [f"t_{arena.schema_name}", "rinnalla_app"]


def test_deferred_constraint_holds_when_the_platform_was_asked_last(arena: Association) -> None:
    """At COMMIT the search path is whichever the last query had; the constraint must not care."""
    now = clock.now()
    with entered(arena):
        role = VolunteerRole.objects.create(code="host", family="builders", name_fi="Isäntä")
        person = Person.objects.create(
            given_name="Eeva",
            family_name="Eloranta",
            sort_key=sort_key(family_name="Eloranta", given_name="Eeva"),
            created_at=now,
        )
        times = {"starts_at": now, "ends_at": now + timedelta(hours=2)}
        shifts = [Shift.objects.create(role=role, places=2, created_at=now, **times) for _ in range(2)]
        with pytest.raises(IntegrityError, match="sign_up_no_overlap"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for shift in shifts:
                SignUp.objects.create(shift=shift, person=person, created_at=now, changed_at=now, **times)
            with platform_role():
                assert seen() == IN_PUBLIC
        assert SignUp.objects.count() == 0
        assert seen()[0] == f"t_{arena.schema_name}"


def test_every_function_in_an_association_sets_its_own_search_path(inside: Association) -> None:
    """A trigger that is deferred runs with the path of the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, coalesce(array_to_string(proconfig, ' '), '') FROM pg_proc "
            "WHERE pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'a_alfa')"
        )
        functions = dict(cursor.fetchall())
    assert functions
    assert [name for name, settings in functions.items() if "search_path=" not in settings] == []


# --- crossings -------------------------------------------------------------------------------------

# Verbs that look over associations. A new one needs a reason, a test of its own, and its line here.
CROSSINGS = {
    "bring_own_record",
    "read_own_record",
    "changed_people",
    "distinct_people",
    "invite_first_coordinator",
    "link_person",
    "own_shifts_elsewhere",
    "receive_application",
    "year_totals",
}


def test_crossings_are_the_known_ones() -> None:
    assert set(crossings.listed()) == CROSSINGS
    assert all(crossing.why for crossing in crossings.listed().values())


def test_crossing_is_listed_noted_and_starts_outside(alfa: Association, beta: Association) -> None:
    with pytest.raises(KeyError):
        crossings.cross("nobody_listed_this", into=alfa, by_user=None)
    with entered(alfa):
        with pytest.raises(PhaseError):
            crossings.cross("link_person", into=beta, by_user=None)
        with platform_role(), pytest.raises(PhaseError):
            crossings.cross("link_person", into=beta, by_user=None)


# --- requests --------------------------------------------------------------------------------------


@pytest.fixture
def ada_at_alfa(browse: Browse, ada: User, alfa: Association, trial_routes: None) -> Client:
    client = browse(ada, alfa)
    client.raise_request_exception = False
    return client


def test_view_runs_as_its_rule_says(ada_at_alfa: Client, browse: Browse, alfa: Association) -> None:
    assert ada_at_alfa.get("/trial/look/").json() == {"state": list(IN_ALFA), "people": ["Ahola", "Berg"]}
    assert browse(None, alfa).get("/trial/public/").json() == {"state": list(IN_ALFA)}
    assert browse(None, alfa).get("/trial/identity/").json() == {"state": list(IN_PUBLIC)}
    assert seen() == IN_PUBLIC


def test_streamed_body_is_made_inside_chunk_by_chunk(ada_at_alfa: Client) -> None:
    response = ada_at_alfa.get("/trial/stream/")
    assert seen() == IN_PUBLIC
    chunks = []
    for chunk in response.streaming_content:  # type: ignore[attr-defined]  # the test client has no such class
        assert seen() == IN_PUBLIC
        chunks.append(chunk)
    assert chunks == [b"Ahola t_a_alfa;", b"Berg t_a_alfa;"]


@pytest.mark.logs_errors
@pytest.mark.parametrize("route", ["fail", "fail-in-sql", "refuse"])
def test_error_page_is_made_outside_and_the_next_request_is_clean(ada_at_alfa: Client, route: str) -> None:
    response = ada_at_alfa.get(f"/trial/{route}/")
    assert response.status_code in {403, 500}
    assert b"secret-of-the-error" not in response.content
    assert seen() == IN_PUBLIC
    assert ada_at_alfa.get("/trial/look/").json()["state"] == list(IN_ALFA)


@pytest.mark.logs_errors
@pytest.mark.parametrize("path", ["/trial/unmarked/", "/api/trial/unmarked/"])
def test_view_without_a_mark_opens_to_nobody(ada_at_alfa: Client, path: str) -> None:
    response = ada_at_alfa.get(path)
    assert response.status_code == 500
    assert b"open to all" not in response.content


def test_plain_view_below_the_api_is_guarded_too(
    browse: Browse, alfa: Association, liitto: Umbrella, cleo: User, trial_routes: None
) -> None:
    """The guard does not count on REST framework's own checks."""
    assert browse(None, alfa).get("/api/trial/look/").status_code == 401
    refusal = browse(cleo, alfa).get("/api/trial/look/")
    assert (refusal.status_code, refusal.json()["code"]) == (404, "not_found")


def test_request_that_begins_inside_is_refused(browse: Browse, alfa: Association) -> None:
    client = browse(None, alfa)
    with entered(alfa), pytest.raises(PhaseError):
        client.get("/")
