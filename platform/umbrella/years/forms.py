"""Forms of a year."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SubmitForm(forms.Form):
    """To whom the report of a year was sent."""

    to = forms.CharField(
        label=_("To whom"), max_length=200, help_text=_("Such as the funder or the general meeting.")
    )


class AmendForm(forms.Form):
    """Why a frozen year is amended."""

    reason = forms.CharField(
        label=_("Why the year is amended"),
        max_length=200,
        help_text=_("It stands beside the new version, and everybody who reads the year sees it."),
    )
