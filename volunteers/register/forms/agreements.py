"""Forms of agreements: the next version of a text, and a signature."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.models import CatalogueText
from volunteers.register import agreement_models
from volunteers.register.catalogue import Update
from volunteers.register.models import AgreementText

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAYS = ["%Y-%m-%d", "%d.%m.%Y"]


class TextForm(forms.Form):
    """The next version of a text; it begins as the one before it."""

    text_fi = forms.CharField(
        label=_("Text in Finnish"), widget=forms.Textarea(attrs={"rows": 10}), max_length=40000
    )
    text_sv = forms.CharField(
        label=_("Text in Swedish"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=40000,
        required=False,
        help_text=_("Without it those who read Swedish see the Finnish one."),
    )
    text_en = forms.CharField(
        label=_("Text in English"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=40000,
        required=False,
    )
    in_force_on = forms.DateField(label=_("In force from"), widget=DAY, input_formats=DAYS)
    renews = forms.BooleanField(
        label=_("Everybody signs anew"),
        required=False,
        initial=True,
        help_text=_("Leave it out for corrections that change nothing of what people agreed to."),
    )

    def __init__(
        self, *args: Any, before: AgreementText | CatalogueText | None = None, **kwargs: Any
    ) -> None:
        if before is not None:
            kwargs["initial"] = kwargs.get("initial", {}) | agreement_models.said_of(before)
        super().__init__(*args, **kwargs)


class ModelUpdatesForm(forms.Form):
    """What to do with each language that the catalogue has changed, and from when on."""

    TAKE, KEEP = "take", "keep"

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32000)
    in_force_on = forms.DateField(label=_("In force from"), widget=DAY, input_formats=DAYS)
    renews = forms.BooleanField(label=_("Everybody signs anew"), required=False, initial=True)

    def __init__(self, *args: Any, updates: list[Update], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for update in updates:
            self.fields[update.field] = forms.ChoiceField(
                label=TextForm.base_fields[update.field].label,
                choices=[(self.TAKE, _("Take the catalogue's")), (self.KEEP, _("Keep our own"))],
                initial=self.KEEP if update.is_own else self.TAKE,
                widget=forms.RadioSelect,
            )

    def taken(self) -> list[str]:
        """The fields that are taken over."""
        return [name for name, value in self.cleaned_data.items() if value == self.TAKE]


class SignForm(forms.Form):
    """A signature: having read it, and one's name."""

    read = forms.BooleanField(
        label=_("I have read the text and agree to it."),
        error_messages={"required": _("Tick this when you have read the text.")},
    )
    typed_name = forms.CharField(
        label=_("Your name"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Typing your name signs the text."),
    )
