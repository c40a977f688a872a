"""Events, gigs and other single occasions: planned, changed. What became of them is said in `outcomes`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from scheduling.activities import locks
from scheduling.activities.errors import EndsBeforeStart, HostMissing, NotYet
from scheduling.activities.models import Activity, ActivityPartner, GigDetails
from scheduling.activities.services import outcomes
from scheduling.activities.services.closing import REASON, hold_months, hold_or_late
from scheduling.hours import locks as hours_locks, split
from scheduling.hours.services import months
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import GrantTarget, Organisation, Site, Unit, VolunteerRole

# What its numbers take from an occasion, as long as its month is open.
_OF_COUNTS = frozenset({"local_date", "first_month", "site", "unit", "role", "grant_target"})

_OF_HOURS = frozenset({"starts_at", "ends_at", "role", "grant_target"})


@dataclass(frozen=True)
class OccasionPlan:
    """What an occasion is to be. `programme` is of gigs alone; group sessions have no title of their own."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""
    description: str = ""
    site: Site | None = None
    role: VolunteerRole | None = None
    unit: Unit | None = None
    grant_target: GrantTarget | None = None
    joint_lead: str = ""
    is_public: bool = False
    partners: Sequence[Organisation] = ()
    programme: str = ""


def plan_of(*, activity: Activity) -> OccasionPlan:
    """What an occasion is now."""
    beside = ("partners", "programme")
    said = {
        each.name: getattr(activity, each.name) for each in fields(OccasionPlan) if each.name not in beside
    }
    gig = GigDetails.objects.filter(activity=activity).first()
    return OccasionPlan(
        **said,
        partners=list(Organisation.objects.filter(takes_part__activity=activity)),
        programme=gig.programme if gig is not None else "",
    )


@transaction.atomic
def add_occasion(
    *, kind: str, plan: OccasionPlan, by: Actor, late_reason: str = "", key: UUID | None = None
) -> Activity:
    """Plan an occasion; part of larger verbs too. With a reason also one of a closed month, to be told there.

    With the sender's own `key`, which becomes its `uuid`, the same sent again is the one that is there.
    Raises EndsBeforeStart, HostMissing or MonthClosed.
    """
    if key is not None and (known := Activity.objects.filter(uuid=key).first()):
        return known
    values = _values(kind, plan)
    if hold_or_late(first_days=[values["first_month"]], reason=late_reason):
        values["late_reason"] = late_reason.strip()[:REASON]
    values |= {"kind": kind, "created_at": clock.now()}
    activity, is_new = Activity.objects.get_or_create(uuid=key or uuid4(), defaults=values)
    if not is_new:  # the same key came at the same moment
        return activity
    _set_beside(activity, plan)
    trail.record("activity.added", by=by, subject_kind="activity", subject_uuid=activity.uuid, kind=kind)
    return activity


@transaction.atomic
def change_occasion(*, activity: Activity, plan: OccasionPlan, by: Actor) -> Activity:
    """Change an occasion, also one that was held, as long as its month is open and the new one is.

    Its numbers and the hours of those who did it follow. Raises EndsBeforeStart, HostMissing, MonthClosed,
    NotYet for an occasion that was held, HoursApproved, or what recording hours raises.
    """
    values = _values(activity.kind, plan)
    hours_locks.lock_people([entry.person for entry in outcomes.hours_of(activity=activity)])
    locked = locks.lock_activity(activity)
    was = locked.starts_at, locked.ends_at
    hold_months(first_days=[locked.first_month, values["first_month"]])
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, values[name])
    if changed:
        locked.save(update_fields=changed)
        counted = _OF_COUNTS & set(changed)
        if counted:
            locked.counts.update(**{name: values[name] for name in counted})
        if _OF_HOURS & set(changed) and locked.state == Activity.State.HELD:
            if locked.starts_at > clock.now():
                raise NotYet
            outcomes.move_hours(activity=locked, was=was, by=by)
        trail.record(
            "activity.changed", by=by, subject_kind="activity", subject_uuid=locked.uuid, fields=changed
        )
    _set_beside(locked, plan)
    return locked


@transaction.atomic
def tell_in_words(*, activity: Activity, parts: Mapping[int, str], feedback: str | None, by: Actor) -> None:
    """Keep what each partner did, by the key of its row, and what a gig's host said; None leaves that.

    Words move no figure, so a closed month does not hold them.
    """
    locked = locks.lock_activity(activity)
    changed = []
    for partner in locked.partners.filter(pk__in=parts):
        if partner.part != (said := parts[partner.pk].strip()):
            partner.part = said
            changed.append(partner)
    ActivityPartner.objects.bulk_update(changed, ["part"])
    heard = 0
    if feedback is not None:
        rows = GigDetails.objects.filter(activity=locked)
        heard = rows.exclude(feedback=feedback.strip()).update(feedback=feedback.strip())
    if changed or heard:
        trail.record("activity.told_in_words", by=by, subject_kind="activity", subject_uuid=locked.uuid)


def _values(kind: str, plan: OccasionPlan) -> dict[str, Any]:
    if plan.ends_at <= plan.starts_at:
        raise EndsBeforeStart
    if kind == Activity.Kind.GIG and plan.site is None:
        raise HostMissing
    day = plan.starts_at.astimezone(months.zone()).date()
    values = {name: value for name, value in vars(plan).items() if name not in ("partners", "programme")}
    return values | {"local_date": day, "first_month": split.month_of(day)}


def _set_beside(activity: Activity, plan: OccasionPlan) -> None:
    if activity.kind == Activity.Kind.GIG:
        GigDetails.objects.update_or_create(activity=activity, defaults={"programme": plan.programme})
    wanted = {each.pk for each in plan.partners}
    before = set(activity.partners.values_list("organisation_id", flat=True))
    activity.partners.filter(organisation_id__in=before - wanted).delete()
    ActivityPartner.objects.bulk_create(
        ActivityPartner(activity=activity, organisation_id=pk) for pk in sorted(wanted - before)
    )
