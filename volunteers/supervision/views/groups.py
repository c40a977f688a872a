"""The coordinator's pages of groups: all of them, one with its members and times, making and changing."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import reach
from volunteers.supervision import duties, selectors, words
from volunteers.supervision.forms import GroupForm, MembersForm, TimesForm
from volunteers.supervision.models import SupervisionGroup, SupervisionSession
from volunteers.supervision.services import groups as services
from web import formats
from web.errors import DomainError
from web.kit import Fact, Pages
from web.toasts import toast

Row = TypeVar("Row", bound=Model)
PAGE = 50
SHOWN = 8


@requires("supervision.manage")
@require_GET
def supervision(request: TenantRequest) -> HttpResponse:
    """How many are in order, what waits for ticks, and all groups."""
    today = clock.today(request.association)
    found = selectors.groups(request)
    pages = page_of(request, found.count())
    unsaid = selectors.unsaid(selectors.sessions(request), at=clock.now())
    context = {
        "section": "supervision",
        "coverage": duties.coverage(request, today=today),
        "ahead": duties.seen(request, today=today).filter(due__range=(today, today + duties.AHEAD)).count(),
        "unsaid": [(each, words.when(each)) for each in unsaid[:SHOWN]],
        "groups": [(each, _line(each)) for each in shown(selectors.with_next(found), pages)],
        "pages": pages,
    }
    return render(request, "supervision/supervision.html", context)


def page_of(request: TenantRequest, total: int, *, url: str = "?page=") -> Pages:
    """Where a reader stands in a list of this many."""
    number = request.GET.get("page", "")
    return Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=total, url=url)


def shown(found: QuerySet[Row], pages: Pages) -> list[Row]:
    """The rows of a page."""
    return list(found[pages.first - 1 : pages.last]) if pages.total else []


def _line(group: SupervisionGroup) -> str:
    in_it, next_at = group.in_it, group.next_at  # type: ignore[attr-defined]  # annotated by with_next
    coming = _("next %(when)s") % {"when": formats.when(next_at)} if next_at else _("no time ahead")
    return " · ".join([group.role.name, words.members(in_it), coming])


@requires("supervision.manage")
@require_http_methods(["GET", "POST"])
def supervision_group_new(request: TenantRequest) -> HttpResponseBase:
    """A new group."""
    form = GroupForm(request.POST or None, reader=request)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_group(plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error("name", str(refusal))
        else:
            toast(request, _("“%(name)s” was added. Take its members in next.") % {"name": made.name})
            return redirect("supervision-group", uuid=made.uuid)
    return _form(request, form)


@requires("supervision.manage")
@require_http_methods(["GET", "POST"])
def supervision_group_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a group."""
    found = get_object_or_404(selectors.groups(request), uuid=uuid)
    form = GroupForm(request.POST or None, reader=request, group=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_group(group=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("supervision-group", uuid=uuid)
    return _form(request, form, found)


def _form(request: TenantRequest, form: GroupForm, group: SupervisionGroup | None = None) -> HttpResponse:
    context = {"section": "supervision", "form": form, "group": group}
    return render(request, "supervision/group_form.html", context, status=422 if form.errors else 200)


@requires("supervision.manage")
@require_http_methods(["GET", "POST"])
def supervision_group(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """A group: who is in it, when it meets; times are put in the calendar here."""
    found = get_object_or_404(selectors.groups(request), uuid=uuid)
    form = TimesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.add_times(group=found, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _put_in(done))
            return redirect("supervision-group", uuid=uuid)
    times = selectors.with_counts(found.sessions.order_by("-starts_at", "-pk"))
    pages = page_of(request, found.sessions.count())
    members = reach.of_people(request, found.members.select_related("person"))
    context = {
        "section": "supervision",
        "group": found,
        "members": members.order_by("person__sort_key", "pk"),
        "times": [(each, words.when(each), _said(each)) for each in shown(times, pages)],
        "pages": pages,
        "form": form,
        "facts": _facts(found),
    }
    return render(request, "supervision/group.html", context, status=422 if form.errors else 200)


def _said(session: SupervisionSession) -> str:
    asked, yes, no, present = (getattr(session, name) for name in ("asked", "yes", "no", "present"))
    if session.state == SupervisionSession.State.HELD:
        return ngettext("%(count)s came", "%(count)s came", present) % {"count": present}
    if session.state == SupervisionSession.State.INVITED:
        return _("%(asked)s asked, %(yes)s come, %(no)s cannot") % {"asked": asked, "yes": yes, "no": no}
    return ""


def _put_in(done: services.Times) -> str:
    if not done.made:
        return _("These times were in the calendar already.")
    said = ngettext(
        "%(count)s time was put in the calendar.", "%(count)s times were put in the calendar.", done.made
    )
    return said % {"count": done.made}


def _facts(group: SupervisionGroup) -> list[Fact]:
    found = [
        ("list", group.role.name, group.get_kind_display()),
        ("person", words.supervisor(group) or _("No supervisor named yet"), group.get_form_display()),
        ("pin", group.site.name if group.site else "", group.site.address if group.site else ""),
        ("clock", formats.duration(group.minutes), ""),
    ]
    return [Fact(icon, text, note) for icon, text, note in found if text]


@requires("supervision.manage")
@require_http_methods(["GET", "POST"])
def supervision_members(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take people into a group."""
    found = get_object_or_404(selectors.groups(request), uuid=uuid)
    today = clock.today(request.association)
    form = MembersForm(request.POST or None, reader=request, group=found, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            count = services.add_members(
                group=found, people=list(form.cleaned_data["people"]), by=request.actor
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext("%(count)s came into the group.", "%(count)s came into the group.", count)
            toast(request, said % {"count": count})
            return redirect("supervision-group", uuid=uuid)
    context = {
        "section": "supervision",
        "group": found,
        "form": form,
        "anybody": form.fields["people"].queryset.exists(),  # type: ignore[attr-defined]  # a NamedChoices
    }
    return render(request, "supervision/members.html", context, status=422 if form.errors else 200)


@requires("supervision.manage")
@require_POST
def supervision_member_out(request: TenantRequest, uuid: UUID, person: UUID) -> HttpResponseBase:
    """Take somebody out of a group."""
    found = get_object_or_404(selectors.groups(request), uuid=uuid)
    who = reach.person_or_404(request, person)
    if services.remove_member(group=found, person=who, by=request.actor):
        toast(request, _("%(name)s is no longer in the group.") % {"name": who.name})
    return redirect("supervision-group", uuid=uuid)
