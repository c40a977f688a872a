"""What is refused about networks."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NameTaken(DomainError):
    """One of the same name is there."""

    code = "network_name_taken"
    sentence = _("There is a network called “%(name)s” already. Write another name.")


class InAlready(DomainError):
    """It is in it on that day or later."""

    code = "network_in_already"
    sentence = _("%(name)s is in the network already then, or comes later. Look at its days below.")


class NotAMember(DomainError):
    """It does not belong to the federation."""

    code = "network_not_a_member"
    sentence = _("%(name)s does not belong to the federation.")


class BeforeItsFirstDay(DomainError):
    """A last day before the first."""

    code = "network_before_first_day"
    sentence = _("%(name)s came on %(since)s. Choose that day or a later one.")


class TooFar(DomainError):
    """Farther ahead than anybody plans."""

    code = "network_too_far"
    sentence = _("Choose a day within a year from today.")


class StillInUse(DomainError):
    """Associations are or were in it."""

    code = "network_in_use"
    sentence = _(
        "Associations are or were in this network, so it stays. Take them out, or write another name."
    )
