"""A shift as its caller sees it, read for a page of them in a fixed number of queries."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from api.fields import Exactly, Instant
from scheduling.shifts import conditions
from scheduling.shifts.api.fields import ReasonSerializer, RoleSerializer, SiteSerializer
from scheduling.shifts.models import Planned, Shift, SignUp, Slot
from scheduling.shifts.selectors import searches, shifts as selectors
from scheduling.shifts.selectors.shifts import Row
from scheduling.shifts.words import shifts as words
from volunteers.register.models import Person, Site, VolunteerRole

EXAMPLE = {
    "uuid": "0b0f5b0e-6f0c-4c39-8a37-0d5c2f1f7e11",
    "title": "Soup kitchen",
    "description": "We cook and serve.",
    "role": {"code": "host", "name": "Meeting place host"},
    "site": {
        "uuid": "5c7d7b90-3a63-4c57-9a39-6f9c5c3a1d22",
        "name": "Lighthouse",
        "address": "Harbour Street 8",
        "arrival": "Through the yard.",
    },
    "where": "site",
    "online_address": None,
    "for_those_who_come": None,
    "contact": None,
    "starts_at": "2025-02-04T15:00:00+00:00",
    "ends_at": "2025-02-04T18:00:00+00:00",
    "places": 2,
    "minimum": 1,
    "taken": 2,
    "training_places": 0,
    "training_taken": 0,
    "slots": [{"qualification": {"code": "first-aid", "name": "First aid"}, "least": 1, "most": 1}],
    "sign_up_mode": "at_once",
    "opens_hours_before": None,
    "closes_hours_before": 12,
    "cancel_hours_before": 24,
    "all_hours_before": None,
    "opens_at": None,
    "closes_at": "2025-02-04T03:00:00+00:00",
    "cancels_until": "2025-02-03T15:00:00+00:00",
    "names": "coming",
    "series": None,
    "state": "published",
    "full": True,
    "under_way": False,
    "mine": "waiting",
    "own": {
        "state": "waiting",
        "starts_at": "2025-02-04T15:00:00+00:00",
        "ends_at": "2025-02-04T18:00:00+00:00",
        "in_training": False,
        "qualification": None,
        "number": 1,
        "offered_until": None,
        "confirm_asked_at": None,
        "looking_for_stand_in": False,
    },
    "may_sign_up": False,
    "may_wait": False,
    "may_stand_in": False,
    "reasons": [{"code": "shift_full", "sentence": "The shift is full."}],
    "remarks": [],
}


# --- what there is to say -------------------------------------------------------------------------


@dataclass
class Around:
    """What is told of shifts besides themselves, by their keys; read once for all of a page."""

    slots: dict[int, list[Slot]] = field(default_factory=dict)
    # On which list the caller stands where.
    numbers: dict[int, int] = field(default_factory=dict)
    # Whose places somebody is looked for, by the keys of people.
    left_by: dict[int, set[int]] = field(default_factory=dict)
    contacts: dict[int, Person] = field(default_factory=dict)
    # Written once, however many shifts are of the same role or at the same place.
    roles: dict[int, dict[str, Any]] = field(default_factory=dict)
    sites: dict[int, dict[str, Any]] = field(default_factory=dict)


def shifts() -> QuerySet[Shift]:
    """Shifts for `told`, which reads their roles and places once for all of them."""
    return Shift.objects.annotate(of_series=F("series__uuid"))


def _joined(found: Sequence[Shift]) -> None:
    """Give shifts their roles and places: few, each of many shifts."""
    roles = VolunteerRole.objects.select_related("shift_rules").in_bulk({shift.role_id for shift in found})
    sites = Site.objects.in_bulk({shift.site_id for shift in found if shift.site_id})
    for shift in found:
        shift.role = roles[shift.role_id]
        shift.site = sites.get(shift.site_id) if shift.site_id else None


def told(
    found: Sequence[Shift], *, person: Person | None, of_roles: Collection[int] | None
) -> list[dict[str, Any]]:
    """Shifts as somebody sees them, who looks after these roles; None: after all."""
    _joined(found)
    rows = selectors.rows_of(found, person=person)
    inside = {
        row.shift.pk
        for row in rows
        if row.sign_up is not None or of_roles is None or row.shift.role_id in of_roles
    }
    waits = [row.shift.pk for row in rows if row.hope is not None and row.hope.state == SignUp.State.WAITING]
    around = Around(
        slots=_slots(found),
        numbers=_numbers(waits, person) if waits else {},
        left_by=_left_by(),
        contacts=_contacts(shift for shift in found if shift.pk in inside),
    )
    return [_shift(row, around, is_inside=row.shift.pk in inside) for row in rows]


def _slots(found: Sequence[Shift]) -> dict[int, list[Slot]]:
    slots: dict[int, list[Slot]] = {}
    rows = Slot.objects.filter(shift__in=[shift.pk for shift in found]).select_related("qualification")
    for slot in rows:
        slots.setdefault(slot.shift_id or 0, []).append(slot)
    return slots


def _numbers(waits: Sequence[int], person: Person | None) -> dict[int, int]:
    numbers: dict[int, int] = {}
    queue = SignUp.objects.filter(shift__in=waits, state=SignUp.State.WAITING).order_by("shift", "pk")
    place, before = 0, 0
    for shift, who in queue.values_list("shift", "person"):
        place, before = (place + 1 if shift == before else 1), shift
        if person is not None and who == person.pk:
            numbers[shift] = place
    return numbers


def _left_by() -> dict[int, set[int]]:
    """All searches that go on: they are of the next days, and few."""
    left: dict[int, set[int]] = {}
    for shift, person in searches.looked_for().values_list("sign_up__shift", "sign_up__person"):
        left.setdefault(shift, set()).add(person)
    return left


def _contacts(inside: Iterable[Shift]) -> dict[int, Person]:
    keys = {shift.contact_person_id for shift in inside if shift.contact_person_id}
    return Person.objects.in_bulk(keys) if keys else {}


# --- how it is said -------------------------------------------------------------------------------


def _shift(row: Row, around: Around, *, is_inside: bool) -> dict[str, Any]:
    """What `ShiftSerializer` describes. By hand: a page of a hundred has five thousand values."""
    shift, own = row.shift, row.sign_up or row.hope
    left_by = around.left_by.get(shift.pk, ())
    slots = around.slots.get(shift.pk, ())
    may_wait = row.lacks_only_a_place and not row.by_request
    contact = around.contacts.get(shift.contact_person_id or 0) if is_inside else None
    return {
        "uuid": str(shift.uuid),
        "title": words.title(shift),
        "description": shift.description,
        "role": _role(shift.role, around),
        "site": _site(shift.site, around) if shift.site else None,
        "where": shift.where,
        "online_address": shift.online_address if is_inside else None,
        "for_those_who_come": shift.for_those_who_come if is_inside else None,
        "contact": {"name": contact.name, "phone": contact.phone} if contact else None,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "places": shift.places,
        "minimum": shift.minimum,
        "taken": shift.taken,
        "training_places": shift.training_places,
        "training_taken": shift.training_taken,
        "slots": [_slot(slot) for slot in slots],
        "sign_up_mode": shift.sign_up_mode,
        "opens_hours_before": shift.opens_hours_before,
        "closes_hours_before": shift.closes_hours_before,
        "cancel_hours_before": shift.cancel_hours_before,
        "all_hours_before": shift.all_hours_before,
        "opens_at": _at(conditions.opens_at(shift)),
        "closes_at": _at(conditions.closes_at(shift)),
        "cancels_until": _at(conditions.cancels_until(shift)),
        "names": shift.names,
        "series": str(shift.of_series) if shift.of_series else None,  # type: ignore[attr-defined]  # see `shifts`
        "state": shift.state,
        "full": conditions.is_full(shift),
        "under_way": row.under_way,
        "mine": own.state if own else None,
        "own": _own(own, slots, number=around.numbers.get(shift.pk), left_by=left_by) if own else None,
        "may_sign_up": row.may_sign_up,
        "may_wait": may_wait,
        "may_stand_in": row.lacks_only_a_place and bool(left_by),
        "reasons": [{"code": each.code, "sentence": str(each)} for each in row.reasons],
        "remarks": [{"code": each.code, "sentence": str(each)} for each in row.remarks],
    }


def _own(
    own: SignUp, slots: Iterable[Slot], *, number: int | None, left_by: Collection[int]
) -> dict[str, Any]:
    return {
        "state": own.state,
        "starts_at": own.starts_at.isoformat(),
        "ends_at": own.ends_at.isoformat(),
        "in_training": own.in_training,
        "qualification": next((slot.qualification.code for slot in slots if slot.pk == own.slot_id), None),
        "number": number,
        "offered_until": _at(own.offered_until),
        "confirm_asked_at": _at(own.confirm_asked_at),
        "looking_for_stand_in": own.person_id in left_by,
    }


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _role(role: VolunteerRole, around: Around) -> dict[str, Any]:
    if role.pk not in around.roles:
        around.roles[role.pk] = {"code": role.code, "name": role.name}
    return around.roles[role.pk]


def _site(site: Site, around: Around) -> dict[str, Any]:
    if site.pk not in around.sites:
        around.sites[site.pk] = dict(SiteSerializer(site).data)
    return around.sites[site.pk]


def _slot(slot: Slot) -> dict[str, Any]:
    """What `SlotSerializer` describes."""
    kind = slot.qualification
    return {
        "qualification": {"code": kind.code, "name": kind.name},
        "least": slot.least,
        "most": slot.most,
    }


# --- how it is described --------------------------------------------------------------------------


class QualificationSerializer(serializers.Serializer[Any]):
    """A kind of evidence, named in the caller's language."""

    code = serializers.CharField()
    name = serializers.CharField()


