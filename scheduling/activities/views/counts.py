"""What was held and counted in a year, numbers that wait, and correcting one of a closed month."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.activities import selectors, words
from scheduling.activities.forms import CorrectForm
from scheduling.activities.late_forms import LateForm
from scheduling.activities.models import Activity, Count, Measure, TallyPlace
from scheduling.activities.selectors import KindYear, MeasureYear, WaitingDay
from scheduling.activities.services import counts as services, tallies
from scheduling.hours import selectors as hours
from scheduling.hours.models import Method
from tenants import clock
from web import formats
from web.errors import DomainError
from web.kit import Column, Tab
from web.toasts import toast

SHOWN = 100
# What, month by month, the year, and a second line.
Row = tuple[str, list[int | None], int, str]
# A number that waits, or a day of a place: of what, when, how much.
Line = tuple[Count, str, str, str]
Day = tuple[WaitingDay, str, str, str]


@requires("counts.see")
@require_GET
def counts(request: TenantRequest) -> HttpResponse:
    """The year month by month, each kind for itself: nothing is added over kinds or measures."""
    this_year = clock.today(request.association).year
    known = sorted({*selectors.years(), this_year}, reverse=True)
    wish = request.GET.get("year", "")
    year = int(wish) if wish.isdecimal() and int(wish) in known else this_year
    closed, _there = hours.closed_of(year)
    context = {
        "section": "counts",
        "tabs": [Tab(str(each), f"?year={each}", current=each == year) for each in known],
        "year": year,
        "closed": closed,
        "columns": _columns(),
        "kinds": _tables(year),
    }
    return render(request, "activities/counts.html", context)


def _columns() -> list[Column]:
    months = [Column(formats.month_short(number), numeric=True, wide=True) for number in range(1, 13)]
    return [
        Column(pgettext_lazy("column", "What")),
        *months,
        Column(pgettext_lazy("column", "Whole year"), numeric=True),
    ]


def _tables(year: int) -> list[dict[str, object]]:
    """What was held by kind, then what was counted at places. A kind of place without numbers is told too."""
    kinds = selectors.year_of(year)
    counted = {measure.measure: measure for kind in kinds if not kind.kind for measure in kind.measures}
    places: dict[str, list[TallyPlace]] = {}
    for place in selectors.places_counted(year):
        places.setdefault(place.kind, []).append(place)
    return [
        *(_table(kind) for kind in kinds if kind.kind),
        *(_at_places(kind, places[kind], counted) for kind in words.PLACES if kind in places),
    ]


def _table(kind: KindYear) -> dict[str, object]:
    """A table's title and its rows."""
    rows: list[Row] = [(pgettext("how often", "Held"), kind.months, kind.held, _notes(kind))]
    rows += [_row(measure) for measure in kind.measures]
    return {"key": kind.kind, "title": words.HEADINGS[Activity.Kind(kind.kind)], "rows": rows}


def _row(measure: MeasureYear) -> Row:
    parts = measure.methods.items()
    said = ", ".join(f"{Method(method).label} {formats.number(quantity)}" for method, quantity in parts)
    return (str(Measure(measure.measure).label), measure.months, measure.total, said)


def _at_places(
    kind: TallyPlace.Kind, places: list[TallyPlace], counted: dict[str, MeasureYear]
) -> dict[str, object]:
    measures = [counted[measure] for measure in tallies.MEASURES[kind] if measure in counted]
    return {
        "key": kind.value,
        "title": words.PLACES[kind],
        "note": _where(places),
        "rows": [_row(measure) for measure in measures],
    }


def _where(places: list[TallyPlace]) -> str:
    """How many places, and how many of them are in town and in villages."""
    said = ngettext("%(count)s place", "%(count)s places", len(places)) % {"count": len(places)}
    areas = [
        f"{number} {area.label}"
        for area in TallyPlace.Area
        if (number := sum(place.area == area for place in places))
    ]
    return f"{said}: {', '.join(areas)}" if areas else said


