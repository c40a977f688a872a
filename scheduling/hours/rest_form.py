"""What an association calls much: the form."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from scheduling.hours.models import RestLimits
from scheduling.hours.services.resting import LimitsPlan


class Limit(forms.IntegerField):
    """A whole number from one to another, or nothing, with one sentence for whatever else is written."""

    def __init__(self, *, label: Any, least: int, most: int, hint: Any) -> None:
        super().__init__(label=label, min_value=least, max_value=most, help_text=hint, required=False)

    def clean(self, value: Any) -> int | None:
        """The number, or None where it was left empty."""
        try:
            number: int | None = super().clean(value)
        except forms.ValidationError as wrong:
            limits = {"least": self.min_value, "most": self.max_value}
            raise forms.ValidationError(
                gettext("Write a whole number from %(least)s to %(most)s, or leave it empty.") % limits
            ) from wrong
        return number


class LimitsForm(forms.Form):
    """Each limit may be left empty: then it is not looked at."""

    most_hours = Limit(
        label=_("More than … hours in four weeks"), least=1, most=672, hint=_("Of all kinds together.")
    )
    times_usual = Limit(
        label=_("More than … times their own usual"),
        least=2,
        most=20,
        hint=_("Of the last four weeks against the half year before, and ten hours more at least."),
    )
    most_days = Limit(
        label=_("More than … days in a row"), least=1, most=60, hint=_("Without a day of rest in between.")
    )
    most_nights = Limit(
        label=_("More than … nights in a row"),
        least=1,
        most=60,
        hint=_("With an hour at least between 23 and 6."),
    )
    most_weeks = Limit(
        label=_("More than … weeks without a week off"),
        least=1,
        most=52,
        hint=_("Weeks from Monday to Sunday in which there were any hours."),
    )

    def __init__(self, *args: Any, row: RestLimits, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def plan(self) -> LimitsPlan:
        """What a valid form says."""
        return LimitsPlan(**self.cleaned_data)
