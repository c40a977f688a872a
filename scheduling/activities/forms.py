"""Forms of activities. They check shape; whether it may be so is asked by the verbs."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.activities.errors import NobodysPart
from scheduling.activities.kinds import NOT_OF
from scheduling.activities.models import Activity, DialogueGroup, Group, TallyPlace
from scheduling.activities.services.dialogues import CirclePlan
from scheduling.activities.services.groups import GroupPlan
from scheduling.activities.services.occasions import OccasionPlan
from scheduling.activities.services.outcomes import Heads
from scheduling.hours import walltime
from scheduling.hours.errors import HoursRefused
from scheduling.hours.forms import DATES, TIMES
from scheduling.hours.models import Method
from volunteers.register import reach, selectors as register
from volunteers.register.forms.names import NamesForm
from volunteers.register.forms.roles import NamedChoice, NamedChoices
from volunteers.register.models import (
    GrantTarget,
    Organisation,
    Person,
    Site,
    Unit,
    VolunteerRole,
)
from volunteers.register.words import LifeCourse, TargetGroup

MOST_HEADS = 100_000
DAY_LENGTH = 24 * 60


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day by the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, input_formats=DATES, widget=widget, **kwargs)


def late_field() -> forms.CharField:
    """Why something is noted in a month that is closed; empty as long as it is open."""
    return forms.CharField(
        label=_("Why it comes late"),
        max_length=200,
        required=False,
        help_text=_("Only if the month is closed: then it is noted there with this reason. No names."),
    )


def _time(label: Any, **kwargs: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, input_formats=TIMES, widget=widget, **kwargs)


class Placed(forms.Form):
    """Where something is, and to whom it belongs: choices that are in use, and those that it has already."""

    site = NamedChoice(
        label=pgettext_lazy("activity", "Place"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=_("No place of ours"),
    )
    role = NamedChoice(
        label=_("Role"),
        queryset=VolunteerRole.objects.none(),
        required=False,
        empty_label=_("No role"),
        help_text=_("The hours of those who do it belong to this role."),
    )
    unit = NamedChoice(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("The whole association")
    )
    grant_target = NamedChoice(
        label=_("Grant target"),
        queryset=GrantTarget.objects.none(),
        required=False,
        empty_label=_("As the role has it"),
    )

    def __init__(
        self,
        *args: Any,
        reader: reach.Reaching,
        of: Group | Activity | TallyPlace | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        sites, roles = register.active_sites(), reach.roles(reader, register.active_roles())
        units, targets = (
            reach.units(reader).filter(is_active=True),
            GrantTarget.objects.filter(is_active=True),
        )
        if of is not None:  # what is no longer on offer stays where it is
            sites = sites | Site.objects.filter(pk=of.site_id or 0)
            roles = roles | VolunteerRole.objects.filter(pk=of.role_id or 0)
            units = units | Unit.objects.filter(pk=of.unit_id or 0)
            targets = targets | GrantTarget.objects.filter(pk=of.grant_target_id or 0)
        offers = {"site": sites, "role": roles, "unit": units, "grant_target": targets}
        for name, found in offers.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]  # a NamedChoice

    def clean(self) -> dict[str, Any]:
        """Whoever looks after a part plans what belongs to it; the target is the role's unless said."""
        data = super().clean() or self.cleaned_data
        if not self.reader.reach.whole and not data.get("role") and not data.get("unit"):
            self.add_error("role", str(NobodysPart()))
        if data.get("grant_target") is None and data.get("role") is not None:
            data["grant_target"] = data["role"].grant_target
        return data


