"""What pages read of annual reports."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from reports.models import AnnualReport, ReportVersion


@dataclass(frozen=True)
class Listed:
    """A report in the list; `versions` is 0 for a draft."""

    report: AnnualReport
    versions: int

    @property
    def state(self) -> str:
        """`draft`, `frozen` or `amended`."""
        return state(self.versions)


def state(versions: int) -> str:
    """What a number of versions means."""
    return "draft" if not versions else "frozen" if versions == 1 else "amended"


def listed() -> list[Listed]:
    """All reports, the latest year first."""
    rows = AnnualReport.objects.select_related("grant_target").annotate(latest=Max("versions__number"))
    return [
        Listed(report, report.latest or 0) for report in rows.order_by("-year", "grant_target__code", "pk")
    ]


def report_of(uuid: UUID) -> AnnualReport | None:
    """One report with its target, or None."""
    return AnnualReport.objects.select_related("grant_target").filter(uuid=uuid).first()


def version_of(report: AnnualReport, number: int) -> ReportVersion | None:
    """One version, or None."""
    return report.versions.filter(number=number).first()
