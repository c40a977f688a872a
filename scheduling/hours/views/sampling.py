"""The coordinator's page of a year's sample: in which months hours are collected."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import sampling, selectors
from scheduling.hours.forms import SampleForm
from scheduling.hours.services import sampling as verbs
from tenants import clock
from web.errors import DomainError
from web.toasts import toast


@requires("months.close")
@require_http_methods(["GET", "POST"])
def year_sample(request: TenantRequest, year: int) -> HttpResponseBase:
    """Choose the months. All of them is the year that is counted whole."""
    if year not in {*selectors.years_with_months(), clock.today(request.association).year}:
        raise Http404
    every = range(1, sampling.MONTHS + 1)
    form = SampleForm(request.POST or None, initial={"months": sampling.months_of(year) or list(every)})
    back = f"{reverse('months')}?year={year}"
    if request.method == "POST" and form.is_valid():
        try:
            chosen = verbs.choose(year=year, numbers=map(int, form.cleaned_data["months"]), by=request.actor)
        except DomainError as refusal:
            form.add_error("months", str(refusal))
        else:
            whole = _("All months of %(year)s are collected.")
            part = _("Chosen: of %(year)s only these months are collected: %(months)s.")
            names = ", ".join(sampling.month_name(number) for number in chosen)
            said = whole if len(chosen) == sampling.MONTHS else part
            toast(request, said % {"year": year, "months": names})
            return redirect(back)
    context = {"section": "months", "nav_key": "months", "year": year, "form": form, "back_url": back}
    return render(request, "hours/year_sample.html", context, status=422 if form.errors else 200)
