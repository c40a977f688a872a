"""What the overview and a district ask of the database, each question built once (see `statements`)."""

from functools import cache
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Exists,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import JSONObject

from tenants.models import Affiliation, Archive, Association, District, Umbrella
from umbrella.mail_models import NoReleaseMail
from umbrella.models import (
    By,
    Correction,
    DistinctPeople,
    ExactFigure,
    Level,
    Night,
    ProvisionalFigure,
    PublishedFigure,
    PublishedRoleFigure,
    Release,
    Target,
)
from umbrella.out_of_service import without_gone
from umbrella.selectors import READ, each_once
from umbrella.statements import Given, Statement, among, name_in
from umbrella.years.models import ReportingYear
from web import formats

UMBRELLA, USER, DISTRICT = Given("umbrella"), Given("user"), Given("district")
YEAR, BEFORE = Given("year"), Given("before")
#: The first and last day of the year, the end of its first month, and today.
FIRST, LAST, END = Given("first", DateField()), Given("last", DateField()), Given("end", DateTimeField())
TODAY = Given("today", DateField())

#: All that a release corrected of an association's year is one correction, as its page lists them.
_ONE_CORRECTION = Func("association", "release", function="ROW", output_field=TextField())


def _told(**of_it: Any) -> QuerySet[PublishedFigure]:
    return PublishedFigure.objects.filter(level=Level.ASSOCIATION, month=0, **of_it).order_by()


def _stays() -> QuerySet[Affiliation]:
    return Affiliation.objects.filter(umbrella=UMBRELLA, from_on__lte=LAST).exclude(to_on__lt=FIRST)


def _expected(members: QuerySet[Affiliation]) -> QuerySet[Affiliation]:
    told = PublishedFigure.objects.filter(umbrella=UMBRELLA, level=Level.ASSOCIATION, year=YEAR)
    return without_gone(members, end=END, told=told)


def _inside(*, of_district: bool) -> QuerySet[Affiliation]:
    """Each member of the year once, of a district those that stand in it."""
    members = each_once(_stays())
    return _expected(members.filter(district=DISTRICT) if of_district else members)


@cache
def page(language: str, number: int, size: int, *, of_district: bool) -> Statement:
    """The associations of one page: each one's number, slug, name and district."""
    start = (number - 1) * size
    return Statement(
        lambda: _inside(of_district=of_district).values_list(
            "association_id",
            "association__slug",
            name_in(language, "association"),
            name_in(language, "district"),
        )[start : start + size]
    )


@cache
def counted(language: str) -> Statement:
    """How many associations there are, and the first by name of those that have told nothing."""

    def make() -> QuerySet[Any, Any]:
        silent = ~Q(association__in=_told(umbrella=UMBRELLA, year=YEAR).values("association"))
        first = Min(name_in(language, "association"), filter=silent)
        # Who came back or moved in the year stands there twice.
        members = Count("association", distinct=True)
        everybody = _expected(_stays()).order_by().values("umbrella")
        return everybody.annotate(members=members, first=first).values_list("members", "first")

    return Statement(make)


@cache
def counted_in_district(language: str) -> Statement:
    """The same of a district, with how many have reported and the fewest months that any of them closed."""

    def make() -> QuerySet[Any, Any]:
        own = _told(umbrella=UMBRELLA, year=YEAR, association=OuterRef("association"))
        return (
            _inside(of_district=True)
            .order_by()
            .annotate(
                closed=Subquery(own.values("months_closed")[:1]), source=Subquery(own.values("source")[:1])
            )
            .values("umbrella")
            .annotate(
                members=Count("pk"),
                first=Min(name_in(language, "association"), filter=Q(closed__isnull=True)),
                reported=Count("closed"),
                least=Min("closed", filter=Q(source=ExactFigure.Source.PLATFORM)),
            )
            .values_list("members", "first", "reported", "least")
        )

    return Statement(make)


