"""Short messages about what just happened, with an undo where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise

from web import just_done

UNDO = "undo:"


@dataclass(frozen=True, slots=True)
class Toast:
    """A message as the page shows it."""

    text: str
    bad: bool
    undo: str = ""


class HostCookie(CookieStorage):
    """Django's signed cookie, under a name that keeps it to one host like all of ours."""

    cookie_name = settings.MESSAGES_COOKIE_NAME

    def update(self, response: HttpResponseBase) -> list[Message] | None:
        """Write what is said on the next page, and what can be undone from the first one."""
        just_done.write(self.request, response)
        return super().update(response)


def toast(request: HttpRequest, text: str | Promise, *, bad: bool = False, undo: str = "") -> None:
    """Say it on the next page. ``undo`` is an address that takes the act back by POST."""
    if undo:
        just_done.remember(request, str(text), undo)
    level = messages.ERROR if bad else messages.SUCCESS
    messages.add_message(request, level, str(text), extra_tags=f"{UNDO}{undo}" if undo else "")


def from_message(message: Message) -> Toast:
    """The toast that a message of Django's framework stands for."""
    undo = message.extra_tags.removeprefix(UNDO) if (message.extra_tags or "").startswith(UNDO) else ""
    return Toast(text=str(message.message), bad=message.level >= messages.WARNING, undo=undo)
