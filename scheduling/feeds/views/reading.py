"""What a calendar program reads: without a session, by the secret in the address, which acts on nothing."""

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import volunteering
from accounts.http import TenantRequest
from accounts.rights import public_page
from scheduling.feeds import contents, selectors
from scheduling.feeds.icalendar_text import MIMETYPE
from scheduling.feeds.models import CalendarFeed
from scheduling.feeds.selectors import Asked
from tenants import clock
from tenants.models import Association
from web import failures
from web.limits import address, allowed, limited

NAME = "shifts.ics"


@public_page
@require_safe
@limited("feed", methods=frozenset({"GET", "HEAD"}))
def feed(request: TenantRequest, secret: str) -> HttpResponseBase:
    """The calendar; 304 while it is as the program knows it, 404 for nobody's secret, 410 when it has ended.

    Addresses are counted by the network that asks, and once more by themselves: many are read by one service.
    """
    asked = selectors.asked(secret)
    if asked is None:
        if not allowed("secret", source=f"calendar from {address(request)}"):
            return failures.failure(request, 429)
        return _plain(_("There is no calendar at this address."), status=404)
    if not allowed("one_feed", source=f"calendar {asked.feed.pk}"):
        return failures.failure(request, 429)
    if not _is_in_force(asked):
        return _plain(_("This calendar has ended."), status=410)
    return _guarded(_answer(request, asked))


def _is_in_force(asked: Asked) -> bool:
    """Whether whoever has it still belongs here: their login, and for own shifts their period."""
    return asked.is_going_on and asked.login is not None and volunteering.acts_here(user_uuid=asked.login)


def _answer(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    association: Association = request.association  # type: ignore[attr-defined]  # set by HostMiddleware
    feed = _noted(asked, association)
    since = feed.changed_at.replace(microsecond=0)
    etag = f'"{feed.digest[:32]}-{int(since.timestamp())}"'
    response = get_conditional_response(request, etag=etag, last_modified=int(since.timestamp()))
    if response is None:
        content = contents.calendar(feed, association=association, at=since)
        response = HttpResponse(content, content_type=f"{MIMETYPE}; charset=utf-8")
        response.headers["Content-Disposition"] = f'inline; filename="{NAME}"'
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(since.timestamp())
    return response


def _noted(asked: Asked, association: Association) -> CalendarFeed:
    """Note since when it is as it is, and once a day that somebody asked."""
    feed, today = asked.feed, clock.today(association)
    digest = _digest(asked, association)
    changed: dict[str, object] = {}
    if digest != feed.digest:
        changed |= {"digest": digest, "changed_at": _later(feed.changed_at)}
    if feed.read_on != today:
        changed["read_on"] = today
    if changed:
        CalendarFeed.objects.filter(pk=feed.pk).update(**changed)
        for name, value in changed.items():
            setattr(feed, name, value)
    return feed


def _later(before: datetime) -> datetime:
    """Now; the demo's clock may have been set back."""
    return max(clock.now(), before)


def _digest(asked: Asked, association: Association) -> str:
    feed = asked.feed
    said = (contents.LAYOUT, asked.told, feed.alarm_minutes, feed.language, association.name,
            association.slug, association.timezone)  # fmt: skip
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _plain(sentence: str, *, status: int) -> HttpResponseBase:
    return _guarded(HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8"))


def _guarded(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
