"""How far an association's leaving is, as its page shows it."""

from dataclasses import dataclass

from django.db.models import Q

from tenants import clock
from tenants.leaving import words, work
from tenants.models import Affiliation, Archive, Association, Deletion, DeletionConsent, Passage, Umbrella
from umbrella.ending import services
from umbrella.members import Progress, StepLine, lines_of

#: On the first page; the list of associations has all.
SHOWN = 5


@dataclass(frozen=True)
class Leaving:
    """What of leaving stands on an association's page."""

    passage: Passage | None
    progress: Progress | None
    archive: Archive | None
    wish: Deletion | None
    certificate: Deletion | None
    others: list[tuple[Umbrella, DeletionConsent | None]]


def leaving(association: Association) -> Leaving:
    """All of it, for an association of any state."""
    passage = Passage.objects.filter(association=association, dropped_at__isnull=True).first()
    wish = services.asked(association=association)
    return Leaving(
        passage=passage,
        progress=_progress(passage) if passage is not None else None,
        archive=Archive.objects.filter(
            association=association, removed_at__isnull=True, verified_at__isnull=False
        ).first(),
        wish=wish,
        certificate=Deletion.objects.filter(association=association, deleted_at__isnull=False).first(),
        others=services.others(wish=wish) if wish is not None else [],
    )


def kept_long_enough(umbrella: Umbrella) -> list[Archive]:
    """Archives of its associations that need not be kept any longer: somebody decides. The oldest few."""
    today = clock.today(umbrella)
    belonging = Affiliation.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=today), umbrella=umbrella
    ).values("association")
    found = Archive.objects.filter(
        association__in=belonging,
        association__state=Association.State.ARCHIVED,
        removed_at__isnull=True,
        keep_until__lt=today,
    )
    return list(found.select_related("association").order_by("keep_until", "pk")[:SHOWN])


def _progress(passage: Passage) -> Progress:
    steps = [(step.code, str(words.STEPS[step.code])) for step in work.STEPS[passage.kind]]
    lines: list[StepLine] = lines_of(steps, done=passage.done, now=passage.step, failed=bool(passage.failure))
    return Progress(
        steps=lines,
        failure=str(words.FAILURES.get(passage.failure, words.FAILURES["error"])) if passage.failure else "",
        is_over=passage.is_over,
        waits=not passage.is_over and not passage.step,
    )
