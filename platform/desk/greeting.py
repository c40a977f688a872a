"""How the first pages greet."""

from django.utils import timezone
from django.utils.translation import gettext as _

from tenants import clock


def greeting(name: str) -> str:
    """By the time of day, with the given name."""
    hour = timezone.localtime(clock.now()).hour
    first = name.split(" ", maxsplit=1)[0]
    if hour < 10:
        return _("Good morning, %(name)s") % {"name": first}
    if hour < 18:
        return _("Hello, %(name)s") % {"name": first}
    return _("Good evening, %(name)s") % {"name": first}
