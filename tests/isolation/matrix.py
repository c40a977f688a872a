"""Who may what, written down: the one table that every cell of the matrix of roles and routes is tried by.

Read it by eye. A new rule needs its line in RULES, a route for everybody its name in OPEN, and a new kind of
person a line in PEOPLE; without one the tests fail and say so.
"""

from dataclasses import dataclass
from typing import Literal

from accounts.routes import Route
from tenants.addresses import Kind

VOLUNTEER, COORDINATOR, OWNER = "volunteer", "coordinator", "owner"
DEPUTY, LEADER, GUEST, SUPERVISOR = "deputy", "leader", "guest", "supervisor"
# A coordinator of some roles or units; whom they meet there is tried in test_reach.
LIMITED = "coordinator of a part"
ADMIN, ANALYST = "admin", "analyst"

_TEAM = frozenset({COORDINATOR, OWNER})
_WHOLE = _TEAM | {DEPUTY}
_COORDINATORS = _WHOLE | {LIMITED}
_ASSOCIATION = _COORDINATORS | {VOLUNTEER}
_FEDERATION = frozenset({ADMIN, ANALYST})

NEED_FACTOR = _COORDINATORS | _FEDERATION | {LEADER, GUEST, SUPERVISOR}
"""Roles that are in force only with a second factor."""

RULES: dict[str, frozenset[str]] = {
    "me": _ASSOCIATION | _FEDERATION | {LEADER, GUEST, SUPERVISOR},
    "association.manage": _WHOLE,
    "team.manage": _TEAM,
    "agreement.accept": _TEAM,
    "guest.look": frozenset({GUEST}),
    "groups.see": frozenset({LEADER}),
    "tokens.manage": _TEAM | {LIMITED} | _FEDERATION,
    "home": _ASSOCIATION,
    "messages.own": _ASSOCIATION,
    "today": _COORDINATORS,
    "settings.manage": _WHOLE,
    "sending.manage": frozenset({OWNER}),
    "data.manage": _WHOLE,
    "messages.manage": _COORDINATORS,
    "messages.read": _WHOLE,
    "data.export": frozenset({OWNER}),
    "shifts.see": _ASSOCIATION,
    "shifts.sign_up": _ASSOCIATION,
    "shifts.manage": _COORDINATORS,
    "check_in.manage": _WHOLE,
    "activities.manage": _COORDINATORS,
    "activities.lead": _ASSOCIATION | {LEADER},
    "counts.see": _WHOLE,
    "counts.import": _WHOLE,
    "premises.manage": _COORDINATORS,
    "premises.year": _WHOLE,
    "hours.own": _ASSOCIATION,
    "hours.approve": _COORDINATORS,
    "hours.lead": frozenset({LEADER}),
    "hours.correct": _WHOLE,
    "hours.import": _WHOLE,
    "months.close": _WHOLE,
    "figures.own": _WHOLE,
    "reports.manage": _WHOLE,
    "people.manage": _COORDINATORS,
    "people.import": _WHOLE,
    "own_fields.manage": _WHOLE,
    "people.own": _ASSOCIATION,
    "roles.manage": _COORDINATORS,
    "applications.manage": _COORDINATORS,
    "roles.see": _ASSOCIATION,
    "training.manage": _WHOLE,
    "training.own": _ASSOCIATION,
    "supervision.manage": _COORDINATORS,
    "supervision.own": _ASSOCIATION,
    "pairs.manage": _COORDINATORS,
    "surveys.manage": _COORDINATORS,
    "pairs.hand_over": _WHOLE,
    "pairs.own": _ASSOCIATION,
    "supervision.lead": _ASSOCIATION | {SUPERVISOR},
    "sites.manage": _COORDINATORS,
    "sites.see": _ASSOCIATION,
    "agreements.manage": _COORDINATORS,
    "agreements.own": _ASSOCIATION,
    "incidents.report": _ASSOCIATION,
    "incidents.see": _COORDINATORS,
    "figures.see": _FEDERATION,
    "associations.see": _FEDERATION,
    "associations.manage": frozenset({ADMIN}),
    "federation.write": frozenset({ADMIN}),
    "years.decide": frozenset({ADMIN}),
    "catalogue.manage": frozenset({ADMIN}),
    "joining.see": _FEDERATION,
    "joining.decide": frozenset({ADMIN}),
}
"""Which roles each rule lets in."""

