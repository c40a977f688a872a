"""Taking what associations told by link into the exact figures. Runs in the figures process only.

Each answer once: taken or refused, its row goes in the same transaction. The next release tells it.
"""

from django.db import transaction

from tenants import clock
from tenants.models import Association, Umbrella
from umbrella.models import ExactFigure
from umbrella.on_forms import report_year
from umbrella.routers import FIGURES
from umbrella.totals.models import TotalsAnswer, TotalsLink
from umbrella.years.frozen import years_that_stand


def take(umbrella: Umbrella) -> int:
    """Take what waits, the oldest first, so that the latest one stands. Returns how many were looked at."""
    waiting = TotalsAnswer.objects.using(FIGURES).filter(umbrella_id=umbrella.pk)
    keys = list(waiting.order_by("sent_at", "uuid").values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic(using=FIGURES):
            answer = TotalsAnswer.objects.using(FIGURES).select_for_update().filter(pk=key).first()
            if answer is not None:
                _take(umbrella, answer)
    return len(keys)


def _take(umbrella: Umbrella, answer: TotalsAnswer) -> None:
    association = Association.objects.using(FIGURES).get(uuid=answer.association_uuid)
    refusal = _refusal(umbrella, association, answer.year)
    if not refusal:
        report_year(association=association, year=answer.year, minutes=answer.minutes, people=answer.people)
    TotalsLink.objects.using(FIGURES).filter(pk=answer.link_id).update(
        taken_at=None if refusal else clock.now(), refusal=refusal
    )
    TotalsAnswer.objects.using(FIGURES).filter(pk=answer.pk).delete()


def _refusal(umbrella: Umbrella, association: Association, year: int) -> str:
    """Hours that are recorded here are never replaced by a total, whoever sends one."""
    if year in years_that_stand(umbrella):
        return TotalsLink.Refusal.FROZEN
    recorded = ExactFigure.objects.using(FIGURES).filter(
        association_uuid=association.uuid, year=year, minutes__gt=0
    )
    if recorded.exclude(source=ExactFigure.Source.FORM).exists():
        return TotalsLink.Refusal.RECORDED
    return ""
