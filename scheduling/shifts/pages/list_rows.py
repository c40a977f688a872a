"""The days of the volunteer's list, written in Python as `section`, `list` and `row` draw them.

Fifty rows, each with its chips, its reasons and its press, under as many as thirty days: a template engine
takes longer over them than everything else on the page takes together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString

from accounts.http import TenantRequest
from scheduling.shifts.views.show import Chip, DayOfLines, Line
from web import icons


@dataclass(frozen=True)
class _Shared:
    """What is the same in all rows."""

    # What each press sends, or nothing where nothing may be pressed.
    hidden: str

    @classmethod
    def by(cls, request: TenantRequest) -> "_Shared":
        """For the reader of this page: where they come back to, and that it is them."""
        if request.association.is_read_only:
            return cls("")
        return cls(
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{_token(request)}">'
            f'<input type="hidden" name="next" value="{escape(request.get_full_path())}">'
        )


def _token(request: HttpRequest) -> str:
    return escape(get_token(request))


def days(found: Sequence[DayOfLines], *, request: TenantRequest) -> SafeString:
    """A section for each day with its shifts."""
    shared = _Shared.by(request)
    return SafeString("\n".join(_day(one, shared) for one in found))


def _day(one: DayOfLines, shared: _Shared) -> str:
    heading = escape(one.heading)
    rows = "\n".join(_row(line, shared) for line in one.lines)
    return (
        f'<section aria-labelledby="{one.id}">'
        f'<div class="rn-section-head"><h2 id="{one.id}">{heading}</h2></div>'
        f'<div class="rn-card rn-card--flush"><ul class="rn-list" aria-label="{heading}">{rows}</ul></div>'
        "</section>"
    )


def _row(line: Line, shared: _Shared) -> str:
    title = escape(line.title)
    off = " rn-item--off" if line.off else ""
    mine = " rn-date--mine" if line.coming else ""
    place = f'<p class="rn-item__sub">{escape(line.place)}</p>' if line.place else ""
    return (
        f'<li><div class="rn-item{off}">'
        f'<div class="rn-date{mine}"><b>{escape(line.starts)}</b><span>{escape(line.until)}</span></div>'
        f'<div><p class="rn-item__title"><a href="{escape(line.url)}">{title}</a></p>{place}'
        f'<div class="rn-chips mt-2">{_chips(line.chips)}</div>{_why(line)}</div>'
        f"{_act(line, title, shared)}</div></li>"
    )


def _chips(chips: Iterable[Chip]) -> str:
    return "".join(
        f'<span class="rn-chip rn-chip--{chip.tone}">{icons.drawing(chip.icon)}{escape(chip.label)}</span>'
        for chip in chips
    )


def _why(line: Line) -> str:
    against = "".join(_reason("lock", each) for each in line.against)
    why = _reason("check", line.why) if line.why else ""
    but = _reason("info", line.but, quiet=" rn-muted") if line.but else ""
    return f"{against}{why}{but}"


def _reason(icon: str, text: str, quiet: str = "") -> str:
    return f'<p class="rn-why{quiet}">{icons.drawing(icon)}<span>{escape(text)}</span></p>'


def _act(line: Line, title: str, shared: _Shared) -> str:
    about = f'<span class="visually-hidden">: {title}</span>'
    if line.press_url and shared.hidden:
        kind = "primary" if line.primary else "plain"
        return (
            f'<div class="rn-item__act"><form class="rn-act" method="post" action="{escape(line.press_url)}">'
            f'{shared.hidden}<button class="btn btn-{kind} btn-sm" type="submit">'
            f"<span>{escape(line.press)}{about}</span></button></form></div>"
        )
    if line.open:
        return (
            f'<div class="rn-item__act"><a class="btn btn-plain btn-sm" href="{escape(line.open_url)}">'
            f"<span>{escape(line.open)}{about}</span></a></div>"
        )
    return ""
