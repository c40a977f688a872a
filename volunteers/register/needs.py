"""The registry of what can need a coordinator: the queue of Today. Filled in each AppConfig.ready().

    needs.register(
        Kind(
            name="register.placement",
            label=_("Placements that end"),
            rule="people.manage",
            find=find,
            say=say,
            ends="the placement was extended, or ended a week ago",
        )
    )

`find` names rows as one query in the shape that `rows` makes: what the row is about (`key`), when it begins
to hurt (`at`), and what the words need (`data`). All kinds are asked in one statement, however many they are.
What time it is `find` takes from `asking` alone: its statement is kept for the day (`need_statements`).
Nothing of the queue is stored: a row is there for as long as `find` finds it, so what is settled leaves by
itself. `ends` says in words when that is. `say` makes the words and the one press that settles it; it reads
nothing. A coordinator may put a row off until a day: that is kept, for them alone.

Who coordinates a part of the association is shown what is of that part: `people` and `roles` name the ways
from a row to a person and a role, `narrowed` says that `find` sees to it itself; a kind with none of them is
for those who coordinate all.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise
from django.utils.translation import get_language

from accounts.http import TenantRequest
from accounts.rights import may
from tenants import clock
from volunteers.register import need_statements, reach
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import PutOff

Tone = Literal["plain", "urgent", "wait"]
Stretch = Literal["now", "today", "week", "later"]
# So many of a kind are counted and can be looked at; of more it is enough to know that they are more.
MOST = 100
# How the columns are named from which the data of a row are put together.
_DATA, _PART = "data_", "__"


@dataclass(frozen=True)
class Asking:
    """Who looks at the queue, and when."""

    request: TenantRequest
    now: datetime
    today: date

    @classmethod
    def of(cls, request: TenantRequest) -> "Asking":
        """The coordinator of a request, now."""
        return cls(request=request, now=clock.now(), today=clock.today(request.association))

    @cached_property
    def hangs_on(self) -> Hashable:
        """What the statements that look for needs depend on: worked out once for all kinds."""
        return need_statements.hung_on(self)

    @cached_property
    def put_off(self) -> Mapping[str, Mapping[str, date | None]]:
        """What they do not want to see now: by kind the keys, and until when; None is for good."""
        found: dict[str, dict[str, date | None]] = {}
        for kind, key, until in _put_off.rows(user=self.request.user.uuid, today=self.today):
            found.setdefault(kind, {})[key] = until
        return found


@dataclass(frozen=True)
class Row:
    """Something that needs somebody, as it was found. `at` is when it begins to hurt."""

    kind: str
    key: str
    at: datetime
    data: dict[str, Any]

    def day(self, name: str) -> date:
        """A day of the data."""
        return date.fromisoformat(self.data[name])

    def time(self, name: str) -> datetime:
        """A moment of the data."""
        return datetime.fromisoformat(self.data[name])

    def named(self, name: str) -> str:
        """A name in three languages that `names` has put there, in the language in use."""
        said = self.data[name]
        return str(said.get((get_language() or "fi")[:2]) or said["fi"])


@dataclass(frozen=True)
class Need:
    """A row in words: what, why, and the one press that settles it.

    `url` is a page; with `post` the press does it at once. `soonest` holds a row back from the more urgent
    stretches, however long it has waited.
    """

    title: str
    why: str
    icon: str
    action: str
    url: str
    tone: Tone = "wait"
    post: bool = False
    # Where one sees it whole, when the press does it at once.
    page: str = ""
    soonest: Stretch = "now"


@dataclass(frozen=True)
class Kind:
    """One kind of thing that needs somebody. See the head of this module."""

    name: str
    label: str | Promise
    rule: str
    find: Callable[[Asking], QuerySet[Any, Any]]
    say: Callable[[Row, Asking], Need]
    ends: str
    people: str = ""
    roles: str = ""
    narrowed: bool = False

    def is_for(self, reader: reach.Reaching) -> bool:
        """Whether it can be narrowed to what the reader may see."""
        return reader.reach.whole or bool(self.people or self.roles or self.narrowed)

    def within(self, asking: Asking) -> QuerySet[Any, Any]:
        """What it finds of those whom the one who asks may see."""
        found = self.find(asking)
        if self.people:
            found = reach.of_people(asking.request, found, by=self.people)
        return reach.of_roles(asking.request, found, by=self.roles) if self.roles else found


@dataclass(frozen=True)
class Waiting:
    """A row with its words."""

    row: Row
    need: Need


@dataclass
class Found:
    """What there is of one kind: the most urgent rows, and how many there are in all, at most `MOST`."""

    kind: Kind
    waiting: list[Waiting] = field(default_factory=list)
    total: int = 0


_put_off = MadeOnce(
    lambda user, today: (
        PutOff.objects.filter(Q(until__isnull=True) | Q(until__gt=today), user_uuid=user)
        .order_by()
        .values_list("kind", "key", "until")
    ),
    user=UUID,
    today=date,
)
_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind. The same name again takes the place of the first."""
    _kinds[kind.name] = kind


