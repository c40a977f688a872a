"""One row of everything of support pairs, with words that can be found again wherever they leak."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from volunteers.pairs.clients import SEAL
from volunteers.pairs.models import Agreement, Client, Meeting, Pair, Proposal, Signal
from volunteers.register.models import Person, VolunteerRole

NOW = datetime(2025, 2, 3, 6, tzinfo=UTC)
DAY = date(2025, 1, 1)


def plant_pairs(mark: str, key: int, role: VolunteerRole, person: Person) -> list[Any]:
    """An active pair with all that can be told of it, and one that is proposed."""
    client, other = (_client(mark, key + number) for number in (0, 1))
    shared: dict[str, Any] = {
        "role": role,
        "coordinator_user": person.user_uuid,
        "coordinator_name": f"Tekijä {mark}",
        "state_on": DAY,
        "begun_on": DAY,
        "talked_on": DAY,
        "outcome": "volunteer",
    }
    pair = Pair.objects.create(pk=key, client=client, volunteer=person, state="matched", **shared)
    agreement = Agreement.objects.create(
        pk=key,
        pair=pair,
        number=1,
        person=person,
        from_on=DAY,
        to_on=date(2025, 6, 30),
        rhythm="weekly",
        content=["company"],
        goals=["less_alone"],
        sealed_content=SEAL.encrypt(f"Sisältö {mark}"),
        sealed_goals=SEAL.encrypt(f"Tavoite {mark}"),
        limits_version=1,
        written_at=NOW,
        volunteer_signed_at=NOW,
        client_signed_at=NOW,
        signed_before=f"Tekijä {mark}",
        half_on=DAY,
        end_on=date(2025, 5, 31),
    )
    pair.state, pair.agreement = "active", agreement
    pair.save()
    meeting = Meeting.objects.create(
        pk=key,
        pair=pair,
        person=person,
        starts_at=NOW - timedelta(days=3),
        local_date=date(2025, 1, 31),
        minutes=60,
        kind="together",
        feeling="talk",
        noted_at=NOW - timedelta(days=3),
    )
    signal = Signal.objects.create(pk=key, pair=pair, meeting=meeting, kind="talk", at=NOW)
    asked = Pair.objects.create(pk=key + 1, client=other, state="proposed", **shared)
    proposal = Proposal.objects.create(pk=key, pair=asked, person=person, made_at=NOW)
    return [client, pair, agreement, meeting, signal, proposal]


def _client(mark: str, key: int) -> Client:
    return Client.objects.create(
        pk=key,
        sealed_alias=SEAL.encrypt(f"Nimi {mark}"),
        sealed_contact=SEAL.encrypt(f"040 {mark}"),
        sealed_municipality=SEAL.encrypt(f"Kunta {mark}"),
        sealed_wish=SEAL.encrypt(f"Toive {mark}"),
        token_hash=f"Linkki {mark} {key}",
        language="fi",
        times=["day"],
        consent_version=1,
        consent_language="fi",
        consent_way="screen",
        consented_on=DAY,
        created_at=NOW,
    )
