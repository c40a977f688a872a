"""What a federation's year says, as data: published rows and nothing else, the same for page, file and API.

Names are those of the catalogue and of the associations in the federation's own language, so that the data
are the same whoever asks for them. A figure that is hidden or not reported has no number and says which.
"""

from typing import Any

from django.utils import translation

from tenants.models import Umbrella
from umbrella import role_selectors, selectors, targets
from umbrella.metrics import WITH_TARGET
from umbrella.models import (
    By,
    DistinctPeople,
    Level,
    Night,
    PublishedFigure,
    PublishedRoleFigure,
    Release,
)
from umbrella.yearly import selectors as yearly

Content = dict[str, Any]

#: Of the whole set of definitions; a frozen year keeps the one by which it was reckoned.
DEFINITIONS = "2025-1"
MONTHS = 12
NOT_REPORTED = "not_reported"
#: Fields of a figure that are said in words, or that older versions do not have.
BESIDE = ("name", "role_name", "may_overlap", "metric", "value")

TABLES = (
    "federation_year",
    "federation_month",
    "people_year",
    "district_year",
    "association_year",
    "association_month",
    "federation_role_month",
    "association_role_year",
    "district_family_year",
    "federation_total_year",
    "federation_target_year",
)
#: What the federation wants is no figure: who changes it changes nothing that is reported.
TARGETS = "federation_target_year"


def build(umbrella: Umbrella, year: int) -> Content:
    """All that is published of a year now; a constant number of queries, whatever the federation's size."""
    with translation.override(umbrella.language):
        return _build(umbrella, year)


def _build(umbrella: Umbrella, year: int) -> Content:
    table = selectors.overview(umbrella, year)
    plain = list(
        PublishedFigure.objects.filter(umbrella=umbrella, year=year)
        .select_related("association", "district", "release")
        .order_by("level", "association__slug", "district__code", "month")
    )
    by_role = list(
        PublishedRoleFigure.objects.filter(umbrella=umbrella, year=year)
        .select_related("association", "district", "release")
        .order_by("level", "association__slug", "district__code", "by", "code", "month")
    )
    releases = {row.release_id: row.release for row in plain} | {
        row.release_id: row.release for row in by_role
    }
    figures = [*_plain(umbrella, plain), *_silent(table, year), *_people(umbrella, table.people, year)]
    figures += [*_by_role(umbrella, by_role), *_totals(umbrella, year), *_targets(umbrella, year)]
    return {
        "federation": {"slug": umbrella.slug, "name": umbrella.name_in(umbrella.language)},
        "year": year,
        "definitions": DEFINITIONS,
        "releases": [_release(releases[key]) for key in sorted(releases)],
        "verified_at": _verified(table.night),
        "reporting": list(table.reporting),
        "associations": _associations(table),
        "figures": sorted(figures, key=_order),
    }


def essence(content: Content, *, beside: Content | None = None) -> list[Any]:
    """What of a year is compared with another version: its figures and who reported, however it was told.

    By codes and numbers: that somebody is called otherwise now is no other figure, what is said beside one is
    none either, nor is a target. A version from before there were totals in it (`beside`) is compared without
    them.
    """
    has_totals = all("metric" in row for one in (content, beside or content) for row in one["figures"][:1])
    figures = [
        sorted((name, value) for name, value in row.items() if name not in BESIDE)
        + [(name, row.get(name)) for name in ("metric", "value")]
        for row in content["figures"]
        if row["table"] != TARGETS and (has_totals or not row.get("metric"))
    ]
    associations = [
        sorted((name, value) for name, value in row.items() if name not in ("name", "district"))
        for row in content["associations"]
    ]
    return [sorted(figures, key=repr), sorted(associations, key=repr), content["reporting"]]


def _release(release: Release) -> dict[str, str]:
    return {"due_on": release.due_on.isoformat(), "released_at": release.released_at.isoformat()}


def _verified(night: Night | None) -> str | None:
    return night.finished_at.isoformat() if night is not None and night.is_verified else None


