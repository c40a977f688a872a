"""The whole platform on one machine: servers, database, demo federation, web, workers and beat.

    with Stack(var_dir=folder, web_port=0) as stack:
        get(stack.base_url)

`make demo`, the check of the demo and tests start this same stack. PostgreSQL and Redis are embedded
unless URLs of others are given. All state lies in `var_dir`; its passwords are made up at the first start.
"""

from __future__ import annotations

import http.client
import os
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import psycopg

from local import terminal
from local.enacting import marker
from local.errors import DidNotStart, LocalError, NoBinaries
from local.keys import KeyRing
from local.mailbox import KEPT, Mailbox
from local.ports import LOOPBACK, FolderLock, bound, is_taken
from local.postgres import Postgres, bin_dir
from local.processes import GuardedProcess, last_lines
from local.redis import Redis, server_program
from local.signins import SignIn, known
from local.supervisor import Command, Supervisor
from local.telephones import Telephones
from local.terminal import Tail
from tenants import bootdb

ROOT = Path(__file__).resolve().parents[2]
HOST = "rinnalla.localhost"
DATABASE = "rinnalla"
OWN_DATABASE = "rinnalla_demo"
"""Name on a server of the user's, where `rinnalla` may be taken."""

PREPARE = "prepare_demo"
"""Command that fills the database as its owner. What the owner may not do (people, hours, the release) comes
after it, by `demo_federation` in a process with the logins of the app and of figures."""

CRASHED_WEB_SECONDS = 10.0

PREPARE = "prepare_demo"
"""Command that fills the database as its owner. What the owner may not do (people, hours, the release) comes
after it, by `demo_federation` in a process with the logins of the app and of figures."""

Process = Literal["app", "owner", "figures"]
Say = Callable[[str], None]


