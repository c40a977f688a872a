"""One row of everything about hours looked at again, with words that can be found wherever they leak."""

from datetime import UTC, datetime, time
from uuid import uuid4

from scheduling.hours.models import (
    CardImport,
    Certificate,
    CertificateSigner,
    Correction,
    RestLimits,
    RestSign,
    SampledYear,
    Year,
    YearVersion,
)
from volunteers.register.importing import keeping
from volunteers.register.models import Person, VolunteerRole
from web.sheets.tables import Row

NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)


def plant_hours(mark: str, key: int, person: Person, role: VolunteerRole) -> list[Correction | CardImport]:
    """A correction, a frozen year and a certificate in the entered association."""
    correction = Correction.objects.create(
        pk=key, reason=f"Miksi {mark}", made_at=NOW, made_by=f"Tekijä {mark}"
    )
    year, _made = Year.objects.get_or_create(year=2024, defaults={"state": "frozen"})
    YearVersion.objects.update_or_create(
        year=year,
        number=1,
        defaults={
            "reason": f"Miksi {mark}",
            "figures": [{"month": 0, "measure": "training", "role": mark}],
            "input_hash": uuid4().hex * 2,
            "last_correction": 0,
            "frozen_at": NOW,
            "frozen_by": f"Tekijä {mark}",
        },
    )
    SampledYear.objects.update_or_create(
        year=2023, defaults={"months": [3, 10], "chosen_at": NOW, "chosen_by": f"Tekijä {mark}"}
    )
    cards, _made = CardImport.objects.update_or_create(
        sha256=f"{key:064d}",
        defaults={
            "pk": key,
            "name": f"{mark}.csv",
            "header": ["Nimi", "Päivä", f"Tunnit {mark}"],
            "sheet": keeping.pack([Row(2, [f"Kortti {mark}", "3.1.2025", "2"])]),
            "places": {"full_name": 0, "date": 1, "hours": 2},
            "role": role,
            "default_start": time(10),
            "rows": 1,
            "created_at": NOW,
            "created_by": f"Tekijä {mark}",
        },
    )
    RestLimits.objects.update_or_create(pk=1, defaults={"most_hours": 30})
    RestSign.objects.update_or_create(
        person=person, defaults={"minutes": 3000, "is_many": True, "nights": 5, "found_on": NOW.date()}
    )
    CertificateSigner.objects.update_or_create(
        is_only=True, defaults={"name": f"Tekijä {mark}", "title_fi": f"Nimike {mark}", "changed_at": NOW}
    )
    Certificate.objects.get_or_create(
        code=(mark.upper() + "2" * 16)[:16],
        defaults={
            "person": person,
            "year": 2024,
            "words": {
                "lang": "fi",
                "title": f"Todistus {mark}",
                "name": f"Tekijä {mark}",
                "sentence": f"Lause {mark}",
                "rows": [{"role": f"Muoto {mark}", "hours": "2 h"}],
                "total": "2 h",
            },
            "issued_at": NOW,
        },
    )
    return [correction, cards]
