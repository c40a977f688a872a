"""An association asks whether it may publish, or takes it back: the app's part, on the shared side."""

from django.db import transaction

from tenants import clock
from tenants.context import current_association, platform_role
from umbrella.publishing.models import OwnPublication, OwnPublicationAnswer

Answer = OwnPublicationAnswer.Answer


def current(*, year: int) -> OwnPublication | None:
    """What this association has asked about a year and not taken back. A reading verb of the shared side."""
    association = current_association()
    with platform_role():
        rows = OwnPublication.objects.filter(association=association, taken_back_at__isnull=True, year=year)
        return rows.select_related("answer").first()


@transaction.atomic
def ask(*, year: int, with_months: bool) -> OwnPublication:
    """Ask, or ask anew where the answer was no or more is wanted. Asking twice at once asks once."""
    association = current_association()
    with platform_role():
        type(association).objects.select_for_update().get(pk=association.pk)
        rows = OwnPublication.objects.filter(association=association, taken_back_at__isnull=True, year=year)
        there = rows.select_related("answer").first()
        if there is not None and _stands(there, with_months=with_months):
            return there
        rows.update(taken_back_at=clock.now())
        return OwnPublication.objects.create(
            association=association, year=year, with_months=with_months, asked_at=clock.now()
        )


@transaction.atomic
def take_back(*, year: int) -> None:
    """Note that it does not publish the year: others may hide behind its figure again."""
    association = current_association()
    with platform_role():
        rows = OwnPublication.objects.filter(association=association, taken_back_at__isnull=True, year=year)
        rows.update(taken_back_at=clock.now())


def answer_of(*, publication: OwnPublication) -> str:
    """What was answered; empty while it waits."""
    found = getattr(publication, "answer", None)
    return str(found.answer) if found is not None else ""


def _stands(there: OwnPublication, *, with_months: bool) -> bool:
    answer = answer_of(publication=there)
    return there.with_months >= with_months and answer in ("", Answer.FREE)
