"""The year's figures as a table for a Finnish spreadsheet: BOM, semicolons, decimal commas."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from reports.year import Amount, Year
from web.spreadsheet import neutral


def table(year: Year) -> str:
    """All figures of a year, one to a line. Hours are exact, to the hundredth."""
    out = StringIO()
    out.write("\N{BYTE ORDER MARK}")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(
        [_("Year"), _("Month"), _("Kind"), _("Role"), _("Hours"), _("People"), _("Without names"), _("State")]
    )
    writer.writerows(_lines(year))
    return out.getvalue()


def _lines(year: Year) -> Iterator[list[str]]:
    volunteering = _("volunteering")
    of_year = _state(is_final=year.is_final)
    if year.now is not None:
        yield [str(year.year), "", volunteering, "", *_cells(year.now), of_year]
    if (estimate := year.estimate) is not None:
        state = _("sample: %(months)s × %(factor)s") % {"months": estimate.named, "factor": estimate.factor}
        hours = f"{estimate.minutes / 60:.2f}".replace(".", ",")
        yield [str(year.year), "", _("estimate of the whole year"), "", hours, "", "", state]
    for month in year.months:
        start = [str(year.year), str(month.first_day.month), volunteering, ""]
        if month.amount is None:
            yield [*start, "", "", "", _("not reported")]
        else:
            yield [*start, *_cells(month.amount), _state(is_final=month.is_closed)]
    for line in year.roles:
        yield [str(year.year), "", volunteering, neutral(line.role.name), *_cells(line.now), of_year]
    for kind, amount in year.others:
        yield [str(year.year), "", str(kind.label), "", *_cells(amount), of_year]


def _cells(amount: Amount) -> list[str]:
    return [f"{amount.minutes / 60:.2f}".replace(".", ","), str(amount.people), str(amount.heads)]


def _state(*, is_final: bool) -> str:
    return _("final") if is_final else _("provisional")
