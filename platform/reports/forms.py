"""Forms of annual reports. They check shape; whether it may be so is asked by the verbs."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from reports.annual.places import LONGEST, Place
from reports.models import ReportText
from reports.past_import import MOST_HOURS, MOST_PEOPLE, OLDEST, SOURCE
from scheduling.hours.models import Method
from volunteers.register.forms.roles import NamedChoice
from volunteers.register.models import GrantTarget


class TargetChoice(NamedChoice):
    """Grant targets by code and name."""

    def label_from_instance(self, obj: GrantTarget) -> str:
        """What the funder calls it, and what we do."""
        return f"{obj.code} {obj.name}"


class NewReportForm(forms.Form):
    """Of which year and what."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    grant_target = TargetChoice(
        label=_("Grant target"),
        queryset=GrantTarget.objects.none(),
        required=False,
        empty_label=_("All activities of the association"),
    )
    language = forms.ChoiceField(label=_("Language of the report"), choices=settings.LANGUAGES)
    with_trustees = forms.BooleanField(
        label=_("Count people of the board among the volunteers"),
        required=False,
        help_text=_("Funders differ: ask yours. It can be changed later."),
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]  # declared above
        self.fields["grant_target"].queryset = GrantTarget.objects.all()  # type: ignore[attr-defined]  # declared above


class TextForm(forms.Form):
    """One text of a report, and which edition of it was opened."""

    text = forms.CharField(
        required=False, max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    edition = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """As it was typed, but that browsers end lines in their own way."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    @classmethod
    def of(cls, place: Place, row: ReportText | None, data: Any = None) -> "TextForm":
        """The form of a place, with what stands there."""
        initial = {"text": row.text if row else "", "edition": row.edition if row else 0}
        form = cls(data, initial=initial, prefix=place.code)
        form.fields["text"].label = str(place.label)
        form.fields["text"].help_text = str(place.hint)
        return form


class AmendForm(forms.Form):
    """Why a frozen report gets another version."""

    reason = forms.CharField(
        label=_("Why is the report amended?"), max_length=200, help_text=_("It stands in the new version.")
    )


class PastYearForm(forms.Form):
    """The total of a year from before."""

    year = forms.IntegerField(label=_("Year"), min_value=OLDEST, max_value=2100)
    hours_done = forms.IntegerField(label=_("Hours of volunteering"), min_value=0, max_value=MOST_HOURS)
    people = forms.IntegerField(label=_("Volunteers, each counted once"), min_value=0, max_value=MOST_PEOPLE)
    method = forms.ChoiceField(label=_("How it was gathered"), choices=Method.choices)
    source = forms.CharField(
        label=_("Where the total is from"),
        max_length=SOURCE,
        help_text=_("For example: yearbook 2019, on paper."),
    )


class YearsFileForm(forms.Form):
    """A table of years."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 200 rows. Nothing is saved before you have seen it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        max_length=200,
    )