def unregister(name: str) -> None:
    """Take a kind away again, as tests do with theirs."""
    _kinds.pop(name, None)


def listed() -> list[Kind]:
    """All kinds by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def known(name: str) -> Kind | None:
    """The kind of this name, or None."""
    return _kinds.get(name)


def rows(found: QuerySet[Any], *, key: Any = "uuid", at: Any, **data: Any) -> QuerySet[Any, Any]:
    """A query in the shape in which kinds answer. A day begins to hurt when it begins.

    The data are columns, and are put together only for the rows that are shown: see `_read`.
    """
    shaped: QuerySet[Any, Any] = found.annotate(
        need_key=key if isinstance(key, Concat) else Cast(key, TextField()),
        need_at=Cast(at, DateTimeField()),
        **dict(_columns(data)),
    )
    return shaped


def _columns(data: Mapping[str, Any], before: str = _DATA) -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield from _columns(value, f"{before}{name}{_PART}")
        else:
            yield f"{before}{name}", value


def names(of: str) -> dict[str, F]:
    """The name in three languages of what a foreign key leads to, for `data`."""
    return {"fi": F(f"{of}__name_fi"), "sv": F(f"{of}__name_sv"), "en": F(f"{of}__name_en")}


def who(of: str = "person") -> dict[str, F]:
    """The person that a foreign key leads to, for `data`."""
    return {"uuid": F(f"{of}__uuid"), "given": F(f"{of}__given_name"), "family": F(f"{of}__family_name")}


def themselves() -> dict[str, F]:
    """The same where the rows are people."""
    return {"uuid": F("uuid"), "given": F("given_name"), "family": F("family_name")}


def pair(one: str, other: str) -> Concat:
    """The key of a row that is about two things."""
    colon = Value(":", output_field=TextField())
    return Concat(Cast(one, TextField()), colon, Cast(other, TextField()), output_field=TextField())


def waiting(asking: Asking, *, each: int, only: str = "", put_off: bool = False) -> list[Found]:
    """What needs the one who asks: `each` rows of every kind, in one statement.

    `only` looks at one kind; `put_off` at what they have put off instead of what they have not.
    """
    kinds = [kind for kind in listed() if (not only or kind.name == only) and _is_asked(kind, asking)]
    found = {kind.name: Found(kind) for kind in kinds}
    for name, total, row in _read(kinds, asking, each=each, put_off=put_off):
        found[name].total = total
        found[name].waiting.append(Waiting(row, found[name].kind.say(row, asking)))
    return [one for one in found.values() if one.total]


def _is_asked(kind: Kind, asking: Asking) -> bool:
    return may(asking.request, kind.rule) and kind.is_for(asking.request)


def _read(
    kinds: Sequence[Kind], asking: Asking, *, each: int, put_off: bool
) -> Iterable[tuple[str, int, Row]]:
    parts: list[str] = []
    parameters: list[Any] = []
    for kind in kinds:
        off = asking.put_off.get(kind.name)
        made = need_statements.of((kind.name, kind.find), asking, lambda at, kind=kind: _wanted(kind, at))  # type: ignore[misc]  # a default binds it
        if made is None or (put_off and not off):
            continue
        # What is put off is named here: the statement within is kept, and is the same for everybody.
        which = f" WHERE need_key {'= ANY' if put_off else '<> ALL'}(%s)" if off else ""
        # At most so many are counted. The window gives its rows one by one, so that only those that are
        # shown are made into JSON, which takes longest.
        every = f"SELECT * FROM ({made[0]}) AS every{which}" if which else made[0]  # noqa: S608  # Django's
        parts.append(
            "(SELECT %s::text, count(*) OVER (), need_key, need_at, row_to_json(most) FROM ("  # noqa: S608  # as above
            f"{every} ORDER BY need_at, need_key LIMIT {MOST}) AS most ORDER BY need_at, need_key LIMIT %s)"
        )
        parameters += [kind.name, *made[1], *([list(off)] if off else []), each]
    if not parts:
        return
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for name, total, key, at, data in cursor.fetchall():
            yield name, total, Row(kind=name, key=key, at=at, data=_plain(data))


def _wanted(kind: Kind, asking: Asking) -> QuerySet[Any, Any]:
    found = kind.within(asking).order_by()
    told = [name for name in found.query.annotations if name.startswith(_DATA)]
    return found.values("need_key", "need_at", *told)


def _plain(row: Any) -> dict[str, Any]:
    """The data of a row of JSON, in the parts that `rows` was given."""
    read: dict[str, Any] = json.loads(row) if isinstance(row, str | bytes) else row
    data: dict[str, Any] = {}
    for column, value in read.items():
        if column.startswith(_DATA):
            *inside, name = column.removeprefix(_DATA).split(_PART)
            part = data
            for each in inside:
                part = part.setdefault(each, {})
            part[name] = value
    return data


def put_off_count(asking: Asking) -> int:
    """How many rows the one who asks has put off until a day that has not come."""
    return sum(until is not None for off in asking.put_off.values() for until in off.values())
