"""One field for everything a coordinator looks for: people, shifts, roles, places, pages."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import may, requires
from desk.nav import frame_of
from scheduling.shifts.models import Shift
from scheduling.shifts.selectors import shifts
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register import reach, roster, search
from volunteers.register.models import Site, VolunteerRole
from volunteers.register.models.people import plain
from volunteers.register.roster import Wanted
from web import formats

MOST = 8
PAST, AHEAD = timedelta(days=60), timedelta(days=120)
LONGEST = 100


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    title: str
    url: str
    sub: str = ""


@dataclass
class Found:
    """What was found of one sort; `all_url` shows all of it."""

    key: str
    title: str
    icon: str
    hits: list[Hit] = field(default_factory=list)
    all_url: str = ""


@requires("today")
@require_GET
def search_page(request: TenantRequest) -> HttpResponse:
    """A page; its lower part alone for a field that asks while somebody types."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    context = {
        "section": "search",
        "nav_key": "search",
        "text": text,
        "found": find(request, text) if text else [],
    }
    alone = request.headers.get("HX-Request") == "true"
    return render(request, "desk/_found.html" if alone else "desk/search.html", context)


def find(request: TenantRequest, text: str) -> list[Found]:
    """What the reader may see of it, sort by sort; sorts without anything are left out."""
    roles = _roles(request, text)
    found = [
        _people(request, text) if may(request, "people.manage") else None,
        _shifts(request, text, roles) if may(request, "shifts.manage") else None,
        _roles_found(roles) if may(request, "roles.manage") else None,
        _places(text) if may(request, "sites.manage") else None,
        _pages(request, text),
    ]
    return [each for each in found if each and each.hits]


def _people(request: TenantRequest, text: str) -> Found:
    on = clock.today(request.association)
    with search.with_likeness(text):
        people = list(roster.people(Wanted(text=text), on=on, reader=request)[: MOST + 1])
    lines = roster.lines(people[:MOST], columns=["state", "roles"], on=on)
    return Found(
        key="people",
        title=pgettext("heading", "People"),
        icon="person",
        hits=[
            Hit(
                title=line.person.name,
                url=_to("person", uuid=line.person.uuid),
                sub=" · ".join(filter(None, [str(line.state_label), ", ".join(line.roles)])),
            )
            for line in lines
        ],
        all_url=_to("people") if len(people) > MOST else "",
    )


def _roles(request: TenantRequest, text: str) -> list[VolunteerRole]:
    """Roles whose name has all the words, in any of the three languages."""
    wanted = plain(text).split()
    return [
        role
        for role in reach.roles(request)
        if all(word in plain(f"{role.name_fi} {role.name_sv} {role.name_en}") for word in wanted)
    ]


def _roles_found(roles: list[VolunteerRole]) -> Found:
    return Found(
        key="roles",
        title=pgettext("heading", "Roles"),
        icon="list",
        hits=[
            Hit(
                title=role.name,
                url=_to("role", uuid=role.uuid),
                sub="" if role.is_active else pgettext("role", "not in use"),
            )
            for role in sorted(roles, key=lambda role: (not role.is_active, role.position))[:MOST]
        ],
    )


def _places(text: str) -> Found:
    """Places whose name, address or host has all the words; those in use first."""
    found = Site.objects.select_related("organisation")
    for word in text.split():
        found = found.filter(
            Q(name__icontains=word) | Q(address__icontains=word) | Q(organisation__name__icontains=word)
        )
    return Found(
        key="places",
        title=pgettext("sites", "Places"),
        icon="pin",
        hits=[
            Hit(
                title=site.name,
                url=_to("site", uuid=site.uuid),
                sub=" · ".join(
                    filter(None, [site.organisation.name if site.organisation else "", site.address])
                ),
            )
            for site in found.order_by("-is_active", "name", "pk")[:MOST]
        ],
    )


def _shifts(request: TenantRequest, text: str, roles: list[VolunteerRole]) -> Found:
    """Shifts of these roles, or with the text in their title or place; those ahead first."""
    now = clock.now()
    named = Q(role__in=roles) if roles else Q()
    for word in text.split():
        named |= Q(title__icontains=word) | Q(site__name__icontains=word)
    near = reach.of_roles(request, shifts.shifts()).filter(named).exclude(state=Shift.State.CANCELLED)
    ahead = list(near.filter(ends_at__gt=now, starts_at__lt=now + AHEAD).order_by("starts_at", "pk")[:MOST])
    past = list(
        near.filter(ends_at__lte=now, starts_at__gt=now - PAST).order_by("-starts_at", "-pk")[
            : MOST - len(ahead)
        ]
    )
    return Found(
        key="shifts",
        title=pgettext("heading", "Shifts"),
        icon="calendar",
        hits=[
            Hit(
                title=words.title(shift),
                url=_to("shift-manage", uuid=shift.uuid),
                sub=" · ".join(
                    filter(
                        None,
                        [
                            formats.when(
                                formats.local_time(shift.starts_at), formats.local_time(shift.ends_at)
                            ),
                            shift.site.name if shift.site else "",
                            f"{shift.taken}/{shift.places}",
                        ],
                    )
                ),
            )
            for shift in [*ahead, *past]
        ],
    )


def _pages(request: TenantRequest, text: str) -> Found:
    """Pages by what they are called; what the menu shows, and what stands one press behind it."""
    wanted = plain(text).split()
    known = [(str(entry.label), str(entry.url)) for entry in frame_of(request).all_entries]
    behind = (
        (_("New shift"), "shift-new", "shifts.manage"),
        (_("Add a person"), "person-new", "people.manage"),
        (_("Insured volunteers"), "people-insured", "people.manage"),
        (_("Units"), "units", "roles.manage"),
        (_("Host organisations"), "organisations", "sites.manage"),
        (_("How shifts are run"), "shift-settings", "association.manage"),
        (_("What is much"), "rest-limits", "association.manage"),
        (_("Qualifications"), "qualification-types", "roles.manage"),
        (_("New role"), "role-new", "association.manage"),
    )
    known += [(name, _to(route)) for name, route, rule in behind if may(request, rule)]
    return Found(
        key="pages",
        title=pgettext("heading", "Pages"),
        icon="forward",
        hits=_by_name(known, wanted),
    )


def _by_name(known: list[tuple[str, str]], wanted: list[str]) -> list[Hit]:
    once = dict(reversed([(url, name) for name, url in known]))
    return [
        Hit(title=name, url=url) for url, name in once.items() if all(word in plain(name) for word in wanted)
    ][:MOST]


def _to(route: str, **kwargs: object) -> str:
    return reverse(route, urlconf="config.urls.association", kwargs=kwargs or None)
