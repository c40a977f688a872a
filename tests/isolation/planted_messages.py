"""What was said in a message, what its reader wants, what the association has set, and a call."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from notifications.models import (
    Attempt,
    Call,
    Called,
    Choice,
    DeadAddress,
    Message,
    Preferences,
    Said,
    Sending,
    Wording,
)

NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)


def plant_messages(mark: str, key: int, message: Message, about: UUID) -> list[Any]:
    """Rows about a planted message and its reader, and a call in which they are asked. Returns those that
    have an identifier.
    """
    person = message.person_uuid
    Said.objects.create(
        pk=key, message=message, language="fi", subject=f"Aihe {mark}", paragraphs=[f"Teksti {mark}"],
        facts=[["Aika", mark]], button_label=f"Avaa {mark}"[:120], button_path="/shifts/",
    )  # fmt: skip
    Attempt.objects.create(
        pk=key, message=message, channel="email", at=NOW, outcome="refused", code="refused_550"
    )
    Preferences.objects.update_or_create(person_uuid=person, defaults={"pk": key})
    Choice.objects.update_or_create(
        person_uuid=person, kind=f"x.{mark}"[:60], defaults={"pk": key, "way": "email"}
    )
    DeadAddress.objects.create(
        pk=key, person_uuid=person, channel="email", fingerprint=f"{mark.lower():z<64}"[:64],
        reason="bounced", at=NOW,
    )  # fmt: skip
    Wording.objects.create(
        pk=key, kind=f"x.{mark}"[:60], language="fi", subject=f"Aihe {mark}", text=f"Oma teksti {mark}",
        by_name=f"Tekijä {mark}", at=NOW,
    )  # fmt: skip
    Sending.objects.update_or_create(pk=1, defaults={"sms_sender": mark[:11]})
    call = Call.objects.create(
        pk=key, kind="shift.call", subject_kind=message.subject_kind, subject_uuid=about,
        wave_size=3, wave_minutes=15, by_name=f"Tekijä {mark}", at=NOW,
    )  # fmt: skip
    Called.objects.create(pk=key, call=call, person_uuid=person, wave=1, due_at=NOW)
    return [call]
