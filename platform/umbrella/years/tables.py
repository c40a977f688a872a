"""A year's data as tables to be read: on its page and as PDF the same ones, made of the same rows."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, ngettext, pgettext

from tenants.models import RoleFamily
from umbrella.metrics import BY_CODE
from umbrella.years.content import MONTHS, TARGETS, Content
from web import formats
from web.kit import Column

HIDDEN = "•"
OF_ASSOCIATIONS = ("association_year", "association_month", "association_role_year")


@dataclass(frozen=True)
class Table:
    """One table. The first cell of each row names it; `has_hidden` says that a sign has to be explained."""

    code: str
    title: str
    columns: list[Column]
    rows: list[list[str]]
    note: str = ""

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """The rows, each cell with the class of its column."""
        classes = ["rn-r" if column.numeric else "" for column in self.columns]
        classes = [
            f"{one} rn-col-lg".strip() if c.wide else one
            for one, c in zip(classes, self.columns, strict=True)
        ]
        return [list(zip(row, classes, strict=True)) for row in self.rows]

    @property
    def has_hidden(self) -> bool:
        """Whether some figure is hidden."""
        return any(HIDDEN in row for row in self.rows)


def tables(said: Content) -> list[Table]:
    """All of a year that is not empty."""
    by_table: dict[str, list[dict[str, Any]]] = {}
    for row in said["figures"]:
        by_table.setdefault(row["table"], []).append(row)
    found = [
        _federation(said, by_table),
        _reported(said),
        _owners("districts", _("Districts"), _("District"), by_table.get("district_year", [])),
        _owners("associations", _("Associations"), _("Association"), by_table.get("association_year", [])),
        _months(by_table.get("association_month", [])),
        _roles(by_table.get("federation_role_month", [])),
        _families(by_table.get("district_family_year", [])),
        _shares(by_table.get("association_role_year", [])),
        _totals(by_table.get("federation_total_year", [])),
        _targets(said, by_table),
    ]
    return [table for table in found if table.rows]


def page_of(said: Content, codes: Collection[str]) -> Content:
    """The same of some associations only, and without their roles: what fits on a page of a large federation.

    The files have all of it, and each association has a page of its own.
    """
    return said | {
        "associations": [one for one in said["associations"] if one["code"] in codes],
        "figures": [
            row
            for row in said["figures"]
            if row["table"] not in OF_ASSOCIATIONS
            or (row["table"] != "association_role_year" and row["code"] in codes)
        ],
    }


def hours_of(row: dict[str, Any] | None) -> str:
    """Whole hours, the sign for a hidden figure, or that it is not reported."""
    if row is None:
        return "–"
    if row["state"] == "hidden":
        return HIDDEN
    return _("not reported") if row["minutes"] is None else formats.hours(row["minutes"])


def people_of(row: dict[str, Any] | None) -> str:
    """The same of people."""
    if row is None:
        return "–"
    if row["state"] == "hidden":
        return HIDDEN
    return _("not reported") if row["people"] is None else formats.number(row["people"])


def _different_people(row: dict[str, Any]) -> str:
    if not row.get("may_overlap"):  # versions that were frozen earlier do not say it
        return _("Different people")
    return _("Different people, %(beside)s") % {"beside": may_overlap(row["may_overlap"])}


def may_overlap(count: int) -> str:
    """How many of different people may be the same ones after all."""
    said = ngettext(
        "%(count)s of them without an account may be counted twice",
        "%(count)s of them without an account may be counted twice",
        count,
    )
    return said % {"count": formats.number(count)}


def _hours_and_people(first: str) -> list[Column]:
    return [
        Column(first),
        Column(_("Hours"), numeric=True),
        Column(_("Volunteers"), numeric=True),
    ]


def _federation(said: Content, by_table: dict[str, list[dict[str, Any]]]) -> Table:
    rows = [[str(said["year"]), hours_of(row), people_of(row)] for row in by_table.get("federation_year", [])]
    rows += [[_different_people(row), "–", people_of(row)] for row in by_table.get("people_year", [])]
    rows += [[_month(row), hours_of(row), people_of(row)] for row in by_table.get("federation_month", [])]
    return Table(
        "federation",
        _("The whole federation"),
        _hours_and_people(_("Year or month")),
        rows,
        _("Who volunteers in several months counts in each of them, and once in the year."),
    )


def _reported(said: Content) -> Table:
    methods = {"platform": _("recorded here"), "form": _("reported on a form"), None: _("not reported")}
    rows = [
        [
            one["name"],
            one["district"] or "–",
            methods[one["method"]],
            f"{one['months_closed']}/{MONTHS}" if one["method"] == "platform" else "–",
        ]
        for one in said["associations"]
    ]
    columns = [
        Column(_("Association")),
        Column(_("District"), wide=True),
        Column(_("How the figures were gathered")),
        Column(_("Closed months"), numeric=True),
    ]
    return Table("reported", _("Who has reported"), columns, rows)


def _owners(code: str, title: str, first: str, rows: list[dict[str, Any]]) -> Table:
    return Table(
        code, title, _hours_and_people(first), [[r["name"], hours_of(r), people_of(r)] for r in rows]
    )


def _months(rows: list[dict[str, Any]]) -> Table:
    return _by_month("months", _("Hours of associations by month"), _("Association"), rows, "code", "name")


def _roles(rows: list[dict[str, Any]]) -> Table:
    return _by_month("roles", _("Hours by role and month"), _("Role"), rows, "role", "role_name")


def _by_month(code: str, title: str, first: str, rows: list[dict[str, Any]], key: str, name: str) -> Table:
    lines: dict[str, dict[int, dict[str, Any]]] = {}
    names: dict[str, str] = {}
    for row in rows:
        lines.setdefault(row[key], {})[row["month"]] = row
        names[row[key]] = row[name]
    columns = [Column(first)]
    columns += [Column(formats.month_short(month), numeric=True) for month in range(1, MONTHS + 1)]
    body = [
        [names[key], *(_bare(months.get(month)) for month in range(1, MONTHS + 1))]
        for key, months in lines.items()
    ]
    return Table(code, title, columns, body)


def _bare(row: dict[str, Any] | None) -> str:
    """Hours without their unit: twelve of them stand beside each other."""
    said = hours_of(row)
    shown = row is not None and row["minutes"] is not None and said != HIDDEN
    return formats.number(formats.whole_hours(row["minutes"])) if shown and row is not None else said


def _families(rows: list[dict[str, Any]]) -> Table:
    families = [one for one in RoleFamily.values if any(row["family"] == one for row in rows)]
    lines: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        lines.setdefault(row["name"], {})[row["family"]] = row
    columns = [Column(_("District")), *(Column(str(RoleFamily(one).label), numeric=True) for one in families)]
    body = [[name, *(hours_of(cells.get(one)) for one in families)] for name, cells in lines.items()]
    return Table("families", _("Hours of districts by role family"), columns, body)


def _shares(rows: list[dict[str, Any]]) -> Table:
    columns = [
        Column(_("Association")),
        Column(pgettext("column", "Role")),
        Column(_("Hours"), numeric=True),
        Column(_("Volunteers"), numeric=True),
    ]
    body = [[row["name"], row["role_name"], hours_of(row), people_of(row)] for row in rows]
    return Table("shares", _("Associations by role"), columns, body)


def _totals(rows: list[dict[str, Any]]) -> Table:
    told = [
        [str(BY_CODE[row["metric"]].name), _value(row["metric"], row["value"])]
        for row in sorted(rows, key=lambda row: list(BY_CODE).index(row["metric"]))
        if row["metric"] in BY_CODE
    ]
    columns = [Column(_("Figure")), Column(pgettext("of a figure", "Value"), numeric=True)]
    return Table("totals", _("Beside hours"), columns, told)


def _targets(said: Content, by_table: dict[str, list[dict[str, Any]]]) -> Table:
    """Each target beside what the year came to, where that is shown."""
    first = {name: rows[0] for name, rows in by_table.items()}
    reported, members = said["reporting"]
    minutes = first.get("federation_year", {}).get("minutes")
    came_to: dict[str, int | None] = {
        row["metric"]: row["value"] for row in by_table.get("federation_total_year", [])
    }
    came_to |= {
        "volunteer_hours": None if minutes is None else formats.whole_hours(minutes),
        "active_volunteers_federation": first.get("people_year", {}).get("people"),
        "reporting_rate": round(reported * 100 / members) if members else None,
    }
    rows = [
        [
            str(BY_CODE[row["metric"]].name),
            formats.number(row["value"]),
            "–" if (value := came_to.get(row["metric"])) is None else _value(row["metric"], value),
        ]
        for row in by_table.get(TARGETS, [])
        if row["metric"] in BY_CODE
    ]
    columns = [
        Column(_("Figure")),
        Column(_("Target"), numeric=True),
        Column(pgettext("of a figure", "Value"), numeric=True),
    ]
    return Table("targets", _("Targets"), columns, rows)


def _value(metric: str, value: int | None) -> str:
    if value is None:
        return HIDDEN
    percent = f"{formats.NBSP}%" if BY_CODE[metric].kind == "share" else ""
    return f"{formats.number(value)}{percent}"


def _month(row: dict[str, Any]) -> str:
    return formats.first_up(formats.month(dt.date(row["year"], row["month"], 1)))


def definitions() -> Iterable[tuple[str, str]]:
    """What the figures mean, in a sentence or two each; the page of definitions says more."""
    return (
        (
            _("Hours"),
            _(
                "Approved hours of task, preparation, and travel with a client. Training, supervision, board "
                "work and own travel are not in them."
            ),
        ),
        (
            _("Volunteers"),
            _(
                "Different people with at least one approved hour in the period, counted once in each "
                "association. Attendances that were counted without names are added."
            ),
        ),
        (
            _("Different people"),
            _("Who volunteers in several associations counts once. Shown only where it tells of nobody."),
        ),
        (
            _("Hidden figures"),
            _(
                "Hidden where fewer than five people stand behind a figure or one did more than 85 per cent "
                "of the hours, with a partner, so that nothing can be subtracted."
            ),
        ),
        (_("Not reported"), _("Nobody has told it; it is never a 0. A true 0 is shown as 0.")),
    )
