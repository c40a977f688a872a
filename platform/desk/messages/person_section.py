"""On a person's page: the way to how they are told. It reads nothing."""

from typing import Any

from django.urls import reverse

from accounts.http import TenantRequest
from volunteers.register.models import Person
from volunteers.register.person_page import Section


def shown(person: Person, request: TenantRequest) -> dict[str, Any]:
    """Where a coordinator sets it for them."""
    return {"url": reverse("person-message-choices", kwargs={"uuid": person.uuid}, urlconf=request.urlconf)}


SECTION = Section("messages", 35, "desk/_person_messages.html", shown, aside=True)
