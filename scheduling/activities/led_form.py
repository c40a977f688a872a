"""The form by which a leader says what became of a time of their group."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.activities.forms import DAY_LENGTH, MOST_HEADS, HeadsForm
from scheduling.activities.participants import Named
from scheduling.activities.services.outcomes import Heads
from scheduling.hours.models import Method


class LedForm(HeadsForm):
    """A leader's two taps: how many came, and one's own minutes."""

    minutes = forms.IntegerField(
        label=_("Your own time, in minutes"),
        min_value=0,
        max_value=DAY_LENGTH,
        required=False,
        help_text=_("It becomes your hours. Leave empty if you were not there."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    came = forms.MultipleChoiceField(label=_("Who came"), required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.IntegerField(
        label=_("How many others came, without a name"), min_value=0, max_value=MOST_HEADS, required=False
    )

    def __init__(self, *args: Any, names: Sequence[Named] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if names:  # then the number follows from them, and from those who have none
            for field in ("heads", "method", "basis"):
                del self.fields[field]
            self.fields["came"].choices = [(str(each.uuid), each.name or "?") for each in names]  # type: ignore[attr-defined]  # declared above
        else:
            del self.fields["came"], self.fields["others"]

    def said(self) -> Heads:
        """What a valid form says; beside names, how many others there were."""
        if "came" not in self.fields:
            return super().said()
        others = self.cleaned_data["others"] or 0
        return Heads(others, Method.COUNTED if others else Method.REGISTERED, key=self._key())

    def says_heads_anew(self) -> bool:
        """Whether who came, or how many, is another than was said before."""
        return not {"came", "others", "heads", "method", "basis"}.isdisjoint(self.changed_data)

    def who_came(self) -> list[UUID] | None:
        """Who was ticked; None where no names are kept."""
        return [UUID(each) for each in self.cleaned_data["came"]] if "came" in self.fields else None
