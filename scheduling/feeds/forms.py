"""The forms of calendars and schedules: which shifts, whether it rings, what comes in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
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


class ScheduleForm(forms.Form):
    """A schedule from elsewhere, and what its shifts have in common."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A calendar (.ics) or a table (CSV or XLSX), at most 3 MB and 1,000 shifts."),
        widget=forms.FileInput(attrs={"accept": ".ics,.ical,.csv,.tsv,.txt,.xlsx"}),
        max_length=200,
    )
    source = forms.CharField(
        label=gettext_lazy("Where does it come from?"),
        max_length=120,
        help_text=gettext_lazy(
            "A name for the source, such as “Calendar of the care home”. A later file under the same name "
            "changes the same shifts."
        ),
    )
    role = forms.ModelChoiceField(VolunteerRole.objects.none(), label=gettext_lazy("Role of the shifts"))
    site = forms.ModelChoiceField(
        Site.objects.none(), label=gettext_lazy("Place of the shifts"), required=False
    )
    places = forms.IntegerField(
        label=gettext_lazy("Places on each shift"),
        min_value=1,
        max_value=500,
        initial=1,
        help_text=gettext_lazy("Where the file does not say it itself."),
    )

    def __init__(
        self, *args: Any, roles: QuerySet[VolunteerRole], sites: QuerySet[Site], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("role", roles), ("site", sites)):
            field: Any = self.fields[name]
            field.queryset, field.to_field_name = rows, "uuid"
            field.label_from_instance = lambda row: row.name
