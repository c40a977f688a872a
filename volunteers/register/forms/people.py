"""Forms of people: searching, adding."""

from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from volunteers.register import selectors
from volunteers.register.models import VolunteerRole


class SearchForm(forms.Form):
    """Whom one looks for."""

    q = forms.CharField(
        label=_("Search by name or e-mail"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Search by name or e-mail")}),
    )

    def wish(self) -> str:
        """The text looked for; one that makes no sense is no text."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class PersonForm(forms.Form):
    """A new volunteer."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=30)
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("In this language we write to them."),
        choices=settings.LANGUAGES,
    )
    roles = forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=VolunteerRole.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    invited = forms.BooleanField(
        label=_("Invite them to sign in"),
        help_text=_("We e-mail them a link with which they see shifts and their own hours."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].queryset = selectors.active_roles()  # type: ignore[attr-defined]  # declared above

    def clean_phone(self) -> str:
        """As it is written internationally, so that it can be called from anywhere."""
        text = str(self.cleaned_data["phone"]).strip()
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "FI")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(_("Write the number as +358 40 1234567 or 040 1234567."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
