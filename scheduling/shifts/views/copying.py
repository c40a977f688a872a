"""Copying a week of the plan into another one."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts import services
from scheduling.shifts.forms.shifts import DATE, DayField
from scheduling.shifts.selectors import series as series_selectors, shifts as selectors
from scheduling.shifts.services.copying import Copies, Copy, copies
from scheduling.shifts.words import shifts as words
from tenants import clock
from web import formats
from web.errors import DomainError
from web.toasts import toast

WEEK = timedelta(days=7)


class CopyForm(forms.Form):
    """From which week into which: any day of each."""

    week = DayField(label=gettext_lazy("A day of the week to copy"), widget=DATE)
    into = DayField(label=gettext_lazy("A day of the week to copy into"), widget=DATE)

    def clean(self) -> dict[str, Any]:
        """Two weeks."""
        said = super().clean() or {}
        if "week" in said and "into" in said:
            said["week"], said["into"] = selectors.monday(said["week"]), selectors.monday(said["into"])
            if said["week"] == said["into"]:
                self.add_error("into", _("Choose another week than the one that is copied."))
        return said


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def copy_week(request: TenantRequest) -> HttpResponseBase:
    """First what would be made is shown, then it is made."""
    form = CopyForm(request.POST or None, initial=_first_guess(request))
    found, again = None, False
    if request.method == "POST" and form.is_valid():
        monday, into = form.cleaned_data["week"], form.cleaned_data["into"]
        shifts = list(series_selectors.shifts_of_week(monday, reader=request))
        weeks = (into - monday).days // 7
        found = copies(shifts=shifts, weeks=weeks)
        if pressed := request.POST.get("publish") or request.POST.get("draft"):
            if pressed == _mark(found):
                publish = "publish" in request.POST
                try:
                    made = services.copy_shifts(shifts=shifts, weeks=weeks, publish=publish, by=request.actor)
                except DomainError as refusal:
                    form.add_error(None, str(refusal))
                else:
                    toast(request, _said(len(made), publish=publish))
                    return redirect(f"{reverse('plan')}?week={into}")
            again = pressed != _mark(found)
    return _page(request, form, found, again=again)


def _page(request: TenantRequest, form: CopyForm, found: Copies | None, *, again: bool) -> HttpResponse:
    context = {
        "section": "plan",
        "form": form,
        "found": found,
        "again": again,
        "mark": _mark(found) if found else "",
        "groups": [
            (title, [_line(copy) for copy in group])
            for title, group in (
                (_("New"), found.new),
                (_("There already"), found.there),
                (_("In the past"), found.past),
            )
            if group
        ]
        if found
        else [],
    }
    return render(request, "shifts/copy_week.html", context, status=422 if form.errors else 200)


def _first_guess(request: TenantRequest) -> dict[str, Any]:
    week = DayField(required=False)
    try:
        day = week.clean(request.GET.get("week")) or clock.today(request.association)
    except forms.ValidationError:
        day = clock.today(request.association)
    monday = selectors.monday(day)
    return {"week": monday, "into": monday + WEEK}


def _line(copy: Copy) -> str:
    return f"{formats.when(copy.starts_at, copy.ends_at)} {words.title(copy.shift)}"


def _mark(found: Copies) -> str:
    said = "\n".join(f"{copy.shift.pk} {copy.starts_at}" for copy in found.new)
    return sha256(said.encode()).hexdigest()[:16]


def _said(count: int, *, publish: bool) -> str:
    if publish:
        said = ngettext("%(count)s shift is published.", "%(count)s shifts are published.", count)
    else:
        said = ngettext("%(count)s draft is saved.", "%(count)s drafts are saved.", count)
    return said % {"count": count}
