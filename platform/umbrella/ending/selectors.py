"""How far an association's leaving is, as its page shows it."""

from dataclasses import dataclass

from tenants.leaving import words, work
from tenants.models import Archive, Association, Deletion, Passage
from umbrella.ending import services
from umbrella.members import Progress, StepLine, lines_of


@dataclass(frozen=True)
class Leaving:
    """What of leaving stands on an association's page."""

    passage: Passage | None
    progress: Progress | None
    archive: Archive | None
    wish: Deletion | None
    certificate: Deletion | None


def leaving(association: Association) -> Leaving:
    """All of it, for an association of any state."""
    passage = Passage.objects.filter(association=association, dropped_at__isnull=True).first()
    return Leaving(
        passage=passage,
        progress=_progress(passage) if passage is not None else None,
        archive=Archive.objects.filter(
            association=association, removed_at__isnull=True, verified_at__isnull=False
        ).first(),
        wish=services.asked(association=association),
        certificate=Deletion.objects.filter(association=association, deleted_at__isnull=False).first(),
    )


def _progress(passage: Passage) -> Progress:
    steps = [(step.code, str(words.STEPS[step.code])) for step in work.STEPS[passage.kind]]
    lines: list[StepLine] = lines_of(steps, done=passage.done, now=passage.step, failed=bool(passage.failure))
    return Progress(
        steps=lines,
        failure=str(words.FAILURES.get(passage.failure, words.FAILURES["error"])) if passage.failure else "",
        is_over=passage.is_over,
        waits=not passage.is_over and not passage.step,
    )
