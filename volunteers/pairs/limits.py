"""What a support person does and does not do: shown on each assignment and in each agreement.

A version that stood in an agreement stays as it is; new words are a new version.
"""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CURRENT = 1
VERSIONS: dict[int, tuple[str | Promise, ...]] = {
    1: (
        _("You walk alongside and keep company. You do not treat, diagnose or advise on medicines."),
        _("You never handle money, bank codes or medicines."),
        _("You keep to what was agreed, and decide yourself how much time you give."),
        _("What you hear stays with you. Only if a life is in danger, call 112, and then your coordinator."),
        _("What is a professional's job is not yours: ask, and your coordinator takes it on."),
    ),
}


def texts(version: int = CURRENT) -> Sequence[str]:
    """The sentences of a version, in the language in use."""
    return [str(each) for each in VERSIONS[version]]
