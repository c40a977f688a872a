"""How long applications are kept, for the association's overview of what is kept and for its privacy notice.

A job of their own clears them on their day; what it left behind goes with the others in the night.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from volunteers.recruiting.models import Application
from volunteers.recruiting.services.retention import clear
from volunteers.register.retention import Keeping, Over


def _due(over: Over) -> QuerySet[Any]:
    return Application.objects.filter(keep_until__lte=over.before, is_blank=False)


def _clear(rows: QuerySet[Any]) -> int:
    found = list(rows.select_for_update(of=("self",)).filter(is_blank=False).order_by("pk"))
    for application in found:
        clear(application=application)
    return len(found)


APPLICATIONS = Keeping(
    code="applications",
    what=_("Applications that led to nothing, and drafts"),
    since=_("6 months after they were settled, drafts 14 days after they were begun"),
    months=None,
    due=_due,
    forget=_clear,
)
