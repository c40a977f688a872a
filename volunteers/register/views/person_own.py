"""What a volunteer does with their own record: details, a break, times that suit, days away."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import leaving, own_fields, page_parts, selectors
from volunteers.register.forms.person import AbsenceForm, BreakForm, OwnDetailsForm, in_a_month
from volunteers.register.models import Absence, OwnValue, Period, Person
from volunteers.register.services import availability, periods, person as verbs
from volunteers.register.views.person import week_form
from web.errors import DomainError
from web.toasts import toast


def _me(request: TenantRequest) -> Person:
    """The person behind the login. Whoever is not in the register has no record."""
    person = selectors.person_of(request.user.uuid)
    if person is None:
        raise Http404
    return person


@requires("people.own")
@require_http_methods(["GET", "POST"])
def own_profile(request: TenantRequest) -> HttpResponseBase:
    """My details, how I stand here, and the ways to rest."""
    person = _me(request)
    form = OwnDetailsForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        verbs.correct_own(person=person, by=request.actor, **form.cleaned_data)
        toast(request, _("Saved."))
        return redirect("own-profile")
    period = periods.open_period(person=person)
    context = {
        "section": "me",
        "person": person,
        "form": form,
        "period": period,
        "is_active": period is not None and period.state == Period.State.ACTIVE,
        "own": _own_answers(person),
        "on_break": period is not None and period.state == Period.State.ON_BREAK,
    }
    return render(request, "register/own_profile.html", context, status=422 if form.errors else 200)


def _own_answers(person: Person) -> list[tuple[str, str]]:
    """The association's own fields that it shows to the people themselves."""
    rows = OwnValue.objects.filter(person=person, field__seen_by_person=True).select_related("field")
    return [
        (row.field.name, own_fields.shown(row.field, row.value))
        for row in rows.order_by("field__position", "pk")
    ]


@requires("people.own")
@require_http_methods(["GET", "POST"])
def own_break(request: TenantRequest) -> HttpResponseBase:
    """Take a break until a day: first the day, then what is given back, then done. No reason is asked."""
    person = _me(request)
    if (period := periods.open_period(person=person)) is None or period.state != Period.State.ACTIVE:
        return redirect("own-profile")
    form = BreakForm(request.POST or None, initial={"until": in_a_month(clock.today(request.association))})
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        try:
            if not request.POST.get("sure"):
                periods.check_break(until=until)
                return _sure(request, form, person)
            periods.take_break(person=person, until=until, by=request.actor)
        except DomainError as refusal:
            form.add_error("until", str(refusal))
        else:
            toast(request, _("Your break has begun. Rest well!"))
            return redirect("own-profile")
    context = {"section": "me", "form": form, "ahead": leaving.ahead(person)}
    return render(request, "register/own_break.html", context, status=422 if form.errors else 200)


def _sure(request: TenantRequest, form: BreakForm, person: Person) -> HttpResponse:
    context = {"section": "me", "until": form.cleaned_data["until"], "ahead": leaving.ahead(person)}
    return render(request, "register/own_break_sure.html", context)


@requires("people.own")
@require_POST
def own_back(request: TenantRequest) -> HttpResponseBase:
    """I am back before the day."""
    try:
        periods.end_break(person=_me(request), by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Welcome back! You can take shifts again."))
    return redirect("own-profile")


@requires("people.own")
@require_http_methods(["GET", "POST"])
def own_times(request: TenantRequest) -> HttpResponseBase:
    """When I like to come, and when I am away."""
    person = _me(request)
    form = week_form(request, person)
    if request.method == "POST" and form.is_valid():
        availability.set_availability(person=person, stretches=form.stretches(), by=request.actor)
        toast(request, _("Saved."))
        return redirect("own-times")
    return _times_page(request, person, form, AbsenceForm())


@requires("people.own")
@require_POST
def own_absence_new(request: TenantRequest) -> HttpResponseBase:
    """I am away from a day to a day."""
    person = _me(request)
    form = AbsenceForm(request.POST)
    if form.is_valid():
        try:
            availability.add_absence(person=person, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("own-times")
    return _times_page(request, person, week_form(request, person, sent=False), form)


@requires("people.own")
@require_POST
def own_absence_remove(request: TenantRequest, row: UUID) -> HttpResponseBase:
    """I am not away after all."""
    person = _me(request)
    availability.remove_absence(
        absence=get_object_or_404(Absence.objects.select_related("person"), uuid=row, person=person),
        by=request.actor,
    )
    toast(request, _("Removed."))
    return redirect("own-times")


def _times_page(request: TenantRequest, person: Person, week: object, away: AbsenceForm) -> HttpResponse:
    today = clock.today(request.association)
    context = {
        "section": "me",
        "form": week,
        "away_form": away,
        "absences": Absence.objects.filter(person=person, to_on__gte=today),
        "parts": page_parts.parts("own-times", person, request),
    }
    return render(request, "register/own_times.html", context, status=422 if away.errors else 200)
