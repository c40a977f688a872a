"""Answering what associations ask about publishing their own totals. Runs in the figures process only.

Asked is what all umbrellas have told of the year, together with all that associations were told is free: the
first one that asks is served, and the next may be refused because of it.
"""

from collections.abc import Hashable, Iterable

from django.db import IntegrityError, transaction

from scheduling.hours.reporting import EVERY_MONTH
from tenants import clock
from tenants.models import Affiliation, Association, Umbrella
from umbrella import told
from umbrella.models import Level
from umbrella.publishing.models import OwnPublication, OwnPublicationAnswer
from umbrella.routers import FIGURES
from umbrella.suppression import YEAR, Deadline, FigureKey, OutOfTime, uncovered_by

Answer = OwnPublicationAnswer.Answer

#: Seconds of process time for one answer; a federation that is too large for it gets a no.
PROOF_SECONDS = 60


def answer(umbrella: Umbrella) -> int:
    """Answer what the umbrella's associations ask, the oldest first. Returns how many were answered."""
    owners = Affiliation.objects.using(FIGURES).filter(umbrella_id=umbrella.pk).values("association")
    waiting = OwnPublication.objects.using(FIGURES).filter(
        association__in=owners, taken_back_at__isnull=True, answer__isnull=True
    )
    done = 0
    for asked in waiting.select_related("association").order_by("asked_at", "pk"):
        found = _answer(asked)
        try:
            with transaction.atomic(using=FIGURES):
                OwnPublicationAnswer.objects.using(FIGURES).create(
                    publication=asked, answer=found, answered_at=clock.now()
                )
        except IntegrityError:
            continue  # another process was quicker, with the same answer
        done += 1
    return done


def public_keys(associations: Iterable[str], year: int) -> frozenset[Hashable]:
    """The figures of a year that associations, by UUID, publish themselves, as they were told they may."""
    rows = OwnPublication.objects.using(FIGURES).filter(
        association__uuid__in=list(associations),
        year=year,
        taken_back_at__isnull=True,
        answer__answer=Answer.FREE,
    )
    return frozenset(key for row in rows.select_related("association") for key in _keys(row))


def _answer(asked: OwnPublication) -> str:
    umbrellas = list(
        Umbrella.objects.using(FIGURES).filter(affiliations__association=asked.association_id).distinct()
    )
    before = [one for umbrella in umbrellas for one in told.before(umbrella, asked.year)]
    owners = {
        key.owner
        for one in before
        for key in (cell.key for cell in one.cells)
        if isinstance(key, FigureKey) and key.level == Level.ASSOCIATION
    }
    free = public_keys(owners, asked.year)
    try:
        with Deadline(seconds=PROOF_SECONDS) as deadline:
            uncovered = uncovered_by(publishing=_keys(asked), before=before, known=free, deadline=deadline)
    except (OutOfTime, ValueError, ArithmeticError):
        return Answer.UNPROVEN
    return Answer.UNCOVERS if uncovered else Answer.FREE


def _keys(asked: OwnPublication) -> frozenset[Hashable]:
    association: Association = asked.association
    months = {YEAR, *EVERY_MONTH} if asked.with_months else {YEAR}
    return frozenset(
        FigureKey(Level.ASSOCIATION, str(association.uuid), asked.year, month) for month in months
    )
