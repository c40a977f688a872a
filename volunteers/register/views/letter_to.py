"""Choosing whom a letter is for: everybody active, or one role, tag or unit of them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import roster
from volunteers.register.forms.people import FilterForm
from volunteers.register.models import Period


class AudienceForm(FilterForm):
    """The filters of the list that make an audience."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {"role", "tag", "unit", "language"}:
            del self.fields[name]

    def audience(self) -> list[str]:
        """What was chosen, in words."""
        self.is_valid()
        said = []
        for name, value in self.cleaned_data.items():
            labels = {str(key): str(label) for key, label in self.fields[name].choices}  # type: ignore[attr-defined]  # choice fields
            if value:
                said.append(labels[value])
        return said


@requires("people.manage")
@require_GET
def letter_to(request: TenantRequest) -> HttpResponse:
    """First who, then how many that is; the letter itself is written where people are acted upon."""
    asked = "count" in request.GET
    form = AudienceForm(request.GET if asked else None)
    context: dict[str, Any] = {"section": "people", "form": form, "here": reverse("letter-to"), "count": None}
    if asked:
        chosen = request.GET.copy()
        chosen["state"] = Period.State.ACTIVE
        everybody = FilterForm(chosen)
        context |= {
            "query": everybody.query(),
            "count": roster.people(
                everybody.wanted(), on=clock.today(request.association), reader=request
            ).count(),
            "audience": form.audience(),
        }
    return render(request, "register/letter_to.html", context)
