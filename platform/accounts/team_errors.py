"""What the verbs of the team refuse."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class TeamRefused(DomainError):
    """Somebody's access may not be given, changed or ended so."""


class LastOwner(TeamRefused):
    """Nobody would own the association any more."""

    code = "last_owner"
    sentence = _("%(name)s is the only owner. Invite another owner first.")
    status = 409


class LastOne(TeamRefused):
    """Nobody could let others in any more."""

    code = "last_one"
    sentence = _(
        "%(name)s is the only one who coordinates the whole association. Invite somebody else first."
    )
    status = 409


class OwnersOnly(TeamRefused):
    """Owners are chosen by owners."""

    code = "owners_only"
    sentence = _("Only an owner can change who owns the association.")
    status = 403


class NoAccess(TeamRefused):
    """It has ended already."""

    code = "no_access"
    sentence = _("%(name)s has no such access any more.")
    status = 409


class EndIsOver(TeamRefused):
    """The last day lies behind, or before the first."""

    code = "end_is_over"
    sentence = _("Choose a last day that is still to come, and not before the first day.")


class TooLong(TeamRefused):
    """A guest or a deputy for years is none."""

    code = "too_long"
    sentence = _("At most one year at a time. Afterwards you can invite them again.")


class WholeOrPart(TeamRefused):
    """A part of the association without anything in it."""

    code = "part_is_empty"
    sentence = _("Choose at least one unit or role.")
