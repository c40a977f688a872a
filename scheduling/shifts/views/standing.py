"""Standing places: a volunteer's own, and a coordinator's list of who has one."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import beforehand, requires
from scheduling.shifts import elsewhere
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.models import SeriesTime, Shift, SignUp
from scheduling.shifts.selectors import shifts as selectors
from scheduling.shifts.services import standing as verbs
from scheduling.shifts.views import coordinator, show, volunteer
from scheduling.shifts.words import shifts as words, standing as standing_words
from volunteers.register import reach
from volunteers.register.models import Person
from volunteers.register.selectors import person_of
from web import formats
from web.errors import DomainError
from web.toasts import toast


class StandingForm(forms.Form):
    """Who gets a standing place."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Who has a standing place here"),
        to_field_name="uuid",
        empty_label=gettext_lazy("Choose a person"),
    )

    def __init__(self, *args: object, shift: Shift, reader: reach.Reaching, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on
        field: forms.ModelChoiceField[Person] = self.fields["person"]  # type: ignore[assignment]  # declared above
        found = selectors.addable_people(shift, reader=reader).filter(does_the_role=True)
        field.queryset = found.exclude(pk__in=verbs.people_of(shift=shift))


def _repeating(shift: Shift) -> tuple[SeriesTime, int]:
    """The time and weekday of a shift that repeats; 404 for others."""
    if shift.series_time is None or shift.series_day is None:
        raise Http404
    return shift.series_time, shift.series_day.weekday()


@requires("shifts.sign_up")
@beforehand(elsewhere.look_up)
@require_http_methods(["GET", "POST"])
def own(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The dates ahead at this time and weekday, and one press to have them all or to end it."""
    shift, person = volunteer.shift_or_404(request, uuid), person_of(request.user.uuid)
    time, weekday = _repeating(shift)
    if person is None:
        raise Http404
    if request.method == "POST":
        _take_or_end(request, shift, person)
        return redirect("shift-standing", uuid=uuid)
    return _own_page(request, shift, person, time=time, weekday=weekday)


def _take_or_end(request: TenantRequest, shift: Shift, person: Person) -> None:
    place = verbs.place_of(shift=shift, person=person)
    try:
        if request.POST.get("answer") == "end" and place is not None:
            count = verbs.end(place=place, by=request.actor)
            said = ngettext(
                "Your standing place has ended; %(count)s date is free for others.",
                "Your standing place has ended; %(count)s dates are free for others.",
                count,
            )
            toast(request, said % {"count": count})
        elif request.POST.get("answer") == "take":
            taken = verbs.take(shift=shift, person=person, by=request.actor).taken
            toast(request, _coming(request, taken))
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)


def _coming(request: TenantRequest, taken: Sequence[SignUp]) -> str:
    """How many dates somebody has taken, and on how many they are elsewhere then: only they are told."""
    count = len(taken)
    said = ngettext("You are coming on %(count)s date.", "You are coming on %(count)s dates.", count)
    told = [said % {"count": count}]
    if other := sum(bool(elsewhere.at(request, each.starts_at, each.ends_at)) for each in taken):
        also = ngettext(
            "On %(count)s of them you are on a shift of another association.",
            "On %(count)s of them you are on shifts of another association.",
            other,
        )
        told.append(also % {"count": other})
    return " ".join(told)


def _own_page(
    request: TenantRequest, shift: Shift, person: Person, *, time: SeriesTime, weekday: int
) -> HttpResponse:
    dates = verbs.dates_ahead(time=time, weekday=weekday)
    standing = eligibility.standing_of(person, shifts=dates)
    lines = []
    for each in dates:
        reasons = eligibility.reasons(each, standing, checks=verbs.CHECKS)
        lines.append(
            {
                "when": formats.when(each.starts_at, each.ends_at),
                "url": show.url_of(each),
                "coming": standing.own(each) is not None,
                "elsewhere": bool(elsewhere.at(request, each.starts_at, each.ends_at)),
                "why_not": reasons[0].label if reasons else "",
            }
        )
    place = verbs.place_of(shift=shift, person=person)
    context = {
        "section": "shifts",
        "shift": shift,
        "title": words.title(shift),
        "when": standing_words.when(time=time, weekday=weekday),
        "place": place,
        "lines": lines,
        "may_take": place is None
        and verbs.may_be_taken(shift=shift)
        and any(line["coming"] or not line["why_not"] for line in lines),
    }
    return render(request, "shifts/standing.html", context)


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def standing(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Who has a standing place on shifts like this one, and giving one."""
    shift = coordinator.shift_or_404(request, uuid)
    time, weekday = _repeating(shift)
    form = StandingForm(request.POST or None, shift=shift, reader=request)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            given = verbs.give(shift=shift, person=person, by=request.actor)
        except DomainError as refusal:
            form.add_error("person", show.cure(refusal))
        else:
            said = _("%(name)s comes on %(taken)s of %(all)s dates.") % {
                "name": person.name,
                "taken": len(given.taken),
                "all": len(given.taken) + len(given.passed),
            }
            toast(request, said)
            return redirect("shift-standing-all", uuid=uuid)
    context = {
        "section": "plan",
        "shift": shift,
        "title": words.title(shift),
        "when": standing_words.when(time=time, weekday=weekday),
        "places": reach.of_people(request, verbs.open_places(shift=shift)),
        "form": None if request.association.is_read_only else form,
    }
    return render(request, "shifts/standing_all.html", context, status=422 if form.errors else 200)


@requires("shifts.manage")
@require_POST
def end(request: TenantRequest, uuid: UUID, row: UUID) -> HttpResponseBase:
    """End somebody's standing place; they are told."""
    shift = coordinator.shift_or_404(request, uuid)
    place = reach.of_people(request, verbs.open_places(shift=shift)).filter(uuid=row).first()
    if place is None:
        raise Http404
    try:
        verbs.end(place=place, by=request.actor)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
    else:
        toast(request, _("%(name)s has no standing place here any more.") % {"name": place.person.name})
    return redirect("shift-standing-all", uuid=uuid)
