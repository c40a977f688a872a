"""Forms of an import of hour cards: the file, and what its columns are."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.hours.errors import ColumnTwice
from scheduling.hours.forms import ImportForm
from scheduling.hours.importing import cards
from scheduling.hours.models import CardImport
from web.sheets.tables import Cell


class CardsForm(ImportForm):
    """A file of hour cards, and what it does not say itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].help_text = _("For the rows in which the file names no role.")
        self.fields["default_start"].help_text = _(
            "For the rows that say how long, but not when: the first free time from here on is noted."
        )


class CardColumnsForm(forms.Form):
    """What each column of the file is."""

    def __init__(self, *args: Any, draft: CardImport, examples: Sequence[Cell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft, self.examples = draft, examples
        at = {place: column for column, place in draft.places.items()}
        self.days = cards.days_of(draft.header, draft.places)
        choices = [("", pgettext_lazy("column", "– not read –")), *cards.LABELS.items()]
        for place, name in enumerate(draft.header):
            if place in self.days:
                continue
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
            for place, (name, example) in enumerate(zip(self.draft.header, self.examples, strict=True))
            if place not in self.days
        ]

    def places(self) -> dict[str, int]:
        """What a valid form says. Raises ColumnTwice."""
        found: dict[str, int] = {}
        for name, column in self.cleaned_data.items():
            if column in found:
                raise ColumnTwice(column=cards.LABELS[column])
            if column:
                found[column] = int(name.removeprefix("column_"))
        return found
