"""Hours of several people at once, written down by whoever looks after their role."""

from zoneinfo import ZoneInfo

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours.errors import BasisRequired, NotForAll, OnlyVolunteering
from scheduling.hours.services import together
from scheduling.hours.services.together import Written
from scheduling.hours.together_form import RoleForm, TogetherForm
from tenants import clock
from volunteers.register import reach, selectors as register
from web import formats
from web.errors import DomainError
from web.toasts import toast


@requires("hours.approve")
@require_http_methods(["GET", "POST"])
def hours_together(request: TenantRequest) -> HttpResponseBase:
    """Choose a role, mark who was there, say when. What is wrong is said, and everything typed stays."""
    today = clock.today(request.association)
    roles = reach.roles(request, register.active_roles())
    chosen = RoleForm(request.POST or request.GET or None, roles=roles)
    role = chosen.cleaned_data["role"] if chosen.is_valid() else None
    form = None
    if role is not None:
        form = TogetherForm(
            request.POST or None,
            role=role,
            people=list(reach.people(request, register.holders(role, on=today))),
            zone=ZoneInfo(request.association.timezone),
            initial={"day": today},
        )
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            written = together.record_together(
                done=form.done(), people=form.marked(), heads=form.more(), by=request.actor
            )
        except DomainError as refusal:
            _refuse(form, refusal)
        else:
            toast(request, _said(written))
            return redirect("hours-approve")
    context = {"section": "hours-approve", "chosen": RoleForm(chosen.data or None, roles=roles), "form": form}
    context["role"] = role
    return render(request, "hours/together.html", context, status=422 if form and form.errors else 200)


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
    return said % {
        "count": formats.number(written.people + written.heads),
        "hours": formats.duration(written.minutes),
    }
