"""Pages of those who come: the list, one shift, taking a place and giving it back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import TenantRequest
from accounts.rights import beforehand, may, requires
from accounts.sessions import safe_next
from scheduling.shifts import at_sites, calendar_file, conditions, elsewhere, services
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.errors.shifts import NotAVolunteerHere
from scheduling.shifts.forms.shifts import WishForm
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.pages import (
    list_rows,
    requests as request_pages,
    stand_ins as stand_in_pages,
    waiting as waiting_pages,
)
from scheduling.shifts.selectors import ahead, shifts as selectors
from scheduling.shifts.selectors.ahead import Outlook
from scheduling.shifts.services import waiting
from scheduling.shifts.views import show
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register import selectors as register
from volunteers.register.selectors import person_of
from web import formats
from web.errors import DomainError
from web.kit import Pages, Tab
from web.toasts import toast

OWN = 5


def shift_or_404(request: TenantRequest, uuid: UUID) -> Shift:
    """A shift of this association that the reader may see."""
    shift = selectors.seen_shift(uuid, drafts=may(request, "shifts.manage"))
    if shift is None:
        raise Http404
    return shift


@requires("shifts.see")
@beforehand(elsewhere.look_up)
@require_GET
def shifts(request: TenantRequest) -> HttpResponse:
    """The shifts ahead that the reader can take, or all of them: by day, or a week at a glance."""
    person, today = person_of(request.user.uuid), clock.today(request.association)
    seen = ahead.outlook(person)
    form = WishForm(request.GET, roles=seen.roles.values(), sites=register.site_names())
    wish = form.wish(everything=not seen.is_volunteer)
    first = selectors.monday(wish.from_day or today)
    listed = _kept(request, "page", "view")
    shared: dict[str, Any] = {
        "section": "shifts",
        "form": form,
        "everything": wish.everything,
        "narrowed": wish != ahead.Wish(from_day=wish.from_day, everything=wish.everything),
        "shapes": [
            Tab(_("List"), listed, current=not form.is_week, icon="list"),
            Tab(_("Week"), f"{listed}view=week", current=form.is_week, icon="calendar"),
        ],
        "clear_url": _only(request, "show", "view"),
        "all_url": f"{_kept(request, 'page', 'show')}show=all",
        **_weeks(request, first, wish.from_day, today),
    }
    if form.is_week:
        return render(request, "shifts/shifts_week.html", shared | _a_week(request, seen, wish, first, today))
    return render(request, "shifts/shifts.html", shared | _a_list(request, seen, wish, first, today))


def _a_list(
    request: TenantRequest, seen: Outlook, wish: ahead.Wish, first: date, today: date
) -> dict[str, Any]:
    page = request.GET.get("page", "")
    found = ahead.find(seen, wish=wish, number=int(page) if page.isdecimal() else 1, monday=first)
    base = _kept(request, "page", "day")
    return {
        "pills": _pills(request, seen, wish, suiting=found.suiting),
        "days": list_rows.days(
            show.days_of(found.days, seen=seen, today=today, request=request), request=request
        ),
        "meta": show.counts(found, known=seen.is_volunteer),
        "pages": Pages.of(
            number=found.number, size=ahead.PAGE, total=found.total, url=_kept(request, "page") + "page="
        ),
        "own": [show.own_line(claim, request=request) for claim in seen.own[:OWN]],
        "more_own": len(seen.own) > OWN,
        "strip": show.strip(
            found.strip,
            today=today,
            chosen=wish.from_day,
            urls=[f"{base}day={one.day.isoformat()}" for one in found.strip],
        ),
    }


def _a_week(
    request: TenantRequest, seen: Outlook, wish: ahead.Wish, first: date, today: date
) -> dict[str, Any]:
    days = ahead.week(seen, wish=wish, monday=first)
    last = first + timedelta(days=6)
    return {
        "pills": _pills(request, seen, wish),
        "plan": show.plan_of(days, seen=seen, today=today, request=request),
        "meta": f"{formats.day(first)} – {formats.day(last, year=last.year != today.year)}",
    }


def _pills(
    request: TenantRequest, seen: Outlook, wish: ahead.Wish, *, suiting: int | None = None
) -> list[Tab]:
    """What the reader can take first, then everything; who takes none has no choice."""
    kept = _kept(request, "page", "show")
    if not seen.is_volunteer:
        return []
    return [
        Tab(_("You can take"), kept, current=not wish.everything, icon="check", count=suiting),
        Tab(_("All shifts"), f"{kept}show=all", current=wish.everything),
    ]


def _kept(request: TenantRequest, *but: str) -> str:
    """The reader's wishes as the beginning of a query, to which one more is added."""
    kept = urlencode([(name, value) for name, value in request.GET.items() if value and name not in but])
    return f"?{kept}&" if kept else "?"


def _only(request: TenantRequest, *names: str) -> str:
    """The address with these wishes alone."""
    kept = urlencode([(name, request.GET[name]) for name in names if request.GET.get(name)])
    return f"{request.path}?{kept}" if kept else request.path


