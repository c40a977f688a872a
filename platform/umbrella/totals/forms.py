"""The form behind the private link."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_HOURS, MOST_PEOPLE = 5_000_000, 500_000
HOURS_A_YEAR = 8784


#: Thousands with points or apostrophes between, as some write them: "1.000" people are a thousand.
_THOUSANDS = re.compile(r"\d{1,3}([.,'’]\d{3})+")


def _digits(value: Any) -> Any:
    """As people write numbers: with blanks between thousands, and a comma or a point."""
    return "".join(value.split()).replace(",", ".") if isinstance(value, str) else value


class _Hours(forms.DecimalField):
    def to_python(self, value: Any) -> Any:
        """The number."""
        return super().to_python(_digits(value))


class _People(forms.IntegerField):
    def to_python(self, value: Any) -> int | None:
        """The number. Half a person is nobody, so a separator in it stands between thousands."""
        if isinstance(value, str):
            value = "".join(value.split())
            if _THOUSANDS.fullmatch(value):
                value = re.sub(r"\D", "", value)
            elif value and not re.fullmatch(r"[+-]?\d+", value):
                raise forms.ValidationError(_("Write a whole number, without a point or a comma."))
        number: int | None = super().to_python(value)
        return number


class TotalsForm(forms.Form):
    """A year's hours and people, and who says so."""

    hours = _Hours(
        label=_("Hours of volunteering in the year"),
        min_value=Decimal(0),
        max_value=Decimal(MOST_HOURS),
        max_digits=9,
        decimal_places=2,
        help_text=_(
            "Task, preparation, and travel with a client. Not training, supervision, board work or own trips."
        ),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    people = _People(
        label=_("Different volunteers in the year"),
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=_("Each person once, however much they did."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    by_name = forms.CharField(
        label=_("Your name"),
        max_length=160,
        help_text=_("The federation sees it and can ask you back. It is deleted after two years."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean(self) -> dict[str, Any]:
        """Hours are somebody's, and nobody has more than a year's."""
        said: dict[str, Any] = super().clean() or {}
        hours, people = said.get("hours"), said.get("people")
        if hours is None or people is None:
            return said
        if hours and not people:
            self.add_error("people", _("There are hours, so somebody did them."))
        elif people and not hours:
            self.add_error("hours", _("There are volunteers, so they did some hours."))
        elif hours > people * HOURS_A_YEAR:
            self.add_error("hours", _("That is more than so many people can do in a year."))
        return said

    def minutes(self) -> int:
        """The hours as they are kept."""
        return int((self.cleaned_data["hours"] * 60).to_integral_value())
