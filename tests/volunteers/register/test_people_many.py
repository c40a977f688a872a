"""What is done with many people at once, and the list of those who were insured."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client

from accounts.models import User
from accounts.reach import EVERYBODY
from notifications.models import Message
from tenants import clock
from tenants.context import entered
from tenants.models import Association, Invitation
from tests.volunteers.register.conftest import BY, MONDAY, person
from volunteers.register import states
from volunteers.register.errors import NothingToUndo, TooManyAtOnce
from volunteers.register.insured import insured
from volunteers.register.models import Period, Person, PersonTag, RoleHolding, Tag, Trail, VolunteerRole
from volunteers.register.services import many, people, periods, tags

Browse = Callable[..., Client]
ACT = "/coordinate/people/act/"
TODAY = date(2025, 2, 3)


def add(given: str, family: str = "Salmela", **fields: Any) -> Person:
    return people.add_person(given_name=given, family_name=family, by=BY, **fields)


def said(client: Client, answer: Any) -> list[str]:
    page = client.get(answer["Location"])
    return [str(message) for message in page.context["messages"]]


def test_ticked_people_are_tagged_and_that_is_undone(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        ticked = [str(add(name).uuid) for name in ("Eeva", "Outi")]
        tags.tag_people(people=[person("Eeva")], name="Kesä", by=BY)
    client = browse(ada, alfa)
    asked = client.post(f"{ACT}?q=salm", {"act": "tag", "person": [*ticked, "x", str(uuid4())]})
    assert (asked.context["title"], asked.context["names"]) == (
        "Tag 2 people",
        ["Eeva Salmela", "Outi Salmela"],
    )
    answer = client.post(f"{ACT}?q=salm", {"act": "tag", "person": ticked, "do": "1", "name": " kesä "})
    assert answer["Location"] == "/coordinate/people/?q=salm"
    page = client.get(answer["Location"])
    (toast,) = page.context["messages"]
    assert str(toast) == "1 person was tagged “Kesä”."
    with entered(alfa):
        assert Tag.objects.count() == 1
        assert PersonTag.objects.count() == 2
        lines = Trail.objects.filter(verb="person.tagged", subject_uuid__in=ticked).order_by("pk")
        assert [line.actor_name for line in lines] == ["test", "Ada Ahola"]
    client.post(toast.extra_tags.removeprefix("undo:"))
    with entered(alfa):
        assert [row.person for row in PersonTag.objects.all()] == [person("Eeva")]


@pytest.mark.usefixtures("inside")
def test_tagging_is_undone_for_ten_minutes_and_not_longer() -> None:
    made = tags.tag_people(people=[person("Bo")], name="kesä", by=BY)
    tags.untag_people(people=Person.objects.all(), tag=made.tag, by=BY)
    with clock.fixed(MONDAY + timedelta(minutes=11)), pytest.raises(NothingToUndo):
        tags.undo_tagging(uuid=made.uuid, by=BY)
    with pytest.raises(NothingToUndo):
        tags.undo_tagging(uuid=uuid4(), by=BY)


def test_all_who_match_get_a_role(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        add("Eeva")
        add("Jari", "Koivisto")
        role = VolunteerRole.objects.get()
    client = browse(ada, alfa)
    fields = {"act": "role", "whom": "all", "do": "1", "role": role.pk, "from_on": "2025-02-01"}
    assert said(client, client.post(ACT, fields)) == [
        "2 people got the role Meeting place host. 2 did it already."
    ]
    with entered(alfa):
        held = RoleHolding.objects.filter(from_on=date(2025, 2, 1))
        assert {row.person.given_name for row in held} == {"Eeva", "Jari"}
        assert Trail.objects.filter(verb="role.held").count() == 2


def test_inviting_many_says_who_was_left_out(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        add("Eeva", email="eeva@example.org")
        add("Outi")
        add("Liisa")
    client = browse(ada, alfa)
    assert client.post(ACT, {"act": "invite", "whom": "all"}).context["title"] == "Invite 5 people to sign in"
    with entered(alfa):
        assert not Message.objects.exists()
    assert said(client, client.post(ACT, {"act": "invite", "whom": "all", "do": "1"})) == [
        "1 invited. 2 have no e-mail address. 2 can sign in already."
    ]
    assert Invitation.objects.count() == 1


@pytest.mark.usefixtures("inside")
def test_very_many_are_not_invited_at_once() -> None:
    with pytest.raises(TooManyAtOnce):
        many.invite_people(people=[person("Bo")] * 501, by=BY)


@pytest.mark.parametrize("fields", [{"act": "tag"}, {"act": "tag", "person": "x"}])
def test_nobody_ticked_is_said(browse: Browse, ada: User, alfa: Association, fields: dict[str, str]) -> None:
    client = browse(ada, alfa)
    assert said(client, client.post(ACT, fields)) == [
        "Nobody is ticked. Tick people, or choose all who match."
    ]


def test_people_of_another_association_cannot_be_ticked(
    browse: Browse, ada: User, alfa: Association, beta: Association
) -> None:
    with entered(beta):
        theirs = str(person("Dan").uuid)
    client = browse(ada, alfa)
    client.post(ACT, {"act": "tag", "person": theirs, "do": "1", "name": "x"})
    with entered(beta):
        assert not PersonTag.objects.exists()
    with entered(alfa):
        assert not PersonTag.objects.exists()


def test_export_is_for_a_finnish_spreadsheet_and_runs_nothing(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        add("=HYPERLINK(1)", "Äijälä\x01", email="a@example.org", phone="+358 40 1234567")
        Person.objects.filter(email="a@example.org").update(born_on=date(1990, 5, 4))
    client = browse(ada, alfa)
    answer = client.post(f"{ACT}?q=aijala", {"act": "csv", "whom": "all"})
    assert answer["Content-Disposition"] == 'attachment; filename="alfa-people-2025-02-03.csv"'
    header, line = answer.content.decode("utf-8").splitlines()
    assert header.startswith("\ufeffFamily name;Given name;E-mail;Phone;Language;Date of birth;")
    assert line == "Äijälä;'=HYPERLINK(1);a@example.org;+358 40 1234567;fi;1990-05-04;;;;;;;;;;;;;;no"
    answer = client.post(ACT, {"act": "xlsx", "whom": "all"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Family name", "Ahola", "Berg", "Äijälä"]
    assert rows[3][1] == "'=HYPERLINK(1)"
    assert str(rows[3][5]) == "1990-05-04 00:00:00"
    with entered(alfa):
        assert Trail.objects.filter(verb="person.exported").count() == 4


@pytest.mark.usefixtures("inside")
def test_insured_are_those_active_or_on_a_break_on_the_day() -> None:
    eeva, outi, jari = add("Eeva"), add("Outi"), add("Jari")
    began = periods.start_period(person=eeva, by=BY, started_on=date(2025, 1, 1))
    states.move(began, to=Period.State.ACTIVE, by=BY, on=date(2025, 1, 20))
    states.move(began, to=Period.State.ON_BREAK, by=BY, on=date(2025, 1, 25))
    left = periods.start_period(person=outi, by=BY, started_on=date(2025, 1, 1))
    states.move(left, to=Period.State.ENDED, by=BY, on=date(2025, 1, 30))
    old = Period.objects.create(person=jari, state="active", started_on=date(2024, 1, 1))
    states.move(old, to=Period.State.ENDED, by=BY, on=date(2025, 1, 22))

    def names(day: date) -> list[str]:
        return [each.person.given_name for each in insured(on=day, reader=EVERYBODY)]

    assert names(date(2025, 1, 10)) == ["Ada", "Bo", "Jari"]
    assert names(date(2025, 1, 22)) == ["Ada", "Bo", "Eeva", "Jari"]
    assert names(date(2025, 1, 23)) == ["Ada", "Bo", "Eeva"]
    assert [each.since for each in insured(on=TODAY, reader=EVERYBODY) if each.person == eeva] == [
        date(2025, 1, 20)
    ]
    assert names(date(2019, 12, 31)) == []


def test_insured_are_printed_and_downloaded(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    page = client.get("/coordinate/people/insured/?on=2025-01-15")
    assert (page.context["on"], len(page.context["found"])) == (date(2025, 1, 15), 2)
    assert client.get("/coordinate/people/insured/?on=x").context["on"] == TODAY
    answer = client.post("/coordinate/people/insured/", {"on": "2025-01-15"})
    assert answer["Content-Disposition"] == 'attachment; filename="alfa-insured-2025-01-15.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Family name", "Ahola", "Berg"]
