"""Forms for what a closed month lacks: it counts with a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.activities.forms import CancelForm, HeadsForm


class LateForm(forms.Form):
    """Why it comes late."""

    reason = forms.CharField(
        label=_("Why it comes late"),
        max_length=200,
        help_text=_("The month stays closed; this stands beside what counts. No names of people who came."),
    )


class LateHeldForm(HeadsForm, LateForm):
    """It was held, with so many."""


class LateCancelForm(CancelForm):
    """It was not held."""

    late_reason = LateForm.base_fields["reason"]
