"""Choosing whom a letter is for, and how many that are, before it is written."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.register.conftest import person
from volunteers.register.models import PersonTag, Tag

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db


def test_audience_is_counted_and_leads_to_the_letter(alfa: Association, ada: User, browse: Browse) -> None:
    with entered(alfa):
        tag = Tag.objects.create(name="Retki")
        empty = Tag.objects.create(name="Tyhjä")
        PersonTag.objects.create(person=person("Bo"), tag=tag)
    client = browse(ada, alfa)
    assert "Who is it for?" in client.get("/coordinate/people/letters/new/").content.decode()
    everybody = client.get("/coordinate/people/letters/new/?count=1").content.decode()
    assert "It goes to 2 people." in everybody
    one = client.get(f"/coordinate/people/letters/new/?count=1&tag={tag.uuid}").content.decode()
    assert ("It goes to 1 person." in one, "Retki" in one) == (True, True)
    assert f'action="/coordinate/people/act/?state=active&amp;tag={tag.uuid}"' in one
    answer = client.post(
        f"/coordinate/people/act/?state=active&tag={tag.uuid}", {"whom": "all", "act": "letter"}
    )
    assert "Bo Berg" in answer.content.decode()
    nobody = client.get(f"/coordinate/people/letters/new/?count=1&tag={empty.uuid}").content.decode()
    assert "Nobody is in this group" in nobody
