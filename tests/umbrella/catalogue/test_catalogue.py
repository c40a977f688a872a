"""The catalogue's roles are added, changed, retired; codes stay; associations are offered each field."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association, CatalogueEdition, CatalogueRole, Umbrella
from umbrella.catalogue import services
from umbrella.catalogue.errors import ChangedMeanwhile, CodeTaken
from volunteers.register import catalogue
from volunteers.register.errors import TextMissing
from volunteers.register.models import VolunteerRole
from volunteers.register.services import roles

pytestmark = pytest.mark.django_db

Browse = Callable[..., Client]
BY = Actor.system("tests")
SAID = {
    "name_fi": "Saunaisäntä", "name_sv": "", "name_en": "Sauna host", "family": "guides",
    "counting_unit": "hours", "description_fi": "", "description_sv": "", "description_en": "",
    "supervision": "none", "edition": "0",
}  # fmt: skip


@pytest.fixture
def ilkka(liitto: Umbrella) -> User:
    """Administers the umbrella; Vera only analyses."""
    user = User.objects.create_user("ilkka@example.org", None, name="Ilkka", language="en")
    Access.objects.create(user=user, umbrella=liitto, role="admin", created_at=clock.now())
    return user


@pytest.fixture
def sauna(liitto: Umbrella) -> CatalogueRole:
    return services.add(
        umbrella=liitto, code="sauna", by=BY, name_fi="Saunaisäntä", family="guides", supervision="none"
    )


@pytest.fixture
def taken(alfa: Association, sauna: CatalogueRole) -> VolunteerRole:
    """As Alfa took it."""
    with entered(alfa):
        return roles.adopt_role(entry=sauna, by=BY)


def test_administrator_adds_changes_and_retires_a_role(browse: Browse, liitto: Umbrella, ilkka: User) -> None:
    client = browse(ilkka, liitto)
    assert client.post("/catalogue/new/", SAID).status_code == 302
    role = CatalogueRole.objects.get(umbrella=liitto, name_fi="Saunaisäntä")
    assert (role.code, role.edition) == ("saunaisanta", 1)
    address = f"/catalogue/roles/{role.code}/edit/"
    changed = SAID | {"edition": "1", "supervision": "advisory", "supervision_every_days": "90"}
    assert client.post(address, changed | {"supervision_every_days": ""}).status_code == 422
    assert client.post(address, changed).status_code == 302
    assert client.post(address, SAID | {"edition": "1", "name_en": "Else"}).status_code == 422
    client.post(f"/catalogue/roles/{role.code}/retire/", {"retired": "yes"})
    role.refresh_from_db()
    assert (role.edition, role.supervision_every_days, role.retired_at is not None) == (3, 90, True)
    assert [e.said["supervision"] for e in role.editions.all()] == ["advisory", "advisory", "none"]
    assert b"retired" in client.get("/catalogue/").content


def test_analyst_reads_and_changes_nothing(
    browse: Browse, liitto: Umbrella, vera: User, sauna: CatalogueRole
) -> None:
    client = browse(vera, liitto)
    assert client.get("/catalogue/").status_code == 200
    said = client.get("/catalogue/roles/sauna/").content.decode()
    assert (sauna.name_fi in said, "Edition 1" in said, "/edit/" in said) == (True, True, False)
    assert client.post("/catalogue/new/", SAID).status_code == 403
    assert client.post("/catalogue/roles/sauna/edit/", SAID).status_code == 403
    assert client.post("/catalogue/roles/sauna/retire/").status_code == 403
    assert CatalogueEdition.objects.filter(role=sauna).count() == 1


def test_code_is_given_once_and_never_changes(liitto: Umbrella, sauna: CatalogueRole) -> None:
    services.retire(role=sauna, retired=True, by=BY)
    with pytest.raises(CodeTaken):
        services.add(umbrella=liitto, code="sauna", by=BY, name_fi="Toinen", family="guides")
    with pytest.raises(IntegrityError, match="code_stays"), transaction.atomic():
        CatalogueRole.objects.filter(pk=sauna.pk).update(code="kylpy")


def test_who_saves_what_somebody_else_has_changed_is_told(sauna: CatalogueRole) -> None:
    services.change(role=sauna, edition=1, by=Actor(user=None, name="Toinen"), name_en="Sauna")
    with pytest.raises(ChangedMeanwhile, match="Toinen"):
        services.change(role=sauna, edition=1, by=BY, name_en="Steam")


def test_retired_role_is_offered_to_nobody_and_stays_where_it_is(
    alfa: Association, sauna: CatalogueRole, taken: VolunteerRole
) -> None:
    services.retire(role=sauna, retired=True, by=BY)
    with entered(alfa):
        found = catalogue.entries()
        assert "sauna" not in {entry.code for entry in catalogue.not_taken(found)}
        assert VolunteerRole.objects.get(code="sauna").is_active
        taken.delete()
        assert "sauna" not in {entry.code for entry in catalogue.not_taken(found)}


def test_requirements_are_offered_field_by_field_and_own_ones_stay(
    alfa: Association, sauna: CatalogueRole, taken: VolunteerRole
) -> None:
    with entered(alfa):
        VolunteerRole.objects.filter(pk=taken.pk).update(minimum_age=16)
        taken.refresh_from_db()
        assert catalogue.updates_of(taken, sauna) == []  # the catalogue has said nothing
    changed = services.change(
        role=sauna, edition=1, by=BY, minimum_age=18, supervision="blocking", supervision_every_days=45
    )
    with entered(alfa):
        offered = {one.field: (one.own, one.now) for one in catalogue.updates_of(taken, changed)}
        assert offered == {
            "minimum_age": (16, 18),
            "supervision": ("none", "blocking"),
            "supervision_every_days": (None, 45),
        }
        now = roles.take_updates(
            role=taken, entry=changed, taken=["supervision"], kept=["minimum_age"], by=BY
        )
        assert (now.minimum_age, now.supervision, now.supervision_every_days) == (16, "blocking", 45)
        assert "minimum_age" not in {one.field for one in catalogue.updates_of(now, changed)}


def test_what_has_to_be_signed_waits_for_a_text(alfa: Association, liitto: Umbrella) -> None:
    entry = services.add(
        umbrella=liitto, code="line", by=BY, name_fi="Linja", family="supporters", minimum_age=18,
        needs_agreement=True, supervision="advisory", supervision_every_days=90,
    )  # fmt: skip
    with entered(alfa):
        role = roles.adopt_role(entry=entry, by=BY)
        assert (role.minimum_age, role.supervision_every_days, role.needs_agreement) == (18, 90, False)
        assert [one.field for one in catalogue.updates_of(role, entry)] == ["needs_agreement"]
        with pytest.raises(TextMissing):
            roles.take_updates(role=role, entry=entry, taken=["needs_agreement"], kept=[], by=BY)


def test_catalogue_of_another_federation_is_not_there(
    browse: Browse, liitto: Umbrella, ilkka: User, sauna: CatalogueRole
) -> None:
    from tenants import lifecycle

    other = lifecycle.found_umbrella(slug="muuliitto", name_fi="Muu liitto ry")
    services.add(umbrella=other, code="salainen", by=BY, name_fi="Salainen", family="guides")
    client = browse(ilkka, liitto)
    assert "Salainen" not in client.get("/catalogue/").content.decode()
    assert client.get("/catalogue/roles/salainen/").status_code == 404
    assert browse(ilkka, other).get("/catalogue/").status_code == 404
