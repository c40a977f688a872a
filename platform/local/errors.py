"""What can go wrong when the product is started on one machine, each said in a sentence."""

from __future__ import annotations

from pathlib import Path


class LocalError(Exception):
    """Something that the person who started the demo can mend. `str()` is one whole sentence or two."""


class NoBinaries(LocalError):
    """There is no wheel with a server for this machine and this Python."""

    def __init__(self, *, server: str, variable: str) -> None:
        super().__init__(
            f"There is no built-in {server} for this machine and this Python (Linux x86-64 and macOS arm64 "
            f"have one with Python 3.11 to 3.13). Run one yourself and say where it is: "
            f"{variable}={EXAMPLES[variable]}."
        )


class PortTaken(LocalError):
    """Another program listens on the port that was asked for."""

    def __init__(self, *, port: int, what: str, variable: str | None = None) -> None:
        self.port = port
        how = f" Choose another, for example: make demo {variable}={port + 1}." if variable else ""
        super().__init__(f"Port {port} is taken by another program, so {what} cannot listen on it.{how}")


class AlreadyRunning(LocalError):
    """Another process of ours uses the same folder."""

    def __init__(self, *, folder: Path, pid: int | None) -> None:
        self.pid = pid
        who = f" (process {pid})" if pid else ""
        super().__init__(
            f"It is already running{who} on {folder}. Stop that one first: Ctrl-C where it runs."
        )


class DidNotStart(LocalError):
    """A server ended, or said nothing, while we waited for it. Carries the end of its log."""

    def __init__(self, *, what: str, log: Path, last_lines: str, why: str = "") -> None:
        told = f"\n{last_lines}" if last_lines else ""
        super().__init__(f"{what} did not start{why}. Its log is {log}.{told}")


class WrongVersion(LocalError):
    """The data folder was made by another major version of PostgreSQL."""

    def __init__(self, *, folder: Path, found: str, wanted: str) -> None:
        super().__init__(
            f"The data in {folder} belong to PostgreSQL {found}, and this is {wanted}. "
            "Make them anew with: make demo-reset."
        )


class OtherUser(LocalError):
    """The data folder belongs to another user of this machine, for example because root made it."""

    def __init__(self, *, folder: Path) -> None:
        super().__init__(
            f"{folder} belongs to another user. Start as that user, or choose another folder with VAR_DIR=…."
        )


class NamelessUser(LocalError):
    """PostgreSQL makes no data for a user without a name."""

    def __init__(self, *, uid: int) -> None:
        super().__init__(
            f"PostgreSQL needs a user with a name, and user {uid} has none on this machine. "
            "Start as another user, or name a server that runs already with DATABASE_URL."
        )


EXAMPLES = {
    "DATABASE_URL": ("postgres://postgres:password@127.0.0.1:5432/postgres (PostgreSQL 18, a superuser)"),
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}
