"""The queue "Needs you" as Today shows it: what waits for a coordinator, sorted by how soon it hurts."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from volunteers.register import needs
from volunteers.register.need_words import to
from volunteers.register.needs import MOST, Asking, Found, Need, Row, Stretch, Waiting

# So many of a kind stand in the queue itself; the others behind one line.
EACH = 3
WEEK = timedelta(days=7)
_ORDER: tuple[Stretch, ...] = ("now", "today", "week", "later")


@dataclass(frozen=True)
class Line:
    """A line of the queue: a need, or how many more of its kind there are."""

    title: str
    why: str
    icon: str
    tone: Literal["plain", "urgent", "wait"]
    action: str
    url: str
    page: str
    post: bool = False
    later: str = ""
    back: dict[str, str] | None = None
    first: bool = False


@dataclass
class Group:
    """A stretch of the queue."""

    key: str
    title: str
    urgent: bool
    lines: list[Line] = field(default_factory=list)
    count: int = 0

    @property
    def note(self) -> str:
        """How many things there are, in words."""
        return ngettext("%(count)s thing", "%(count)s things", self.count) % {"count": self.count}


@dataclass(frozen=True)
class Queue:
    """The queue, and how many things it has in all."""

    groups: list[Group]
    count: int
    more: bool

    @property
    def figure(self) -> str:
        """The count as it is shown; many are not counted."""
        return f"{self.count}+" if self.more else str(self.count)


def queue(asking: Asking, *, only: str = "", put_off: bool = False) -> Queue:
    """Now, today, this week and later: only those with something in them."""
    every = MOST if only or put_off else EACH
    found = needs.waiting(asking, each=every, only=only, put_off=put_off)
    groups = {
        "now": Group("now", pgettext("queue", "Now"), urgent=True),
        "today": Group("today", pgettext("queue", "Today"), urgent=False),
        "week": Group("week", pgettext("queue", "This week"), urgent=False),
        "later": Group("later", pgettext("queue", "Later"), urgent=False),
    }
    placed = sorted(
        ((stretch_of(each, asking), each) for one in found for each in one.waiting),
        key=lambda pair: (_ORDER.index(pair[0]), pair[1].need.tone != "urgent", pair[1].row.at),
    )
    last = {each.row.kind: stretch for stretch, each in placed}
    for number, (stretch, each) in enumerate(placed):
        groups[stretch].lines.append(_line(each, first=number == 0, put_off=put_off))
        groups[stretch].count += 1
    for one in found:
        left = one.total - len(one.waiting)
        if left and not (only or put_off):
            group = groups[last[one.kind.name]]
            group.lines.append(_more(one, left))
            group.count += left
    return Queue(
        groups=[group for group in groups.values() if group.lines],
        count=sum(one.total for one in found),
        more=any(one.total >= MOST for one in found),
    )


def stretch_of(waiting: Waiting, asking: Asking) -> Stretch:
    """When it hurts: what is urgent today is now. A kind may hold its rows back."""
    day = timezone.localtime(waiting.row.at).date()
    if day <= asking.today:
        stretch: Stretch = "now" if waiting.need.tone == "urgent" else "today"
    else:
        stretch = "week" if day <= asking.today + WEEK else "later"
    return max(stretch, waiting.need.soonest, key=_ORDER.index)


def _line(waiting: Waiting, *, first: bool, put_off: bool) -> Line:
    need, row = waiting.need, waiting.row
    names = {"kind": row.kind, "key": row.key}
    return Line(
        title=need.title,
        why=need.why,
        icon=need.icon,
        tone=need.tone,
        action=need.action,
        url=need.url,
        page=need.page or ("" if need.post else need.url),
        post=need.post,
        later="" if put_off else f"{to('put-off')}?{urlencode(names)}",
        back=names if put_off else None,
        first=first and not put_off,
    )


def _more(found: Found, left: int) -> Line:
    url = f"{to('today')}?{urlencode({'kind': found.kind.name})}"
    said = ngettext("%(kind)s: %(count)s more", "%(kind)s: %(count)s more", left)
    at_least = _("%(kind)s: at least %(count)s more")
    return Line(
        title=(at_least if found.total >= MOST else said) % {"kind": found.kind.label, "count": left},
        why="",
        icon=found.waiting[-1].need.icon,
        tone="plain",
        action=_("See all"),
        url=url,
        page=url,
    )


def one(asking: Asking, *, kind: str, key: str) -> tuple[Row, Need] | None:
    """One row of the queue of who asks, or None: it was settled meanwhile, or is not theirs to see."""
    for found in needs.waiting(asking, each=MOST, only=kind):
        for each in found.waiting:
            if each.row.key == key:
                return each.row, each.need
    return None
