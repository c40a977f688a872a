"""The cells of a plan with their shifts, written in Python: a week has a hundred, of twenty nodes each."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from web import icons
from web.kit import PlanShift, Text


def cells(found: Iterable[tuple[int, Iterable[PlanShift]]]) -> SafeString:
    """The cells of a day, by the row of the grid in which each stands."""
    return SafeString(
        "".join(
            f'<div class="rn-plan__cell rn-r-{number}">{"".join(map(_shift, shifts))}</div>'
            for number, shifts in found
        )
    )


def _shift(one: PlanShift) -> str:
    """A link: what, when, how far its places are taken, by a sign, in figures and in words."""
    move = ""
    if one.move:
        times = f' data-start="{_said(one.start)}" data-end="{_said(one.end)}"'
        move = f' data-move="{_said(one.move)}"{times}'
    place = f'<span class="rn-shift__place">{_said(one.place)}</span>' if one.place else ""
    look = one.look
    return (
        f'<a class="rn-shift rn-shift--{look}" href="{_said(one.url)}"{move}>'
        f'<span class="rn-shift__what">{_said(one.label)}</span>'
        f'<span class="rn-shift__top"><b>{_said(one.times)}</b> '
        f'<span class="rn-shift__n">{icons.drawing(one.sign)} {_told(one)}</span></span>'
        f"{_warning(one.warning)} {place}</a>"
    )


def _told(one: PlanShift) -> str:
    if one.state == "draft":
        return _said(pgettext("shift", "Draft"))
    if one.state == "cancelled":
        return _said(pgettext("shift", "Cancelled"))
    if one.reader:
        return _said(one.says)
    taken = _("%(taken)s of %(places)s places taken") % {"taken": one.taken, "places": one.places}
    return (
        f'<span aria-hidden="true">{one.taken}/{one.places}</span>'
        f'<span class="visually-hidden">{_said(taken)}</span>'
    )


def _warning(said: Text) -> str:
    if not said:
        return ""
    text = _said(said)
    hidden = f'<span class="visually-hidden">{text}</span>'
    return f'<span class="rn-shift__warning" title="{text}">{icons.drawing("alert")}{hidden}</span>'


def _said(text: Text) -> str:
    return conditional_escape(text if isinstance(text, str) else str(text))
