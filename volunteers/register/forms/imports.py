"""Forms of an import of people: the file, what its columns are, and what becomes of those in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.register.errors import ColumnTwice
from volunteers.register.forms.person import day_field
from volunteers.register.importing.columns import LABELS
from volunteers.register.models import OwnField, PeopleImport
from web.sheets.tables import Cell

SKIP, FILL = "skip", "fill"


class FileForm(forms.Form):
    """A list of people from somewhere else."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 10 MB and 20 000 rows. Nothing is saved before you have seen it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        max_length=200,
    )


class ColumnsForm(forms.Form):
    """What each column of the file is."""

    known = forms.ChoiceField(
        label=_("People who are known, or stand in the file twice"),
        choices=[
            (SKIP, _("Leave them as they are")),
            (FILL, _("Complete what is empty, change nothing else")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        batch: PeopleImport,
        own: Mapping[str, OwnField],
        examples: Sequence[Cell],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"known": FILL if batch.fills else SKIP}
        super().__init__(*args, **kwargs)
        self.batch = batch
        self.examples = examples
        self.labels: dict[str, Any] = LABELS | {key: field.name for key, field in own.items()}
        at = {place: column for column, place in batch.places.items()}
        choices = [("", pgettext_lazy("column", "– not read –")), *self.labels.items()]
        for place, name in enumerate(batch.header):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=_("“%(column)s” is") % {"column": name or place + 1},
                choices=choices,
                required=False,
                initial=at.get(place, ""),
            )

    def lines(self) -> list[dict[str, Any]]:
        """The columns as a page shows them: what it is called, what stands in it, what it is read as."""
        return [
            {"name": name, "example": example, "field": self[f"column_{place}"]}
            for place, (name, example) in enumerate(zip(self.batch.header, self.examples, strict=True))
        ]

    def places(self) -> dict[str, int]:
        """What a valid form says. Raises ColumnTwice."""
        found: dict[str, int] = {}
        for place in range(len(self.batch.header)):
            if column := self.cleaned_data[f"column_{place}"]:
                if column in found:
                    raise ColumnTwice(column=self.labels[column])
                found[column] = place
        return found

    def fills(self) -> bool:
        """Whether what is empty is completed."""
        return str(self.cleaned_data["known"]) == FILL


class StartForm(forms.Form):
    """How the new ones stand, where the file does not say it."""

    begin = forms.ChoiceField(
        label=_("The new people"), choices=PeopleImport.Begin.choices, widget=forms.RadioSelect
    )
    from_on = day_field(
        _("First day"), hint=_("For those of whom the file does not say since when they volunteer.")
    )
