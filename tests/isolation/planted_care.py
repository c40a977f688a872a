"""One row of everything that cares for volunteers, with words that can be found again wherever they leak."""

from datetime import UTC, date, datetime
from typing import Any

from tests.isolation.planted_hours import plant_hours
from volunteers.register.incidents import SEAL
from volunteers.register.models import (
    Incident,
    InsuranceTerms,
    Letter,
    MaterialFile,
    Person,
    RoleMaterial,
    Thanks,
    VolunteerRole,
)

NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)


def plant_care(mark: str, key: int, person: Person, role: VolunteerRole) -> list[Any]:
    """Thanks, an incident, and the file of the guide that is planted already."""
    thanks = Thanks.objects.create(
        pk=key,
        person=person,
        why=f"Syy {mark}",
        thanked_on=date(2025, 1, 1),
        by_name=f"Tekijä {mark}",
        letter=Letter.objects.first(),
    )
    incident = Incident.objects.create(
        pk=key,
        kind="accident",
        whom="me",
        happened_on=date(2025, 1, 1),
        reported_at=NOW,
        reporter=person,
        noted_by=f"Tekijä {mark}",
        sealed_text=SEAL.encrypt(f"Tapahtuma {mark}"),
        handler_user=person.user_uuid,
        handler_name=f"Tekijä {mark}",
    )
    InsuranceTerms.objects.update_or_create(
        is_only=True,
        defaults={"text_fi": f"Vakuutus {mark}", "changed_at": NOW, "changed_by": f"Tekijä {mark}"},
    )
    MaterialFile.objects.create(
        material=RoleMaterial.objects.get(title=f"Ohje {mark}"),
        name=f"{mark}.pdf",
        mimetype="application/pdf",
        size=len(mark),
        content=mark.encode(),
        added_at=NOW,
        added_by=f"Tekijä {mark}",
    )
    return [thanks, incident, *plant_hours(mark, key, person, role)]
