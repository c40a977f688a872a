"""What several of the federation's pages of figures have in common: years, trust, lines of associations."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from accounts.http import UmbrellaRequest
from tenants.models import Umbrella
from umbrella import charts, due, front, trust as figure_trust
from umbrella.drawing import Drawing
from umbrella.front import Front, Years
from umbrella.selectors import Figure, Row
from umbrella.trust import Trusted
from web import formats
from web.kit import Column, Tab

#: Years that are offered at the top of a page.
YEARS_OFFERED = 6

#: Stands for an association or a district in an address that is made once for all of a page.
SOMEBODY = "somebody"


def year_of(request: UmbrellaRequest) -> tuple[Years, int | None]:
    """The years there are and the one that is asked for; none where nothing is published at all.

    Raises Http404 for a year of which there is nothing.
    """
    years, wanted = front.years(request.umbrella), request.GET.get("year", "")
    year = years.asked(wanted)
    if wanted and year is None:
        raise Http404
    return years, year


def year_tabs(years: tuple[int, ...], year: int, *, more: str = "") -> list[Tab]:
    """The latest years, and the one that is looked at. `more` goes on in each address."""
    offered = sorted({*years[:YEARS_OFFERED], year}, reverse=True)
    return [Tab(str(one), f"?year={one}{more}", current=one == year) for one in offered]


def trust_in(umbrella: Umbrella, year: int, *, of_all: bool = True) -> list[dict[str, Any]]:
    """The same beside figures that are read for themselves; without `of_all` how sure any year is."""
    known = figure_trust.of(umbrella, year)
    chips = trust(umbrella, known if of_all else replace(known, months_closed=None))
    if of_all:
        reported, everybody = known.reporting
        label = _("%(reported)s/%(all)s associations reported") % {"reported": reported, "all": everybody}
        tone = "neutral" if reported == everybody else "wait"
        chips.append({"label": label, "icon": "building", "tone": tone})
    return chips


def trust(umbrella: Umbrella, table: Trusted) -> list[dict[str, Any]]:
    """How far the figures can be trusted: checked, released, complete; as chips."""
    chips: list[dict[str, Any]] = []
    if table.night is not None:
        wrong = table.night.months_wrong
        label = (
            ngettext(
                "%(months)s month does not match its rows", "%(months)s months do not match their rows", wrong
            )
            % {"months": wrong}
            if wrong
            else _("Verified %(at)s") % {"at": moment(table.night.finished_at)}
        )
        chips.append(
            {"label": label, "icon": "alert" if wrong else "check", "tone": "urgent" if wrong else "good"}
        )
    if table.release is not None:
        day = formats.day(table.release.due_on, weekday=False, year=True)
        chips.append({"label": _("Released %(day)s") % {"day": day}, "icon": "refresh", "tone": "neutral"})
    if (missing := figure_trust.overdue(umbrella, table.release)) is not None:
        days = {
            "day": formats.day(missing, weekday=False),
            "next": formats.day(due.next_due(missing), weekday=False),
        }
        label = _("The release of %(day)s did not go out. The next is due on %(next)s.") % days
        chips.append({"label": label, "icon": "alert", "tone": "wait"})
    if table.months_closed is not None:
        closed = _("%(months)s/12 months closed") % {"months": table.months_closed}
        chips.append({"label": closed, "icon": "check", "tone": "neutral"})
    return chips


def moment(at: dt.datetime) -> str:
    """A day and a time of day."""
    return f"{formats.day(at, weekday=False, year=True)} {formats.clock_time(at)}"


def percent(before: int | None, now: int | None) -> float | None:
    """How much more than before; None where one of the two is not shown."""
    return (now - before) * 100 / before if before and now is not None else None


class OfYear(Protocol):
    """Some associations of one year: a page of all, of a district, or of a network."""

    @property
    def year(self) -> int: ...
    @property
    def rows(self) -> tuple[Row, ...]: ...


def lines(request: UmbrellaRequest, table: OfYear) -> list[SafeString]:
    """The associations of a page, each against its own last year, as rows of its table."""
    anybody = reverse("association-figures", urlconf=request.urlconf, kwargs={"slug": SOMEBODY})
    on_form, drawn = _("reported on a form"), Drawing()
    return [
        drawn.row(
            "umbrella/_association_line.html",
            row.year,
            url=f"{anybody.replace(SOMEBODY, row.slug)}?year={table.year}",
            name=row.name,
            place=f"{row.district} · {on_form}" if row.reported_on_form else row.district,
            **_texts(row.year),
            change=drawn.change(row.change_percent),
            sparkline=drawn.sparkline(charts.sparkline(row)),
            closed=f"{row.months_closed}/12" if row.method == "platform" else "–",
        )
        for row in table.rows
    ]


@dataclass(frozen=True)
class DistrictLine:
    """One district of a table, in words and signs: its role families and its year."""

    url: str
    name: str
    families: list[str]
    year: str


def districts(request: UmbrellaRequest, table: Front) -> list[DistrictLine]:
    """The districts with their role families: so many cells that their signs are drawn once."""
    anywhere = reverse("figures-district", urlconf=request.urlconf, kwargs={"code": SOMEBODY})
    drawn = Drawing()
    return [
        DistrictLine(
            url=f"{anywhere.replace(SOMEBODY, row.code)}?year={table.year}",
            name=row.name,
            families=[drawn.hours(figure) for figure in table.families.of(row.pk)],
            year=drawn.hours(row.year),
        )
        for row in table.districts
    ]


def _texts(figure: Figure) -> dict[str, str]:
    if figure.minutes is None:
        return {}
    per_person = figure.per_person
    return {
        "hours": formats.hours(figure.minutes),
        "people": formats.number(figure.people or 0),
        "per_person": "–" if per_person is None else formats.number(per_person, decimals=1),
    }


def association_columns(year: int) -> list[Column]:
    """What is said of each association."""
    return [
        Column(_("Association")),
        Column(_("Hours %(year)s") % {"year": year}, numeric=True),
        Column(_("Volunteers"), numeric=True, wide=True),
        Column(_("h / person"), numeric=True, wide=True),
        Column(f"{year - 1} → {year}", numeric=True),
        Column(_("By month"), wide=True),
        Column(_("Months"), numeric=True, wide=True),
    ]
