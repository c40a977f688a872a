"""Forms of hours. They check shape; whether it may be so is asked by the verbs."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from scheduling.hours import sampling, walltime
from scheduling.hours.errors import EndsBeforeStart, HoursRefused, SampleOfNone
from scheduling.hours.models import CertificateSigner, HoursEntry, HoursTally, Kind, Method
from scheduling.hours.selectors import Narrowed
from volunteers.register import roster
from volunteers.register.models import VolunteerRole
from web import formats

DATES = ["%Y-%m-%d", "%d.%m.%Y"]
OLDEST_YEAR = 2000
TIMES = ["%H:%M", "%H.%M", "%H"]


class RoleField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """A role. Some kinds of hours need one and others have none, so the page never calls it optional."""

    needed_at_times = True


class OwnHoursForm(forms.Form):
    """What a volunteer did: role, day, from, to. A cleaned form has `starts_at` and `ends_at` as instants."""

    role = RoleField(label=_("Role"), queryset=VolunteerRole.objects.none(), empty_label=_("Choose a role"))
    day = forms.DateField(
        label=_("Date"),
        input_formats=DATES,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    starts = forms.TimeField(
        label=pgettext_lazy("time of day", "From"),
        input_formats=TIMES,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=pgettext_lazy("time of day", "To"),
        input_formats=TIMES,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    next_day = forms.BooleanField(label=_("It ended the next day"), required=False)

    def __init__(self, *args: Any, roles: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]  # declared above

    @classmethod
    def initial_of(cls, entry: HoursEntry, zone: ZoneInfo) -> dict[str, Any]:
        """What the form shows of an entry that is to be corrected."""
        starts, ends = entry.starts_at.astimezone(zone), entry.ends_at.astimezone(zone)
        return {
            "role": entry.role_id,
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "next_day": ends.date() > starts.date(),
        }

    def clean(self) -> dict[str, Any]:
        """Clocks to instants. Times that the clocks skipped or showed twice are named at their fields."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        last_day = data["day"] + timedelta(days=1 if data["next_day"] else 0)
        for name, key, day in (("starts", "starts_at", data["day"]), ("ends", "ends_at", last_day)):
            try:
                data[key] = walltime.instant(day=day, at=data[name], zone=self.zone)
            except HoursRefused as refusal:
                self.add_error(name, str(refusal))
        if not self.errors and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends", str(EndsBeforeStart()))
        return data


class WhyForm(forms.Form):
    """Why what counts is changed."""

    reason = forms.CharField(
        label=_("Why is it corrected?"),
        help_text=_("Stays beside the hours, and the volunteer reads it. No names, nothing of health."),
        max_length=200,
    )


class WhyHeadsForm(forms.Form):
    """Why heads without names are changed."""

    reason = forms.CharField(
        label=_("Why is it corrected?"),
        help_text=_("Those who audit the year read it. No names."),
        max_length=200,
    )


class HeadsForm(WhyHeadsForm):
    """Heads and their time together as they really were, and why they are corrected."""

    role = forms.ModelChoiceField(label=_("Role"), queryset=VolunteerRole.objects.none(), empty_label=None)
    local_date = forms.DateField(
        label=_("Date"),
        input_formats=DATES,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    heads = forms.IntegerField(
        label=_("How many people"), min_value=0, max_value=100_000, help_text=_("Volunteers, without names.")
    )
    hours = forms.IntegerField(label=_("Hours of all together"), min_value=0, max_value=2_400_000)
    minutes = forms.IntegerField(label=_("and minutes"), min_value=0, max_value=59, required=False)
    method = forms.ChoiceField(label=_("How is the number known?"), choices=Method.choices)
    basis = forms.CharField(
        label=_("What is the sample or the estimate based on?"), max_length=200, required=False
    )
    field_order = ("role", "local_date", "heads", "hours", "minutes", "method", "basis", "reason")

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]  # declared above

    @classmethod
    def initial_of(cls, tally: HoursTally) -> dict[str, Any]:
        """As the heads are written now."""
        return {
            "role": tally.role_id,
            "local_date": tally.local_date,
            "heads": tally.heads,
            "hours": tally.minutes // 60,
            "minutes": tally.minutes % 60,
            "method": tally.method,
            "basis": tally.basis,
        }

    def clean_local_date(self) -> date:
        """No day of a century in which nothing was counted here."""
        day: date = self.cleaned_data["local_date"]
        if day.year < OLDEST_YEAR:
            text = gettext("%(day)s is before the year 2000. Check the year.")
            raise forms.ValidationError(text % {"day": day.isoformat()})
        return day

    def said(self) -> dict[str, Any]:
        """What the verb is told, of a cleaned form."""
        names = ("role", "local_date", "heads", "method", "basis", "reason")
        data = self.cleaned_data
        return {
            **{name: data[name] for name in names},
            "minutes": data["hours"] * 60 + (data["minutes"] or 0),
        }


