"""The lines of a timeline, written in Python: a page has fifteen or more."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from web.kit import Event, Text


def items(events: Iterable[Event]) -> SafeString:
    """A list item for each event: when, what, and what is told of it."""
    return SafeString("\n".join(_item(event) for event in events))


def _said(text: Text) -> str:
    return conditional_escape(text if isinstance(text, str) else str(text))


def _item(event: Event) -> str:
    look = "" if event.state == "done" else f' class="is-{event.state}"'
    title = f"<b>{_said(event.title)}</b>"
    if event.url:
        title = f'<a href="{conditional_escape(event.url)}">{title}</a>'
    when = _said(event.when)
    return f'<li{look}><span class="rn-time__when">{when}</span> {title}{event.joint}{_said(event.text)}</li>'
