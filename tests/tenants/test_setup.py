"""Setting up an association: whole or not at all, wherever the owner dies; a sentence where it fails."""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.utils import translation

from tenants import clock, lifecycle, provisioning, setup
from tenants.actors import Actor
from tenants.backend.base import role_of
from tenants.context import entered
from tenants.models import (
    Association,
    CatalogueText,
    JoinRequest,
    Provisioning,
    Slug,
    StateChange,
    Umbrella,
    Wakeup,
)
from tests import environment, processes, states
from tests.environment import ROOT
from volunteers.register.models import AgreementText, Trail, Unit, VolunteerRole


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


ILKKA = Actor(user=None, name="Ilkka Forsman")


def owner_works(*words: str) -> int:
    """Start the owner's process and wait for its end; its exit code."""
    answer = processes.run(
        ["-m", "tests.tenants.owner_at_work", *words],
        environment=os.environ
        | {
            "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "RINNALLA_PROCESS": "owner",
            "DATABASE_URL": environment.OWNER_URL,
            "FIGURES_DATABASE_URL": "",
        },
    )
    assert answer.returncode in {0, 3, -9}, answer.stderr
    return answer.returncode


def asked_for(association: Association) -> Provisioning:
    return lifecycle.request_provisioning(association, by=ILKKA)


def schema_exists(association: Association) -> bool:
    with psycopg.connect(environment.OWNER_URL) as own:
        found = own.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [association.schema_name])
        return found.fetchone() is not None


def assert_whole(association: Association) -> None:
    """Open, with its roles once, its own role in PostgreSQL, every step noted once."""
    association.refresh_from_db()
    wanted = Provisioning.objects.get(association=association)
    assert (association.state, wanted.failure, wanted.step) == ("active", "", "")
    assert wanted.finished_at is not None
    assert [entry["step"] for entry in wanted.done] == [step.code for step in setup.STEPS]
    with entered(association):
        assert list(VolunteerRole.objects.values_list("code", flat=True)) == ["guide", "host"]
        assert Trail.objects.filter(verb="role.added").count() == 2
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_schema()")
            assert cursor.fetchone() == (role_of(association.schema_name), association.schema_name)
    after = StateChange.objects.filter(association=association).values_list("after", flat=True)
    assert list(after) == ["active", "provisioning"]


@pytest.mark.slow
def test_association_is_set_up(applicant: Association) -> None:
    wanted = asked_for(applicant)
    assert (applicant.state, wanted.by_user, schema_exists(applicant)) == ("provisioning", None, False)
    assert owner_works() == 0
    assert_whole(applicant)
    assert owner_works() == 3  # nothing is left to do


@pytest.mark.slow
def test_begins_with_the_unit_and_the_roles_that_were_chosen(applicant: Association) -> None:
    affiliation = applicant.affiliations.get()
    asked = JoinRequest.objects.create(
        umbrella=affiliation.umbrella,
        created_at=clock.now(),
        name_fi="Uusi ry",
        unit="Majakka",
        roles_left_out=["guide"],
        texts_left_out=["confidentiality"],
        backed_by=uuid4(),
        backed_at=clock.now(),
        approved_by=uuid4(),
        approved_at=clock.now(),
        association=applicant,
    )
    for code in ("agreement", "confidentiality"):
        CatalogueText.objects.create(umbrella=affiliation.umbrella, code=code, text_fi="Lupaan.")
    try:
        asked_for(applicant)
        assert owner_works() == 0
        with entered(applicant):
            assert list(VolunteerRole.objects.values_list("code", flat=True)) == ["host"]
            assert [text.kind for text in AgreementText.objects.all()] == ["agreement"]
            assert [unit.name_fi for unit in Unit.objects.all()] == ["Majakka"]
    finally:
        asked.delete()
        CatalogueText.objects.all().delete()


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before", "inside", "after"])
@pytest.mark.parametrize("step", [step.code for step in setup.STEPS])
def test_owner_killed_at_a_step_is_gone_on_with(applicant: Association, step: str, moment: str) -> None:
    if (step, moment) == ("template", "inside"):
        for kept in (ROOT / os.environ["VAR_DIR"] / "template").glob("*.sql"):
            kept.unlink()  # otherwise nothing is made that it could die over
    asked_for(applicant)
    assert owner_works(f"{step}:{moment}") == -9
    applicant.refresh_from_db()
    wanted = Provisioning.objects.get(association=applicant)
    codes = [each.code for each in setup.STEPS]
    assert [entry["step"] for entry in wanted.done] == codes[: codes.index(step)]
    assert applicant.state == ("active" if (step, moment) == ("open", "after") else "provisioning")
    there = codes.index(step) > codes.index("tables") or (step, moment) == ("tables", "after")
    assert schema_exists(applicant) is there
    assert owner_works() == 0
    assert_whole(applicant)


