"""Pages that say how shifts are run: of the association, of a role, and a person's own wishes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts import agreed
from scheduling.shifts.forms.running import RulesForm, SettingsForm, WishForm
from scheduling.shifts.models import RoleRules
from scheduling.shifts.services import running
from volunteers.register import reach
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.page_parts import Part
from volunteers.register.selectors import person_of
from web.errors import DomainError
from web.toasts import toast


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def shift_settings(request: TenantRequest) -> HttpResponseBase:
    """The phone on duty, and what happens when somebody cannot come."""
    form = SettingsForm(request.POST or None, row=agreed.settings())
    if request.method == "POST" and form.is_valid():
        try:
            running.set_settings(plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error("late_hours", str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("shift-settings")
    context = {"section": "settings", "nav_key": "settings", "form": form}
    return render(request, "shifts/settings.html", context, status=422 if form.errors else 200)


@requires("roles.manage")
@require_http_methods(["GET", "POST"])
def role_shifts(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """How the shifts of a role are run."""
    role = reach.role_or_404(request, uuid)
    form = RulesForm(request.POST or None, row=agreed.rules_of(role))
    if request.method == "POST" and form.is_valid():
        running.set_rules(role=role, plan=form.plan(), by=request.actor)
        toast(request, _("Saved."))
        return redirect("role", uuid=uuid)
    context = {"section": "roles", "role": role, "form": form}
    return render(request, "shifts/role_shifts.html", context, status=422 if form.errors else 200)


@requires("shifts.sign_up")
@require_http_methods(["GET", "POST"])
def own_wishes(request: TenantRequest) -> HttpResponseBase:
    """What I wish of my shifts."""
    person = person_of(request.user.uuid)
    if person is None:
        raise Http404
    page = {
        "section": "me",
        "layout": "web/volunteer.html",
        "back_url": reverse("own-times"),
        "back_label": _("Times that suit me"),
    }
    return _wishes(request, person, page)


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def person_wishes(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """What somebody wishes, as they told it."""
    person = reach.person_or_404(request, uuid)
    page = {
        "section": "people",
        "layout": "web/coordinator.html",
        "back_url": reverse("person-times", kwargs={"uuid": uuid}),
        "back_label": _("Times that suit"),
    }
    return _wishes(request, person, page)


def _wishes(request: TenantRequest, person: Person, page: dict[str, Any]) -> HttpResponseBase:
    form = WishForm(request.POST or None, row=agreed.wish_of(person))
    if request.method == "POST" and form.is_valid():
        running.set_wish(person=person, plan=form.plan(), by=request.actor)
        toast(request, _("Saved."))
        return redirect(page["back_url"])
    context = {**page, "person": person, "form": form}
    return render(request, "shifts/wishes.html", context, status=422 if form.errors else 200)


# --- their parts of the register's pages ------------------------------------------------------------


def _own_wish(person: Person, request: TenantRequest) -> dict[str, Any]:
    return {"form": WishForm(row=agreed.wish_of(person)), "url": reverse("own-wishes")}


def _their_wish(person: Person, request: TenantRequest) -> dict[str, Any]:
    url = reverse("person-wishes", kwargs={"uuid": person.uuid})
    return {"form": WishForm(row=agreed.wish_of(person)), "url": url}


def _of_role(role: VolunteerRole, request: TenantRequest) -> dict[str, Any]:
    return {
        "lines": in_words(agreed.rules_of(role)),
        "url": reverse("role-shifts", kwargs={"uuid": role.uuid}),
    }


def in_words(rules: RoleRules) -> list[str]:
    """How the shifts of a role are run, a sentence for each thing."""
    rest = _("%(hours)s hours of rest before and after a night shift.") % {"hours": rules.rest_hours}
    week = _("At most %(number)s shifts a week for one person.") % {"number": rules.most_per_week}
    return [
        _("New shifts are filled: %(how)s.") % {"how": rules.get_sign_up_mode_display()},
        _("Who comes is seen by: %(who)s.") % {"who": rules.get_names_display()},
        *([rest] if rules.rest_hours else []),
        *([week] if rules.most_per_week else []),
        *([_("A coordinator approves swaps.")] if rules.swap_needs_approval else []),
    ]


PARTS = (
    Part("own-times", "wishes", 10, "shifts/_wishes.html", _own_wish),
    Part("person-times", "wishes", 10, "shifts/_wishes.html", _their_wish),
    Part("role", "shifts", 10, "shifts/_role.html", _of_role),
)
