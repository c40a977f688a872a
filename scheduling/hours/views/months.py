"""The coordinator's page of months: how far the year is, and closing."""

from datetime import date
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import looking_back, looking_back_heads, sampling, selectors, split, untold
from scheduling.hours.forms import EntriesForm
from scheduling.hours.models import HoursTally, Month
from scheduling.hours.services import months as verbs
from tenants import clock
from web import formats
from web.errors import DomainError
from web.kit import Column, Pages, Tab
from web.toasts import toast

COLUMNS = (
    Column(pgettext_lazy("column", "Month")),
    Column(pgettext_lazy("column", "State")),
    Column(pgettext_lazy("column", "Hours"), numeric=True),
    Column(pgettext_lazy("column", "People"), numeric=True, wide=True),
    Column(pgettext_lazy("column", "Waiting"), numeric=True, wide=True),
    Column(pgettext_lazy("column", "Close"), hidden_label=True, wide=True),
)
ENTRIES = (
    Column(pgettext_lazy("column", "Name")),
    Column(pgettext_lazy("column", "When"), wide=True),
    Column(pgettext_lazy("column", "Role"), wide=True),
    Column(pgettext_lazy("column", "Hours"), numeric=True, wide=True),
    Column(pgettext_lazy("column", "Correct"), hidden_label=True),
)
PAGE = 50


@requires("months.close")
@require_GET
def months(request: TenantRequest) -> HttpResponse:
    """The months of a year with sums, what waits, and what may be closed."""
    this_year = clock.today(request.association).year
    years = sorted({*selectors.years_with_months(), this_year}, reverse=True)
    wish = request.GET.get("year", "")
    year = int(wish) if wish.isdecimal() and int(wish) in years else this_year
    zone = ZoneInfo(request.association.timezone)
    lines = selectors.year_lines(year, at=clock.now(), zone=zone)
    known = [line.month for line in lines.lines if line.month]
    differences = looking_back.differences(year, months=known, zone=zone)
    collected = sampling.months_of(year)
    tabs = [Tab(str(each), f"?year={each}", current=each == year) for each in years]
    context = {
        "section": "months",
        "columns": COLUMNS,
        "year": lines,
        "lines": [(line, differences.get(line.first_day)) for line in lines.lines],
        "state": looking_back.year_state(year, at=clock.now(), zone=zone),
        "tabs": tabs,
        "collected": collected,
        "estimate": sampling.reckoned(
            year,
            months=collected,
            minutes={line.first_day.month: line.minutes for line in lines.lines},
        ),
    }
    return render(request, "hours/months.html", context)


@requires("hours.correct")
@require_GET
def month(request: TenantRequest, year: int, month: int) -> HttpResponse:
    """What a month is made of, and what was corrected in it since it closed."""
    first_day = first_day_of(year, month)
    found = looking_back.month_of(first_day)
    if found is None:
        raise Http404
    form = EntriesForm(request.GET or None, roles=looking_back.roles_of(first_day))
    wanted = form.cleaned_data if form.is_valid() else {}
    entries = looking_back.entries(
        first_day,
        reader=request,
        q=wanted.get("q", ""),
        role=wanted.get("role"),
        waiting=bool(wanted.get("waiting")),
    )
    number = request.GET.get("page", "")
    pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=entries.count())
    heads = looking_back_heads.tallies(first_day, reader=request)
    corrections: list[looking_back.Changed] = []
    changed_heads: list[looking_back_heads.ChangedHeads] = []
    if found.state == Month.State.CLOSED:
        zone = ZoneInfo(request.association.timezone)
        corrections = looking_back.corrections(found, reader=request, zone=zone)
        changed_heads = looking_back_heads.corrections(found, reader=request)
    context = {
        "section": "months",
        "month": found,
        "back_url": f"{reverse('months')}?year={year}",
        "is_closed": found.state == Month.State.CLOSED,
        "figure": selectors.month_figure(first_day),
        "being_made": selectors.being_made([first_day]),
        "corrections": corrections,
        "changed_heads": changed_heads,
        "has_heads": bool(changed_heads) or heads.exists(),
        "heads_behind": found.state == Month.State.CLOSED
        and heads.filter(state=HoursTally.State.SUBMITTED).exists(),
        "corrected": len(corrections) + len(changed_heads),
        "difference": sum(each.minutes for each in corrections) + sum(each.minutes for each in changed_heads),
        "columns": ENTRIES,
        "entries": list(entries[pages.first - 1 : pages.last]) if pages.total else [],
        "narrowed": any(wanted.values()),
        "pages": pages,
        "form": form,
    }
    return render(request, "hours/month.html", context)


def first_day_of(year: int, month: int) -> date:
    """The first day of a month in an address; 404 for what is none."""
    try:
        first_day = date(year, month, 1)
        split.after(first_day)
    except (ValueError, OverflowError):
        raise Http404 from None  # no calendar goes so far
    return first_day


@requires("months.close")
@require_http_methods(["GET", "POST"])
def month_close(request: TenantRequest, year: int, month: int) -> HttpResponseBase:
    """Ask, then close a month for good."""
    first_day = first_day_of(year, month)
    if request.method == "GET":
        context = {
            "section": "months",
            "first_day": first_day,
            "waiting": selectors.left_behind(first_day),
            "untold": untold.left(request, first=first_day, last=first_day),
        }
        return render(request, "hours/month_close.html", context)
    others = untold.left(request, first=first_day, last=first_day)
    try:
        closed = verbs.close_month(first_day=first_day, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _said(first_day, closed.left_behind, others))
    return redirect(f"{reverse('months')}?year={year}")


def _said(first_day: date, left_behind: int, others: list[untold.Left]) -> str:
    month = {"month": formats.month(first_day)}
    said = _("%(month)s is closed.") % month
    if left_behind:
        said = ngettext(
            "%(month)s is closed. %(count)s entry was not approved and does not count.",
            "%(month)s is closed. %(count)s entries were not approved and do not count.",
            left_behind,
        ) % {**month, "count": left_behind}
    return " ".join([said, *(f"{each.title}." for each in others)])
