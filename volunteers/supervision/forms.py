"""Forms of supervision. They check shape; whether it may be so is asked by the verbs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy

from accounts import team
from scheduling.hours.forms import DATES, TIMES
from volunteers.register import reach, selectors as register
from volunteers.register.forms.roles import NamedChoice, NamedChoices
from volunteers.register.models import Person, Site, VolunteerRole
from volunteers.supervision.models import SupervisionGroup
from volunteers.supervision.services.groups import GroupPlan

WEEKS = (1, 2, 3, 4, 5, 6, 8, 12)


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, input_formats=DATES, widget=widget, **kwargs)


def _each(weeks: int) -> str:
    return ngettext("each week", "every %(weeks)s weeks", weeks) % {"weeks": weeks}


class GroupForm(forms.Form):
    """What a group is, for whom, and who supervises it."""

    name = forms.CharField(label=_("Name of the group"), max_length=120)
    role = NamedChoice(
        label=_("Role"),
        queryset=VolunteerRole.objects.none(),
        empty_label=_("Choose a role"),
        help_text=_("Whoever is there has been in supervision for this role."),
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=SupervisionGroup.Kind.choices,
        help_text=_("Peer exchange is hours of its own and does not stand for supervision."),
    )
    form = forms.ChoiceField(label=_("With how many"), choices=SupervisionGroup.Form.choices)
    supervisor = NamedChoice(
        label=_("Supervisor"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Somebody from outside, or nobody yet"),
        help_text=_("Sees the names and the days of this group, and ticks who came."),
    )
    supervisor_name = forms.CharField(
        label=_("Supervisor from outside"),
        max_length=160,
        required=False,
        help_text=_("The name, for the members to know whom they meet."),
    )
    supervisor_user = forms.TypedChoiceField(
        label=_("Signs in as"),
        coerce=UUID,
        empty_value=None,
        required=False,
        help_text=_("Somebody from outside who was invited as supervisor under Coordinators."),
    )
    site = NamedChoice(
        label=pgettext_lazy("activity", "Place"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=_("No place of ours"),
    )
    minutes = forms.IntegerField(label=_("How long, in minutes"), min_value=15, max_value=480, initial=90)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(
        self, *args: Any, reader: reach.Reaching, group: SupervisionGroup | None = None, **kwargs: Any
    ) -> None:
        if group is not None:
            kwargs["initial"] = {name: getattr(group, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        role, supervisor, site = (
            (group.role_id, group.supervisor_id or 0, group.site_id or 0) if group is not None else (0, 0, 0)
        )
        # What is no longer on offer stays where it is.
        roles = reach.roles(reader, register.active_roles())
        sites, people = register.active_sites(), reach.people(reader, register.active_volunteers())
        choices = {
            "role": roles | VolunteerRole.objects.filter(pk=role),
            "site": sites | Site.objects.filter(pk=site),
            "supervisor": people | Person.objects.filter(pk=supervisor).order_by("sort_key", "pk"),
        }
        for name, found in choices.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]  # a NamedChoice
        self.logins = {str(user.uuid): str(user) for user in team.supervisors()}
        if group is not None and group.supervisor_user:
            # Whose access has ended stays written down until somebody else is chosen.
            self.logins.setdefault(str(group.supervisor_user), group.supervisor_name)
        logins = [("", _("Does not sign in")), *self.logins.items()]
        self.fields["supervisor_user"].choices = logins  # type: ignore[attr-defined]  # a choice field
        if not self.logins:
            del self.fields["supervisor_user"]
        if group is None:
            del self.fields["is_active"]

    def clean(self) -> dict[str, Any]:
        """One supervisor, of the register or from outside. Who signs in is called as they call themselves."""
        data: dict[str, Any] = super().clean() or {}
        login = data.get("supervisor_user")
        if login and not data.get("supervisor_name"):
            data["supervisor_name"] = self.logins[str(login)][:160]
        if data.get("supervisor") and (data.get("supervisor_name") or login):
            self.add_error("supervisor_name", _("Choose a supervisor of yours, or write a name, not both."))
        return data

    def plan(self) -> GroupPlan:
        """What a valid form says."""
        return GroupPlan(**self.cleaned_data)


class MembersForm(forms.Form):
    """Who else is taken in: those who do the role and are not in it yet."""

    people = NamedChoices(
        label=_("Who comes into the group"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, reader: reach.Reaching, group: SupervisionGroup, today: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        found = register.holders(group.role, on=today).exclude(
            Q(pk__in=group.members.values("person")) | Q(pk=group.supervisor_id or 0)
        )
        self.fields["people"].queryset = reach.people(reader, found)  # type: ignore[attr-defined]  # a NamedChoices


class TimesForm(forms.Form):
    """From when, how often, until when."""

    first = _day(_("First time"))
    at = forms.TimeField(
        label=pgettext_lazy("time of day", "From"),
        input_formats=TIMES,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    every_weeks = forms.TypedChoiceField(
        label=_("How often"), coerce=int, choices=[(weeks, weeks) for weeks in WEEKS], initial=4
    )
    last = _day(_("Until"), required=False, help_text=_("Empty: once only."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["every_weeks"].choices = [  # type: ignore[attr-defined]  # a choice field
            (weeks, _each(weeks)) for weeks in WEEKS
        ]

    def clean(self) -> dict[str, Any]:
        """Once, where no last day is said."""
        data: dict[str, Any] = super().clean() or {}
        if "first" in data and "last" not in self.errors:
            data["last"] = data.get("last") or data["first"]
        return data


class TicksForm(forms.Form):
    """Who was there. Names and ticks, and no field for words."""

    came = forms.MultipleChoiceField(
        label=_("Who was there"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(person.uuid), person.name) for person in people
        ]

    def present(self) -> list[UUID]:
        """Who was ticked."""
        return [UUID(each) for each in self.cleaned_data["came"]]
