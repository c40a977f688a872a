"""The forms of calendars: which shifts, and whether it rings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from volunteers.register.models import Site, VolunteerRole

OWN = "own"
MINUTES = (30, 60, 120, 180, 1440)


def _how_long(minutes: int) -> str:
    if minutes < 60:
        return _("%(minutes)s minutes before") % {"minutes": minutes}
    hours = minutes // 60
    if hours == 24:
        return _("a day before")
    return ngettext("%(hours)s hour before", "%(hours)s hours before", hours) % {"hours": hours}


class AlarmForm(forms.Form):
    """Whether and when the calendar rings."""

    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Does the calendar ring?"),
        coerce=lambda value: int(value) if value else None,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("It does not ring")), *((minutes, _how_long(minutes)) for minutes in MINUTES)]
        self.fields["minutes"].choices = choices  # type: ignore[attr-defined]  # it has choices


class NewCalendarForm(AlarmForm):
    """Which shifts a new calendar tells."""

    what = forms.ChoiceField(label=gettext_lazy("Which shifts?"))
    field_order = ("what", "minutes")

    def __init__(
        self,
        *args: Any,
        has_own: bool,
        roles: Sequence[VolunteerRole],
        sites: Sequence[Site],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.roles = {f"role:{role.uuid}": role for role in roles}
        self.sites = {f"site:{site.uuid}": site for site in sites}
        choices: list[Any] = [(OWN, _("Your own shifts"))] if has_own else []
        if roles:
            choices.append(
                (_("All shifts of a role"), [(key, role.name) for key, role in self.roles.items()])
            )
        if sites:
            choices.append(
                (_("All shifts at a place"), [(key, site.name) for key, site in self.sites.items()])
            )
        self.fields["what"].choices = choices  # type: ignore[attr-defined]  # it has choices
        self.fields["minutes"].help_text = _("Only for your own shifts.")
        if not has_own:
            del self.fields["minutes"]

    def chosen(self) -> dict[str, Any]:
        """Role, place and alarm, as `services.make` takes them."""
        what = self.cleaned_data["what"]
        return {
            "role": self.roles.get(what),
            "site": self.sites.get(what),
            "alarm_minutes": self.cleaned_data.get("minutes"),
        }
