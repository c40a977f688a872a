"""Forms of leaving."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ArchiveForm(forms.Form):
    """Why it is taken out of service."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who work for the federation here see it."),
    )


class RequestForm(forms.Form):
    """The association's written request."""

    asked_on = forms.DateField(
        label=_("Date of the request"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reference = forms.CharField(
        label=_("Reference"),
        max_length=120,
        help_text=_("By what the letter is found in the federation’s files."),
    )
    signed_by = forms.CharField(label=_("Who signed it for the association"), max_length=160)


class ConfirmForm(forms.Form):
    """The second person types the association's name."""

    name = forms.CharField(label=_("The name of the association"), max_length=200)
