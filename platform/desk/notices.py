"""What the association tells everybody: its privacy notice, and how accessible its pages are."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import public_page, requires
from volunteers.register import person_data, retention
from volunteers.register.models import AccessibilityFeedback, PrivacyRules
from volunteers.register.services import notices
from web import formats
from web.limits import limited
from web.toasts import toast


class FeedbackForm(forms.Form):
    """What somebody could not do. Whoever wants an answer leaves an address."""

    text = forms.CharField(
        label=gettext_lazy("What could you not do, and on which page?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    name = forms.CharField(
        label=pgettext_lazy("field", "Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("If you would like an answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NoticesForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """The parts of both pages that the association writes itself."""

    class Meta:
        model = PrivacyRules
        fields = (
            *("contact_name", "contact_email", "contact_phone", "more_fi", "more_sv", "more_en"),
            *("feedback_email", "shortcomings_fi", "shortcomings_sv", "shortcomings_en"),
            "erase_at_once",
        )
        labels = {  # Django's way to say it
            "contact_name": gettext_lazy("Who answers questions about personal data"),
            "contact_email": gettext_lazy("Their e-mail"),
            "contact_phone": gettext_lazy("Their phone"),
            "more_fi": gettext_lazy("What else the privacy notice says, in Finnish"),
            "more_sv": gettext_lazy("The same in Swedish"),
            "more_en": gettext_lazy("The same in English"),
            "feedback_email": gettext_lazy("E-mail for feedback about accessibility"),
            "shortcomings_fi": gettext_lazy("What is known not to be accessible, in Finnish"),
            "shortcomings_sv": gettext_lazy("The same in Swedish"),
            "shortcomings_en": gettext_lazy("The same in English"),
            "erase_at_once": gettext_lazy("People may erase themselves at once, without a coordinator"),
        }
        widgets = {  # Django's way to say it
            name: forms.Textarea(attrs={"rows": 4})
            for name in (
                "more_fi",
                "more_sv",
                "more_en",
                *(f"shortcomings_{code}" for code in ("fi", "sv", "en")),
            )
        }


def _rules() -> PrivacyRules:
    return PrivacyRules.objects.first() or PrivacyRules()


@public_page
@require_GET
def privacy(request: TenantRequest) -> HttpResponse:
    """Who keeps what about people, why, for how long, and what one may do about it."""
    months = retention.terms()
    context = {
        "association": request.association,
        "rules": _rules(),
        "kinds": sorted({str(data.what) for data in person_data.listed()}),
        "terms": [
            {"what": each.what, "since": each.since, "months": months.get(each.code)}
            for each in retention.listed()
        ],
    }
    return render(request, "desk/privacy.html", context)


@public_page
@limited("feedback", methods=frozenset({"POST"}))
@require_http_methods(["GET", "POST"])
def accessibility(request: TenantRequest) -> HttpResponseBase:
    """How accessible the pages are, what is known not to be, and a way to tell of more."""
    open_now = not request.association.is_read_only
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and open_now and form.is_valid():
        notices.take_feedback(**form.cleaned_data)
        toast(request, _("Thank you. If you left an address, you get an answer within 14 days."))
        return redirect("accessibility")
    context = {
        "association": request.association,
        "rules": _rules(),
        "form": form if open_now else None,
    }
    return render(request, "desk/accessibility.html", context, status=422 if form.errors else 200)


@requires("data.manage")
@require_http_methods(["GET", "POST"])
def data_notices(request: TenantRequest) -> HttpResponseBase:
    """Write the association's own parts."""
    rules = _rules()
    form = NoticesForm(request.POST or None, instance=rules)
    if request.method == "POST" and form.is_valid():
        notices.write_notices(values=form.cleaned_data, by=request.actor)
        toast(request, _("Saved. Both pages say it now."))
        return redirect("data")
    return render(request, "desk/data_notices.html", {"form": form}, status=422 if form.errors else 200)


@requires("data.manage")
@require_POST
def feedback_answered(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Somebody was answered."""
    notices.answer_feedback(feedback=get_object_or_404(AccessibilityFeedback, uuid=uuid), by=request.actor)
    toast(request, _("Noted as answered."))
    return redirect("data")


def feedback_lines() -> list[dict[str, Any]]:
    """What waits for an answer, the first due first."""
    rows = AccessibilityFeedback.objects.filter(answered_at__isnull=True).order_by("answer_by", "pk")
    return [
        {
            "row": row,
            "title": row.name or row.email or _("Somebody without a name"),
            "sub": _("Answer by %(day)s.") % {"day": formats.day(row.answer_by, year=True)},
        }
        for row in rows
    ]
