"""A leader's pages: the times of one's groups, and two taps for each: held with so many, or cancelled."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.activities import participants, selectors, words
from scheduling.activities.forms import CancelForm
from scheduling.activities.led_form import LedForm
from scheduling.activities.models import Activity
from scheduling.activities.participants import Named
from scheduling.activities.services import outcomes
from scheduling.hours import selectors as hours
from tenants import clock
from volunteers.register.models import Person
from volunteers.register.selectors import person_of
from web.errors import DomainError
from web.toasts import toast

AHEAD, BEFORE = 5, 10


@requires("activities.lead")
@require_GET
def led_sessions(request: TenantRequest) -> HttpResponse:
    """What waits for a word, what comes next, what was said."""
    now, groups = clock.now(), list(selectors.led(request))
    rows = Activity.objects.filter(group__in=selectors.led(request).order_by().values("pk"))
    mine = selectors.with_everything(rows)
    # What a closed month lacks is the coordinator's to tell.
    waiting = selectors.unsaid(mine, at=now).alias(shut=hours.its_month_is_closed()).filter(shut=False)
    ahead = mine.filter(starts_at__gt=now, state=Activity.State.PLANNED).order_by("starts_at", "pk")
    said = mine.exclude(state=Activity.State.PLANNED).order_by("-starts_at", "-pk")
    context = {
        "section": "home",
        "waiting": [_line(each) for each in waiting],
        "ahead": [_line(each) for each in ahead[:AHEAD]],
        "said": [_line(each) for each in said[:BEFORE]],
        "groups": groups,
        "closed": selectors.led_with_names(request).filter(is_open=False),
    }
    return render(request, "activities/led.html", context)


def _line(activity: Activity) -> tuple[Activity, str, str, str]:
    return activity, words.title(activity), words.when(activity), words.came(activity.standing)


@requires("activities.lead")
@require_http_methods(["GET", "POST"])
def led_session(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """One time of a group: held or cancelled, how many came, and one's own minutes."""
    found = selectors.led_session(request, uuid)
    if found is None:
        raise Http404
    person = person_of(request.user.uuid)
    cancels = "cancel" in request.POST
    names = _names(request, found)
    held = LedForm(None if cancels else request.POST or None, initial=_initial(found, person), names=names)
    cancel = CancelForm(request.POST if cancels else None)
    form = cancel if cancels else held
    if request.method == "POST" and form.is_valid():
        try:
            _note(request, found, held, cancel, person)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Thank you, it is noted."))
            return redirect("led")
    context = {
        "section": "home",
        "activity": found,
        "title": words.title(found),
        "when": words.when(found),
        "has_begun": found.starts_at <= clock.now(),
        "held": held,
        "cancel": cancel,
        "own": person is not None,
    }
    return render(request, "activities/led_session.html", context, status=422 if form.errors else 200)


def _names(request: TenantRequest, activity: Activity) -> list[Named]:
    """Who can be ticked: nobody where the number that stands came about without ticks, so that it stays."""
    if activity.group is None:
        return []
    found = selectors.led_with_names(request).filter(pk=activity.group.pk).first()
    if found is None:
        return []
    came_without = any(count.quantity for count in activity.standing) and not participants.came(activity)
    sent_ticks = "others" in request.POST  # a second press of the page that offered them
    return [] if came_without and not sent_ticks else participants.open_names(found, by=request.actor)


def _initial(activity: Activity, person: Person | None) -> dict[str, object]:
    """What was said before, or the length of the session as one's own time."""
    noted = {entry.person_id: entry.minutes for entry in outcomes.hours_of(activity=activity)}
    planned = int((activity.ends_at - activity.starts_at) / timedelta(minutes=1))
    was_said = activity.state == Activity.State.HELD
    own = noted.get(person.pk, None if was_said else planned) if person else None
    said: dict[str, object] = {"method": "counted", "minutes": own, "key": uuid4()}
    for count in activity.counts.filter(corrects=None):
        ticked = [str(uuid) for uuid in participants.came(activity)]
        said |= {
            "came": ticked,
            # Those whose names were erased since are among them: the number stays.
            "others": max(count.quantity - len(ticked), 0) or None,
            "heads": count.quantity,
            "method": count.method,
            "basis": count.basis,
        }
    return said


def _note(
    request: TenantRequest, activity: Activity, held: LedForm, cancel: CancelForm, person: Person | None
) -> None:
    if "cancel" in request.POST:
        outcomes.note_cancelled(activity=activity, reason=cancel.cleaned_data["reason"], by=request.actor)
        return
    minutes = held.cleaned_data["minutes"] or 0
    # A number that stands is left alone by whoever changes their own time only, approved as it may be.
    says_heads = not activity.standing or held.says_heads_anew()
    outcomes.note_held(
        activity=activity,
        heads=held.said() if says_heads else None,
        by=request.actor,
        approves=False,
        came=held.who_came() if says_heads else None,
        minutes_of={person: minutes} if person is not None else {},
    )