def _associations(table: selectors.Overview) -> list[dict[str, Any]]:
    """Who belonged to the federation, whether they reported, how, and how much of the year."""
    return [
        {
            "code": row.slug,
            "name": row.name,
            "district": row.district,
            "reported": not row.year.is_missing,
            "method": row.method,
            "months_closed": row.months_closed,
        }
        for row in table.rows
    ]


def _row(table: str, **said: Any) -> dict[str, Any]:
    """One figure. Every one has the same fields, so that a file can be a table."""
    empty: dict[str, Any] = dict.fromkeys(
        (
            *("code", "name", "year", "month", "family", "role", "role_name"),
            *("state", "minutes", "people", "metric", "value", "may_overlap"),
        )
    )
    return {"table": table} | empty | said


def _plain(umbrella: Umbrella, rows: list[PublishedFigure]) -> list[dict[str, Any]]:
    return [
        _row(
            f"{row.level}_{'month' if row.month else 'year'}",
            **_owner(umbrella, row),
            year=row.year,
            month=row.month or None,
            state=row.state,
            minutes=row.minutes,
            people=row.people,
        )
        for row in rows
    ]


def _owner(umbrella: Umbrella, row: PublishedFigure | PublishedRoleFigure) -> dict[str, str]:
    if row.level == Level.FEDERATION:
        return {"code": umbrella.slug, "name": umbrella.name_in(umbrella.language)}
    if row.association is not None:
        return {"code": row.association.slug, "name": row.association.name_in(umbrella.language)}
    assert row.district is not None  # a release writes whose figure it is
    return {"code": row.district.code, "name": row.district.name_in(umbrella.language)}


def _silent(table: selectors.Overview, year: int) -> list[dict[str, Any]]:
    return [
        _row("association_year", code=row.slug, name=row.name, year=year, state=NOT_REPORTED)
        for row in table.not_reported
    ]


def _people(umbrella: Umbrella, people: DistinctPeople | None, year: int) -> list[dict[str, Any]]:
    """Different people of the whole federation: only where the count tells of nobody."""
    if people is None:
        return []
    owner = {"code": umbrella.slug, "name": umbrella.name_in(umbrella.language)}
    return [
        _row(
            "people_year",
            **owner,
            year=year,
            state="shown",
            people=people.people,
            may_overlap=people.may_overlap,
        )
    ]


def _by_role(umbrella: Umbrella, rows: list[PublishedRoleFigure]) -> list[dict[str, Any]]:
    names = role_selectors.names_of(umbrella, {row.code for row in rows if row.by == By.ROLE})
    found = []
    for row in rows:
        is_role = row.by == By.ROLE
        what = "role" if is_role else "family"
        found.append(
            _row(
                f"{row.level}_{what}_{'month' if row.month else 'year'}",
                **_owner(umbrella, row),
                year=row.year,
                month=row.month or None,
                family=(row.family or names[row.code].family) if is_role else row.code,
                role=row.code if is_role else None,
                role_name=names[row.code].name if is_role else None,
                state=row.state,
                minutes=row.minutes,
                people=row.people,
            )
        )
    return found


def _totals(umbrella: Umbrella, year: int) -> list[dict[str, Any]]:
    """What is told of the year beside hours: encounters, groups, events, bags …"""
    owner = {"code": umbrella.slug, "name": umbrella.name_in(umbrella.language), "year": year}
    return [
        _row(
            "federation_total_year",
            **owner,
            state="hidden" if total.hidden else "shown",
            metric=code,
            value=total.value,
        )
        for code, total in yearly.totals(umbrella, year).items()
        if not total.is_missing
    ]


def _targets(umbrella: Umbrella, year: int) -> list[dict[str, Any]]:
    """What the federation wanted the year to come to."""
    owner = {"code": umbrella.slug, "name": umbrella.name_in(umbrella.language), "year": year}
    wanted = targets.of_year(umbrella, year)
    return [
        _row(TARGETS, **owner, state="shown", metric=code, value=wanted[code])
        for code in WITH_TARGET
        if code in wanted
    ]


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        TABLES.index(row["table"]),
        row["name"],
        row["code"],
        row["family"] or "",
        row["role"] or "",
        row["month"] or 0,
        row["metric"] or "",
    )
