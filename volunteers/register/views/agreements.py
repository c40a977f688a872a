"""Agreements: the texts and who has signed them; for volunteers what to sign, and their consents."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import reach, requirements, selectors
from volunteers.register.forms.agreements import SignForm, TextForm
from volunteers.register.models import AgreementText, Consent, Person, Signature
from volunteers.register.services import agreements as services
from web.errors import DomainError
from web.kit import Pages
from web.toasts import toast

PAGE = 50
Kind = AgreementText.Kind


@dataclass(frozen=True)
class KindOnPage:
    """One kind of text: its version in force, the next one, and how many still have to sign."""

    kind: str
    label: str
    current: AgreementText | None
    coming: AgreementText | None
    unsigned: int


@requires("agreements.manage")
@require_GET
def agreements(request: TenantRequest) -> HttpResponse:
    """The kinds of texts, and how many have not signed."""
    today = clock.today(request.association)
    kinds = []
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
            )
        )
    return render(request, "register/agreements.html", {"section": "agreements", "kinds": kinds})


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
    form = TextForm(
        request.POST or None, before=before, initial={"in_force_on": clock.today(request.association)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.write_text(kind=of, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("in_force_on", str(refusal))
        else:
            toast(request, _("The new version was saved."))
            return redirect("agreements")
    context = {"section": "agreements", "form": form, "label": of.label, "before": before}
    return render(request, "register/agreement_form.html", context)


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
