"""What a coordinator looks at: kept in the address, and nonsense in it is nothing said."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.hours.errors import HoursRefused
from scheduling.shifts import local_times
from scheduling.shifts.errors.shifts import EndBeforeStart
from scheduling.shifts.forms.shifts import DATE, TIMES, DayField, NamedChoice, time_input
from scheduling.shifts.models import Shift
from scheduling.shifts.selectors import planning, shifts as selectors
from scheduling.shifts.selectors.planning import By, Part
from volunteers.register import reach, selectors as register
from volunteers.register.models import Person, Site, VolunteerRole

WEEK, CLOCK, MONTH, LIST = "", "clock", "month", "list"


class PlanForm(forms.Form):
    """Which part of which days, in which shape."""

    role = NamedChoice(
        label=_("Role"), queryset=VolunteerRole.objects.none(), required=False, empty_label=_("All roles")
    )
    site = NamedChoice(
        label=_("Place"), queryset=Site.objects.none(), required=False, empty_label=_("All places")
    )
    person = NamedChoice(
        label=_("Person"),
        queryset=Person.objects.none(),
        required=False,
        to_field_name="uuid",
        empty_label=_("Everybody"),
    )
    show = forms.ChoiceField(
        label=pgettext_lazy("filter", "Show"),
        required=False,
        choices=[("", _("All shifts")), ("short", _("Only those with free places"))],
    )
    view = forms.ChoiceField(
        required=False,
        choices=[(WEEK, ""), (CLOCK, ""), (MONTH, ""), (LIST, "")],
        widget=forms.HiddenInput,
    )
    by = forms.ChoiceField(
        required=False, choices=[("", ""), ("site", ""), ("person", "")], widget=forms.HiddenInput
    )
    # Any day of the week or the month.
    week = DayField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any,
        *,
        reader: reach.Reaching,
        today: date,
        roles: Iterable[VolunteerRole] | None = None,
    ) -> None:
        """Without `roles`, which are all there are, nobody chooses from it, so that no choices are read."""
        super().__init__(data)
        rows: dict[str, Any] = {
            "role": reach.roles(reader, register.active_roles()),
            "site": register.active_sites(),
            "person": reach.people(reader, register.active_volunteers()),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]  # they are NamedChoices
        self.is_valid()
        self.day: date = self.cleaned_data.get("week") or today
        if roles is not None:
            self._offer_people(reader)
            self._offer("site", register.site_names())
            if reader.reach.whole:
                self._offer("role", [(role.pk, role.name) for role in roles if role.is_active])

    def _offer(self, name: str, rows: Iterable[tuple[Any, Any]]) -> None:
        """What was read already, or in one query of what is shown."""
        field: NamedChoice = self.fields[name]  # type: ignore[assignment]  # declared above
        field.choices = [("", str(field.empty_label)), *rows]

    def _offer_people(self, reader: reach.Reaching) -> None:
        """Those who come in these days, and the one who is chosen."""
        people = planning.who_comes(self.first, self.last, reader=reader)
        chosen = self.cleaned_data.get("person")
        if chosen is not None and (chosen.uuid, chosen.name) not in people:
            people.append((chosen.uuid, chosen.name))
        self._offer("person", people)

    @property
    def shape(self) -> str:
        """The shape: a week by lines, a week by the clock, a month, a list."""
        return str(self.cleaned_data.get("view") or WEEK)

    @property
    def lines(self) -> By:
        """What the lines of the week are."""
        said = self.cleaned_data.get("by")
        return "site" if said == "site" else "person" if said == "person" else "role"

    @property
    def is_month(self) -> bool:
        """Whether a month is looked at, and else a week."""
        return self.shape == MONTH

    @property
    def first(self) -> date:
        """The first of the days: a Monday, or the first of the month."""
        return self.day.replace(day=1) if self.is_month else selectors.monday(self.day)

    @property
    def last(self) -> date:
        """The last of the days."""
        if self.is_month:
            return after_month(self.first) - timedelta(days=1)
        return self.first + timedelta(days=6)

    @property
    def before(self) -> date:
        """A day of the week or month before."""
        return self.first - timedelta(days=1 if self.is_month else 7)

    @property
    def after(self) -> date:
        """A day of the week or month after."""
        return self.last + timedelta(days=1)

    @property
    def part(self) -> Part:
        """Which of the shifts."""
        said = self.cleaned_data
        role, site, person = said.get("role"), said.get("site"), said.get("person")
        return Part(
            role=role.pk if role else None,
            site=site.pk if site else None,
            person=person.pk if person else None,
            only_short=said.get("show") == "short",
        )


def after_month(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


class MoveForm(forms.Form):
    """Another time for a shift, by the clock on the wall."""

    day = DayField(label=_("Day"), widget=DATE)
    start = forms.TimeField(label=_("Starts"), widget=time_input(), input_formats=TIMES)
    end = forms.TimeField(label=_("Ends"), widget=time_input(), input_formats=TIMES)
    # Where the reader came from, and that they have read what the move does.
    next = forms.CharField(required=False, widget=forms.HiddenInput, max_length=600)
    sure = forms.CharField(required=False, widget=forms.HiddenInput, max_length=1)

    @staticmethod
    def said_of(shift: Shift) -> dict[str, Any]:
        """The time that it has."""
        start, end = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
        return {"day": start.date(), "start": start.time(), "end": end.time()}

    def clean(self) -> dict[str, Any]:
        """Instants of day, start and end; times that clocks skip or show twice are refused."""
        said = super().clean() or {}
        if any(said.get(name) is None for name in ("day", "start", "end")):
            return said
        zone = timezone.get_current_timezone()
        try:
            said["starts_at"], said["ends_at"] = local_times.stretch(
                said["day"], said["start"], said["end"], zone=zone
            )
        except (HoursRefused, EndBeforeStart) as refusal:
            self.add_error("end", str(refusal))
        return said
