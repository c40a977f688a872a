"""Hours of several people at once, written down by whoever looks after their role, or leads it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import waiting_heads
from scheduling.hours.errors import BasisRequired, NotForAll, OnlyVolunteering
from scheduling.hours.services import approving_heads, together
from scheduling.hours.services.together import Written
from scheduling.hours.together_form import RoleForm, TogetherForm
from tenants import clock
from volunteers.register import reach, selectors as register
from volunteers.register.models import VolunteerRole
from web import formats
from web.errors import DomainError
from web.kit import Pages
from web.toasts import toast

# How many of those sent before are shown at once.
SENT = 20


@requires("hours.approve")
@require_http_methods(["GET", "POST"])
def hours_together(request: TenantRequest) -> HttpResponseBase:
    """Choose a role, mark who was there, say when. It counts at once."""
    return _page(request, request, approve=True, said=_said, done="hours-approve")


@requires("hours.lead")
@require_http_methods(["GET", "POST"])
def hours_led(request: TenantRequest) -> HttpResponseBase:
    """The same for who leads a role: a coordinator looks at it before it counts."""
    return _page(request, request.leads, approve=False, said=_sent, done="hours-led")


def _page(
    request: TenantRequest,
    reader: reach.Reaching,
    *,
    approve: bool,
    said: Callable[[Written], str],
    done: str,
) -> HttpResponseBase:
    """What is wrong is said, and everything typed stays."""
    roles = reach.roles(reader, register.active_roles())
    chosen = RoleForm(request.POST or request.GET or _only(roles), roles=roles)
    role = chosen.cleaned_data["role"] if chosen.is_valid() else None
    form = _form(request, reader, role) if role is not None else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            written = together.record_together(
                done=form.done(),
                people=form.marked(),
                heads=form.more(),
                ends_of=form.ends_of(),
                by=request.actor,
                approve=approve,
            )
        except DomainError as refusal:
            _refuse(form, refusal)
        else:
            toast(request, said(written))
            return redirect(done)
    context = {"section": done if approve else "groups", "form": form, "role": role, "counts": approve}
    context["chosen"] = RoleForm(chosen.data or None, roles=roles)
    if not approve:
        context |= _sent_before(request)
    context["layout"] = "web/coordinator.html" if approve else "web/volunteer.html"
    return render(request, "hours/together.html", context, status=422 if form and form.errors else 200)


def _sent_before(request: TenantRequest) -> dict[str, Any]:
    """The people without names that wait or came back, to be taken away."""
    rows = waiting_heads.of_leader(leads=request.leads)
    number = request.GET.get("page", "")
    pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=SENT, total=rows.count())
    shown = list(rows[pages.first - 1 : pages.last]) if pages.total else []
    return {"sent": waiting_heads.lines(shown), "pages": pages}


@requires("hours.lead")
@require_POST
def heads_withdraw(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take people without names away who wait or came back."""
    tally = waiting_heads.by_uuid([uuid], reader=request.leads).first()
    if tally is None:
        raise Http404
    try:
        approving_heads.withdraw(tally=tally, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Removed. Nothing of it counts."))
    return redirect("hours-led")


def _only(roles: QuerySet[VolunteerRole]) -> dict[str, Any] | None:
    """Nobody chooses from one."""
    found = list(roles[:2])
    return {"role": str(found[0].uuid)} if len(found) == 1 else None


def _form(request: TenantRequest, reader: reach.Reaching, role: VolunteerRole) -> TogetherForm:
    today = clock.today(request.association)
    return TogetherForm(
        request.POST or None,
        role=role,
        people=list(reach.people(reader, register.holders(role, on=today))),
        zone=ZoneInfo(request.association.timezone),
        initial={"day": today},
    )


def _refuse(form: TogetherForm, refusal: DomainError) -> None:
    """Beside what it is about; of people each in a sentence of their own."""
    if isinstance(refusal, NotForAll):
        for sentence in refusal.problems.values():
            form.add_error("people", sentence)
    places = {OnlyVolunteering.code: "heads", BasisRequired.code: "basis"}
    form.add_error(places.get(refusal.code), str(refusal))


def _said(written: Written) -> str:
    if not written.people and not written.heads:
        return _("These hours were saved already. Nothing was changed.")
    said = ngettext(
        "Hours of %(count)s person saved, %(hours)s.",
        "Hours of %(count)s people saved, %(hours)s.",
        written.people + written.heads,
    )
    return _filled(said, written)


def _sent(written: Written) -> str:
    if not written.people and not written.heads:
        return _("These hours were saved already. Nothing was changed.")
    said = ngettext(
        "Hours of %(count)s person sent, %(hours)s. They count when the coordinator has confirmed them.",
        "Hours of %(count)s people sent, %(hours)s. They count when the coordinator has confirmed them.",
        written.people + written.heads,
    )
    return _filled(said, written)


def _filled(said: str, written: Written) -> str:
    return said % {
        "count": formats.number(written.people + written.heads),
        "hours": formats.duration(written.minutes),
    }
