"""The cards of the board, written in Python: it has dozens, each with a form of its own.

Words, addresses and what can be chosen are looked up once for all cards of a stage.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from volunteers.recruiting.selectors import Card, Stage
from volunteers.register.models import VolunteerRole
from web import icons

_ANY = UUID(int=0)


@dataclass(frozen=True)
class _Said:
    """What is the same on all cards."""

    board: str
    move: str
    do: str
    hidden: str
    sign: str

    @classmethod
    def to(cls, request: HttpRequest) -> "_Said":
        """In the language in use."""
        return cls(
            board=escape(reverse("applications", urlconf=request.urlconf)),
            move=escape(pgettext("verb", "Move")),
            do=escape(pgettext("verb", "Do")),
            hidden=f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
            f'<input type="hidden" name="next" value="{escape(request.get_full_path())}">',
            sign=icons.drawing("clock"),
        )


def cards(stages: Iterable[Stage], *, request: HttpRequest) -> list[tuple[Stage, SafeString]]:
    """Each stage with the `li` elements of its cards."""
    said = _Said.to(request)
    return [
        (stage, SafeString("".join(_card(card, stage.options, said) for card in stage.cards)))
        for stage in stages
    ]


def _card(card: Card, options: SafeString, said: _Said) -> str:
    uuid, person = card.application.uuid, escape(card.application.name)
    page = f"{said.board}{uuid}/"
    clock = f'<span class="rn-chip rn-chip--{card.tone}">{said.sign}{escape(card.clock)}</span>'
    return (
        f'<li class="rn-board__card" data-card><a class="rn-strong" href="{page}">{person}</a>'
        f'<p class="rn-small">{escape(card.roles)}</p><p class="rn-quiet">{escape(card.age)}</p>'
        f"{clock if card.clock else ''}"
        f'<form class="rn-board__move" method="post" action="{page}move/">{said.hidden}'
        f'<label class="visually-hidden" for="to-{uuid}">{said.move}: {person}</label>'
        f'<select class="form-select form-select-sm" id="to-{uuid}" name="to">{options}</select>'
        f'<button class="btn btn-plain btn-sm" type="submit"><span>{said.do}'
        f'<span class="visually-hidden">: {person}</span></span></button></form></li>'
    )


def open_roles(roles: Iterable[VolunteerRole], *, request: HttpRequest) -> list[tuple[str, str]]:
    """The names of the roles with the addresses of their recruiting."""
    address = reverse("role-recruiting", kwargs={"uuid": _ANY}, urlconf=request.urlconf)
    return [(role.name, address.replace(str(_ANY), str(role.uuid))) for role in roles]
