"""Forms of an association's own fields: a field itself, and a person's answers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.register import own_fields
from volunteers.register.forms.names import NamesForm
from volunteers.register.forms.person import DetailsForm, day_field
from volunteers.register.models import OwnField, Person
from volunteers.register.services.own_fields import OwnFieldPlan

NOT_SAID = pgettext_lazy("answer", "not said")


class OwnFieldForm(NamesForm):
    """What to ask, how it is answered, and who sees the answer."""

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=60, required=False)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=60, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    kind = forms.ChoiceField(
        label=_("The answer is"), choices=OwnField.Kind.choices, widget=forms.RadioSelect
    )
    options = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Only for a choice. One on each line: Finnish | Swedish | English. Finnish is enough."),
    )
    seen_by_person = forms.BooleanField(
        label=_("The person sees it too"),
        required=False,
        help_text=_(
            "It then stands on their own page. Whoever asks what is kept about them gets it in any case."
        ),
    )

    def __init__(self, *args: Any, field: OwnField | None = None, **kwargs: Any) -> None:
        if field is not None:
            kwargs["initial"] = {
                "name_fi": field.name_fi,
                "name_sv": field.name_sv,
                "name_en": field.name_en,
                "kind": field.kind,
                "options": "\n".join(_line(option) for option in field.options),
                "seen_by_person": field.seen_by_person,
            }
        super().__init__(*args, **kwargs)
        self.fields[self.own_name].help_text = _(
            "Nothing about health, beliefs, origin or clients, and no personal identity codes."
        )
        self.field = field
        if field is not None:
            del self.fields["kind"]
            if field.kind != OwnField.Kind.CHOICE:
                del self.fields["options"]

    def plan(self) -> OwnFieldPlan:
        """What a valid form says."""
        said = {"kind": self.field.kind if self.field else "", "options": ""} | self.cleaned_data
        lines = [" ".join(line.split()) for line in said.pop("options").splitlines()]
        return OwnFieldPlan(**said, options=[_names(line) for line in lines if line.strip("| ")])


def _line(option: Mapping[str, str]) -> str:
    return " | ".join(option.get(language, "") for language in ("fi", "sv", "en")).rstrip(" |")


def _names(line: str) -> tuple[str, str, str]:
    parts = [part.strip()[:80] for part in line.split("|")][:3]
    name_fi, name_sv, name_en = [*parts, "", "", ""][:3]
    return name_fi, name_sv, name_en


class PersonDetailsForm(DetailsForm):
    """What is known of a person, and the answers to the association's own questions."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.own = own_fields.by_key(own_fields.active())
        before = own_fields.answers([person.pk], list(self.own.values())).get(person.pk, {})
        for key, field in self.own.items():
            self.fields[key] = _answer_field(field)
            self.initial[key] = before.get(key, "")

    def own_answers(self) -> dict[str, str]:
        """What a valid form answers, as it is kept."""
        return {key: own_fields.read(field, self.cleaned_data[key]) for key, field in self.own.items()}


def _answer_field(field: OwnField) -> forms.Field:
    if field.kind == OwnField.Kind.TEXT:
        return forms.CharField(label=field.name, required=False, max_length=own_fields.LONGEST)
    if field.kind == OwnField.Kind.DATE:
        return day_field(field.name, required=False)
    choices = [("", NOT_SAID), *own_fields.choices(field)]
    return forms.ChoiceField(label=field.name, required=False, choices=choices)
