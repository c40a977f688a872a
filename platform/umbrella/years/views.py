"""The federation's years: the list, one year with its report, its versions and files, what is done to it."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import UmbrellaRequest
from accounts.rights import may, requires
from tenants import clock
from umbrella.years import files, selectors, services, tables
from umbrella.years.forms import AmendForm, SubmitForm
from umbrella.years.models import ReportingYear, YearStep
from umbrella.years.selectors import Paper, Standing
from web import formats
from web.errors import DomainError
from web.kit import Column, Event, Pages
from web.toasts import toast

PAGE = {"section": "years"}
#: Associations on one page.
SHOWN = 50
State = ReportingYear.State
TONES = {
    State.OPEN: ("line", "refresh"),
    State.CLOSING: ("wait", "wait"),
    State.FROZEN: ("good", "lock"),
    State.SUBMITTED: ("good", "check"),
    State.AMENDED: ("good", "lock"),
}


def _found(request: UmbrellaRequest, year: int) -> Standing:
    found = selectors.standing(request.umbrella, year)
    if found is None:
        raise Http404
    return found


def _address(request: UmbrellaRequest, name: str = "year", **kwargs: Any) -> str:
    return reverse(name, urlconf=request.urlconf, kwargs=kwargs)


@requires("figures.see")
@require_GET
@never_cache
def years(request: UmbrellaRequest) -> HttpResponse:
    """All years, and how far each is."""
    lines = [(each, *TONES[State(each.state)]) for each in selectors.standings(request.umbrella)]
    last_year = clock.today(request.umbrella).year - 1
    context = {
        **PAGE,
        "lines": lines,
        "columns": [Column(pgettext("column", "Year")), Column(pgettext("column", "State"))],
        "last_year": last_year,
        "totals_href": _address(request, "year-totals", year=last_year),
        "decides": may(request, "years.decide"),
    }
    return render(request, "umbrella/years/years.html", context)


@requires("figures.see")
@require_GET
@never_cache
def year(request: UmbrellaRequest, year: int) -> HttpResponse:
    """One year: its report, what is missing, what comes next, its versions."""
    found = _found(request, year)
    paper = selectors.paper_of(request.umbrella, found)
    return render(request, "umbrella/years/year.html", _page(request, found, paper))


def _pages(request: UmbrellaRequest, paper: Paper) -> dict[str, Any]:
    """The tables of a page: all of the federation, and some of its associations."""
    pages = Paginator([one["code"] for one in paper.content["associations"]], SHOWN)
    page = pages.get_page(request.GET.get("page"))
    return {
        "tables": tables.tables(tables.page_of(paper.content, set(page))),
        "pages": Pages.of(number=page.number, size=SHOWN, total=pages.count),
    }


def _page(request: UmbrellaRequest, found: Standing, paper: Paper) -> dict[str, Any]:
    files_at = {form: _address(request, "year-file", year=found.year, form=form) for form in files.FORMS}
    return {
        **PAGE,
        "found": found,
        "paper": paper,
        "tone": TONES[State(found.state)],
        "decides": may(request, "years.decide"),
        "goes_on": found.year >= clock.today(request.umbrella).year,
        "gaps": [] if found.stands else selectors.gaps(request.umbrella, paper.content),
        **_pages(request, paper),
        "origin": files.origin_of(paper),
        "definitions": tables.definitions(),
        "files": files_at,
        "events": [_event(step) for step in found.steps],
    }


def _event(step: YearStep) -> Event:
    quiet = {YearStep.Kind.OPENED, YearStep.Kind.GIVEN_UP}
    return Event(
        when=formats.day(formats.local_date(step.at), weekday=False, year=True),
        title=YearStep.Kind(step.kind).label,
        text=", ".join(filter(None, (step.note, step.by_name))),
        state="quiet" if step.kind in quiet else "done",
    )


@requires("figures.see")
@require_GET
@never_cache
def year_version(request: UmbrellaRequest, year: int, number: int) -> HttpResponse:
    """A version as it was frozen."""
    paper = _version(request, year, number)
    forms = {
        form: _address(request, "year-version-file", year=year, number=number, form=form)
        for form in files.FORMS
    }
    context = {
        **PAGE,
        "paper": paper,
        "year": year,
        **_pages(request, paper),
        "origin": files.origin_of(paper),
        "files": forms,
    }
    return render(request, "umbrella/years/version.html", context)


def _version(request: UmbrellaRequest, year: int, number: int) -> Paper:
    paper = selectors.version_of(request.umbrella, year, number)
    if paper is None:
        raise Http404
    return paper


@requires("figures.see")
@require_GET
@never_cache
def year_file(request: UmbrellaRequest, year: int, form: str, number: int | None = None) -> HttpResponse:
    """The year as a file: a version, or, without one, what its page shows."""
    maker = files.FORMS.get(form)
    if maker is None:
        raise Http404
    if number is None:
        paper = selectors.paper_of(request.umbrella, _found(request, year))
    else:
        paper = _version(request, year, number)
    name = content_disposition_header(as_attachment=True, filename=files.name_of(paper, form))
    return HttpResponse(
        maker.make(paper), content_type=maker.content_type, headers={"Content-Disposition": str(name)}
    )


def _do(request: UmbrellaRequest, year: int, verb: Callable[..., object], said: str) -> HttpResponseBase:
    """Do something to a year, say so or why not, and show it."""
    _found(request, year)
    try:
        verb(umbrella=request.umbrella, year=year, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, said)
    return redirect(_address(request, year=year))


@requires("years.decide")
@require_POST
def year_close(request: UmbrellaRequest, year: int) -> HttpResponseBase:
    """Begin to close a year."""
    return _do(request, year, services.begin_closing, _("Closing of %(year)s has begun.") % {"year": year})


@requires("years.decide")
@require_POST
def year_open(request: UmbrellaRequest, year: int) -> HttpResponseBase:
    """Take closing back."""
    return _do(request, year, services.open_again, _("The year %(year)s is open again.") % {"year": year})


@requires("years.decide")
@require_http_methods(["GET", "POST"])
@never_cache
def year_freeze(request: UmbrellaRequest, year: int) -> HttpResponseBase:
    """Ask, then keep the year as it is published: the first version, or a further one."""
    found = _found(request, year)
    if request.method == "GET":
        return render(request, "umbrella/years/freeze.html", {**PAGE, "found": found})
    if found.amending:
        return _do(request, year, services.freeze_amended, _("The year has a new version."))
    return _do(request, year, services.freeze, _("The year %(year)s is frozen.") % {"year": year})


@requires("years.decide")
@require_http_methods(["GET", "POST"])
@never_cache
def year_submit(request: UmbrellaRequest, year: int) -> HttpResponseBase:
    """Note to whom the report was sent."""
    found, form = _found(request, year), SubmitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.submit(umbrella=request.umbrella, year=year, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Noted."))
            return redirect(_address(request, year=year))
    context = {**PAGE, "found": found, "form": form}
    return render(request, "umbrella/years/submit.html", context, status=422 if form.errors else 200)


@requires("years.decide")
@require_http_methods(["GET", "POST"])
@never_cache
def year_amend(request: UmbrellaRequest, year: int) -> HttpResponseBase:
    """Begin to amend a frozen year, for a reason."""
    found, form = _found(request, year), AmendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.begin_amending(
                umbrella=request.umbrella, year=year, by=request.actor, **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The next release may write the year anew."))
            return redirect(_address(request, year=year))
    context = {**PAGE, "found": found, "form": form}
    return render(request, "umbrella/years/amend.html", context, status=422 if form.errors else 200)


@requires("years.decide")
@require_POST
def year_leave(request: UmbrellaRequest, year: int) -> HttpResponseBase:
    """Give amending up, while nothing has changed."""
    return _do(request, year, services.give_up_amending, _("The year stays as it was frozen."))
