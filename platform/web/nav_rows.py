"""The entries of the main menu, written in Python.

Every page has them, thirty for who coordinates, and twice: in the rail and in the menu of a phone. A template
engine took longer over them than over all the rest of most pages.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from web import icons
from web.nav import Entry, Frame

CURRENT = ' aria-current="page"'


def rows(frame: Frame, *, current: str) -> SafeString:
    """The links of the menu, those of groups under their headings. ``current`` is the key of the open one."""
    parts = _entries(frame.entries, current)
    for group in frame.groups:
        parts += [f'<p class="rn-railhead">{escape(group.label)}</p>', *_entries(group.entries, current)]
    return SafeString("\n".join(parts))


def _entries(entries: Iterable[Entry], current: str) -> list[str]:
    return [
        f'<a href="{escape(entry.url)}"{CURRENT if entry.key == current else ""}>'
        f"{icons.drawing(entry.icon)}<span>{escape(entry.label)}</span>{_waiting(entry.count)}</a>"
        for entry in entries
    ]


def _waiting(count: int) -> str:
    if not count:
        return ""
    said = ngettext("%(counter)s waiting", "%(counter)s waiting", count) % {"counter": count}
    return (
        f'<span class="rn-count"><span aria-hidden="true">{count}</span>'
        f'<span class="visually-hidden">{escape(said)}</span></span>'
    )
