"""`docker-compose.yml`, Dockerfile and env.example: what an operator is handed, read by the real programs."""

import re
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from infra import secrets as secret_files
from tests.environment import Servers
from tests.infra import composed
from tests.infra.composed import EXAMPLE, ROOT
from tests.lacking import lacking

DOCKERFILE = (ROOT / "infra" / "Dockerfile").read_text()
ONE_SHOT = {"boot", "migrate"}
SERVERS = {"postgres", "redis"}


@pytest.fixture(scope="module")
def file() -> dict[str, Any]:
    return composed.read()


@pytest.fixture(scope="module")
def services(file: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = file["services"]
    return found


def test_all_processes_are_there(services: dict[str, Any]) -> None:
    assert set(services) == SERVERS | ONE_SHOT | {
        *("proxy", "web", "worker-urgent", "worker-default", "worker-bulk", "figures", "owner", "beat"),
        "backup",
    }


def test_every_container_is_bare(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service.get("cap_add", []) == [], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"]), name
        assert service.get("privileged", False) is False, name
        assert service["logging"]["options"]["max-size"] == "10m", name
        assert int(service["deploy"]["resources"]["limits"]["memory"]) > 0, name
        assert float(service["deploy"]["resources"]["limits"]["cpus"]) > 0, name
        assert service["stop_grace_period"], name
        assert service["restart"] == ("no" if name in ONE_SHOT else "unless-stopped"), name
        assert not [mount for mount in service.get("volumes", []) if mount["type"] != "volume"], name


def test_every_container_that_stays_has_a_health_check(services: dict[str, Any]) -> None:
    without = {name for name, service in services.items() if "test" not in service.get("healthcheck", {})}
    assert without == ONE_SHOT


def test_images_are_pinned_to_versions(services: dict[str, Any]) -> None:
    theirs = {services[name]["image"] for name in SERVERS} | set(
        re.findall(r"^ARG \w+_IMAGE=(\S+)", DOCKERFILE, re.MULTILINE)
    )
    assert len(theirs) == 4
    assert [image for image in theirs if not re.search(r":\d+\.\d+(\.\d+)?(-[a-z-]+)?$", image)] == []


def test_only_the_proxy_is_reached_from_outside(services: dict[str, Any]) -> None:
    open_ports = {
        (name, port["published"]) for name, service in services.items() for port in service.get("ports", [])
    }
    assert open_ports == {("proxy", "80"), ("proxy", "443")}


def test_networks_keep_apart_what_need_not_meet(file: dict[str, Any], services: dict[str, Any]) -> None:
    inner = {name for name, network in file["networks"].items() if network.get("internal")}
    assert inner == {"front", "back"}
    on = {
        network: {name for name, service in services.items() if network in service["networks"]}
        for network in file["networks"]
    }
    assert on["front"] == {"proxy", "web"}
    assert on["outside"] == {"proxy", "web", "worker-urgent", "worker-default", "worker-bulk"}
    assert on["back"] == set(services) - {"proxy"}


def test_each_login_is_where_it_belongs(services: dict[str, Any]) -> None:
    holders: dict[str, set[str]] = {}
    for name, service in services.items():
        for secret in service.get("secrets", []):
            holders.setdefault(secret["source"], set()).add(name)
    serving = {"web", "worker-urgent", "worker-default", "worker-bulk", "figures", "beat"}
    owning = {"owner", "backup", "migrate"}
    assert holders == {
        "secret_key": serving | owning,
        "secret_key_fallbacks": serving | owning,
        "email_password": serving | owning,
        "email_hook_secret": serving,
        "sms_token": serving,
        "sms_hook_secret": serving,
        "redis_password": serving | owning | {"redis"},
        "app_password": serving | {"boot"},
        "figures_password": {"figures", "boot"},
        "owner_password": owning | {"boot"},
        "postgres_password": {"postgres", "boot"},
        "backup_key": {"owner", "backup"},
    }


def test_every_secret_of_the_file_is_made_and_none_is_a_variable(file: dict[str, Any]) -> None:
    assert set(file["secrets"]) == set(secret_files.LENGTHS) | set(secret_files.KEYS) | set(
        secret_files.GIVEN
    )
    for name, service in file["services"].items():
        for variable, value in service.get("environment", {}).items():
            secret = variable.endswith(("_PASSWORD", "_KEY", "_SECRET", "_TOKEN"))
            assert not secret, (name, variable)
            assert not re.search(r"://[^/@:]+:[^/@]+@", value or ""), (name, variable)
            if variable.endswith("_FILE"):
                held = {f"/run/secrets/{secret['source']}" for secret in service["secrets"]}
                assert value in held, (name, variable)


def test_processes_have_the_variables_of_their_login(services: dict[str, Any]) -> None:
    kinds = {
        name: service["environment"]["RINNALLA_PROCESS"]
        for name, service in services.items()
        if "RINNALLA_PROCESS" in service.get("environment", {})
    }
    assert kinds == {
        **dict.fromkeys(("web", "worker-urgent", "worker-default", "worker-bulk", "beat"), "app"),
        "figures": "figures",
        **dict.fromkeys(("owner", "backup", "migrate"), "owner"),
    }


def test_each_queue_has_its_worker(services: dict[str, Any]) -> None:
    taken = [
        word.removeprefix("--queues=")
        for service in services.values()
        for word in service.get("command") or []
        if word.startswith("--queues=")
    ]
    assert sorted(taken) == ["bulk", "default", "figures", "owner", "urgent"]


def test_nothing_serves_before_the_migration(services: dict[str, Any]) -> None:
    for name, service in services.items():
        needs = {other: one["condition"] for other, one in service.get("depends_on", {}).items()}
        if name in SERVERS:
            assert needs == {}
        elif name == "boot":
            assert needs == {"postgres": "service_healthy"}
        elif name == "migrate":
            assert needs == {"boot": "service_completed_successfully", "redis": "service_healthy"}
        elif name == "proxy":
            assert needs == {"web": "service_healthy"}
        else:
            assert needs["migrate"] == "service_completed_successfully", name


def test_postgres_is_started_with_settings_that_exist(services: dict[str, Any], servers: Servers) -> None:
    words = services["postgres"]["command"]
    asked = [words[at + 1].split("=")[0] for at, word in enumerate(words) if word == "-c"]
    assert len(asked) >= 10
    with psycopg.connect(servers.superuser_url) as own:
        known = {row[0].lower() for row in own.execute("SELECT name FROM pg_settings").fetchall()}
    assert set(asked) - known == set()


def test_every_variable_of_the_file_is_in_the_example_and_the_other_way_round() -> None:
    used = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    named = set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE))
    assert used == named


