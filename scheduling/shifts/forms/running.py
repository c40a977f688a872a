"""Forms of how shifts are run: for the association, for a role, and what a person wishes."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from scheduling.shifts.models import Planned, RoleRules, ShiftSettings, Wish
from scheduling.shifts.services.running import RulesPlan, SettingsPlan, WishPlan
from volunteers.register.forms.person import PhoneField

MOST_HOURS, MOST_REST, MOST_A_WEEK = 24 * 14, 48, 21


class WholeNumber(forms.IntegerField):
    """A whole number from one to another, with one sentence for whatever else is written."""

    def clean(self, value: Any) -> int | None:
        """The number, or None where it may be left empty."""
        try:
            number: int | None = super().clean(value)
        except forms.ValidationError as wrong:
            limits = {"least": self.min_value, "most": self.max_value}
            raise forms.ValidationError(
                gettext("Write a whole number from %(least)s to %(most)s.") % limits
            ) from wrong
        return number


def _number(label: Any, *, least: int, most: int, hint: Any, required: bool = True) -> WholeNumber:
    return WholeNumber(label=label, min_value=least, max_value=most, required=required, help_text=hint)


class SettingsForm(forms.Form):
    """What is true of all shifts."""

    duty_name = forms.CharField(
        label=_("Who is on duty"),
        max_length=120,
        required=False,
        help_text=_("A name, or for example “the office”."),
    )
    duty_phone = PhoneField(
        help_text=_("Shown to those who cancel so late that a message might not be read in time.")
    )
    stand_in_hours = _number(
        _("A stand-in is looked for from … hours before"),
        least=0,
        most=MOST_HOURS,
        hint=_("Whoever cancels earlier simply frees the place for others."),
    )
    late_hours = _number(
        _("It is late from … hours before"),
        least=0,
        most=MOST_HOURS,
        hint=_("Then they are asked to call the one on duty too."),
    )
    offer_hours = _number(
        _("An offered place waits for an answer … hours"),
        least=1,
        most=MOST_HOURS,
        hint=_("Then it goes to the next on the waiting list. Close to the start it waits less."),
    )

    def __init__(self, *args: Any, row: ShiftSettings, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["duty_phone"].label = _("Duty phone")

    def plan(self) -> SettingsPlan:
        """What a valid form says."""
        return SettingsPlan(**self.cleaned_data)


class RulesForm(forms.Form):
    """How the shifts of one role are run."""

    rest_hours = _number(
        _("Rest before and after a night shift, hours"),
        least=0,
        most=MOST_REST,
        hint=_("A night shift has at least three hours between 23 and 6. With 0 no rest is asked for."),
    )
    most_per_week = _number(
        _("At most … shifts a week"),
        least=1,
        most=MOST_A_WEEK,
        hint=_("For one person, from Monday to Sunday. Leave it empty for no limit."),
        required=False,
    )
    swap_needs_approval = forms.BooleanField(
        label=_("A coordinator approves swaps"),
        required=False,
        help_text=_("Otherwise two volunteers settle a swap between themselves."),
    )
    sign_up_mode = forms.ChoiceField(
        label=_("New shifts are filled"),
        choices=Planned.SignUpMode.choices,
        help_text=_("What a new shift begins with; each shift can differ."),
    )
    names = forms.ChoiceField(
        label=_("Who sees who comes"),
        choices=Planned.Names.choices,
        help_text=_("Besides coordinators. What a new shift begins with; each shift can differ."),
    )

    def __init__(self, *args: Any, row: RoleRules, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def plan(self) -> RulesPlan:
        """What a valid form says."""
        return RulesPlan(**self.cleaned_data)


class WishForm(forms.Form):
    """What a person wishes of their shifts."""

    most_per_week = _number(
        _("At most … shifts a week"),
        least=1,
        most=MOST_A_WEEK,
        hint=_("Leave it empty for no limit."),
        required=False,
    )
    no_nights = forms.BooleanField(label=_("No night shifts"), required=False)
    stands_in = forms.BooleanField(
        label=_("May be asked to stand in for others"),
        required=False,
        help_text=_("When somebody cannot come. One may always say no."),
    )

    def __init__(self, *args: Any, row: Wish, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        kwargs["prefix"] = "wish"  # it stands beside another form on the page of a person's times
        super().__init__(*args, **kwargs)

    def plan(self) -> WishPlan:
        """What a valid form says."""
        return WishPlan(**self.cleaned_data)
