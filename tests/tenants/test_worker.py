"""A real worker process: where its tasks run, what it refuses, what it keeps open, what it outlives."""

import json
from collections.abc import Iterator

import psycopg
import pytest

from tests.environment import Servers
from tests.workshop import Workshop, until, workshop

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shop(
    servers: Servers, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workshop]:
    with workshop(tmp_path_factory.mktemp("workshop")) as made:
        made.begin_worker(processes=2)
        yield made


def errors(shop: Workshop) -> list[tuple[str, str]]:
    lines = [json.loads(line) for line in shop.log("worker").splitlines() if line.startswith("{")]
    return [(line["task"], line["error"]) for line in lines if line.get("error")]


def backends(servers: Servers) -> list[int]:
    with psycopg.connect(servers.superuser_url) as own:
        found = own.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'workshop'")
        return [row[0] for row in found]


def test_task_runs_as_the_association_it_names(shop: Workshop) -> None:
    shop.send("tests.here", schema_name="a_alfa", mark="alfa")
    shop.send("tests.here", schema_name="a_beta", mark="beta")
    shop.send("tests.everywhere", mark="everywhere")
    found = {mark: shop.told(mark)[0] for mark in ("alfa", "beta", "everywhere")}
    where = {mark: (told["user"], told["login"], told["path"]) for mark, told in found.items()}
    assert where == {
        "alfa": ("t_a_alfa", "rinnalla_app", "a_alfa, extensions"),
        "beta": ("t_a_beta", "rinnalla_app", "a_beta, extensions"),
        "everywhere": ("rinnalla_app", "rinnalla_app", "public, extensions"),
    }
    assert found["alfa"]["zone"] == "Europe/Helsinki"


def test_task_without_or_with_a_wrong_association_is_refused_and_the_next_one_runs(shop: Workshop) -> None:
    before = len(errors(shop))
    for schema_name in (None, "", "public", "a_nobody", 7, ["a_alfa"], "a_alfa; SET ROLE x"):
        shop.send("tests.here", schema_name=schema_name, mark="wrong")
    shop.send("tests.here", mark="wrong")
    shop.send("tests.here", "a_alfa", "wrong")
    shop.send("tests.here", "a_alfa", schema_name="a_alfa", mark="wrong")
    shop.send("tests.everywhere", "a_alfa", mark="wrong")
    shop.send("tests.everywhere", schema_name="a_alfa", mark="wrong")
    until(lambda: len(errors(shop)) >= before + 12, seconds=20, what=errors(shop))
    refused = [("tests.everywhere", "PhaseError")] * 2 + [("tests.here", "PhaseError")] * 10
    assert sorted(errors(shop)[before:]) == refused
    for number in range(8):
        shop.send("tests.here", schema_name="a_alfa", mark="after wrong")
        shop.told("after wrong", times=number + 1)
    assert shop.never_told("wrong")


def test_log_of_the_worker_names_no_arguments(shop: Workshop) -> None:
    shop.send("tests.here", schema_name="a_nobody", mark="anna.arvola@example.org")
    shop.send("tests.here", schema_name="a_alfa", mark="logged")
    shop.told("logged")
    until(lambda: "PhaseError" in shop.log("worker"), seconds=10)
    assert "anna.arvola" not in shop.log("worker")


def test_log_of_the_worker_leaves_out_the_ticks(shop: Workshop) -> None:
    shop.send("tenants.wake_due")
    shop.send("tests.here", schema_name="a_alfa", mark="ticked")
    shop.told("ticked")
    until(lambda: '"task": "tests.here"' in shop.log("worker"), seconds=10)
    assert "tenants.wake_due" not in shop.log("worker").partition("ready")[2]


def test_worker_keeps_one_connection_for_each_process(shop: Workshop, servers: Servers) -> None:
    for number in range(30):
        shop.send("tests.here", schema_name=("a_alfa", "a_beta")[number % 2], mark="many")
        shop.send("tests.everywhere", mark="many")
    told = shop.told("many", times=60)
    used = {(one["pid"], one["backend"]) for one in told}
    assert len(used) == len({pid for pid, _backend in used}) <= 2
    assert len(backends(servers)) <= 2


def test_worker_outlives_its_connections(shop: Workshop, servers: Servers) -> None:
    """PostgreSQL was started anew between two tasks: the second one runs, and as whom it should."""
    shop.send("tests.here", schema_name="a_alfa", mark="before")
    shop.told("before")
    with psycopg.connect(servers.superuser_url) as own:
        for backend in backends(servers):
            own.execute("SELECT pg_terminate_backend(%s)", [backend])
    for number in range(4):
        shop.send("tests.here", schema_name="a_alfa", mark="cut")
        shop.told("cut", times=number + 1)
    assert {one["user"] for one in shop.told("cut", times=4)} == {"t_a_alfa"}


def test_task_of_a_killed_process_runs_again(shop: Workshop) -> None:
    shop.send("tests.dies_once", schema_name="a_alfa", mark="died")
    assert [one["user"] for one in shop.told("died", seconds=30)] == ["t_a_alfa"]


def test_worker_outlives_its_broker(shop: Workshop) -> None:
    shop.send("tests.here", schema_name="a_alfa", mark="broker before")
    shop.told("broker before")
    shop.broker.stop()
    shop.broker.start()
    shop.send("tests.here", schema_name="a_alfa", mark="broker after")
    assert [one["user"] for one in shop.told("broker after", seconds=40)] == ["t_a_alfa"]


def test_worker_for_figures_does_not_start_with_the_apps_login(shop: Workshop) -> None:
    process = shop.begin("figures", "worker", "-Q", "figures", "-c", "1")
    assert process.wait(60) != 0
    assert "may not take the queues figures" in shop.log("figures")