def _notes(kind: KindYear) -> str:
    """How many types or places, and what others led."""
    different = {"count": formats.number(kind.different)}
    notes = []
    if kind.kind == Activity.Kind.GROUP_SESSION:
        said = ngettext("%(count)s type of group", "%(count)s types of groups", kind.different)
        notes.append(said % different)
    if kind.kind == Activity.Kind.GIG:
        notes.append(ngettext("at %(count)s place", "at %(count)s places", kind.different) % different)
    if kind.joint:
        notes.append(_("%(count)s more led and told by others") % {"count": formats.number(kind.joint)})
    return ", ".join(notes)


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def counts_waiting(request: TenantRequest) -> HttpResponseBase:
    """Numbers that leaders have sent, to approve one by one or all; those of closed months for themselves."""
    is_late = "late" in request.POST
    form = LateForm(request.POST if is_late else None)
    if request.method == "POST" and not is_late:
        return _approve(request)
    if is_late and form.is_valid() and (answer := _count_late(request, form)):
        return answer
    lines, days, total = _waiting(request, closed=False)
    late_lines, late_days, late = _waiting(request, closed=True)
    context = {
        "section": "activities",
        "lines": lines,
        "days": days,
        "total": total,
        "late_lines": late_lines,
        "late_days": late_days,
        "late": late,
        "form": form,
        "marked": {*request.POST.getlist("count"), *request.POST.getlist("day")} if is_late else None,
    }
    return render(request, "activities/counts_waiting.html", context, status=422 if form.errors else 200)


def _waiting(request: TenantRequest, *, closed: bool) -> tuple[list[Line], list[Day], int]:
    """Those of occasions, those of places by day, and how many there are in all."""
    waiting = selectors.waiting_counts(reader=request, closed=closed)
    lines = [
        (count, words.title(count.activity), words.when(count.activity), words.came([count]))
        for count in waiting[:SHOWN]
        if count.activity is not None
    ]
    days = [
        (each, each.place.name, formats.day(each.day, year=True), words.amounts(each.sums))
        for each in selectors.waiting_days(reader=request, closed=closed)
    ]
    return lines, days[:SHOWN], waiting.count() + len(days)


def _chosen(request: TenantRequest) -> list[Count]:
    chosen = []
    for text in request.POST.getlist("count"):
        try:
            chosen.append(UUID(text))
        except ValueError:
            continue
    days = selectors.counts_of_days(request.POST.getlist("day")[:SHOWN], reader=request)
    return [*selectors.counts_by_uuid(chosen, reader=request), *days]


def _approve(request: TenantRequest) -> HttpResponseBase:
    try:
        done = services.approve(counts=_chosen(request), by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        said = ngettext("%(count)s number approved.", "%(count)s numbers approved.", done)
        toast(request, said % {"count": done} if done else _("Mark the numbers that you want to approve."))
    return redirect("counts-waiting")


def _count_late(request: TenantRequest, form: LateForm) -> HttpResponseBase | None:
    reason = form.cleaned_data["reason"]
    try:
        done = services.count_late(counts=_chosen(request), reason=reason, by=request.actor)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None
    said = ngettext("%(count)s number counts now.", "%(count)s numbers count now.", done)
    toast(request, said % {"count": done} if done else _("Mark the numbers that shall count."))
    return redirect("counts-waiting")


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def count_correct(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Put another number in the place of one in a closed month."""
    found = selectors.count_by_uuid(uuid, reader=request)
    if found is None:
        raise Http404
    title, back = whose(found)
    initial = {"heads": found.quantity, "method": found.method, "basis": found.basis}
    form = CorrectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.correct(
                count=found, heads=form.said(), reason=form.cleaned_data["reason"], by=request.actor
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The number was corrected. The first one stays to be seen."))
            return redirect(back)
    context = {
        "section": "activities",
        "form": form,
        "back": back,
        "title": title,
        "now": words.came([found]),
    }
    return render(request, "activities/count_correct.html", context, status=422 if form.errors else 200)


def whose(count: Count) -> tuple[str, str]:
    """What a number is of, and its page."""
    if count.activity is not None:
        return words.title(count.activity), reverse("activity", args=[count.activity.uuid])
    if count.place is not None:
        return count.place.name, reverse("tally-place", args=[count.place.uuid])
    raise Http404
