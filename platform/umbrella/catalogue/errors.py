"""What is refused about the catalogue."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class CodeTaken(DomainError):
    """Codes are given once, retired roles included."""

    code = "catalogue_code_taken"
    sentence = _("The catalogue has a role with the code “%(code)s” already. Retired roles keep theirs.")


class ChangedMeanwhile(DomainError):
    """Somebody else has saved it since it was opened."""

    code = "catalogue_changed_meanwhile"
    sentence = _("%(name)s has changed this since you opened it. Look at it again before you save.")
