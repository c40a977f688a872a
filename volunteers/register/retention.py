"""How long what is kept: each kind of data is one entry here, and a nightly run lets go of what is over.

    retention.register(
        Keeping(
            code="messages",
            what=_("Messages"),
            since=_("from sending"),
            months=12,
            due=messages_due,
            forget=forget_messages,
        )
    )

`due` names the rows that are over at a moment, `forget` lets go of some of them and says how many it were.
An association may keep a kind for a shorter time, never for a longer one. An app registers its kinds when it
starts; whoever erases, anonymises or deletes does it in `forget`, in the transaction that counts it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.db.models import QuerySet
from django.utils.functional import Promise

from tenants import clock
from tenants.context import current_association
from volunteers.register.models import RetentionTerm

# In the local night, when nobody is at work.
HOUR, MINUTE = 3, 30


@dataclass(frozen=True)
class Over:
    """What is asked of a kind: the moment up to which it is over, and the local day of the night."""

    before: datetime
    day: date

    @property
    def before_day(self) -> date:
        """The same moment as a local day."""
        return self.before.astimezone(ZoneInfo(current_association().timezone)).date()


@dataclass(frozen=True)
class Keeping:
    """One kind of data and its time. `months` is the default and the longest; None: no time of its own.

    `people` says that the rows are people, whose names the preview shows.
    """

    code: str
    what: str | Promise
    since: str | Promise
    months: int | None
    due: Callable[[Over], QuerySet[Any]]
    forget: Callable[[QuerySet[Any]], int]
    people: bool = False


_kinds: dict[str, Keeping] = {}


def delete(rows: QuerySet[Any]) -> int:
    """Let go of rows whole, with what hangs on them. Answers how many it were."""
    return int(rows.delete()[1].get(rows.model._meta.label, 0))


def register(keeping: Keeping) -> None:
    """Add a kind. The same code again takes the place of the first."""
    _kinds[keeping.code] = keeping


def listed() -> list[Keeping]:
    """All kinds, in the order in which they were registered."""
    return list(_kinds.values())


def terms() -> dict[str, int]:
    """How many months each kind is kept here: the default, or the association's own shorter time."""
    own = dict(RetentionTerm.objects.values_list("code", "months"))
    return {each.code: min(own.get(each.code, each.months), each.months) for each in listed() if each.months}


def over(keeping: Keeping, *, night: date, months: dict[str, int]) -> Over:
    """What is over for a kind in a night."""
    at = moment(night)
    zone = ZoneInfo(current_association().timezone)
    before = at.astimezone(zone) - relativedelta(months=months.get(keeping.code, 0))
    return Over(before=before, day=night)


def moment(night: date) -> datetime:
    """When a night's run is due."""
    return datetime.combine(night, time(HOUR, MINUTE), tzinfo=ZoneInfo(current_association().timezone))


def last_night() -> date:
    """The latest night whose run is due."""
    today = clock.today(current_association())
    return today if moment(today) <= clock.now() else today - timedelta(days=1)


def next_night() -> date:
    """The night of the run to come."""
    return last_night() + timedelta(days=1)
