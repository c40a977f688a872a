"""The form of who asks to join, and the administrator's: one for each part of how an association begins."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy as _, pgettext_lazy

from tenants import clock, lifecycle
from tenants.models import District, JoinRequest, Umbrella
from umbrella.joining import selectors
from web.errors import DomainError

_LETTERS = str.maketrans({"ä": "a", "å": "a", "ö": "o", "é": "e", "ü": "u", " ": "-"})
_PHONE = r"^[+0-9][0-9 ()./-]{4,28}$"


def _line(label: Any, length: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, help_text=hint)


def _phone() -> forms.RegexField:
    return forms.RegexField(
        _PHONE,
        label=_("Phone number"),
        required=False,
        error_messages={"invalid": _("Write the number with digits, such as 040 123 4567.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class NamesForm(forms.Form):
    """What the association is called, and where it is."""

    name_fi = _line(
        _("Name in Finnish"), 200, hint=_("If it has no Finnish name, write the one that it has.")
    )
    name_sv = _line(_("Name in Swedish"), 200, required=False)
    name_en = _line(_("Name in English"), 200, required=False)
    seat = _line(_("Seat"), 80, hint=_("The municipality."))
    founded = _line(_("Founded"), 40, required=False, hint=_("The year, such as 1984."))
    language = forms.ChoiceField(label=_("The association's language"), choices=settings.LANGUAGES)


class AskForm(NamesForm):
    """The public form."""

    district = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.none(), required=False, empty_label=_("I do not know")
    )
    contact_name = _line(_("Your name"), 160)
    contact_email = forms.EmailField(
        label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    contact_phone = _phone()
    message = forms.CharField(
        label=_("What else would you like to tell?"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    may_keep = forms.BooleanField(
        label=_("The federation may keep what I have written here"),
        error_messages={"required": _("Without this we cannot take your request.")},
    )

    def __init__(self, *args: Any, umbrella: Umbrella, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": (get_language() or "fi")[:2]}
        super().__init__(*args, **kwargs)
        offer_districts(self, umbrella)


class DetailsForm(NamesForm):
    """The same as the administrator writes it. How the association is reached is its own to tell later."""

    unit = _line(
        _("First unit"), 200, required=False, hint=_("Such as a meeting place. Others can be added later.")
    )


class AddressForm(forms.Form):
    """Where it belongs, and the address of its pages."""

    slug = forms.CharField(
        label=_("Address"),
        max_length=80,
        help_text=_("Small letters a–z, digits and hyphens. It is given once and cannot be changed later."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label=pgettext_lazy("district", "None"),
    )
    from_on = forms.DateField(
        label=_("Belongs to the federation from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, umbrella: Umbrella, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = clock.today(umbrella)
        offer_districts(self, umbrella)

    def clean_from_on(self) -> dt.date:
        """Not later than today: whoever does not belong yet is not in the list, and cannot be set up."""
        day: dt.date = self.cleaned_data["from_on"]
        if day > self.today:
            raise forms.ValidationError(_("The day is in the future. Choose today or an earlier day."))
        return day

    def clean_slug(self) -> str:
        """One that can still be given."""
        slug = str(self.cleaned_data["slug"]).strip()
        try:
            lifecycle.require_free(slug)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return slug


class ContactForm(forms.Form):
    """Who coordinates first."""

    coordinator_given = _line(_("Given name"), 80)
    coordinator_family = _line(_("Family name"), 80)
    coordinator_email = forms.EmailField(label=_("E-mail"))
    coordinator_language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class CatalogueForm(forms.Form):
    """Which roles of the catalogue it begins with, and which of the texts to sign."""

    roles = forms.MultipleChoiceField(
        label=_("Roles of the catalogue"), required=False, widget=forms.CheckboxSelectMultiple
    )
    texts = forms.MultipleChoiceField(
        label=_("Texts to sign"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are in force from the beginning. The association may write them in its own words."),
    )

    def __init__(self, *args: Any, asked: JoinRequest, **kwargs: Any) -> None:
        roles = [(role.code, role.name, taken) for role, taken in selectors.roles(asked)]
        self._offered = {"roles": roles, "texts": selectors.texts(asked)}
        kwargs["initial"] = {
            name: [code for code, _name, taken in offered if taken] for name, offered in self._offered.items()
        }
        super().__init__(*args, **kwargs)
        for name, offered in self._offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(code, label) for code, label, _taken in offered]
            if not offered:
                del self.fields[name]

    def left_out(self) -> dict[str, list[str]]:
        """Codes of those that were not chosen, as the request keeps them."""
        return {
            f"{name}_left_out": [
                code for code, _label, _taken in offered if code not in self.cleaned_data.get(name, ())
            ]
            for name, offered in self._offered.items()
        }


class RefuseForm(forms.Form):
    """Why it is not accepted."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It is mailed to those who asked."),
    )


def suggested_slug(name: str) -> str:
    """An address made of a name: its first word that says something."""
    plain = re.sub(r"[^a-z0-9-]", "", name.lower().translate(_LETTERS))
    first = plain.strip("-").split("-")[0]
    return first if re.match(r"^[a-z]", first) else ""


def offer_districts(form: forms.Form, umbrella: Umbrella) -> None:
    field = form.fields["district"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = District.objects.filter(umbrella=umbrella)
    if not field.queryset.exists():
        del form.fields["district"]
