"""What the federation's tables keep of an association that is deleted, and what goes.

What was told stays, and with it what proves that nobody can work hidden cells out of it: the exact figures of
closed months, and each released cell. What was never told is needed by nobody.
"""

from django.db.models import Value
from django.db.models.functions import Coalesce

from tenants import clock
from tenants.models import Association
from umbrella.models import ExactFigure, ExactRoleFigure
from umbrella.totals.models import TotalsLink


def forget(association: Association) -> None:
    """Take it. Runs in the owner's process, whose login may reach the exact store; may run twice.

    Months that were never closed are never told. Tables by role are told once for a year, from then on the
    released cells stand for them; a year that was not told by role is told without this association.
    """
    exact = ExactFigure.objects.using("default").filter(association_uuid=association.uuid)
    exact.filter(month__gt=0, closed=False).delete()
    ExactRoleFigure.objects.using("default").filter(association_uuid=association.uuid).delete()
    TotalsLink.objects.filter(association=association).update(
        answered_by_name="", withdrawn_at=Coalesce("withdrawn_at", Value(clock.now()))
    )
