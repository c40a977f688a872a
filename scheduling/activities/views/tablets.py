"""The tablet of a place: big buttons that count, for whoever stands there; and the link that opens it.

A tablet is nobody: it sees the numbers of its own place and day, adds to them and takes its last press back.
"""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.factors.drawing import qr
from accounts.http import TenantRequest
from accounts.rights import public_page, requires
from accounts.tablets import private
from scheduling.activities import selectors
from scheduling.activities.models import OF_HOUSES, Count, TallyPlace
from scheduling.activities.services import places as services, tallies
from scheduling.activities.tally_forms import LinkForm, TapForm
from tenants import clock
from tenants.actors import Actor
from web import formats
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast

BY = Actor.system("tablet")


@public_page
@require_http_methods(["GET", "POST"])
@limited("secret")
def tablet_open(request: TenantRequest) -> HttpResponseBase:
    """The page of a tablet's link (see `accounts.tablets`)."""
    return services.DOOR.open(request)


@public_page
@require_http_methods(["GET", "POST"])
def tablet(request: TenantRequest) -> HttpResponseBase:
    """Big buttons, one for each thing that is counted here; programs of the page get numbers back."""
    today = clock.today(request.association)
    device = services.DOOR.device(request).filter(place__is_active=True).select_related("place").first()
    if device is None:
        return services.DOOR.gone(request)
    place = device.place
    form = TapForm(request.POST or None, place=place, today=today)
    sentence = ""
    if request.method == "POST":
        sentence = _press(request, place, form)
        if "application/json" in request.headers.get("Accept", ""):
            return private(_told(place, today, sentence))
        if not sentence:
            return private(redirect("tablet"))
    sums = selectors.day_at(place, today)
    context = {
        "place": place,
        "form": form,
        "today": today,
        "sentence": sentence,
        "buttons": [
            (measure, str(measure.label), sums.get(measure, 0), _keys(), measure in OF_HOUSES)
            for measure in tallies.MEASURES[TallyPlace.Kind(place.kind)]
        ],
        "asks_about": form.asks_about,
        "own_key": uuid4(),
        "last": selectors.last_of_tablet(place, today),
    }
    return private(render(request, "activities/tablet.html", context, status=422 if sentence else 200))


def _told(place: TallyPlace, today: date, sentence: str) -> JsonResponse:
    """What the page's script shows after a press."""
    last = selectors.last_of_tablet(place, today)
    said = {
        "sentence": sentence,
        "sums": selectors.day_at(place, today),
        "last": str(last.uuid) if last is not None else "",
    }
    return JsonResponse(said, status=422 if sentence else 200)


def _keys() -> list[tuple[int, UUID]]:
    """So many at once, each press with a mark of its own."""
    return [(quantity, uuid4()) for quantity in (1, 5)]


def _press(request: TenantRequest, place: TallyPlace, form: TapForm) -> str:
    """Note a press, or take the last one back. Returns what stands in the way."""
    try:
        if "take_back" in request.POST:
            last = selectors.last_of_tablet(place, clock.today(request.association))
            if last is not None and str(last.uuid) == request.POST["take_back"]:
                tallies.take_back(count=last, by=BY, approved_too=False)
            return ""
        if not form.is_valid():
            return " ".join(str(each) for errors in form.errors.values() for each in errors)
        source = Count.Source.TABLET
        tallies.add(place=place, tallies=[form.tally()], by=BY, approves=False, source=source)
    except DomainError as refusal:
        return str(refusal)
    return ""


@requires("activities.manage")
@require_POST
def tablet_link(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Make a place's link, shown this once, or end it."""
    found = get_object_or_404(selectors.places(reader=request).filter(is_active=True), uuid=uuid)
    if "end" in request.POST:
        services.close_tablet(place=found, by=request.actor)
        toast(request, _("The tablet has ended."))
        return redirect("tally-place", uuid=uuid)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return redirect("tally-place", uuid=uuid)
    days = form.cleaned_data["days"]
    link = services.open_tablet(place=found, days=days, by=request.actor)
    until = clock.today(request.association) + timedelta(days=days)
    context = {
        "section": "tallies",
        "place": found,
        "address": link,
        "drawing": qr(link),
        "until": formats.day(until, year=True),
    }
    return render(request, "activities/tablet_link.html", context)