class Stack:
    """Everything that `make demo` runs. Start it, use its addresses, stop it; or use it as a context."""

    def __init__(
        self,
        *,
        var_dir: Path,
        web_port: int = 0,
        host: str = HOST,
        database_url: str | None = None,
        redis_url: str | None = None,
        durable: bool = True,
        prepare: str = PREPARE,
        only: Sequence[str] = (),
        variables: Mapping[str, str] | None = None,
        mails_kept: int = KEPT,
        out: terminal.Terminal | None = None,
    ) -> None:
        """`web_port` 0 takes a free one. `durable` False is for tests: faster, lost with a power cut.

        `database_url` is a superuser's (or one that may create roles and databases) on a server of one's own;
        `prepare` is the management command that fills the migrated database; `only` names the associations of
        a demo federation that need not be whole; `variables` are added to the
        environment of all processes; of more than `mails_kept` mails the oldest are forgotten.
        """
        self.var_dir = var_dir.absolute()
        self.host = host
        self._wished_port = web_port
        self._database_url = database_url
        self._redis_url = redis_url
        self._durable = durable
        self._prepare = prepare
        self._only = ("--only", *only) if only else ()
        self._variables = dict(variables or {})
        self._mails_kept = mails_kept
        self._out = out or terminal.Terminal()
        self._lock = FolderLock(self.var_dir)
        self._sockets: list[socket.socket] = []
        self._supervisor = self._new_supervisor()

    # What others ask for -----------------------------------------------------------------------------

    @property
    def base_url(self) -> str:
        """Address of the landing page, such as `http://rinnalla.localhost:8000`."""
        return f"http://{self.host}:{self.web_port}"

    def url(self, label: str = "", path: str = "/") -> str:
        """Address of a path on a host below the base, for example `url("napajoki", "/shifts/")`."""
        return f"http://{label}{'.' if label else ''}{self.host}:{self.web_port}{path}"

    @property
    def address(self) -> tuple[str, int]:
        """Where to connect to: Python does not resolve `*.localhost`, so send the host as Host header."""
        return (LOOPBACK, self.web_port)

    @property
    def supervisor(self) -> Supervisor:
        """For trying out what happens without a service: `hold`, `resume`, `service(name).pid`."""
        return self._supervisor

    @property
    def mailbox(self) -> Mailbox:
        """All mail that the platform has sent."""
        return Mailbox(self.var_dir / "mail")

    @property
    def telephones(self) -> Telephones:
        """All SMS that the platform has sent."""
        return Telephones(self.var_dir / "sms")

    @property
    def signins(self) -> list[SignIn]:
        """Who can sign in, by role."""
        return known(self.var_dir)

    def environment(self, process: Process) -> dict[str, str]:
        """The environment of a process with this login, as the settings read it."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("PG") and name.removesuffix("_FILE") not in OURS
        }
        login = self._urls.owner if process == "owner" else self._urls.app
        ours = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)]),
            "PYTHONUNBUFFERED": "1",
            "PGGSSENCMODE": "disable",  # on macOS libpq's Kerberos does not survive a fork
            "RINNALLA_PROCESS": process,
            "DATABASE_URL": login,
            "REDIS_URL": self._redis,
            "SECRET_KEY": self._keys.get("secret-key", length=64),
            "BASE_URL": self.base_url,
            "EMAIL_URL": f"smtp://{LOOPBACK}:{self._mail_socket.getsockname()[1]}",
            **self._sms_settings(),
            "DEMO": "true",
            "DEBUG": "false",
            "VAR_DIR": str(self.var_dir),
            "PG_BIN": str(bin_dir() or ""),
        }
        if process == "figures":
            ours["FIGURES_DATABASE_URL"] = self._urls.figures
        if process == "owner":
            ours["BACKUP_KEY"] = self._keys.get("backup-key")
        return inherited | ours | self._variables

    def manage(self, *words: str, process: Process = "owner") -> None:
        """Run a management command; each line that it prints is shown. Raises DidNotStart when it fails."""
        log = self._log("manage")
        tail = Tail(log)
        written = log.stat().st_size if log.exists() else 0
        command = GuardedProcess(
            [sys.executable, ROOT / "platform" / "manage.py", *words],
            log=log,
            env=self.environment(process),
            cwd=ROOT,
        )
        try:
            code = None
            while code is None:
                time.sleep(0.05)
                code = command.poll()
                for line in tail.new_lines():
                    self._out.say(line, who="database")
        finally:
            command.stop()
        if code:
            said = last_lines(log, since=written)
            raise DidNotStart(
                what=f"manage.py {words[0]}", log=log, last_lines=said, why=" or did not end well"
            )

    # Life --------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start everything and return when the pages answer; raises a LocalError that says what to do."""
        self._check_servers()
        self.var_dir.mkdir(parents=True, exist_ok=True)
        self._lock.take()
        self._supervisor = self._new_supervisor()
        try:
            self._hold_ports()
            terminal.rotate(self.var_dir / "log")
            self._keys = KeyRing(self.var_dir / "secrets")
            self._start_servers()
            self._boot()
            self.manage(self._prepare, *self._only)
            if self._prepare == PREPARE and not marker.path_in(self.var_dir).exists():
                self.manage("demo_federation", *self._only, process="figures")
            self._supervisor.start(self._web(), self._worker(), self._figures(), self._owner(), self._beat())
            self._supervisor.watch()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop everything in reverse order and wait; may be called again."""
        self._supervisor.stop()
        for held in self._sockets:
            held.close()
        self._sockets.clear()
        self._lock.release()

    def show_logs(self, seconds: float = 0.5) -> None:
        """Show what is important in the logs, for ever; ends with an exception from a signal."""
        tails = [(service.name, Tail(service.log)) for service in self._supervisor.services()]
        while True:
            time.sleep(seconds)
            for name, tail in tails:
                for line in terminal.important(tail.new_lines()):
                    self._out.say(line, who=name)

    # Steps of the start ------------------------------------------------------------------------------

    def _new_supervisor(self) -> Supervisor:
        return Supervisor(say=lambda line: self._out.say(line, who="demo"))

    def _check_servers(self) -> None:
        """Ask for all that is missing at once, before anything has been made."""
        missing = []
        if self._database_url is None and bin_dir() is None:
            missing.append(NoBinaries(server="PostgreSQL", variable="DATABASE_URL"))
        if self._redis_url is None and server_program() is None:
            missing.append(NoBinaries(server="Redis", variable="REDIS_URL"))
        if missing:
            raise LocalError("\n".join(map(str, missing)))

    def _hold_ports(self) -> None:
        """Take the ports of web and mail. After a crash the web may hold its port for a moment yet."""
        until = time.monotonic() + (CRASHED_WEB_SECONDS if self._lock.found_crash else 0)
        while self._wished_port and time.monotonic() < until and is_taken(self._wished_port):
            time.sleep(0.2)
        self._web_socket = bound(self._wished_port, what="the demo", variable="PORT")
        self._sockets.append(self._web_socket)
        self._mail_socket = bound()
        self._sockets.append(self._mail_socket)
        self._sms_socket = bound()
        self._sockets.append(self._sms_socket)
        self.web_port = int(self._web_socket.getsockname()[1])

    def _start_servers(self) -> None:
        if self._database_url is None:
            server = Postgres(
                self.var_dir / "postgres",
                durable=self._durable,
                password=self._keys.get("postgres-superuser"),
                log=self._log("postgres"),
            )
            self._supervisor.start(server)
            self._superuser_url = server.superuser_url
            self._out.say(f"PostgreSQL listens on port {server.port}, data in {server.home}", who="postgres")
        else:
            self._superuser_url = self._database_url
        if self._redis_url is None:
            store = Redis(
                self.var_dir / "redis",
                durable=self._durable,
                password=self._keys.get("redis"),
                log=self._log("redis"),
            )
            self._supervisor.start(store)
            self._redis = store.url
            self._out.say(f"Redis listens on port {store.port}, data in {store.data_dir}", who="redis")
        else:
            self._redis = self._redis_url
        self._supervisor.start(self._mail(), self._sms())

    def _boot(self) -> None:
        """Logins, database and what PostgreSQL must not let everybody do."""
        logins = (bootdb.OWNER, bootdb.APP, bootdb.FIGURES)
        try:
            self._urls = bootdb.boot(
                self._superuser_url,
                database=OWN_DATABASE if self._database_url else DATABASE,
                passwords={login: self._keys.get(login.replace("_", "-")) for login in logins},
            )
        except psycopg.Error as error:
            reason = str(error).strip().splitlines()[0]
            raise LocalError(
                f"The database could not be made ready: {reason}. "
                "DATABASE_URL has to name a PostgreSQL 18 and a login that is a superuser."
            ) from error

    def _log(self, name: str) -> Path:
        return self.var_dir / "log" / f"{name}.log"

    # The processes -----------------------------------------------------------------------------------

    def _mail(self) -> Command:
        number = self._mail_socket.fileno()
        return Command(
            name="mail",
            command=[
                *(sys.executable, "-m", "local.catcher"),
                *("--folder", self.mailbox.folder, "--socket", str(number)),
                *("--kept", str(self._mails_kept)),
            ],
            log=self._log("mail"),
            env=os.environ | {"PYTHONPATH": str(ROOT / "platform")},
            cwd=ROOT,
            sockets=[number],
            is_ready=lambda said: "ready" in said,
        )

    def _sms(self) -> Command:
        number = self._sms_socket.fileno()
        return Command(
            name="sms",
            command=[
                *(sys.executable, "-m", "local.sms_catcher"),
                *("--folder", self.telephones.folder, "--socket", str(number)),
            ],
            log=self._log("sms"),
            env=os.environ | {"PYTHONPATH": str(ROOT / "platform")} | self._sms_settings(),
            cwd=ROOT,
            sockets=[number],
            is_ready=lambda said: "ready" in said,
        )

    def _sms_settings(self) -> dict[str, str]:
        """What the gateway and those who use it know of each other."""
        return {
            "SMS_URL": f"http://{LOOPBACK}:{self._sms_socket.getsockname()[1]}/rest/mtsms",
            "SMS_TOKEN": self._keys.get("sms-token"),
            "SMS_HOOK_SECRET": self._keys.get("sms-hook-secret"),
        }

    def _web(self) -> Command:
        number = self._web_socket.fileno()
        return Command(
            name="web",
            command=web_command(f"fd://{number}"),
            log=self._log("web"),
            env=self.environment("app"),
            cwd=ROOT,
            sockets=[number],
            is_ready=lambda said: self._page_answers(),
        )

    def _worker(self) -> Command:
        return self._celery(
            "worker",
            *("worker", "--queues", "urgent,default,bulk", "--concurrency", "2", "--hostname", "worker@demo"),
            process="app",
            ready="worker@demo ready",
        )

    def _figures(self) -> Command:
        return self._celery(
            "figures",
            *("worker", "--queues", "figures", "--pool", "solo", "--hostname", "figures@demo"),
            process="figures",
            ready="figures@demo ready",
        )

    def _owner(self) -> Command:
        return self._celery(
            "owner",
            *("worker", "--queues", "owner", "--pool", "solo", "--hostname", "owner@demo"),
            process="owner",
            ready="owner@demo ready",
        )

    def _beat(self) -> Command:
        schedule = self.var_dir / "demo" / "beat"
        schedule.parent.mkdir(parents=True, exist_ok=True)
        return self._celery(
            "beat", *("beat", "--schedule", str(schedule), "--pidfile="), process="app", ready="Starting"
        )

    def _celery(self, name: str, *words: str, process: Process, ready: str) -> Command:
        quiet = ("--without-gossip", "--without-mingle") if words[0] == "worker" else ()
        return Command(
            name=name,
            command=[sys.executable, "-m", "celery", "-A", "config", *words, *quiet, "--loglevel", "INFO"],
            log=self._log(name),
            env=self.environment(process),
            cwd=ROOT,
            grace=15,
            is_ready=lambda said: ready in said,
        )

    def _page_answers(self) -> bool:
        """Whether the demo's own page comes: it needs the database and the templates."""
        connection = http.client.HTTPConnection(*self.address, timeout=10)
        try:
            connection.request("GET", "/demo/", headers={"Host": f"{self.host}:{self.web_port}"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def web_command(bind: str) -> list[str]:
    """The web server, listening there: two processes with four threads each."""
    options = {
        "--bind": bind,
        "--workers": "2",
        "--threads": "4",
        "--timeout": "60",
        "--graceful-timeout": "5",
        "--log-level": "warning",
    }
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application", "--preload"),
        *(word for pair in options.items() for word in pair),
    ]


OURS = {
    "BACKUP_KEY",
    "BASE_URL",
    "DATABASE_PASSWORD",
    "DATABASE_URL",
    "DEBUG",
    "DEMO",
    "EMAIL_HOOK_SECRET",
    "EMAIL_PASSWORD",
    "EMAIL_URL",
    "FIGURES_DATABASE_PASSWORD",
    "FIGURES_DATABASE_URL",
    "PG_BIN",
    "REDIS_PASSWORD",
    "REDIS_URL",
    "RINNALLA_PROCESS",
    "SECRET_KEY",
    "SMS_HOOK_SECRET",
    "SMS_TOKEN",
    "SMS_URL",
    "VAR_DIR",
}
"""Variables that are the stack's to set: what stands around it must not reach its processes."""
