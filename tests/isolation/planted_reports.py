"""An annual report with words that can be found again wherever they leak."""

from datetime import UTC, datetime

from reports.models import AnnualReport, PastYear, ReportText, ReportVersion
from volunteers.register.models import GrantTarget

NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)


def plant_reports(mark: str, key: int) -> AnnualReport:
    """A report of a grant target with a text and a frozen version, in the entered association."""
    target = GrantTarget.objects.get(code=f"Ak {mark}"[:40])
    report = AnnualReport.objects.create(
        pk=key, year=2024, grant_target=target, language="fi", created_at=NOW
    )
    ReportText.objects.create(
        pk=key, report=report, place="goals", text=f"Tavoite {mark}", saved_at=NOW, saved_by=f"Tekijä {mark}"
    )
    ReportVersion.objects.create(
        pk=key,
        report=report,
        number=1,
        content={
            "language": "fi",
            "association": f"Yhdistys {mark}",
            "target": f"Ak {mark}",
            "year": 2024,
            "with_trustees": False,
            "sections": [
                {
                    "code": "goals",
                    "number": 1,
                    "title": "Tavoitteet",
                    "facts": [],
                    "lines": [],
                    "texts": [{"code": "goals", "label": "Tavoitteet", "text": f"Tavoite {mark}"}],
                }
            ],
        },
        input_hash=f"{key:064}",
        frozen_at=NOW,
        frozen_by=f"Tekijä {mark}",
    )
    PastYear.objects.update_or_create(
        year=1900,
        defaults={
            "minutes": 6000,
            "people": 7,
            "method": "estimated",
            "source": f"Lähde {mark}",
            "noted_at": NOW,
            "noted_by": f"Tekijä {mark}",
        },
    )
    return report
