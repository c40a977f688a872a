"""A coordinator's first page: what needs them now, and putting it off."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from desk import first_month, needs, queue_rows, selectors
from desk.federation import unread
from desk.greeting import greeting
from desk.nav import four
from scheduling.shifts.forms.shifts import DayField
from scheduling.shifts.models import Shift
from scheduling.shifts.words import shifts as words
from volunteers.register import needs as registry
from volunteers.register.needs import Asking
from volunteers.register.services import putting_off
from web import formats, just_done
from web.errors import DomainError
from web.kit import CoverDay
from web.toasts import toast


@requires("today")
@require_GET
def today(request: TenantRequest) -> HttpResponse:
    """What needs me now? Or all of one kind of it, or what I have put off."""
    asking = Asking.of(request)
    if kind := registry.known(request.GET.get("kind", "")):
        return _list(request, title=kind.label, queue=needs.queue(asking, only=kind.name))
    if request.GET.get("show") == "later":
        return _list(request, title=_("Put off"), queue=needs.queue(asking, put_off=True))
    page = selectors.today(day=asking.today, reader=request)
    queue = needs.queue(asking)
    request.needs_waiting = queue.count  # type: ignore[attr-defined]  # the frame shows it
    context = {
        "page": page,
        "queue": queue,
        "groups": _groups(request, queue),
        "four": four(request) if request.association.simple_mode else [],
        "federation": unread(asking),
        "first_month": first_month.steps(asking),
        "put_off": registry.put_off_count(asking),
        "greeting": greeting(str(request.user)),
        "meta": _("%(day)s · week %(week)s")
        % {"day": formats.day(asking.today, long=True), "week": asking.today.isocalendar().week},
        "cover": _cover(page, asking.today),
        "lines": [line(shift) | {"shift": shift} for shift in page.of_today],
        "now": formats.clock_time(formats.local_time(asking.now)),
        "done": just_done.listed(request),
        "past": sum(shift.ends_at <= asking.now for shift in page.of_today),
    }
    return render(request, "desk/today.html", context)


def _list(request: TenantRequest, *, title: Any, queue: needs.Queue) -> HttpResponse:
    context = {"section": "today", "title": title, "queue": queue, "groups": _groups(request, queue)}
    return render(request, "desk/today_list.html", context)


def _groups(request: TenantRequest, queue: needs.Queue) -> list[tuple[needs.Group, SafeString]]:
    return list(zip(queue.groups, queue_rows.rows(queue, request=request), strict=True))


class PutOffForm(forms.Form):
    """Until when."""

    when = forms.ChoiceField(
        label=gettext_lazy("Bring it back"),
        choices=[
            ("tomorrow", gettext_lazy("tomorrow")),
            ("monday", gettext_lazy("next Monday")),
            ("fortnight", gettext_lazy("in two weeks")),
            ("day", pgettext_lazy("put off", "on another day")),
        ],
        initial="tomorrow",
        widget=forms.RadioSelect,
    )
    until = DayField(label=gettext_lazy("Another day"), required=False)

    def day(self, today: date) -> date | None:
        """The day on which it comes back; None where another day is wanted and not said."""
        days = {"tomorrow": 1, "monday": 7 - today.weekday(), "fortnight": 14}
        when = self.cleaned_data["when"]
        found: date | None = self.cleaned_data["until"]
        return today + timedelta(days=days[when]) if when in days else found


@requires("today")
@require_http_methods(["GET", "POST"])
def put_off(request: TenantRequest) -> HttpResponseBase:
    """Ask until when, then leave a row out of this coordinator's queue."""
    asking = Asking.of(request)
    kind, key = request.GET.get("kind", ""), request.GET.get("key", "")
    found = needs.one(asking, kind=kind, key=key)
    if found is None:
        toast(request, _("That has been settled already, or put off."))
        return redirect("today")
    form = PutOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = form.day(asking.today)
        if until is None:
            form.add_error("until", _("Choose a day."))
        else:
            try:
                putting_off.put_off(user_uuid=request.user.uuid, kind=kind, key=key, until=until)
            except DomainError as refusal:
                form.add_error("until", str(refusal))
            else:
                said = _("%(what)s: put off until %(day)s.")
                said %= {"what": found[1].title, "day": formats.day(until)}
                toast(request, said, undo=f"{reverse('bring-back')}?{request.GET.urlencode()}")
                return redirect("today")
    row, need = found
    return render(request, "desk/put_off.html", {"section": "today", "need": need, "row": row, "form": form})


@requires("today")
@require_POST
def bring_back(request: TenantRequest) -> HttpResponseBase:
    """Show a row again before its day."""
    said = request.POST if "kind" in request.POST else request.GET
    if putting_off.bring_back(
        user_uuid=request.user.uuid, kind=said.get("kind", "")[:60], key=said.get("key", "")[:80]
    ):
        toast(request, _("It is in the queue again."))
    return redirect("today")


def line(shift: Shift) -> dict[str, Any]:
    """A shift as the narrow columns of the first pages show it."""
    return {
        "title": words.title(shift),
        "url": _to("shift", uuid=shift.uuid),
        "manage_url": _to("shift-manage", uuid=shift.uuid),
        "when": formats.when(shift.starts_at, shift.ends_at),
        "times": formats.times(shift.starts_at, shift.ends_at, prefix=False),
        "day": formats.day(shift.starts_at),
        "times_and_site": " · ".join(
            filter(
                None, [formats.times(shift.starts_at, shift.ends_at), shift.site.name if shift.site else ""]
            )
        ),
        "site": shift.site.name if shift.site else "",
    }


def _to(route: str, **kwargs: Any) -> str:
    return reverse(route, urlconf="config.urls.association", kwargs=kwargs or None)


def _cover(page: selectors.Today, day: date) -> list[CoverDay]:
    plan = _to("plan")
    return [
        CoverDay(
            date=one.day,
            taken=one.taken,
            places=one.places,
            empty_shifts=one.empty_shifts,
            url=f"{plan}?week={one.day - timedelta(days=one.day.weekday())}",
            today=one.day == day,
        )
        for one in page.days
    ]
