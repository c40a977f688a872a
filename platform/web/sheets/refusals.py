"""Why a file of a table is not read, each in a sentence that says what to do."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class FileRefused(DomainError):
    """The file as a whole cannot be read."""

    code = "file_refused"
    status = 422


class FileTooLarge(FileRefused):
    """More than we read."""

    code = "file_too_large"
    sentence = _(
        "The file is too large: at most %(megabytes)s MB and %(rows)s rows are read at once. "
        "Split it, for example by year."
    )


MEGABYTES = 10
MAX_ROWS = 20_000


def too_large() -> FileTooLarge:
    """The refusal that names the bounds."""
    return FileTooLarge(megabytes=MEGABYTES, rows=f"{MAX_ROWS:,}".replace(",", "\u00a0"))


class WrongEncoding(FileRefused):
    """The letters cannot be trusted."""

    code = "file_encoding"
    sentence = _(
        "The letters of this file cannot be read. Save it again as “CSV UTF-8” (or as XLSX), then import it."
    )


class NotATable(FileRefused):
    """Neither CSV nor XLSX."""

    code = "file_not_a_table"
    sentence = _("This file cannot be read as a table. Save it as CSV or XLSX, then import it.")


class WrongKind(FileRefused):
    """By its name or its first bytes it is something else."""

    code = "file_kind"
    sentence = _(
        "This is no CSV or XLSX file. Open it in your spreadsheet program and save it as one of these."
    )


class NoRows(FileRefused):
    """Nothing under the header."""

    code = "file_empty"
    sentence = _("The file has no rows below its header.")


class MissingColumns(FileRefused):
    """Without these the rows say nothing."""

    code = "file_columns"
    sentence = _("These columns are missing: %(missing)s. The first row of the file has: %(found)s.")


class ColumnTwice(DomainError):
    """One thing stands in one column."""

    code = "column_twice"
    sentence = _("Two columns are read as “%(column)s”. Choose one of them.")
    status = 400
