"""Pages of those who plan: a shift's form, who comes, who was there."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts import at_sites, conditions, services
from scheduling.shifts.forms.shifts import AttendanceForm, FindPersonForm, ShiftForm
from scheduling.shifts.models import Shift, ShiftTemplate, SignUp
from scheduling.shifts.pages import (
    invitations as invite_pages,
    letters as letter_pages,
    presence as presence_pages,
    requests as request_pages,
    swaps as swap_pages,
    waiting as waiting_pages,
)
from scheduling.shifts.rosters import reading as rosters
from scheduling.shifts.selectors import lapsed, presence as presence_selectors, shifts as selectors
from scheduling.shifts.views import show, starting
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register import reach
from volunteers.register.selectors import person_of
from web.errors import DomainError
from web.toasts import toast


def shift_or_404(request: TenantRequest, uuid: UUID) -> Shift:
    """A shift of a role that the reader looks after."""
    shift = selectors.managed_shift(uuid, reader=request)
    if shift is None:
        raise Http404
    return shift


def manage_url(shift: Shift) -> str:
    """The coordinator's page of a shift."""
    return reverse("shift-manage", kwargs={"uuid": shift.uuid})


# --- making and changing --------------------------------------------------------------------------


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def new(request: TenantRequest) -> HttpResponseBase:
    """A form for a new shift; what was typed stays when it is refused."""
    model = starting.chosen(request)
    guess = _first_guess(request) | (starting.said_of(model) if model else {})
    form = ShiftForm(request.POST or None, reader=request, planned=model, initial=guess)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_shift(plan=form.plan(), publish="publish" in request.POST, by=request.actor)
        except DomainError as refusal:
            form.add_error(None, show.cure(refusal))
        else:
            said = _("The shift is published.") if made.state == "published" else _("The draft is saved.")
            toast(request, said)
            return redirect(manage_url(made))
    return _form_page(request, form, shift=None, model=model)


def _first_guess(request: TenantRequest) -> dict[str, Any]:
    """The day that was looked at, and the coordinator as contact person."""
    me = person_of(request.user.uuid)
    guess: dict[str, Any] = {"contact_person": me.pk if me else None, "places": 1}
    try:
        guess["day"] = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        guess["day"] = clock.today(request.association) + timedelta(days=1)
    return guess


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The same form for a shift that exists. Moved, it tells those who come."""
    shift = shift_or_404(request, uuid)
    initial = ShiftForm.said_of(shift)
    form = ShiftForm(request.POST or None, reader=request, initial=initial, planned=shift)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_shift(shift=shift, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, show.cure(refusal))
        else:
            toast(request, _("The changes are saved."))
            return redirect(manage_url(shift))
    return _form_page(request, form, shift=shift)


def _form_page(
    request: TenantRequest, form: ShiftForm, *, shift: Shift | None, model: ShiftTemplate | None = None
) -> HttpResponse:
    context = {
        "section": "plan",
        "form": form,
        "hours": _hours(form, shift),
        "shift": shift,
        "models": [] if shift else starting.choices(request, model),
    }
    status = 422 if form.errors else 200
    return render(request, "shifts/shift_form.html", context, status=status)


def _hours(form: ShiftForm, shift: Shift | None = None) -> at_sites.Hours | None:
    """When the place is open for which the shift is being planned."""
    if shift is not None and not form.is_bound:
        day = timezone.localtime(shift.starts_at).date()
        return at_sites.hours_at(shift.site, day=day, starts_at=shift.starts_at, ends_at=shift.ends_at)
    form.is_valid()
    said = getattr(form, "cleaned_data", {})
    return at_sites.hours_at(
        said.get("site"), day=said.get("day"), starts_at=said.get("starts_at"), ends_at=said.get("ends_at")
    )


@requires("shifts.manage")
@require_GET
def hours_of_place(request: TenantRequest) -> HttpResponse:
    """The same while somebody types: a part of the form's page."""
    hours = _hours(ShiftForm(request.GET, reader=request))
    return render(request, "shifts/_hours_of_place.html", {"hours": hours})


