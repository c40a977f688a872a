"""Forms about who is there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.shifts.forms.seats import OwnTimesForm
from scheduling.shifts.models import SignUp


class KioskForm(forms.Form):
    """A new tablet."""

    label = forms.CharField(
        label=_("What the tablet is called"),
        max_length=60,
        help_text=_("For example “In the hall”. It stands beside what is said on it."),
    )
    days = forms.IntegerField(
        label=_("For how many days"),
        min_value=1,
        max_value=365,
        initial=90,
        help_text=_("Then it shows nothing any more. You can end it before."),
    )


class ThereForm(OwnTimesForm):
    """From when to when somebody was there, as they say afterwards."""

    def __init__(self, *args: Any, sign_up: SignUp, **kwargs: Any) -> None:
        super().__init__(*args, sign_up=sign_up, **kwargs)
        self.fields["start"].label = _("I came at")
        self.fields["end"].label = _("I left at")
