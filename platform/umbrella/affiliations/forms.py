"""From when on an association belongs where."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from tenants import clock
from tenants.models import District, Umbrella
from umbrella.joining.forms import offer_districts


class DayField(forms.DateField):
    """A day, picked from a calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MoveForm(forms.Form):
    """Another district, or the same umbrella again."""

    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label=pgettext_lazy("district", "None"),
    )
    from_on = DayField(label=_("From"))

    def __init__(self, *args: Any, umbrella: Umbrella, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_districts(self, umbrella)
        self.fields["from_on"].initial = clock.today(umbrella)


class LeaveForm(forms.Form):
    """Its last day."""

    to_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, umbrella: Umbrella, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_on"].initial = clock.today(umbrella)
