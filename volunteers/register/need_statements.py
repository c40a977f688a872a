"""The statements by which needs are found, kept once they are made: making them takes longer than asking.

A statement is made twice, for two moments of the same day. What stays the same is kept; a moment that moved
as the clock did is kept as its distance from now; the reader's own identifier is put in anew. Whatever else
differs, or had to read a table to be made, is made anew each time. So nothing is kept that could be
another's, or of another time, as long as a kind asks `asking` what time it is and not the clock.
"""

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from tenants.context import current_association

if TYPE_CHECKING:
    from volunteers.register.needs import Asking

Made = tuple[str, list[Any]] | None
Making = Callable[["Asking"], QuerySet[Any, Any]]

_STEP = timedelta(seconds=1)
_KEPT = 4000


@dataclass(frozen=True)
class _FromNow:
    """A moment so far from now."""

    by: timedelta


@dataclass(frozen=True)
class _Reader:
    """The login of who asks."""


_READER = _Reader()
_statements: "OrderedDict[Hashable, tuple[str, tuple[Any, ...]] | None]" = OrderedDict()
_lock = Lock()


def of(name: Hashable, asking: "Asking", making: Making) -> Made:
    """The statement of a query and its parameters; None where nothing can be found."""
    key = (name, asking.hangs_on)
    with _lock:
        if key in _statements:
            _statements.move_to_end(key)
            return _filled(_statements[key], asking)
    read: list[str] = []
    with ExitStack() as listening:
        listening.enter_context(connection.execute_wrapper(_noting(read)))
        now = _made(making, asking)
        soon = _made(making, replace(asking, now=asking.now + _STEP))
    if not read and (now is None) == (soon is None):
        if now is None or soon is None:
            _keep(key, None)
        elif (marked := _marked(now, soon, asking)) is not None:
            _keep(key, (sys.intern(now[0]), marked))
    return now


def hung_on(asking: "Asking") -> tuple[Hashable, ...]:
    """What a statement may differ by, besides the clock and the reader's own identifier."""
    request = asking.request
    return (
        current_association().schema_name,
        asking.today,
        request.access,
        request.reach.whole or request.reach,
        get_language(),
        timezone.get_current_timezone_name(),
    )


def _made(making: Making, asking: "Asking") -> Made:
    try:
        sql, parameters = making(asking).query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, list(parameters)


def _marked(
    now: tuple[str, list[Any]], soon: tuple[str, list[Any]], asking: "Asking"
) -> Sequence[Any] | None:
    """The parameters with marks for what moves with the clock or belongs to the reader, or None."""
    if now[0] != soon[0] or len(now[1]) != len(soon[1]):
        return None
    marked: list[Any] = []
    for one, other in zip(now[1], soon[1], strict=True):
        if one == asking.request.user.uuid:
            marked.append(_READER)
        elif one == other:
            marked.append(one)
        elif isinstance(one, datetime) and isinstance(other, datetime) and other - one == _STEP:
            marked.append(_FromNow(one - asking.now))
        else:
            return None
    return tuple(marked)


def _filled(kept: tuple[str, tuple[Any, ...]] | None, asking: "Asking") -> Made:
    if kept is None:
        return None
    return kept[0], [_value(each, asking) for each in kept[1]]


def _value(kept: Any, asking: "Asking") -> Any:
    if isinstance(kept, _FromNow):
        return asking.now + kept.by
    return asking.request.user.uuid if kept is _READER else kept


def _keep(key: Hashable, statement: Any) -> None:
    with _lock:
        _statements[key] = statement
        while len(_statements) > _KEPT:
            _statements.popitem(last=False)


def _noting(read: list[str]) -> Callable[..., Any]:
    def note(execute: Any, sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        read.append(sql)
        return execute(sql, parameters, many, context)

    return note
