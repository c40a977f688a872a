"""The pages on which somebody, or a coordinator for them, chooses how they are told."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.reach import COORDINATING
from accounts.rights import requires
from desk.messages import choosing
from desk.messages.forms import ChoicesForm
from desk.messages.views import own_person
from notifications import preferences
from notifications.kinds import Audience
from notifications.models import Sending
from tenants import clock
from tenants.context import current_association, platform_role
from tenants.models import Access
from volunteers.register import reach
from volunteers.register.models import Person
from web.errors import DomainError
from web.toasts import toast


@requires("messages.own")
@require_http_methods(["GET", "POST"])
def message_choices(request: TenantRequest) -> HttpResponseBase:
    """How I am told."""
    person = own_person(request)
    form = form_for(request, person)
    if _is_done(request, person, form):
        return redirect("message-choices")
    return _page(request, "desk/message_choices.html", person, form, section="messages")


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def person_message_choices(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """How somebody is told, as they asked a coordinator to set it."""
    person = reach.person_or_404(request, uuid)
    form = form_for(request, person)
    if _is_done(request, person, form):
        return redirect("person", uuid=person.uuid)
    return _page(request, "desk/person_message_choices.html", person, form, section="people")


def form_for(request: TenantRequest, person: Person) -> ChoicesForm:
    """The form with what the person has chosen, or what was sent."""
    return ChoicesForm(
        request.POST if request.method == "POST" else None,
        chosen=preferences.of(person.uuid),
        kinds=preferences.listed(audiences_of(person)),
        sms=bool(person.phone) and _has_sms(),
    )


def audiences_of(person: Person) -> set[Audience]:
    """Whose messages somebody gets. Coordinators' are theirs as long as they coordinate here."""
    if person.user_uuid is None:
        return {Audience.VOLUNTEER}
    association = current_association()
    with platform_role():
        coordinates = Access.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now()),
            user__uuid=person.user_uuid,
            association=association,
            role__in=COORDINATING,
        ).exists()
    return {Audience.VOLUNTEER, Audience.COORDINATOR} if coordinates else {Audience.VOLUNTEER}


def _has_sms() -> bool:
    """Whether the association sends text messages."""
    return Sending.objects.filter(sms_on=True).exists()


def _is_done(request: TenantRequest, person: Person, form: ChoicesForm) -> bool:
    """Whether something was sent and is written down now."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        choosing.choose(person=person, ways=form.ways(), times=form.times(), by=request.actor)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    toast(request, _("Saved."))
    return True


def _page(
    request: TenantRequest, template: str, person: Person, form: ChoicesForm, *, section: str
) -> HttpResponse:
    context = {
        "section": section,
        "form": form,
        "person": person,
        # What a phone number is missing for.
        "needs_phone": not person.phone and _has_sms(),
    }
    return render(request, template, context, status=422 if form.errors else 200)
