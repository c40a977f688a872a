"""Where one can go, by host and role. Shown by the layouts of `web` as the frame around each page."""

from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from accounts.rights import may
from desk.messages.inbox import unread_number
from desk.on_device import key_of
from tenants.addresses import absolute_url
from tenants.context import in_tenant_phase
from web.nav import Entry, Frame, Group, Me

COORDINATING = frozenset({"coordinator", "owner"})
OWN_PAGES = COORDINATING | {"volunteer"}


# Where somebody's day begins, by the first of these roles that they have.
FIRST = (
    ("owner", "today"),
    ("coordinator", "today"),
    ("volunteer", "home"),
    ("leader", "groups"),
    ("guest", "look"),
    ("supervisor", "supervised"),
)


def first_page(access: frozenset[str]) -> str:
    """The route of the first page of somebody with these roles; empty without any."""
    return next((route for role, route in FIRST if role in access), "")


def frame_of(request: HttpRequest) -> Frame:
    """The frame of the page that is being answered. Asks one thing only: how many messages are new."""
    place = getattr(request, "place", None)
    if place is None or place.kind == "base":
        return Frame(sign_in=absolute_url("identity", "account_login"))
    if place.kind == "identity":
        return Frame(home=absolute_url("base"))
    if place.kind == "umbrella":
        return _umbrella(request)
    return _association(request)


def _link(request: HttpRequest, name: str) -> str:
    return _address(request.urlconf, name)


@cache
def _address(urlconf: str, name: str) -> str:
    """A menu has thirty of them on every page, and they are always the same."""
    return reverse(name, urlconf=urlconf)


def _me(request: HttpRequest, role: str) -> Me | None:
    if not request.user.is_authenticated:
        return None
    return Me(name=str(request.user), role=role, url=_link(request, "me"))


