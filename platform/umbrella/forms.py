"""Forms of the federation's administrator."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SuspendForm(forms.Form):
    """Why an association is closed for writing."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The administrators of the federation see it."),
    )


class CoordinatorForm(forms.Form):
    """Who coordinates an association first."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
