"""Refusals of hours: what happened, what is kept, what to do next."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _, ngettext

from web.errors import DomainError
from web.sheets.refusals import FileRefused


class HoursRefused(DomainError):
    """Base of what is wrong with hours that somebody wants to record."""

    code = "hours_refused"
    status = 422


class EndsBeforeStart(HoursRefused):
    """Time does not run backwards."""

    code = "ends_before_start"
    sentence = _("The end must be later than the start. For a night, choose that it ended the next day.")


class TooLong(HoursRefused):
    """More than one person does at a stretch."""

    code = "too_long"
    sentence = _("One entry can be at most %(hours)s hours long. Write each day as an entry of its own.")


class NotYet(HoursRefused):
    """Only what was done is hours."""

    code = "hours_in_future"
    sentence = _("This time has not passed yet. Write your hours when you have done them.")


class TooOld(HoursRefused):
    """Reported years do not change from below."""

    code = "hours_too_old"
    sentence = _("Hours before %(day)s are no longer written down here. Ask your coordinator.")


class SkippedTime(HoursRefused):
    """The clocks jumped over it."""

    code = "time_skipped"
    sentence = _("On %(day)s there was no %(time)s: the clocks went forward. Choose a time before or after.")


class AmbiguousTime(HoursRefused):
    """The clocks showed it twice."""

    code = "time_twice"
    sentence = _(
        "On %(day)s it was %(time)s twice: the clocks went back. Choose a start and an end outside that hour."
    )


class RoleRequired(HoursRefused):
    """Volunteering hours belong to a role."""

    code = "role_required"
    sentence = _("Choose the role in which the hours were done.")


class TimesOverlap(DomainError):
    """One person, one minute, one entry."""

    code = "times_overlap"
    sentence = _(
        "%(name)s has hours at this time already: %(when)s. Change the times, or correct the other entry."
    )


class NotForLeaders(DomainError):
    """What stands in the way lies in roles that the leader does not lead: no word of what it is, or when."""

    code = "not_for_leaders"
    sentence = _("Hours of %(name)s cannot be written down for this time. Ask the coordinator.")


class MonthClosed(DomainError):
    """What is closed does not change."""

    code = "month_closed"
    sentence = _("%(month)s is closed and its hours do not change any more. Nothing was saved.")


class MonthNotOver(DomainError):
    """A month closes after its last day."""

    code = "month_not_over"
    sentence = _("%(month)s has not ended yet. It can be closed from %(day)s on.")


class CountsAlready(DomainError):
    """What would be put right is right."""

    code = "hours_unchanged"
    sentence = _("Nothing differs from what is written. Change the times, the role or the kind, or go back.")


class NotClosedYet(DomainError):
    """While months are open, hours are approved as always."""

    code = "month_open"
    sentence = _("These hours lie in an open month: approve them as usual.")


class YearNotClosed(DomainError):
    """A year freezes when all of its months are closed."""

    code = "year_not_closed"
    sentence = _("%(closed)s of the 12 months of %(year)s are closed. Close the others first.")


class YearNotFromHere(DomainError):
    """The year's state does not lead there."""

    code = "year_state"
    sentence = _("The year %(year)s is “%(now)s” and cannot become “%(wanted)s”.")


class YearUnchanged(DomainError):
    """A new version says something new."""

    code = "year_unchanged"
    sentence = _("Nothing of %(year)s was corrected since its latest version. There is nothing to amend.")


class NotFromHere(DomainError):
    """The entry's state does not lead there."""

    code = "hours_state"
    sentence = _("Hours that are “%(now)s” cannot become “%(wanted)s”.")


class ApprovedAlready(DomainError):
    """Approved hours stand."""

    code = "hours_approved"
    sentence = _("These hours of %(name)s are approved already, %(when)s. They were left as they are.")


class ReasonRequired(HoursRefused):
    """Whoever gets hours back must know why."""

    code = "reason_required"
    sentence = _("Say in a few words what should be changed.")


class WhyCorrected(HoursRefused):
    """What counted does not change without a word."""

    code = "correction_reason_required"
    sentence = _("Say in a few words why this is corrected. Those who audit the year read it.")


class NotYours(DomainError):
    """Somebody else's entry, or none at all."""

    code = "hours_not_found"
    sentence = _("These hours are no longer here.")
    status = 404