@requires("shifts.manage")
@require_POST
def publish(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Let volunteers see a draft."""
    shift = shift_or_404(request, uuid)
    try:
        services.publish(shift=shift, by=request.actor)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
    else:
        toast(request, _("The shift is published."))
    return redirect(manage_url(shift))


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def cancel(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Ask first: cancelling tells people and cannot be undone."""
    shift = shift_or_404(request, uuid)
    if request.method == "POST":
        try:
            services.cancel_shift(shift=shift, by=request.actor)
        except DomainError as refusal:
            toast(request, show.cure(refusal), bad=True)
        else:
            toast(request, _("The shift is cancelled."))
        return redirect(manage_url(shift))
    context = {"section": "plan", "shift": shift, "label": words.label(shift), "told": _who_is_told(shift)}
    return render(request, "shifts/cancel.html", context)


def _who_is_told(shift: Shift) -> str:
    if not shift.taken or conditions.has_started(shift):
        return _("Nobody has to be told.")
    return ngettext(
        "%(count)s person loses the place and gets a message at once.",
        "%(count)s people lose their places and get a message at once.",
        shift.taken,
    ) % {"count": shift.taken}


# --- who comes, who was there ---------------------------------------------------------------------


@requires("shifts.manage")
@require_GET
def manage(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One shift with who comes, and after its start who was there."""
    return _manage_page(request, shift_or_404(request, uuid))


def _manage_page(
    request: TenantRequest,
    shift: Shift,
    *,
    lines: list[AttendanceForm] | None = None,
) -> HttpResponse:
    started = conditions.has_started(shift)
    published = shift.state == Shift.State.PUBLISHED
    seen = reach.of_people(request, lapsed.marked(selectors.who_comes(shift)))
    coming: list[Any] = list(seen) if lines is None else [line.sign_up for line in lines]
    said = presence_selectors.presences_of([shift]) if published else {}
    for sign_up in coming:
        sign_up.own_times = show.own_times(sign_up, shift)  # for its line
        here = said.pop((shift.pk, sign_up.person_id), None)
        sign_up.said_here = presence_pages.said_of(here)  # for its line
    kept = selectors.kept_for_others(shift)
    row = selectors.Row(shift=shift, sign_up=None, reasons=[])
    refused = bool(lines and any(line.errors for line in lines))
    writable = not request.association.is_read_only
    context = {
        "section": "plan",
        "shift": shift,
        "row": row,
        "chips": show.chips(row),
        "title": words.title(shift),
        "facts": show.facts(shift, today=clock.today(request.association), is_inside=True),
        "outside_hours": at_sites.outside_hours([shift]).get(shift.pk, ""),
        "coming": coming,
        # Those beyond the reader's part of the association have a place, and no name.
        "unnamed": _unnamed(request, shift, coming, kept=sum(kept.values())),
        "kept": list(kept.items()),
        "letters": letter_pages.sent(shift),
        "swaps": [] if started else swap_pages.waiting(shift, reader=request),
        "requests": request_pages.listed(shift, reader=request) if not started else None,
        "invited": invite_pages.listed(shift, reader=request)
        if shift.sign_up_mode == Shift.SignUpMode.INVITED_FIRST and not started
        else None,
        "walk_ins": presence_pages.walk_ins(shift, reader=request) if said else [],
        "waiting": waiting_pages.listed(shift, reader=request) if not started else None,
        "free": row.free,
        "started": started,
        "lines": (lines or [AttendanceForm(sign_up=each, shift=shift) for each in coming])
        if started and published and coming
        else [],
        "unmarked": sum(each.state == SignUp.State.SIGNED_UP for each in coming),
        "find": FindPersonForm() if writable and published and _has_room(shift, row) else None,
        "week_url": f"{reverse('plan')}?week={timezone.localtime(shift.starts_at).date()}",
        "may_cancel": writable
        and shift.state != Shift.State.CANCELLED
        and not any(each.state == SignUp.State.ATTENDED for each in coming),
        "may_edit": writable and shift.state != Shift.State.CANCELLED,
        "may_write": writable and published and not conditions.is_over(shift),
        "may_call": writable and conditions.is_open(shift),
        "may_publish": writable and shift.state == Shift.State.DRAFT and not started,
    }
    return render(request, "shifts/manage.html", context, status=422 if refused else 200)


def _has_room(shift: Shift, row: selectors.Row) -> bool:
    if row.free:
        return True
    return shift.training_taken < shift.training_places and not conditions.has_started(shift)


def _unnamed(request: TenantRequest, shift: Shift, coming: list[SignUp], *, kept: int) -> int:
    placed = sum(not sign_up.in_training for sign_up in coming)
    return 0 if request.reach.whole else max(0, shift.taken - placed - kept)


@requires("shifts.manage")
@require_GET
def roster(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """Who comes, on paper."""
    shift = shift_or_404(request, uuid)
    [listed] = rosters.listed([shift], reader=request)
    context = {
        "section": "plan",
        "shift": shift,
        "title": words.title(shift),
        "facts": show.facts(shift, today=clock.today(request.association), is_inside=True),
        "listed": listed,
        "unnamed": listed.unnamed,
        "empty_lines": range(listed.free),
        "walk_in_lines": range(rosters.WALK_INS),
    }
    return render(request, "shifts/roster.html", context)


@requires("shifts.manage")
@require_POST
def release(request: TenantRequest, uuid: UUID, sign_up: UUID) -> HttpResponseBase:
    """Take somebody off, as when they called; they are told by mail."""
    shift = shift_or_404(request, uuid)
    held_here = SignUp.objects.select_related("person").filter(shift=shift, uuid=sign_up)
    held = reach.of_people(request, held_here).first()
    if held is None:
        raise Http404
    try:
        services.take_off(shift=shift, person=held.person, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("%(name)s is off the shift.") % {"name": held.person.name})
    return redirect(manage_url(shift))


@requires("shifts.manage")
@require_POST
def attendance(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Write down who was there. Each line for itself: one that is refused keeps none of the others back."""
    shift = shift_or_404(request, uuid)
    seen = reach.of_people(request, selectors.who_comes(shift))
    lines = [AttendanceForm(request.POST, sign_up=sign_up, shift=shift) for sign_up in seen]
    everybody = "everybody" in request.POST
    for line in lines:
        _mark(line, everybody=everybody, request=request)
    if any(line.errors for line in lines):
        return _manage_page(request, shift, lines=lines)
    toast(request, _("Attendance is saved. The hours wait for approval."))
    return redirect(manage_url(shift))


def _mark(line: AttendanceForm, *, everybody: bool, request: TenantRequest) -> None:
    if not line.is_valid():
        return
    unmarked = line.sign_up.state == SignUp.State.SIGNED_UP
    mark = line.cleaned_data["mark"] or (AttendanceForm.CAME if everybody and unmarked else "")
    if not mark and line.times_typed and unmarked:
        line.add_error("mark", _("Say also whether the person came."))
    if not mark or not (line.has_changed() or (everybody and unmarked)):
        return
    try:
        services.mark_attendance(
            sign_up=line.sign_up,
            came=mark == AttendanceForm.CAME,
            starts_at=line.cleaned_data.get("starts_at"),
            ends_at=line.cleaned_data.get("ends_at"),
            by=request.actor,
        )
    except DomainError as refusal:
        line.add_error("mark", show.cure(refusal))
