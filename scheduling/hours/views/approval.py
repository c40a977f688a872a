"""The coordinator's page of hours that wait: the unusual ones apart, the others by one press."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import looking_over, selectors, waiting_heads
from scheduling.hours.forms import ReturnForm, WaitingForm
from scheduling.hours.looking_over import Looked
from scheduling.hours.models import HoursEntry
from scheduling.hours.selectors import Narrowed
from scheduling.hours.services import approval
from scheduling.hours.unusual import sentence
from web import formats
from web.errors import DomainError
from web.kit import Column, Pages, Tab
from web.templatetags import words
from web.toasts import toast

PAGE = 20
# People without names stand below all that: the next come when these are approved.
HEADS = 20
COLUMNS = (
    Column(pgettext_lazy("column", "Choose"), hidden_label=True),
    Column(pgettext_lazy("column", "Name")),
    Column(pgettext_lazy("column", "When"), wide=True),
    Column(pgettext_lazy("column", "Role"), wide=True),
    Column(pgettext_lazy("column", "Hours"), numeric=True, wide=True),
    Column(pgettext_lazy("column", "Return"), hidden_label=True),
)
ORDINARY = "ordinary"


@dataclass(frozen=True)
class Line:
    """An entry that waits in words: a row each is read often, so that the page only puts them in place."""

    key: str
    name: str
    moment: SafeString
    what: str
    length: str
    choose: str
    # Where it came from, and who wrote it down for them, where a leader did.
    source: str
    # What is unusual about it.
    reasons: list[str]
    return_url: str


@requires("hours.approve")
@require_http_methods(["GET", "POST"])
def hours_approve(request: TenantRequest) -> HttpResponseBase:
    """What waits, the oldest first; the marked are approved, or all in which nothing is unusual."""
    if request.method == "POST":
        return _approve(request)
    form, narrowed, looked = _looked_over(request)
    unusual = [each for each in looked if each.reasons]
    ordinary = [each for each in looked if not each.reasons]
    shows_ordinary = request.GET.get("show") == ORDINARY or not unusual
    shown = ordinary if shows_ordinary else unusual
    number = request.GET.get("page", "")
    pages = Pages.of(
        number=int(number) if number.isdecimal() else 1,
        size=PAGE,
        total=len(shown),
        url=_pages_from(narrowed, show=ORDINARY if shows_ordinary and unusual else ""),
    )
    context = {
        "section": "hours-approve",
        "columns": COLUMNS,
        "form": form,
        "narrowed": narrowed,
        "total": len(looked),
        "ordinary": len(ordinary),
        "ordinary_minutes": sum(each.facts.minutes for each in ordinary),
        "up_to": max((each.pk for each in looked), default=0),
        "tabs": _tabs(narrowed, len(unusual), len(ordinary), shows_ordinary=shows_ordinary),
        "shows_ordinary": shows_ordinary,
        "lines": _lines(shown[pages.first - 1 : pages.last] if shown else []),
        "pages": pages,
        **_heads(request, narrowed),
    }
    return render(request, "hours/approve.html", context)


def _heads(request: TenantRequest, narrowed: Narrowed) -> dict[str, Any]:
    """The oldest people without names that wait, and how many more there are."""
    rows = waiting_heads.waiting(reader=request, of=narrowed)
    found = list(rows[: HEADS + 1])
    more = rows.count() - HEADS if len(found) > HEADS else 0
    return {"heads": waiting_heads.lines(found[:HEADS]), "more_heads": more}


def _looked_over(request: TenantRequest) -> tuple[WaitingForm, Narrowed, list[Looked]]:
    """What is wanted of what waits. Where all of it is, it says itself which roles and months there are."""
    zone = ZoneInfo(request.association.timezone)
    if any(request.GET.get(name) for name in WaitingForm.base_fields):
        form, narrowed = _narrowed(request, request.GET)
        waiting = selectors.waiting_entries(reader=request, of=narrowed)
        return form, narrowed, looking_over.look_over(waiting, zone=zone)
    looked = looking_over.look_over(selectors.waiting_entries(reader=request), zone=zone)
    roles, months = selectors.kinds_of((each.role, each.months[0]) for each in looked)
    return WaitingForm(request.GET, roles=roles, months=months), selectors.EVERYTHING, looked


def _narrowed(request: TenantRequest, wanted: Any) -> tuple[WaitingForm, Narrowed]:
    roles, months = selectors.waiting_kinds(reader=request)
    form = WaitingForm(wanted, roles=roles, months=months)
    return form, form.narrowed()


def _query(narrowed: Narrowed, *, show: str) -> dict[str, str]:
    said = {
        "role": str(narrowed.role.uuid) if narrowed.role else "",
        "month": narrowed.month.isoformat() if narrowed.month else "",
        "show": show,
    }
    return {name: value for name, value in said.items() if value}


def _pages_from(narrowed: Narrowed, *, show: str) -> str:
    query = urlencode(_query(narrowed, show=show))
    return f"?{query}&page=" if query else "?page="


def _address(narrowed: Narrowed, *, show: str = "") -> str:
    query = urlencode(_query(narrowed, show=show))
    return f"{reverse('hours-approve')}?{query}" if query else reverse("hours-approve")


def _tabs(narrowed: Narrowed, unusual: int, ordinary: int, *, shows_ordinary: bool) -> list[Tab]:
    """The two lists; none where there is only one."""
    if not unusual or not ordinary:
        return []
    apart, usual = pgettext("hours", "To look at"), pgettext("hours", "As usual")
    return [
        Tab(apart, _address(narrowed), current=not shows_ordinary, count=unusual),
        Tab(usual, _address(narrowed, show=ORDINARY), current=shows_ordinary, count=ordinary),
    ]


def _lines(shown: Sequence[Looked]) -> list[Line]:
    """What is shown with people and roles, in the order in which it was looked over."""
    known = selectors.with_people([each.pk for each in shown]) if shown else {}
    batches = [entry.uuid for entry in known.values() if entry.source == HoursEntry.Source.BATCH]
    writers = selectors.writers_of(batches)
    return [_line(known[each.pk], each, writers) for each in shown if each.pk in known]


def _line(entry: HoursEntry, looked: Looked, writers: Mapping[UUID, str]) -> Line:
    name, when = entry.person.name, formats.when(entry.starts_at, entry.ends_at)
    source = str(entry.get_source_display())
    return Line(
        key=str(entry.uuid),
        name=name,
        moment=words.moment(entry.starts_at, when),
        what=entry.role.name if entry.role else str(entry.get_kind_display()),
        length=formats.duration(entry.minutes),
        choose=_("Choose %(name)s, %(moment)s") % {"name": name, "moment": when},
        source=f"{source}: {writer}" if (writer := writers.get(entry.uuid)) else source,
        reasons=[sentence(reason, looked.facts) for reason in looked.reasons],
        return_url=reverse("hours-return", args=[entry.uuid]),
    )


def _approve(request: TenantRequest) -> HttpResponseBase:
    _form, narrowed = _narrowed(request, request.POST)
    back = redirect(_address(narrowed))
    try:
        if "ordinary" in request.POST:
            said = _approve_ordinary(request, narrowed)
        else:
            said = _approve_marked(request)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return back
    if said:
        toast(request, said)
    return back


def _approve_ordinary(request: TenantRequest, narrowed: Narrowed) -> str:
    seen = request.POST.get("up_to", "")
    # No key of a row is longer.
    up_to = int(seen) if seen.isdecimal() and len(seen) < 19 else 0
    done = approval.approve_ordinary(reader=request, of=narrowed, up_to=up_to, by=request.actor)
    if not done.count:
        return _("Nothing is left to approve here: these hours are approved already, or were changed.")
    return _said(done.count, done.minutes)


def _approve_marked(request: TenantRequest) -> str:
    entries = list(selectors.entries_by_uuid(uuids(request.POST.getlist("entry")), reader=request))
    if not entries:
        toast(request, _("Mark the hours that you want to approve."), bad=True)
        return ""
    count = approval.approve(entries=entries, by=request.actor)
    if not count:
        return _("Nothing is left to approve here: these hours are approved already, or were changed.")
    return _said(count, sum(entry.minutes for entry in entries if entry.state == HoursEntry.State.SUBMITTED))


def _said(count: int, minutes: int) -> str:
    said = ngettext("%(count)s entry approved, %(hours)s.", "%(count)s entries approved, %(hours)s.", count)
    return said % {"count": formats.number(count), "hours": formats.duration(minutes)}


def uuids(texts: Iterable[str]) -> list[UUID]:
    """What is an identifier among what a form sent."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@requires("hours.approve")
@require_http_methods(["GET", "POST"])
def hours_return(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Give hours back to the volunteer, with what should be changed."""
    entry = selectors.entries_by_uuid([uuid], reader=request).first()
    if entry is None:
        raise Http404
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            approval.return_entry(entry=entry, reason=form.cleaned_data["reason"], by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Returned to %(name)s.") % {"name": entry.person.name})
            return redirect("hours-approve")
    context = {"section": "hours-approve", "entry": entry, "form": form}
    return render(request, "hours/return.html", context)
