"""Runs one command, and stops it when the process that asked for it goes away.

A process that is killed cannot stop its children. So each server of ours runs under a guard, which holds
the reading end of a pipe (its standard input) whose other end only the asking process has: at the end of
that file, however it came about, the guard stops its command. This is also the ordinary way to stop it.

The guard is a script of the standard library alone, run as `python -I -S guard.py '<json>'`, because it
has to start in some milliseconds and to work where the project's files cannot be read by the user that
the command runs as. On Linux it also adopts the orphans of its command and ends them, and the command gets
the stop signal should the guard itself be killed.

The argument is a JSON object: `command` (a list), `stop` (number of the signal that ends the command
cleanly), `grace` (seconds before it is killed), and, to drop root's rights, `uid` and `gid`; `report` is the
number of a descriptor to which the command's process id is written.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import time

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
ON_LINUX = sys.platform == "linux"


def prctl(option: int, value: int) -> None:
    """Ask the Linux kernel for a property of this process; without effect where there is no such call."""
    if ON_LINUX:
        import ctypes  # noqa: PLC0415  only Linux needs it, and it is the slowest import here

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def orphans() -> list[int]:
    """Processes that have no parent but this guard. Empty where the system cannot tell."""
    if not ON_LINUX:
        return []
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as listing:  # noqa: PTH123  pathlib is slow to import
            return [int(pid) for pid in listing.read().split()]
    except OSError:
        return []


def become(order: dict[str, int | list[str]]) -> None:
    """In the new process: drop rights, arrange the end, and turn into the command. Never returns."""
    try:
        os.setpgid(0, 0)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # the pipe is the guard's own
        if "uid" in order:
            uid, gid = int(str(order["uid"])), int(str(order["gid"]))
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
        prctl(PR_SET_PDEATHSIG, int(str(order["stop"])))  # after setuid, which clears it
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGPIPE, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        command = [str(word) for word in order["command"]]  # type: ignore[union-attr]  # the list of the order
        os.execvp(command[0], command)  # noqa: S606  no shell is what we want
    except OSError as error:
        os.write(2, f"{order['command']}: {error}\n".encode())
    os._exit(127)


def main(text: str) -> int:
    """Run the command of this order; returns its exit code (128 + n after signal n)."""
    order = json.loads(text)
    os.set_inheritable(order["report"], False)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    wake_read, wake_write = os.pipe()
    for end in (wake_read, wake_write):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wake_write)
    asked_to_stop: list[int] = []
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda number, _: asked_to_stop.append(number))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = os.fork()
    if child == 0:
        become(order)
    os.write(order["report"], f"{child}\n".encode())
    os.close(order["report"])

    stop_at: float | None = None  # when the command was told to stop
    killed = False
    ended: int | None = None
    watched = [0, wake_read]
    while ended is None:
        readable, _, _ = select.select(watched, [], [], 0.2 if stop_at else None)
        if wake_read in readable:
            os.read(wake_read, 512)
        if 0 in readable and not os.read(0, 512):
            watched.remove(0)
            asked_to_stop.append(0)
        if asked_to_stop and stop_at is None:
            stop_at = time.monotonic()
            send(child, order["stop"])
        elif stop_at and not killed and time.monotonic() > stop_at + order["grace"]:
            killed = True
            send(child, signal.SIGKILL)
        ended = reap(child)
    clear_up(child)
    return 128 + os.WTERMSIG(ended) if os.WIFSIGNALED(ended) else os.WEXITSTATUS(ended)


def send(pid: int, number: int) -> None:
    """Send a signal to a process that may have gone meanwhile."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def reap(child: int) -> int | None:
    """Collect all that has ended; the status of the command if it was among them."""
    status = None
    while True:
        try:
            pid, code = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return status
        if pid == 0:
            return status
        if pid == child:
            status = code


def clear_up(child: int, patience: float = 3.0) -> None:
    """End what the command left behind: its process group, and (on Linux) all that it had started.

    Orphans get a moment first: PostgreSQL's processes end by themselves when their postmaster is gone.
    """
    until = time.monotonic() + patience
    told = False
    while left := orphans():
        if not told:
            told = True
            for pid in left:
                send(pid, signal.SIGTERM)
        if time.monotonic() > until:
            for pid in left:
                send(pid, signal.SIGKILL)
        time.sleep(0.02)
        reap(child)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