def _weeks(request: TenantRequest, first: date, chosen: date | None, today: date) -> dict[str, Any]:
    """The ways to other weeks."""
    base = _kept(request, "page", "day")
    return {
        "week_before": f"{base}day={max(first - timedelta(days=7), selectors.monday(today))}"
        if first > today
        else "",
        "week_after": f"{base}day={first + timedelta(days=7)}",
        "all_days": base.rstrip("&") if chosen else "",
    }


@requires("shifts.see")
@beforehand(elsewhere.look_up)
@require_GET
def shift(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One shift: what, when, where, with whom, and the one press."""
    found, person = shift_or_404(request, uuid), person_of(request.user.uuid)
    today = clock.today(request.association)
    standing = eligibility.standing_of(person, shifts=[found])
    row = selectors.row_of(found, standing)
    started = conditions.has_started(found)
    waits = None if row.sign_up else waiting.place_of(shift=found, person=person)
    undo = selectors.just_cancelled(found, person=person) if row.sign_up is None and not started else None
    sees = show.sees_names(row, standing)
    coming = list(selectors.who_comes(found)) if row.sign_up or sees else []
    then = show.elsewhere_of(row, request=request)
    searched = stand_in_pages.of(found, person=person, coming=coming)
    stands = waiting_pages.of(waits)
    context = {
        "section": "shifts",
        "shift": found,
        "row": row,
        "line": show.line(
            replace(row, cannot_come=searched is not None),
            request=request,
            stands=stands.short if stands else "",
        ),
        "elsewhere": then,
        "facts": show.facts(found, today=today, is_inside=row.sign_up is not None),
        "place": at_sites.the_place(found, sign_up=row.sign_up),
        "needs": show.needs(found, standing, is_elsewhere=bool(then))
        if not started and row.sign_up is None
        else [],
        "coming": show.first_names(coming, but=person) if sees else [],
        "kept": sum(selectors.kept_for_others(found).values()) if found.taken > len(coming) else 0,
        "free": range(row.free) if row.free <= show.FREE_SHOWN else range(0),
        "may_leave": row.sign_up is not None and not started,
        "why_not": [show.cure(reason) for reason in row.reasons] if row.sign_up is None else [],
        "just_cancelled": undo,
        "asked": request_pages.asked(row),
        "may_ask": request_pages.may_ask(row),
        "declined": request_pages.declined(found, person=person)
        if not row.sign_up and not row.hope
        else None,
        "waits": stands,
        "searched": searched,
        "may_stand_in": stand_in_pages.may_take_over(row),
        "may_wait": waits is None and not row.by_request and row.lacks_only_a_place,
        "may_manage": may(request, "shifts.manage"),
        "learning": show.learning(found, standing),
        "own_times": show.own_times(row.sign_up, found) if row.sign_up else "",
        "there": show.whether_there(row.sign_up) if row.sign_up and conditions.is_over(found) else "",
    }
    return render(request, "shifts/shift.html", context)


@requires("shifts.sign_up")
@beforehand(elsewhere.look_up)
@require_POST
def sign_up(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take a place, and say so with the way back."""
    found, person = shift_or_404(request, uuid), person_of(request.user.uuid)
    back = back_to(request, found)
    if person is None:
        toast(request, show.cure(NotAVolunteerHere()), bad=True)
        return redirect(back)
    try:
        made = services.sign_up(shift=found, person=person, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect(show.url_of(found))
    also = elsewhere.said(request, found.starts_at, found.ends_at)
    if made.state == SignUp.State.REQUESTED:
        said, undo = (
            _("You have asked for a place. The coordinator answers, and we write to you."),
            "shift-withdraw",
        )
    else:
        said, undo = _("You are coming: %(shift)s.") % {"shift": words.label(found)}, "shift-cancel-own"
    toast(request, f"{said} {also}".strip(), undo=reverse(undo, kwargs={"uuid": uuid}))
    return redirect(back)


@requires("shifts.sign_up")
@require_POST
def cancel_own(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Say that one cannot come. Nobody asks why; ten minutes of undo, or until somebody was found."""
    found, person = shift_or_404(request, uuid), person_of(request.user.uuid)
    try:
        cancelled = services.cannot_come(shift=found, person=person, by=request.actor) if person else None
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect(show.url_of(found))
    if cancelled and cancelled.state in SignUp.ACTIVE:
        undo = reverse("shift-come-after-all", kwargs={"uuid": uuid})
        toast(request, _("We are looking for somebody in your place. Thank you for telling."), undo=undo)
        return redirect(show.url_of(found))
    if cancelled:
        undo = reverse("shift-undo-cancel", kwargs={"uuid": uuid})
        toast(request, _("Your place is free for somebody else. Thank you for telling."), undo=undo)
    return redirect(back_to(request, found))


def back_to(request: TenantRequest, shift: Shift) -> str:
    """Where the button was pressed."""
    wanted = request.POST.get("next")
    return safe_next(wanted) if wanted else show.url_of(shift)


@requires("shifts.see")
@require_GET
def calendar(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """The shift as a file for one's own calendar."""
    found, person = shift_or_404(request, uuid), person_of(request.user.uuid)
    own = (
        SignUp.objects.filter(shift=found, person=person, state__in=SignUp.ACTIVE).first() if person else None
    )
    content = calendar_file.calendar_file(found, own=own)
    response = HttpResponse(content, content_type=f"{calendar_file.MIMETYPE}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{calendar_file.NAME}"'
    return response
