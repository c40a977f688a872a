"""How long what is kept, what goes at the next run, and what went: the coordinator's pages."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants.actors import Actor
from volunteers.register import retention
from volunteers.register.models import RetentionRun
from volunteers.register.services import retention as nightly
from volunteers.register.services.retention import Coming
from web import formats
from web.errors import DomainError
from web.kit import Column
from web.toasts import toast

RUNS_SHOWN = 30
COLUMNS = (
    Column(pgettext_lazy("column", "Kind")),
    Column(pgettext_lazy("column", "Kept for"), wide=True),
    Column(pgettext_lazy("column", "Goes next"), numeric=True),
)


class TermsForm(forms.Form):
    """How many months each kind is kept: at most the default."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = retention.terms()
        for keeping in retention.listed():
            if keeping.months:
                self.fields[keeping.code] = forms.IntegerField(
                    label=str(keeping.what),
                    help_text=_("Months %(since)s. At most %(most)s.")
                    % {"since": keeping.since, "most": keeping.months},
                    min_value=1,
                    max_value=keeping.months,
                    initial=now[keeping.code],
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                )

    def save(self, *, by: Actor) -> None:
        """Set those that changed. Raises TermTooLong."""
        for code in self.changed_data:
            nightly.set_term(code=code, months=self.cleaned_data[code], by=by)


@requires("data.manage")
@require_GET
def data_kept(request: TenantRequest) -> HttpResponse:
    """Each kind with its time, what of it goes at the next run, and what went in the nights before."""
    night = retention.next_night()
    context = {
        "columns": COLUMNS,
        "lines": [_line(coming) for coming in nightly.preview(night=night)],
        "night": formats.day(night, year=True),
        "runs": [_run(run) for run in RetentionRun.objects.exclude(removed={})[:RUNS_SHOWN]],
    }
    return render(request, "desk/data_kept.html", context)


@requires("data.manage")
@require_http_methods(["GET", "POST"])
def data_terms(request: TenantRequest) -> HttpResponseBase:
    """Keep something for a shorter time."""
    form = TermsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved. The next run goes by it."))
            return redirect("data-kept")
    return render(request, "desk/data_terms.html", {"form": form}, status=422 if form.errors else 200)


def _line(coming: Coming) -> dict[str, Any]:
    return {
        "what": coming.keeping.what,
        "since": coming.keeping.since,
        "months": _months(coming.months) if coming.months else "",
        "shortened": coming.shortened,
        "count": coming.count,
        "names": coming.names,
        "more": coming.count - len(coming.names) if coming.names else 0,
    }


def _months(months: int) -> str:
    return ngettext("%(number)s month", "%(number)s months", months) % {"number": months}


def _run(run: RetentionRun) -> dict[str, Any]:
    names = {each.code: str(each.what) for each in retention.listed()}
    went = [
        f"{names.get(code, code)}: {formats.number(number)}" for code, number in sorted(run.removed.items())
    ]
    return {"night": formats.day(run.night, year=True), "went": went, "done": run.finished_at is not None}
