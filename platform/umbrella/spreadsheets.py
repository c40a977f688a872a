"""What exports of published figures share: a Finnish spreadsheet, and how a figure stands in it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from umbrella.selectors import Figure


def spreadsheet(name: str) -> HttpResponse:
    """An empty file with a BOM, to be written with semicolons."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\N{BYTE ORDER MARK}")
    return response


def cells(figure: Figure) -> list[str]:
    """Hours, people and state; both numbers empty where there is none to be shown."""
    if figure.hidden:
        return ["", "", _("hidden")]
    if figure.minutes is None:
        return ["", "", _("not reported")]
    hours = f"{figure.minutes / 60:.2f}".replace(".", ",")
    people = "" if figure.people is None else str(figure.people)
    return [hours, people, _("provisional") if figure.provisional else ""]
