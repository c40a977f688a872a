"""PostgreSQL's dump, run into a schema of another name.

`pg_restore` turns the dump into text: statements of ours that name the schema, and data between a `COPY …
FROM stdin;` and a line `\\.`. Names change in the statements only; data pass through untouched, whatever they
say. (Within data a backslash is always doubled, so no row looks like that line.)
"""

import contextlib
import re
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator

import psycopg

from tenants.backend.base import checked
from tenants.backup import server
from tenants.backup.errors import BackupError

_END = b"\\.\n"
_BATCH = 1 << 18


def run(own: psycopg.Connection, dump: Iterable[bytes], *, schema_name: str, into: str) -> None:
    """Run a dump of `schema_name` into the new schema `into`, within the connection's transaction.

    Raises BackupError, psycopg.Error, or what reading the dump raises.
    """
    with _Text(dump) as lines:
        _run(own, lines, renamed(schema_name=checked(schema_name), into=checked(into)))


def renamed(*, schema_name: str, into: str) -> Callable[[bytes], bytes]:
    """How a line of a statement names the schema by its new name."""
    old, new = schema_name.encode(), into.encode()
    qualified = re.compile(rb'(?<![\w."])' + re.escape(old) + rb"(?=\.)")
    made = b"CREATE SCHEMA " + old + b";"

    def rename(line: bytes) -> bytes:
        if line.startswith(made):
            return b"CREATE SCHEMA " + new + b";\n"
        return qualified.sub(new, line)

    return rename


def _run(own: psycopg.Connection, lines: Iterator[bytes], rename: Callable[[bytes], bytes]) -> None:
    waiting: list[bytes] = []
    with own.cursor() as cursor:
        for line in lines:
            if line.startswith(b"\\"):
                continue  # psql's own commands
            line = rename(line)
            if line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
                _execute(cursor, waiting)
                _copy(cursor, line, lines)
            else:
                waiting.append(line)
        _execute(cursor, waiting)


def _execute(cursor: psycopg.Cursor, waiting: list[bytes]) -> None:
    if waiting:
        cursor.execute(b"".join(waiting))  # our own dump
        waiting.clear()


def _copy(cursor: psycopg.Cursor, header: bytes, lines: Iterator[bytes]) -> None:
    with cursor.copy(header) as copy:
        rows = bytearray()
        for line in lines:
            if line == _END:
                break
            rows += line
            if len(rows) > _BATCH:
                copy.write(bytes(rows))
                rows.clear()
        else:
            raise BackupError("The dump ends within a table.")
        copy.write(bytes(rows))


class _Text:
    """The dump as lines of SQL, by pg_restore. What goes wrong on either side of it is raised here."""

    def __init__(self, dump: Iterable[bytes]) -> None:
        self._dump = dump
        self._error: BaseException | None = None

    def __enter__(self) -> Iterator[bytes]:
        self._process = subprocess.Popen(
            [server.program("pg_restore"), "--no-owner", "--no-privileges", "--file", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._feeder = threading.Thread(target=self._feed, daemon=True)
        self._feeder.start()
        return self._lines()

    def _feed(self) -> None:
        assert self._process.stdin is not None
        try:
            for piece in self._dump:
                self._process.stdin.write(piece)
            self._process.stdin.close()
        except BrokenPipeError:
            pass  # pg_restore has ended, and says why
        except Exception as error:  # noqa: BLE001  # raised again where the lines are read
            self._error = error
            self._process.kill()

    def _lines(self) -> Iterator[bytes]:
        assert self._process.stdout is not None
        yield from self._process.stdout
        self._feeder.join()
        assert self._process.stderr is not None
        said = self._process.stderr.read().decode(errors="replace").strip()
        if self._error is not None:
            raise self._error
        if self._process.wait():
            raise BackupError(f"pg_restore failed: {said.splitlines()[-1] if said else 'no reason'}")

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._feeder.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None and not pipe.closed:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._process.wait()
