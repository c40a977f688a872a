"""Coordinators' own lists, their columns, and the list of those who were insured on a day."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import exports, own_fields
from volunteers.register.forms.people import ColumnsForm, DayForm, FilterForm, SaveForm
from volunteers.register.incidents import terms_text
from volunteers.register.insured import insured
from volunteers.register.models import SavedList
from volunteers.register.services import lists, many
from volunteers.register.views import files
from web.errors import DomainError
from web.kit import Column
from web.toasts import toast

INSURED = (
    Column(pgettext_lazy("column", "Name")),
    Column(pgettext_lazy("column", "Date of birth"), wide=True),
    Column(pgettext_lazy("column", "Volunteer since")),
    Column(pgettext_lazy("column", "Until"), wide=True),
)


@requires("people.manage")
@require_POST
def people_keep(request: TenantRequest) -> HttpResponseBase:
    """Keep the filter that stands in the address."""
    query = FilterForm(request.GET).query()
    form = SaveForm(request.POST)
    try:
        name = form.cleaned_data["name"] if form.is_valid() else ""
        kept = lists.keep_list(user_uuid=request.user.uuid, name=name, query=query)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("“%(name)s” is kept above the list.") % {"name": kept.name})
    return _list(query)


@requires("people.manage")
@require_POST
def people_drop(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Forget one's own filter."""
    kept = SavedList.objects.filter(uuid=uuid, user_uuid=request.user.uuid).exclude(name="").first()
    if kept is None:
        raise Http404
    lists.drop_list(kept=kept)
    toast(request, _("“%(name)s” was removed.") % {"name": kept.name})
    return redirect("people")


@requires("people.manage")
@require_POST
def people_columns(request: TenantRequest) -> HttpResponseBase:
    """Choose what stands beside the name."""
    form = ColumnsForm(request.POST, own=own_fields.active())
    if form.is_valid():
        lists.choose_columns(user_uuid=request.user.uuid, columns=form.cleaned_data["columns"])
    return _list(FilterForm(request.GET).query())


def _list(query: str) -> HttpResponseBase:
    return redirect(f"{reverse('people')}?{query}" if query else reverse("people"))


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def people_insured(request: TenantRequest) -> HttpResponse:
    """Who volunteered on a day: on paper, or (by POST, since it is noted) as a file."""
    today = clock.today(request.association)
    form = DayForm({"on": request.POST.get("on") or request.GET.get("on") or today.isoformat()})
    on = form.cleaned_data["on"] if form.is_valid() else today
    found = insured(on=on, reader=request)
    if request.method == "POST":
        header = [
            _("Family name"),
            _("Given name"),
            _("Date of birth"),
            pgettext("column", "Volunteer since"),
            pgettext("column", "Until"),
        ]
        rows = [
            [each.person.family_name, each.person.given_name, each.person.born_on, each.since, each.until]
            for each in found
        ]
        many.note_export(people=[each.person for each in found], kind="insured", by=request.actor)
        return files.answer(request, exports.Sheet(header, rows), of="insured", kind="xlsx", on=on)
    context = {
        "section": "people",
        "form": form,
        "on": on,
        "found": found,
        "columns": INSURED,
        "terms": terms_text(),
    }
    return render(request, "register/people_insured.html", context)
