"""What a guest looks at: how the association stands, who volunteers, one of them. Nothing can be changed.

Every look is noted in the trail: on the page of the person who was looked at, and for the team by guest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from accounts import team as shared
from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import selectors as hours
from tenants import clock
from tenants.models import Access
from volunteers.register import dossier, reach, requirements, roster, selectors, trail
from volunteers.register.models import Person, RoleHolding, Trail
from volunteers.register.roster import Wanted
from web import formats
from web.kit import Column, Pages

PAGE = 50
LOOKED = "guest.looked"
PEOPLE = (
    Column(pgettext_lazy("column", "Name")),
    Column(pgettext_lazy("column", "State")),
    Column(pgettext_lazy("column", "Roles"), wide=True),
)
ROLES = (Column(pgettext_lazy("column", "Role")), Column(pgettext_lazy("column", "Volunteers"), numeric=True))
MONTHS = (
    Column(pgettext_lazy("column", "Month")),
    Column(pgettext_lazy("column", "Hours"), numeric=True),
    Column(pgettext_lazy("column", "People"), numeric=True),
)
READS = (
    Column(pgettext_lazy("column", "When")),
    Column(pgettext_lazy("column", "Page")),
)
PAGES: dict[str, str | Promise] = {
    "look": gettext_lazy("How the association stands"),
    "look-people": gettext_lazy("List of volunteers"),
    "look-person": gettext_lazy("A volunteer's page"),
}
View = Callable[..., HttpResponse]


def noted(page: str) -> Callable[[View], View]:
    """Write down that the page was looked at, before anybody gets it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def looking(request: TenantRequest, *args: UUID, **kwargs: UUID) -> HttpResponse:
            answer = view(request, *args, **kwargs)
            uuid = kwargs.get("uuid")
            trail.record(
                LOOKED,
                by=request.actor,
                subject_kind="person" if uuid else "page",
                subject_uuid=uuid,
                page=page,
            )
            return answer

        return looking

    return decorate


@requires("guest.look")
@require_GET
@noted("look")
def look(request: TenantRequest) -> HttpResponse:
    """How the association stands: roles with how many do them, and the hours of the year by month."""
    today = clock.today(request.association)
    holdings = RoleHolding.objects.filter(selectors.held(today))
    holdings = reach.of_people(request, reach.of_roles(request, holdings))
    counts: dict[int, int] = {}
    for role_id in holdings.values_list("role_id", flat=True):
        counts[role_id] = counts.get(role_id, 0) + 1
    zone = ZoneInfo(request.association.timezone)
    year = hours.year_lines(today.year, at=clock.now(), zone=zone) if request.reach.whole else None
    context = {
        "section": "look",
        "roles": [(role, counts.get(role.pk, 0)) for role in reach.roles(request, selectors.active_roles())],
        "role_columns": ROLES,
        "active": reach.people(request, selectors.active_volunteers()).count(),
        "year": year,
        "month_columns": MONTHS,
        "until": _until(request),
    }
    return render(request, "desk/look.html", context)


def _until(request: TenantRequest) -> str:
    """The last day of the guest's access, in words."""
    ends = [
        access.ends_at
        for access in request.accesses
        if access.association_id == request.association.pk and access.role == Access.Role.GUEST
    ]
    last = max((at for at in ends if at is not None), default=None)
    return formats.day(last - _MOMENT, year=True) if last else ""


_MOMENT = datetime.resolution


@requires("guest.look")
@require_GET
@noted("look-people")
def look_people(request: TenantRequest) -> HttpResponse:
    """Who volunteers, by name, with what they do."""
    number = request.GET.get("page", "")
    on = clock.today(request.association)
    people, pages = roster.page(
        Wanted(),
        on=on,
        reader=request,
        number=int(number) if number.isdecimal() and len(number) < 10 else 1,
        size=PAGE,
        url="?page=",
    )
    lines = roster.lines(people, columns=["state", "roles"], on=on)
    context = {"section": "look-people", "lines": lines, "pages": pages, "columns": PEOPLE}
    return render(request, "desk/look_people.html", context)


@requires("guest.look")
@require_GET
@noted("look-person")
def look_person(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One volunteer: what they do since when, and what they have shown. No notes and no addresses."""
    found = dossier.load(uuid, reader=request)
    if found is None:
        raise Http404
    known, today = dossier.of(found), clock.today(request.association)
    context = {
        "section": "look-people",
        "person": found,
        "period": known.open_period or next(iter(known.periods), None),
        "held": sorted(known.held(today), key=lambda each: (each.role.name, each.pk)),
        "qualifications": [each for each in known.qualifications if requirements.is_valid(each, on=today)],
    }
    return render(request, "desk/look_person.html", context)


@dataclass(frozen=True)
class Look:
    """One look, in words."""

    at: datetime
    page: str
    person: Person | None


@requires("team.manage")
@require_GET
def guest_reads(request: TenantRequest) -> HttpResponse:
    """What a guest looked at, the latest first."""
    try:
        uuid = UUID(request.GET.get("who", ""))
    except ValueError:
        raise Http404 from None
    one = shared.held(user_uuid=uuid, role=Access.Role.GUEST)
    if one is None:
        raise Http404
    number = request.GET.get("page", "")
    rows = Trail.objects.filter(verb=LOOKED, actor_user=uuid).order_by("-at", "-pk")
    pages = Pages.of(
        number=int(number) if number.isdecimal() and len(number) < 10 else 1,
        size=PAGE,
        total=rows.count(),
        url=f"?who={uuid}&page=",
    )
    shown = list(rows[pages.first - 1 : pages.last]) if pages.total else []
    people = {
        person.uuid: person
        for person in reach.people(request).filter(uuid__in=[row.subject_uuid for row in shown])
    }
    context = {
        "section": "team",
        "one": one,
        "columns": READS,
        "pages": pages,
        "looks": [
            Look(
                at=row.at,
                page=str(PAGES.get(row.data.get("page", ""), _("A page"))),
                person=people.get(row.subject_uuid) if row.subject_uuid else None,
            )
            for row in shown
        ],
    }
    return render(request, "desk/guest_reads.html", context)
