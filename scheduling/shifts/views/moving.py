"""Giving a shift another time: a form, which is also what dragging fills in and sends; and its undo."""

from copy import copy
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts import at_sites, services
from scheduling.shifts.forms.plan import MoveForm
from scheduling.shifts.models import Shift
from scheduling.shifts.selectors import planning
from scheduling.shifts.views import show
from scheduling.shifts.views.coordinator import manage_url, shift_or_404
from scheduling.shifts.words import shifts as words
from web import formats
from web.errors import DomainError
from web.toasts import toast


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def move(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Another time for a shift. Where people come, or it would ask too much of them, it is asked first."""
    shift = shift_or_404(request, uuid)
    if request.method != "POST":
        said = MoveForm.said_of(shift) | {"next": _back(request, request.GET.get("next", ""), shift)}
        return _page(request, shift, MoveForm(initial=said), back=said["next"])
    form = MoveForm(request.POST)
    is_whole = form.is_valid()
    back = _back(request, request.POST.get("next", ""), shift)
    if not is_whole:
        return _page(request, shift, form, back=back)
    starts_at, ends_at = form.cleaned_data["starts_at"], form.cleaned_data["ends_at"]
    if (starts_at, ends_at) == (shift.starts_at, shift.ends_at):
        return redirect(back)
    told = _told(request, shift, starts_at, ends_at)
    if not form.cleaned_data["sure"] and (told or shift.taken):
        return _page(request, shift, form, back=back, told=told, asks=True)
    try:
        was = services.move_shift(shift=shift, starts_at=starts_at, ends_at=ends_at, by=request.actor)
    except DomainError as refusal:
        form.add_error(None, show.cure(refusal))
        return _page(request, shift, form, back=back)
    undo = reverse("shift-move-undo", kwargs={"uuid": uuid})
    moved = _("%(shift)s is now on %(when)s.") % {
        "shift": words.title(shift),
        "when": formats.when(starts_at, ends_at),
    }
    toast(request, moved, undo=f"{undo}?{urlencode({'was': was, 'next': back})}")
    return redirect(back)


def _told(request: TenantRequest, shift: Shift, starts_at: datetime, ends_at: datetime) -> list[str]:
    """What speaks against the new time, without forbidding it."""
    found = planning.would_ask_too_much(shift, starts_at=starts_at, ends_at=ends_at, reader=request)
    moved = copy(shift)
    moved.starts_at, moved.ends_at = starts_at, ends_at
    closed = at_sites.outside_hours([moved])
    return list(dict.fromkeys([*(each.sentence for each in found), *closed.values()]))


def _page(
    request: TenantRequest,
    shift: Shift,
    form: MoveForm,
    *,
    back: str,
    told: list[str] | None = None,
    asks: bool = False,
) -> HttpResponse:
    context = {
        "section": "plan",
        "form": form,
        "shift": shift,
        "title": words.title(shift),
        "when": formats.when(shift.starts_at, shift.ends_at),
        "back": back,
        "manage_url": manage_url(shift),
        "asks": asks,
        "told": told or [],
        "new_when": formats.when(form.cleaned_data["starts_at"], form.cleaned_data["ends_at"])
        if asks
        else "",
    }
    return render(request, "shifts/move.html", context, status=422 if form.errors else 200)


@requires("shifts.manage")
@require_POST
def undo(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take a move back, for ten minutes."""
    shift = shift_or_404(request, uuid)
    try:
        services.move_back(shift=shift, token=request.GET.get("was", ""), by=request.actor)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
    else:
        toast(request, _("%(shift)s has its old time again.") % {"shift": words.title(shift)})
    return redirect(_back(request, request.GET.get("next", ""), shift))


def _back(request: HttpRequest, wanted: str, shift: Shift) -> str:
    """Where the reader came from, if that is a page of this host; else the shift's week."""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    return f"{reverse('plan')}?week={timezone.localtime(shift.starts_at).date()}"
