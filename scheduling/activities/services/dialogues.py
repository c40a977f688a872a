"""Groups of a dialogue: at most ten in each, so that everybody speaks, and somebody who writes down."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from scheduling.activities import locks
from scheduling.activities.errors import NotADialogue, TooManyInAGroup
from scheduling.activities.models import Activity, Count, DialogueGroup
from scheduling.activities.services import outcomes
from scheduling.activities.services.closing import hold_months
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person


@dataclass(frozen=True)
class CirclePlan:
    """Who leads a group and who writes, and afterwards how many took part beside them."""

    recorder: Person
    facilitator: Person | None = None
    participants: int | None = None


@transaction.atomic
def set_group(
    *, activity: Activity, plan: CirclePlan, by: Actor, group: DialogueGroup | None = None
) -> DialogueGroup:
    """Add a group to a dialogue, or change one; what was told of a held one follows.

    Raises NotADialogue, TooManyInAGroup or MonthClosed.
    """
    if activity.kind != Activity.Kind.DIALOGUE:
        raise NotADialogue
    if plan.participants is not None and plan.participants > DialogueGroup.MOST:
        raise TooManyInAGroup(most=DialogueGroup.MOST)
    locked = locks.lock_activity(activity)
    hold_months(first_days=[locked.first_month])
    if group is None:
        last = locked.dialogue_groups.aggregate(last=Max("number"))["last"] or 0
        made = DialogueGroup.objects.create(activity=locked, number=last + 1, **vars(plan))
    else:
        made = group
        for name, value in vars(plan).items():
            setattr(made, name, value)
        made.save(update_fields=list(vars(plan)))
    trail.record(
        "dialogue.group_set", by=by, subject_kind="activity", subject_uuid=locked.uuid, number=made.number
    )
    _tell(locked)
    return made


@transaction.atomic
def remove_group(*, group: DialogueGroup, by: Actor) -> None:
    """Take a group out of a dialogue. Raises MonthClosed."""
    locked = locks.lock_activity(group.activity)
    hold_months(first_days=[locked.first_month])
    if locked.dialogue_groups.filter(pk=group.pk).delete()[0]:
        trail.record(
            "dialogue.group_removed",
            by=by,
            subject_kind="activity",
            subject_uuid=locked.uuid,
            number=group.number,
        )
        _tell(locked)


def _tell(activity: Activity) -> None:
    """A number that was noted already is the sum of the groups again, once all of them are known."""
    quantity = outcomes.took_part(activity=activity)
    if quantity is not None:
        Count.objects.filter(activity=activity, corrects__isnull=True).update(quantity=quantity)
