"""The form of a series: what each shift is, and by which rule it repeats."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.shifts import services
from scheduling.shifts.errors import series as errors
from scheduling.shifts.errors.series import SeriesRefusal
from scheduling.shifts.errors.shifts import EndBeforeStart
from scheduling.shifts.forms.shifts import DATE, TIMES, DayField, ShiftForm, time_input
from scheduling.shifts.local_times import LONGEST_NIGHT
from scheduling.shifts.models import Series
from scheduling.shifts.plans import Plan
from scheduling.shifts.series import repeating
from scheduling.shifts.series.repeating import Dates, Rule, Time
from scheduling.shifts.services.series import rule_of
from scheduling.shifts.services.series_changes import Change
from web.errors import DomainError

WEEKLY = "weekly"
REPEATS = [
    (WEEKLY, pgettext_lazy("series", "By the week")),
    ("1", pgettext_lazy("series", "The first such day of the month")),
    ("2", pgettext_lazy("series", "The second such day of the month")),
    ("3", pgettext_lazy("series", "The third such day of the month")),
    ("4", pgettext_lazy("series", "The fourth such day of the month")),
    ("-1", pgettext_lazy("series", "The last such day of the month")),
]
KEEP, SKIP = "keep", "skip"


class SeriesForm(ShiftForm):
    """Shifts that repeat, in the times of the clock on the wall."""

    day = None  # type: ignore[assignment]  # so Django leaves out a field that the form inherits
    start = None  # type: ignore[assignment]  # the same
    end = None  # type: ignore[assignment]  # the same
    repeats = forms.ChoiceField(label=_("Repeats"), choices=REPEATS, initial=WEEKLY)
    every = forms.IntegerField(
        label=pgettext_lazy("series", "Every how many weeks or months"),
        min_value=1,
        max_value=26,
        initial=1,
        help_text=_("1 is each one, 2 every second one."),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"),
        choices=list(enumerate(WEEKDAYS.values())),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": errors.NoWeekday.sentence},
    )
    from_on = DayField(label=_("First day"), widget=DATE)
    until_on = DayField(
        label=_("Last day"),
        widget=DATE,
        error_messages={"required": errors.NoEnd.sentence},
        help_text=_("At most two years ahead. You can continue the series later."),
    )
    holidays = forms.ChoiceField(
        label=_("Public holidays"),
        choices=[(SKIP, _("No shifts on public holidays")), (KEEP, _("Shifts on public holidays too"))],
        initial=SKIP,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, repeating.MOST_A_DAY + 1):
            for name, label in ((f"start_{number}", _("Starts")), (f"end_{number}", _("Ends"))):
                self.fields[name] = forms.TimeField(
                    label=label, widget=time_input(), input_formats=TIMES, required=number == 1
                )
        self.dates: Dates | None = None
        # Which pair of fields each time of the rule comes from.
        self.numbers: list[int] = []

    @property
    def more_times(self) -> Sequence[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the second time of a day and those after it."""
        numbers = range(2, repeating.MOST_A_DAY + 1)
        return [(self[f"start_{number}"], self[f"end_{number}"]) for number in numbers]

    @property
    def has_more_times(self) -> bool:
        """Whether something stands in one of them."""
        return any(field.value() or field.errors for pair in self.more_times for field in pair)

    @staticmethod
    def said_of_rule(rule: Rule) -> dict[str, Any]:
        """What the form would say to repeat so."""
        said: dict[str, Any] = {
            "repeats": str(rule.nth or WEEKLY),
            "every": rule.every,
            "weekdays": [str(each) for each in rule.weekdays],
            "from_on": rule.from_on,
            "until_on": rule.until_on,
            "holidays": KEEP if rule.holidays else SKIP,
        }
        for number, at in enumerate(rule.times, start=1):
            said[f"start_{number}"], said[f"end_{number}"] = at.start, at.end
        return said

    def clean(self) -> dict[str, Any]:
        """The rule and its dates; what a rule cannot be is refused at the field that says it."""
        said = forms.Form.clean(self) or {}
        times = {number: at for number in range(1, repeating.MOST_A_DAY + 1) if (at := self._time(number))}
        if self.errors:
            return said
        self.numbers = list(times)
        said["rule"] = Rule(
            weekdays=tuple(int(each) for each in said["weekdays"]),
            times=tuple(times.values()),
            from_on=self.from_day(),
            until_on=said["until_on"],
            every=said["every"],
            nth=None if said["repeats"] == WEEKLY else int(said["repeats"]),
            holidays=said["holidays"] == KEEP,
        )
        try:
            self.dates = self.find_dates(said["rule"])
        except SeriesRefusal as refusal:
            self.refuse(refusal)
        else:
            first = self.dates.occurrences[0]
            said["starts_at"], said["ends_at"] = first.starts_at, first.ends_at
        return said

    def from_day(self) -> date:
        """The first day that was said."""
        day: date = self.cleaned_data["from_on"]
        return day

    def find_dates(self, rule: Rule) -> Dates:
        """What the rule comes to."""
        return services.new_dates(rule=rule)

    def refuse(self, refusal: DomainError) -> None:
        """Say a refusal at the field that it is about."""
        self.add_error(getattr(refusal, "field", None), str(refusal))

    def _time(self, number: int) -> Time | None:
        names = (f"start_{number}", f"end_{number}")
        start, end = (self.cleaned_data.get(name) for name in names)
        if start is None and end is None:
            return None
        if start is None or end is None:
            missing = names[0] if start is None else names[1]
            if missing not in self.errors:
                self.add_error(missing, _("Say both when it starts and when it ends."))
            return None
        minutes = _minutes_between(start, end)
        if end <= start and timedelta(minutes=minutes) > LONGEST_NIGHT:
            self.add_error(names[1], str(EndBeforeStart()))
            return None
        return Time(start.hour * 60 + start.minute, minutes)

    def rule(self) -> Rule:
        """What a valid form says of how it repeats."""
        rule: Rule = self.cleaned_data["rule"]
        return rule


