"""The form of what several people did together: its shape. Whether it may be so is asked by the verb."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.hours.forms import OwnHoursForm
from scheduling.hours.models import Kind, Method
from scheduling.hours.services.together import Heads, Together
from volunteers.register.models import Person, VolunteerRole

MOST_HEADS = 10_000
# More than a day is said by the verb, in a sentence of its own.
MOST_MINUTES = 6_000


class RoleForm(forms.Form):
    """In which role it was: whoever does the role can then be marked."""

    role = forms.ModelChoiceField(
        label=_("Role"),
        queryset=VolunteerRole.objects.none(),
        empty_label=_("Choose a role"),
        to_field_name="uuid",
    )

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]  # declared above


class TogetherForm(OwnHoursForm):
    """Day and times, who was there, and how many more; `key` is that of one sending."""

    kind = forms.ChoiceField(label=pgettext_lazy("column", "Kind"), choices=Kind.choices, initial=Kind.TASK)
    people = forms.MultipleChoiceField(
        label=_("Who was there"), required=False, widget=forms.CheckboxSelectMultiple
    )
    heads = forms.IntegerField(
        label=_("How many more, without names"),
        help_text=_("Each of them gets the same time. Leave it empty where you marked everybody."),
        min_value=0,
        max_value=MOST_HEADS,
        required=False,
    )
    method = forms.ChoiceField(
        label=_("How is the number known?"), choices=Method.choices, initial=Method.COUNTED
    )
    basis = forms.CharField(
        label=_("What is the sample or the estimate based on?"), max_length=200, required=False
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("day", "starts", "ends", "next_day", "kind", "people", "heads", "method", "basis", "key")

    def __init__(
        self,
        *args: Any,
        role: VolunteerRole,
        people: Sequence[Person],
        initial: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(
            *args,
            roles=VolunteerRole.objects.none(),
            initial={"key": uuid4(), "method": Method.COUNTED, "kind": Kind.TASK, **initial},
            **kwargs,
        )
        # It is chosen already; the page asks for it beforehand.
        del self.fields["role"]
        self.of_role, self.by_uuid = role, {str(person.uuid): person for person in people}
        names = [(uuid, person.name) for uuid, person in self.by_uuid.items()]
        self.fields["people"].choices = names  # type: ignore[attr-defined]  # declared above
        for uuid, name in names:
            self.fields[f"minutes_{uuid}"] = forms.IntegerField(
                label=_("%(name)s, minutes") % {"name": name},
                min_value=1,
                max_value=MOST_MINUTES,
                required=False,
            )

    @property
    def own_minutes(self) -> list[forms.BoundField]:
        """The fields of those whose time differs."""
        return [self[f"minutes_{uuid}"] for uuid in self.by_uuid]

    @property
    def differ(self) -> bool:
        """Whether anybody's time was given, or was given wrongly."""
        return any(field.value() or field.errors for field in self.own_minutes)

    def done(self) -> Together:
        """What was done, of a cleaned form."""
        return Together(
            role=self.of_role,
            starts_at=self.cleaned_data["starts_at"],
            ends_at=self.cleaned_data["ends_at"],
            key=self.cleaned_data["key"],
            kind=self.cleaned_data["kind"],
        )

    def marked(self) -> list[Person]:
        """Who was there by name: whoever was marked, or was given a time."""
        said = self.cleaned_data
        chosen = set(said["people"])
        return [person for uuid, person in self.by_uuid.items() if uuid in chosen or said[f"minutes_{uuid}"]]

    def ends_of(self) -> dict[Person, datetime]:
        """When those ended whose time differs."""
        said = self.cleaned_data
        return {
            person: said["starts_at"] + timedelta(minutes=minutes)
            for uuid, person in self.by_uuid.items()
            if (minutes := said[f"minutes_{uuid}"])
        }

    def more(self) -> Heads:
        """Who was there without a name."""
        said = self.cleaned_data
        return Heads(number=said["heads"] or 0, method=said["method"], basis=said["basis"])
