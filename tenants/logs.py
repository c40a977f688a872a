"""Log lines as JSON: what happened and where in the code; of an error its type and frames, never its text.

The text of an exception may hold a name, an address or a query's values, so it is left out.
"""

import json
import linecache
import logging
import traceback
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from types import TracebackType

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_LAST, _MOST = 3, 20
_OURS = ("rinnalla", "tenants", "accounts", "notifications", "umbrella", "scheduling", "volunteers", "local")


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, event, our named fields, and the frames of an error."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        if record.name.split(".")[0] in _OURS:
            line |= {key: value for key, value in vars(record).items() if key not in _STANDARD}
        if record.name.startswith("celery") and isinstance(record.args, Mapping) and "name" in record.args:
            line["task"] = record.args["name"]
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__qualname__
            line["frames"] = _frames(record.exc_info[2])
        return json.dumps(line, default=str, ensure_ascii=False)


class NoTicks(logging.Filter):
    """Leaves out that beat sends its jobs and that they went well: every two seconds, for ever."""

    def __init__(self, tasks: Iterable[str]) -> None:
        super().__init__()
        self._tasks = frozenset(tasks)

    def filter(self, record: logging.LogRecord) -> bool:
        """Celery's lines name the task in their arguments."""
        if record.levelno > logging.INFO or not record.name.startswith("celery"):
            return True
        arguments = record.args.values() if isinstance(record.args, Mapping) else record.args or ()
        return not any(isinstance(each, str) and each in self._tasks for each in arguments)


def _event(record: logging.LogRecord) -> str:
    """What happened: of other libraries only what stands in their source, without what they put into it."""
    if record.name.split(".")[0] in _OURS:
        return str(record.msg)
    if record.args:
        # These two tell how they start and stop; of tasks their arguments say more than we want.
        tells = record.name.startswith(("gunicorn", "celery")) and record.levelno < logging.WARNING
        if tells and not record.exc_info and not isinstance(record.args, Mapping):
            return record.getMessage()
        return str(record.msg)
    if isinstance(record.msg, str) and record.msg in _source(record.pathname):
        return record.msg
    # A text that was put together before it came here may hold anything.
    return f"{record.module}:{record.lineno} {record.funcName}"


@lru_cache(maxsize=64)
def _source(path: str) -> str:
    return "".join(linecache.getlines(path))


def _frames(trace: TracebackType | None) -> list[str]:
    """Where in our code it happened, and how it ended in a library's."""
    frames = traceback.extract_tb(trace)
    last = len(frames) - _LAST
    shown = [f for at, f in enumerate(frames) if at >= last or "site-packages" not in f.filename]
    return [f"{'/'.join(f.filename.rsplit('/', 3)[-2:])}:{f.lineno} {f.name}" for f in shown[-_MOST:]]