@pytest.mark.slow
def test_row_that_another_process_holds_is_left(applicant: Association) -> None:
    wanted = asked_for(applicant)
    Provisioning.objects.filter(pk=wanted.pk).update(
        leased_until=clock.real_now() + timedelta(minutes=1), leased_by="another"
    )
    assert owner_works() == 3
    applicant.refresh_from_db()
    assert applicant.state == "provisioning"


@pytest.mark.slow
def test_schema_that_is_not_ours_is_not_taken(applicant: Association) -> None:
    """Somebody made one of this name by hand: a sentence, and nothing is opened; mended, it goes on."""
    with psycopg.connect(environment.OWNER_URL) as own:
        provisioning.build(own, applicant.schema_name)
        own.execute(f"CREATE TABLE {applicant.schema_name}.strange (id int)")
    asked_for(applicant)
    assert owner_works() == 0
    applicant.refresh_from_db()
    wanted = Provisioning.objects.get(association=applicant)
    assert (applicant.state, wanted.failure) == ("provisioning_failed", "differs")
    assert owner_works() == 3  # it waits for somebody's wish
    with psycopg.connect(environment.OWNER_URL) as own:
        own.execute(f"DROP TABLE {applicant.schema_name}.strange")
    asked_for(applicant)
    assert owner_works() == 0
    applicant.refresh_from_db()
    assert applicant.state == "active"


@pytest.mark.slow
def test_rights_that_are_missing_are_given_anew(applicant: Association) -> None:
    with psycopg.connect(environment.OWNER_URL) as own:
        provisioning.build(own, applicant.schema_name)
        role = role_of(applicant.schema_name)
        own.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {applicant.schema_name} FROM {role}")
    asked_for(applicant)
    assert owner_works() == 0
    assert_whole(applicant)


@pytest.mark.slow
def test_row_that_kills_every_process_is_given_up(applicant: Association) -> None:
    wanted = asked_for(applicant)
    Provisioning.objects.filter(pk=wanted.pk).update(attempts=setup.ATTEMPTS)
    assert owner_works() == 0
    applicant.refresh_from_db()
    wanted.refresh_from_db()
    assert (applicant.state, wanted.failure) == ("provisioning_failed", "gave_up")
    asked_for(applicant)
    assert owner_works() == 0
    assert Provisioning.objects.get(association=applicant).finished_at is not None


def test_every_failure_has_a_sentence() -> None:
    assert set(setup.FAILURES) == {"differs", "rights", "database", "gave_up", "error"}


def test_app_cannot_set_up(alfa: Association) -> None:
    wanted = Provisioning.objects.create(association=alfa, requested_at=clock.now())
    with pytest.raises(provisioning.NotTheOwner):
        setup.run(wanted)


@pytest.mark.parametrize("state", ["requested", "provisioning", "active", "suspended", "archived", "deleted"])
def test_only_an_approved_association_can_be_set_up(alfa: Association, state: str) -> None:
    states.put(alfa, state)
    with pytest.raises(lifecycle.NotFromHere):
        asked_for(alfa)
    assert not Provisioning.objects.exists()


# --- addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug",
    ["", "Iso", "välke", "a b", "-a", "a-", "a--b", "1a", "a_b", "a.b", "x" * 41, "а", "a\n", "id/../x"],
)
def test_address_that_cannot_be_one_is_refused(liitto: Umbrella, slug: str) -> None:
    with pytest.raises(lifecycle.SlugWrong) as refused:
        approve(liitto, slug)
    assert str(refused.value).startswith(f"“{slug}” cannot be an address.")
    assert not Slug.objects.filter(slug=slug).exists()


@pytest.mark.parametrize("slug", ["id", "www", "admin", "alfa", "liitto"])
def test_address_that_is_taken_or_reserved_is_refused(liitto: Umbrella, slug: str) -> None:
    with pytest.raises(lifecycle.SlugTaken) as refused:
        approve(liitto, slug)
    why = "is taken" if slug in {"alfa", "liitto"} else "is reserved for the service itself"
    assert str(refused.value) == f"The address “{slug}” {why}. Choose another."


def test_address_of_an_association_that_is_gone_is_never_given_again(liitto: Umbrella) -> None:
    gone = approve(liitto, "entinen")
    gone.affiliations.all().delete()
    gone.delete()
    with pytest.raises(lifecycle.SlugTaken):
        approve(liitto, "entinen")


def approve(liitto: Umbrella, slug: str) -> Association:
    fields: dict[str, Any] = {"district": None, "from_on": clock.now().date(), "name_fi": "Uusi ry"}
    return lifecycle.approve_association(slug=slug, umbrella=liitto, **fields)


@pytest.mark.slow
def test_wakeups_of_others_stay(applicant: Association) -> None:
    """Setting up wakes nobody."""
    before = Wakeup.objects.count()
    asked_for(applicant)
    owner_works()
    assert Wakeup.objects.count() == before
