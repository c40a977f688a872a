"""Pages of templates: what there is, saving one from a shift or a series, renaming it, letting it go."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts import services
from scheduling.shifts.models import Series, Shift, ShiftTemplate
from scheduling.shifts.selectors import series as series_selectors
from scheduling.shifts.series.repeating import Time
from scheduling.shifts.services.templates import time_of
from scheduling.shifts.views.coordinator import manage_url, shift_or_404
from scheduling.shifts.views.series import series_or_404, series_url
from scheduling.shifts.words import series as series_words, shifts as words
from web.errors import DomainError
from web.kit import Column, Fact
from web.toasts import toast


class NameForm(forms.Form):
    """What a template is called."""

    name = forms.CharField(
        label=pgettext_lazy("template", "Name"),
        max_length=120,
        help_text=gettext_lazy("As you look for it: “Tuesday soup”, “Night at the crisis line”."),
    )

    def clean_name(self) -> str:
        """Without spaces that nobody sees."""
        return " ".join(self.cleaned_data["name"].split())


def _template_or_404(request: TenantRequest, uuid: UUID) -> ShiftTemplate:
    found = series_selectors.templates(reader=request).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _time(template: ShiftTemplate) -> str:
    return series_words.time(Time(template.start_minute, template.minutes))


@requires("shifts.manage")
@require_GET
def templates(request: TenantRequest) -> HttpResponse:
    """The templates for roles that the reader looks after."""
    context = {
        "section": "plan",
        "found": [
            {"template": each, "what": words.title(each), "time": _time(each)}
            for each in series_selectors.templates(reader=request)
        ],
        "columns": [
            Column(_("Template")),
            Column(_("Time"), wide=True),
            Column(_("Places"), numeric=True),
        ],
    }
    return render(request, "shifts/templates.html", context)


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def template(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """One template: what it says, what can be made from it, and its name."""
    found = _template_or_404(request, uuid)
    name = found.name
    form = NameForm(request.POST or None, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_template(template=found, name=form.cleaned_data["name"], by=request.actor)
        except DomainError as refusal:
            form.add_error("name", str(refusal))
        else:
            toast(request, _("The changes are saved."))
            return redirect("shift-template", uuid=uuid)
    context = {
        "section": "plan",
        "template": found,
        "name": name,
        "facts": _facts(found),
        "form": None if request.association.is_read_only else form,
        "query": f"?template={found.uuid}",
    }
    return render(request, "shifts/template.html", context, status=422 if form.errors else 200)


def _facts(found: ShiftTemplate) -> list[Fact]:
    facts = [Fact("clock", _time(found)), Fact("list", words.title(found), found.role.name)]
    if found.site:
        facts.append(Fact("pin", found.site.name, found.site.address))
    if contact := found.contact_person:
        facts.append(Fact("phone", contact.name, contact.phone))
    return facts


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def retire(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Ask first: a template that is gone does not come back. What was made from it stays."""
    found = _template_or_404(request, uuid)
    if request.method == "POST":
        services.retire_template(template=found, by=request.actor)
        toast(request, _("The template is removed. What was made from it stays."))
        return redirect("shift-templates")
    return render(request, "shifts/template_retire.html", {"section": "plan", "template": found})


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def from_shift(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Save a shift as a template."""
    shift = shift_or_404(request, uuid)
    return _save(request, shift, back=manage_url(shift), back_label=_("The shift"))


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def from_series(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Save what the shifts of a series are as a template."""
    series = series_or_404(request, uuid)
    return _save(request, series, back=series_url(series), back_label=_("Series"))


def _save(request: TenantRequest, planned: Shift | Series, *, back: str, back_label: str) -> HttpResponseBase:
    form = NameForm(request.POST or None, initial={"name": words.title(planned)})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.save_template(name=form.cleaned_data["name"], planned=planned, by=request.actor)
        except DomainError as refusal:
            form.add_error("name", str(refusal))
        else:
            toast(request, _("The template is saved."))
            return redirect(reverse("shift-template", kwargs={"uuid": made.uuid}))
    context = {
        "section": "plan",
        "form": form,
        "title": words.title(planned),
        "time": series_words.time(time_of(planned=planned)),
        "back": back,
        "back_label": back_label,
    }
    return render(request, "shifts/template_save.html", context, status=422 if form.errors else 200)