def test_without_the_needed_variables_compose_says_what_to_write(tmp_path: Path) -> None:
    compose = composed.program("docker-compose")
    assert compose is not None
    (tmp_path / "empty").touch()
    answer = subprocess.run(
        [compose, "--env-file", tmp_path / "empty", "--file", ROOT / "docker-compose.yml", "config", "-q"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode != 0
    assert re.search(r"required variable \w+ is missing a value: write \w+ into \.env, ", answer.stderr)


def test_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert secret_files.main([str(folder)]) == 0
    made = {file.name: file.read_text() for file in folder.iterdir()}
    assert secret_files.main([str(folder)]) == 0
    assert {file.name: file.read_text() for file in folder.iterdir()} == made
    texts = [made[name].strip() for name in secret_files.LENGTHS]
    assert len(set(texts)) == len(texts)
    assert min(map(len, texts)) >= 40
    assert folder.stat().st_mode & 0o777 == 0o700


# --- the images ----------------------------------------------------------------------------------


def test_dockerfile_is_read_without_complaint() -> None:
    hadolint = composed.program("hadolint")
    if hadolint is None:
        lacking("There is no hadolint: install requirements/dev.txt.")
    answer = subprocess.run(
        [hadolint, "--config", ROOT / "infra" / "hadolint.yaml", ROOT / "infra" / "Dockerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (0, "")


def test_targets_of_the_file_are_stages_of_the_dockerfile(services: dict[str, Any]) -> None:
    stages = set(re.findall(r"^FROM \S+ AS (\w+)", DOCKERFILE, re.MULTILINE))
    assert {one["build"]["target"] for one in services.values() if "build" in one} == {
        "app",
        "owner",
        "proxy",
    }
    assert stages == {"libraries", "build", "app", "owner", "proxy"}


def test_images_run_as_the_user_of_the_file(services: dict[str, Any]) -> None:
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
    assert [user for user in users if user != "root"] == ["10001:10001"] * 3
    assert users[-1] != "root"
    assert {one["user"] for one in services.values() if "build" in one} == {"10001:10001"}


def test_what_is_copied_into_the_images_exists() -> None:
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        source = line.split()[0]
        assert (ROOT / source).exists(), source


def test_nothing_private_is_sent_to_the_builder() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", "secrets", "var", ".git"} <= set(ignored)
    kept_out = (ROOT / ".gitignore").read_text().splitlines()
    assert {".env", "/secrets/"} <= set(kept_out)


def test_image_has_no_tools_for_building() -> None:
    running = DOCKERFILE.split(" AS app")[1]
    assert "nodejs" not in running
    assert "build.txt" not in running
    assert "pip install" not in running


def test_ci_checks_the_file() -> None:
    assert "check-compose" in (ROOT / "Makefile").read_text()
    assert yaml.safe_load((ROOT / "infra" / "hadolint.yaml").read_text())["ignored"]
