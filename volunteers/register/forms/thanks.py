"""Forms of thanking: one person, and many at once."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.register import reach, roster, thanks
from volunteers.register.forms.person import day_field
from volunteers.register.models import Period, Person
from volunteers.register.roster import Wanted

WHY = 120
TEXT = 4000


class ThanksForm(forms.Form):
    """That somebody was thanked, and what for."""

    why = forms.CharField(
        label=_("What for, in a few words"),
        max_length=WHY,
        help_text=_("The person sees it on their own page, with your name."),
    )
    on = day_field(_("When"), required=False, hint=_("Leave empty for today."))


class LetterForm(forms.Form):
    """Whom to thank, and in which words."""

    WAITING, EVERYBODY = "waiting", "all"

    who = forms.ChoiceField(
        label=_("Whom do you thank?"),
        choices=[
            (WAITING, _("Those whom nobody has thanked for a year")),
            (EVERYBODY, _("All active volunteers")),
        ],
        initial=WAITING,
        widget=forms.RadioSelect,
    )
    role = forms.ChoiceField(label=_("Only those who do this role"), required=False)
    unit = forms.ChoiceField(label=_("Only those of this unit"), required=False)
    tag = forms.ChoiceField(label=_("Only those with this tag"), required=False)
    why = forms.CharField(
        label=_("What for, in a few words"),
        max_length=WHY,
        help_text=_(
            "People see it on their own page, with the letter. Who reads a language that you leave empty "
            "gets the letter in the association's."
        ),
    )
    text_fi = forms.CharField(
        label=_("The letter in Finnish"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    text_sv = forms.CharField(
        label=_("The letter in Swedish"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    text_en = forms.CharField(
        label=_("The letter in English"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever's language was not written in reads the association's.
        self.fields[f"text_{own}"].required = True
        self.order_fields(["who", "role", "unit", "tag", "why", f"text_{own}"])
        offered = roster.to_choose_from()
        for name in ("role", "unit", "tag"):
            if not offered[name]:
                del self.fields[name]
                continue
            everybody = ("", pgettext_lazy("choice", "no matter which"))
            self.fields[name].choices = [everybody, *offered[name]]  # type: ignore[attr-defined]  # choice fields

    def texts(self) -> dict[str, str]:
        """The letter by language."""
        return {code: self.cleaned_data.get(f"text_{code}", "") for code, _name in settings.LANGUAGES}

    def people(self, *, on: Any, reader: reach.Reaching) -> QuerySet[Person]:
        """Who gets it, of those whom the reader may see."""
        wanted = Wanted(
            state=Period.State.ACTIVE,
            role=self._chosen("role"),
            unit=self._chosen("unit"),
            tag=self._chosen("tag"),
        )
        found = roster.people(wanted, on=on, reader=reader)
        if self.cleaned_data["who"] == self.WAITING:
            found = found.filter(pk__in=thanks.waiting(today=on).order_by().values("pk"))
        return found

    def _chosen(self, name: str) -> UUID | None:
        said = self.cleaned_data.get(name)
        return UUID(said) if said else None
