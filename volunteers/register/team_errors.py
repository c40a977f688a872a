"""What the handover refuses."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotToThemselves(DomainError):
    """Leaver and successor are one."""

    code = "handover_to_themselves"
    sentence = _("Choose somebody else as the successor.")


class SuccessorNotInRegister(DomainError):
    """Roles and shifts need a person of the register."""

    code = "successor_not_in_register"
    sentence = _(
        "%(name)s is not in the register, so cannot coordinate roles or be a contact person. Add them first."
    )
    status = 409
