"""What an association asks of people in its own words: fields, answers, where they stand, who sees them."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.register.conftest import BY, person
from volunteers.register import exports, own_fields, person_data, roster
from volunteers.register.errors import (
    AboutHealth,
    OptionInUse,
    OptionsMissing,
    OwnFieldKnown,
    OwnFieldsFull,
)
from volunteers.register.importing import judging
from volunteers.register.models import OwnField, OwnValue, Person, Trail
from volunteers.register.own_fields import Unreadable, read, shown
from volunteers.register.services import erasure, import_undo, imports, own_fields as services
from volunteers.register.services.own_fields import OwnFieldPlan

Browse = Callable[..., Client]
URL = "/coordinate/people/fields/"
TODAY = date(2025, 2, 3)
SIZES = (("Pieni", "Liten", "Small"), ("Suuri", "", ""))


def asked(name: str, kind: str = "text", **plan: Any) -> OwnField:
    return services.add_field(plan=OwnFieldPlan(name_fi=name, kind=kind, **plan), by=BY)


def sizes() -> OwnField:
    return asked("Paita", "choice", name_en="Shirt", options=SIZES)


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "told"),
    [
        ("text", "  two   words ", "two words", "two words"),
        ("date", "4.2.2025", "2025-02-04", "4 Feb 2025"),
        ("date", datetime(2025, 2, 4), "2025-02-04", "4 Feb 2025"),
        ("yes_no", "Kyllä", "yes", "yes"),
        ("yes_no", "nej", "no", "no"),
        ("yes_no", True, "yes", "yes"),
        ("text", None, "", ""),
    ],
)
def test_answers_are_read_and_shown(kind: str, typed: object, kept: str, told: str) -> None:
    field = OwnField(name_fi="Kenttä", kind=kind)
    assert read(field, typed) == kept
    assert shown(field, kept).replace("\u00a0", " ") == told


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("text", "x" * 501, "“Kenttä” can be 500 characters long at most."),
        ("date", "soon", "Kenttä: “soon” is no date. Write it as 2025-02-04 or 4.2.2025."),
        ("date", "31.2.2025", "Kenttä: there is no day 31.2.2025."),
        ("date", "1.1.1025", "Kenttä: check the year of 1.1.1025."),
        ("yes_no", "perhaps", "Kenttä: “perhaps” is neither yes nor no."),
        ("choice", "Huge", "Kenttä: “Huge” is not in the list of answers."),
    ],
)
def test_what_is_no_answer_is_said(kind: str, typed: str, said: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(OwnField(name_fi="Kenttä", kind=kind), typed)
    assert str(refusal.value) == said


@pytest.mark.usefixtures("inside")
def test_choice_is_read_in_any_language_and_shown_in_ones_own() -> None:
    field = sizes()
    codes = {read(field, word) for word in ("pieni", "LITEN", "Small", field.options[0]["code"])}
    assert codes == {field.options[0]["code"]}
    with translation.override("sv"):
        assert [name for _code, name in own_fields.choices(field)] == ["Liten", "Suuri"]


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    "name",
    ["Diagnoosi", "Pitkäaikaiset sairaudet", "Allergiat", "Medication", "Sjukdomar", "Hetu", "Uskonto"],
)
def test_field_about_health_or_the_like_is_refused(name: str) -> None:
    with pytest.raises(AboutHealth):
        asked(name)
    with pytest.raises(AboutHealth):
        asked("Valinta", "choice", options=[("a", "", ""), (name, "", "")])


@pytest.mark.usefixtures("inside")
def test_field_about_work_in_health_care_is_not_taken_for_one() -> None:
    assert asked("Terveydenhuollon ammattilainen", "yes_no").pk
    assert asked("Healthy snacks for the café").pk


@pytest.mark.usefixtures("inside")
def test_fields_are_few_different_and_choices_between_something() -> None:
    asked("Paita")
    with pytest.raises(OwnFieldKnown):
        asked("paita")
    for options in ((), SIZES[:1], (SIZES[0], SIZES[0])):
        with pytest.raises(OptionsMissing):
            asked("Koko", "choice", options=options)
    for number in range(services.MOST - 1):
        asked(f"Kenttä {number}")
    with pytest.raises(OwnFieldsFull):
        asked("Liikaa")


@pytest.mark.usefixtures("inside")
def test_option_keeps_its_code_under_another_name_and_cannot_go_while_somebody_has_it() -> None:
    field = sizes()
    small, large = (option["code"] for option in field.options)
    services.answer(person=person("Bo"), answers={own_fields.key_of(field): large})

    def changed(*options: tuple[str, str, str]) -> list[str]:
        plan = OwnFieldPlan(name_fi="Paita", kind="choice", options=options)
        return [option["code"] for option in services.change_field(field=field, plan=plan, by=BY).options]

    assert changed(SIZES[0], ("Iso", "Stor", "Large")) == [small, large]
    assert changed(("Iso", "", ""), ("Pieni", "", "")) == [large, small]
    with pytest.raises(OptionInUse) as refusal:
        changed(("Pieni", "", ""), ("Keski", "", ""), ("Jätti", "", ""))
    assert refusal.value.data == {"name": "Iso", "people": 1}


def test_coordinator_asks_fills_in_finds_and_sees_what_changed(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    new = {"name_fi": "Ajokortti", "name_en": "Driving licence", "kind": "yes_no", "seen_by_person": "on"}
    refused = client.post(f"{URL}new/", new | {"name_fi": "Sairaudet"})
    assert (refused.status_code, "Ask for what the task needs" in refused.content.decode()) == (422, True)
    client.post(f"{URL}new/", new)
    choice = {"name_fi": "Paita", "kind": "choice", "options": "Pieni | Liten | Small\nSuuri\n\n"}
    client.post(f"{URL}new/", choice)
    with entered(alfa):
        licence, shirt = OwnField.objects.all()
        assert [option["fi"] for option in shirt.options] == ["Pieni", "Suuri"]
        found = person("Bo")
        large = shirt.options[1]["code"]
    keys = [own_fields.key_of(licence), own_fields.key_of(shirt)]
    edit = f"/coordinate/people/{found.uuid}/edit/"
    form = client.get(edit).context["page"].form
    sent = {name: form.get_initial_for_field(form.fields[name], name) or "" for name in form.fields}
    client.post(edit, sent | {keys[0]: "yes", keys[1]: large, "speaks": [], "skills": ""})
    page = client.get(f"/coordinate/people/{found.uuid}/").content.decode()
    assert "<dt>Driving licence</dt><dd>yes</dd>" in page
    assert "Driving licence: empty → yes." in page
    client.post("/coordinate/people/columns/", {"columns": ["state", keys[1]]})
    for query, people in ((f"{keys[1]}={large}", 1), (f"{keys[0]}=unsaid", 1), (f"{keys[0]}=no", 0)):
        listed = client.get(f"/coordinate/people/?{query}")
        assert listed.context["pages"].total == people
    assert "Suuri</td>" in client.get(f"/coordinate/people/?{keys[0]}=yes").content.decode()
    profile = browse(bo, alfa).get("/me/profile/").content.decode()
    assert "<dt>Driving licence</dt><dd>yes</dd>" in profile
    assert "Suuri" not in profile
    with entered(alfa):
        uuid = shirt.uuid
    sure = client.get(f"{URL}{uuid}/remove/")
    assert "the answer of 1 person" in sure.content.decode()
    client.post(f"{URL}{uuid}/remove/")
    page = client.get(f"/coordinate/people/{found.uuid}/").content.decode()
    assert ("Suuri" in page, "A field that was removed since." in page) == (False, True)
    assert client.get(f"/coordinate/people/?{keys[1]}={large}").context["pages"].total == 2


def test_field_is_changed_and_its_answers_stay(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        field = sizes()
        services.answer(person=person("Bo"), answers={own_fields.key_of(field): field.options[1]["code"]})
    client = browse(ada, alfa)
    page = client.get(f"{URL}{field.uuid}/")
    assert page.context["form"].initial["options"] == "Pieni | Liten | Small\nSuuri"
    refused = client.post(f"{URL}{field.uuid}/", {"name_fi": "Paita", "options": "Pieni\nIso\nJätti\nVauva"})
    assert refused.status_code == 302  # the second is called something else now
    refused = client.post(f"{URL}{field.uuid}/", {"name_fi": "Paita", "options": "Pieni"})
    assert (refused.status_code, "Write from two to 50" in refused.content.decode()) == (422, True)
    client.post(f"{URL}{field.uuid}/", {"name_fi": "T-paita", "options": "Pieni\nIso"})
    with entered(alfa):
        field.refresh_from_db()
        assert (field.name_fi, OwnValue.objects.get().value) == ("T-paita", field.options[1]["code"])
    assert "T-paita" in client.get(URL).content.decode()


@pytest.mark.usefixtures("inside")
def test_answers_are_exported_imported_and_come_back_as_they_were() -> None:
    size, since = sizes(), asked("Jäsen alkaen", "date")
    licence = asked("Ajokortti", "yes_no", name_sv="Körkort")
    text = "Nimi;Shirt;Jäsen alkaen;Körkort;Muuta\nEeva Salo;small;4.2.2020;ja;x\nKai Ranta;Iso;;;\n"
    batch = imports.keep_draft(file=io.BytesIO(text.encode()), name="p.csv", by=BY)
    assert [each.problems for each in judging.look(batch).judged] == [
        (),
        ("Shirt: “Iso” is not in the list of answers.",),
    ]
    imports.start(draft=batch, begin="active", from_on=TODAY, by=BY)
    imports.work()
    found = person("Eeva")
    keys = [own_fields.key_of(field) for field in (size, since, licence)]
    said = own_fields.answers([found.pk], own_fields.active())[found.pk]
    assert said == {keys[0]: size.options[0]["code"], keys[1]: "2020-02-04", keys[2]: "yes"}
    with translation.override("sv"):
        content = exports.as_csv(exports.sheet_of([found], on=TODAY))
    assert content.decode().splitlines()[1].endswith(";Liten;2020-02-04;ja;nej")
    Person.objects.filter(pk=found.pk).update(given_name="Toinen")
    again = imports.keep_draft(file=io.BytesIO(content), name="again.csv", by=BY)
    imports.start(draft=again, begin="active", from_on=TODAY, by=BY)
    imports.work()
    assert own_fields.answers([person("Eeva").pk], own_fields.active())[person("Eeva").pk] == said


@pytest.mark.usefixtures("inside")
def test_import_completes_answers_that_are_missing_and_the_undo_takes_them_away() -> None:
    size, note = sizes(), asked("Muistettavaa")
    bo = person("Bo")
    services.answer(person=bo, answers={own_fields.key_of(note): "old"})
    text = f"Nimi;Paita;Muistettavaa\n{bo.name};Suuri;new"
    batch = imports.keep_draft(file=io.BytesIO(text.encode()), name="p.csv", by=BY)
    imports.place_columns(draft=batch, places=batch.places, fills=True)
    imports.start(draft=batch, begin="active", from_on=TODAY, by=BY)
    imports.work()
    assert sorted(OwnValue.objects.values_list("value", flat=True)) == sorted(
        ["old", size.options[1]["code"]]
    )

    batch.refresh_from_db()
    import_undo.undo(batch=batch, by=BY)
    assert list(OwnValue.objects.values_list("value", flat=True)) == ["old"]


@pytest.mark.usefixtures("inside")
def test_answers_go_with_the_person_and_are_told_to_them_before() -> None:
    field = asked("Muistettavaa")
    bo = person("Bo")
    services.answer(person=bo, answers={own_fields.key_of(field): "likes the sea"})
    data = next(each for each in person_data.listed() if each.model is OwnValue)
    assert data.export is not None
    assert data.export.rows(data.rows_of(bo)) == [{"field": "Muistettavaa", "value": "likes the sea"}]
    erasure.erase_person(person=bo, by=BY)
    assert OwnValue.objects.count() == 0


@pytest.mark.usefixtures("inside")
def test_nothing_is_noted_where_nothing_was_answered_anew() -> None:
    field = asked("Muistettavaa")
    lines = Trail.objects.count()
    assert services.answer(person=person("Bo"), answers={own_fields.key_of(field): "", "own-99": "x"}) == {}
    assert (Trail.objects.count(), OwnValue.objects.count()) == (lines, 0)
    assert roster.columns_of([], [field]) == list(roster.USUAL)
