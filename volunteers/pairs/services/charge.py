"""Who is in charge, and that volunteers hear when it is time to look back: what the night's rounds see to."""

from django.db import transaction

from notifications import rounds, services as messages
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.pairs import selectors
from volunteers.pairs.models import Pair
from volunteers.pairs.services import holding
from volunteers.pairs.states import SUBJECT
from volunteers.register import coordinators, trail

REVIEW = "pairs.review"


def leave_those_of_who_left() -> int:
    """The round: pairs whose coordinator coordinates no more wait for another one. Again: nothing.

    Returns how many. Whoever left without a handover, or whose rights have run out, is found here; owners see
    on Today what nobody is in charge of.
    """
    with transaction.atomic():
        known = Pair.objects.filter(coordinator_user__isnull=False).exclude(state=Pair.State.ANONYMISED)
        charged = set(known.order_by().values_list("coordinator_user", flat=True).distinct())
        left = charged - coordinators.logins() if charged else set()
        if not left:
            return 0
        found = known.filter(coordinator_user__in=left).order_by("pk").select_for_update()
        uuids = dict(found.values_list("pk", "uuid"))
        count = holding.leave_alone(pairs=Pair.objects.filter(pk__in=uuids))
        by = Actor.system("pairs")
        trail.record_each("pair.left_alone", by=by, subject_kind=SUBJECT, subjects=list(uuids.values()))
        return count


def tell_reviews() -> int:
    """The round: volunteers hear once of each review that is due. Returns how many are due."""
    today = clock.today(current_association())
    due = selectors.reviews_due(Pair.objects.filter(volunteer__isnull=False), today=today)
    found = list(due.select_related("volunteer", "agreement").order_by("pk"))
    for pair in found:
        assert pair.volunteer is not None and pair.agreement is not None  # noqa: PT018  # so is the query
        messages.plan(
            kind=REVIEW,
            key=f"{REVIEW}:{pair.agreement.uuid}:{selectors.review_of(pair.agreement)}",
            person_uuid=pair.volunteer.uuid,
            due_at=rounds.in_the_day(),
            subject_kind=SUBJECT,
            subject_uuid=pair.uuid,
        )
    return len(found)
