"""An open role at Alfa on Monday 3.2.2025, and people who apply for it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from volunteers.recruiting import guard
from volunteers.recruiting.models import Application
from volunteers.recruiting.services.applying import Filled, hand_in
from volunteers.register.models import VolunteerRole

MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)
BY = Actor.system("test")
PERSON = {
    "given_name": "Aino",
    "family_name": "Kemppainen",
    "email": "aino@example.org",
    "phone": "040 000 0100",
    "language": "en",
    "why": "I have time on Tuesdays.",
    "consent": "on",
}


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Domain time stands still; forms may be sent at once."""
    monkeypatch.setattr(guard, "SOONEST", timedelta(seconds=-1))
    with clock.fixed(MONDAY), translation.override("en"):
        yield


@pytest.fixture
def role(alfa: Association) -> VolunteerRole:
    """Open for applications."""
    with entered(alfa):
        role = VolunteerRole.objects.get(code="host")
        role.is_open = True
        role.public_text_fi = "Julkinen teksti"
        role.save()
        return role


@pytest.fixture
def inside(alfa: Association) -> Iterator[Association]:
    """Inside Alfa."""
    with entered(alfa):
        yield alfa


def applicant(role: VolunteerRole, **changes: Any) -> Application:
    """Somebody who has applied, in the association that is entered."""
    written: dict[str, Any] = {
        "given_name": "Aino",
        "family_name": "Kemppainen",
        "email": "aino@example.org",
        "phone": "040 000 0100",
        "language": "en",
    } | changes
    return hand_in(filled=Filled(roles=[role], **written), form=uuid4())


def fill_in(client: Client, role: VolunteerRole, *, follow: bool = True, **changes: str) -> Any:
    """Open the form, fill it in, send it."""
    path = f"/join/{role.uuid}/apply/"
    page = client.get(path)
    hidden = {"opened": page.context["opened"], "form_id": page.context["form_id"]}
    return client.post(path, hidden | PERSON | {"do": "send"} | changes, follow=follow)


@pytest.fixture
def apply(browse: Callable[..., Client], alfa: Association, role: VolunteerRole) -> Callable[..., Any]:
    """`apply(email="x")` fills in and sends the form in a new browser, and answers with the page after it."""

    def sent(client: Client | None = None, **changes: Any) -> Any:
        return fill_in(client or browse(None, alfa), role, **changes)

    return sent
