"""What is to become of each row of a shift export, by the heads and months as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from scheduling.hours import selectors, shift_files, split
from scheduling.hours.importing import rows
from scheduling.hours.importing.rows import Line, Look
from tenants import clock
from tenants.context import current_association
from web import formats
from web.sheets.tables import Row


def look(table: Sequence[Row], places: Mapping[str, int] | None = None) -> Look:
    """Judge all rows, the header first; change nothing.

    A later export often repeats what an earlier one had, and would count it twice: that is known. So is what
    was corrected or taken back since, for the next file must not bring it again.
    """
    read = rows.read(table, today=clock.today(current_association()), places=places)
    closed = selectors.closed_months({split.month_of(each.local_date) for each in read.occasions})
    known = shift_files.imported_shifts([each.external_id for each in read.occasions])

    def judge(line: Line) -> Line:
        said = line.occasion
        if said is None:
            return line
        if there := known.get((said.external_id, said.local_date)):
            if (said.heads, said.minutes) in there:
                return replace(line, what="known")
            text = _(
                "The shift is here already, with other figures. Correct it on the page of its month, or "
                "leave the row out."
            )
            return replace(line, what="wrong", problems=[text])
        if (month := split.month_of(said.local_date)) in closed:
            text = _("%(month)s is closed. Correct it on the page of the month, or leave the row out.")
            return replace(
                line, what="wrong", problems=[text % {"month": formats.first_up(formats.month(month))}]
            )
        return line

    return replace(read, lines=[judge(line) for line in read.lines])