_EVERYWHERE = {"theme", "language"}
_SIGNING_IN = {"signin", "handoff", "signout"}
# Whoever wants to volunteer has no login yet: what is theirs opens by a private link.
_APPLYING = {
    "open-role",
    "apply",
    "own-application",
    "application-open",
    "application-continue",
    "application-withdraw",
    "application-pick",
    "application-calendar",
    "application-send-on",
    "application-stay",
}
# A client of a support pair has none either: what is theirs opens by a private link.
_CLIENTS = {
    "own-client",
    "client-open",
    "client-correct",
    "client-sign",
    "client-say",
    "client-withdraw",
    "client-close",
}
# An association that wants to join has no login either: its request opens by a private link.
_JOINING = {"join", "join-open", "join-status", "join-withdraw"}
# An association that is not here tells its year's totals by a private link.
_TOTALS = {"totals", "totals-open"}
# A mail is stopped, a call for help, an offered place, a new time and a swap answered, without signing in: by
# signed links. Calendar programs read by a secret address.
_BY_LINK = {"unsubscribe", "call", "confirm", "confirm-all", "offer", "swap", "calendar-feed"}
# A camera opens the code of a place or of a course before anybody signs in; a tablet there bears a secret of
# its own, whether people come and go by it or heads are counted.
_AT_A_PLACE = {"here-scan", "course-scan", "kiosk", "kiosk-open", "tablet", "tablet-open"}
# Whoever has the link of a survey answers, and nobody knows who.
_SURVEYS = {"survey-answer", "survey-thanks"}
# What a phone installs, and what stands in for a page where there is no connection: the same for everybody.
_ON_A_PHONE = {"app", "worker", "offline"}
OPEN: dict[Kind, set[str]] = {
    "association": {
        "public",
        "happening",
        "happening-calendar",
        "certificate-check",
        "certificate-checked",
        "privacy",
        "accessibility",
    }
    | _SURVEYS
    | _ON_A_PHONE
    | _BY_LINK
    | _AT_A_PLACE
    | _APPLYING
    | _CLIENTS
    | _SIGNING_IN
    | _EVERYWHERE,
    # Whoever holds the certificate of a deleted association checks it by its code.
    "umbrella": {"deletion-check", "deletion-checked"} | _JOINING | _TOTALS | _SIGNING_IN | _EVERYWHERE,
    # Gateways report: they show their proof and get no page.
    "base": {"landing", "sms-report", "mail-report"} | _EVERYWHERE,
}
"""Routes for everybody, each for a reason: a new one needs a second reader. (At the sign-in host all are.)"""

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def methods_of(route: Route) -> tuple[str, ...]:
    """By which a route may do something: HEAD is GET, and a page has no others, as test_matrix sees to."""
    return METHODS if route.is_api or route.kind == "identity" else ("GET", "POST")


Place = Literal["alfa", "suspended", "liitto", "base", "identity"]


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A kind of person at a kind of place."""

    name: str
    at: Place
    roles: frozenset[str] = frozenset()
    signed_in: bool = True
    second_factor: bool = True

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"

    @property
    def kind(self) -> Kind:
        """The kind of host."""
        kinds: dict[Place, Kind] = {
            "alfa": "association",
            "suspended": "association",
            "liitto": "umbrella",
            "base": "base",
            "identity": "identity",
        }
        return kinds[self.at]

    @property
    def tries_all(self) -> bool:
        """Whether they try every method: what a view answers to those that it lacks is the same for all."""
        known = {
            "anonymous",
            "stranger",
            VOLUNTEER,
            COORDINATOR,
            OWNER,
            LEADER,
            GUEST,
            SUPERVISOR,
            ADMIN,
            ANALYST,
        }
        return self.name in known and self.second_factor and self.at != "suspended"


def _without_factor(place: Place, *roles: str) -> Somebody:
    name = f"{' and '.join(roles)} without second factor"
    return Somebody(name=name, at=place, roles=frozenset(roles), second_factor=False)


def _at(place: Place, *names: str, roles: tuple[str, ...] = ()) -> list[Somebody]:
    return [
        Somebody(name="anonymous", at=place, signed_in=False),
        *(Somebody(name=name, at=place) for name in names),
        *(Somebody(name=role, at=place, roles=frozenset({role})) for role in roles),
    ]


PEOPLE: list[Somebody] = [
    *_at(
        "alfa",
        "stranger",
        "access ended",
        "sign-in ended",
        "coordinator of another association",
        "volunteer of another association",
        "owner of another association",
        "admin of the umbrella",
        "analyst of the umbrella",
        "analyst of another umbrella",
        roles=(VOLUNTEER, COORDINATOR, OWNER, DEPUTY, LIMITED, LEADER, GUEST, SUPERVISOR),
    ),
    *_at(
        "suspended",
        "stranger",
        "access ended",
        "coordinator of another association",
        "analyst of the umbrella",
        roles=(VOLUNTEER, COORDINATOR, OWNER),
    ),
    *_at(
        "liitto",
        "stranger",
        "access ended",
        "sign-in ended",
        "coordinator of an association of it",
        "volunteer of an association of it",
        "owner of an association of it",
        "admin of another umbrella",
        "analyst of another umbrella",
        roles=(ADMIN, ANALYST),
    ),
    _without_factor("alfa", COORDINATOR),
    _without_factor("alfa", OWNER),
    _without_factor("alfa", VOLUNTEER),
    _without_factor("alfa", DEPUTY),
    _without_factor("alfa", LIMITED),
    _without_factor("alfa", LEADER),
    _without_factor("alfa", GUEST),
    _without_factor("alfa", SUPERVISOR),
    _without_factor("alfa", COORDINATOR, VOLUNTEER),
    _without_factor("suspended", COORDINATOR, VOLUNTEER),
    _without_factor("liitto", ADMIN),
    _without_factor("liitto", ANALYST),
    *_at("base", "stranger"),
    *_at("identity", "stranger"),
]

Answer = Literal[
    "the view",
    "to the sign-in",
    "to the second factor",
    "second factor needed",
    "not found",
    "forbidden",
    "paused",
]


def is_open(route: Route) -> bool:
    """Whether the route is for everybody. All of the sign-in host's pages are: they ask for themselves."""
    return route.kind == "identity" or route.name in OPEN[route.kind]


def expected(who: Somebody, route: Route, method: str) -> Answer:
    """What the table says of one cell."""
    changes = method not in READING and route.rule != "identity"
    if who.at == "suspended" and changes and (who.roles or route.rule == "public"):
        return "paused"
    if is_open(route):
        return "the view"
    if not who.signed_in or who.name == "sign-in ended":
        return "to the sign-in"
    if not who.roles:
        return "not found"
    may = who.roles & RULES[str(route.rule)]
    if not may:
        return "forbidden"
    if who.second_factor or may - NEED_FACTOR:
        return "the view"
    leads_there = not route.is_api and method in {"GET", "HEAD"}
    return "to the second factor" if leads_there else "second factor needed"
