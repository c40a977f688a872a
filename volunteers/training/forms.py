"""Forms of training. They check shape; whether it may be so is asked by the verbs."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.activities.forms import day_field
from scheduling.hours import walltime
from scheduling.hours.errors import HoursRefused
from scheduling.hours.forms import TIMES
from volunteers.register import selectors as register
from volunteers.register.forms.names import NamesForm
from volunteers.register.forms.roles import NamedChoice
from volunteers.register.models import Person, QualificationType, Site, VolunteerRole
from volunteers.training.models import Course, Enrolment, Module, Run, Session
from volunteers.training.services.courses import CoursePlan, ModulePlan
from volunteers.training.services.runs import RunPlan, SessionPlan

HOUR = 60
MOST_HOURS, DAY_LENGTH, MOST_PLACES = 500, 24 * 60, 1000


def _time(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, input_formats=TIMES, widget=widget)


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CourseForm(NamesForm):
    """What a course is, what it takes and what comes of it."""

    description_fi = _text(_("Description in Finnish"))
    description_sv = _text(_("Description in Swedish"))
    description_en = _text(_("Description in English"))
    role = NamedChoice(
        label=_("Role"),
        queryset=VolunteerRole.objects.none(),
        required=False,
        empty_label=_("No role in particular"),
        help_text=_("The hours of training are noted for this role."),
    )
    grants = NamedChoice(
        label=_("Qualification"),
        queryset=QualificationType.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Whoever completes the course gets it by itself."),
    )
    rule = forms.ChoiceField(
        label=_("Completed with"), choices=Course.Rule.choices, widget=forms.RadioSelect, initial="modules"
    )
    hours = forms.IntegerField(label=_("How many hours"), min_value=1, max_value=MOST_HOURS, required=False)
    percent = forms.IntegerField(
        label=_("How many percent of the sessions"), min_value=1, max_value=100, required=False
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, course: Course | None = None, **kwargs: Any) -> None:
        if course is not None:
            kwargs["initial"] = {
                name: getattr(course, name) for name in self.base_fields if hasattr(course, name)
            }
            if course.rule == Course.Rule.MINUTES:
                kwargs["initial"]["hours"] = (course.rule_value or 0) // HOUR
            if course.rule == Course.Rule.SHARE:
                kwargs["initial"]["percent"] = course.rule_value
        super().__init__(*args, **kwargs)
        roles, types = register.active_roles(), QualificationType.objects.filter(is_active=True)
        if course is not None:  # what is no longer on offer stays where it is
            roles = roles | VolunteerRole.objects.filter(pk=course.role_id or 0)
            types = types | QualificationType.objects.filter(pk=course.grants_id or 0)
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]  # a NamedChoice
        self.fields["grants"].queryset = types  # type: ignore[attr-defined]  # a NamedChoice

    def clean(self) -> dict[str, Any]:
        """A rule with a number needs it."""
        data = super().clean() or self.cleaned_data
        if data.get("rule") == Course.Rule.MINUTES and data.get("hours") is None:
            self.add_error("hours", _("Say how many hours are asked for."))
        if data.get("rule") == Course.Rule.SHARE and data.get("percent") is None:
            self.add_error("percent", _("Say how many percent of the sessions are asked for."))
        return data

    def plan(self) -> CoursePlan:
        """What a valid form says."""
        said = dict(self.cleaned_data)
        hours, percent = said.pop("hours"), said.pop("percent")
        values = {Course.Rule.MINUTES: (hours or 0) * HOUR, Course.Rule.SHARE: percent}
        return CoursePlan(**said, rule_value=values.get(said["rule"]))


class ModuleForm(NamesForm):
    """What a module is about and how long it takes."""

    topic = forms.ChoiceField(label=_("Topic"), choices=Module.Topic.choices)
    delivery = forms.ChoiceField(label=_("How it is held"), choices=Module.Delivery.choices)
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=DAY_LENGTH * 7)

    def __init__(self, *args: Any, module: Module | None = None, **kwargs: Any) -> None:
        if module is not None:
            kwargs["initial"] = {name: getattr(module, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def plan(self) -> ModulePlan:
        """What a valid form says."""
        return ModulePlan(**self.cleaned_data)


class RunForm(forms.Form):
    """How many places a run has, and who holds it."""

    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST_PLACES)
    enrol_until = day_field(
        _("Last day to enrol"),
        required=False,
        help_text=_("Leave empty if people may enrol until it begins."),
    )
    trainers = forms.CharField(
        label=_("Trainers"),
        max_length=200,
        required=False,
        help_text=_("Names as those who take part read them."),
    )
    trainer = NamedChoice(
        label=_("Who notes attendance"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Coordinators only"),
        help_text=_("They see on their own page who takes part, and tick who is there."),
    )
    notes = forms.CharField(
        label=_("For those who take part"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What to bring, how to get there, whom to call."),
    )

    def __init__(self, *args: Any, run: Run | None = None, **kwargs: Any) -> None:
        if run is not None:
            kwargs["initial"] = {name: getattr(run, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        kept = run.trainer_id if run is not None else None
        people = register.active_volunteers() | Person.objects.filter(pk=kept or 0)
        self.fields["trainer"].queryset = people.order_by("sort_key", "pk")  # type: ignore[attr-defined]  # a NamedChoice

    def plan(self) -> RunPlan:
        """What a valid form says."""
        return RunPlan(**self.cleaned_data)


class SessionForm(forms.Form):
    """When, where and for which module people meet."""

    module = NamedChoice(label=_("Module"), queryset=Module.objects.none(), empty_label=None)
    day = day_field(_("Date"))
    starts = _time(pgettext_lazy("time of day", "From"))
    ends = _time(pgettext_lazy("time of day", "To"))
    site = NamedChoice(
        label=pgettext_lazy("activity", "Place"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=_("No place of ours"),
    )
    place = forms.CharField(label=_("Room, or the address of the video call"), max_length=300, required=False)

    def __init__(
        self, *args: Any, run: Run, zone: ZoneInfo, session: Session | None = None, **kwargs: Any
    ) -> None:
        if session is not None:
            starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
            kwargs["initial"] = {
                "module": session.module_id,
                "day": starts.date(),
                "starts": starts.time(),
                "ends": ends.time(),
                "site": session.site_id,
                "place": session.place,
            }
        super().__init__(*args, **kwargs)
        self.zone = zone
        kept = session.site_id if session is not None else None
        sites = register.active_sites() | Site.objects.filter(pk=kept or 0)
        self.fields["module"].queryset = run.course.modules.order_by("position", "pk")  # type: ignore[attr-defined]  # a NamedChoice
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]  # a NamedChoice

    def clean(self) -> dict[str, Any]:
        """Clocks on the wall become instants."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        for name in ("starts", "ends"):
            try:
                data[f"{name}_at"] = walltime.instant(day=data["day"], at=data[name], zone=self.zone)
            except HoursRefused as refusal:
                self.add_error(name, str(refusal))
        return data

    def plan(self) -> SessionPlan:
        """What a valid form says."""
        said = self.cleaned_data
        return SessionPlan(
            module=said["module"],
            starts_at=said["starts_at"],
            ends_at=said["ends_at"],
            site=said["site"],
            place=said["place"],
        )


class TickForm(forms.Form):
    """Who was at a session, of those who have a place."""

    came = forms.MultipleChoiceField(
        label=_("Who was there"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, enrolments: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolments = {str(each.uuid): each for each in enrolments}
        choices = [(uuid, each.person.name) for uuid, each in self.enrolments.items()]
        self.fields["came"].choices = choices  # type: ignore[attr-defined]  # declared above

    def who(self) -> list[Enrolment]:
        """Who was ticked."""
        return [self.enrolments[uuid] for uuid in self.cleaned_data["came"]]


class FindForm(forms.Form):
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