class SampleForm(forms.Form):
    """In which months of a year hours are collected."""

    months = forms.MultipleChoiceField(
        label=_("Collected months"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": SampleOfNone.sentence},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(number, formats.first_up(sampling.month_name(number))) for number in range(1, 13)]
        self.fields["months"].choices = names  # type: ignore[attr-defined]  # declared above


class AmendForm(forms.Form):
    """Why a frozen year gets a further version."""

    reason = forms.CharField(
        label=_("Why is a new version needed?"),
        help_text=_("Those who audit the year read it. No names."),
        max_length=200,
    )


class CorrectForm(WhyForm, OwnHoursForm):
    """Hours as they really were, and why they are corrected."""

    kind = forms.ChoiceField(label=pgettext_lazy("column", "Kind"), choices=Kind.choices)
    field_order = ("role", "kind", "day", "starts", "ends", "next_day", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Board work and the like are of no role; whether the kind needs one is asked by the verb.
        self.fields["role"].required = False

    @classmethod
    def initial_of(cls, entry: HoursEntry, zone: ZoneInfo) -> dict[str, Any]:
        """As the entry says now."""
        return {**super().initial_of(entry, zone), "kind": entry.kind}


class EntriesForm(forms.Form):
    """Narrows a month's entries down."""

    q = forms.CharField(label=_("Name"), max_length=80, required=False)
    role = forms.ModelChoiceField(
        label=_("Role"), queryset=VolunteerRole.objects.none(), required=False, empty_label=_("All roles")
    )

    waiting = forms.BooleanField(label=_("Only those not approved"), required=False)

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]  # declared above


class WaitingForm(forms.Form):
    """Narrows down what waits for approval."""

    role = forms.ModelChoiceField(
        label=_("Role"),
        queryset=VolunteerRole.objects.none(),
        required=False,
        empty_label=_("All roles"),
        to_field_name="uuid",
    )
    month = forms.TypedChoiceField(
        label=pgettext_lazy("column", "Month"),
        required=False,
        coerce=date.fromisoformat,
        empty_value=None,
    )

    def __init__(
        self, *args: Any, roles: Sequence[VolunteerRole], months: Sequence[date], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = VolunteerRole.objects.filter(pk__in=[role.pk for role in roles])
        self.fields["role"].queryset = known  # type: ignore[attr-defined]  # declared above
        self.fields["role"].choices = [  # type: ignore[attr-defined]  # read once, not again
            ("", _("All roles")),
            *((str(role.uuid), role.name) for role in roles),
        ]
        self.fields["month"].choices = [  # type: ignore[attr-defined]  # declared above
            ("", _("All months")),
            *((month.isoformat(), formats.month(month)) for month in months),
        ]

    def narrowed(self) -> Narrowed:
        """What is wanted; a choice that waits no more is none."""
        wanted = self.cleaned_data if self.is_valid() else {}
        return Narrowed(role=wanted.get("role"), month=wanted.get("month"))


class ReturnForm(forms.Form):
    """Why hours go back."""

    reason = forms.CharField(
        label=_("What should be changed?"),
        help_text=_("The volunteer reads this beside the hours."),
        max_length=200,
    )


class ReturnHeadsForm(forms.Form):
    """Why people without names go back."""

    reason = forms.CharField(
        label=_("What should be changed?"),
        help_text=_("Whoever leads the role reads this where they wrote it."),
        max_length=200,
    )


class ImportForm(forms.Form):
    """A shift export, and what it does not say itself."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 10 MB and 20 000 rows. Nothing is saved before you have seen it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        max_length=200,
    )
    role = forms.ModelChoiceField(
        label=_("Role"),
        help_text=_("All rows are counted under this role."),
        queryset=VolunteerRole.objects.none(),
        empty_label=_("Choose a role"),
    )
    default_start = forms.TimeField(
        label=_("Start to show"),
        help_text=_("The file has no times of day. We note this one, and that the real one is not known."),
        input_formats=TIMES,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]  # declared above


class CertificatesForm(forms.Form):
    """Of which year, whose, and who signs."""

    year = forms.ChoiceField(label=pgettext_lazy("certificate", "Year"))
    role = forms.ChoiceField(label=_("Only those who do this role now"), required=False)
    signer = forms.CharField(
        label=_("Who signs"),
        max_length=120,
        help_text=_("Also stands on the certificates that volunteers fetch themselves."),
    )
    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=120, required=False)
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=120, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)

    def __init__(self, *args: Any, years: list[int], signer: CertificateSigner | None, **kwargs: Any) -> None:
        if signer is not None:
            own = {name: getattr(signer, name) for name in ("title_fi", "title_sv", "title_en")}
            kwargs["initial"] = {"signer": signer.name, **own, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]  # choice fields
        roles = roster.to_choose_from()["role"]
        if roles:
            everybody = ("", pgettext_lazy("choice", "everybody"))
            self.fields["role"].choices = [everybody, *roles]  # type: ignore[attr-defined]  # choice fields
        else:
            del self.fields["role"]

    def titles(self) -> dict[str, str]:
        """By language."""
        return {code: self.cleaned_data[f"title_{code}"] for code, _name in settings.LANGUAGES}