class GroupForm(NamesForm, Placed):
    """What a group is, who leads it, where and when it meets."""

    type = forms.CharField(
        label=_("Type of group"),
        max_length=80,
        required=False,
        help_text=_("In your own words, for example “singing”. Groups of one type count as one type."),
    )
    leader = NamedChoice(
        label=_("Leader"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
        help_text=_("They note on their own page how many came."),
    )
    weekday = forms.TypedChoiceField(
        label=_("Weekday"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [("", "–"), *WEEKDAYS.items()],
    )
    starts = _time(pgettext_lazy("time of day", "From"), required=False)
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=DAY_LENGTH, initial=120)
    capacity = forms.IntegerField(label=_("At most … people"), min_value=1, max_value=1000, required=False)
    is_open = forms.BooleanField(
        label=_("Anybody may come"),
        required=False,
        initial=True,
        help_text=_("Otherwise the group is for those who were taken in."),
    )
    is_public = forms.BooleanField(
        label=_("In the public calendar"),
        required=False,
        help_text=_("The association's public page tells when and where it meets, never who leads it."),
    )
    life_course = forms.MultipleChoiceField(
        label=_("For people of which age"),
        choices=LifeCourse.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    target_groups = forms.MultipleChoiceField(
        label=_("For whom"), choices=TargetGroup.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("A group that has ended stays in the figures."),
    )

    def __init__(self, *args: Any, reader: reach.Reaching, group: Group | None = None, **kwargs: Any) -> None:
        if group is not None:
            kwargs["initial"] = {
                name: getattr(group, name) for name in self.base_fields if hasattr(group, name)
            }
            if group.start_minute is not None:
                kwargs["initial"]["starts"] = time(group.start_minute // 60, group.start_minute % 60)
        super().__init__(*args, reader=reader, of=group, **kwargs)
        people = reach.people(reader, register.active_volunteers())
        if group is not None:
            people = people | Person.objects.filter(pk=group.leader_id or 0).order_by("sort_key", "pk")
        self.fields["leader"].queryset = people  # type: ignore[attr-defined]  # a NamedChoice
        self.fields["role"].required = True
        self.fields["role"].empty_label = _("Choose a role")  # type: ignore[attr-defined]  # a NamedChoice

    def clean(self) -> dict[str, Any]:
        """A weekday and a time belong together; where not everybody may come, nobody is invited in public."""
        data = super().clean()
        if (data.get("weekday") is None) != (data.get("starts") is None) and not self.errors:
            self.add_error("starts", _("Say both the weekday and the time, or neither."))
        if data.get("is_public") and not data.get("is_open"):
            self.add_error(
                "is_public",
                _("A closed group is not in the public calendar. Open the group to all, or leave this out."),
            )
        return data

    def plan(self) -> GroupPlan:
        """What a valid form says."""
        said = dict(self.cleaned_data)
        starts = said.pop("starts")
        minute = starts.hour * 60 + starts.minute if starts is not None else None
        return GroupPlan(**said, start_minute=minute)


class WeeklyForm(forms.Form):
    """From when until when the group meets each week."""

    from_on = day_field(pgettext_lazy("day", "From"))
    until_on = day_field(pgettext_lazy("day", "Until"))
    late_reason = late_field()


class OccasionForm(Placed):
    """An event, a gig, a trip."""

    title = forms.CharField(label=_("What is it called"), max_length=200)
    description = forms.CharField(
        label=_("What happens there"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the public calendar, if the event does."),
    )
    programme = forms.CharField(
        label=_("Programme"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    day = day_field(_("Date"))
    starts = _time(pgettext_lazy("time of day", "From"))
    ends = _time(
        pgettext_lazy("time of day", "To"), help_text=_("Earlier than the start: it ends the next day.")
    )
    partners = NamedChoices(
        label=_("Partners"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    joint_lead = forms.CharField(
        label=_("Somebody else tells the figures"),
        max_length=200,
        required=False,
        help_text=_(
            "If another organisation leads it and reports how many came, write its name. Then it counts "
            "nothing in your figures, and is shown as joint."
        ),
    )
    is_public = forms.BooleanField(
        label=_("In the public calendar"), required=False, help_text=_("Open to all.")
    )
    late_reason = late_field()

    def __init__(
        self,
        *args: Any,
        reader: reach.Reaching,
        kind: str,
        zone: ZoneInfo,
        activity: Activity | None = None,
        **kwargs: Any,
    ) -> None:
        if activity is not None:
            kwargs["initial"] = _initial(activity, zone, self.base_fields)
        super().__init__(*args, reader=reader, of=activity, **kwargs)
        if activity is not None:
            del self.fields["late_reason"]
        self.zone, self.kind = zone, kind
        partners = Organisation.objects.filter(is_active=True)
        if activity is not None:
            partners = (partners | Organisation.objects.filter(takes_part__activity=activity)).distinct()
        self.fields["partners"].queryset = partners  # type: ignore[attr-defined]  # a NamedChoices
        if kind == Activity.Kind.GIG:
            self.fields["site"].required = True
            self.fields["site"].label = _("The host's place")
            self.fields["site"].empty_label = _("Choose a place")  # type: ignore[attr-defined]  # a NamedChoice
        for name in NOT_OF[kind]:
            del self.fields[name]
        if "description" in self.fields and "is_public" not in self.fields:
            self.fields["description"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """Clocks to instants. Times that the clocks skipped or showed twice are named at their fields."""
        data = super().clean()
        if {"day", "starts", "ends"} - data.keys():
            return data
        last = data["day"] + timedelta(days=1 if data["ends"] <= data["starts"] else 0)
        for name, key, day in (("starts", "starts_at", data["day"]), ("ends", "ends_at", last)):
            try:
                data[key] = walltime.instant(day=day, at=data[name], zone=self.zone)
            except HoursRefused as refusal:
                self.add_error(name, str(refusal))
        return data

    def plan(self) -> OccasionPlan:
        """What a valid form says."""
        said = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in OccasionPlan.__dataclass_fields__
        }
        return OccasionPlan(**said)


def _initial(activity: Activity, zone: ZoneInfo, names: Any) -> dict[str, Any]:
    starts, ends = activity.starts_at.astimezone(zone), activity.ends_at.astimezone(zone)
    said = {name: getattr(activity, name) for name in names if name != "partners" and hasattr(activity, name)}
    gig = getattr(activity, "gig", None)
    return said | {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "partners": list(activity.partners.values_list("organisation_id", flat=True)),
        "programme": gig.programme if gig is not None else "",
    }


class HeadsForm(forms.Form):
    """A number of people, and how it is known."""

    heads = forms.IntegerField(
        label=_("How many came"),
        min_value=0,
        max_value=MOST_HEADS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    method = forms.ChoiceField(label=_("How is it known"), choices=Method.choices, initial=Method.COUNTED)
    basis = forms.CharField(
        label=_("On what does it rest"),
        max_length=300,
        required=False,
        help_text=_("For a sample or an estimate: who judged it, and how."),
    )

    def said(self) -> Heads:
        """What a valid form says."""
        return Heads(
            self.cleaned_data.get("heads", 0),
            self.cleaned_data["method"],
            self.cleaned_data["basis"],
            self._key(),
        )

    def _key(self) -> UUID | None:
        """The page's own mark and what was typed: the same sent twice is one, another number is another."""
        key = self.cleaned_data.get("key")
        typed = [(name, self[name].data) for name in self.fields if name != "key"]
        return uuid5(key, repr(typed)) if key is not None else None


class HeldForm(HeadsForm):
    """It was held: how many came, who did it and for how long."""

    people = NamedChoices(
        label=_("Who did it"),
        queryset=Person.objects.none(),
        to_field_name="uuid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = forms.IntegerField(label=_("Minutes each"), min_value=1, max_value=DAY_LENGTH, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, activity: Activity, people: QuerySet[Person], noted: dict[Any, int], **kwargs: Any
    ) -> None:
        minutes = int((activity.ends_at - activity.starts_at) / timedelta(minutes=1))
        said: dict[str, Any] = {"minutes": max(noted.values(), default=minutes), "key": uuid4()}
        said["people"] = list(noted)
        for count in activity.counts.filter(corrects=None):
            said |= {"heads": count.quantity, "method": count.method, "basis": count.basis}
        kwargs["initial"] = said
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]  # a NamedChoices
        self.offered = people
        if activity.role is None:
            del self.fields["people"], self.fields["minutes"]
        if activity.kind == Activity.Kind.DIALOGUE:  # its groups tell how many took part
            del self.fields["heads"]

    def minutes_of(self) -> dict[Person, int]:
        """The minutes of everybody who was offered; 0 for those who are not ticked."""
        if "people" not in self.fields:
            return {}
        ticked = {person.pk for person in self.cleaned_data["people"]}
        minutes = self.cleaned_data["minutes"] or 0
        return {person: minutes if person.pk in ticked else 0 for person in self.offered}


class CircleForm(forms.Form):
    """A group of a dialogue."""

    facilitator = NamedChoice(
        label=_("Who leads it"),
        queryset=Person.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=_("Nobody in particular"),
    )
    recorder = NamedChoice(
        label=_("Who writes it down"),
        queryset=Person.objects.none(),
        to_field_name="uuid",
        empty_label=_("Choose a person"),
        help_text=_("Every group needs somebody who writes. No names of those who take part."),
    )
    participants = forms.IntegerField(
        label=_("How many took part"),
        min_value=0,
        max_value=MOST_HEADS,
        required=False,
        help_text=_(
            "At most 10. Leave empty until it has been held; those who lead and write are not counted."
        ),
    )

    def __init__(
        self, *args: Any, reader: reach.Reaching, group: DialogueGroup | None, **kwargs: Any
    ) -> None:
        known = []
        if group is not None:
            known = [group.recorder_id, group.facilitator_id or 0]
            kwargs["initial"] = {
                "recorder": group.recorder.uuid,
                "facilitator": group.facilitator.uuid if group.facilitator else None,
                "participants": group.participants,
            }
        super().__init__(*args, **kwargs)
        people = reach.people(reader, register.active_volunteers())
        people = people | Person.objects.filter(pk__in=known).order_by("sort_key", "pk")
        for name in ("recorder", "facilitator"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # a NamedChoice

    def plan(self) -> CirclePlan:
        """What a valid form says."""
        return CirclePlan(**self.cleaned_data)


class CancelForm(forms.Form):
    """It was not held."""

    reason = forms.ChoiceField(label=_("Why not"), choices=Activity.CancelReason.choices)


class CorrectForm(HeadsForm):
    """Another number in the place of one in a closed month."""

    reason = forms.CharField(
        label=_("Why it changes"),
        max_length=200,
        help_text=_("Stands beside both numbers. No names of people who came."),
    )


class ListForm(forms.Form):
    """Which occasions to list."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Activity.Kind.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *Activity.State.choices]
    )
    when = forms.ChoiceField(label=_("When"), required=False)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("From today on")), *((str(year), str(year)) for year in years)]
        self.fields["when"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def found(self, rows: QuerySet[Activity], *, today: date) -> QuerySet[Activity]:
        """Those that are asked for: what comes in its order, a year with the latest first."""
        said = self.cleaned_data if self.is_valid() else {}
        rows = rows.filter(**{name: said[name] for name in ("kind", "state") if said.get(name)})
        if year := said.get("when"):
            return rows.filter(local_date__year=int(year)).order_by("-starts_at", "-pk")
        return rows.filter(local_date__gte=today).order_by("starts_at", "pk")
