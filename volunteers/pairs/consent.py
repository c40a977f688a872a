"""What a client agrees to, in versions: what they agreed to stays as they read it."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CURRENT = 1
VERSIONS: dict[int, tuple[str | Promise, ...]] = {
    1: (
        _("We keep the name that you want to be called by, one way to reach you, your municipality and "
          "language, and what you wish for. We keep nothing about your health, and no identity code."),
        _("Your coordinator and the volunteer of your pair can read it. Each time is noted."),
        _("You can see it, have it corrected, and withdraw your consent at any time. Then it is deleted."),
        _("A year after the end it is deleted by itself."),
    ),
}  # fmt: skip


def texts(version: int = CURRENT) -> Sequence[str]:
    """The sentences of a version, in the language in use."""
    return [str(each) for each in VERSIONS[version]]