def _known() -> QuerySet[Any, Any]:
    here: dict[str, Any] = {"umbrella": OuterRef("pk")}
    last = Release.objects.filter(**here).order_by("-due_on")
    night = Night.objects.filter(**here).order_by("-day")
    people = DistinctPeople.objects.filter(year=YEAR, **here)
    told = _told(year=YEAR, **here)
    by_month = told.filter(source=ExactFigure.Source.PLATFORM).values("umbrella")
    member = Affiliation.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=TODAY), **here)
    unmade = [Association.State.PROVISIONING, Association.State.PROVISIONING_FAILED]
    archives = Archive.objects.filter(
        association__in=member.filter(association__state=Association.State.ARCHIVED).values("association"),
        removed_at__isnull=True,
        keep_until__lt=TODAY,
    )
    return Umbrella.objects.filter(pk=UMBRELLA).values_list(
        Subquery(last.values(said=JSONObject(pk="pk", due_on="due_on"))[:1]),
        Subquery(night.values(said=JSONObject(finished_at="finished_at", months_wrong="months_wrong"))[:1]),
        Subquery(
            people.values(said=JSONObject(memberships="memberships", people="people", overlap="may_overlap"))[
                :1
            ]
        ),
        Exists(NoReleaseMail.objects.filter(user=USER, **here)),
        Subquery(
            Correction.objects.filter(year=YEAR, **here)
            .order_by()
            .values("umbrella")
            .annotate(count=Count(_ONE_CORRECTION, distinct=True))
            .values("count")[:1]
        ),
        ArraySubquery(
            Target.objects.filter(year=YEAR, **here).values(said=JSONObject(metric="metric", value="value"))
        ),
        Subquery(told.values("umbrella").annotate(count=Count("pk")).values("count")[:1]),
        Subquery(by_month.annotate(least=Min("months_closed")).values("least")[:1]),
        Exists(member.filter(association__state__in=unmade, from_on__lte=TODAY)),
        Exists(archives),
    )


#: Release, night, different people, corrections, targets, mail, and who reported: all in one row.
KNOWN = Statement(_known)


def _open_months() -> QuerySet[ProvisionalFigure]:
    standing = ReportingYear.objects.filter(umbrella=UMBRELLA, state__in=ReportingYear.KEPT, amending=False)
    return ProvisionalFigure.objects.filter(umbrella=UMBRELLA).exclude(year__in=standing.values("year"))


#: Months of which the federation has a figure, final or provisional.
YEARS = Statement(
    lambda: (
        PublishedFigure.objects.filter(umbrella=UMBRELLA, level=Level.FEDERATION)
        .values_list("year", "month")
        .union(_open_months().values_list("year", "month"))
    )
)

#: Open months that are shown early, from a year on.
EARLY = Statement(
    lambda: (
        _open_months()
        .filter(year__gte=YEAR)
        .order_by("year", "month")
        .values_list("year", "month", "minutes", "people")
    )
)

#: What is published of the federation, its districts and the `owners`, as `selectors.READ`.
FIGURES = Statement(
    lambda: PublishedFigure.objects.filter(
        Q(year=YEAR) | Q(year=BEFORE, month=0),
        Q(among("association", "owners")) | Q(level__in=[Level.FEDERATION, Level.DISTRICT]),
        umbrella=UMBRELLA,
    ).values_list(*READ)
)

_DISTRICTS = Statement(
    lambda: (
        District.objects.filter(umbrella=UMBRELLA)
        .order_by("position", "code")
        .values_list("pk", "code", "name_fi", "name_sv", "name_en")
    )
)

#: A year by district and role family.
FAMILIES = Statement(
    lambda: PublishedRoleFigure.objects.filter(
        umbrella=UMBRELLA, year=YEAR, level=Level.DISTRICT, by=By.FAMILY, month=0
    ).values_list("district_id", "code", "state", "minutes", "people")
)


class Place(NamedTuple):
    """A district, by the name that the reader's language has for it."""

    pk: int
    code: str
    name: str


def districts(umbrella: Umbrella) -> list[Place]:
    """The districts in their order."""
    spoken = ("fi", "sv", "en").index(formats.language())
    rows = _DISTRICTS.rows(umbrella=umbrella.pk)
    return [Place(pk, code, names[spoken] or names[0]) for pk, code, *names in rows]
