"""Free ports of this machine, and exclusive use of a folder."""

from __future__ import annotations

import fcntl
import os
import socket
from pathlib import Path
from typing import Self

from local.errors import AlreadyRunning, PortTaken

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on now. Another may still take it first, so callers try again."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_taken(port: int, host: str = LOOPBACK) -> bool:
    """Whether another program listens on this port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def bound(port: int = 0, *, what: str = "", variable: str | None = None) -> socket.socket:
    """A socket that holds a port (0: any free one) for a child that will listen on it.

    Nobody can take the port meanwhile, nor while the child is started again. Raises PortTaken.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise PortTaken(port=port, what=what, variable=variable) from error
    return listener


def answers(port: int, host: str = LOOPBACK) -> bool:
    """Whether a connection to this port is accepted."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


class FolderLock:
    """Exclusive use of a folder while this process lives; a crash leaves nothing to clean up."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None
        self.found_crash = False
        """Whether the last holder ended without giving it back: its processes may still be ending."""

    def take(self) -> Self:
        """Take it, or raise `AlreadyRunning` that names the process which has it."""
        path = self._folder / "lock"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(descriptor, 32).decode(errors="replace").strip()
            os.close(descriptor)
            raise AlreadyRunning(
                folder=self._folder, pid=int(holder) if holder.isdigit() else None
            ) from error
        self.found_crash = os.fstat(descriptor).st_size > 0
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor
        return self

    def release(self) -> None:
        """Give it back; may be called again."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None
