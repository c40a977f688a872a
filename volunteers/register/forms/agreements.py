"""Forms of agreements: the next version of a text, and a signature."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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

    def __init__(self, *args: Any, before: AgreementText | None = None, **kwargs: Any) -> None:
        if before is not None:
            kwargs["initial"] = kwargs.get("initial", {}) | {
                name: getattr(before, name) for name in ("text_fi", "text_sv", "text_en")
            }
        super().__init__(*args, **kwargs)


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
