"""A copy of an association enters the figures when somebody says so, and not before."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from scheduling.hours.services import months
from tenants import clock, wakeups
from tenants.context import entered
from tenants.models import Affiliation, Association, District, Umbrella
from umbrella.models import ExactFigure
from web.errors import DomainError


class NotOutside(DomainError):
    """It is in the figures already."""

    code = "not_outside_figures"
    sentence = _("%(name)s is not outside of the figures.")


class YearTold(DomainError):
    """Two associations would tell the same hours."""

    code = "year_told_already"
    sentence = _(
        "The association that %(name)s was copied from has figures of %(year)s: hours would count twice. "
        "Choose the first year of which it has none."
    )


def release_to_figures(
    *, association: Association, umbrella: Umbrella, district: District | None, from_year: int
) -> Association:
    """Have a copy count in an umbrella from the first day of a year on. Runs as the owner, who may read both.

    What was before stays told by the association that it was copied from. Raises NotOutside or YearTold.
    """
    with transaction.atomic():
        locked = Association.objects.select_for_update().get(pk=association.pk)
        if not locked.outside_figures or locked.copied_from is None:
            raise NotOutside(name=locked.name)
        # The owner's login reads the exact store: this is no process that serves pages.
        told = ExactFigure.objects.using("default").filter(
            association_uuid=locked.copied_from, year__gte=from_year
        )
        if (last := told.order_by("-year").first()) is not None:
            raise YearTold(name=locked.name, year=str(last.year))
        locked.outside_figures = False
        locked.figures_from_year = from_year
        locked.save(update_fields=["outside_figures", "figures_from_year"])
        Affiliation.objects.create(
            association=locked, umbrella=umbrella, district=district, from_on=date(from_year, 1, 1)
        )
    with entered(locked):
        months.mark_all()
    wakeups.add(schema_name=locked.schema_name, queue="figures", at=clock.now())
    return locked
