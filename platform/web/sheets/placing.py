"""What the columns of a file are, said by hand where their names do not tell it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from web.kit import Column
from web.sheets.refusals import ColumnTwice
from web.sheets.tables import Cell, Row

# So far down an example is looked for.
EXAMPLES = 20
HEADS = (
    Column(pgettext_lazy("column", "Column of the file")),
    Column(pgettext_lazy("column", "For example"), wide=True),
    Column(pgettext_lazy("column", "Is read as")),
)


class PlacingForm(forms.Form):
    """A choice for each column of a file, but for those in `but`, which say themselves what they are."""

    def __init__(
        self,
        *args: Any,
        header: Sequence[str],
        places: Mapping[str, int],
        labels: Mapping[str, str | Promise],
        examples: Sequence[Cell] = (),
        but: Collection[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.header, self.labels, self.examples = header, labels, examples
        at = {place: column for column, place in places.items()}
        choices = [("", pgettext_lazy("column", "– not read –")), *labels.items()]
        self.asked = [place for place in range(len(header)) if place not in but]
        for place in self.asked:
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=_("“%(column)s” is") % {"column": header[place] or place + 1},
                choices=choices,
                required=False,
                initial=at.get(place, ""),
            )

    def lines(self) -> list[dict[str, Any]]:
        """The columns as a page shows them: what it is called, what stands in it, what it is read as."""
        return [
            {
                "name": self.header[place],
                "example": self.examples[place] if place < len(self.examples) else None,
                "field": self[f"column_{place}"],
            }
            for place in self.asked
        ]

    def places(self) -> dict[str, int]:
        """What a valid form says. Raises ColumnTwice."""
        found: dict[str, int] = {}
        for place in self.asked:
            column = self.cleaned_data[f"column_{place}"]
            if column in found:
                raise ColumnTwice(column=self.labels[column])
            if column:
                found[column] = place
        return found


def examples(rows: Iterable[Row], width: int) -> list[Cell]:
    """What stands first in each column."""
    found: list[Cell] = [None] * width
    for row in islice(rows, EXAMPLES):
        for place, cell in enumerate(row.cells[:width]):
            if found[place] in {None, ""}:
                found[place] = cell
    return found
