"""The coordinator's pages of roles, units and qualifications, and a role as its volunteers see it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tenants.context import entered
from tenants.models import Affiliation, Association, CatalogueRole
from tests.volunteers.register.conftest import BY, person
from volunteers.register import catalogue
from volunteers.register.errors import UnitInItself
from volunteers.register.models import (
    Qualification,
    QualificationType,
    RoleHolding,
    RoleMaterial,
    RoleQualification,
    SupervisionDuty,
    Trail,
    Unit,
    VolunteerRole,
)
from volunteers.register.services import people, qualifications, roles, units
from volunteers.register.services.roles import Requirements
from volunteers.register.services.units import UnitPlan

Browse = Callable[..., Client]
TODAY = date(2025, 2, 3)
ROLE = {
    "name_fi": "Digikaveri",
    "name_sv": "Digikompis",
    "name_en": "Digital helper",
    "family": "guides",
    "counting_unit": "contact",
    "is_active": "on",
    "is_open": "on",
    "life_course": ["older"],
    "target_groups": ["everybody"],
}
REQUIREMENTS = {"supervision": "none", "supervision_grace_days": "30"}


def role_of(association: Association) -> VolunteerRole:
    with entered(association):
        return VolunteerRole.objects.get(code="host")


def entry(association: Association, **fields: Any) -> CatalogueRole:
    umbrella = Affiliation.objects.get(association=association).umbrella
    said = {"code": "gardener", "family": "builders", "name_fi": "Puutarhuri"} | fields
    return CatalogueRole.objects.create(umbrella=umbrella, **said)


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(said) for name, said in answer.context["form"].errors.items()}


def test_role_is_made_and_its_requirements_are_asked_next(
    browse: Browse, ada: User, alfa: Association
) -> None:
    answer = browse(ada, alfa).post("/coordinate/roles/new/", ROLE)
    with entered(alfa):
        made = VolunteerRole.objects.get(code="digikaveri")
        assert (made.name_en, made.is_open, made.life_course, made.target_groups) == (
            "Digital helper",
            True,
            ["older"],
            ["everybody"],
        )
    assert answer["Location"] == f"/coordinate/roles/{made.uuid}/requirements/"


def test_two_roles_of_one_name_get_codes_of_their_own(browse: Browse, ada: User, alfa: Association) -> None:
    for _time in range(2):
        browse(ada, alfa).post("/coordinate/roles/new/", ROLE)
    with entered(alfa):
        codes = set(VolunteerRole.objects.filter(name_fi="Digikaveri").values_list("code", flat=True))
    assert codes == {"digikaveri", "digikaveri-2"}


def test_requirements_are_kept_and_shown(browse: Browse, ada: User, alfa: Association) -> None:
    host = role_of(alfa)
    with entered(alfa):
        kind = qualifications.add_type(code="ea1", name_fi="EA 1", by=BY)
    client = browse(ada, alfa)
    said = {
        "qualifications": [kind.pk],
        "minimum_age": "18",
        "supervision": "blocking",
        "supervision_every_days": "45",
        "supervision_grace_days": "30",
    }
    client.post(f"/coordinate/roles/{host.uuid}/requirements/", said)
    page = client.get(f"/coordinate/roles/{host.uuid}/")
    assert page.context["asks"] == ["EA 1", "At least 18 years old", "Supervision at least every 45 days"]
    assert [(doer.person.given_name, len(doer.lacks)) for doer in page.context["doers"]] == [
        ("Ada", 3),
        ("Bo", 3),
    ]
    client.post(f"/coordinate/roles/{host.uuid}/requirements/", REQUIREMENTS)
    with entered(alfa):
        assert not RoleQualification.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"supervision": "blocking"}, {"supervision_every_days": ["Say how often, for example 45 days."]}),
        ({"minimum_age": "4"}, {"minimum_age": ["Ensure this value is greater than or equal to 13."]}),
        (
            {"needs_agreement": "on"},
            {"__all__": ["There is no text to sign yet. Write it under Agreements first."]},
        ),
    ],
)
def test_impossible_requirements_are_refused_with_a_sentence(
    browse: Browse, ada: User, alfa: Association, fields: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    url = f"/coordinate/roles/{role_of(alfa).uuid}/requirements/"
    assert errors(browse(ada, alfa).post(url, REQUIREMENTS | fields)) == wrong


def test_role_open_for_applications_is_not_put_away(browse: Browse, ada: User, alfa: Association) -> None:
    url = f"/coordinate/roles/{role_of(alfa).uuid}/edit/"
    answer = browse(ada, alfa).post(url, {name: value for name, value in ROLE.items() if name != "is_active"})
    assert list(errors(answer)) == ["is_active"]


def test_catalogue_offers_what_is_not_used_and_takes_it_with_its_texts(
    browse: Browse, ada: User, alfa: Association
) -> None:
    entry(alfa, name_sv="Trädgårdsmästare", description_fi="Istuttaa")
    client = browse(ada, alfa)
    page = client.get("/coordinate/roles/catalogue/")
    assert "gardener" in [offered.code for offered in page.context["offered"]]
    client.post("/coordinate/roles/catalogue/", {"code": ["gardener", "made-up"]})
    with entered(alfa):
        taken = VolunteerRole.objects.get(code="gardener")
        assert (taken.catalogue_code, taken.name_sv, taken.description_fi) == (
            "gardener",
            "Trädgårdsmästare",
            "Istuttaa",
        )


def test_change_of_the_catalogue_is_offered_field_by_field_and_own_words_stay(
    browse: Browse, ada: User, alfa: Association
) -> None:
    offered = entry(alfa, name_en="Gardener", description_fi="Istuttaa")
    with entered(alfa):
        role = roles.adopt_role(entry=offered, by=BY)
        VolunteerRole.objects.filter(pk=role.pk).update(name_en="Our gardener")
    CatalogueRole.objects.filter(pk=offered.pk).update(name_en="Garden friend", description_fi="Kitkee")
    client = browse(ada, alfa)
    url = f"/coordinate/roles/{role.uuid}/updates/"
    form = client.get(url).context["form"]
    assert {name: field.initial for name, field in form.fields.items()} == {
        "name_en": "keep",
        "description_fi": "take",
    }
    client.post(url, {"name_en": "keep", "description_fi": "take"})
    with entered(alfa):
        role.refresh_from_db()
        assert (role.name_en, role.description_fi) == ("Our gardener", "Kitkee")
        assert (
            catalogue.updates_of(
                role, CatalogueRole(**_fields(offered, name_en="Garden friend", description_fi="Kitkee"))
            )
            == []
        )
    assert client.get(url)["Location"] == f"/coordinate/roles/{role.uuid}/"


def _fields(found: CatalogueRole, **changed: str) -> dict[str, Any]:
    return {name: getattr(found, name) for name in catalogue.FIELDS} | changed


def test_catalogue_of_another_umbrella_is_not_offered(browse: Browse, ada: User, alfa: Association) -> None:
    from tenants import lifecycle

    other = lifecycle.found_umbrella(slug="toinen", name_fi="Toinen")
    CatalogueRole.objects.create(umbrella=other, code="secret", family="guides", name_fi="Salainen")
    page = browse(ada, alfa).get("/coordinate/roles/catalogue/")
    assert "Salainen" not in page.content.decode()


def test_person_is_added_to_a_role_and_taken_off_from_today(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        eeva = people.take_in(given_name="Eeva", family_name="Salmela", by=BY, on=TODAY)
    host, client = role_of(alfa), browse(ada, alfa)
    client.post(f"/coordinate/roles/{host.uuid}/people/", {"person": str(eeva.uuid)})
    with entered(alfa):
        assert RoleHolding.objects.get(person=eeva).from_on == TODAY
    client.post(f"/coordinate/roles/{host.uuid}/people/{eeva.uuid}/end/")
    with entered(alfa):
        assert RoleHolding.objects.get(person=eeva).to_on == TODAY
    assert client.get(f"/coordinate/roles/{host.uuid}/people/{eeva.uuid}/").status_code == 404


def test_qualification_is_noted_and_revoked_on_the_person_in_the_role(
    browse: Browse, ada: User, alfa: Association
) -> None:
    host, client = role_of(alfa), browse(ada, alfa)
    with entered(alfa):
        bo = person("Bo")
        kind = qualifications.add_type(code="ea1", name_fi="EA 1", valid_months=36, by=BY)
    url = f"/coordinate/roles/{host.uuid}/people/{bo.uuid}/"
    answer = client.post(f"{url}qualification/", {"type": kind.pk, "from_on": "2025-02-01", "to_on": ""})
    assert answer["Location"] == url
    with entered(alfa):
        held = Qualification.objects.get()
        assert (held.to_on, held.noted_by) == (date(2028, 1, 31), str(ada))
    revoke = f"{url}qualifications/{held.uuid}/revoke/"
    assert client.get(revoke).status_code == 200
    assert client.post(revoke, {"reason": " "}).status_code == 422
    client.post(revoke, {"reason": "Kortti palautettu"})
    with entered(alfa):
        held.refresh_from_db()
        assert (held.revoked_on, held.revoked_for) == (TODAY, "Kortti palautettu")
    assert "Kortti palautettu" in client.get(url).content.decode()


def test_qualification_includes_others_on_its_page_and_a_circle_is_refused_there(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    with entered(alfa):
        basic = qualifications.add_type(code="perus", name_fi="Perus", by=BY)
    said = {"name_fi": "Laaja", "valid_months": "", "is_active": "on"}
    client.post("/coordinate/qualifications/new/", said | {"includes": [basic.pk]})
    assert "includes Perus" in client.get("/coordinate/qualifications/").content.decode()
    with entered(alfa):
        wide = QualificationType.objects.get(name_fi="Laaja")
    refused = client.post(
        f"/coordinate/qualifications/{basic.uuid}/edit/",
        {"name_fi": "Perus", "valid_months": "", "is_active": "on", "includes": [wide.pk]},
    )
    assert "cannot be included" in str(refused.context["form"].errors["includes"])


def test_day_in_the_future_is_refused_and_what_was_typed_stays(
    browse: Browse, ada: User, alfa: Association
) -> None:
    host, client = role_of(alfa), browse(ada, alfa)
    with entered(alfa):
        bo = person("Bo")
        kind = qualifications.add_type(code="ea1", name_fi="EA 1", by=BY)
    url = f"/coordinate/roles/{host.uuid}/people/{bo.uuid}/qualification/"
    answer = client.post(url, {"type": kind.pk, "from_on": "2025-03-01"})
    form = answer.context["qualification_form"]
    assert (answer.status_code, form.non_field_errors(), form["from_on"].value()) == (
        422,
        ["The day is in the future. Choose today or an earlier day."],
        "2025-03-01",
    )


def test_what_the_role_does_not_ask_for_cannot_be_noted(browse: Browse, ada: User, alfa: Association) -> None:
    host = role_of(alfa)
    with entered(alfa):
        bo = person("Bo")
    url = f"/coordinate/roles/{host.uuid}/people/{bo.uuid}"
    for what in ("child-check", "supervision", "nonsense"):
        assert browse(ada, alfa).post(f"{url}/{what}/", {}).status_code == 404


def test_supervision_is_noted(browse: Browse, ada: User, alfa: Association) -> None:
    host = role_of(alfa)
    with entered(alfa):
        bo = person("Bo")
        roles.set_requirements(
            role=host, wanted=Requirements(supervision="blocking", supervision_every_days=45), by=BY
        )
    url = f"/coordinate/roles/{host.uuid}/people/{bo.uuid}/supervision/"
    browse(ada, alfa).post(url, {"supervision-on": "2025-02-01"})
    with entered(alfa):
        assert SupervisionDuty.objects.get().last_on == date(2025, 2, 1)


def test_material_is_added_shown_to_those_who_do_the_role_and_removed(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    host, client = role_of(alfa), browse(ada, alfa)
    url = f"/coordinate/roles/{host.uuid}/materials/"
    client.post(url, {"title": "Talon säännöt", "text": "Sulje ovet."})
    own = browse(bo, alfa).get(f"/roles/{host.uuid}/")
    assert [material.title for material in own.context["materials"]] == ["Talon säännöt"]
    with entered(alfa):
        RoleHolding.objects.filter(person__given_name="Bo").update(to_on=date(2025, 1, 1))
        material = RoleMaterial.objects.get()
    assert list(browse(bo, alfa).get(f"/roles/{host.uuid}/").context["materials"]) == []
    client.post(f"{url}{material.uuid}/remove/")
    with entered(alfa):
        assert not RoleMaterial.objects.exists()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x"])
def test_material_leads_to_web_pages_only(browse: Browse, ada: User, alfa: Association, address: str) -> None:
    url = f"/coordinate/roles/{role_of(alfa).uuid}/materials/"
    assert "address" in errors(browse(ada, alfa).post(url, {"title": "x", "address": address}))


def test_volunteer_sees_what_is_missing(browse: Browse, bo: User, alfa: Association) -> None:
    host = role_of(alfa)
    with entered(alfa):
        roles.set_requirements(role=host, wanted=Requirements(minimum_age=18), by=BY)
    page = browse(bo, alfa).get(f"/roles/{host.uuid}/")
    assert [lack.code for lack in page.context["lacks"]] == ["age_unknown"]


def test_units_stand_in_a_tree_without_rings(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    client.post("/coordinate/units/new/", {"name_fi": "Keskus", "kind": "centre", "is_active": "on"})
    with entered(alfa):
        top = Unit.objects.get()
    client.post(
        "/coordinate/units/new/",
        {"name_fi": "Jaosto", "kind": "section", "parent": top.pk, "is_active": "on"},
    )
    page = client.get("/coordinate/units/")
    assert [(depth, unit.name) for depth, unit in page.context["lines"]] == [(0, "Keskus"), (1, "Jaosto")]
    with entered(alfa):
        part = Unit.objects.get(name_fi="Jaosto")
        with pytest.raises(UnitInItself):
            units.change_unit(unit=top, plan=UnitPlan(name_fi="Keskus", kind="centre", parent=part), by=BY)
    said = {"name_fi": "Keskus", "kind": "centre", "parent": part.pk, "is_active": "on"}
    assert list(errors(client.post(f"/coordinate/units/{top.uuid}/", said))) == ["parent"]


def test_kind_of_qualification_is_made_once(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    client.post("/coordinate/qualifications/new/", {"name_fi": "Ensiapu EA 1", "valid_months": "36"})
    again = client.post("/coordinate/qualifications/new/", {"name_fi": "Ensiapu EA 1"})
    assert errors(again) == {"name_fi": ["There is a qualification with the code “ensiapu-ea-1” already."]}
    with entered(alfa):
        assert QualificationType.objects.get().valid_months == 36


def test_role_page_reads_as_much_for_many_people_as_for_few(
    browse: Browse, ada: User, alfa: Association
) -> None:
    host, client, counts = role_of(alfa), browse(ada, alfa), []
    client.get(f"/coordinate/roles/{host.uuid}/")  # what is read once and kept
    for batch in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/coordinate/roles/{host.uuid}/")
        counts.append(len(queries))
        with entered(alfa):
            for number in range(5):
                people.take_in(
                    given_name="Nn", family_name=f"V{batch}{number}", by=BY, on=TODAY, roles=[host]
                )
    assert counts[0] == counts[1]


def test_changes_leave_a_trail_with_who_and_which_fields(
    browse: Browse, ada: User, alfa: Association
) -> None:
    host = role_of(alfa)
    browse(ada, alfa).post(
        f"/coordinate/roles/{host.uuid}/requirements/", REQUIREMENTS | {"minimum_age": "18"}
    )
    with entered(alfa):
        found = Trail.objects.get(verb="role.changed", subject_uuid=host.uuid)
    assert (found.actor_name, found.data) == (str(ada), {"fields": ["minimum_age"]})


def test_shift_asks_for_what_its_role_asks_on_its_day(browse: Browse, bo: User, alfa: Association) -> None:
    from tests.scheduling.shifts.scene import Scene

    scene = Scene(alfa)
    shift = scene.shift()
    with entered(alfa):
        kind = qualifications.add_type(code="ea1", name_fi="EA 1", name_en="First aid", by=BY)
        roles.set_requirements(role=scene.role, wanted=Requirements(qualifications=[kind]), by=BY)
    client = browse(bo, alfa)
    page = client.get(f"/shifts/{shift.uuid}/").content.decode()
    assert "The qualification “First aid” is missing." in page
    client.post(f"/shifts/{shift.uuid}/sign-up/")
    with entered(alfa):
        shift.refresh_from_db()
        assert shift.taken == 0
        qualifications.note_qualification(
            person=person("Bo"), qualification_type=kind, from_on=date(2025, 1, 1), by=BY
        )
    client.post(f"/shifts/{shift.uuid}/sign-up/")
    with entered(alfa):
        shift.refresh_from_db()
        assert shift.taken == 1
