"""Refusals of annual reports: what happened, what is kept, what to do next."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError
from web.sheets.refusals import FileRefused


class ThereAlready(DomainError):
    """One report of a year and a target."""

    code = "report_exists"
    sentence = _("This report is there already. Open it in the list.")


class TextChanged(DomainError):
    """Somebody else wrote into the same place since it was opened."""

    code = "text_changed"
    sentence = _(
        "%(who)s has changed this text since you opened it. Yours is still in the field: compare, then save "
        "again."
    )


class NoWords(DomainError):
    """The federation's catalogue offers nothing there."""

    code = "report_no_words"
    sentence = _("The federation has no words for this place any more.")


class YearOpen(DomainError):
    """Only figures that no longer change are frozen."""

    code = "report_year_open"
    sentence = _("%(closed)s of 12 months are closed. The report can be frozen when all are.")


class SameAsBefore(DomainError):
    """Nothing to amend."""

    code = "report_unchanged"
    sentence = _("The report says the same as its latest version, so there is nothing to amend.")


class WhyAmended(DomainError):
    """Whoever reads the new version wants to know."""

    code = "report_reason_missing"
    status = 422
    sentence = _("Write why the report is amended. It stands in the new version.")


class FrozenStays(DomainError):
    """What was given out is not thrown away."""

    code = "report_frozen"
    sentence = _("A frozen report stays. It can be amended.")


class NotPast(DomainError):
    """A total of paper is of a year that is over."""

    code = "year_not_past"
    status = 422
    sentence = _("Choose a year that is over.")


class RecordedHere(DomainError):
    """What is recorded is not set aside by a total."""

    code = "year_recorded"
    status = 422
    sentence = _("Hours of %(year)s are recorded here, so its total is reckoned from them.")


class SourceMissing(DomainError):
    """Whoever reads the number later wants to know where it is from."""

    code = "source_missing"
    status = 422
    sentence = _("Write where the total is from, for example the yearbook of that year.")


class TooManyRows(FileRefused):
    """Years of an association are few."""

    code = "file_too_many_years"
    sentence = _("The file has more than %(rows)s rows. Keep one row for each year.")


class LookedAtTooLongAgo(DomainError):
    """What was looked at is no longer known, or was somebody else's."""

    code = "look_too_old"
    status = 422
    sentence = _("You looked at this file too long ago. Nothing was imported: choose it again.")
