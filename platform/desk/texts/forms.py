"""The form of one text."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.words import Words
from volunteers.register.models import Site, VolunteerRole


class TextForm(forms.Form):
    """Subject and text of one kind in one language."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=150)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "An empty line begins a new paragraph. The greeting, the facts and the button come by themselves."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 9}),
    )

    def __init__(self, *args: Any, words: Words, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        for field in self.fields.values():
            field.widget.attrs["lang"] = language

    def clean(self) -> dict[str, Any]:
        """Placeholders that we can fill, and nothing by which a discreet role or place would be known."""
        said: dict[str, Any] = super().clean() or {}
        for name, text in list(said.items()):
            found = wording.problems(text, words=self.words, in_subject=name == "subject")
            for sentence in [*found, *_naming_discreet(text)]:
                self.add_error(name, sentence)
        return said


def _naming_discreet(text: str) -> list[str]:
    roles = VolunteerRole.objects.filter(discreet=True).values_list("name_fi", "name_sv", "name_en")
    sites = Site.objects.filter(discreet=True).values_list("name")
    names = dict.fromkeys(name for row in [*roles, *sites] for name in row if name)
    said = text.casefold()
    return [
        _("“%(name)s” is discreet, and no message names it. Write “your shift” instead.") % {"name": name}
        for name in names
        if name.casefold() in said
    ]
