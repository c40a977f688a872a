"""Tables handed out as files: the answer, and the rows of a file that did not come in."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from accounts.http import TenantRequest
from tenants import clock
from volunteers.register import exports
from volunteers.register.exports import Sheet
from web.sheets.tables import Cell

MAKERS = {
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (exports.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
# The cells of a row, and everything that is wrong with it.
Wrong = tuple[Sequence[Cell], Sequence[str]]


def answer(
    request: TenantRequest, sheet: Sheet, *, of: str, kind: str, on: date | None = None
) -> HttpResponse:
    """A table as CSV or XLSX (`kind`), named by the association, what it is `of`, and the day; today's."""
    make, mimetype = MAKERS[kind]
    day = on or clock.today(request.association)
    name = f"{request.association.slug}-{of}-{day.isoformat()}.{kind}"
    return HttpResponse(
        make(sheet),
        content_type=mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def rows_to_correct(
    request: TenantRequest,
    *,
    like: str,
    header: Sequence[str],
    wrong: Iterable[Wrong],
    of: str = "rows-to-correct",
) -> HttpResponse:
    """Rows as they were in the file called `like`, each with what is wrong: correct them, and import it.

    Raises Http404 where there are none.
    """
    rows, width = list(wrong), len(header)
    if not rows:
        raise Http404
    table = [[*cells[:width], *[None] * (width - len(cells)), " ".join(problems)] for cells, problems in rows]
    kind = "xlsx" if like.lower().endswith(".xlsx") else "csv"
    return answer(request, Sheet([*header, _("What is wrong")], table), of=of, kind=kind)
