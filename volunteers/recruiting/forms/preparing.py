"""What an association prepares: questions and replies."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from volunteers.recruiting import replies
from volunteers.recruiting.forms.fields import line
from volunteers.recruiting.models import Question


class QuestionForm(forms.Form):
    """A question of a role."""

    text_fi = line(gettext_lazy("Question in Finnish"), 200)
    text_sv = line(gettext_lazy("Question in Swedish"), 200, required=False)
    text_en = line(gettext_lazy("Question in English"), 200, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Answered"), choices=Question.Kind.choices)
    choices_fi = forms.CharField(
        label=gettext_lazy("Answers to choose from, in Finnish"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("One on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    choices_sv = forms.CharField(
        label=gettext_lazy("Answers in Swedish"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    choices_en = forms.CharField(
        label=gettext_lazy("Answers in English"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_required = forms.BooleanField(label=gettext_lazy("Has to be answered"), required=False)

    def clean(self) -> dict[str, Any]:
        """A choice has something to choose from."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == Question.Kind.CHOICE and not data.get("choices_fi", "").strip():
            self.add_error("choices_fi", _("Write the answers that one can choose."))
        return data


def _long(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )


class TemplateForm(forms.Form):
    """A reply that is kept ready."""

    name = line(gettext_lazy("Name, for yourselves"), 80)
    subject_fi = line(gettext_lazy("Subject in Finnish"), 150)
    text_fi = _long(gettext_lazy("Text in Finnish"), required=True)
    subject_sv = line(gettext_lazy("Subject in Swedish"), 150, required=False)
    text_sv = _long(gettext_lazy("Text in Swedish"))
    subject_en = line(gettext_lazy("Subject in English"), 150, required=False)
    text_en = _long(gettext_lazy("Text in English"))

    def clean(self) -> dict[str, Any]:
        """Only placeholders that we fill; a language has subject and text, or neither."""
        data: dict[str, Any] = super().clean() or {}
        for name, text in list(data.items()):
            unknown = replies.unknown_in(text) if isinstance(text, str) else []
            if unknown:
                self.add_error(
                    name,
                    _("“{%(unknown)s}” is no placeholder. Use one of: %(names)s.")
                    % {"unknown": unknown[0], "names": ", ".join(f"{{{each}}}" for each in replies.NAMES)},
                )
        for code in ("sv", "en"):
            if bool(data.get(f"text_{code}")) != bool(data.get(f"subject_{code}")):
                missing = "subject" if data.get(f"text_{code}") else "text"
                self.add_error(f"{missing}_{code}", _("Fill in subject and text, or neither."))
        return data
