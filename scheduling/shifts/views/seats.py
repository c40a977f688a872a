"""Single places of a shift: kept for others, a person's own times, learning, and a letter to all of them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts import services
from scheduling.shifts.errors.shifts import NotAVolunteerHere, ShiftRefusal
from scheduling.shifts.forms.seats import KeepForm, OwnTimesForm, ShiftLetterForm
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.pages import letters as letter_pages
from scheduling.shifts.selectors import adding
from scheduling.shifts.views import coordinator, show, volunteer
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register import reach
from volunteers.register.selectors import person_of
from web import formats
from web.errors import DomainError
from web.toasts import toast

# --- places that are kept -------------------------------------------------------------------------


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def kept(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Keep places for people who are not in the register; change or free those that are kept."""
    shift = coordinator.shift_or_404(request, uuid)
    was = request.GET.get("was", "")[:80]
    before = shift.placeholders.filter(label=was).count() if was else 0
    initial = {"label": was, "places": before} if before else {}
    form = KeepForm(request.POST or None, initial=initial)
    if "free" in request.POST and before:
        return _keep(request, shift, KeepForm({"label": was, "places": 1}), was=was, places=0)
    if request.method == "POST" and form.is_valid():
        return _keep(request, shift, form, was=was if before else "", places=form.cleaned_data["places"])
    return _kept_page(request, shift, form, was=was if before else "")


def _keep(request: TenantRequest, shift: Shift, form: KeepForm, *, was: str, places: int) -> HttpResponseBase:
    form.is_valid()
    label = form.cleaned_data["label"]
    already = 0 if was else shift.placeholders.filter(label=label).count()
    try:
        services.keep_places(shift=shift, label=label, places=places + already, by=request.actor, was=was)
    except DomainError as refusal:
        form.add_error(None, show.cure(refusal))
        return _kept_page(request, shift, form, was=was)
    toast(request, _("The places are kept.") if places else _("The places are free."))
    return redirect(coordinator.manage_url(shift))


def _kept_page(request: TenantRequest, shift: Shift, form: KeepForm, *, was: str) -> HttpResponse:
    context = {
        "section": "plan",
        "shift": shift,
        "title": words.title(shift),
        "form": form,
        "was": was,
        "free": shift.places - shift.taken,
    }
    return render(request, "shifts/kept.html", context, status=422 if form.errors else 200)


# --- own times ------------------------------------------------------------------------------------


@requires("shifts.sign_up")
@require_http_methods(["GET", "POST"])
def own_times(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """When I am there."""
    shift, person = volunteer.shift_or_404(request, uuid), person_of(request.user.uuid)
    held = SignUp.objects.select_related("person", "shift__role", "shift__site").filter(
        shift=shift, person=person, state=SignUp.State.SIGNED_UP
    )
    sign_up = held.first() if person else None
    if sign_up is None:
        raise Http404
    page = {"section": "shifts", "layout": "web/volunteer.html", "back_url": show.url_of(shift)}
    return _times(request, sign_up, page, on_behalf=False)


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def times_for(request: TenantRequest, uuid: UUID, sign_up: UUID) -> HttpResponseBase:
    """When somebody is there, as they told."""
    shift = coordinator.shift_or_404(request, uuid)
    here = SignUp.objects.select_related("person", "shift__role", "shift__site").filter(
        shift=shift, uuid=sign_up, state=SignUp.State.SIGNED_UP
    )
    held = reach.of_people(request, here).first()
    if held is None:
        raise Http404
    page = {"section": "plan", "layout": "web/coordinator.html", "back_url": coordinator.manage_url(shift)}
    return _times(request, held, page, on_behalf=True)


def _times(
    request: TenantRequest, sign_up: SignUp, page: dict[str, Any], *, on_behalf: bool
) -> HttpResponseBase:
    shift = sign_up.shift
    form = OwnTimesForm(request.POST or None, sign_up=sign_up)
    whole = "whole" in request.POST
    if form.is_valid():
        starts_at, ends_at = (shift.starts_at, shift.ends_at) if whole else form.times
        try:
            services.set_own_times(
                sign_up=sign_up, starts_at=starts_at, ends_at=ends_at, by=request.actor, on_behalf=on_behalf
            )
        except DomainError as refusal:
            other = on_behalf and isinstance(refusal, ShiftRefusal)
            told = adding.of_somebody(refusal) if other else show.cure(refusal)  # type: ignore[arg-type]  # asked for
            form.add_error(None, told)
        else:
            toast(request, _("Saved: %(when)s.") % {"when": formats.when(starts_at, ends_at)})
            return redirect(page["back_url"])
    context = {
        **page,
        "form": form,
        "shift": shift,
        "title": words.title(shift),
        "name": sign_up.person.name if on_behalf else "",
        "when": formats.when(shift.starts_at, shift.ends_at),
        "has_own": sign_up.has_own_times(shift),
    }
    return render(request, "shifts/own_times.html", context, status=422 if form.errors else 200)


# --- learning -------------------------------------------------------------------------------------


@requires("shifts.sign_up")
@require_POST
def learn(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Come along to learn, beside those who do it."""
    shift, person = volunteer.shift_or_404(request, uuid), person_of(request.user.uuid)
    try:
        if person is None:
            raise NotAVolunteerHere
        held = services.learn(shift=shift, person=person, by=request.actor)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
        return redirect(show.url_of(shift))
    if held.state == SignUp.State.SIGNED_UP:
        toast(request, _("You come to learn: %(shift)s.") % {"shift": words.label(shift)})
    else:
        toast(request, _("You have asked to come to learn. You hear when the coordinator has answered."))
    return redirect(show.url_of(shift))


# --- a letter to all ------------------------------------------------------------------------------


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def write(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Write to all who come, wait or have asked; one press, and it is kept with the shift."""
    shift = coordinator.shift_or_404(request, uuid)
    groups = letter_pages.people_of(shift, reader=request)
    own = request.association.language
    form = ShiftLetterForm(
        request.POST or None,
        groups=letter_pages.labels(groups),
        language=own,
        initial={f"subject_{own}": letter_pages.first_subject(shift, language=own)},
    )
    if request.method == "POST" and form.is_valid():
        people = [person for group in form.cleaned_data["whom"] for person in groups[group]]
        try:
            written = services.write_to(shift=shift, people=people, by=request.actor, **form.letter())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            _say_sent(request, written.readers.reached, written.readers.without_address)
            return redirect(coordinator.manage_url(shift))
    context = {
        "section": "plan",
        "shift": shift,
        "title": words.title(shift),
        "facts": show.facts(shift, today=clock.today(request.association), is_inside=True),
        "form": form if groups else None,
        "own_fields": [form[f"subject_{own}"], form[f"text_{own}"]],
        "other_fields": [field for field in form if field.name != "whom" and not field.name.endswith(own)],
    }
    return render(request, "shifts/write.html", context, status=422 if form.errors else 200)


def _say_sent(request: TenantRequest, reached: list[Any], to_call: list[Any]) -> None:
    said = ngettext(
        "The letter goes to %(count)s person.", "The letter goes to %(count)s people.", len(reached)
    ) % {"count": len(reached)}
    if to_call:
        names = ", ".join(person.name for person in to_call)
        said += " " + _("They have no e-mail address, call them: %(names)s.") % {"names": names}
    toast(request, said)
