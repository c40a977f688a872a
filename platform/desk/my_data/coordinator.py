"""The coordinator's side of people's data: who wants to be erased, and carrying it out."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import may, requires
from desk.my_data.forms import SureForm
from desk.my_data.views import what_goes
from desk.notices import feedback_lines
from volunteers.register import reach
from volunteers.register.models import ErasureRequest
from volunteers.register.services import erasure
from web import formats
from web.errors import DomainError
from web.toasts import toast


@requires("data.manage")
@require_GET
def data(request: TenantRequest) -> HttpResponse:
    """People's data: wishes to be erased, and where everything about keeping is."""
    wishes = reach.of_people(request, ErasureRequest.objects.select_related("person"))
    context = {
        "wishes": [_wish(row) for row in wishes],
        "feedback": feedback_lines(),
        "may_export": may(request, "data.export"),
    }
    return render(request, "desk/data.html", context)


def _wish(row: ErasureRequest) -> dict[str, Any]:
    since = formats.day(row.asked_at, year=True)
    return {"person": row.person, "since": _("Asked on %(day)s.") % {"day": since}}


@requires("data.manage")
@require_http_methods(["GET", "POST"])
def person_erase(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Erase somebody who asked, here or by word of mouth; their name, typed, says that it is meant."""
    person = reach.person_or_404(request, uuid)
    form = SureForm(request.POST or None, name=person.name)
    if request.method == "POST" and form.is_valid():
        try:
            erasure.check_erasure(person=person)
            erasure.erase_person(person=person, by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Erased. What they did still counts, and nothing says that it was them."))
            return redirect("data")
    wish = ErasureRequest.objects.filter(person=person).first()
    context = {
        "section": "people",
        "person": person,
        "form": form,
        "since": _wish(wish)["since"] if wish else "",
        **what_goes(person),
    }
    return render(request, "desk/person_erase.html", context, status=422 if form.errors else 200)
