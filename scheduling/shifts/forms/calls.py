"""The form by which a coordinator asks for somebody."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.shifts.models import Shift
from tenants import clock
from volunteers.register.models import Person

SOON = timedelta(hours=4)


class CallForm(forms.Form):
    """Whom to ask, how many at a time, and how long the others wait."""

    people = forms.MultipleChoiceField(
        label=_("Who is asked, in this order"), widget=forms.CheckboxSelectMultiple
    )
    wave_size = forms.IntegerField(
        label=_("How many are asked at a time"), min_value=1, max_value=50, initial=3
    )
    wave_minutes = forms.IntegerField(
        label=_("Minutes until the next ones are asked"), min_value=5, max_value=1440
    )

    def __init__(self, *args: Any, people: Sequence[Person], shift: Shift, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(person.uuid): person for person in people}
        field: forms.MultipleChoiceField = self.fields["people"]  # type: ignore[assignment]  # declared above
        field.choices = [(uuid, person.name) for uuid, person in self.known.items()]
        field.initial = list(self.known)
        soon = shift.starts_at - clock.now() < SOON
        self.fields["wave_minutes"].initial = 10 if soon else 20

    def clean_people(self) -> list[Person]:
        """Those who are ticked, in the order in which they are asked."""
        ticked = set(self.cleaned_data["people"])
        return [person for uuid, person in self.known.items() if uuid in ticked]
