"""Forms of an import of people: the file, what its columns are, and what becomes of those in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from volunteers.register.forms.person import day_field
from volunteers.register.importing.columns import LABELS
from volunteers.register.models import OwnField, PeopleImport
from web.sheets.placing import PlacingForm
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


class ColumnsForm(PlacingForm):
    """What each column of the file is, and what becomes of those who are known."""

    known = forms.ChoiceField(
        label=_("People who are known, or stand in the file twice"),
        choices=[
            (SKIP, _("Leave them as they are")),
            (FILL, _("Complete what is empty, change nothing else")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, batch: PeopleImport, own: Mapping[str, OwnField], examples: Sequence[Cell]
    ) -> None:
        super().__init__(
            *args,
            header=batch.header,
            places=batch.places,
            labels=LABELS | {key: field.name for key, field in own.items()},
            examples=examples,
            initial={"known": FILL if batch.fills else SKIP},
        )

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
