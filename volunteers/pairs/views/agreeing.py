"""The agreement: written by the coordinator, and signed on this screen."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.pairs import clients, forms, selectors, words
from volunteers.pairs.forms import AgreementForm, SignForm
from volunteers.pairs.models import Agreement
from volunteers.pairs.services import agreements
from volunteers.pairs.views.pairs import mine_or_404
from volunteers.pairs.views.steps import context_of
from web.errors import DomainError
from web.kit import Fact
from web.toasts import toast


def terms_of(agreement: Agreement) -> list[Fact]:
    """What both are to read before they sign."""
    content, goals = clients.own_words(agreement)
    return [
        Fact("calendar", words.duration(agreement), _("from which day to which")),
        Fact("repeat", agreement.get_rhythm_display(), _("how often")),
        Fact("people", words.content(agreement), content or _("what they do together")),
        Fact("check", words.goals(agreement), goals or _("the goals")),
    ]


@requires("pairs.manage")
@require_http_methods(["GET", "POST"])
def pair_agreement(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Write down what is agreed; of a pair that goes on, what comes after."""
    found = mine_or_404(request, uuid)
    today = clock.today(request.association)
    form = AgreementForm(request.POST or None, initial=AgreementForm.initial_of(found, today))
    if request.method == "POST" and form.is_valid():
        try:
            agreements.write(pair=found, terms=form.terms(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Kept. Both sign it next: the volunteer on their own page or here."))
            return redirect("pair", uuid=uuid)
    context = context_of(found, form=form, limits=forms.limit_texts(None))
    return render(request, "pairs/pair_agreement.html", context, status=422 if form.errors else 200)


@requires("pairs.manage")
@require_http_methods(["GET", "POST"])
def pair_sign(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The client, or the volunteer, reads and signs on this screen."""
    found = mine_or_404(request, uuid)
    agreement = selectors.to_sign(found)
    if agreement is None:
        return redirect("pair", uuid=uuid)
    is_client = (request.POST.get("who") or request.GET.get("who")) != "volunteer"
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verb = agreements.sign_as_client if is_client else agreements.sign_as_volunteer
            signed = verb(agreement=agreement, has_read=form.cleaned_data["has_read"], by=request.actor)
        except DomainError as refusal:
            form.add_error("has_read", str(refusal))
        else:
            both = selectors.to_sign(signed) is None
            toast(request, _("Signed by both: the pair begins.") if both else _("Signed. One more signs."))
            return redirect("pair", uuid=uuid)
    if request.method == "GET":
        clients.read(found.client, by=request.actor)
    context = context_of(
        found,
        form=form,
        is_client=is_client,
        terms=terms_of(agreement),
        limits=forms.limit_texts(agreement),
        person=found.volunteer,
    )
    return render(request, "pairs/pair_sign.html", context, status=422 if form.errors else 200)