def _umbrella(request: HttpRequest) -> Frame:
    access: frozenset[str] = getattr(request, "access", frozenset())
    entries = [
        Entry(_("Overview"), _link(request, "overview"), "chart", "overview"),
        Entry(_("By month"), _link(request, "figures-months"), "calendar", "months"),
        Entry(_("By role"), _link(request, "figures-roles"), "people", "roles"),
        Entry(_("Trends"), _link(request, "figures-trends"), "arrow-up", "trends"),
        Entry(_("Targets"), _link(request, "figure-targets"), "check", "targets"),
        Entry(_("Associations"), _link(request, "associations"), "building", "associations"),
        Entry(_("Networks"), _link(request, "networks"), "people", "networks"),
        Entry(_("Years"), _link(request, "years"), "calendar", "years"),
        Entry(_("Definitions"), _link(request, "definitions"), "info", "definitions"),
        Entry(_("Catalogue"), _link(request, "catalogue"), "book", "catalogue"),
        Entry(_("Letters"), _link(request, "federation-letters"), "message", "federation-letters"),
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
    if coordinates and (request.path_info == "/me/" or request.path_info.startswith("/coordinate/")):
        simple = request.place.association.simple_mode  # type: ignore[attr-defined]  # set by HostMiddleware
        entries, groups = _few(request) if simple else everything(request)
    elif access:
        entries = [
            *(_own(request, waiting=_new_messages(request)) if access & OWN_PAGES else []),
            *(_led(request)),
            # Five fit on a phone: who coordinates finds themselves on those pages.
            *([] if coordinates else [_myself(request)]),
        ]
        if coordinates or withheld & COORDINATING:  # where it leads, the second factor is asked for
            entries.append(Entry(_("Coordinate"), _link(request, "today"), "settings", "today"))
    paused = request.place.association.is_read_only and bool(access)  # type: ignore[attr-defined]  # as above
    return Frame(
        notice_title=_("Paused.") if paused else "",
        notice=_("You can look at everything, but nothing can be changed at the moment.") if paused else "",
        place=request.place.association.name,  # type: ignore[attr-defined]  # set by HostMiddleware
        home=_link(request, first_page(access) or "public") if access else "/",
        entries=entries,
        groups=groups,
        search=_link(request, "search") if groups else "",
        footer=[
            Entry(_("Privacy notice"), _link(request, "privacy"), "lock", "privacy"),
            Entry(_("Accessibility"), _link(request, "accessibility"), "info", "accessibility"),
        ],
        me=_me(request, _role_in_words(access)),
        sign_in=_link(request, "signin"),
        sign_out=_link(request, "signout"),
        app=_link(request, "app"),
        worker=_link(request, "worker"),
        keeps=key_of(request),
    )


def _if_may(request: HttpRequest, rule: str, label: str, route: str, icon: str, key: str) -> list[Entry]:
    """An entry, for those to whom the rule says yes."""
    return [Entry(label, _link(request, route), icon, key)] if may(request, rule) else []


def _led(request: HttpRequest) -> list[Entry]:
    """What a group leader, a guest and a supervisor from outside open."""
    groups = _if_may(request, "groups.see", _("Groups"), "groups", "people", "groups")
    groups += _if_may(request, "supervision.outside", _("Supervision"), "supervised", "support", "supervised")
    if not may(request, "guest.look"):
        return groups
    return [
        *groups,
        Entry(_("Overview"), _link(request, "look"), "chart", "look"),
        Entry(_("Volunteers"), _link(request, "look-people"), "people", "look-people"),
    ]


def _role_in_words(access: frozenset[str]) -> str:
    if access & COORDINATING:
        return _("Deputy") if access & COORDINATING == {"deputy"} else _("Coordinator")
    if "volunteer" in access:
        return _("Volunteer")
    if "supervisor" in access:
        return _("Supervisor from outside")
    return _("Group leader") if "leader" in access else _("Guest")


def _today(request: HttpRequest) -> Entry:
    label = pgettext("coordinator's page", "Today")
    waiting = getattr(request, "needs_waiting", 0)  # known where Today itself is shown
    return Entry(label, _link(request, "today"), "home", "today", count=waiting)


def everything(request: HttpRequest) -> tuple[list[Entry], list[Group]]:
    """All that a coordinator can open from the menu."""
    entries = [
        _today(request),
        Entry(_("Plan"), _link(request, "plan"), "calendar", "plan"),
        Entry(_("Applications"), _link(request, "applications"), "inbox", "applications"),
        Entry(_("Volunteers"), _link(request, "people"), "people", "people"),
        Entry(_("Roles"), _link(request, "roles"), "list", "roles"),
        Entry(pgettext("navigation", "Messages"), _link(request, "letters"), "message", "letters"),
    ]
    groups = [
        Group(
            _("Hours"),
            [
                Entry(_("To approve"), _link(request, "hours-approve"), "clock", "hours-approve"),
                *_if_may(
                    request,
                    "figures.own",
                    pgettext("navigation", "Figures"),
                    "own-figures",
                    "chart",
                    "own-figures",
                ),
                *_if_may(
                    request,
                    "figures.own",
                    _("Beside the federation"),
                    "beside-federation",
                    "chart",
                    "beside-federation",
                ),
                *_if_may(request, "reports.manage", _("Annual reports"), "reports", "file", "reports"),
                *_if_may(request, "months.close", _("Months"), "months", "lock", "months"),
                *_if_may(
                    request,
                    "hours.import",
                    pgettext("navigation", "Import"),
                    "hours-import",
                    "upload",
                    "hours-import",
                ),
            ],
        ),
        Group(
            _("Activities"),
            [
                Entry(_("Calendar"), _link(request, "activities"), "calendar", "activities"),
                Entry(_("Groups"), _link(request, "groups-all"), "people", "groups-all"),
                Entry(_("Counting places"), _link(request, "tallies"), "plus", "tallies"),
                Entry(pgettext("navigation", "Premises"), _link(request, "premises"), "building", "premises"),
                *_if_may(request, "counts.see", _("What was done"), "counts", "chart", "counts"),
            ],
        ),
        Group(
            pgettext("navigation", "Association"),
            [
                Entry(pgettext("sites", "Places"), _link(request, "sites"), "pin", "sites"),
                *_if_may(request, "training.manage", _("Courses"), "training-courses", "book", "training"),
                Entry(pgettext("heading", "Thanks"), _link(request, "thanks"), "heart", "thanks"),
                Entry(_("Supervision"), _link(request, "supervision"), "support", "supervision"),
                Entry(_("Support pairs"), _link(request, "pairs"), "people", "pairs"),
                Entry(_("Surveys"), _link(request, "surveys"), "chart", "surveys"),
                Entry(pgettext("heading", "Rest"), _link(request, "rest"), "pause", "rest"),
                Entry(_("Certificates"), _link(request, "certificates"), "file", "certificates"),
                Entry(_("Outgoing messages"), _link(request, "outgoing"), "mail", "outgoing"),
                *_if_may(
                    request,
                    "association.manage",
                    pgettext("navigation", "Placements"),
                    "placements",
                    "book",
                    "placements",
                ),
                Entry(_("Incidents"), _link(request, "incidents"), "alert", "incidents"),
                Entry(_("Agreements"), _link(request, "agreements"), "file", "agreements"),
                *_if_may(request, "team.manage", _("Coordinators"), "team", "shield", "team"),
                *_if_may(request, "data.manage", _("People's data"), "data", "lock", "data"),
                *_if_may(request, "settings.manage", _("Settings"), "settings", "settings", "settings"),
                *_if_may(request, "tokens.manage", _("API"), "api-access", "key", "api"),
            ],
        ),
        Group(pgettext("navigation", "My own"), _own(request)),
    ]
    return entries, groups


def _few(request: HttpRequest) -> tuple[list[Entry], list[Group]]:
    """What the simple mode shows: four things to do, and one page that leads to all others."""
    others = [
        Entry(_("All pages"), _link(request, "all-pages"), "list", "all-pages"),
        *_if_may(request, "settings.manage", _("Settings"), "settings", "settings", "settings"),
    ]
    return [_today(request), *four(request)], [
        Group(pgettext("navigation", "Association"), others),
        Group(pgettext("navigation", "My own"), _own(request)),
    ]


def four(request: HttpRequest) -> list[Entry]:
    """The four buttons of the simple mode."""
    return [
        Entry(pgettext("navigation", "People"), _link(request, "people"), "people", "people"),
        Entry(pgettext("navigation", "Shifts"), _link(request, "plan"), "calendar", "plan"),
        Entry(pgettext("navigation", "Hours"), _link(request, "hours-approve"), "clock", "hours-approve"),
        *_if_may(
            request, "figures.own", pgettext("navigation", "Report"), "own-figures", "chart", "own-figures"
        ),
    ]


def _myself(request: HttpRequest) -> Entry:
    return Entry(pgettext("navigation", "Me"), _link(request, "me"), "person", "me")


def _own(request: HttpRequest, *, waiting: int = 0) -> list[Entry]:
    messages = pgettext("navigation", "Messages")
    return [
        Entry(pgettext("navigation", "Home"), _link(request, "home"), "home", "home"),
        Entry(_("Shifts"), _link(request, "shifts"), "calendar", "shifts"),
        Entry(pgettext("navigation", "Hours"), _link(request, "hours"), "clock", "hours"),
        Entry(messages, _link(request, "messages"), "message", "messages", count=waiting),
    ]


def _new_messages(request: HttpRequest) -> int:
    """For the volunteer's own pages; a page of failure is made outside of the association."""
    if not in_tenant_phase():
        return 0
    known: int | None = getattr(request, "new_messages", None)  # counted where the list itself is shown
    return unread_number(request.user.uuid) if known is None else known  # type: ignore[union-attr]  # signed in
