"""Refusals of supervision: what happened, what is kept, what to do next."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotFromHere(DomainError):
    """The state does not lead there."""

    code = "supervision_state"
    sentence = _("What is “%(now)s” cannot become “%(wanted)s”.")


class GroupKnown(DomainError):
    """Two groups of one name cannot be told apart."""

    code = "supervision_group_known"
    sentence = _("There is a group called “%(name)s” already. Choose another name.")


class GroupAtRest(DomainError):
    """A group that is not in use meets no more."""

    code = "supervision_group_at_rest"
    sentence = _("“%(name)s” is not in use. Take it into use first.")


class OneMember(DomainError):
    """One-to-one talks are with one."""

    code = "supervision_one_member"
    sentence = _("One-to-one talks have one member. Make a group of its own for each.")


class NotInRole(DomainError):
    """A group is of those who do its role."""

    code = "supervision_not_in_role"
    sentence = _("%(name)s does not do the role “%(role)s”.")


class TooManyTimes(DomainError):
    """A slip of the pen must not fill the calendar."""

    code = "supervision_many_times"
    sentence = _("That would be %(count)s times. Put at most %(most)s in the calendar at once.")
    status = 422


class NoTimes(DomainError):
    """The last day is before the first."""

    code = "supervision_no_times"
    sentence = _("The last day is before the first. Nothing was put in the calendar.")
    status = 422


class NotYet(DomainError):
    """Nobody knows yet who came."""

    code = "supervision_in_future"
    sentence = _("This has not begun yet. Tick who came when it has been held, or call it off.")
    status = 422


class TooLate(DomainError):
    """What has begun is not answered any more."""

    code = "supervision_begun"
    sentence = _("This has begun already. Tell your coordinator if something is wrong.")


class CalledOff(DomainError):
    """Nobody comes to what is not held."""

    code = "supervision_called_off"
    sentence = _("This time is called off.")


class DebriefOver(DomainError):
    """Somebody else was quicker, or it was taken back."""

    code = "supervision_debrief_over"
    sentence = _("Somebody has answered already, or the request was taken back. Nothing is left to do.")
