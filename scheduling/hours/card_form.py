"""The form of a line of an hour card: from and to, or from and how long."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.hours import walltime
from scheduling.hours.errors import HoursRefused, TooLong
from scheduling.hours.forms import OwnHoursForm
from scheduling.hours.models import HEADLINE, HoursEntry, Kind
from scheduling.hours.services.own import LONGEST

_HOURS = re.compile(r"(\d{1,3})(?:[.,](\d)|,(\d\d))?\s*(?:h|t)?")
_CLOCK = re.compile(r"(\d{1,3})[:.](\d\d)")
_WORDS = re.compile(r"(?:(\d{1,3})\s*(?:h|t)\s*)?(\d{1,4})\s*min")


def minutes_of(text: str) -> int | None:
    """How long it took, as people write it: ``2``, ``2,5``, ``2.30``, ``2 h 30 min``, ``45 min``. Pure."""
    said = " ".join(text.lower().split())
    if found := _CLOCK.fullmatch(said):
        return int(found[1]) * 60 + int(found[2])
    if found := _HOURS.fullmatch(said):
        part = found[2] or found[3] or "0"
        return int(found[1]) * 60 + int(part.ljust(2, "0")) * 60 // 100
    if found := _WORDS.fullmatch(said):
        return int(found[1] or 0) * 60 + int(found[2])
    return None


class CardForm(OwnHoursForm):
    """What a volunteer did. A cleaned form has `starts_at` and `ends_at` as instants."""

    length = forms.CharField(
        label=pgettext_lazy("hours", "Or how long"),
        help_text=_("For example 2.30 or 45 min. Instead of the time it ended."),
        max_length=20,
        required=False,
    )
    kind = forms.ChoiceField(label=pgettext_lazy("column", "Kind"), choices=Kind.choices)
    field_order = ("role", "day", "starts", "ends", "next_day", "length", "kind")

    def __init__(self, *args: Any, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"kind": Kind.TASK, **(initial or {})}, **kwargs)
        self.fields["ends"].required = False
        # Board work and the like are of no role.
        self.fields["role"].required = False
        self.fields["role"].help_text = _("Volunteering hours always have one.")
        if self.is_bound and "kind" not in self.data:
            # A task where nothing is said, as programs do.
            self.data = {name: self.data[name] for name in self.data} | {"kind": Kind.TASK}

    @classmethod
    def initial_of(cls, entry: HoursEntry, zone: Any) -> dict[str, Any]:
        """As the entry says now."""
        return {**super().initial_of(entry, zone), "kind": entry.kind}

    def clean_length(self) -> int | None:
        """Minutes."""
        text = self.cleaned_data["length"].strip()
        if not text:
            return None
        minutes = minutes_of(text)
        if not minutes:
            raise forms.ValidationError(
                _("Write the length as hours and minutes, for example 2.30 or 45 min.")
            )
        if minutes > LONGEST / timedelta(minutes=1):
            raise forms.ValidationError(str(TooLong(hours=int(LONGEST / timedelta(hours=1)))))
        return minutes

    def clean(self) -> dict[str, Any]:
        """With a length in place of the end, the end is when so much has passed."""
        data = self.cleaned_data
        if data.get("kind") in HEADLINE and not data.get("role") and "role" not in self.errors:
            self.add_error("role", _("Choose the role in which the hours were done."))
        if "length" in self.errors or "ends" in self.errors:
            return data
        if (data.get("ends") is None) == (data.get("length") is None):
            self.add_error("ends", _("Say when it ended, or how long it took: one of them."))
        if self.errors or data.get("length") is None:
            return super().clean()
        try:
            starts_at = walltime.instant(day=data["day"], at=data["starts"], zone=self.zone)
        except HoursRefused as refusal:
            self.add_error("starts", str(refusal))
            return data
        # What really passes, whatever the clocks do that night.
        return {**data, "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=data["length"])}

    def said(self) -> dict[str, Any]:
        """What the verbs take."""
        return {name: self.cleaned_data[name] for name in ("role", "starts_at", "ends_at", "kind")}


class LateHoursForm(CardForm):
    """Hours that somebody writes down for another, with a reason where the month is closed."""

    reason = forms.CharField(
        label=_("Why so late?"),
        help_text=_("Only for a closed month: the hours are then a correction and count at once."),
        max_length=200,
        required=False,
    )
