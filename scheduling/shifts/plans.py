"""What a coordinator says of shifts: of one with its times, or of what many have in common."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from scheduling.shifts.eligibility.standings import rules_of
from scheduling.shifts.errors import places as place_errors, shifts as errors
from scheduling.shifts.models import Planned, Shift, Slot
from volunteers.register.models import Person, QualificationType, Site, VolunteerRole

# What the role says where a plan does not.
_BY_ROLE = ("sign_up_mode", "names")


@dataclass(frozen=True)
class SlotPlan:
    """So many of the places ask for a qualification; with fewer than `least` of them something is missing."""

    qualification: QualificationType
    least: int = 1
    most: int = 1


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The fields that a shift, a series and a template have in common, with their qualified places."""

    role: VolunteerRole
    places: int
    site: Site | None = None
    title: str = ""
    description: str = ""
    minimum: int = 1
    training_places: int = 0
    where: str = Planned.Where.SITE
    online_address: str = ""
    for_those_who_come: str = ""
    # Empty is as the role says.
    sign_up_mode: str = ""
    opens_hours_before: int | None = None
    closes_hours_before: int | None = None
    cancel_hours_before: int | None = None
    all_hours_before: int | None = None
    names: str = ""
    contact_person: Person | None = None
    slots: tuple[SlotPlan, ...] = ()

    def columns(self) -> dict[str, Any]:
        """The values of the table's columns; qualified places have a table of their own."""
        said = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "slots"}
        return said | {name: getattr(rules_of(self.role), name) for name in _BY_ROLE if not said[name]}

    def slot_rows(self, **of: Planned) -> list[Slot]:
        """Rows of the qualified places, not saved; `of` says whose they are: shift=, series= or template=."""
        return [
            Slot(qualification=slot.qualification, least=slot.least, most=slot.most, **of)
            for slot in self.slots
        ]


@dataclass(frozen=True, kw_only=True)
class ShiftPlan(Plan):
    """One shift."""

    starts_at: datetime
    ends_at: datetime


def require_places(plan: Plan) -> None:
    """Refuse places that cannot be. Raises NoPlaces, MinimumOverPlaces, SlotsOverPlaces or SlotTwice."""
    if plan.places < 1:
        raise errors.NoPlaces
    if plan.minimum > plan.places:
        raise place_errors.MinimumOverPlaces(minimum=plan.minimum, places=plan.places)
    if len({slot.qualification.pk for slot in plan.slots}) < len(plan.slots):
        raise place_errors.SlotTwice
    if (asking := sum(slot.most for slot in plan.slots)) > plan.places:
        raise place_errors.SlotsOverPlaces(asking=asking, places=plan.places)


def require_sound(plan: ShiftPlan) -> None:
    """Refuse times that cannot be, too. Raises EndBeforeStart, and what `require_places` raises."""
    if any(at.second or at.microsecond for at in (plan.starts_at, plan.ends_at)):
        raise ValueError("Shifts start and end on whole minutes, as hours do.")
    if plan.ends_at <= plan.starts_at:
        raise errors.EndBeforeStart
    require_places(plan)


def said_of(planned: Planned) -> dict[str, Any]:
    """What a `Plan` would say to make this again: keyword arguments of it, without times."""
    said: dict[str, Any] = {
        each.name: getattr(planned, each.name) for each in fields(Plan) if each.name != "slots"
    }
    said["slots"] = slots_of(planned)
    return said


def plan_of(shift: Shift) -> ShiftPlan:
    """What a coordinator would say to make this shift again."""
    return ShiftPlan(**said_of(shift), starts_at=shift.starts_at, ends_at=shift.ends_at)


def slots_of(planned: Planned) -> tuple[SlotPlan, ...]:
    """Its qualified places, in their order."""
    rows: Any = planned.slots  # type: ignore[attr-defined]  # shifts, series and templates all have them
    return tuple(
        SlotPlan(row.qualification, least=row.least, most=row.most)
        for row in rows.select_related("qualification").order_by("pk")
    )
