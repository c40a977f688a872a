"""Whose supervision is late, whose falls due within thirty days, and how everybody stands."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register.models import VolunteerRole
from volunteers.register.requirements import DUTY_WORDS, Duty
from volunteers.supervision import duties, words
from volunteers.supervision.views.groups import page_of, shown
from web import formats
from web.kit import Column, Tab

COLUMNS = (
    Column(pgettext_lazy("column", "Name")),
    Column(pgettext_lazy("column", "Role"), wide=True),
    Column(pgettext_lazy("column", "State")),
    Column(pgettext_lazy("column", "Until when"), wide=True),
    Column(pgettext_lazy("column", "Next time"), wide=True),
)


@requires("supervision.manage")
@require_GET
def supervision_duty(request: TenantRequest) -> HttpResponse:
    """Late, ahead, or all."""
    today = clock.today(request.association)
    show = request.GET.get("show", "")
    show = show if show in {"ahead", "all"} else "late"
    if show == "late":
        found = duties.late(request, today=today)
    elif show == "ahead":
        found = duties.ahead(request, today=today)
    else:
        found = duties.with_next(duties.seen(request, today=today)).order_by("person__sort_key", "role", "pk")
    pages = page_of(request, found.count(), url=f"?show={show}&page=")
    titles = {
        "late": _("Supervision that is late"),
        "ahead": _("Due within 30 days"),
        "all": _("Everybody in roles with supervision"),
    }
    context = {
        "section": "supervision",
        "title": titles[show],
        "show": show,
        "tabs": [
            Tab(label, f"?show={key}", current=key == show)
            for key, label in (("late", _("Late")), ("ahead", _("Next 30 days")), ("all", _("All")))
        ],
        "columns": COLUMNS,
        "lines": [_line(each) for each in shown(found, pages)],
        "pages": pages,
    }
    return render(request, "supervision/duty.html", context)


def _line(holding: Any) -> dict[str, Any]:
    standing = Duty(holding.standing)
    return {
        "person": holding.person,
        "role": holding.role,
        "standing": DUTY_WORDS[standing],
        "tone": words.TONES[standing],
        "icon": words.ICONS[standing],
        "until": words.until(
            standing,
            due=holding.due,
            last=holding.last,
            blocks=holding.role.supervision == VolunteerRole.Supervision.BLOCKING,
        ),
        "next": formats.when(holding.next_at) if holding.next_at else "",
    }
