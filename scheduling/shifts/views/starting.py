"""Starting a form of a shift or a series from a template: the one in the address."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.http import TenantRequest
from scheduling.shifts.forms.shifts import ShiftForm
from scheduling.shifts.models import ShiftTemplate
from scheduling.shifts.selectors import series as series_selectors
from scheduling.shifts.series.repeating import Time
from web.kit import Tab

MODEL = "template"


def chosen(request: TenantRequest) -> ShiftTemplate | None:
    """The template that the address names; None where it names none that the reader may use."""
    try:
        uuid = UUID(request.GET.get(MODEL, ""))
    except ValueError:
        return None
    return series_selectors.templates(reader=request).filter(uuid=uuid).first()


def said_of(template: ShiftTemplate, *, series: bool = False) -> dict[str, Any]:
    """What a form would say to make what the template is."""
    at = Time(template.start_minute, template.minutes)
    start, end = ("start_1", "end_1") if series else ("start", "end")
    return ShiftForm.said_of_what(template) | {start: at.start, end: at.end}


def choices(request: TenantRequest, current: ShiftTemplate | None) -> Sequence[Tab]:
    """The templates to start from, and an empty form; nothing where there are none. The day stays."""
    found = list(series_selectors.templates(reader=request).values_list("uuid", "name"))
    if not found:
        return []
    day = {"day": request.GET["day"]} if request.GET.get("day") else {}
    mine = current.uuid if current else None
    return [
        Tab(_("Empty form"), f"{request.path}?{urlencode(day)}", mine is None),
        *(
            Tab(name, f"{request.path}?{urlencode({**day, MODEL: uuid})}", mine == uuid)
            for uuid, name in found
        ),
    ]
