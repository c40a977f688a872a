"""Pages of shifts that repeat: making them, and what has been made."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts import services
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.forms.series import SeriesChangeForm, SeriesContinueForm, SeriesForm
from scheduling.shifts.models import Series
from scheduling.shifts.selectors import series as series_selectors
from scheduling.shifts.services import series_changes
from scheduling.shifts.services.series import rule_of
from scheduling.shifts.services.series_changes import Effect
from scheduling.shifts.views import show_series, starting
from scheduling.shifts.words import series as series_words, shifts as words
from tenants import clock
from volunteers.register import reach
from volunteers.register.models import Person
from volunteers.register.selectors import person_of
from web import formats
from web.errors import DomainError
from web.kit import Column, Pages, Tab
from web.toasts import toast

PAGE = 50


def series_or_404(request: TenantRequest, uuid: UUID) -> Series:
    """A series of a role that the reader looks after."""
    series = series_selectors.managed_series(uuid, reader=request)
    if series is None:
        raise Http404
    return series


def series_url(series: Series) -> str:
    """The page of a series."""
    return reverse("series", kwargs={"uuid": series.uuid})


@requires("shifts.manage")
@require_GET
def all_series(request: TenantRequest) -> HttpResponse:
    """What repeats: the rules that still make shifts, or those that are over."""
    ended = request.GET.get("show") == "ended"
    found = [
        {
            "series": each,
            "title": words.title(each),
            "rule": series_words.rule(rule_of(series=each)),
        }
        for each in series_selectors.all_series(reader=request, ended=ended)
    ]
    context = {
        "section": "plan",
        "found": found,
        "ended": ended,
        "tabs": [
            Tab(_("With shifts ahead"), reverse("series-all"), not ended),
            Tab(_("Over"), f"{reverse('series-all')}?show=ended", ended),
        ],
        "columns": [
            Column(_("Series")),
            Column(_("Next shift"), wide=True),
            Column(_("Shifts ahead"), numeric=True),
            Column(_("Places taken"), numeric=True, wide=True),
        ],
    }
    return render(request, "shifts/series_all.html", context)


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def new(request: TenantRequest) -> HttpResponseBase:
    """A form for a rule; first its dates are shown, then they are made."""
    model = starting.chosen(request)
    guess = _first_guess(request) | (starting.said_of(model, series=True) if model else {})
    form = SeriesForm(request.POST or None, reader=request, planned=model, initial=guess)
    preview = None
    if request.method == "POST" and form.is_valid() and form.dates is not None:
        pressed = request.POST.get("publish") or request.POST.get("draft")
        if pressed == show_series.mark_of(form.dates):
            made = _make(request, form)
            if made is not None:
                return redirect(series_url(made))
        else:
            preview = _preview(form)
    context = {
        "section": "plan",
        "form": form,
        "models": starting.choices(request, model),
        "preview": preview,
        # Something was changed after the dates were looked at.
        "changed": bool(preview) and ("publish" in request.POST or "draft" in request.POST),
    }
    return render(request, "shifts/series_form.html", context, status=422 if form.errors else 200)


def _make(request: TenantRequest, form: SeriesForm) -> Series | None:
    publish = "publish" in request.POST
    try:
        made = services.make_series(plan=form.plan(), rule=form.rule(), publish=publish, by=request.actor)
    except DomainError as refusal:
        form.refuse(refusal)
        return None
    toast(request, _made(made.shifts.count(), publish=publish))
    return made


def _made(count: int, *, publish: bool) -> str:
    if publish:
        said = ngettext("%(count)s shift is published.", "%(count)s shifts are published.", count)
    else:
        said = ngettext("%(count)s draft is saved.", "%(count)s drafts are saved.", count)
    return said % {"count": count}


def _preview(form: SeriesForm) -> show_series.Preview | None:
    if form.dates is None:
        return None
    plan = form.plan()
    already = series_selectors.planned_already(
        role=plan.role, site=plan.site, starts=[one.starts_at for one in form.dates.occurrences]
    )
    return show_series.preview(
        form.dates, form.rule(), doubles=dict.fromkeys(already.values_list("starts_at", flat=True))
    )


def _first_guess(request: TenantRequest) -> dict[str, Any]:
    me = person_of(request.user.uuid)
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = clock.today(request.association) + timedelta(days=1)
    return {
        "contact_person": me.pk if me else None,
        "places": 1,
        "from_on": day,
        "weekdays": [str(day.weekday())],
    }


@requires("shifts.manage")
@require_GET
def series(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One series: its rule, and its shifts that are ahead."""
    found = series_or_404(request, uuid)
    ahead = series_selectors.shifts_ahead(found)
    number = request.GET.get("page", "")
    pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=ahead.count())
    context = {
        "section": "plan",
        "series": found,
        "title": words.title(found),
        "rule": series_words.rule(rule_of(series=found)),
        "facts": show_series.facts(found),
        "shifts": [show_series.occurrence(shift) for shift in ahead[max(0, pages.first - 1) : pages.last]],
        "columns": [
            Column(pgettext("series", "Day")),
            Column(_("Time"), wide=True),
            Column(_("Places taken"), numeric=True),
            Column(pgettext("shift", "State")),
        ],
        "pages": pages,
    }
    return render(request, "shifts/series.html", context)


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def go_on(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Continue a series as it is until a later day; first its dates are shown."""
    found = series_or_404(request, uuid)
    form = SeriesContinueForm(request.POST or None, series=found)
    preview = None
    if request.method == "POST" and form.is_valid() and form.dates is not None:
        pressed = request.POST.get("publish") or request.POST.get("draft")
        preview = show_series.preview(form.dates, form.rule())
        if pressed == preview.mark:
            try:
                count = services.continue_series(
                    series=found,
                    until_on=form.cleaned_data["until_on"],
                    publish="publish" in request.POST,
                    by=request.actor,
                )
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                toast(request, _made(count, publish="publish" in request.POST))
                return redirect(series_url(found))
    context = {
        "section": "plan",
        "form": form,
        "series": found,
        "title": words.title(found),
        "rule": series_words.rule(rule_of(series=found)),
        "preview": preview,
    }
    return render(request, "shifts/series_continue.html", context, status=422 if form.errors else 200)


# --- changing and calling off ---------------------------------------------------------------------


def _since(request: TenantRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return None


def _effects(request: TenantRequest, found: Effect) -> show_series.Effects:
    keys = [each.person.pk for each in found.told]
    seen = reach.people(request, Person.objects.filter(pk__in=keys)) if keys else Person.objects.none()
    return show_series.effects(found, names={person.pk: person.name for person in seen})


def _scope(series: Series, since: date | None, *, here: str) -> list[Tab]:
    url = reverse(here, kwargs={"uuid": series.uuid})
    if since is None:
        return []
    day = since.isoformat()
    return [
        Tab(_("From %(day)s on") % {"day": formats.day(since, year=True)}, f"{url}?from={day}", current=True),
        Tab(_("All that are ahead"), url),
    ]


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def change(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change the shifts of a series from a day on, or all that are ahead; first who is affected is shown."""
    found, since = series_or_404(request, uuid), _since(request)
    try:
        first = series_changes.first_day_ahead(series=found, since=since)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect(series_url(found))
    form = SeriesChangeForm(request.POST or None, reader=request, series=found, since=first)
    effects, again = None, False
    if request.method == "POST" and form.is_valid():
        saved, effects, again = _change(request, form, found, since)
        if saved is not None:
            toast(request, _("The series is changed."))
            return redirect(series_url(saved))
    context = {
        "section": "plan",
        "form": form,
        "series": found,
        "first": first,
        "effects": effects,
        "again": again,
        "tabs": _scope(found, since, here="series-change"),
    }
    return render(request, "shifts/series_change.html", context, status=422 if form.errors else 200)


def _change(
    request: TenantRequest, form: SeriesChangeForm, found: Series, since: date | None
) -> tuple[Series | None, show_series.Effects | None, bool]:
    own_too, change, again = form.cleaned_data["own_too"], form.change(), False
    try:
        if mark := request.POST.get("save"):
            try:
                return (
                    services.change_series(
                        series=found, since=since, change=change, own_too=own_too, mark=mark, by=request.actor
                    ),
                    None,
                    False,
                )
            except errors.ChangedMeanwhile:
                again = True
        effect = series_changes.effect(series=found, since=since, change=change, own_too=own_too)
    except DomainError as refusal:
        form.refuse(refusal)
        return None, None, False
    return None, _effects(request, effect), again


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def cancel(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Call off the shifts of a series from a day on, or all ahead; first who is affected is shown."""
    found, since = series_or_404(request, uuid), _since(request)
    own_too, again = "own_too" in request.POST, False
    try:
        if mark := request.POST.get("cancel"):
            try:
                count = services.cancel_series(
                    series=found, since=since, own_too=own_too, mark=mark, by=request.actor
                )
            except errors.ChangedMeanwhile:
                again = True
            else:
                said = ngettext("%(count)s shift is called off", "%(count)s shifts are called off", count)
                toast(request, said % {"count": count})
                return redirect(series_url(found))
        effect = series_changes.effect(series=found, since=since, change=None, own_too=own_too)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect(series_url(found))
    context = {
        "section": "plan",
        "series": found,
        "title": words.title(found),
        "first": effect.since,
        "effects": _effects(request, effect),
        "has_own": own_too or bool(effect.own),
        "own_too": own_too,
        "again": again,
        "tabs": _scope(found, since, here="series-cancel"),
    }
    return render(request, "shifts/series_cancel.html", context)
