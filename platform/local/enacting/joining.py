"""One association has asked to join the federation, and nobody has looked at it yet. The app's part."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from local.enacting import times
from tenants.models import Umbrella
from umbrella.joining import services

ASKED_ON = date(2025, 1, 30)
_FORM = UUID("5a3f0c1e-2a6b-4f0e-9d1f-8b1c7d2e4a90")


def ask(umbrella: Umbrella) -> None:
    """The form as it was sent. Doing it again changes nothing."""
    with times.at(ASKED_ON, 10):
        services.hand_in(
            umbrella=umbrella,
            form=_FORM,
            name_fi="Kallioharjun mielen tuki ry",
            name_sv="Bergåsens psykiska stöd rf",
            name_en="",
            seat="Kallioharju",
            founded="1998",
            language="fi",
            district=umbrella.districts.order_by("position").first(),
            contact_name="Kerttu Kalliola",
            contact_email="kerttu.kalliola@example.org",
            contact_phone="040 555 0199",
            message="Meitä on viisi hallituksessa ja parikymmentä vapaaehtoista. Tunnit ovat nyt vihossa.",
        )
