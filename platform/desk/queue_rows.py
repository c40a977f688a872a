"""The rows of the queue "Needs you", written in Python as the components `row`, `act` and `button` draw them.

A full queue has dozens of rows with two buttons each: a template engine takes longer over them than the
database over finding them. Words and addresses are looked up once for all rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from desk.needs import Line, Queue
from web import icons


@dataclass(frozen=True)
class _Said:
    """What is the same in all rows."""

    later: str
    back: str
    back_url: str
    token: str

    @classmethod
    def to(cls, request: HttpRequest) -> "_Said":
        """In the language in use."""
        return cls(
            later=escape(pgettext("put off", "Later")),
            back=escape(_("Show again")),
            back_url=escape(reverse("bring-back", urlconf="config.urls.association")),
            token=f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">',
        )


def rows(queue: Queue, *, request: HttpRequest) -> list[SafeString]:
    """The `li` elements of each group of the queue."""
    said = _Said.to(request)
    return [_rows(group.lines, said) for group in queue.groups]


def _rows(lines: Iterable[Line], said: _Said) -> SafeString:
    return SafeString("\n".join(_row(line, said) for line in lines))


def _row(line: Line, said: _Said) -> str:
    title = escape(line.title)
    tone = "" if line.tone == "plain" else f" rn-sig--{line.tone}"
    named = f'<a href="{escape(line.page)}">{title}</a>' if line.page else title
    why = f'<p class="rn-item__sub">{escape(line.why)}</p>' if line.why else ""
    return (
        f'<li><div class="rn-item"><span class="rn-sig{tone}">{icons.drawing(line.icon)}</span>'
        f'<div><p class="rn-item__title">{named}</p>{why}</div>'
        f'<div class="rn-item__act">{_actions(line, title, said)}</div></div></li>'
    )


def _actions(line: Line, title: str, said: _Said) -> str:
    about = f'<span class="visually-hidden">: {title}</span>'
    if line.back:
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">'
            for name, value in line.back.items()
        )
        return _act(said.back_url, hidden, f"{said.back}{about}", said)
    action, url = f"{escape(line.action)}{about}", escape(line.url)
    if line.post:
        first = _act(url, '<input type="hidden" name="from" value="today">', action, said)
    else:
        kind = "primary" if line.first else "plain"
        first = f'<a class="btn btn-{kind} btn-sm" href="{url}"><span>{action}</span></a>'
    if not line.later:
        return first
    return (
        f'{first}\n<a class="btn btn-ghost btn-sm" href="{escape(line.later)}" data-dialog>'
        f"<span>{said.later}{about}</span></a>"
    )


def _act(url: str, hidden: str, label: str, said: _Said) -> str:
    return (
        f'<form class="rn-act" method="post" action="{url}">{said.token}{hidden}'
        f'<button class="btn btn-plain btn-sm" type="submit"><span>{label}</span></button></form>'
    )