class SeriesContinueForm(forms.Form):
    """Until when a series goes on."""

    until_on = DayField(
        label=_("Last day"),
        widget=DATE,
        error_messages={"required": errors.NoEnd.sentence},
        help_text=_("At most two years ahead. You can continue the series later."),
    )

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        self.series = series
        self.dates: Dates | None = None
        # As long again as it has been, but half a year at most.
        again = min(series.until_on - series.from_on, timedelta(days=182))
        kwargs["initial"] = {"until_on": series.until_on + again}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The dates that come to those that there are."""
        said = super().clean() or {}
        if until_on := said.get("until_on"):
            try:
                self.dates = services.going_on(series=self.series, until_on=until_on)
            except SeriesRefusal as refusal:
                self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        return said

    def rule(self) -> Rule:
        """The rule of the series, until the new last day."""
        rule = rule_of(series=self.series)
        return replace(
            rule, from_on=self.series.until_on + timedelta(days=1), until_on=self.cleaned_data["until_on"]
        )


class SeriesChangeForm(SeriesForm):
    """The same for the shifts of a series that exist, from a day on."""

    from_on = None  # type: ignore[assignment]  # so Django leaves out a field that the form inherits
    own_too = forms.BooleanField(
        label=_("Change also shifts that were changed by themselves"),
        required=False,
        help_text=_("Otherwise they stay as they are."),
    )

    def __init__(self, *args: Any, series: Series, since: date, **kwargs: Any) -> None:
        self.series, self.since = series, since
        self.old = rule_of(series=series)
        super().__init__(
            *args,
            planned=series,
            initial={**self.said_of_what(series), **self.said_of_rule(self.old)},
            **kwargs,
        )

    def from_day(self) -> date:
        """The day from which the change counts."""
        return self.since

    def find_dates(self, rule: Rule) -> Dates:
        """What the rule comes to from that day on; that a shift moves to a day before is seen later."""
        return services.dates(rule=rule)

    def change(self) -> Change:
        """What a valid form says; what it does not ask about stays as it was."""
        plan = self.plan()
        return Change(
            plan=Plan(**{each.name: getattr(plan, each.name) for each in fields(Plan)}),
            rule=self.rule(),
            times={
                number - 1: index
                for index, number in enumerate(self.numbers)
                if number <= len(self.old.times)
            },
        )


def _minutes_between(start: time, end: time) -> int:
    day = date(2000, 1, 1)
    last = day if end > start else day + timedelta(days=1)
    return int((datetime.combine(last, end) - datetime.combine(day, start)).total_seconds()) // 60
