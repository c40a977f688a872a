"""Where one can go, by host and role. Shown by the layouts of `web` as the frame around each page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from tenants.addresses import absolute_url
from web.nav import Entry, Frame, Group, Me

COORDINATING = frozenset({"coordinator", "owner"})


def frame_of(request: HttpRequest) -> Frame:
    """The frame of the page that is being answered. Touches no database."""
    place = getattr(request, "place", None)
    if place is None or place.kind == "base":
        return Frame(sign_in=absolute_url("identity", "account_login"))
    if place.kind == "identity":
        return Frame(home=absolute_url("base"))
    if place.kind == "umbrella":
        return _umbrella(request)
    return _association(request)


def _link(request: HttpRequest, name: str) -> str:
    return reverse(name, urlconf=request.urlconf)


def _me(request: HttpRequest, role: str) -> Me | None:
    if not request.user.is_authenticated:
        return None
    return Me(name=str(request.user), role=role, url=_link(request, "me"))


def _umbrella(request: HttpRequest) -> Frame:
    access: frozenset[str] = getattr(request, "access", frozenset())
    entries = [
        Entry(_("Overview"), _link(request, "overview"), "chart", "overview"),
        Entry(_("Associations"), _link(request, "associations"), "building", "associations"),
        Entry(_("Definitions"), _link(request, "definitions"), "info", "definitions"),
        Entry(_("API"), _link(request, "api-access"), "key", "api"),
    ]
    role = _("Federation administrator") if "admin" in access else _("Federation analyst")
    return Frame(
        place=request.place.umbrella.name,  # type: ignore[attr-defined]  # set by HostMiddleware
        entries=entries if access else [],
        me=_me(request, role),
        sign_in=_link(request, "signin"),
        sign_out=_link(request, "signout"),
    )


def _association(request: HttpRequest) -> Frame:
    access: frozenset[str] = getattr(request, "access", frozenset())
    withheld: frozenset[str] = getattr(request, "access_withheld", frozenset())
    coordinates = bool(access & COORDINATING)
    entries: list[Entry] = []
    groups: list[Group] = []
    if coordinates and request.path_info.startswith(("/coordinate/", "/me/")):
        entries = [
            Entry(
                pgettext("coordinator's page", "Today"),
                _link(request, "today"),
                "home",
                "today",
                count=getattr(request, "needs_waiting", 0),
            ),
            Entry(_("Plan"), _link(request, "plan"), "calendar", "plan"),
            Entry(_("Applications"), _link(request, "applications"), "inbox", "applications"),
            Entry(_("Volunteers"), _link(request, "people"), "people", "people"),
            Entry(_("Roles"), _link(request, "roles"), "list", "roles"),
        ]
        groups = [
            Group(
                _("Hours"),
                [
                    Entry(_("To approve"), _link(request, "hours-approve"), "clock", "hours-approve"),
                    Entry(_("Months"), _link(request, "months"), "chart", "months"),
                    Entry(
                        pgettext("navigation", "Import"),
                        _link(request, "hours-import"),
                        "upload",
                        "hours-import",
                    ),
                ],
            ),
            Group(
                pgettext("navigation", "Association"),
                [
                    Entry(pgettext("heading", "Thanks"), _link(request, "thanks"), "heart", "thanks"),
                    Entry(_("Certificates"), _link(request, "certificates"), "file", "certificates"),
                    Entry(_("Incidents"), _link(request, "incidents"), "alert", "incidents"),
                    Entry(_("Agreements"), _link(request, "agreements"), "file", "agreements"),
                    Entry(_("Coordinators"), _link(request, "team"), "shield", "team"),
                    Entry(_("People's data"), _link(request, "data"), "lock", "data"),
                    Entry(_("API"), _link(request, "api-access"), "key", "api"),
                ],
            ),
            Group(pgettext("navigation", "My own"), _own(request)),
        ]
    elif access:
        entries = [
            *_own(request),
            Entry(pgettext("navigation", "Me"), _link(request, "me"), "person", "me"),
        ]
        if coordinates or withheld & COORDINATING:  # where it leads, the second factor is asked for
            entries.append(Entry(_("Coordinate"), _link(request, "today"), "settings", "today"))
    paused = request.place.association.is_read_only and bool(access)  # type: ignore[attr-defined]  # as above
    return Frame(
        notice_title=_("Paused.") if paused else "",
        notice=_("You can look at everything, but nothing can be changed at the moment.") if paused else "",
        place=request.place.association.name,  # type: ignore[attr-defined]  # set by HostMiddleware
        home=_link(request, "today" if coordinates else "home") if access else "/",
        entries=entries,
        groups=groups,
        search=_link(request, "search") if groups else "",
        footer=[
            Entry(_("Privacy notice"), _link(request, "privacy"), "lock", "privacy"),
            Entry(_("Accessibility"), _link(request, "accessibility"), "info", "accessibility"),
        ],
        me=_me(request, _("Coordinator") if coordinates else _("Volunteer")),
        sign_in=_link(request, "signin"),
        sign_out=_link(request, "signout"),
    )


def _own(request: HttpRequest) -> list[Entry]:
    return [
        Entry(pgettext("navigation", "Home"), _link(request, "home"), "home", "home"),
        Entry(_("Shifts"), _link(request, "shifts"), "calendar", "shifts"),
        Entry(pgettext("navigation", "Hours"), _link(request, "hours"), "clock", "hours"),
    ]
