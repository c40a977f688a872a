"""The coordinator's page of hours that wait."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import selectors
from scheduling.hours.forms import ReturnForm
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import approval
from web import formats
from web.errors import DomainError
from web.kit import Column, Pages
from web.toasts import toast

PAGE = 50
COLUMNS = (
    Column(pgettext_lazy("column", "Choose"), hidden_label=True),
    Column(pgettext_lazy("column", "Name")),
    Column(pgettext_lazy("column", "When"), wide=True),
    Column(pgettext_lazy("column", "Role"), wide=True),
    Column(pgettext_lazy("column", "Hours"), numeric=True, wide=True),
    Column(pgettext_lazy("column", "Return"), hidden_label=True),
)


@requires("hours.approve")
@require_http_methods(["GET", "POST"])
def hours_approve(request: TenantRequest) -> HttpResponseBase:
    """What waits, the oldest first; those that are marked are approved, or all that are shown."""
    if request.method == "POST":
        return _approve(request)
    waiting = selectors.waiting_entries(reader=request)
    number = request.GET.get("page", "")
    pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=waiting.count())
    entries = list(waiting[pages.first - 1 : pages.last]) if pages.total else []
    return render(
        request,
        "hours/approve.html",
        {
            "section": "hours-approve",
            "columns": COLUMNS,
            "entries": entries,
            "minutes": sum(entry.minutes for entry in entries),
            "pages": pages,
        },
    )


def _approve(request: TenantRequest) -> HttpResponseBase:
    chosen = request.POST.getlist("shown" if "all" in request.POST else "entry")
    entries = list(selectors.entries_by_uuid(_uuids(chosen), reader=request))
    if not entries:
        toast(request, _("Mark the hours that you want to approve."), bad=True)
        return redirect("hours-approve")
    try:
        count = approval.approve(entries=entries, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("hours-approve")
    minutes = sum(entry.minutes for entry in entries if entry.state == HoursEntry.State.SUBMITTED)
    said = ngettext("%(count)s entry approved, %(hours)s.", "%(count)s entries approved, %(hours)s.", count)
    toast(request, said % {"count": formats.number(count), "hours": formats.duration(minutes)})
    return redirect("hours-approve")


def _uuids(texts: Iterable[str]) -> list[UUID]:
    """What is an identifier among what a form sent."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@requires("hours.approve")
@require_http_methods(["GET", "POST"])
def hours_return(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Give hours back to the volunteer, with what should be changed."""
    entry = selectors.entries_by_uuid([uuid], reader=request).first()
    if entry is None:
        raise Http404
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            approval.return_entry(entry=entry, reason=form.cleaned_data["reason"], by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Returned to %(name)s.") % {"name": entry.person.name})
            return redirect("hours-approve")
    context = {"section": "hours-approve", "entry": entry, "form": form}
    return render(request, "hours/return.html", context)
