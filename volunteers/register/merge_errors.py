"""Why two people do not become one."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class IntoOneself(DomainError):
    """There is only one."""

    code = "merge_into_oneself"
    sentence = _("That is one and the same person. Choose two different people.")
    status = 400


class OneIsGone(DomainError):
    """Somebody was faster."""

    code = "merge_one_is_gone"
    sentence = _("One of the two is no longer in the register: they were merged or erased meanwhile.")


class TwoLogins(DomainError):
    """One person has one sign-in."""

    code = "merge_two_logins"
    sentence = _(
        "%(one)s and %(other)s both can sign in, and one person has one sign-in. Ask which one they use, "
        "take the other one away below, and merge then."
    )


class NoLogin(DomainError):
    """There is nothing to take away."""

    code = "person_without_login"
    sentence = _("%(name)s has no sign-in here.")


class RowsInTheWay(DomainError):
    """Both have something that a person has once."""

    code = "merge_rows_in_the_way"
    sentence = _(
        "Both have something that one person can have only once: %(what)s. Remove one of them first."
    )


class NotTwo(DomainError):
    """Two people make one."""

    code = "merge_not_two"
    sentence = _("Tick exactly two people to merge them.")
    status = 400
