"""Tablets at places, on which nobody is signed in: a link that makes a device one, once, and its cookie.

Only hashes are kept: first that of the link, then, once somebody pressed the button on its page, that of the
cookie. Opening the link does nothing, so that a preview of it uses nothing up. What a tablet shows and takes
is its app's; how a device becomes one is here alone.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.sessions import hashed, new_secret
from tenants import addresses, clock
from tenants.context import current_association
from tenants.rows import TenantRow
from web.errors import DomainError

# A link that nobody opens ends after a day.
LINK_LASTS = timedelta(days=1)
# Between opening the link and pressing the button.
LINK_KEPT = 60 * 60
LONGEST = 60 * 60 * 24 * 400


class SignedInOnTablet(DomainError):
    """Whoever comes next would have the pages of the one who is signed in."""

    code = "signed_in_on_tablet"
    sentence = _("Somebody is signed in on this device. Sign out here first, then open the link again.")


class Tablet(TenantRow):
    """A tablet at a place: first the hash of its link, then, once that was opened, that of its cookie."""

    secret_hash = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=160)

    class Meta:
        abstract = True
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(created_at__lt=F("ends_at")), name="%(class)s_ends"),
        ]


Row = TypeVar("Row", bound=Tablet)


@dataclass(frozen=True)
class Door(Generic[Row]):
    """How devices become one kind of tablet: its rows, its cookie's name, its pages, what it is for."""

    model: type[Row]
    cookie: str
    # Names of the routes of its page and of its link.
    page: str
    opens: str
    # What a device that takes the link shows from then on.
    says: Promise

    def found(self) -> QuerySet[Row]:
        """Tablets that have not ended."""
        return self.model._default_manager.filter(ends_at__gt=clock.now())

    def new(self, *, days: int, by: str) -> tuple[dict[str, Any], str]:
        """What a new row holds besides its own fields, and the address that the device opens once."""
        secret, now = new_secret(), clock.now()
        values = {
            "secret_hash": hashed(secret),
            "opened_at": None,
            "ends_at": now + timedelta(days=days),
            "created_at": now,
            "created_by": by,
        }
        address = addresses.absolute_url(current_association(), self.opens)
        return values, f"{address}?{urlencode({'token': secret})}"

    @transaction.atomic
    def exchange(self, secret: str) -> str | None:
        """Exchange a link, once, for the secret of a cookie. None for one that is used or too old."""
        rows = self.found().select_for_update(of=("self",))
        found = rows.filter(secret_hash=hashed(secret), opened_at__isnull=True).first()
        if found is None or clock.now() > found.created_at + LINK_LASTS:
            return None
        new = new_secret()
        found.secret_hash, found.opened_at = hashed(new), clock.now()
        found.save(update_fields=["secret_hash", "opened_at"])
        return new

    def open(self, request: HttpRequest) -> HttpResponseBase:
        """The page of a link. Opening it does nothing; a press makes this device the tablet, once."""
        if getattr(request.user, "is_authenticated", False):
            refusal = SignedInOnTablet()
            return _gone(request, str(refusal), status=refusal.status)
        if token := request.GET.get("token", ""):
            # Out of the address at once: a form is sent from a clean one alone (see web.headers).
            response = redirect(self.opens)
            self._keep(response, self._link_cookie, token, seconds=LINK_KEPT)
            return response
        salt = self._salt()
        kept = request.get_signed_cookie(self._link_cookie, default="", salt=salt, max_age=LINK_KEPT)
        if request.method == "GET" and kept:
            return private(render(request, "accounts/tablet_open.html", {"says": self.says}))
        made = self.exchange(kept) if kept else None
        if made is None:
            return self.gone(request)
        response = redirect(self.page)
        response.delete_cookie(self._link_cookie, samesite="Lax")
        self._keep(response, self._cookie, made, seconds=LONGEST)
        return response

    def device(self, request: HttpRequest) -> QuerySet[Row]:
        """The tablet that this device is: one row or none."""
        secret = request.get_signed_cookie(self._cookie, default="", salt=self._salt(), max_age=LONGEST)
        if not secret:
            return self.found().none()
        return self.found().filter(secret_hash=hashed(secret), opened_at__isnull=False)

    def gone(self, request: HttpRequest) -> HttpResponse:
        """What a device gets that is no tablet, or not any more."""
        sentence = _("This tablet is not in use any more, or its link was opened before.")
        response = _gone(request, str(sentence), status=410)
        response.delete_cookie(self._cookie, samesite="Lax")
        return response

    @property
    def _cookie(self) -> str:
        return settings.SESSION_COOKIE_NAME.replace("rn_session", self.cookie)

    @property
    def _link_cookie(self) -> str:
        return f"{self._cookie}_link"

    def _salt(self) -> str:
        return f"accounts.tablets {self.cookie} {current_association().schema_name}"

    def _keep(self, response: HttpResponseBase, name: str, value: str, *, seconds: int) -> None:
        response.set_signed_cookie(
            name,
            value,
            salt=self._salt(),
            max_age=seconds,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def private(response: HttpResponse) -> HttpResponse:
    """Nobody keeps what a tablet shows."""
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _gone(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    return private(render(request, "accounts/tablet_gone.html", {"sentence": sentence}, status=status))
