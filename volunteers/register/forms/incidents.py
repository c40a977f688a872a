"""Forms of incidents: telling, taking up, what was done; and what the insurance covers."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from volunteers.register import reach, selectors
from volunteers.register.forms.person import day_field
from volunteers.register.forms.roles import NamedChoice
from volunteers.register.models import Incident, InsuranceTerms, Person

TEXT = 6000


class ReportForm(forms.Form):
    """What happened. Two minutes, and no more than is needed."""

    kind = forms.ChoiceField(label=_("What was it?"), choices=Incident.Kind.choices, widget=forms.RadioSelect)
    whom = forms.ChoiceField(
        label=_("To whom did it happen?"), choices=Incident.Whom.choices, widget=forms.RadioSelect
    )
    happened_on = day_field(_("When"))
    text = forms.CharField(
        label=_("What happened, and where?"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In your own words. Leave out names of those whom we support."),
    )


class PaperForm(ReportForm):
    """The same, told on paper or by phone to a coordinator."""

    reporter = NamedChoice(
        label=_("Who told it"),
        queryset=Person.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=_("Somebody who is not in the register"),
        help_text=_("They see on their own page how far it is."),
    )
    field_order = ("reporter", "kind", "whom", "happened_on", "text")

    def __init__(self, *args: Any, reader: reach.Reaching, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = [  # type: ignore[attr-defined]  # a choice field
            (value, Incident.TELLER if value == Incident.Whom.ME else label)
            for value, label in Incident.Whom.choices
        ]
        people = reach.people(reader, selectors.people_with_period())
        self.fields["reporter"].queryset = people  # type: ignore[attr-defined]  # a NamedChoice


class HandlerForm(forms.Form):
    """Who handles it."""

    handler = forms.ChoiceField(
        label=_("Who handles it"), help_text=_("Only owners and this person read the report.")
    )

    def __init__(self, *args: Any, team: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", _("Choose a person")),
            *((str(uuid), name) for uuid, name in team),
        ]


class TriageForm(HandlerForm):
    """Who handles it, and whether the insurance may have to know."""

    is_insurance_matter = forms.BooleanField(label=_("The insurance may have to know"), required=False)


class HandledForm(forms.Form):
    """What was done."""

    handling = forms.CharField(
        label=_("What was done"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )
    insurer_told_on = day_field(
        _("The insurance company was told on"), required=False, hint=_("Leave empty if it was not told.")
    )


class TermsForm(forms.Form):
    """What the insurance covers, by language."""

    text_fi = forms.CharField(
        label=_("In Finnish"), required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    text_sv = forms.CharField(
        label=_("In Swedish"), required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    text_en = forms.CharField(
        label=_("In English"), required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, terms: InsuranceTerms | None, **kwargs: Any) -> None:
        if terms is not None:
            kwargs["initial"] = {f"text_{code}": getattr(terms, f"text_{code}") for code in _codes()}
        super().__init__(*args, **kwargs)

    def texts(self) -> dict[str, str]:
        """By language."""
        return {code: self.cleaned_data[f"text_{code}"] for code in _codes()}


def _codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def told(form: ReportForm) -> dict[str, Any]:
    """What a valid form says, as the verb takes it."""
    said: dict[str, Any] = dict(form.cleaned_data)
    day: date = said["happened_on"]
    return {"kind": said["kind"], "whom": said["whom"], "happened_on": day, "text": said["text"]}
