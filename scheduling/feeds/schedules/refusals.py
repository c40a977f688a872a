"""Why a schedule is not read or not applied, each in a sentence that says what to do."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError
from web.sheets.refusals import FileRefused


class NotACalendar(FileRefused):
    """It begins like a calendar and is none."""

    code = "file_not_a_calendar"
    sentence = _("This file cannot be read as a calendar. Export it once more from your calendar program.")


class TooManyEvents(FileRefused):
    """More than we read."""

    code = "file_too_many_events"
    sentence = _(
        "The file has %(count)s events. At most %(most)s are read at once: export a shorter time, "
        "or fewer calendars."
    )


class TooManyRules(FileRefused):
    """More repeating events than anybody plans."""

    code = "file_too_many_rules"
    sentence = _(
        "The file has %(count)s repeating events. At most %(most)s are read at once: export fewer calendars."
    )


class TooManyShifts(FileRefused):
    """Expanded, it is too much."""

    code = "file_too_many_shifts"
    sentence = _("The file makes more than %(most)s shifts. Export a shorter time, piece by piece.")


class ScheduleTooLarge(FileRefused):
    """By its weight."""

    code = "file_too_large"
    sentence = _("The file is too large: at most %(megabytes)s MB are read. Export a shorter time.")


class ColumnsMissing(FileRefused):
    """A table needs to say when."""

    code = "file_columns_missing"
    sentence = _(
        "These columns are missing: %(missing)s. The first row names the columns: day, start, end, and if "
        "you like title, places, description, identifier."
    )


class NothingAhead(FileRefused):
    """Nothing that could become a shift."""

    code = "file_nothing_ahead"
    sentence = _("The file has no shifts that lie ahead. Nothing was changed.")


class NotNow(DomainError):
    """The import is not any more what the page showed."""

    code = "import_not_now"
    sentence = _("This import was applied or taken back already. Look at it once more.")
    status = 409
