"""What is refused about totals by link."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotAsked(DomainError):
    """It did not belong to the federation then, or the year is not over."""

    code = "totals_not_asked"
    sentence = _("No totals of this year can be asked of this association.")


class RecordedHere(DomainError):
    """Its figures come by themselves."""

    code = "totals_recorded_here"
    sentence = _("%(name)s keeps its hours of this year here, so its figures come by themselves.")


class YearFrozen(DomainError):
    """Nobody changes a frozen year."""

    code = "totals_year_frozen"
    sentence = _(
        "The federation has frozen the year %(year)s, so nothing can be changed any more. "
        "If something is wrong, tell the federation."
    )


class LinkWithdrawn(DomainError):
    """It was taken back meanwhile."""

    code = "totals_link_withdrawn"
    sentence = _("This link was withdrawn. Ask the federation for a new one.")
