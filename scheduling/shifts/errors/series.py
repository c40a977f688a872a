"""What series of shifts refuse."""

from django.utils.translation import gettext_lazy as _

from scheduling.shifts.errors.shifts import ShiftRefusal


class SeriesRefusal(ShiftRefusal):
    """Base of what is refused about a rule; `field` is the one of the form that says it."""

    status = 400
    field: str | None = None


class NoWeekday(SeriesRefusal):
    """A rule without a day of the week makes no shift."""

    code = "no_weekday"
    field = "weekdays"
    sentence = _("Choose at least one day of the week.")


class NoEnd(SeriesRefusal):
    """Shifts are made ahead, so a series has a last day."""

    code = "no_end"
    field = "until_on"
    sentence = _("Say until when it repeats: at most two years. A series can be continued before it ends.")


class EndsBeforeItStarts(SeriesRefusal):
    """The last day lies before the first."""

    code = "series_ends_before_start"
    field = "until_on"
    sentence = _("The last day must not be before the first.")


class SeriesTooLong(SeriesRefusal):
    """Who plans further than two years ahead plans for people who are not there yet."""

    code = "series_too_long"
    field = "until_on"
    sentence = _("A series can be made for two years at a time. Choose an earlier last day.")


class TooManyShifts(SeriesRefusal):
    """More shifts than one press of a button should make."""

    code = "too_many_shifts"
    field = "until_on"
    sentence = _(
        "This would make %(count)s shifts. At most %(most)s can be made at a time: "
        "choose an earlier last day."
    )


class NoShifts(SeriesRefusal):
    """The rule fits no day."""

    code = "no_shifts"
    sentence = _("No day fits this rule. Look at the first and last day, and at the days of the week.")


class SeriesStartsInThePast(SeriesRefusal):
    """What lies behind is not planned."""

    code = "series_starts_in_the_past"
    field = "from_on"
    sentence = _("The first day is in the past. Choose today or a day ahead.")


class SameTimeTwice(SeriesRefusal):
    """Two times of a day that are the same."""

    code = "same_time_twice"
    sentence = _("The same time is there twice. If more people are needed, raise the number of places.")


class NothingAhead(SeriesRefusal):
    """All shifts of the series have begun."""

    code = "nothing_ahead"
    sentence = _("No shift of this series is ahead any more.")


class NameIsTaken(SeriesRefusal):
    """Two templates of one name could not be told apart."""

    code = "template_name_taken"
    field = "name"
    status = 409
    sentence = _("There is a template of this name already. Choose another name.")


class TooLongForTemplate(SeriesRefusal):
    """What lasts for days is planned by itself."""

    code = "too_long_for_template"
    sentence = _("A template is for shifts of two days at most.")
