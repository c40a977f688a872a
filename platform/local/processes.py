"""A process that cannot outlive us: started under `guard.py`, stopped by closing a pipe."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

GUARD = Path(__file__).with_name("guard.py")


@dataclass(frozen=True, kw_only=True)
class RunAs:
    """An unprivileged user of this machine to whom root hands a server."""

    uid: int
    gid: int


class GuardedProcess:
    """One running command. It ends when `stop()` is called or when this process ends, whatever the way."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        grace: float = 10.0,
        run_as: RunAs | None = None,
        sockets: Sequence[int] = (),
    ) -> None:
        """Start the command; its output is added to `log`. `grace`: seconds that a clean stop may take.

        `sockets` are descriptors which the command gets under the same numbers.
        """
        self.grace = grace
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        order: dict[str, object] = {
            "command": [str(word) for word in command],
            "stop": int(stop_signal),
            "grace": grace,
        }
        if run_as:
            order |= {"uid": run_as.uid, "gid": run_as.gid}
        reading, writing = os.pipe()
        try:
            with log.open("ab") as output:
                self._guard = subprocess.Popen(
                    [sys.executable, "-I", "-S", str(GUARD), json.dumps(order | {"report": writing})],
                    stdin=subprocess.PIPE,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=dict(env) if env is not None else None,
                    cwd=cwd,
                    pass_fds=(writing, *sockets),
                    start_new_session=True,  # Ctrl-C reaches only us, and we stop all in order
                )
        finally:
            os.close(writing)
        with os.fdopen(reading, encoding="ascii") as report:
            told = report.readline().strip()
        self.pid = int(told) if told else self._guard.pid
        """Process id of the command itself, not of its guard."""

    def poll(self) -> int | None:
        """Exit code of the command (128 + n after signal n), or None while it runs."""
        code = self._guard.poll()
        if code is not None:
            self.ask_to_stop()  # closes our end of its pipe
        return code

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; raises `subprocess.TimeoutExpired` when it has not by then."""
        code = self._guard.wait(timeout)
        self.ask_to_stop()
        return code

    def ask_to_stop(self) -> None:
        """Begin the clean stop and return at once."""
        if self._guard.stdin and not self._guard.stdin.closed:
            self._guard.stdin.close()

    def stop(self) -> int:
        """Stop it cleanly, or hard after its grace, and wait. Returns the exit code; may be called again."""
        self.ask_to_stop()
        try:
            return self._guard.wait(self.grace + 10)
        except subprocess.TimeoutExpired:  # the guard itself hangs, for example on a suspended machine
            self._guard.kill()
            return self._guard.wait()


def is_alive(pid: int) -> bool:
    """Whether there is such a process, of whatever user."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def command_of(pid: int) -> str:
    """The command line of a process, or an empty text when it is gone or not ours to see."""
    if Path("/proc/self/cmdline").exists():  # small containers have no `ps`
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ").strip()
        except OSError:
            return ""
    ps = ["ps", "-o", "command=", "-p", str(pid)]
    return subprocess.run(ps, capture_output=True, text=True, check=False).stdout.strip()


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process that is not our child and may have gone meanwhile."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def wait_for_end(pid: int, *, seconds: float) -> bool:
    """Wait until a process that is not our child has gone; False when it is still there."""
    until = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def last_lines(log: Path, *, since: int = 0, count: int = 12) -> str:
    """The end of a log, from the byte `since` on."""
    try:
        with log.open("rb") as file:
            file.seek(since)
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-count:])
