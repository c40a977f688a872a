"""People without names: some count, some wait, and some came back."""

from datetime import UTC, date, datetime

from scheduling.hours.models import HoursTally, ImportBatch
from volunteers.register.models import VolunteerRole


def plant_heads(mark: str, key: int, role: VolunteerRole, batch: ImportBatch) -> HoursTally:
    """Some of one role that count, which are returned, and of each kind that does not; all bear the mark."""
    tally: HoursTally = HoursTally.objects.create(
        pk=key,
        role=role,
        label=f"Tilaisuus {mark}",
        basis=f"Peruste {mark}",
        external_id=mark,
        local_date=date(2025, 2, 1),
        starts_at=datetime(2025, 2, 1, 6, tzinfo=UTC),
        heads=2,
        minutes=60,
        first_month=date(2025, 2, 1),
        last_month=date(2025, 2, 1),
        batch=batch,
        created_at=datetime(2025, 2, 3, 6, tzinfo=UTC),
    )
    for number, state in enumerate(("submitted", "returned")):
        HoursTally.objects.create(
            role=role,
            basis=f"Arvion peruste {mark}",
            external_id=f"together:{mark}{number}",
            local_date=date(2025, 2, 1),
            starts_at=datetime(2025, 2, 1, 8, tzinfo=UTC),
            heads=3,
            minutes=180,
            first_month=date(2025, 2, 1),
            last_month=date(2025, 2, 1),
            state=state,
            return_reason=f"Mitä muuttaa {mark}" if state == "returned" else "",
            created_at=datetime(2025, 2, 1, 12, tzinfo=UTC),
        )
    return tally
