"""What is refused for want of a second factor, or about somebody's."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class SecondFactorNeeded(DomainError):
    """The role would allow it; the sign-in has no second factor."""

    code = "second_factor_needed"
    sentence = _("Show your second factor first: a passkey, or a code from your app. Nothing was changed.")
    status = 403


class ResetRefused(DomainError):
    """Somebody's second factor may not be taken away from here."""

    code = "factor_reset_refused"
    status = 403


class NotOneself(ResetRefused):
    """Whoever has one's open session could take one's factor away."""

    code = "factor_reset_own"
    sentence = _("You cannot do this for yourself. Ask another coordinator, or change it under Security.")


class WorksElsewhereToo(ResetRefused):
    """One association may not weaken the way into another, or into a federation."""

    code = "factor_reset_elsewhere"
    sentence = _(
        "%(name)s also coordinates another association or works for a federation. So this is decided by "
        "whoever runs this service: ask them."
    )


class NothingToReset(ResetRefused):
    """There is no factor."""

    code = "factor_reset_nothing"
    sentence = _("%(name)s has no second factor yet.")
    status = 409
