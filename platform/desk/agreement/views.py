"""The agreement on screen and as a file."""

from pathlib import Path
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _, gettext_lazy, override
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from desk.agreement import services, wording
from tenants.models import Association, ProcessingAgreement
from web import formats
from web.pdf import pdf
from web.toasts import toast

_TEMPLATE = Path(__file__).with_name("agreement.typ")


class AcceptForm(forms.Form):
    """Yes, for the association."""

    accepted = forms.BooleanField(
        label=gettext_lazy("I may decide for the association, and it accepts this agreement"),
        error_messages={"required": gettext_lazy("Tick this if the association accepts the agreement.")},
    )
    # Which text was on the page.
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    def clean(self) -> dict[str, Any]:
        """Only what was read is accepted."""
        if self.cleaned_data.get("read") != self.text:
            raise forms.ValidationError(
                _("This is another text than the one that you read. Read this one, then accept it.")
            )
        return self.cleaned_data


@requires("agreement.accept")
@require_http_methods(["GET", "POST"])
def agreement(request: TenantRequest) -> HttpResponseBase:
    """The text; accepting it, or who did so when. What is accepted is shown as it was read."""
    done = services.accepted()
    is_current = done is not None and done.version == wording.CURRENT
    language = done.language if done and is_current else (get_language() or "fi")[:2]
    text = f"{wording.CURRENT} {language}"
    form = AcceptForm(request.POST or None, text=text)
    if request.method == "POST" and not is_current:
        if form.is_valid():
            services.accept(by=request.actor, language=language)
            toast(request, _("The agreement is accepted. Welcome!"))
            return redirect("today")
    elif request.method == "POST":
        return redirect("agreement")
    context = {
        "section": "settings",
        "association": request.association,
        "done": done,
        "is_current": is_current,
        "parts": wording.parts(wording.CURRENT, language),
        "version": wording.CURRENT,
        "language": language,
        "text": text,
        "form": form,
    }
    return render(request, "desk/agreement/agreement.html", context)


@requires("agreement.accept")
@require_GET
def agreement_pdf(request: TenantRequest) -> HttpResponse:
    """What was accepted, in the language in which it was."""
    done = services.accepted()
    if done is None:
        raise Http404
    response = HttpResponse(file(done, request.association), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="agreement-{done.version}.pdf"'
    return response


def file(done: ProcessingAgreement, association: Association) -> bytes:
    """The PDF."""
    with override(done.language):
        data: dict[str, Any] = {
            "lang": done.language,
            "title": _("Agreement on processing personal data"),
            "association": association.name,
            "parts": [
                {"title": part.title, "paragraphs": part.paragraphs}
                for part in wording.parts(done.version, done.language)
            ],
            "facts": [
                [_("Association"), association.name],
                [_("Version"), done.version],
                [_("Accepted by"), done.accepted_name],
                [_("Accepted on"), formats.day(done.accepted_at, weekday=False, year=True)],
                [_("Mark of the text (SHA-256)"), done.text_hash],
            ],
        }
    return pdf(_TEMPLATE, data)
