"""The coordinator's pages of bookings: the week, one of them, what became of them."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import may, requires
from scheduling.activities.forms import CorrectForm, HeadsForm
from scheduling.activities.late_forms import LateForm, LateHeldForm
from scheduling.hours import selectors as hours
from scheduling.premises import selectors, words
from scheduling.premises.forms import BookingForm, WaitingForm, WeekForm
from scheduling.premises.models import Booking, BookingCorrection
from scheduling.premises.services import bookings as services, outcomes
from tenants import clock
from web import formats
from web.errors import DomainError
from web.kit import Column, Fact
from web.toasts import toast

AT_ONCE = 20
COLUMNS = (
    Column(pgettext_lazy("column", "When")),
    Column(pgettext_lazy("column", "For whom")),
    Column(pgettext_lazy("column", "What is booked"), wide=True),
    Column(pgettext_lazy("column", "State"), wide=True),
    Column(pgettext_lazy("column", "People"), numeric=True, wide=True),
)


@requires("premises.manage")
@require_GET
def week(request: TenantRequest) -> HttpResponse:
    """A week of bookings, of all or of one space; of one also what is free."""
    form = WeekForm(request.GET, reader=request)
    monday, space = form.chosen(today=clock.today(request.association))
    midnight = datetime.combine(monday, time(), tzinfo=ZoneInfo(request.association.timezone))
    seen = selectors.bookings(reader=request)
    rows = seen.filter(ends_at__gt=midnight, starts_at__lt=midnight + timedelta(days=7))
    if space is not None:
        rows = rows.filter(space=space)
    context = {
        "section": "premises",
        "form": form,
        "columns": COLUMNS,
        "number": monday.isocalendar().week,
        "span": f"{formats.day(monday)} – {formats.day(monday + timedelta(days=6), year=True)}",
        "lines": [(each, words.whose(each), words.what(each)) for each in rows],
        "space": space,
        "may_see_year": may(request, "premises.year"),
        "waiting": selectors.unsaid(seen, at=clock.now()).count(),
        "before": _url(monday - timedelta(days=7), request),
        "now": _url(None, request),
        "after": _url(monday + timedelta(days=7), request),
        "new_query": urlencode({"day": monday.isoformat(), "space": space.pk if space else ""}),
    }
    if space is not None:
        days = [monday + timedelta(days=number) for number in range(7)]
        context["free"] = [(day, words.times(words.stretches_on(space, day))) for day in days]
    return render(request, "premises/week.html", context)


def _url(monday: date | None, request: TenantRequest) -> str:
    query = {"week": monday.isoformat() if monday else "", "space": request.GET.get("space", "")}
    return f"?{urlencode(query)}"


@requires("premises.manage")
@require_http_methods(["GET", "POST"])
def booking_new(request: TenantRequest) -> HttpResponseBase:
    """Book something, once or week by week, or note that somebody asks for it."""
    zone = ZoneInfo(request.association.timezone)
    initial = {name: request.GET.get(name, "") for name in ("day", "space")}
    form = BookingForm(request.POST or None, reader=request, zone=zone, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _book(request, form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    return _form(request, form)


def _book(request: TenantRequest, form: BookingForm) -> HttpResponseBase:
    plan, until_on = form.plan(), form.cleaned_data["until_on"]
    _mind_the_limit(request, plan)
    if until_on is None:
        made = services.book(
            plan=plan,
            by=request.actor,
            asked=form.cleaned_data["asked"],
            late_reason=form.cleaned_data["late_reason"],
        )
        toast(request, _("It is noted.") if form.cleaned_data["asked"] else _("It is booked."))
        return redirect("booking", uuid=made.uuid)
    done = services.book_weekly(
        plan=plan, until_on=until_on, by=request.actor, leave_out=form.cleaned_data["leave_out"]
    )
    said = ngettext("%(count)s time is booked.", "%(count)s times are booked.", len(done.made))
    text = said % {"count": len(done.made)}
    if done.left_out:
        days = ", ".join(formats.day(day) for day in done.left_out)
        text += " " + _("Left out, since it was taken: %(days)s.") % {"days": days}
    toast(request, text)
    week_of = urlencode({"week": form.cleaned_data["day"].isoformat()})
    answer = redirect("premises")
    answer["Location"] += f"?{week_of}"
    return answer


@requires("premises.manage")
@require_http_methods(["GET", "POST"])
def booking_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a booking."""
    found = get_object_or_404(selectors.bookings(reader=request), uuid=uuid)
    zone = ZoneInfo(request.association.timezone)
    form = BookingForm(request.POST or None, reader=request, zone=zone, booking=found)
    if request.method == "POST" and form.is_valid():
        try:
            plan = form.plan()
            services.change(booking=found, plan=plan, by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved."))
            _mind_the_limit(request, plan)
            return redirect("booking", uuid=uuid)
    return _form(request, form, found)


def _form(request: TenantRequest, form: BookingForm, booking: Booking | None = None) -> HttpResponse:
    context = {
        "section": "premises",
        "form": form,
        "booking": booking,
        "whose": words.whose(booking) if booking else "",
    }
    return render(request, "premises/booking_form.html", context, status=422 if form.errors else 200)


def _mind_the_limit(request: TenantRequest, plan: services.BookingPlan) -> None:
    """More people than a space may hold is said, and not refused."""
    if plan.space and plan.space.capacity and plan.expected and plan.expected > plan.space.capacity:
        said = _("“%(space)s” holds %(most)s people at most. More are expected.")
        toast(
            request, said % {"space": plan.space.name, "most": formats.number(plan.space.capacity)}, bad=True
        )


@requires("premises.manage")
@require_http_methods(["GET", "POST"])
def booking(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """One booking, and what became of it: a number and a tap."""
    found = get_object_or_404(selectors.bookings(reader=request), uuid=uuid)
    corrections = list(found.corrections.order_by("-number"))
    latest = corrections[0] if corrections else found
    said = {"heads": latest.attendance, "method": latest.method or "counted", "basis": latest.basis}
    posted = request.POST if request.method == "POST" else None
    held = HeadsForm(posted if posted and "held" in posted else None, initial=said)
    correct = CorrectForm(posted if posted and "correct" in posted else None, initial=said)
    late = LateHeldForm(posted if posted and "late" in posted else None, initial=said)
    late_none = LateForm(posted if posted and "late_none" in posted else None, auto_id="id_none_%s")
    if posted is not None:
        try:
            if text := _answer(request, found, held, correct) or _tell_late(request, found, late, late_none):
                toast(request, text)
                return redirect("booking", uuid=uuid)
        except DomainError as refusal:
            sent = {"correct": correct, "late": late, "late_none": late_none}
            form = next((form for name, form in sent.items() if name in posted), held)
            form.add_error(None, str(refusal))
    closed = bool(hours.closed_months([found.first_month]))
    context = {
        "section": "premises",
        "booking": found,
        "whose": words.whose(found),
        "facts": _facts(found),
        "held": held,
        "correct": correct,
        "late": late,
        "late_none": late_none,
        "closed": closed,
        "has_begun": found.starts_at <= clock.now(),
        "numbers": _numbers(found, corrections),
        "too_many": _is_over(found, latest.attendance),
        "week_query": urlencode({"week": found.local_date.isoformat()}),
        "later": bool(found.series) and found.state in ("requested", "booked"),
    }
    wrong = any(form.errors for form in (held, correct, late, late_none))
    return render(request, "premises/booking.html", context, status=422 if wrong else 200)


def _answer(request: TenantRequest, booking: Booking, held: HeadsForm, correct: CorrectForm) -> str:
    """What was done; empty where a form is not whole."""
    posted, by = request.POST, request.actor
    if "correct" in posted:
        if not correct.is_valid():
            return ""
        outcomes.correct(booking=booking, heads=correct.said(), reason=correct.cleaned_data["reason"], by=by)
        return _("The number was corrected. The first one stays to be seen.")
    if "confirm" in posted:
        services.confirm(booking=booking, by=by)
        return _("It is booked.")
    if "no_show" in posted:
        outcomes.note_no_show(booking=booking, by=by)
        return _("Noted: nobody came.")
    if "cancel" in posted or "following" in posted:
        done = services.call_off(booking=booking, by=by, following="following" in posted)
        said = ngettext("%(count)s booking is called off.", "%(count)s bookings are called off.", done)
        return said % {"count": done}
    if "held" not in posted or not held.is_valid():
        return ""
    outcomes.note_held(heads={booking: held.said()}, by=by)
    return _("Saved: it was held.")


def _tell_late(request: TenantRequest, booking: Booking, late: LateHeldForm, late_none: LateForm) -> str:
    """What was told of a booking whose month is closed; empty where a form is not whole."""
    if "late_none" in request.POST and late_none.is_valid():
        reason = late_none.cleaned_data["reason"]
        outcomes.tell_late(booking=booking, heads=None, reason=reason, by=request.actor)
        return _("Noted: nobody came.")
    if "late" in request.POST and late.is_valid():
        reason = late.cleaned_data["reason"]
        outcomes.tell_late(booking=booking, heads=late.said(), reason=reason, by=request.actor)
        return _("Saved: it was held.")
    return ""


def _facts(booking: Booking) -> list[Fact]:
    """When, what, for whom."""
    space, thing = booking.space, booking.equipment
    most = (
        ngettext("At most %(count)s person", "At most %(count)s people", space.capacity)
        % {"count": formats.number(space.capacity)}
        if space and space.capacity
        else ""
    )
    expected = (
        ngettext("%(number)s person is expected", "%(number)s people are expected", booking.expected)
        % {"number": formats.number(booking.expected)}
        if booking.expected
        else ""
    )
    found = [
        ("calendar", words.when(booking), ""),
        ("pin", space.name if space else "", most),
        ("list", thing.name if thing else "", thing.note if thing else ""),
        ("building", booking.organisation.name if booking.organisation else _("The association itself"), ""),
        ("info", booking.purpose, ""),
        ("people", expected, ""),
        ("heart", _("Counted at a group or an event of ours") if booking.own else "", ""),
        ("calendar", _("In the public calendar") if booking.is_public else "", ""),
        ("chart", booking.grant_target.name if booking.grant_target else "", _("Grant target")),
    ]
    return [Fact(icon, text, note) for icon, text, note in found if text]


def _numbers(booking: Booking, corrections: list[BookingCorrection]) -> list[tuple[str, str, str, str]]:
    """The numbers of people, the one that counts first: number, method, on what it rests, why it changed."""
    said: list[tuple[Booking | BookingCorrection, str]] = [(each, each.reason) for each in corrections]
    if booking.attendance is not None:
        said.append((booking, ""))
    return [
        (
            ngettext("%(number)s person came", "%(number)s people came", each.attendance or 0)
            % {"number": formats.number(each.attendance or 0)},
            each.get_method_display(),
            each.basis,
            reason,
        )
        for each, reason in said
    ]


def _is_over(booking: Booking, attendance: int | None) -> bool:
    """Whether more came than the space may hold."""
    most = booking.space.capacity if booking.space else None
    return bool(most and attendance and attendance > most)


@requires("premises.manage")
@require_http_methods(["GET", "POST"])
def waiting(request: TenantRequest) -> HttpResponseBase:
    """Bookings that are over: how many came, many at a time."""
    unsaid = selectors.unsaid(selectors.bookings(reader=request), at=clock.now())
    unsaid = unsaid.alias(shut=hours.its_month_is_closed())
    rows, late = unsaid.filter(shut=False), unsaid.filter(shut=True)
    form = WaitingForm(request.POST or None, bookings=rows[:AT_ONCE])
    if request.method == "POST" and form.is_valid():
        said = form.said()
        try:
            done = outcomes.note_held(heads=said, by=request.actor) if said else 0
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            text = ngettext("%(count)s number is saved.", "%(count)s numbers are saved.", done)
            toast(request, text % {"count": done})
            return redirect("premises-waiting")
    context = {
        "section": "premises",
        "form": form,
        "lines": [(each, form[each.uuid.hex]) for each in form.bookings],
        "total": rows.count(),
        "late": [(each, words.whose(each), words.when(each)) for each in late[:AT_ONCE]],
        "late_count": late.count(),
    }
    return render(request, "premises/waiting.html", context, status=422 if form.errors else 200)
