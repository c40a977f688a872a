"""Forms of one person: their details, their time here, contacts, absences, placements, notes."""

from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.register.models import ContactPerson, Note, Period, Person, Placement
from volunteers.register.person_words import LANGUAGES
from volunteers.register.services.availability import Stretch
from volunteers.register.services.contacts import ContactPlan
from volunteers.register.services.person import PersonPlan
from volunteers.register.services.placements import PlacementPlan

DAYS = ["%Y-%m-%d", "%d.%m.%Y"]
WEEK = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
# Parts of the day by which a week is filled in.
PARTS = (
    (8 * 60, 12 * 60, pgettext_lazy("part of day", "8–12")),
    (12 * 60, 17 * 60, pgettext_lazy("part of day", "12–17")),
    (17 * 60, 21 * 60, pgettext_lazy("part of day", "17–21")),
)


def day_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        input_formats=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("There is no such day. Write it as 3.2.2025.")},
    )


class PhoneField(forms.CharField):
    """A number as it is written internationally, so that it can be called from anywhere."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Phone"), required=False, max_length=30, **kwargs)

    def clean(self, value: Any) -> str:
        """As it can be called, or empty."""
        text = str(super().clean(value)).strip()
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "FI")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(_("Write the number as +358 40 1234567 or 040 1234567."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


class SkillsField(forms.CharField):
    """A few words with commas between; a list when clean."""

    def prepare_value(self, value: Any) -> Any:
        """A list as it is typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Each word once, in order."""
        words = [" ".join(word.split()) for word in str(super().clean(value)).split(",")]
        found = list(dict.fromkeys(word for word in words if word))
        if any(len(word) > 60 for word in found):
            raise forms.ValidationError(_("One skill can be 60 characters long. Put commas between them."))
        return found


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("In this language we write to them.")
    )


def _speaks() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Speaks"),
        choices=list(LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def _skills() -> SkillsField:
    return SkillsField(
        label=_("Skills"), required=False, max_length=400, help_text=_("With commas between them.")
    )


class DetailsForm(forms.Form):
    """What is known of a person."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("For our messages. The address with which they sign in stays as it is."),
    )
    phone = PhoneField()
    language = _language()
    born_on = day_field(
        _("Day of birth"), required=False, hint=_("Only needed where a role asks for an age.")
    )
    municipality = forms.CharField(label=_("Municipality"), max_length=80, required=False)
    speaks = _speaks()
    skills = _skills()

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(person, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def plan(self) -> PersonPlan:
        """What a valid form says."""
        said = {name: self.cleaned_data[name] for name in self.base_fields}
        return PersonPlan(**{**said, "email": said["email"].strip().lower()})


class OwnDetailsForm(forms.Form):
    """What everybody may correct of themselves."""

    phone = PhoneField()
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("In this language we write to you.")
    )
    speaks = forms.MultipleChoiceField(
        label=_("I speak"),
        choices=list(LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    skills = SkillsField(
        label=_("What I am good at"), required=False, max_length=400, help_text=_("With commas between them.")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(person, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class BreakForm(forms.Form):
    """Until when. Nothing else is asked."""

    until = day_field(_("Last day of the break"))


class EndForm(forms.Form):
    """The last day, and why if the person wants it said."""

    on = day_field(_("Last day"), hint=_("Today or earlier."))
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Not said")), *Period.Reason.choices],
        required=False,
        help_text=_("Only if the person wants it said. Health is never asked."),
    )


class StartForm(forms.Form):
    """The first day of a new period."""

    on = day_field(_("First day"))


class ContactForm(forms.Form):
    """Somebody to call."""

    name = forms.CharField(label=_("Name"), max_length=160)
    relation = forms.CharField(
        label=_("Who it is"), max_length=60, required=False, help_text=_("For example sister or neighbour.")
    )
    phone = PhoneField()
    email = forms.EmailField(label=_("E-mail"), required=False)
    is_guardian = forms.BooleanField(label=_("Guardian of a minor"), required=False)
    consented_on = day_field(
        _("Consent given on"),
        required=False,
        hint=_("Under 15 a guardian's consent is needed before the first task."),
    )

    def __init__(self, *args: Any, row: ContactPerson | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def plan(self) -> ContactPlan:
        """What a valid form says."""
        return ContactPlan(**self.cleaned_data)


class AbsenceForm(forms.Form):
    """Days away."""

    from_on = day_field(_("First day away"))
    to_on = day_field(_("Last day away"))


class PlacementForm(forms.Form):
    """For which school or office."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Placement.Kind.choices)
    institution = forms.CharField(label=_("School or office"), max_length=120, required=False)
    programme = forms.CharField(label=_("Programme"), max_length=120, required=False)
    mentor = forms.CharField(label=_("Mentor here"), max_length=160, required=False)
    from_on = day_field(_("From day"))
    to_on = day_field(_("To day"), required=False)

    def __init__(self, *args: Any, row: Placement | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def plan(self) -> PlacementPlan:
        """What a valid form says."""
        return PlacementPlan(**self.cleaned_data)


class NoteForm(forms.Form):
    """A note, and for whom."""

    text = forms.CharField(
        label=_("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Nothing about health, beliefs or clients. The person may read it when they ask."),
    )
    level = forms.ChoiceField(label=_("Who reads it"), choices=Note.Level.choices)


class WeekForm(forms.Form):
    """A week by parts of the day; times that do not follow them stay as they are."""

    def __init__(self, *args: Any, stretches: list[Stretch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {(day, start, end) for day in range(7) for start, end, _label in PARTS}
        self.others = [each for each in stretches if each not in known]
        for day, label in enumerate(WEEK):
            self.fields[f"day_{day}"] = forms.MultipleChoiceField(
                label=label,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(f"{start}-{end}", name) for start, end, name in PARTS],
                initial=[f"{start}-{end}" for on, start, end in stretches if on == day],
            )

    def stretches(self) -> list[Stretch]:
        """What a valid form says."""
        chosen = [
            (day, int(part.split("-")[0]), int(part.split("-")[1]))
            for day in range(7)
            for part in self.cleaned_data[f"day_{day}"]
        ]
        return [*chosen, *(each for each in self.others if not any(_cross(each, one) for one in chosen))]


def _cross(one: Stretch, other: Stretch) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def in_a_month(today: date) -> date:
    """What a break's form begins with: the same day of next month."""
    month = today.month % 12 + 1
    return date(today.year + (today.month == 12), month, min(today.day, 28))
