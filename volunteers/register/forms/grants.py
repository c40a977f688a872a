"""The form of a grant target."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.register.forms.names import NamesForm
from volunteers.register.forms.roles import DAY, DAYS
from volunteers.register.models import GrantTarget
from volunteers.register.services.grants import GrantTargetPlan


class GrantTargetForm(NamesForm):
    """What a funder pays for, and for how long."""

    kind = forms.ChoiceField(label=_("Kind"), choices=GrantTarget.Kind.choices)
    code = forms.CharField(
        label=_("The funder's code"),
        max_length=40,
        help_text=_("As it stands in the decision, for example Ak2."),
    )
    funder = forms.CharField(label=_("Who pays"), max_length=200)
    from_on = forms.DateField(label=_("From"), widget=DAY, input_formats=DAYS)
    to_on = forms.DateField(
        label=pgettext_lazy("day", "Until"),
        widget=DAY,
        input_formats=DAYS,
        required=False,
        help_text=_("Leave empty if the end is not known."),
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("One that is not in use stays in the records, but takes nothing new."),
    )

    def __init__(self, *args: Any, target: GrantTarget | None = None, **kwargs: Any) -> None:
        if target is not None:
            kwargs["initial"] = {name: getattr(target, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def plan(self) -> GrantTargetPlan:
        """What a valid form says."""
        return GrantTargetPlan(**self.cleaned_data)
