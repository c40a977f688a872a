"""Where associations belong and belonged: the shared side only."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from tenants import clock
from tenants.models import Affiliation, AffiliationChange, Association, Umbrella
from umbrella.affiliations import services


@dataclass(frozen=True)
class Place:
    """An association in an umbrella: where it is today, where it was, and what is planned."""

    association: Association
    stays: tuple[Affiliation, ...]
    changes: tuple[AffiliationChange, ...]
    today: date
    planned_for: date | None

    @property
    def now(self) -> Affiliation | None:
        """Where it is today; None where it is away."""
        return next(
            (
                stay
                for stay in self.stays
                if stay.from_on <= self.today and (stay.to_on is None or stay.to_on >= self.today)
            ),
            None,
        )


def place(umbrella: Umbrella, slug: str) -> Place | None:
    """An association that belongs or belonged; None for every other one."""
    stays = tuple(
        Affiliation.objects.filter(umbrella=umbrella, association__slug=slug)
        .select_related("association", "district")
        .order_by("-from_on")
    )
    if not stays:
        return None
    changes = AffiliationChange.objects.filter(umbrella=umbrella, association__slug=slug)
    return Place(
        association=stays[0].association,
        stays=stays,
        changes=tuple(changes.select_related("district")[:20]),
        today=clock.today(umbrella),
        planned_for=services.planned_for(umbrella=umbrella, last=stays[0]),
    )


def left(umbrella: Umbrella) -> QuerySet[Affiliation]:
    """The last affiliation of each that belongs no longer and is not about to come back, by name."""
    today = clock.today(umbrella)
    of_umbrella = Affiliation.objects.filter(umbrella=umbrella)
    later = of_umbrella.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=OuterRef("to_on")), association=OuterRef("association")
    ).exclude(pk=OuterRef("pk"))
    return (
        of_umbrella.filter(~Exists(later), to_on__lt=today)
        .select_related("association", "district")
        .order_by("association__name_fi", "pk")
    )
