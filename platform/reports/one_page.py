"""A year on one page, of the association or of a unit with its parts: as one shows it to others."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reports.annual.amounts import Hours, hours_of
from reports.words import said
from scheduling.hours import selectors as hours
from tenants.context import current_association
from volunteers.register import year_lines
from volunteers.register.models import Unit
from volunteers.register.year_lines import EVERYTHING, Figure, Line, Scope
from web import formats
from web.pdf import pdf

TEMPLATE = Path(__file__).with_name("one_page.typ")
MONTHS = 12


@dataclass(frozen=True)
class OnePage:
    """What stands on it. Figures that nobody reported are left out; different ones are never added."""

    year: int
    name: str
    lines: Sequence[Line]
    closed: int

    @property
    def title(self) -> str:
        """What stands on top."""
        return _("%(name)s in %(year)s") % {"name": self.name, "year": self.year}

    @property
    def state(self) -> str:
        """How far the year is known."""
        if self.closed == MONTHS:
            return _("All 12 months closed")
        return _("%(closed)s/12 months closed") % {"closed": self.closed}

    def rows(self) -> list[tuple[Line, list[tuple[str, str]]]]:
        """Each line with its figures: number and what it is a number of."""
        return [
            (line, [(said(figure.value, figure.unit), figure.label) for figure in line.figures])
            for line in self.lines
        ]


def read(year: int, unit: Unit | None) -> OnePage:
    """The page of a year."""
    scope = EVERYTHING if unit is None else Scope(units=_parts(unit))
    told = year_lines.lines([year], scope)[year]
    known = [_known(line) for line in (_volunteering(hours_of(year, scope)), *told)]
    closed, _there = hours.closed_of(year)
    return OnePage(
        year=year,
        name=current_association().name if unit is None else unit.name,
        lines=[line for line in known if line.figures],
        closed=closed,
    )


def _parts(unit: Unit) -> tuple[int, ...]:
    """The unit and all that is below it."""
    parents = dict(Unit.objects.values_list("pk", "parent"))
    found, new = {unit.pk}, {unit.pk}
    while new:
        new = {key for key, parent in parents.items() if parent in new} - found
        found |= new
    return tuple(sorted(found))


def _known(line: Line) -> Line:
    figures = [figure for figure in line.figures if figure.value is not None]
    return Line(line.code, line.title, figures, line.part, line.note)


def _volunteering(spent: Hours) -> Line:
    """Roles, people and hours, as they are known."""
    figures = [
        Figure(code="roles_in_use", label=_("Roles in use"), value=len(spent.roles)),
        Figure(code="active_volunteers", label=_("Volunteers"), value=spent.people),
        Figure(code="volunteer_hours", label=_("Volunteering hours"), value=spent.minutes, unit="min"),
    ]
    return Line(
        code="volunteering",
        title=_("Volunteering"),
        figures=figures if spent.known else [],
        part="volunteers",
    )


def document(page: OnePage) -> bytes:
    """The page as PDF, in the language in use."""
    lines: list[dict[str, Any]] = [
        {
            "title": line.title,
            "note": line.note,
            "figures": [{"figure": figure, "label": label} for figure, label in figures],
        }
        for line, figures in page.rows()
    ]
    return pdf(
        TEMPLATE,
        {
            "lang": formats.language(),
            "title": page.title,
            "association": current_association().name,
            "state": page.state,
            "lines": lines,
        },
    )
