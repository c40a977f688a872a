"""Taking in a schedule: choose a file, look at what it would change, say yes, and take it back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.feeds.forms import ScheduleForm
from scheduling.feeds.schedules import judging, services
from scheduling.feeds.schedules.judging import Judged
from scheduling.shifts.models import ScheduleImport, Shift
from volunteers.register import reach
from volunteers.register.selectors import active_roles, active_sites
from web import formats
from web.bodies import takes_file
from web.errors import DomainError
from web.kit import Column
from web.limits import limited
from web.sheets.refusals import FileRefused
from web.toasts import toast

SHOWN = 100
State = ScheduleImport.State
CHIPS: dict[str, tuple[str, str]] = {
    State.DRAFT: ("wait", "wait"),
    State.DONE: ("check", "good"),
    State.UNDONE: ("undo", "neutral"),
}
FILES = (
    Column(pgettext_lazy("column", "File")),
    Column(pgettext_lazy("column", "Source"), wide=True),
    Column(pgettext_lazy("column", "State")),
)
SHIFTS = (Column(pgettext_lazy("column", "When")), Column(pgettext_lazy("column", "Shift")))
CHANGES = (*SHIFTS, Column(pgettext_lazy("column", "What changes")))
REASONS = (*SHIFTS, Column(pgettext_lazy("column", "Why")))
PROBLEMS = (Column(pgettext_lazy("column", "Entry")), Column(pgettext_lazy("column", "What is wrong")))


def _batch(request: TenantRequest, uuid: UUID) -> ScheduleImport:
    found = reach.of_roles(request, ScheduleImport.objects.select_related("role", "site"))
    batch = found.filter(uuid=uuid).first()
    if batch is None:
        raise Http404
    return batch


@requires("shifts.manage")
@takes_file(megabytes=services.MEGABYTES)
@limited("import", methods=frozenset({"POST"}))
@require_http_methods(["GET", "POST"])
def schedule_import(request: TenantRequest) -> HttpResponseBase:
    """Choose a file; what came in before stands below."""
    form = ScheduleForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        roles=reach.roles(request, active_roles()),
        sites=active_sites(),
    )
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("file", "source", "role", "site", "places")}
        try:
            kept = services.keep_draft(**given, name=given["file"].name, by=request.actor)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("schedule-import-one", uuid=kept.uuid)
    files = reach.of_roles(request, ScheduleImport.objects.select_related("role"))[:50]
    context = {
        "section": "plan",
        "form": form,
        "files": [(each, CHIPS[each.state]) for each in files],
        "columns": FILES,
    }
    return render(request, "feeds/schedule_import.html", context, status=422 if form.errors else 200)


@requires("shifts.manage")
@require_GET
def one(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """A file: what it would change, or what became of it."""
    batch = _batch(request, uuid)
    context: dict[str, Any] = {
        "section": "plan",
        "batch": batch,
        "chip": CHIPS[batch.state],
        "meta": f"{batch.source} · {batch.role.name}",
        "problems": batch.problems[:SHOWN],
        "problem_count": len(batch.problems),
        "columns": {"shifts": SHIFTS, "changes": CHANGES, "reasons": REASONS, "problems": PROBLEMS},
    }
    if batch.state == State.DRAFT:
        look = judging.look(batch)
        context |= {
            "look": look,
            "new": [_line(each) for each in look.of("new")[:SHOWN]],
            "changed": [_line(each) for each in look.of("changed")[:SHOWN]],
            "cancelled": [_line(each) for each in look.of("cancelled")[:SHOWN]],
            "left": [_line(each) for each in look.of("left")[:SHOWN]],
            "missing": [_of_shift(shift) for shift in look.missing[:SHOWN]],
            "counts": {
                **{kind: len(look.of(kind)) for kind in ("new", "changed", "cancelled", "left", "same")},
                "missing": len(look.missing),
            },
        }
    else:
        context |= {"made": batch.shifts.count(), "changed_count": len(batch.before)}
    return render(request, "feeds/schedule_one.html", context)


def _line(each: Judged) -> dict[str, Any]:
    if each.shift is not None:
        return _of_shift(each.shift) | {"what": _changes(each), "why": each.why}
    item = each.item
    return {
        "when": formats.when(item.starts_at, item.ends_at, year=True),
        "title": item.title or _("Without a title"),
        "why": each.why,
    }


def _of_shift(shift: Shift) -> dict[str, Any]:
    return {
        "when": formats.when(shift.starts_at, shift.ends_at, year=True),
        "title": shift.title or shift.role.name,
        "url": reverse("shift-manage", kwargs={"uuid": shift.uuid}),
        "coming": ngettext("%(count)s comes", "%(count)s come", shift.taken) % {"count": shift.taken}
        if shift.taken
        else "",
    }


def _changes(each: Judged) -> list[str]:
    """In words, what is after it."""
    values, item = each.values or {}, each.item
    said = []
    if {"starts_at", "ends_at"} & values.keys():
        said.append(_("Moves to %(when)s") % {"when": formats.when(item.starts_at, item.ends_at, year=True)})
    if "title" in values:
        said.append(_("Is called “%(title)s”") % {"title": item.title or _("Without a title")})
    if "places" in values:
        said.append(_("Has %(places)s places") % {"places": item.places})
    if "description" in values:
        said.append(_("Has another description"))
    return said


@requires("shifts.manage")
@limited("import", methods=frozenset({"POST"}))
@require_POST
def apply(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Yes."""
    batch = _batch(request, uuid)
    try:
        refused = services.apply(batch=batch, publish="publish" in request.POST, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        for sentence in dict.fromkeys(refused):
            toast(request, sentence, bad=True)
        undo_url = reverse("schedule-import-undo", kwargs={"uuid": uuid})
        toast(request, _("Imported: %(name)s.") % {"name": batch.name}, undo=undo_url)
    return redirect("schedule-import-one", uuid=uuid)


@requires("shifts.manage")
@require_POST
def drop(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """No."""
    try:
        services.drop(batch=_batch(request, uuid))
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("schedule-import-one", uuid=uuid)
    toast(request, _("Forgotten. No shift was changed."))
    return redirect("schedule-import")


@requires("shifts.manage")
@require_POST
def undo(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take it back."""
    try:
        taken_back, stays = services.undo(batch=_batch(request, uuid), by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("schedule-import-one", uuid=uuid)
    said = ngettext("%(count)s shift taken back.", "%(count)s shifts taken back.", taken_back) % {
        "count": taken_back
    }
    if stays:
        said += " " + ngettext(
            "%(count)s stays as it is: somebody has to do with it, or it was changed since.",
            "%(count)s stay as they are: somebody has to do with them, or they were changed since.",
            stays,
        ) % {"count": stays}
    toast(request, said)
    return redirect("schedule-import-one", uuid=uuid)
