"""Refusals of thanks, incidents and files of guides."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NobodyToThank(DomainError):
    """A letter to nobody."""

    code = "nobody_to_thank"
    sentence = _("Nobody fits this choice. Choose others to thank.")
    status = 400


class IncidentNotFromHere(DomainError):
    """The incident's state does not lead there."""

    code = "incident_state"
    sentence = _("This report is “%(now)s” and cannot become “%(wanted)s”.")


class NotTheirHandler(DomainError):
    """Only owners and coordinators of the association."""

    code = "incident_handler"
    sentence = _("Choose somebody who coordinates the association.")
    status = 400


class MaterialFileRefused(DomainError):
    """A file that is not kept."""

    code = "file_refused"
    status = 422


class FileTooHeavy(MaterialFileRefused):
    """More than anybody reads, packed or unpacked."""

    code = "file_too_large"
    sentence = _(
        "The file is too large: at most %(megabytes)s MB, and it may not unpack to much more. "
        "Nothing was kept."
    )


class WrongFileKind(MaterialFileRefused):
    """Not one of those that we keep, or under another's name."""

    code = "file_kind"
    sentence = _(
        "Choose a PDF, DOCX or ODT document, or a PNG or JPG picture, with its usual ending. "
        "Nothing was kept."
    )


class FileDamaged(MaterialFileRefused):
    """It ends too early, or was never whole."""

    code = "file_damaged"
    sentence = _("The file is damaged and cannot be opened. Save it again, then choose it once more.")


class FileLocked(MaterialFileRefused):
    """Nobody could look into it."""

    code = "file_locked"
    sentence = _("The file is locked with a password. Save it without one, then choose it once more.")


class FileWithProgram(MaterialFileRefused):
    """It could do something by itself."""

    code = "file_with_program"
    sentence = _(
        "The file holds a program or another file inside. Save it as a plain PDF, then choose it once more."
    )