class SlotSerializer(serializers.Serializer[Any]):
    """Places that ask for a qualification: with fewer than `least` something is missing."""

    qualification = QualificationSerializer()
    least = serializers.IntegerField()
    most = serializers.IntegerField()


class ContactSerializer(serializers.Serializer[Any]):
    """Whom to call."""

    name = serializers.CharField()
    phone = serializers.CharField()


class OwnSerializer(serializers.Serializer[Any]):
    """How the caller comes, or hopes to."""

    state = serializers.ChoiceField(choices=SignUp.State.choices)
    starts_at = Instant(help_text="The caller's own time; usually the shift's.")
    ends_at = Instant()
    in_training = serializers.BooleanField()
    qualification = serializers.CharField(
        allow_null=True, help_text="Code of the qualification for which the place is, or null."
    )
    number = serializers.IntegerField(allow_null=True, help_text="On the waiting list; 1 is the next one.")
    offered_until = Exactly(allow_null=True, help_text="Until when an offered place waits.")
    confirm_asked_at = Exactly(
        allow_null=True, help_text="The shift has moved: since when it is asked whether the new time suits."
    )
    looking_for_stand_in = serializers.BooleanField(
        help_text="The caller cannot come, and somebody is looked for who takes the place over."
    )


def _hours() -> serializers.IntegerField:
    return serializers.IntegerField(allow_null=True, help_text="Counted back from the start.")


