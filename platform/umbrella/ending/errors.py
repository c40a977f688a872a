"""What is refused about archiving, bringing back and deleting."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class AtWork(DomainError):
    """One thing at a time."""

    code = "passage_at_work"
    sentence = _("Something is being done with this association already. Wait until it has ended.")


class NotFailed(DomainError):
    """Only what failed is tried again."""

    code = "passage_not_failed"
    sentence = _("There is nothing to try again.")


class NotArchived(DomainError):
    """It has to be out of service first."""

    code = "not_archived"
    sentence = _("Only an archived association can be brought back or deleted.")


class AskedAlready(DomainError):
    """There is a written request already."""

    code = "deletion_asked_already"
    sentence = _("A request to delete it has been recorded already.")


class NotAsked(DomainError):
    """There is no request, or it was called off or carried out."""

    code = "deletion_not_asked"
    sentence = _("No request to delete it waits here.")


class BeingDeleted(DomainError):
    """Somebody has asked for it to be deleted; that has to be called off first."""

    code = "deletion_waits"
    sentence = _("A request to delete it is recorded. Call that off first.")


class SamePersonDeletes(DomainError):
    """Two people, really."""

    code = "deletion_same_person"
    sentence = _("You recorded the request. Another administrator has to confirm it.")


class TooEarly(DomainError):
    """The time in which one can think again."""

    code = "deletion_too_early"
    sentence = _("The waiting time ends on %(day)s. It can be confirmed after that.")


class AskedLater(DomainError):
    """A letter is dated before it is recorded."""

    code = "deletion_asked_later"
    sentence = _("The request is dated later than today. Write the day that stands on it.")
    status = 400


class OtherName(DomainError):
    """The name is typed, so that nobody deletes another one."""

    code = "deletion_other_name"
    sentence = _("That is not its name. Type it as it stands above.")
    status = 400


class NoSecond(DomainError):
    """Who confirms has to be known on the day of the request."""

    code = "deletion_no_second"
    sentence = _("You are the only administrator here. Name another one first: two people delete.")


class NotThere(DomainError):
    """Who became an administrator after the request does not confirm it."""

    code = "deletion_not_there"
    sentence = _("You were no administrator on %(day)s, when it was recorded. Somebody who was confirms it.")


class OthersWait(DomainError):
    """It belongs to others, too."""

    code = "deletion_others_wait"
    sentence = _("It also belongs to %(names)s. They have to agree first, on their own pages.")


class AgreedAlready(DomainError):
    """Said once."""

    code = "deletion_agreed_already"
    sentence = _("Your federation has agreed already.")
