"""`docker-compose.yml` as Compose itself reads it, and its services as processes of this machine.

Nothing is said twice: commands, variables, secrets, order and health checks come out of the file. Only what
containers would give is put in its place: hosts and ports, the folders of secrets and volumes, the programs.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.ports import free_port
from local.processes import GuardedProcess
from local.redis import server_program

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
EXAMPLE = ROOT / "env.example"


def program(name: str) -> str | None:
    """A program of the environment that runs the tests, or of the machine."""
    own = BIN / name
    return str(own) if own.is_file() else shutil.which(name)


def read(*, variables: dict[str, str] | None = None, file: Path | None = None) -> dict[str, Any]:
    """The file with all its variables filled in. Raises CalledProcessError with what Compose says."""
    compose = program("docker-compose")
    assert compose is not None, "docker-compose is missing: install requirements/dev.txt"
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    answer = subprocess.run(
        [
            *(compose, "--env-file", str(EXAMPLE), "--file", str(file or ROOT / "docker-compose.yml")),
            *("config", "--format", "json"),
        ],
        cwd=ROOT,
        env=inherited | (variables or {}),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def undollar(word: str) -> str:
    """Compose doubles the dollars that it leaves to the container."""
    return word.replace("$$", "$")


@dataclass
class Machine:
    """The services of the file on this machine, each in its own folder."""

    folder: Path
    services: dict[str, Any]
    secrets: Path
    postgres_port: int
    redis_port: int = field(default_factory=free_port)
    web_port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)
    running: dict[str, GuardedProcess] = field(default_factory=dict)

    def var_dir(self, name: str) -> Path:
        """What the container would mount at /var/lib/rinnalla."""
        return self.folder / name / "var"

    def log(self, name: str) -> Path:
        """Everything that the service wrote."""
        return self.folder / "log" / f"{name}.log"

    def _here(self, name: str, text: str) -> str:
        for there, here in {
            "/run/secrets/": f"{self.secrets}/",
            "/var/lib/rinnalla": str(self.var_dir(name)),
            "/backups": str(self.folder / "backups"),
            "postgres:5432": f"127.0.0.1:{self.postgres_port}",
            "redis:6379": f"127.0.0.1:{self.redis_port}",
            "port 6379": f"port {self.redis_port}",
            "dir /data": f"dir {self.folder / 'data'}",
        }.items():
            text = text.replace(there, here)
        return text

    def environment(self, name: str) -> dict[str, str]:
        """The service's variables, and what the image would set."""
        image = {
            "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}",
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "HOME": str(self.folder / name),
            "C_FORCE_ROOT": "",
        }
        asked = {
            key: self._here(name, undollar(value))
            for key, value in self.services[name].get("environment", {}).items()
            if value is not None
        }
        if "PORT" in asked:
            asked["PORT"] = str(self.web_port)
        return image | asked | self.more

    def command(self, name: str, words: list[str] | None = None) -> list[str]:
        """The service's command with the programs of this machine."""
        first, *others = [
            self._here(name, undollar(word)) for word in words or self.services[name]["command"]
        ]
        known = {"python": sys.executable, "gunicorn": str(BIN / "gunicorn"), "celery": str(BIN / "celery")}
        if first == "sh":
            valkey = server_program()
            assert valkey is not None
            others = [word.replace("valkey-server", str(valkey)) for word in others]
        return [known.get(first) or program(first) or first, *others]

    def start(self, name: str) -> GuardedProcess:
        """Start a service; it ends with this machine."""
        self.var_dir(name).mkdir(parents=True, exist_ok=True)
        self.running[name] = GuardedProcess(
            self.command(name),
            log=self.log(name),
            env=self.environment(name),
            cwd=ROOT,
            grace=20,
        )
        return self.running[name]

    def finish(self, name: str, *, seconds: float) -> int:
        """Run a one-shot service to its end."""
        return self.start(name).wait(seconds)

    def run(self, name: str, *words: str) -> subprocess.CompletedProcess[str]:
        """`docker compose run <service> <words>`: another command with a service's variables."""
        return subprocess.run(
            self.command(name, list(words)),
            cwd=ROOT,
            env=self.environment(name),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def is_healthy(self, name: str) -> bool:
        """What the service's own health check says."""
        check = self.services[name]["healthcheck"]["test"]
        assert check[0] == "CMD"
        return self.run(name, *check[1:]).returncode == 0

    def until(self, done: Callable[[], bool], *, seconds: float, what: str) -> None:
        """Wait, and say what the services wrote when it does not come."""
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, f"{what} in vain\n{self.last_words()}"
            time.sleep(0.2)

    def last_words(self) -> str:
        """The ends of all logs."""
        return "\n".join(
            f"--- {file.stem}\n" + "\n".join(file.read_text(errors="replace").splitlines()[-8:])
            for file in sorted((self.folder / "log").glob("*.log"))
        )


@contextmanager
def machine(
    folder: Path, *, services: dict[str, Any], secrets: Path, postgres_port: int
) -> Iterator[Machine]:
    """A machine whose services end with the block, in the reverse order of their start."""
    (folder / "data").mkdir(parents=True)
    (folder / "backups").mkdir()
    made = Machine(folder=folder, services=services, secrets=secrets, postgres_port=postgres_port)
    try:
        yield made
    finally:
        for process in reversed(made.running.values()):
            process.ask_to_stop()
        for process in reversed(made.running.values()):
            process.stop()
