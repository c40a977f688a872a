"""The annual report as it is read before it is frozen: figures of a year out of ten years' rows."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import User
from infra.bench.data_hours import HOURS
from infra.bench.data_people import COORDINATOR
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from reports.models import AnnualReport
from tenants import clock
from tenants.context import entered
from tenants.models import Association

_FEW, MANY, *_FRESH = HOURS
SHAPE = "5 000 people, 100 000 entries over ten years, the year before this one"


@row("annual report")
def annual_report(scene: Scene) -> Iterator[Finding]:
    """Statements, and time in units of the empty page."""
    scene.data("years_of_hours_known")
    association = Association.objects.get(slug=MANY)
    year = clock.today(association).year - 1
    with entered(association):
        report, _made = AnnualReport.objects.get_or_create(
            year=year, grant_target=None, defaults={"language": "fi", "created_at": clock.now()}
        )
    path = f"/coordinate/reports/{report.uuid}/"
    client = browser(User.objects.get(email=COORDINATOR), association)
    if str(year) not in page(client, path):
        raise WrongAnswer(f"{path} is not the report of {year}.")
    with listening() as heard:
        page(client, path)
    yield count_at_most(30, len(heard.all), what="statements, annual report", unit="queries", data=SHAPE)
    with with_empty_page("association") as empty:
        yield at_most(
            20,
            ratio(take(lambda: page(client, path), lambda: page(client, empty), repeats=30)),
            what="time of the annual report before it is frozen",
            unit="empty pages",
            baseline="a coordinator's page with nothing on it",
            data=SHAPE,
        )
