"""The coordinator's pages of people without names that leaders wrote down: they count once approved."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import waiting_heads
from scheduling.hours.errors import HeadsNotWaiting
from scheduling.hours.forms import ReturnHeadsForm, WhyHeadsForm
from scheduling.hours.models import HoursTally
from scheduling.hours.services import approving_heads as verbs
from scheduling.hours.views.approval import uuids
from web import formats
from web.errors import DomainError
from web.toasts import toast


@requires("hours.approve")
@require_POST
def heads_approve(request: TenantRequest) -> HttpResponseBase:
    """Approve the marked ones."""
    chosen = list(waiting_heads.by_uuid(uuids(request.POST.getlist("heads")), reader=request))
    try:
        done = verbs.approve(tallies=chosen, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("hours-approve")
    if not chosen:
        toast(request, _("Mark the people without names that you want to approve."), bad=True)
    elif not done.minutes:
        toast(request, str(HeadsNotWaiting()))
    else:
        said = ngettext(
            "%(count)s person without a name approved, %(hours)s.",
            "%(count)s people without names approved, %(hours)s.",
            done.heads,
        )
        minutes = formats.duration(done.minutes)
        toast(request, said % {"count": formats.number(done.heads), "hours": minutes})
    return redirect("hours-approve")


@requires("hours.approve")
@require_http_methods(["GET", "POST"])
def heads_return(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Give them back to whoever leads the role, with what should be changed."""
    tally = _tally(request, uuid)
    if tally.state != HoursTally.State.SUBMITTED:
        toast(request, str(HeadsNotWaiting()), bad=True)
        return redirect("hours-approve")
    form = ReturnHeadsForm(request.POST or None)

    def give_back(reason: str) -> HttpResponseBase:
        verbs.return_heads(tally=tally, reason=reason, by=request.actor)
        toast(request, _("Returned. Whoever leads the role reads the reason on their page."))
        return redirect("hours-approve")

    return _asked(request, "hours/heads_return.html", tally, form, give_back)


@requires("hours.correct")
@require_http_methods(["GET", "POST"])
def heads_count(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Have people without names count that nobody had approved when their month closed."""
    tally = _tally(request, uuid)
    year, month = tally.first_month.year, tally.first_month.month
    if tally.state != HoursTally.State.SUBMITTED:
        toast(request, str(HeadsNotWaiting()), bad=True)
        return redirect("month-heads", year=year, month=month)
    form = WhyHeadsForm(request.POST or None)

    def count(reason: str) -> HttpResponseBase:
        verbs.count_late(tally=tally, reason=reason, by=request.actor)
        toast(request, _("The people without names count now."))
        return redirect("month-heads", year=year, month=month)

    return _asked(request, "hours/heads_count.html", tally, form, count)


def _tally(request: TenantRequest, uuid: UUID) -> HoursTally:
    tally = waiting_heads.by_uuid([uuid], reader=request).first()
    if tally is None:
        raise Http404
    return tally


def _asked(
    request: TenantRequest,
    template: str,
    tally: HoursTally,
    form: Any,
    act: Callable[[str], HttpResponseBase],
) -> HttpResponseBase:
    """The page that asks why, and what is done with the answer; a refusal stands on the page."""
    if request.method == "POST" and form.is_valid():
        try:
            return act(form.cleaned_data["reason"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    section = "months" if template == "hours/heads_count.html" else "hours-approve"
    (line,) = waiting_heads.lines([tally])
    context = {"section": section, "nav_key": section, "tally": tally, "line": line, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)
