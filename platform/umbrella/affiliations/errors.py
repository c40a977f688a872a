"""What is refused about where an association belongs."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotThere(DomainError):
    """It does not belong to the umbrella on that day."""

    code = "affiliation_not_there"
    sentence = _("%(name)s does not belong to the federation then. It belongs from %(since)s.")


class NotAway(DomainError):
    """It belongs to the umbrella."""

    code = "affiliation_not_away"
    sentence = _("%(name)s belongs to the federation already, or did on that day. Choose a later day.")


class PlannedAlready(DomainError):
    """One change waits for its day."""

    code = "affiliation_planned_already"
    sentence = _("A change is planned for %(day)s already. Take it back first, if it is to be another one.")


class SameDistrict(DomainError):
    """It is there."""

    code = "affiliation_same_district"
    sentence = _("%(name)s is in this district already.")


class TooEarly(DomainError):
    """A day before its first."""

    code = "affiliation_too_early"
    sentence = _("Choose a day after %(since)s: from then on it is where it is now.")


class TooFar(DomainError):
    """Farther ahead than anybody plans."""

    code = "affiliation_too_far"
    sentence = _("Choose a day within a year from today.")


class YearIsTold(DomainError):
    """What is published keeps its district."""

    code = "affiliation_year_told"
    sentence = _(
        "The figures of %(year)s are published with the district it had then, and stay so. "
        "Choose a day after %(day)s: the new district counts from the beginning of the next year."
    )


class MonthIsTold(DomainError):
    """What is published was told while it belonged."""

    code = "affiliation_month_told"
    sentence = _("Its figures up to %(day)s are published, and that stays. Choose that day or a later one.")


class NothingPlanned(DomainError):
    """There is no change that waits for its day."""

    code = "affiliation_nothing_planned"
    sentence = _("Nothing is planned any more. Look at the page again.")
