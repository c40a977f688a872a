"""Forms of premises. They check shape; whether it may be so is asked by the verbs."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.activities.forms import MOST_HEADS, late_field
from scheduling.activities.services.outcomes import Heads
from scheduling.hours import walltime
from scheduling.hours.errors import HoursRefused
from scheduling.hours.forms import DATES, TIMES
from scheduling.premises import selectors, words
from scheduling.premises.errors import BeyondReach
from scheduling.premises.models import Booking, Equipment, Space
from scheduling.premises.services.bookings import BookingPlan
from scheduling.premises.services.spaces import EquipmentPlan, SpacePlan
from volunteers.register import reach, selectors as register
from volunteers.register.forms.names import NamesForm
from volunteers.register.forms.roles import NamedChoice
from volunteers.register.models import GrantTarget, Organisation, Site, Unit

# Beyond these no calendar has months.
FAR = _("Choose a day between 2000 and 2099.")
WITHIN = (MinValueValidator(date(2000, 1, 1), FAR), MaxValueValidator(date(2099, 12, 31), FAR))


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, input_formats=DATES, widget=widget, validators=WITHIN, **kwargs)


def _time(label: Any, **kwargs: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, input_formats=TIMES, widget=widget, **kwargs)


def _heads(label: Any, **kwargs: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_HEADS, widget=widget, **kwargs)


class BookingForm(forms.Form):
    """Who has what, from when to when, and what for."""

    space = NamedChoice(
        label=_("Space"), queryset=Space.objects.none(), required=False, empty_label=_("No space")
    )
    equipment = NamedChoice(
        label=_("Equipment"), queryset=Equipment.objects.none(), required=False, empty_label=_("No equipment")
    )
    organisation = NamedChoice(
        label=_("For whom"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("The association itself"),
    )
    purpose = forms.CharField(
        label=_("What for"),
        max_length=200,
        help_text=_("For example “choir practice”. No names of people."),
    )
    day = _day(_("Date"))
    starts = _time(pgettext_lazy("time of day", "From"))
    ends = _time(pgettext_lazy("time of day", "To"))
    last_day = _day(_("Last day, if not the same"), required=False)
    expected = _heads(_("How many are expected"), required=False)
    grant_target = NamedChoice(
        label=_("Grant target"),
        queryset=GrantTarget.objects.none(),
        required=False,
        empty_label=_("As the space has it"),
        help_text=_("Only if another grant pays for this time than for the space."),
    )
    own = forms.BooleanField(
        label=_("Its people are counted at a group or an event of ours"),
        required=False,
        help_text=_("Then they are not counted a second time as visits."),
    )
    is_public = forms.BooleanField(
        label=_("In the public calendar"),
        required=False,
        help_text=_("Open to all: the organisation, what for, when and where are told."),
    )
    asked = forms.BooleanField(
        label=_("Only asked for, not promised yet"),
        required=False,
        help_text=_("Keeps nobody else out until you confirm it."),
    )
    until_on = _day(
        _("Repeat each week until"), required=False, help_text=_("Leave empty for this one time.")
    )
    leave_out = forms.BooleanField(label=_("Leave out the weeks in which it is taken"), required=False)
    late_reason = late_field()

    def __init__(
        self,
        *args: Any,
        reader: reach.Reaching,
        zone: ZoneInfo,
        booking: Booking | None = None,
        **kwargs: Any,
    ) -> None:
        if booking is not None:
            kwargs["initial"] = _initial(booking, zone)
        super().__init__(*args, **kwargs)
        self.zone = zone
        spaces = selectors.things(Space.objects.filter(is_active=True), reader=reader)
        equipment = selectors.things(Equipment.objects.filter(is_active=True), reader=reader)
        organisations = Organisation.objects.filter(is_active=True)
        targets = GrantTarget.objects.filter(is_active=True)
        if booking is not None:  # what is no longer on offer stays where it is
            spaces = spaces | selectors.things(Space.objects.filter(pk=booking.space_id or 0), reader=reader)
            equipment = equipment | selectors.things(
                Equipment.objects.filter(pk=booking.equipment_id or 0), reader=reader
            )
            organisations = organisations | Organisation.objects.filter(pk=booking.organisation_id or 0)
            targets = targets | GrantTarget.objects.filter(pk=booking.grant_target_id or 0)
            for name in ("asked", "until_on", "leave_out", "late_reason"):
                del self.fields[name]
        offers = {
            "space": spaces,
            "equipment": equipment,
            "organisation": organisations.order_by("name"),
            "grant_target": targets,
        }
        for name, found in offers.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]  # a NamedChoice

    def clean(self) -> dict[str, Any]:
        """Clocks to instants. Times that the clocks skipped or showed twice are named at their fields."""
        data = super().clean() or self.cleaned_data
        if data.get("asked") and data.get("until_on"):
            self.add_error("until_on", _("What is only asked for is noted one time at a time."))
        if {"day", "starts", "ends", "last_day"} - data.keys():
            return data
        last = data["last_day"] or data["day"]
        for name, key, day in (("starts", "starts_at", data["day"]), ("ends", "ends_at", last)):
            try:
                data[key] = walltime.instant(day=day, at=data[name], zone=self.zone)
            except HoursRefused as refusal:
                self.add_error(name, str(refusal))
        return data

    def plan(self) -> BookingPlan:
        """What a valid form says."""
        names = BookingPlan.__dataclass_fields__
        return BookingPlan(**{name: value for name, value in self.cleaned_data.items() if name in names})


def _initial(booking: Booking, zone: ZoneInfo) -> dict[str, Any]:
    starts, ends = booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone)
    names = ("space", "equipment", "organisation", "grant_target", "purpose", "expected", "own", "is_public")
    return {name: getattr(booking, name) for name in names} | {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "last_day": ends.date() if ends.date() != starts.date() else None,
    }


class WaitingForm(forms.Form):
    """How many came, of several bookings at once. What is left empty waits on."""

    def __init__(self, *args: Any, bookings: Iterable[Booking], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bookings = list(bookings)
        for booking in self.bookings:
            told = f"{words.whose(booking)}, {words.when(booking)}"
            self.fields[booking.uuid.hex] = _heads(told, required=False, help_text=words.what(booking))

    def said(self) -> dict[Booking, Heads | None]:
        """The numbers that a valid form says."""
        typed = ((booking, self.cleaned_data[booking.uuid.hex]) for booking in self.bookings)
        return {booking: Heads(heads) for booking, heads in typed if heads is not None}


class _ThingForm(NamesForm):
    """What spaces and equipment have in common."""

    site = NamedChoice(
        label=pgettext_lazy("premises", "At which place"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=_("Nowhere in particular"),
    )
    unit = NamedChoice(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("The whole association")
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("What is not in use takes no new bookings and stays in the figures."),
    )

    def __init__(
        self, *args: Any, reader: reach.Reaching, thing: Space | Equipment | None = None, **kwargs: Any
    ) -> None:
        if thing is not None:
            kwargs["initial"] = {name: getattr(thing, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.reader = reader
        sites, units = register.active_sites(), reach.units(reader).filter(is_active=True)
        if thing is not None:
            sites = sites | Site.objects.filter(pk=thing.site_id or 0)
            units = units | Unit.objects.filter(pk=thing.unit_id or 0)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]  # a NamedChoice
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a NamedChoice

    def clean(self) -> dict[str, Any]:
        """Whoever looks after a part notes what belongs to it."""
        data = super().clean() or self.cleaned_data
        if not self.reader.reach.whole and not data.get("unit"):
            self.add_error("unit", str(BeyondReach()))
        return data


class SpaceForm(_ThingForm):
    """A space."""

    capacity = forms.IntegerField(
        label=_("At most … people at once"),
        min_value=1,
        max_value=MOST_HEADS,
        required=False,
        help_text=_("The limit for fire safety. More is not refused, but you are told."),
    )
    access_text = forms.CharField(
        label=_("How one gets in, and what helps"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Steps, lift, toilet, induction loop."),
    )
    grant_target = NamedChoice(
        label=_("Grant target"),
        queryset=GrantTarget.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Who pays for the space: its bookings stand in the report to that funder."),
    )

    def __init__(self, *args: Any, thing: Space | None = None, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        targets = GrantTarget.objects.filter(is_active=True)
        if thing is not None:
            targets = targets | GrantTarget.objects.filter(pk=thing.grant_target_id or 0)
        self.fields["grant_target"].queryset = targets  # type: ignore[attr-defined]  # a NamedChoice

    def plan(self) -> SpacePlan:
        """What a valid form says."""
        return SpacePlan(**self.cleaned_data)


class EquipmentForm(_ThingForm):
    """A thing."""

    note = forms.CharField(
        label=_("What one must know"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where it is kept, what belongs to it."),
    )

    def plan(self) -> EquipmentPlan:
        """What a valid form says."""
        return EquipmentPlan(**self.cleaned_data)


class WeekForm(forms.Form):
    """Which bookings to show."""

    week = forms.DateField(required=False, input_formats=DATES, widget=forms.HiddenInput, validators=WITHIN)
    space = NamedChoice(
        label=_("Space"),
        queryset=Space.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=_("All spaces"),
    )

    def __init__(self, *args: Any, reader: reach.Reaching, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spaces = selectors.things(Space.objects.all(), reader=reader)
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined]  # a NamedChoice

    def chosen(self, *, today: date) -> tuple[date, Space | None]:
        """The Monday of the week, and the space; what cannot be read is left out."""
        self.is_valid()
        day = self.cleaned_data.get("week") or today
        return day - timedelta(days=day.weekday()), self.cleaned_data.get("space")
