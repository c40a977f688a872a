"""What coordinators fill in about an application."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from tenants.models import Association
from volunteers.recruiting import selectors
from volunteers.recruiting.forms.fields import line
from volunteers.recruiting.models import Application, InterviewTime
from volunteers.recruiting.services.interviews import NewTimes
from volunteers.register import reach
from volunteers.register.forms.roles import NamedChoices
from volunteers.register.models import Note, Person, VolunteerRole
from web import formats


class RoleFilter(forms.Form):
    """Which applications the board shows, and the year of its figures."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Year of the figures"), required=False)

    def __init__(self, *args: Any, roles: list[VolunteerRole], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]  # a choice
            ("", _("All roles")),
            *((str(role.uuid), role.name) for role in roles),
        ]
        years = [(str(each), str(each)) for each in range(year, year - 5, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]  # a choice


class ReplyForm(forms.Form):
    """A message to an applicant."""

    subject = line(gettext_lazy("Subject"), 150)
    text = forms.CharField(
        label=gettext_lazy("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )


class RejectForm(ReplyForm):
    """Turning somebody down: why, for the figures, and kind words."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=Application.Reason.choices,
        help_text=gettext_lazy("For your own figures. The applicant does not see it."),
    )


class NoteForm(forms.Form):
    """A note for the coordinators."""

    level = forms.ChoiceField(
        label=gettext_lazy("Who reads it"), choices=Note.Level.choices, initial=Note.Level.COORDINATORS
    )
    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        help_text=gettext_lazy("Write so that the applicant could read it: they may ask to see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OfferForm(forms.Form):
    """Times for a meeting: new ones, and free ones that are there already."""

    known = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Times that are free already"),
        queryset=InterviewTime.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place = line(
        gettext_lazy("Place"), 160, required=False, hint=gettext_lazy("An address, or “We call you”.")
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Length in minutes"), min_value=5, max_value=240, initial=30
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields["known"]
        known.queryset = selectors.free_times()
        known.label_from_instance = lambda time: f"{formats.when(time.starts_at, time.ends_at)}, {time.place}"
        if not known.queryset.exists():
            del self.fields["known"]
        for number in (1, 2, 3):
            self.fields[f"start_{number}"] = forms.DateTimeField(
                label=_("Time %(number)s") % {"number": number},
                required=False,
                input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"],
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            )

    def starts(self) -> list[Any]:
        """The fields of new times."""
        return [self[f"start_{number}"] for number in (1, 2, 3)]

    def clean(self) -> dict[str, Any]:
        """At least one time; new ones need a place."""
        data: dict[str, Any] = super().clean() or {}
        new = self._new(data)
        if not self.errors and not new and not data.get("known"):
            self.add_error("start_1", _("Offer at least one time."))
        if new and not data.get("place"):
            self.add_error("place", _("Say where you meet."))
        return data

    def _new(self, data: dict[str, Any]) -> tuple[datetime, ...]:
        found = (data.get(f"start_{number}") for number in (1, 2, 3))
        return tuple(dict.fromkeys(each for each in found if each))

    def new(self) -> NewTimes:
        """The new times of a valid form."""
        data = self.cleaned_data
        return NewTimes(starts=self._new(data), minutes=data["minutes"], place=data["place"])


class AcceptForm(forms.Form):
    """How somebody is taken into the register."""

    who = forms.ChoiceField(label=gettext_lazy("In the register as"), widget=forms.RadioSelect)
    how = forms.ChoiceField(
        label=gettext_lazy("Begins"),
        choices=[
            ("preparing", gettext_lazy("as preparing: training and agreements come first")),
            ("active", gettext_lazy("as an active volunteer at once")),
        ],
        widget=forms.RadioSelect,
        initial="preparing",
    )
    roles = NamedChoices(
        label=gettext_lazy("Roles"),
        queryset=VolunteerRole.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    invited = forms.BooleanField(label=gettext_lazy("Invite to sign in"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        application: Application,
        reader: reach.Reaching,
        likely: list[Person],
        **kwargs: Any,
    ) -> None:
        own = reach.of_roles(reader, application.wishes.select_related("role"))
        wished = [wish.role for wish in own]
        kwargs["initial"] = {"roles": [role.pk for role in wished[:1]], "who": "" if likely else "new"}
        super().__init__(*args, **kwargs)
        self._likely = {str(person.uuid): person for person in likely}
        known = [
            (uuid, ", ".join(filter(None, [person.name, person.email, person.phone])))
            for uuid, person in self._likely.items()
        ]
        self.fields["who"].choices = [("new", _("a new person")), *known]  # type: ignore[attr-defined]  # a choice
        roles = VolunteerRole.objects.filter(is_active=True)
        if wished:
            roles = VolunteerRole.objects.filter(pk__in=[role.pk for role in wished])
        self.fields["roles"].queryset = roles  # type: ignore[attr-defined]  # a choice
        if not application.email:
            del self.fields["invited"]

    def person(self) -> Person | None:
        """Whom the coordinator has recognised, if anybody."""
        return self._likely.get(self.cleaned_data["who"])


class SuggestForm(forms.Form):
    """Which other association might suit an applicant."""

    association = forms.ChoiceField(label=gettext_lazy("Association"))

    def __init__(self, *args: Any, others: Sequence[Association], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = {str(each.uuid): each for each in others}
        named = [
            (uuid, ", ".join(filter(None, [each.name, each.seat]))) for uuid, each in self._others.items()
        ]
        self.fields["association"].choices = [("", _("Choose")), *named]  # type: ignore[attr-defined]  # a choice

    def chosen(self) -> Association:
        """The one that a valid form names."""
        return self._others[self.cleaned_data["association"]]
