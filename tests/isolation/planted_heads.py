"""People without names whom a leader wrote down: some wait, and some came back."""

from datetime import UTC, date, datetime

from scheduling.hours.models import HoursTally
from volunteers.register.models import VolunteerRole


def plant_waiting_heads(mark: str, role: VolunteerRole) -> None:
    """Both kinds of one role, with words that bear the mark."""
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