@extend_schema_serializer(examples=[OpenApiExample("A shift for which the caller waits", value=EXAMPLE)])
class ShiftSerializer(serializers.Serializer[Any]):
    """A shift as the caller sees it. What only those hear who come is null for others."""

    uuid = serializers.UUIDField()
    title = serializers.CharField(help_text="Its own, or the role's name.")
    description = serializers.CharField()
    role = RoleSerializer()
    site = SiteSerializer(allow_null=True)
    where = serializers.ChoiceField(choices=Planned.Where.choices)
    online_address = serializers.CharField(allow_null=True, help_text="For those who come.")
    for_those_who_come = serializers.CharField(allow_null=True, help_text="For those who come.")
    contact = ContactSerializer(allow_null=True, help_text="For those who come.")
    starts_at = Instant()
    ends_at = Instant()
    places = serializers.IntegerField()
    minimum = serializers.IntegerField(help_text="With fewer it cannot be held.")
    taken = serializers.IntegerField()
    training_places = serializers.IntegerField(help_text="For those who learn; they fill none of the places.")
    training_taken = serializers.IntegerField()
    slots = SlotSerializer(many=True)
    sign_up_mode = serializers.ChoiceField(
        choices=Planned.SignUpMode.choices, help_text="How one gets a place."
    )
    opens_hours_before = _hours()
    closes_hours_before = _hours()
    cancel_hours_before = _hours()
    all_hours_before = _hours()
    opens_at = Instant(allow_null=True, help_text="From when on one signs up; null: at once.")
    closes_at = Instant(help_text="Until when one signs up.")
    cancels_until = Instant(help_text="Until when one gives a place back.")
    names = serializers.ChoiceField(choices=Planned.Names.choices, help_text="Who sees who comes.")
    series = serializers.UUIDField(allow_null=True, help_text="The series to which it belongs.")
    state = serializers.ChoiceField(choices=Shift.State.choices)
    full = serializers.BooleanField(help_text="All places are taken.")
    under_way = serializers.BooleanField(help_text="It has started and not ended.")
    mine = serializers.ChoiceField(
        choices=SignUp.State.choices, allow_null=True, help_text="State of the caller's sign-up."
    )
    own = OwnSerializer(allow_null=True, help_text="The caller's sign-up.")
    may_sign_up = serializers.BooleanField(help_text="Whether signing up would give a place, or ask for one.")
    may_wait = serializers.BooleanField(help_text="Whether the caller could wait for a place.")
    may_stand_in = serializers.BooleanField(
        help_text="Whether the caller could take over the place of somebody who cannot come."
    )
    reasons = ReasonSerializer(many=True, help_text="What speaks against it.")
    remarks = ReasonSerializer(many=True, help_text="What goes against the caller's own wishes.")
