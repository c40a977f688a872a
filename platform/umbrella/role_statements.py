"""What the pages by role ask of the database, each question built once (see `statements`)."""

from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet, TextField, Window

from tenants.models import CatalogueRole
from umbrella.models import By, Level, PublishedFigure, PublishedRoleFigure
from umbrella.statements import Given, Statement, among, name_in

UMBRELLA, YEAR, CODE, SLUG = (
    Given("umbrella"),
    Given("year"),
    Given("code", TextField()),
    Given("slug", TextField()),
)


def _told() -> QuerySet[PublishedRoleFigure]:
    return PublishedRoleFigure.objects.filter(umbrella=UMBRELLA, year=YEAR).order_by()


def _holders() -> QuerySet[PublishedRoleFigure]:
    return _told().filter(level=Level.ASSOCIATION, by=By.ROLE, code=CODE)


#: The federation's months by role and the districts' years by family, with the day of the release.
BY_ROLE = Statement(
    lambda: (
        _told()
        .filter(level__in=[Level.FEDERATION, Level.DISTRICT])
        .values_list(
            "level", "district_id", "month", "by", "code", "state", "minutes", "people", "release__due_on"
        )
    )
)

#: The districts' years without roles.
BY_DISTRICT = Statement(
    lambda: PublishedFigure.objects.filter(
        umbrella=UMBRELLA, year=YEAR, month=0, level=Level.DISTRICT
    ).values_list("district_id", "state", "minutes", "people")
)

#: The day of the release that told a year by role.
TOLD_ON = Statement(lambda: _told().values_list("release__due_on")[:1])

#: One role in the federation by month.
MONTHS_OF_ROLE = Statement(
    lambda: (
        _told()
        .filter(level=Level.FEDERATION, by=By.ROLE, code=CODE)
        .values_list("month", "state", "minutes", "people")
    )
)

#: How many associations have a role.
HOLDERS = Statement(lambda: _holders().values("umbrella").annotate(count=Count("pk")).values_list("count"))

#: The roles of one association.
OF_ASSOCIATION = Statement(
    lambda: (
        _told()
        .filter(level=Level.ASSOCIATION, association__slug=SLUG)
        .values_list("code", "family", "state", "minutes", "people")
    )
)


@cache
def holders(language: str, number: int, size: int) -> Statement:
    """One page of the associations that have a role, in alphabetical order."""
    start = (number - 1) * size
    return Statement(
        lambda: (
            _holders()
            .order_by("association__name_fi", "association__slug")
            .values_list(
                "association__slug",
                name_in(language, "association"),
                "family",
                "state",
                "minutes",
                "people",
            )[start : start + size]
        )
    )


@cache
def without_roles(language: str, count: int) -> Statement:
    """The first associations by name that have hours and told nothing by role; beside each how many do."""

    def make() -> QuerySet[Any, Any]:
        with_roles = _told().filter(level=Level.ASSOCIATION)
        told = PublishedFigure.objects.filter(
            ~Q(association__in=with_roles.values("association")),
            umbrella=UMBRELLA,
            year=YEAR,
            month=0,
            level=Level.ASSOCIATION,
        ).exclude(minutes=0)
        return told.order_by("association__name_fi", "pk").values_list(
            name_in(language, "association"), Window(Count("pk"))
        )[:count]

    return Statement(make)


@cache
def catalogue(language: str) -> Statement:
    """Roles of the catalogue by `codes`, in its order: code, name and family."""
    return Statement(
        lambda: CatalogueRole.objects.filter(among("code", "codes"), umbrella=UMBRELLA).values_list(
            "code", name_in(language), "family"
        )
    )
