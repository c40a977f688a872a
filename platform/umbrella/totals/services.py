"""The verbs of totals by link: made and withdrawn by the administrator, answered by the association."""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from tenants import clock
from tenants.actors import Actor
from tenants.models import Affiliation, Association, Umbrella
from umbrella.models import Level, PublishedFigure
from umbrella.totals import links
from umbrella.totals.errors import LinkWithdrawn, NotAsked, RecordedHere, YearFrozen
from umbrella.totals.models import TotalsAnswer, TotalsLink
from umbrella.years.models import ReportingYear

#: How many years back totals are asked for.
BACK = 10
#: Who filled it in can be asked back this long.
NAMES_KEPT = timedelta(days=730)


def asked_of(*, umbrella: Umbrella, year: int) -> QuerySet[Association]:
    """Who belonged to the federation in a year and has told no month of it here; the year has to be over."""
    this_year = clock.today(umbrella).year
    if not this_year - BACK <= year < this_year:
        return Association.objects.none()
    members = Affiliation.objects.filter(umbrella=umbrella, from_on__year__lte=year).exclude(
        to_on__year__lt=year
    )
    told = PublishedFigure.objects.filter(umbrella=umbrella, level=Level.ASSOCIATION, year=year, month__gt=0)
    return (
        Association.objects.filter(pk__in=members.values("association"))
        .exclude(pk__in=told.values("association"))
        .order_by("name_fi", "pk")
    )


@transaction.atomic
def make(*, umbrella: Umbrella, association: Association, year: int, by: Actor) -> TotalsLink:
    """A link for an association and year; the one that there is, where there is one.

    Raises NotAsked, RecordedHere or YearFrozen.
    """
    Umbrella.objects.select_for_update(no_key=True).get(pk=umbrella.pk)  # two at once make one
    if not asked_of(umbrella=umbrella, year=year).filter(pk=association.pk).exists():
        recorded = PublishedFigure.objects.filter(
            umbrella=umbrella, association=association, year=year, month__gt=0
        )
        raise RecordedHere(name=association.name) if recorded.exists() else NotAsked
    _require_open(umbrella.pk, year)
    living = TotalsLink.objects.filter(
        umbrella=umbrella, association=association, year=year, withdrawn_at__isnull=True
    )
    if (known := living.first()) is not None:
        return known
    uuid = uuid4()
    return TotalsLink.objects.create(
        uuid=uuid,
        umbrella=umbrella,
        association=association,
        year=year,
        token_hash=links.hash_for(uuid),
        made_at=clock.now(),
        made_by_name=by.name[:160],
    )


def withdraw(*, link: TotalsLink) -> None:
    """From here on it opens nothing. What it has told stays told. Twice is once."""
    TotalsLink.objects.filter(pk=link.pk, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())


@transaction.atomic
def answer(*, link: TotalsLink, minutes: int, people: int, by_name: str) -> None:
    """Tell a year's totals, or correct them. Raises LinkWithdrawn or YearFrozen."""
    held = TotalsLink.objects.select_for_update(of=("self",)).select_related("association").get(pk=link.pk)
    if held.withdrawn_at is not None:
        raise LinkWithdrawn
    _require_open(held.umbrella_id, held.year)
    now = clock.now()
    TotalsAnswer(
        link=held,
        umbrella_id=held.umbrella_id,
        association_uuid=held.association.uuid,
        year=held.year,
        minutes=minutes,
        people=people,
        sent_at=now,
    ).save(force_insert=True)
    TotalsLink.objects.filter(pk=held.pk).update(
        answered_at=now, answered_by_name=by_name[:160], taken_at=None, refusal=""
    )


def is_frozen(*, umbrella_id: int, year: int) -> bool:
    """Whether nothing of a year can change any more."""
    kept = ReportingYear.objects.filter(umbrella_id=umbrella_id, year=year, state__in=ReportingYear.KEPT)
    return kept.filter(amending=False).exists()


def clear() -> int:
    """Forget who filled in what was told long ago. Returns of how many."""
    before = clock.now() - NAMES_KEPT
    return (
        TotalsLink.objects.filter(answered_at__lt=before)
        .exclude(answered_by_name="")
        .update(answered_by_name="")
    )


def _require_open(umbrella_id: int, year: int) -> None:
    if is_frozen(umbrella_id=umbrella_id, year=year):
        raise YearFrozen(year=year)
