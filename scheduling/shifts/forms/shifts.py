"""Forms of shifts. They check shape; whether it may be so is asked by the verbs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.hours import walltime
from scheduling.hours.errors import HoursRefused
from scheduling.shifts import local_times
from scheduling.shifts.errors.shifts import EndBeforeStart
from scheduling.shifts.models import Planned, Shift, SignUp
from scheduling.shifts.plans import ShiftPlan, SlotPlan, slots_of
from scheduling.shifts.selectors import shifts as selectors
from scheduling.shifts.selectors.ahead import Wish
from volunteers.register import reach, selectors as register
from volunteers.register.models import Person, QualificationType, Site, VolunteerRole

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DATES = ["%Y-%m-%d", "%d.%m.%Y"]
TIMES = ["%H:%M", "%H.%M", "%H"]


class DayField(forms.DateField):
    """A day of our times; anything else is a slip, and would lead out of what dates can hold."""

    years = range(2000, 2101)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=DATES, **kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day, or a ValidationError."""
        day = super().to_python(value)
        if day is not None and day.year not in self.years:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def time_input() -> forms.TimeInput:
    """A time of day; browsers without such a field take typed text."""
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class NamedChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """A choice of rows that are called by their `name`."""

    def label_from_instance(self, obj: Any) -> str:
        """The name in the language in use."""
        return str(obj.name)


