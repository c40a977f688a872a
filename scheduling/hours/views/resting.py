"""Who gave much lately: for whoever may ask them how they are. And what is much here."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import may, requires
from scheduling.hours import rest as signs, resting_rows
from scheduling.hours.rest_form import LimitsForm
from scheduling.hours.services import resting
from tenants import clock
from volunteers.register import reach
from web.kit import Pages
from web.toasts import toast

PAGE = 30
# Of those who were asked lately so many are shown.
ASKED = 30


@requires("people.manage")
@require_GET
def rest(request: TenantRequest) -> HttpResponse:
    """Whom it would be good to ask, by name; and who was asked lately."""
    today = clock.today(request.association)
    found = resting_rows.shown(request, today=today)
    number = request.GET.get("page", "")
    pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=found.count())
    shown = found[pages.first - 1 : pages.last] if pages.total else []
    context = {
        "section": "rest",
        "rows": [(each.person, signs.sentences(each), signs.advice(each)) for each in shown],
        "pages": pages,
        "quiet": resting_rows.quiet(request, today=today)[:ASKED],
        "may_set": may(request, "association.manage"),
    }
    return render(request, "hours/rest.html", context)


@requires("people.manage")
@require_POST
def rest_talked(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """I have asked them: they leave the list for a while."""
    person = reach.person_or_404(request, uuid)
    resting.note_talk(person=person, by=request.actor)
    toast(
        request, _("Good that you asked. %(name)s is not shown here for four weeks.") % {"name": person.name}
    )
    return redirect("rest")


@requires("people.manage")
@require_POST
def rest_again(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Show them again at once."""
    person = reach.person_or_404(request, uuid)
    resting.show_again(person=person, by=request.actor)
    toast(request, _("%(name)s is shown again where there is something to ask.") % {"name": person.name})
    return redirect("rest")


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def rest_limits(request: TenantRequest) -> HttpResponseBase:
    """What is much here."""
    form = LimitsForm(request.POST or None, row=resting.limits())
    if request.method == "POST" and form.is_valid():
        resting.set_limits(plan=form.plan(), by=request.actor)
        toast(request, _("Saved."))
        return redirect("rest")
    context = {"section": "rest", "form": form}
    return render(request, "hours/rest_limits.html", context, status=422 if form.errors else 200)
