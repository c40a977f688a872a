"""What is refused for want of a second factor, or about somebody's."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class SecondFactorNeeded(DomainError):
    """The role would allow it; the sign-in has no second factor."""

    code = "second_factor_needed"
    sentence = _("Show your second factor first: a passkey, or a code from your app. Nothing was changed.")
    status = 403
