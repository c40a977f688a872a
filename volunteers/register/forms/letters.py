"""The form of a letter to many."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _, gettext_lazy

from volunteers.register.person_errors import LetterUnwritten

ABOUT = (
    ("everyone", gettext_lazy("Volunteering here: shifts, training, changes. Everybody gets it.")),
    ("allowed", gettext_lazy("Something else. Only those get it who have allowed such letters.")),
)


class LetterForm(forms.Form):
    """Subject and text in each language; the association's own is asked for."""

    about = forms.ChoiceField(
        label=gettext_lazy("What the letter is about"),
        choices=ABOUT,
        initial="everyone",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        names = dict(settings.LANGUAGES)
        for code in [language, *(code for code in names if code != language)]:
            named = {"language": names[code]}
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject (%(language)s)") % named, max_length=120, required=code == language
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % named,
                help_text=_("The greeting with the name, your name and the association's come by themselves.")
                if code == language
                else "",
                max_length=5000,
                required=code == language,
                widget=forms.Textarea(attrs={"rows": 8, "lang": code}),
            )

    def clean(self) -> dict[str, Any]:
        """A subject without a text, or the other way round, is forgotten half."""
        said = super().clean() or {}
        for code, _name in settings.LANGUAGES:
            if code != self.language and bool(said.get(f"subject_{code}")) != bool(said.get(f"text_{code}")):
                missing = "text" if said.get(f"subject_{code}") else "subject"
                self.add_error(f"{missing}_{code}", str(LetterUnwritten()))
        return said

    def letter(self) -> dict[str, Any]:
        """As `write_letter` takes it."""
        said = self.cleaned_data
        codes = [code for code, _name in settings.LANGUAGES]
        return {
            "subject": {code: said[f"subject_{code}"] for code in codes},
            "text": {code: said[f"text_{code}"] for code in codes},
            "everyone": said["about"] == "everyone",
        }
