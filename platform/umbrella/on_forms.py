"""Yearly totals from before an association kept its hours here, as it had reported them on a form."""

from django.db import transaction

from tenants import clock
from tenants.models import Association
from umbrella.models import ExactFigure, ExactRoleFigure
from umbrella.routers import FIGURES


@transaction.atomic(using=FIGURES)
def report_year(*, association: Association, year: int, minutes: int, people: int) -> ExactFigure:
    """Note a year's total. It stands for the whole year: what was recorded here of that year is set aside.

    Runs with the figures login. Doing it again changes nothing; another total replaces the first one.
    """
    of_year = ExactFigure.objects.using(FIGURES).filter(association_uuid=association.uuid, year=year)
    of_year.filter(month__gt=0).delete()
    ExactRoleFigure.objects.using(FIGURES).filter(association_uuid=association.uuid, year=year).delete()
    figure, _ = of_year.update_or_create(
        association_uuid=association.uuid,
        year=year,
        month=0,
        defaults={
            "minutes": minutes,
            "people": people,
            "heads": 0,
            "top_minutes": None,
            "closed": True,
            "source": ExactFigure.Source.FORM,
            "computed_at": clock.now(),
        },
    )
    return figure


def years_on_forms(*, association: Association) -> set[int]:
    """The years that the association has reported on a form. Runs with the figures login."""
    on_forms = ExactFigure.objects.using(FIGURES).filter(
        association_uuid=association.uuid, month=0, source=ExactFigure.Source.FORM
    )
    return set(on_forms.values_list("year", flat=True))
