"""What is refused about a request to join."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotOpen(DomainError):
    """It is decided, or withdrawn."""

    code = "join_not_open"
    sentence = _("This request has been decided or withdrawn already.")


class NotWhole(DomainError):
    """Something has to be filled in first."""

    code = "join_not_whole"
    sentence = _("Fill in what is still missing first: %(what)s.")


class BackedAlready(DomainError):
    """The first approval is there."""

    code = "join_backed_already"
    sentence = _("%(name)s has approved it already. Somebody else gives the second approval.")


class NotBacked(DomainError):
    """The second approval comes after the first."""

    code = "join_not_backed"
    sentence = _("Nobody has given the first approval yet, or it was taken back when something was changed.")


class Changed(DomainError):
    """An approval is given to what its giver has read."""

    code = "join_changed"
    sentence = _("This has changed since you read it. Read it again.")


class BackerLeft(DomainError):
    """Somebody who has left gives no approval."""

    code = "join_backer_left"
    sentence = _(
        "%(name)s, who gave the first approval, no longer works for the federation. It has to be given again."
    )


class SamePerson(DomainError):
    """Two different people approve."""

    code = "join_same_person"
    sentence = _("You gave the first approval yourself. Somebody else has to give the second one.")


class ReasonMissing(DomainError):
    """Who asked reads why it was refused."""

    code = "join_reason_missing"
    sentence = _("Write the reason: it is mailed to those who asked.")
    status = 400
