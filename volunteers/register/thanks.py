"""What is known of thanking: who was thanked, and who has waited for it for long."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from volunteers.register.models import Letter, Period, Person, Thanks

# A year without a word of thanks is too long; who has just begun does not wait yet.
TOO_LONG = timedelta(days=365)
JUST_BEGUN = timedelta(days=90)


def of_person(person: Person, *, today: date) -> QuerySet[Thanks]:
    """The thanks of the past year, the latest first."""
    return Thanks.objects.filter(person=person, thanked_on__gt=today - TOO_LONG).select_related("letter")


def waiting(*, today: date) -> QuerySet[Person]:
    """Active volunteers whom nobody has thanked for a year, in order of name."""
    theirs = periods_of_waiting(today=today).filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(theirs)).order_by("sort_key", "pk")


def periods_of_waiting(*, today: date) -> QuerySet[Period]:
    """The active periods of those people, one each."""
    thanked = Thanks.objects.filter(thanked_on__gt=today - TOO_LONG).order_by().values("person")
    began = Period.objects.filter(state=Period.State.ACTIVE, started_on__lte=today - JUST_BEGUN)
    return began.exclude(person__in=thanked)


@dataclass(frozen=True)
class Rate:
    """How many of the active volunteers were thanked in a year."""

    year: int
    active: int
    thanked: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nobody is active."""
        return self.thanked / self.active if self.active else None


def rate(people: QuerySet[Person], *, year: int) -> Rate:
    """Of these people, those with at least one thank-you in a calendar year."""
    thanked = Thanks.objects.filter(person=OuterRef("pk"), thanked_on__year=year)
    sums = people.order_by().aggregate(active=Count("pk"), thanked=Count("pk", filter=Q(Exists(thanked))))
    return Rate(year=year, active=sums["active"], thanked=sums["thanked"])


def letters() -> QuerySet[Letter]:
    """The letters of thanks with how many got each, the latest first."""
    thanked = Letter.objects.filter(thanks__isnull=False)
    return thanked.annotate(people=Count("thanks"), why=Min("thanks__why")).order_by("-at", "-pk")
