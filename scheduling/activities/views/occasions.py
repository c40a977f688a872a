"""The coordinator's pages of occasions: the list, one of them and what became of it, making and changing."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.activities import page_links, selectors, words
from scheduling.activities.forms import CancelForm, HeldForm, ListForm, OccasionForm
from scheduling.activities.models import Activity, DialogueGroup
from scheduling.activities.partner_forms import InWordsForm
from scheduling.activities.services import occasions as services, outcomes
from scheduling.activities.views import late
from scheduling.hours import selectors as hours
from tenants import clock
from volunteers.register import reach, selectors as register
from volunteers.register.models import Person
from web.errors import DomainError
from web.kit import Column, Fact, Pages
from web.toasts import toast

PAGE = 50
SHOWN = 8
# So many names stand open; more are folded.
FEW = 12
COLUMNS = (
    Column(pgettext_lazy("column", "What")),
    Column(pgettext_lazy("column", "When"), wide=True),
    Column(pgettext_lazy("column", "Place"), wide=True),
    Column(pgettext_lazy("column", "State")),
    Column(pgettext_lazy("column", "People"), numeric=True, wide=True),
)
# Group sessions come from their groups.
NEW = (
    Activity.Kind.EVENT,
    Activity.Kind.GIG,
    Activity.Kind.DIALOGUE,
    Activity.Kind.FORUM,
    Activity.Kind.RECREATION,
)


@requires("activities.manage")
@require_GET
def activities(request: TenantRequest) -> HttpResponse:
    """What waits for a word, and all occasions of a year."""
    seen = selectors.occasions(reader=request)
    form = ListForm(request.GET, years=selectors.years_of(seen))
    rows = form.found(seen, today=clock.today(request.association))
    number = request.GET.get("page", "")
    query = request.GET.copy()
    query.pop("page", None)
    url = f"?{query.urlencode()}&page=" if query else "?page="
    pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=rows.count(), url=url)
    shown = list(rows[pages.first - 1 : pages.last]) if pages.total else []
    unsaid = selectors.unsaid(seen, at=clock.now())
    context = {
        "section": "activities",
        "form": form,
        "columns": COLUMNS,
        "lines": [(each, words.title(each), words.when(each), words.came(each.standing)) for each in shown],
        "pages": pages,
        "unsaid": [(each, words.title(each), words.when(each)) for each in unsaid[:SHOWN]],
        "unsaid_count": unsaid.count(),
    }
    return render(request, "activities/activities.html", context)


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def activity_new(request: TenantRequest, kind: str) -> HttpResponseBase:
    """A new event, gig or trip."""
    if kind not in NEW:
        raise Http404
    zone = ZoneInfo(request.association.timezone)
    form = OccasionForm(request.POST or None, reader=request, kind=kind, zone=zone)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_occasion(
                kind=kind, plan=form.plan(), by=request.actor, late_reason=form.cleaned_data["late_reason"]
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("“%(name)s” is in the calendar.") % {"name": words.title(made)})
            return redirect("activity", uuid=made.uuid)
    return _form(request, form, kind)


def _form(
    request: TenantRequest, form: OccasionForm, kind: str, activity: Activity | None = None
) -> HttpResponse:
    context = {
        "section": "activities",
        "form": form,
        "kind": Activity.Kind(kind).label,
        "activity": activity,
        "title": words.title(activity) if activity else "",
    }
    return render(request, "activities/activity_form.html", context, status=422 if form.errors else 200)


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def activity_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change an occasion."""
    found = get_object_or_404(selectors.occasions(reader=request), uuid=uuid)
    zone = ZoneInfo(request.association.timezone)
    form = OccasionForm(request.POST or None, reader=request, kind=found.kind, zone=zone, activity=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_occasion(activity=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("activity", uuid=uuid)
    return _form(request, form, found.kind, found)


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def activity(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """One occasion: when, where, who; and what became of it."""
    found = get_object_or_404(selectors.occasions(reader=request), uuid=uuid)
    held, cancel = _forms(request, found)
    late_held, late_cancel = late.forms(request, found)
    told_late = late.is_sent(request)
    if request.method == "POST":
        try:
            if told_late:
                answer = late.answer(request, found, late_held, late_cancel)
            else:
                answer = _answer(request, found, held, cancel)
            if answer is not None:
                return answer
        except DomainError as refusal:
            form: Form = late_held if told_late else held
            if "cancel" in request.POST or "late_cancel" in request.POST:
                form = late_cancel if told_late else cancel
            form.add_error(None, str(refusal))
    forms = (held, cancel, late_held, late_cancel)
    context = {
        "section": "activities",
        "activity": found,
        "title": words.title(found),
        "more": page_links.of(found.uuid),
        "facts": facts(found),
        "held": held,
        "cancel": cancel,
        "has_begun": found.starts_at <= clock.now(),
        "closed": bool(hours.closed_months([found.first_month])),
        "offered": len(held.offered),
        "few": len(held.offered) <= FEW,
        "circles": [(each, _circle(each)) for each in selectors.circles_of(found)],
        "in_words": hasattr(found, "gig") or found.partners.exists(),
        "is_dialogue": found.kind == Activity.Kind.DIALOGUE,
        "counts": [(count, words.came([count])) for count in found.standing],
        "hours": list(outcomes.hours_of(activity=found)),
        "late_held": late_held,
        "late_cancel": late_cancel,
        "is_untold": found.state == Activity.State.PLANNED,
        "lacks_number": found.state == Activity.State.HELD and not found.standing,
    }
    wrong = any(form.errors for form in forms)
    return render(request, "activities/activity.html", context, status=422 if wrong else 200)


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def activity_words(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """What the partners of an occasion did, and what a gig's host said."""
    found = get_object_or_404(selectors.occasions(reader=request), uuid=uuid)
    partners = selectors.partners_of(found)
    form = InWordsForm(request.POST or None, activity=found, partners=partners)
    if request.method == "POST" and form.is_valid():
        services.tell_in_words(
            activity=found,
            parts=form.parts(),
            feedback=form.cleaned_data.get("feedback"),
            by=request.actor,
        )
        toast(request, _("Saved."))
        return redirect("activity", uuid=uuid)
    context = {"section": "activities", "form": form, "activity": found, "title": words.title(found)}
    return render(request, "activities/activity_words.html", context, status=422 if form.errors else 200)


def _circle(group: DialogueGroup) -> str:
    """Who writes and who leads."""
    parts = [
        _("%(name)s writes it down") % {"name": group.recorder.name} if group.recorder.name else "",
        _("%(name)s leads") % {"name": group.facilitator.name} if group.facilitator else "",
    ]
    return ", ".join(part for part in parts if part)


def _forms(request: TenantRequest, activity: Activity) -> tuple[HeldForm, CancelForm]:
    data = None if late.is_sent(request) else request.POST or None
    held = HeldForm(
        data if data and "cancel" not in data else None,
        activity=activity,
        people=_doers(request, activity),
        noted={entry.person.uuid: entry.minutes for entry in outcomes.hours_of(activity=activity)},
    )
    initial = {"reason": activity.cancel_reason} if activity.cancel_reason else None
    return held, CancelForm(data if data and "cancel" in data else None, initial=initial)


def _answer(
    request: TenantRequest, activity: Activity, held: HeldForm, cancel: CancelForm
) -> HttpResponseBase | None:
    if "cancel" in request.POST:
        if not cancel.is_valid():
            return None
        outcomes.note_cancelled(activity=activity, reason=cancel.cleaned_data["reason"], by=request.actor)
        toast(request, _("“%(name)s” is cancelled.") % {"name": words.title(activity)})
        return redirect("activity", uuid=activity.uuid)
    if not held.is_valid():
        return None
    outcomes.note_held(
        activity=activity, heads=held.said(), by=request.actor, approves=True, minutes_of=held.minutes_of()
    )
    toast(request, _("Saved: “%(name)s” was held.") % {"name": words.title(activity)})
    return redirect("activity", uuid=activity.uuid)


def _doers(request: TenantRequest, activity: Activity) -> QuerySet[Person]:
    """Those who do its role, and those who have hours of it already."""
    noted = [entry.person_id for entry in outcomes.hours_of(activity=activity)]
    people = reach.people(request)
    if activity.role is None:
        return people.none()
    holders = register.holders(activity.role, on=activity.local_date)
    return people.filter(pk__in=[*holders.values_list("pk", flat=True), *noted])


def facts(activity: Activity) -> list[Fact]:
    """When, where, with whom."""
    site, gig = activity.site, getattr(activity, "gig", None)
    found = [
        ("calendar", words.when(activity), ""),
        ("pin", site.name if site else "", site.address if site else ""),
        ("list", activity.role.name if activity.role else "", ""),
        *(("building", each.organisation.name, each.part) for each in selectors.partners_of(activity)),
        ("people", activity.joint_lead, _("leads it and tells the figures")),
        ("book", gig.programme if gig else "", ""),
        ("message", gig.feedback if gig else "", _("the host said")),
        ("info", activity.description, ""),
    ]
    return [Fact(icon, text, note) for icon, text, note in found if text]
