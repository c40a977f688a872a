"""Forms of what is settled about single places: kept for others, a person's own times, a letter to all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from scheduling.hours.errors import HoursRefused
from scheduling.shifts import local_times
from scheduling.shifts.forms.shifts import TIMES, time_input
from scheduling.shifts.models import SignUp
from volunteers.register.forms.letters import LetterForm


class KeepForm(forms.Form):
    """For whom places are kept, and how many; with none they are free."""

    label = forms.CharField(
        label=_("For whom"),
        max_length=80,
        help_text=_("For example “Scouts”. Do not write people's full names here."),
    )
    places = forms.IntegerField(label=_("How many places"), min_value=1, max_value=999, initial=1)

    def clean_label(self) -> str:
        """Without blanks that nobody sees."""
        return " ".join(self.cleaned_data["label"].split())


class OwnTimesForm(forms.Form):
    """From when to when somebody is there."""

    start = forms.TimeField(label=pgettext_lazy("time", "From"), widget=time_input(), input_formats=TIMES)
    end = forms.TimeField(label=pgettext_lazy("time", "To"), widget=time_input(), input_formats=TIMES)

    def __init__(self, *args: Any, sign_up: SignUp, **kwargs: Any) -> None:
        self.sign_up = sign_up
        kwargs["initial"] = {
            "start": timezone.localtime(sign_up.starts_at).time(),
            "end": timezone.localtime(sign_up.ends_at).time(),
        }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Instants, each on the day that it must mean."""
        said = super().clean() or {}
        if said.get("start") is None or said.get("end") is None:
            return said
        try:
            said["starts_at"], said["ends_at"] = local_times.own_times(
                self.sign_up.shift.starts_at,
                said["start"],
                said["end"],
                zone=timezone.get_current_timezone(),
            )
        except HoursRefused as refusal:
            self.add_error("start", str(refusal))
        return said

    @property
    def times(self) -> tuple[datetime, datetime]:
        """What a valid form says."""
        return self.cleaned_data["starts_at"], self.cleaned_data["ends_at"]


class ShiftLetterForm(LetterForm):
    """A letter to people of a shift: to whom, and what."""

    whom = forms.MultipleChoiceField(label=_("To whom"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, groups: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["about"]
        field: forms.MultipleChoiceField = self.fields["whom"]  # type: ignore[assignment]  # declared above
        field.choices = list(groups.items())
        field.initial = list(groups)[:1]
        field.error_messages["required"] = gettext("Choose at least one group.")

    def letter(self) -> dict[str, Any]:
        """As `services.write_to` takes it."""
        said = self.cleaned_data
        codes = [code for code, _name in settings.LANGUAGES]
        return {
            "subject": {code: said[f"subject_{code}"] for code in codes},
            "text": {code: said[f"text_{code}"] for code in codes},
        }
