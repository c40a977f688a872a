"""The coordinator's pages of groups: the list, one of them with its times, making and changing."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.activities import selectors, words
from scheduling.activities.forms import GroupForm, WeeklyForm
from scheduling.activities.models import Group
from scheduling.activities.services import groups as services
from tenants import clock
from volunteers.register.words import LifeCourse, TargetGroup
from web.errors import DomainError
from web.kit import Column, Fact, Tab
from web.toasts import toast

COLUMNS = (
    Column(pgettext_lazy("column", "When")),
    Column(pgettext_lazy("column", "State")),
    Column(pgettext_lazy("column", "People"), numeric=True),
)


@requires("activities.manage")
@require_GET
def groups(request: TenantRequest) -> HttpResponse:
    """All groups that the reader looks after."""
    lines = [(group, _line(group)) for group in selectors.groups(reader=request)]
    return render(request, "activities/groups.html", {"section": "groups-all", "lines": lines})


def _line(group: Group) -> str:
    parts = (
        words.rhythm(group),
        group.site.name if group.site else "",
        group.leader.name if group.leader else "",
    )
    return " · ".join(part for part in parts if part)


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def group_new(request: TenantRequest) -> HttpResponseBase:
    """A new group."""
    form = GroupForm(request.POST or None, reader=request)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_group(plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error("name_fi", str(refusal))
        else:
            toast(
                request, _("“%(name)s” was added. Put its times in the calendar next.") % {"name": made.name}
            )
            return redirect("group", uuid=made.uuid)
    return _form(request, form)


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def group_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a group; its times ahead go along."""
    found = get_object_or_404(selectors.groups(reader=request), uuid=uuid)
    form = GroupForm(request.POST or None, reader=request, group=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_group(group=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error("name_fi", str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("group", uuid=uuid)
    return _form(request, form, found)


def _form(request: TenantRequest, form: GroupForm, group: Group | None = None) -> HttpResponse:
    context = {"section": "groups-all", "form": form, "group": group}
    return render(request, "activities/group_form.html", context, status=422 if form.errors else 200)


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def group(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """A group and its times of a year; more are put in the calendar here, week by week."""
    found = get_object_or_404(selectors.groups(reader=request), uuid=uuid)
    form = WeeklyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.add_weekly(group=found, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _put_in(done))
            return redirect("group", uuid=uuid)
    year = _year(request)
    sessions = list(selectors.sessions_between(found, since=date(year, 1, 1), until=date(year, 12, 31)))
    held = [each for each in sessions if each.state == "held"]
    context = {
        "section": "groups-all",
        "group": found,
        "columns": COLUMNS,
        "lines": [(each, words.when(each), words.came(each.standing)) for each in reversed(sessions)],
        "form": form,
        "facts": _facts(found),
        "held": len(held),
        "tabs": [
            Tab(str(each), f"?year={each}", current=each == year)
            for each in sorted({year - 1, year, year + 1})
        ],
        "year": year,
    }
    return render(request, "activities/group.html", context, status=422 if form.errors else 200)


def _year(request: TenantRequest) -> int:
    wish = request.GET.get("year", "")
    today = clock.today(request.association).year
    return int(wish) if wish.isdecimal() and 2000 <= int(wish) <= 2100 else today


def _put_in(done: services.Times) -> str:
    if not done.made:
        return _("These times were in the calendar already.")
    said = ngettext(
        "%(count)s time was put in the calendar.", "%(count)s times were put in the calendar.", done.made
    )
    return said % {"count": done.made}


def _facts(group: Group) -> list[Fact]:
    courses, targets = dict(LifeCourse.choices), dict(TargetGroup.choices)
    codes = [
        *(str(courses[code]) for code in group.life_course if code in courses),
        *(str(targets[code]) for code in group.target_groups if code in targets),
    ]
    open_to = _("Anybody may come") if group.is_open else _("For those who were taken in")
    most = (
        ngettext("At most %(count)s person", "At most %(count)s people", group.capacity)
        % {"count": group.capacity}
        if group.capacity
        else ""
    )
    found = [
        ("clock", words.rhythm(group), ""),
        ("pin", group.site.name if group.site else "", group.site.address if group.site else ""),
        ("person", group.leader.name if group.leader else "", group.role.name),
        ("people", open_to, most),
        ("heart", ", ".join(codes), ""),
        ("calendar", _("In the public calendar") if group.is_public else "", ""),
    ]
    return [Fact(icon, text, note) for icon, text, note in found if text]
