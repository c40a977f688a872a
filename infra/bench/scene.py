"""Where rows are measured: servers that stay from run to run, with data sets that are made once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.stack import Stack, running

ROOT = Path(__file__).resolve().parent.parent.parent
PROFILES = ("default", "large")

Facts = dict[str, Any]
Making = Callable[[str], Facts]


@dataclass(frozen=True)
class DataSet:
    """What makes it, in a process of which kind, and on top of which other data set."""

    making: Making
    process: str
    after: str


_data_sets: dict[str, DataSet] = {}


class NotMade(RuntimeError):
    """A step that prepares the measuring failed."""


def data_set(name: str, *, process: str, after: str = "") -> Callable[[Making], Making]:
    """Register a function that makes data for a profile and returns facts about them, kept as JSON.

    It runs in a ``process`` of its own, `owner`, `app` or `figures`, each with its login and with a clock
    that may be set; ``after`` names the data set that has to be there before. Raises ValueError when the
    name is taken.
    """

    def register(making: Making) -> Making:
        if name in _data_sets:
            raise ValueError(f"There are two data sets named {name}.")
        _data_sets[name] = DataSet(making, process, after)
        return making

    return register


def make(name: str, *, profile: str, ledger: Ledger) -> None:
    """Make one data set and note it. Runs in the process that it asks for."""
    ledger.add(name, _data_sets[name].making(profile))


@dataclass(frozen=True)
class Ledger:
    """Which data sets a folder holds, and what they were made from."""

    path: Path

    def read(self) -> dict[str, Any]:
        """Everything in it; empty where there is none, or where it was not finished."""
        try:
            kept: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return kept

    def write(self, content: Mapping[str, Any]) -> None:
        """Keep this, whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_name(f"{self.path.name}.new")
        beside.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        beside.replace(self.path)

    def made_from(self) -> str:
        """The fingerprint of what its data were made from; empty for a new or unfinished folder."""
        return str(self.read().get("fingerprint", ""))

    def begin(self, fingerprint: str) -> None:
        """Note that there are tables and no data sets yet."""
        self.write({"fingerprint": fingerprint, "data": {}})

    def facts(self, name: str) -> Facts | None:
        """What the maker of a data set said about it; None where it is not there."""
        facts: Facts | None = self.read().get("data", {}).get(name)
        return facts

    def add(self, name: str, facts: Facts) -> None:
        """Note that a data set is finished."""
        content = self.read()
        content["data"][name] = facts
        self.write(content)


@dataclass(frozen=True)
class Scene:
    """What a row measures on."""

    profile: str
    stack: Stack
    ledger: Ledger

    def data(self, name: str) -> Facts:
        """The facts of a data set, which is made first where there is none yet."""
        if self.ledger.facts(name) is None:
            wanted = _data_sets[name]
            if wanted.after:
                self.data(wanted.after)
            print(f"Making the data set {name} for the profile {self.profile}; it is kept.", flush=True)
            _run(
                self.stack,
                wanted.process,
                "-m",
                "infra.bench.prepare",
                self.profile,
                name,
                str(self.ledger.path),
            )
            # As PostgreSQL does by itself a minute after much was written: without it the first rows would be
            # measured with plans for empty tables.
            _run(self.stack, "owner", "-m", "infra.bench.counting")
        facts = self.ledger.facts(name)
        if facts is None:
            raise NotMade(f"The data set {name} was made and then not found.")
        return facts


def fingerprint(root: Path = ROOT) -> str:
    """A hash over all migrations and all makers of data: other tables or other makers, other data."""
    digest = hashlib.sha256()
    sources = [path for path in root.glob("*/**/migrations/*.py") if "node_modules" not in path.parts]
    for path in sorted([*sources, *(root / "infra" / "bench").glob("data*.py")]):
        digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def opened(profile: str, *, var_dir: Path) -> Iterator[Scene]:
    """The servers of a profile, with tables. Data of another fingerprint, or half made, are thrown away.

    Every profile has a folder of its own, so that none throws another's data away.
    """
    folder = var_dir / "bench" / profile
    ledger = Ledger(folder / "made.json")
    current = fingerprint()
    if folder.exists() and ledger.made_from() != current:
        print("Tables or makers have changed, or a run was cut short: data sets are made anew.", flush=True)
        shutil.rmtree(folder)
    with running(folder, database="bench") as stack:
        if not ledger.made_from():
            manage = ROOT / "platform" / "manage.py"
            _run(stack, "owner", str(manage), "migrate_schemas", "--shared", "--verbosity=0")
            ledger.begin(current)
        yield Scene(profile=profile, stack=stack, ledger=ledger)


def _run(stack: Stack, process: str, *arguments: str) -> None:
    environment = {**os.environ, **stack.environment(process, clock_movable=True)}
    answer = subprocess.run([sys.executable, *arguments], env=environment, cwd=ROOT, check=False)
    if answer.returncode:
        raise NotMade(f"Tables or data could not be made; what `{' '.join(arguments)}` said stands above.")
