"""The coordinator's pages of places where something is counted: the list, one of them with its numbers."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.activities import counted_besides, selectors, words
from scheduling.activities.models import ContactDetails, Count, Measure, TallyPlace
from scheduling.activities.services import places as services, tallies
from scheduling.activities.tally_forms import LinkForm, PlaceForm, TallyForm
from scheduling.activities.views.counts import whose
from scheduling.hours import selectors as hours
from scheduling.hours.models import Method
from tenants import clock
from web import formats
from web.errors import DomainError
from web.kit import Column, Tab
from web.toasts import toast

# A table of more measures does not fit beside the form.
SHOWN, WIDE = 20, 2
CODES = {
    "channel": (pgettext_lazy("heading", "How they came"), dict(ContactDetails.Channel.choices)),
    "topic": (pgettext_lazy("heading", "What it was about"), dict(ContactDetails.Topic.choices)),
    "guided_to": (pgettext_lazy("heading", "Where they were guided"), dict(ContactDetails.GuidedTo.choices)),
}


@requires("activities.manage")
@require_GET
def places(request: TenantRequest) -> HttpResponse:
    """All places that the reader looks after, with this year so far."""
    found = selectors.places(reader=request)
    year = clock.today(request.association).year
    totals = selectors.totals_at(found, year)
    lines = [(place, line_of(place), _so_far(totals.get(place.pk), year)) for place in found]
    return render(request, "activities/places.html", {"section": "tallies", "lines": lines})


def _so_far(sums: dict[str, int] | None, year: int) -> str:
    said = _("%(year)s: %(numbers)s") if sums else _("%(year)s: nothing reported yet")
    return said % {"year": year, "numbers": words.amounts(sums or {})}


def line_of(place: TallyPlace) -> str:
    """What goes on there, and where."""
    parts = (
        place.get_kind_display(),
        place.get_area_display() if place.area else "",
        place.site.name if place.site and place.site.name != place.name else "",
    )
    return " · ".join(str(part) for part in parts if part)


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def place_new(request: TenantRequest) -> HttpResponseBase:
    """A new place."""
    form = PlaceForm(request.POST or None, reader=request)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_place(plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("“%(name)s” was added. Its numbers are noted here.") % {"name": made.name})
            return redirect("tally-place", uuid=made.uuid)
    return _form(request, form)


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def place_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a place, or put it away."""
    found = get_object_or_404(selectors.places(reader=request), uuid=uuid)
    form = PlaceForm(request.POST or None, reader=request, place=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_place(place=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("tally-place", uuid=uuid)
    return _form(request, form, found)


def _form(request: TenantRequest, form: PlaceForm, place: TallyPlace | None = None) -> HttpResponse:
    context = {"section": "tallies", "form": form, "place": place}
    return render(request, "activities/place_form.html", context, status=422 if form.errors else 200)


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def place(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """A place: its year, what was noted lately, and a form for a day's numbers."""
    found = get_object_or_404(selectors.places(reader=request), uuid=uuid)
    today = clock.today(request.association)
    form = TallyForm(request.POST or None, place=found, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            new = tallies.add(
                place=found,
                tallies=form.tallies(),
                by=request.actor,
                approves=True,
                late_reason=form.cleaned_data["late_reason"],
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            day = formats.day(form.cleaned_data["day"], year=True)
            said = _("Noted: %(day)s.") if new else _("%(day)s was noted already; nothing was added.")
            toast(request, said % {"day": day})
            return redirect("tally-place", uuid=uuid)
    tablet = services.DOOR.found().filter(place=found).first()
    wish = request.GET.get("year", "")
    year = int(wish) if wish.isdecimal() and 2000 <= int(wish) <= 2100 else today.year
    context = {
        "section": "tallies",
        "place": found,
        "line": line_of(found),
        "form": form,
        "besides": counted_besides.said(found),
        "year": year,
        "tabs": [
            Tab(str(each), f"?year={each}", current=each == year)
            for each in range(today.year - 2, today.year + 1)
        ],
        "table": _table(found, year),
        "codes": _codes(found, year),
        "noted": _noted(found),
        "link": LinkForm(),
        "tablet": tablet,
        "until": formats.day(timezone.localtime(tablet.ends_at), year=True) if tablet else "",
    }
    return render(request, "activities/place.html", context, status=422 if form.errors else 200)


def _table(place: TallyPlace, year: int) -> dict[str, object]:
    """Months by measure, the year at the end, and what stands under it."""
    by_measure = selectors.year_at(place, year)
    counted = tallies.MEASURES[TallyPlace.Kind(place.kind)]
    found = [by_measure[measure] for measure in counted if measure in by_measure]
    months = [formats.month(date(year, number, 1), year=False) for number in range(1, 13)]
    own = selectors.own_at(place, year)
    notes = [_methods(measure) for measure in found if set(measure.methods) != {Method.COUNTED}]
    if own:
        said = _("%(count)s more at our own groups and events are counted there.")
        notes.append(said % {"count": formats.number(own)})
    if minutes := selectors.minutes_at(place, year):
        notes.append(_("Time together: %(time)s.") % {"time": formats.duration(minutes)})
    return {
        "columns": [
            Column(pgettext_lazy("column", "Month")),
            *(Column(str(Measure(measure.measure).label).capitalize(), numeric=True) for measure in found),
        ],
        "rows": [(name, [measure.months[number] for measure in found]) for number, name in enumerate(months)],
        "totals": [measure.total for measure in found],
        "is_wide": len(found) > WIDE,
        "notes": notes,
    }


def _methods(measure: selectors.MeasureYear) -> str:
    parts = (f"{Method(method).label} {formats.number(number)}" for method, number in measure.methods.items())
    return f"{str(Measure(measure.measure).label).capitalize()}: {', '.join(parts)}."


def _codes(place: TallyPlace, year: int) -> list[tuple[str, list[tuple[str, int]]]]:
    """What contacts were about, under a heading for each kind of code."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name, code, number in selectors.contacts_at(place, year):
        heading, labels = CODES[name]
        found.setdefault(str(heading), []).append((str(labels.get(code, code)), number))
    return list(found.items())


def _noted(place: TallyPlace) -> list[dict[str, object]]:
    rows = list(selectors.noted_at(place)[:SHOWN])
    closed = set(hours.closed_months({row.first_month for row in rows}))
    return [
        {
            "count": row,
            "title": words.came([row]),
            "day": formats.day(row.local_date, year=True),
            "sub": _beside(row, place),
            "is_closed": row.first_month in closed,
        }
        for row in rows
    ]


def _beside(row: Count, place: TallyPlace) -> str:
    other = row.grant_target if row.grant_target_id != place.grant_target_id else None
    contact = getattr(row, "contact", None)
    parts = [
        words.about(contact) if contact else "",
        pgettext("count", "at our own groups and events") if row.own else "",
        str(row.get_method_display()) if row.method != Method.COUNTED else "",
        _("paid by %(name)s") % {"name": other.name} if other else "",
        _("from the tablet") if row.source == Count.Source.TABLET else "",
    ]
    return " · ".join(part for part in parts if part)


@requires("activities.manage")
@require_POST
def tally_take_back(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take back a number that was a slip."""
    found = selectors.count_by_uuid(uuid, reader=request)
    if found is None:
        raise Http404
    _title, back = whose(found)
    try:
        tallies.take_back(count=found, by=request.actor, approved_too=True)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The number was taken back."))
    return redirect(back)
