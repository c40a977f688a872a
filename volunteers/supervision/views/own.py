"""A volunteer's own supervision: how it stands, when it is next, and one press for the answer."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.requirements import DUTY_WORDS, Duty
from volunteers.register.selectors import person_of
from volunteers.supervision import duties, selectors, words
from volunteers.supervision.models import DebriefRequest, Seat, SupervisionSession
from volunteers.supervision.services import debriefing, inviting
from web.errors import DomainError
from web.toasts import toast

BEFORE = 20
State = SupervisionSession.State


@requires("supervision.own")
@require_GET
def own_supervision(request: TenantRequest) -> HttpResponse:
    """My roles that ask for supervision, my times, and when I was there."""
    person = person_of(request.user.uuid)
    seats = selectors.seats_of(person) if person is not None else Seat.objects.none()
    ahead = seats.filter(session__starts_at__gt=clock.now(), session__state=State.INVITED)
    before = seats.filter(came=Seat.Came.PRESENT).order_by("-session__starts_at")
    context = {
        "section": "home",
        "debrief": _debrief(person),
        "is_volunteer": person is not None,
        "roles": _standings(person, request),
        "ahead": [_line(seat) for seat in ahead.order_by("session__starts_at")],
        "before": [(seat, words.when(seat.session)) for seat in before[:BEFORE]],
        "supervises": selectors.supervised_by(request).exists(),
    }
    return render(request, "supervision/own.html", context)


def _debrief(person: Person | None) -> DebriefRequest | None:
    """What was asked lately: an open request, or one that was answered within the day."""
    since = clock.now() - debriefing.AFTER
    lately = Q(answered_at=None) | Q(answered_at__gt=since)
    found = DebriefRequest.objects.filter(lately, person=person, withdrawn_at=None)
    return found.order_by("-asked_at").first() if person is not None else None


def _standings(person: Person | None, request: TenantRequest) -> list[dict[str, object]]:
    if person is None:
        return []
    found = duties.standings(today=clock.today(request.association)).filter(person=person)
    return [
        {
            "name": holding.role.name,
            "standing": DUTY_WORDS[Duty(holding.standing)],
            "tone": words.TONES[Duty(holding.standing)],
            "icon": words.ICONS[Duty(holding.standing)],
            "until": words.until(
                holding.standing,
                due=holding.due,
                last=holding.last,
                blocks=holding.role.supervision == VolunteerRole.Supervision.BLOCKING,
            ),
        }
        for holding in found.select_related("role").order_by("role__position", "pk")
    ]


def _line(seat: Seat) -> dict[str, object]:
    group = seat.session.group
    parts = [group.name, words.place(group), words.supervisor(group)]
    return {"seat": seat, "when": words.when(seat.session), "sub": " · ".join(filter(None, parts))}


@requires("supervision.own")
@require_POST
def supervision_answer(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """I come, or I cannot. No reason is asked."""
    seat = selectors.own_seat(request, uuid)
    if seat is None:
        raise Http404
    comes = request.POST.get("answer") == Seat.Answer.YES
    try:
        inviting.answer(seat=seat, comes=comes, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal))
    else:
        toast(request, _("Noted: you come.") if comes else _("Noted: you cannot come. No reason is needed."))
    return redirect("own-supervision")
