"""What is refused about a year."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotNow(DomainError):
    """The year is in another state: somebody was faster."""

    code = "year_not_now"
    sentence = _("The year %(year)s is %(state)s now, so this cannot be done.")


class NotOver(DomainError):
    """It still goes on."""

    code = "year_not_over"
    sentence = _("The year %(year)s is not over yet. Closing can begin in January.")


class NotReleased(DomainError):
    """December has to be told first."""

    code = "year_not_released"
    sentence = _("The figures of December come with the release of %(day)s. Freeze the year after that.")


class ReleaseGoesOn(DomainError):
    """The figures are being written just now."""

    code = "year_release_goes_on"
    sentence = _("New figures are being released at this moment. Try again in some minutes.")


class NothingNew(DomainError):
    """A version that says the same."""

    code = "year_nothing_new"
    sentence = _(
        "The published figures are the same as in version %(number)s. Corrections come with the next release."
    )


class ChangedMeanwhile(DomainError):
    """What is published differs from what was frozen already."""

    code = "year_changed_meanwhile"
    sentence = _(
        "The published figures differ from version %(number)s already. Freeze them as a new version instead."
    )


class WhyAmended(DomainError):
    """Readers are told."""

    code = "year_why_amended"
    sentence = _("Write why the year is amended: it stands beside the new version.")
    status = 400


class ToWhom(DomainError):
    """It says to whom."""

    code = "year_to_whom"
    sentence = _("Write to whom the report was sent.")
    status = 400
