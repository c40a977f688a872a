"""Networks: their figures, like a district's, and the administrator's page of who is in them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import UmbrellaRequest
from accounts.rights import may, requires
from tenants.models import Network, NetworkChange, NetworkStay
from umbrella import charts, page_parts
from umbrella.drawing import change
from umbrella.networks import selectors, services
from umbrella.networks.forms import NamesForm, PutInForm, TakeOutForm
from web import formats
from web.errors import DomainError
from web.kit import Column, Event, Pages
from web.toasts import toast

PAGE = {"section": "networks"}


def _found(request: UmbrellaRequest, code: str) -> Network:
    found = selectors.network(request.umbrella, code)
    if found is None:
        raise Http404
    return found


def _stay(request: UmbrellaRequest, code: str, uuid: UUID) -> NetworkStay | None:
    """One stay of a network; none where it is gone, which is what taking it away twice leads to."""
    return _found(request, code).stays.select_related("network", "association").filter(uuid=uuid).first()


def _address(request: UmbrellaRequest, name: str, **kwargs: Any) -> str:
    return reverse(name, urlconf=request.urlconf, kwargs=kwargs)


def _members_page(request: UmbrellaRequest, code: str) -> HttpResponse:
    return redirect(_address(request, "network-members", code=code))


@requires("figures.see")
@require_GET
def networks(request: UmbrellaRequest) -> HttpResponse:
    """All networks, each with its year."""
    years, year = page_parts.year_of(request)
    rows = selectors.networks(request.umbrella, year)
    context = {
        **PAGE,
        "rows": [(row, change(row.sum.change_percent)) for row in rows],
        "year": year,
        "year_tabs": page_parts.year_tabs(years.all, year) if year is not None else [],
        "decides": may(request, "federation.write"),
        "has_hidden": any(row.sum.hidden for row in rows),
        "columns": [
            Column(_("Network")),
            Column(_("Hours %(year)s") % {"year": year} if year is not None else _("Hours"), numeric=True),
            Column(_("Volunteers"), numeric=True, wide=True),
            Column(f"{year - 1} → {year}" if year is not None else "", numeric=True, wide=True),
            Column(_("Associations"), numeric=True, wide=True),
        ],
    }
    return render(request, "umbrella/networks/networks.html", context)


@requires("federation.write")
@require_http_methods(["GET", "POST"])
@never_cache
def network_new(request: UmbrellaRequest) -> HttpResponseBase:
    """A network that is not there yet."""
    form = NamesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make(umbrella=request.umbrella, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("name_fi", str(refusal))
        else:
            toast(request, _("The network is made. Put associations into it."))
            return _members_page(request, made.code)
    status = 422 if form.errors else 200
    return render(request, "umbrella/networks/new.html", {**PAGE, "form": form}, status=status)


@requires("figures.see")
@require_GET
def network(request: UmbrellaRequest, code: str) -> HttpResponse:
    """One network: its year and its associations, each against its own last year."""
    years, year = page_parts.year_of(request)
    found = _found(request, code)
    context: dict[str, Any] = {
        **PAGE,
        "network": found,
        "decides": may(request, "federation.write"),
        "year": year,
    }
    if year is not None:
        told = selectors.of_year(found, year, wanted_page=request.GET.get("page", ""))
        count = told.page.paginator.count
        context |= {
            "sum": told.sum,
            "change": change(told.sum.change_percent),
            "year_tabs": page_parts.year_tabs(years.all, year),
            "trust": page_parts.trust_in(request.umbrella, year, of_all=False),
            "lines": page_parts.lines(request, told),
            "columns": page_parts.association_columns(year),
            "pages": Pages.of(
                number=told.page.number, size=selectors.SHOWN, total=count, url=f"?year={year}&page="
            ),
            "chart": charts.by_year(selectors.over_years(found)),
            "list_href": f"{_address(request, 'networks')}?year={year}",
        }
    return render(request, "umbrella/networks/network.html", context)


@requires("associations.see")
@require_GET
@never_cache
def network_members(request: UmbrellaRequest, code: str) -> HttpResponse:
    """Who is, was and will be in it, with what was changed."""
    return _members(request, _found(request, code))


def _members(
    request: UmbrellaRequest, found: Network, *, stay: int | None = None, **written: forms.Form
) -> HttpResponse:
    decides = may(request, "federation.write")
    stays = selectors.stays(found)
    offered: dict[str, Any] = {}
    if decides:
        offered = {"names_form": NamesForm.of(found)}
        if selectors.may_be_put_in(found).exists():
            offered["put_in_form"] = PutInForm(network=found)
    take_out = written.pop("take_out_form", None)
    context = {
        **PAGE,
        "network": found,
        "decides": decides,
        "stays": [
            (
                each,
                (take_out if take_out is not None and each.pk == stay else None)
                or TakeOutForm(network=found, auto_id=f"stay_{each.pk}_%s"),
            )
            for each in stays
        ],
        "events": [_event(change) for change in found.changes.select_related("association")[:20]],
        **offered,
        **written,
    }
    bad = take_out is not None or bool(written)
    return render(request, "umbrella/networks/members.html", context, status=422 if bad else 200)


def _event(change: NetworkChange) -> Event:
    parts = [
        change.association.name if change.association else "",
        formats.day(change.on, weekday=False, year=True) if change.on else "",
        change.by_name if change.by_user else "",
    ]
    return Event(
        when=formats.day(change.at, weekday=False, year=True),
        title=change.get_kind_display(),
        text=" · ".join(part for part in parts if part),
    )


@requires("federation.write")
@require_POST
def network_rename(request: UmbrellaRequest, code: str) -> HttpResponse:
    """Give it other names."""
    found, form = _found(request, code), NamesForm(request.POST)
    if not form.is_valid():
        return _members(request, found, names_form=form)
    services.rename(network=found, by=request.actor, **form.cleaned_data)
    toast(request, _("Saved."))
    return _members_page(request, code)


@requires("federation.write")
@require_POST
def network_put_in(request: UmbrellaRequest, code: str) -> HttpResponse:
    """Have an association in it from a day on."""
    found = _found(request, code)
    form = PutInForm(request.POST, network=found)
    said = pgettext("network", "The association is in the network.")
    return _done(request, found, "put_in_form", form, said, services.put_in, network=found)


@requires("federation.write")
@require_POST
def network_take_out(request: UmbrellaRequest, code: str, uuid: UUID) -> HttpResponse:
    """Note the last day of an association in it."""
    stay = _stay(request, code, uuid)
    if stay is None:
        return _members_page(request, code)
    form = TakeOutForm(request.POST, network=stay.network, auto_id=f"stay_{stay.pk}_%s")
    said = _("The last day is noted.")
    return _done(request, stay.network, "take_out_form", form, said, services.take_out, stay=stay)


def _done(
    request: UmbrellaRequest,
    found: Network,
    name: str,
    form: forms.Form,
    said: str,
    verb: Callable[..., Any],
    **about: Any,
) -> HttpResponse:
    """Run a verb with what the form says, or show the page again with what was typed."""
    if form.is_valid():
        try:
            verb(by=request.actor, **about, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, said)
            return _members_page(request, found.code)
    stay = about.get("stay")
    return _members(request, found, stay=stay.pk if stay is not None else None, **{name: form})


@requires("federation.write")
@require_POST
def network_undo(request: UmbrellaRequest, code: str, uuid: UUID) -> HttpResponse:
    """Take away what was noted by mistake."""
    stay = _stay(request, code, uuid)
    if stay is not None:
        services.undo(stay=stay, by=request.actor)
        toast(request, _("Taken away, as if it had never been in the network."))
    return _members_page(request, code)


@requires("federation.write")
@require_POST
def network_remove(request: UmbrellaRequest, code: str) -> HttpResponse:
    """Delete a network in which nobody is or was."""
    try:
        services.remove(network=_found(request, code))
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return _members_page(request, code)
    toast(request, _("The network is deleted."))
    return redirect(_address(request, "networks"))
