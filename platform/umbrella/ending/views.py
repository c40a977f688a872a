"""The administrator's pages by which an association leaves, and where a certificate is checked."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.factors import proof
from accounts.http import UmbrellaRequest
from accounts.rights import may, public_page, requires
from scheduling.hours.certificates.issuing import LENGTH, in_fours
from tenants.ending import WAIT
from tenants.models import Association, Deletion
from umbrella.ending import certificate as paper, selectors, services
from umbrella.ending.forms import ArchiveForm, ConfirmForm, RequestForm
from umbrella.member_views import member_or_404, to_page
from web import formats
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast


@requires("associations.see")
@require_GET
@never_cache
def association_leaving(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """How far it is, as the page asks for it again and again."""
    member = member_or_404(request, slug)
    found = selectors.leaving(member.association)
    if found.progress is None:
        raise Http404
    manages = may(request, "associations.manage")
    context = {"member": member, "leaving": found, "manages": manages}
    response = render(request, "umbrella/ending/_passage.html", context)
    if found.progress.is_over:
        response["HX-Refresh"] = "true"  # the rest of the page has changed with it
    return response


@requires("associations.manage")
@require_http_methods(["GET", "POST"])
@never_cache
def association_archive(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """What archiving does, and why; then it begins."""
    member = member_or_404(request, slug)
    form = ArchiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.archive(
                association=member.association, by=request.actor, reason=form.cleaned_data["reason"]
            )
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        return to_page(request, slug)
    if not member.association.is_open:
        return to_page(request, slug)
    context = {"section": "associations", "member": member, "form": form}
    status = 422 if form.errors else 200
    return render(request, "umbrella/ending/archive.html", context, status=status)


@requires("associations.manage")
@require_POST
def association_bring_back(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Out of the archive, into service."""
    member = member_or_404(request, slug)
    try:
        services.bring_back(association=member.association, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    return to_page(request, slug)


@requires("associations.manage")
@require_POST
def association_leaving_again(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Try again what failed."""
    member = member_or_404(request, slug)
    try:
        services.try_again(association=member.association)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    return to_page(request, slug)


@requires("associations.manage")
@require_http_methods(["GET", "POST"])
@never_cache
def association_deletion(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Record the association's written request to be deleted."""
    member = member_or_404(request, slug)
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wish = services.record_request(
                association=member.association,
                umbrella=request.umbrella,
                by=request.actor,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            day = formats.day(wish.earliest_at, weekday=False, year=True)
            toast(
                request, _("Recorded. Another administrator can confirm it from %(day)s on.") % {"day": day}
            )
            return to_page(request, slug)
    elif member.association.state != Association.State.ARCHIVED or services.asked(
        association=member.association
    ):
        return to_page(request, slug)
    context = {"section": "associations", "member": member, "form": form, "days": WAIT.days}
    status = 422 if form.errors else 200
    return render(request, "umbrella/ending/request.html", context, status=status)


@requires("associations.manage")
@require_POST
def association_deletion_call_off(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """They thought again."""
    member = member_or_404(request, slug)
    try:
        services.call_off(association=member.association, umbrella=request.umbrella, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Called off. Nothing is deleted."))
    return to_page(request, slug)


@requires("associations.manage")
@require_POST
def association_deletion_agree(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Another federation to which it belongs lets it be deleted."""
    member = member_or_404(request, slug)
    try:
        services.agree(association=member.association, umbrella=request.umbrella, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Your federation has agreed. It is noted with your name."))
    return to_page(request, slug)


@requires("associations.manage")
@require_http_methods(["GET", "POST"])
@never_cache
def association_deletion_confirm(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """The second person types its name. Wants their second factor, shown just now."""
    member = member_or_404(request, slug)
    if not proof.is_fresh(request.factor_at):
        here = reverse("association-deletion-confirm", kwargs={"slug": slug})
        return redirect(f"{reverse('signin')}?{urlencode({'next': here, 'second': 'fresh'})}")
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.confirm(
                association=member.association,
                umbrella=request.umbrella,
                by=request.actor,
                name=form.cleaned_data["name"],
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return to_page(request, slug)
    wish = services.asked(association=member.association)
    if request.method != "POST" and (wish is None or wish.confirmed_at is not None):
        return to_page(request, slug)
    context = {"section": "associations", "member": member, "form": form, "wish": wish}
    status = 422 if form.errors else 200
    return render(request, "umbrella/ending/confirm.html", context, status=status)


@requires("associations.see")
@require_GET
@never_cache
def association_deletion_certificate(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """The certificate as PDF."""
    member = member_or_404(request, slug)
    wish = Deletion.objects.filter(association=member.association, deleted_at__isnull=False).first()
    if wish is None:
        raise Http404
    words = _("deletion")
    name = content_disposition_header(as_attachment=True, filename=f"{slug}-{words}.pdf")
    return HttpResponse(
        paper.document(wish), content_type="application/pdf", headers={"Content-Disposition": str(name)}
    )


@public_page
@require_GET
@limited("secret")
def deletion_check(request: UmbrellaRequest) -> HttpResponse:
    """For whoever holds a certificate: where its code is typed."""
    if typed := request.GET.get("code", ""):
        code = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())[:40]
        if code:
            return redirect("deletion-checked", code=in_fours(code) if len(code) == LENGTH else code)
    return _checked(request, typed="", found=None)


@public_page
@require_GET
@limited("secret")
def deletion_checked(request: UmbrellaRequest, code: str) -> HttpResponse:
    """What the certificate of a code says."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    found = (
        Deletion.objects.filter(umbrella=request.umbrella, code=plain, deleted_at__isnull=False)
        .select_related("association")
        .first()
    )
    return _checked(request, typed=code, found=found)


def _checked(request: UmbrellaRequest, *, typed: str, found: Deletion | None) -> HttpResponse:
    context: dict[str, Any] = {"umbrella": request.umbrella, "typed": typed, "found": found}
    if found is not None:
        context["lines"] = paper.lines(found)
    status = 404 if typed and found is None else 200
    response = render(request, "umbrella/ending/checked.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