class HoursOfBoth(HoursRefused):
    """One person cannot have been in two places."""

    code = "hours_of_both"
    sentence = _(
        "Both have hours at the same time: %(when)s. One person cannot have been in two places: they are two "
        "people, or one of the entries is wrong. Correct the hours first; in a closed month they stay two."
    )


class NobodyToCertify(HoursRefused):
    """Nobody has confirmed hours."""

    code = "nobody_to_certify"
    sentence = _("Nobody of this choice has confirmed hours in %(year)s.")


class NobodyThere(HoursRefused):
    """Hours are somebody's."""

    code = "nobody_there"
    sentence = _("Mark who was there, or say how many there were without names.")


class OnlyVolunteering(HoursRefused):
    """Without names only volunteering hours are counted."""

    code = "heads_only_of_volunteering"
    sentence = _(
        "People without names are counted for volunteering hours only. Choose another kind, or names."
    )


class BasisRequired(HoursRefused):
    """A figure that was not counted says how it came about."""

    code = "basis_required"
    sentence = _("Say in a few words what the sample or the estimate is based on.")


class MinutesNeedHeads(HoursRefused):
    """Hours are somebody's, even where nobody knows whose."""

    code = "minutes_need_heads"
    sentence = _("There are hours, but nobody attended. Correct one of the two.")


class TooMuchForHeads(HoursRefused):
    """A day has 24 hours for everybody."""

    code = "too_much_for_heads"
    sentence = _("These are more than 24 hours for each person. Correct the hours or the people.")


class ShiftOnThatDay(HoursRefused):
    """A shift counts once a day."""

    code = "shift_on_that_day"
    sentence = _("This shift has people on that day already. Correct those, and take these back.")


class HeadsNotFromHere(DomainError):
    """What does not count any more is not corrected again."""

    code = "heads_state"
    sentence = _("They were corrected or taken back already. Look at the month's list again.")


class HeadsNotWaiting(DomainError):
    """Somebody was here before."""

    code = "heads_not_waiting"
    sentence = _("They do not wait any more: somebody approved, returned or removed them already.")


class SampleOfNone(HoursRefused):
    """A sample is of something."""

    code = "sample_of_none"
    sentence = _("Choose at least one month.")


class SampleClosed(DomainError):
    """What a closed month was told as stays so."""

    code = "sample_closed"
    sentence = _(
        "Closed already: %(months)s. Choose whether a month is collected before it closes: others may have "
        "been told its hours."
    )


class SampleHasHours(DomainError):
    """A month with hours is collected."""

    code = "sample_has_hours"
    sentence = _("There are hours already in %(months)s. Choose it as well, or take the hours back first.")


class NothingToImport(HoursRefused):
    """A file without a row that can be written down."""

    code = "nothing_to_import"
    sentence = _("No row of this file can be imported. Look at what is wrong, or say what the columns are.")


class TooManyLines(FileRefused):
    """More than comes in at once."""

    code = "too_many_lines"
    sentence = _("The file has more than %(most)s entries. Split it, for example by month.")


class FileMeanwhile(DomainError):
    """Somebody was here before."""

    code = "file_meanwhile"
    sentence = _("This file was imported, dropped or undone in the meantime. Nothing was changed.")


class FileTooOld(DomainError):
    """Undo has its time."""

    code = "file_too_old"
    sentence = _(
        "An import can be undone for ten minutes. After that, single hours are corrected on the page of "
        "their month."
    )


class FileNotUndone(DomainError):
    """What others have built on does not go."""

    code = "file_not_undone"
    sentence = _(
        "The import cannot be undone any more: hours of it were corrected, or their month is closed "
        "(%(why)s). Correct single hours on the page of the month."
    )


class NotForAll(HoursRefused):
    """Some of those people cannot have done it; nobody got hours. `problems` says why, by person."""

    code = "hours_not_for_all"
    status = 409

    def __init__(self, *, problems: Mapping[UUID, str]) -> None:
        super().__init__(problems={str(uuid): text for uuid, text in problems.items()})
        self.problems = dict(problems)

    def __str__(self) -> str:
        said = ngettext(
            "Nothing was saved: %(count)s person cannot get these hours. The reason stands below the names.",
            "Nothing was saved: %(count)s people cannot get these hours. The reasons stand below the names.",
            len(self.problems),
        )
        return said % {"count": len(self.problems)}
