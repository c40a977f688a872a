"""What no number says of an occasion: what each partner did, and what a gig's host said."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from scheduling.activities.models import ActivityPartner, GigDetails
from scheduling.activities.year_lines import partners
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import occasion
from volunteers.register.models import Organisation, Trail
from volunteers.register.year_lines import EVERYTHING

Browse = Callable[..., Client]


@pytest.fixture
def choir(alfa: Association) -> ActivityPartner:
    """A choir takes part in an event of January."""
    with entered(alfa):
        choir = Organisation.objects.create(name="Kuoro ry")
        return ActivityPartner.objects.create(activity=occasion("2025-01-20"), organisation=choir)


def test_what_a_partner_did_stands_on_the_page_and_in_the_annual_report(
    browse: Browse, ada: User, alfa: Association, choir: ActivityPartner
) -> None:
    client = browse(ada, alfa)
    page = f"/coordinate/activities/{choir.activity.uuid}/"
    assert client.post(f"{page}words/", {f"part_{choir.pk}": " Lauloi "})["Location"] == page
    assert "Lauloi" in client.get(page).content.decode()
    with entered(alfa):
        assert [(each.name, each.parts) for each in partners(2025, EVERYTHING)] == [("Kuoro ry", ["Lauloi"])]
        assert Trail.objects.filter(verb="activity.told_in_words").count() == 1
    client.post(f"{page}words/", {f"part_{choir.pk}": "Lauloi"})
    with entered(alfa):
        assert Trail.objects.filter(verb="activity.told_in_words").count() == 1


def test_what_a_host_said_is_kept_of_a_gig_and_asked_of_nothing_else(
    browse: Browse, ada: User, alfa: Association, choir: ActivityPartner
) -> None:
    with entered(alfa):
        gig = occasion("2025-01-21", kind="gig")
        GigDetails.objects.create(activity=gig)
    client = browse(ada, alfa)
    client.post(f"/coordinate/activities/{gig.uuid}/words/", {"feedback": "Tulkaa taas"})
    assert "Tulkaa taas" in client.get(f"/coordinate/activities/{gig.uuid}/").content.decode()
    assert (
        "feedback"
        not in client.get(f"/coordinate/activities/{choir.activity.uuid}/words/").context["form"].fields
    )


def test_too_long_a_word_is_said_at_its_field_and_stays(
    browse: Browse, ada: User, alfa: Association, choir: ActivityPartner
) -> None:
    answer = browse(ada, alfa).post(
        f"/coordinate/activities/{choir.activity.uuid}/words/", {f"part_{choir.pk}": "x" * 201}
    )
    assert answer.status_code == 422
    assert "x" * 201 in answer.content.decode()
