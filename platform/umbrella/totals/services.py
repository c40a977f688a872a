"""The verbs of totals by link: made and withdrawn by the administrator, answered by the association."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

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


def _told(umbrella: Umbrella, year: int) -> QuerySet[PublishedFigure]:
    """Published months of a year: whoever has one keeps its hours here."""
    return PublishedFigure.objects.filter(umbrella=umbrella, level=Level.ASSOCIATION, year=year, month__gt=0)


def asked_of(*, umbrella: Umbrella, year: int) -> QuerySet[Association]:
    """Who belonged to the federation in a year and has told no month of it here, or still has a link of it.

    The year has to be over.
    """
    this_year = clock.today(umbrella).year
    if not this_year - BACK <= year < this_year:
        return Association.objects.none()
    members = Affiliation.objects.filter(umbrella=umbrella, from_on__year__lte=year).exclude(
        to_on__year__lt=year
    )
    living = TotalsLink.objects.filter(umbrella=umbrella, year=year, withdrawn_at__isnull=True)
    silent = ~Q(pk__in=_told(umbrella, year).values("association"))
    return Association.objects.filter(
        silent | Q(pk__in=living.values("association")), pk__in=members.values("association")
    ).order_by("name_fi", "pk")


@transaction.atomic
def make(*, umbrella: Umbrella, association: Association, year: int, by: Actor) -> tuple[TotalsLink, str]:
    """A link for an association and year, and its secret, which nobody can read again.

    Where there is a link, it gets another secret, and the one before opens nothing any more. Raises NotAsked,
    RecordedHere or YearFrozen.
    """
    Umbrella.objects.select_for_update(no_key=True).get(pk=umbrella.pk)  # two at once make one
    if _told(umbrella, year).filter(association=association).exists():
        raise RecordedHere(name=association.name)
    if not asked_of(umbrella=umbrella, year=year).filter(pk=association.pk).exists():
        raise NotAsked
    _require_open(umbrella.pk, year)
    token = links.new_token()
    link, _new = TotalsLink.objects.update_or_create(
        umbrella=umbrella,
        association=association,
        year=year,
        withdrawn_at=None,
        defaults={
            "token_hash": links.hashed(token),
            "made_at": clock.now(),
            "made_by_name": by.name[:160],
        },
    )
    return link, token


def withdraw(*, link: TotalsLink) -> None:
    """From here on it opens nothing. What it has told stays told. Twice is once."""
    TotalsLink.objects.filter(pk=link.pk, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())


@transaction.atomic
def answer(*, link: TotalsLink, minutes: int, people: int, by_name: str) -> None:
    """Tell a year's totals, or correct them. Raises LinkWithdrawn, RecordedHere or YearFrozen."""
    held = (
        TotalsLink.objects.select_for_update(of=("self",))
        .select_related("association", "umbrella")
        .get(pk=link.pk)
    )
    if held.withdrawn_at is not None:
        raise LinkWithdrawn
    _require_open(held.umbrella_id, held.year)
    if _told(held.umbrella, held.year).filter(association=held.association).exists():
        raise RecordedHere(name=held.association.name)
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
