"""Agreements: the texts and who has signed them; for volunteers what to sign, and their consents."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from tenants.models import CatalogueText
from volunteers.register import agreement_models, reach, requirements, selectors
from volunteers.register.errors import ModelChanged
from volunteers.register.forms.agreements import ModelUpdatesForm, SignForm, TextForm
from volunteers.register.models import AgreementText, Consent, Person, Signature
from volunteers.register.services import agreements as services
from web.errors import DomainError
from web.kit import Pages
from web.toasts import toast

PAGE = 50
Kind = AgreementText.Kind


@dataclass(frozen=True)
class KindOnPage:
    """One kind of text: its version in force, the next one, and how many still have to sign.

    `model`: what the catalogue has for it: `offered` where nothing is written yet, `changed`, or nothing.
    """

    kind: str
    label: str
    current: AgreementText | None
    coming: AgreementText | None
    unsigned: int
    model: str


@requires("agreements.manage")
@require_GET
def agreements(request: TenantRequest) -> HttpResponse:
    """The kinds of texts, and how many have not signed."""
    today = clock.today(request.association)
    kinds = []
    models, bases = agreement_models.offered(), agreement_models.bases()
    for kind in Kind:
        texts = list(AgreementText.objects.filter(kind=kind).order_by("-version"))
        in_force = [text for text in texts if text.in_force_on <= today]
        kinds.append(
            KindOnPage(
                kind=kind,
                label=str(kind.label),
                current=in_force[0] if in_force else None,
                coming=next((text for text in texts if text.in_force_on > today), None),
                unsigned=reach.people(request, selectors.without_signature(in_force)).count()
                if in_force
                else 0,
                model=_model_state(texts, models.get(kind), bases.get(kind, {})),
            )
        )
    return render(request, "register/agreements.html", {"section": "agreements", "kinds": kinds})


def _model_state(texts: list[AgreementText], model: CatalogueText | None, base: dict[str, Any]) -> str:
    if model is None:
        return ""
    if not texts:
        return "offered"
    return "changed" if agreement_models.updates_of(texts[0], model, base) else ""


def _kind(code: str) -> AgreementText.Kind:
    if code not in Kind.values:
        raise Http404
    return Kind(code)


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def agreement_new(request: TenantRequest, kind: str) -> HttpResponseBase:
    """The next version of a text."""
    of = _kind(kind)
    before = AgreementText.objects.filter(kind=of).order_by("-version").first()
    model = None if before else agreement_models.offered().get(of)
    form = TextForm(
        request.POST or None,
        before=before or model,
        initial={"in_force_on": clock.today(request.association)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.write_text(kind=of, by=request.actor, model=model, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("in_force_on", str(refusal))
        else:
            toast(request, _("The new version was saved."))
            return redirect("agreements")
    context = {"section": "agreements", "form": form, "label": of.label, "before": before, "model": model}
    return render(request, "register/agreement_form.html", context)


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def agreement_model(request: TenantRequest, kind: str) -> HttpResponseBase:
    """What the catalogue has changed in its text, language by language."""
    of = _kind(kind)
    newest = AgreementText.objects.filter(kind=of).order_by("-version").first()
    model = agreement_models.offered().get(of)
    base = agreement_models.bases().get(of, {})
    updates = agreement_models.updates_of(newest, model, base) if newest and model else []
    if model is None or not updates:
        toast(request, _("The catalogue has nothing new for this text."))
        return redirect("agreements")
    initial = {"in_force_on": clock.today(request.association), "edition": model.edition}
    form = ModelUpdatesForm(request.POST or None, updates=updates, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if said["edition"] != model.edition:
                raise ModelChanged
            made = services.take_model(
                kind=of,
                model=model,
                taken=form.taken(),
                in_force_on=said["in_force_on"],
                renews=said["renews"],
                by=request.actor,
            )
        except ModelChanged as refusal:
            form.data = request.POST.copy()
            form.data["edition"] = str(model.edition)
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            form.add_error("in_force_on", str(refusal))
        else:
            toast(request, _("The new version was saved.") if made else _("Our own words stay."))
            return redirect("agreements")
    context = {
        "section": "agreements",
        "label": of.label,
        "form": form,
        "lines": [(form[update.field], update.own, update.now) for update in updates],
    }
    return render(request, "register/agreement_model.html", context)


@requires("agreements.manage")
@require_GET
def agreement_unsigned(request: TenantRequest, kind: str) -> HttpResponse:
    """Who still has to sign a text."""
    of = _kind(kind)
    today = clock.today(request.association)
    texts = list(AgreementText.objects.filter(kind=of, in_force_on__lte=today).order_by("-version"))
    if not texts:
        raise Http404
    people = reach.people(request, selectors.without_signature(texts))
    number = request.GET.get("page", "")
    pages = Pages.of(
        number=int(number) if number.isdecimal() else 1, size=PAGE, total=people.count(), url="?page="
    )
    context = {
        "section": "agreements",
        "label": of.label,
        "text": texts[0],
        "people": people[pages.first - 1 : pages.last] if pages.total else [],
        "pages": pages,
    }
    return render(request, "register/agreement_unsigned.html", context)


@requires("agreements.manage")
@require_POST
def agreement_on_paper(request: TenantRequest, uuid: UUID, person: UUID) -> HttpResponseBase:
    """Note that somebody signed on paper."""
    text = get_object_or_404(AgreementText, uuid=uuid)
    found = reach.person_or_404(request, person)
    try:
        services.sign(
            person=found,
            text=text,
            typed_name=found.name,
            language=found.language,
            by=request.actor,
            on_paper=True,
        )
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Noted that %(name)s has signed on paper.") % {"name": found.name})
    return redirect("agreement-unsigned", kind=text.kind)


@requires("agreements.own")
@require_GET
def own_agreements(request: TenantRequest) -> HttpResponse:
    """What I have signed and what I should, and what I allow."""
    person = selectors.person_of(request.user.uuid)
    today = clock.today(request.association)
    signatures = list(
        Signature.objects.filter(person=person).select_related("text").order_by("-at") if person else []
    )
    given = set(
        Consent.objects.filter(person=person, withdrawn_at__isnull=True).values_list("purpose", flat=True)
        if person
        else []
    )
    context = {
        "section": "agreements",
        "person": person,
        "waiting": waiting_for(person, today=today) if person else [],
        "signatures": signatures,
        "consents": [(purpose, purpose in given) for purpose in Consent.Purpose],
    }
    return render(request, "register/own_agreements.html", context)


def waiting_for(person: Person, *, today: object) -> list[AgreementText]:
    """The texts in force that a person has still to sign."""
    own = list(Signature.objects.filter(person=person))
    waiting = []
    for kind in Kind:
        texts = list(AgreementText.objects.filter(kind=kind, in_force_on__lte=today).order_by("-version"))
        if texts and requirements.must_sign(kind, texts, own):
            waiting.append(texts[0])
    return waiting


@requires("agreements.own")
@require_http_methods(["GET", "POST"])
def own_agreement(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Read a text, and sign it."""
    text = get_object_or_404(AgreementText, uuid=uuid)
    person = selectors.person_of(request.user.uuid)
    if person is None:
        raise Http404
    signature = Signature.objects.filter(person=person, text=text).first()
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.sign(
                person=person,
                text=text,
                typed_name=form.cleaned_data["typed_name"],
                language=(get_language() or "fi")[:2],
                by=request.actor,
            )
        except DomainError as refusal:
            form.add_error("typed_name", str(refusal))
        else:
            toast(request, _("Signed. Thank you."))
            return redirect("own-agreements")
    words = text.text_in(signature.language if signature else None)
    context = {
        "section": "agreements",
        "text": text,
        "words": words,
        "form": form,
        "signature": signature,
        "may_sign": signature is None and services.to_sign().filter(pk=text.pk).exists(),
    }
    return render(request, "register/own_agreement.html", context)


@requires("agreements.own")
@require_POST
def own_consent(request: TenantRequest, purpose: str) -> HttpResponseBase:
    """Give a consent, or take it back."""
    person = selectors.person_of(request.user.uuid)
    if person is None or purpose not in Consent.Purpose.values:
        raise Http404
    given = request.POST.get("given") == "yes"
    services.set_consent(person=person, purpose=purpose, given=given, by=request.actor)
    toast(request, _("Saved.") if given else _("Your consent is withdrawn."))
    return redirect("own-agreements")
