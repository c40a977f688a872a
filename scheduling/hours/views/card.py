"""A volunteer's hour card: a month as lines, the next line below them, last week once more by one press."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import selectors, split
from scheduling.hours.card_form import CardForm
from scheduling.hours.services import card, own as verbs
from scheduling.hours.services.card import Copied
from scheduling.hours.views.own import me, roles_for, zone_of
from tenants import clock
from web.errors import DomainError
from web.toasts import toast


@dataclass(frozen=True)
class Around:
    """The addresses of the months beside one; none for what has not come yet."""

    before: str
    after: str


@requires("hours.own")
@require_http_methods(["GET", "POST"])
def hours_card(request: TenantRequest) -> HttpResponseBase:
    """A month's lines and sums, and the form of a further line; nothing typed is lost."""
    person = me(request)
    today = clock.today(request.association)
    month = _month(request.GET.get("month", ""), today)
    roles = roles_for(request, person)
    form = CardForm(
        request.POST or None,
        roles=roles,
        zone=zone_of(request),
        initial={"day": today, "role": roles[0] if len(roles) == 1 else None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            entry = verbs.submit_own(person=person, by=request.actor, **form.said())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Your hours are saved. They count when the coordinator has confirmed them."))
            return redirect(_address(entry.first_month))
    context: dict[str, Any] = {
        "section": "hours",
        "month": month,
        "card": selectors.own_card(person, month=month, zone=zone_of(request)),
        "around": Around(
            _address(_before(month)), _address(split.after(month)) if _is_past(month, today) else ""
        ),
        "is_now": not _is_past(month, today),
        "form": form,
    }
    return render(request, "hours/card.html", context, status=422 if form.errors else 200)


@requires("hours.own")
@require_POST
def hours_copy(request: TenantRequest) -> HttpResponseBase:
    """Last week's lines once more, as far as this week has passed."""
    try:
        copied = card.copy_last_week(
            person=me(request), today=clock.today(request.association), by=request.actor
        )
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _said(copied), bad=not copied.lines)
    return redirect("hours-card")


def _said(copied: Copied) -> str:
    if not (copied.lines or copied.ahead or copied.in_the_way):
        return _("You wrote down nothing last week, so there is nothing to copy.")
    parts = [
        ngettext(
            "%(count)s line copied from last week.", "%(count)s lines copied from last week.", copied.lines
        )
        % {"count": copied.lines}
    ]
    if copied.in_the_way:
        parts.append(
            ngettext(
                "%(count)s was left out: you have hours at that time already.",
                "%(count)s were left out: you have hours at those times already.",
                copied.in_the_way,
            )
            % {"count": copied.in_the_way}
        )
    if copied.ahead:
        parts.append(
            ngettext(
                "%(count)s lies ahead: copy again when it has passed.",
                "%(count)s lie ahead: copy again when they have passed.",
                copied.ahead,
            )
            % {"count": copied.ahead}
        )
    return " ".join(parts)


def _month(text: str, today: date) -> date:
    """The month of the address, or this one."""
    if not text:
        return split.month_of(today)
    try:
        month = date.fromisoformat(f"{text}-01")
        _before(month)
    except (ValueError, OverflowError):
        raise Http404 from None
    return min(month, split.month_of(today))


def _before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _is_past(month: date, today: date) -> bool:
    return month < split.month_of(today)


def _address(month: date) -> str:
    return f"{reverse('hours-card')}?month={month:%Y-%m}"