class WishForm(forms.Form):
    """What a volunteer wants to see. A wish that makes no sense is no wish."""

    role = forms.TypedChoiceField(label=_("Role"), coerce=int, required=False, empty_value=None)
    site = forms.TypedChoiceField(label=_("Place"), coerce=int, required=False, empty_value=None)
    day = DayField(label=_("From which day on"), required=False, widget=DATE)
    # Which shifts, and in which shape; the tabs set them.
    show = forms.ChoiceField(choices=[("all", "")], required=False, widget=forms.HiddenInput)
    view = forms.ChoiceField(choices=[("week", "")], required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, roles: Iterable[VolunteerRole], sites: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, empty, choices in (
            ("role", _("All roles"), [(role.pk, role.name) for role in roles if role.is_active]),
            ("site", _("All places"), list(sites)),
        ):
            field: forms.TypedChoiceField = self.fields[name]  # type: ignore[assignment]  # declared above
            field.choices = [("", empty), *choices]
        self.is_valid()

    def wish(self, *, everything: bool) -> Wish:
        """The wish, as far as it can be read; with `everything` also what the reader cannot take."""
        said = self.cleaned_data
        return Wish(
            role=said.get("role"),
            site=said.get("site"),
            from_day=said.get("day"),
            everything=everything or said.get("show") == "all",
        )

    @property
    def is_week(self) -> bool:
        """Whether a week is asked for, not a list."""
        return self.cleaned_data.get("view") == "week"


# Fields of a plan that the form asks as they are.
_AS_SAID = (
    "minimum", "training_places", "where", "online_address",
    "for_those_who_come", "sign_up_mode", "opens_hours_before", "closes_hours_before", "cancel_hours_before",
    "all_hours_before", "names",
)  # fmt: skip


def _hours(label: Any, *, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=9999, required=False, help_text=hint)


class ShiftForm(forms.Form):
    """A new shift or a changed one, in the times of the clock on the wall."""

    role = NamedChoice(label=_("Role"), queryset=VolunteerRole.objects.none(), empty_label=_("Choose a role"))
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("If the role's name alone does not say what it is."),
    )
    site = NamedChoice(
        label=_("Place"), queryset=Site.objects.none(), required=False, empty_label=_("No fixed place")
    )
    where = forms.ChoiceField(
        label=_("How people take part"),
        choices=Shift.Where.choices,
        initial=Shift.Where.SITE,
        required=False,
    )
    online_address = forms.URLField(
        label=_("Address of the room online"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("Where the shift is online. Only those who come see it."),
    )
    day = DayField(label=_("Day"), widget=DATE)
    start = forms.TimeField(label=_("Starts"), widget=time_input(), input_formats=TIMES)
    end = forms.TimeField(label=_("Ends"), widget=time_input(), input_formats=TIMES)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=999, initial=1)
    minimum = forms.IntegerField(
        label=_("At least so many"),
        min_value=0,
        max_value=999,
        required=False,
        help_text=_("With fewer it cannot be held. Empty: one is enough."),
    )
    training_places = forms.IntegerField(
        label=_("Places for learning"),
        min_value=0,
        max_value=99,
        required=False,
        help_text=_("For those who come along to learn. They take nobody's place."),
    )
    description = forms.CharField(
        label=_("What one does"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    contact_person = NamedChoice(
        label=_("Contact person"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Those who come see the name and the phone number."),
    )
    for_those_who_come = forms.CharField(
        label=_("For those who come"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("Door codes and the like: only those who come see it."),
    )
    asks_for = NamedChoice(
        label=_("Qualification that some places ask for"),
        queryset=QualificationType.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    asking = forms.IntegerField(
        label=_("How many of the places ask for it"), min_value=1, max_value=999, required=False
    )
    opens_hours_before = _hours(_("Sign-up opens, hours before the start"))
    closes_hours_before = _hours(_("Sign-up closes, hours before the start"))
    cancel_hours_before = _hours(_("A place can be given back until so many hours before the start"))
    all_hours_before = _hours(
        _("Everybody can sign up so many hours before the start"),
        hint=_("Where people are invited first. Empty: only those who are invited."),
    )
    sign_up_mode = forms.ChoiceField(label=_("How people get a place"), required=False)
    names = forms.ChoiceField(label=_("Who sees the first names of those who come"), required=False)

    def __init__(
        self, *args: Any, reader: reach.Reaching, planned: Planned | None = None, **kwargs: Any
    ) -> None:
        """`planned` is the shift, series or template that is changed or taken as a model."""
        super().__init__(*args, **kwargs)
        self.planned = planned
        roles, sites = reach.roles(reader, register.active_roles()), register.active_sites()
        if planned is not None:  # what is no longer on offer stays where it is
            roles = roles | VolunteerRole.objects.filter(pk=planned.role_id)
            sites = sites | Site.objects.filter(pk=planned.site_id or 0)
        people = reach.people(reader, register.active_volunteers())
        if planned is not None and planned.contact_person_id:
            people = people | Person.objects.filter(pk=planned.contact_person_id).order_by("sort_key", "pk")
        kinds = QualificationType.objects.filter(Q(is_active=True) | Q(pk__in=self._asked_for()))
        usual = [("", pgettext_lazy("settings of a shift", "As the role says"))] if planned is None else []
        for name, choices in (("sign_up_mode", Shift.SignUpMode.choices), ("names", Shift.Names.choices)):
            self.fields[name].choices = [*usual, *choices]  # type: ignore[attr-defined]  # they are choices
        for name, rows in (
            ("role", roles), ("site", sites), ("contact_person", people), ("asks_for", kinds)
        ):  # fmt: skip
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # they are NamedChoices

    def _asked_for(self) -> list[int]:
        return [slot.qualification.pk for slot in slots_of(self.planned)] if self.planned else []

    @staticmethod
    def said_of_what(planned: Planned) -> dict[str, Any]:
        """What the form would say of a shift, a series or a template, without its times."""
        slot = next(iter(slots_of(planned)), None)
        return {
            "role": planned.role_id,
            "title": planned.title,
            "site": planned.site_id,
            "places": planned.places,
            "description": planned.description,
            "contact_person": planned.contact_person_id,
            "asks_for": slot.qualification.pk if slot else None,
            "asking": slot.most if slot else None,
            **{name: getattr(planned, name) for name in _AS_SAID},
        }

    @classmethod
    def said_of(cls, shift: Shift) -> dict[str, Any]:
        """What the form would say to make this shift."""
        start, end = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
        times = {"day": start.date(), "start": start.time(), "end": end.time()}
        return cls.said_of_what(shift) | times

    def clean_online_address(self) -> str:
        """An address that nobody would be told is a slip."""
        address: str = self.cleaned_data["online_address"]
        if address and self.cleaned_data.get("where") != Shift.Where.ONLINE:
            raise forms.ValidationError(_("Choose “online”, or leave the address out."))
        return address

    def clean(self) -> dict[str, Any]:
        """Instants of day, start and end; times that clocks skip or show twice are refused at their field."""
        said = super().clean() or {}
        day, start, end = said.get("day"), said.get("start"), said.get("end")
        if day is None or start is None or end is None:
            return said
        zone = timezone.get_current_timezone()
        try:
            walltime.instant(day=day, at=start, zone=zone)
        except HoursRefused as refusal:
            self.add_error("start", str(refusal))
            return said
        try:
            said["starts_at"], said["ends_at"] = local_times.stretch(day, start, end, zone=zone)
        except (HoursRefused, EndBeforeStart) as refusal:
            self.add_error("end", str(refusal))
        return said

    def plan(self) -> ShiftPlan:
        """What a valid form says."""
        said = self.cleaned_data
        plan = ShiftPlan(
            role=said["role"],
            site=said["site"],
            title=said["title"].strip(),
            description=said["description"].strip(),
            starts_at=said["starts_at"],
            ends_at=said["ends_at"],
            places=said["places"],
            contact_person=said["contact_person"],
            slots=self._slots(),
            **{name: said[name] for name in _AS_SAID if said[name] not in ("", None)},
        )
        if self.planned is None:
            return plan
        # What the form does not ask stays as it is.
        kept = {name: getattr(self.planned, name) for name in self._left_out()}
        return replace(plan, **kept)

    def _left_out(self) -> list[str]:
        """Fields that were not on the page that was sent."""
        return [name for name in _AS_SAID if self.add_prefix(name) not in self.data]

    def _slots(self) -> tuple[SlotPlan, ...]:
        kind, most = self.cleaned_data["asks_for"], self.cleaned_data["asking"] or 1
        others = slots_of(self.planned)[1:] if self.planned else ()
        return (*([SlotPlan(kind, least=most, most=most)] if kind else []), *others)


class FindPersonForm(forms.Form):
    """Who is looked for."""

    q = forms.CharField(
        label=_("Search by name, phone or e-mail"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Search by name, phone or e-mail")}),
    )

    @property
    def text(self) -> str:
        """What was written; what is no text is nothing written."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class AddPersonForm(forms.Form):
    """Somebody from the register for a place, or for a place to learn."""

    person = forms.ModelChoiceField(
        queryset=Person.objects.none(), to_field_name="uuid", widget=forms.HiddenInput
    )
    learns = forms.BooleanField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why all the same"),
        max_length=300,
        required=False,
        help_text=_("It is kept with the place."),
    )

    def __init__(self, *args: Any, shift: Shift, reader: reach.Reaching, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: NamedChoice = self.fields["person"]  # type: ignore[assignment]  # declared above
        field.queryset = selectors.addable_people(shift, reader=reader)


class MarkField(forms.ChoiceField):
    """A choice that may wait until it is known; not called optional, since in the end each line is marked."""

    def validate(self, value: Any) -> None:
        """Nothing, or one of the choices."""
        if value:
            super().validate(value)


class AttendanceForm(forms.Form):
    """One line of the attendance list: came or not, with the person's own times."""

    use_required_attribute = False

    CAME = "came"
    ABSENT = "absent"

    mark = MarkField(widget=forms.RadioSelect, choices=[(CAME, _("Came")), (ABSENT, _("Did not come"))])
    start = forms.TimeField(
        label=pgettext_lazy("time", "From"), required=False, widget=time_input(), input_formats=TIMES
    )
    end = forms.TimeField(
        label=pgettext_lazy("time", "To"), required=False, widget=time_input(), input_formats=TIMES
    )

    def __init__(self, data: Any = None, *, sign_up: SignUp, shift: Shift) -> None:
        self.sign_up = sign_up
        self.shift = shift
        marks = {SignUp.State.ATTENDED: self.CAME, SignUp.State.NO_SHOW: self.ABSENT}
        initial = {
            "mark": marks.get(SignUp.State(sign_up.state), ""),
            "start": timezone.localtime(sign_up.starts_at).time(),
            "end": timezone.localtime(sign_up.ends_at).time(),
        }
        super().__init__(data, prefix=str(sign_up.uuid), initial=initial)
        self.fields["mark"].label = sign_up.person.name

    @property
    def times_typed(self) -> bool:
        """Whether somebody has just written other times."""
        return bool({"start", "end"} & set(self.changed_data))

    @property
    def has_own_times(self) -> bool:
        """Whether the person's times differ from the shift's."""
        return self.sign_up.has_own_times(self.shift)

    def clean(self) -> dict[str, Any]:
        """Own times as instants, each on the day that it must mean."""
        said = super().clean() or {}
        start, end = said.get("start"), said.get("end")
        meant = said.get("mark") == self.CAME or (self.times_typed and said.get("mark") != self.ABSENT)
        if not meant or (start is None and end is None):
            return said
        said["starts_at"], said["ends_at"] = self._meant(start, end)
        return said

    def _meant(self, start: Any, end: Any) -> tuple[datetime | None, datetime | None]:
        start = start or timezone.localtime(self.shift.starts_at).time()
        end = end or timezone.localtime(self.shift.ends_at).time()
        zone = timezone.get_current_timezone()
        try:
            return local_times.own_times(self.shift.starts_at, start, end, zone=zone)
        except HoursRefused as refusal:
            self.add_error("start", str(refusal))
            return None, None
