"""The form of people on placements told as a number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.register.forms.roles import NamedChoice
from volunteers.register.models import GrantTarget, Placement, PlacementCount, Unit
from volunteers.register.services.placements import CountPlan
from volunteers.register.words import Method


class CountForm(forms.Form):
    """So many from a school or an office, without names."""

    kind = forms.ChoiceField(label=pgettext_lazy("placement", "Kind"), choices=Placement.Kind.choices)
    institution = forms.CharField(label=_("School or office"), max_length=120)
    programme = forms.CharField(label=_("Programme"), max_length=120, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    number = forms.IntegerField(
        label=_("How many different people"),
        min_value=1,
        max_value=10_000,
        help_text=_("Each counts once in a year, however often they came."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    method = forms.ChoiceField(label=_("How is it known"), choices=Method.choices, initial=Method.COUNTED)
    basis = forms.CharField(
        label=_("On what does it rest"),
        max_length=300,
        required=False,
        help_text=_("For a sample or an estimate: who judged it, and how."),
    )

    unit = NamedChoice(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("The whole association")
    )
    grant_target = NamedChoice(
        label=_("Grant target"), queryset=GrantTarget.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, count: PlacementCount | None = None, **kwargs: Any) -> None:
        if count is not None:
            kwargs["initial"] = {name: getattr(count, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        units, targets = Unit.objects.filter(is_active=True), GrantTarget.objects.filter(is_active=True)
        if count is not None:  # what is no longer on offer stays where it is
            units = units | Unit.objects.filter(pk=count.unit_id or 0)
            targets = targets | GrantTarget.objects.filter(pk=count.grant_target_id or 0)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a NamedChoice
        self.fields["grant_target"].queryset = targets  # type: ignore[attr-defined]  # a NamedChoice

    def plan(self) -> CountPlan:
        """What a valid form says."""
        return CountPlan(**self.cleaned_data)
