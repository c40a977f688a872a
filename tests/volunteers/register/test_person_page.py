"""The page of one person, what is noted beside them, and their own record."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.team import Extent
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import own
from scheduling.shifts.models import Shift, SignUp
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association
from tests.volunteers.register.conftest import BY, person
from volunteers.register import trail
from volunteers.register.models import (
    Absence,
    Availability,
    ContactPerson,
    Note,
    Person,
    Placement,
    Trail,
    VolunteerRole,
    sort_key,
)
from volunteers.register.person_errors import AwayAlready, PlacementOnly, TimesCross
from volunteers.register.services import availability, notes, placements, roles, team
from volunteers.register.services.placements import PlacementPlan

Browse = Callable[..., Client]
TODAY = date(2025, 2, 3)
DETAILS = {
    "given_name": "Bo",
    "family_name": "Åberg",
    "email": "Bo@new.example",
    "phone": "040 1234567",
    "language": "sv",
    "born_on": "1980-05-06",
    "municipality": "Napajoki",
    "speaks": ["fi", "sv"],
    "skills": "gitarr, matlagning",
}


def page_of(association: Association, name: str = "Bo") -> str:
    with entered(association):
        return f"/coordinate/people/{person(name).uuid}/"


def give_history(who: Person, years: int) -> None:
    """Hours, shifts and changes of some years."""
    role = VolunteerRole.objects.get(code="host")
    for number in range(years * 12):
        starts = datetime(2025, 1, 6, 10, tzinfo=UTC) - timedelta(days=30 * number)
        ends = starts + timedelta(hours=2)
        shift = Shift.objects.create(
            role=role, starts_at=starts, ends_at=ends, places=1, taken=1, state="published", created_at=starts
        )
        SignUp.objects.create(
            shift=shift,
            person=who,
            state="attended",
            starts_at=starts,
            ends_at=ends,
            created_at=starts,
            changed_at=starts,
        )
        with clock.fixed(starts + timedelta(days=1)):
            trail.record("note.written", by=BY, subject_kind="person", subject_uuid=who.uuid, level="owner")
        Note.objects.create(person=who, text="x", at=starts, by_name="x")


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(
        [each for each in seen.captured_queries if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    )


def test_page_asks_little_however_long_the_history(browse: Browse, ada: User, alfa: Association) -> None:
    client, page = browse(ada, alfa), page_of(alfa)
    client.get(page)
    before = queries(client, page)
    with entered(alfa):
        give_history(person("Bo"), 3)
    after = queries(client, page)
    assert (before, after) <= (15, 15)
    assert after == before


def test_page_shows_one_timeline_and_pages_back(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        give_history(person("Bo"), 2)
    client, page = browse(ada, alfa), page_of(alfa)
    first = client.get(page)
    assert (len(first.context["events"]), bool(first.context["older"])) == (15, True)
    second = client.get(page, {"before": first.context["older"]})
    assert len(second.context["events"]) == 15
    assert second.context["events"][0] not in first.context["events"][:-1]


@pytest.mark.parametrize("before", ["", "x", "2025-01-01", "2025-01-01T00:00:00+00:00"])
def test_timeline_with_an_odd_address_is_shown(
    browse: Browse, ada: User, alfa: Association, before: str
) -> None:
    assert browse(ada, alfa).get(page_of(alfa), {"before": before}).status_code == 200


def test_details_are_changed_with_before_and_after(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    client, page = browse(ada, alfa), page_of(alfa)
    assert client.post(f"{page}edit/", DETAILS)["Location"] == page
    with entered(alfa):
        changed = person("Bo")
        assert changed.sort_key == sort_key(family_name="Åberg", given_name="Bo")
        assert changed.search_key == "bo aberg bo bo@new.example 358401234567"
        assert (changed.skills, changed.speaks) == (["gitarr", "matlagning"], ["fi", "sv"])
        noted = Trail.objects.get(verb="person.changed").data["changes"]
    assert noted["family_name"] == ["Berg", "Åberg"]
    assert noted["born_on"] == [None, "1980-05-06"]
    bo.refresh_from_db()
    assert bo.email == "bo@example.org"
    [line] = [each for each in client.get(page).context["events"] if each.title == "Details changed"]
    assert "Family name: Berg → Åberg." in line.text
    assert line.text.endswith("By Ada Ahola.")


def test_changes_beside_a_person_say_before_and_after(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    """What a contact person is called or reached at is theirs, and stands in no trail."""
    client, page = browse(ada, alfa), page_of(alfa)
    contact = {"name": "Anna Berg", "phone": "040 1234567", "is_guardian": "on"}
    placement = {"kind": "student", "from_on": "2025-01-07", "institution": "Opisto"}
    for part, model, first, then in (
        ("contact", ContactPerson, contact, {"phone": "040 7654321", "consented_on": "2025-02-01"}),
        (
            "placement",
            Placement,
            placement,
            {"kind": "trainee", "to_on": "2025-02-28", "institution": "Koulu"},
        ),
    ):
        client.post(f"{page}{part}/new/", first)
        with entered(alfa):
            uuid = model._default_manager.get().uuid
        assert client.post(f"{page}{part}/{uuid}/", first | then)["Location"] == page
    ends = datetime(2025, 2, 28, 22, tzinfo=UTC)
    Access.objects.create(user=bo, association=alfa, role="guest", created_at=clock.now(), ends_at=ends)
    with entered(alfa):
        further = Extent(
            limited=True, roles=frozenset({VolunteerRole.objects.get(code="host").uuid}),
            ends_at=datetime(2025, 3, 31, 21, tzinfo=UTC),
        )  # fmt: skip
        team.limit(user_uuid=bo.uuid, role="guest", extent=further, by=BY, by_owner=True)
    events = client.get(page).context["events"]
    said = {each.title: each.text.replace("\u00a0", " ") for each in events}
    assert said["Contact person changed"] == (
        "Consent given on: empty → 1 Feb 2025. Changed: Phone. By Ada Ahola."
    )
    assert said["Placement changed"].endswith(
        "Kind: student → trainee. Last day: empty → 28 Feb 2025. Changed: School or office. By Ada Ahola."
    )
    assert said["Access changed"].startswith(
        "Guest. Covers: the whole association → Meeting place host. Last day: 28 Feb 2025 → 31 Mar 2025."
    )
    assert "7654321" not in str(list(said.values()))


@pytest.mark.parametrize(
    ("born_on", "said"),
    [
        ("2025-02-04", "The day of birth is in the future. Check the year."),
        ("1850-01-01", "That would make 175 years. Check the year of birth."),
        ("1999-02-30", "There is no such day. Write it as 3.2.2025."),
    ],
)
def test_impossible_day_of_birth_is_a_sentence(
    browse: Browse, ada: User, alfa: Association, born_on: str, said: str
) -> None:
    answer = browse(ada, alfa).post(f"{page_of(alfa)}edit/", DETAILS | {"born_on": born_on})
    assert answer.status_code == 422
    assert answer.context["page"].form.errors["born_on"] == [said]


PARTS: dict[str, tuple[Any, dict[str, str]]] = {
    "contact": (ContactPerson, {"name": "Anna Berg", "phone": "040 1234567"}),
    "absence": (Absence, {"from_on": "2025-02-10", "to_on": "2025-02-12"}),
    "placement": (Placement, {"kind": "student", "from_on": "2025-01-07", "institution": "Opisto"}),
    "note": (Note, {"text": "Talked about evenings.", "level": "coordinators"}),
}


@pytest.mark.parametrize("part", PARTS)
def test_part_is_noted_shown_and_removed(browse: Browse, ada: User, alfa: Association, part: str) -> None:
    model, said = PARTS[part]
    client, page = browse(ada, alfa), page_of(alfa)
    assert client.get(f"{page}{part}/new/").status_code == 200
    assert client.post(f"{page}{part}/new/", said)["Location"] == page
    with entered(alfa):
        row = model._default_manager.get()
        assert Trail.objects.filter(subject_uuid=row.person.uuid).latest("pk").actor_name == "Ada Ahola"
    assert client.get(page).status_code == 200
    assert client.get(f"{page}{part}/{row.uuid}/").status_code in {200, 302}
    assert client.get(f"{page}{part}/{row.uuid}/remove/").status_code == 200
    client.post(f"{page}{part}/{row.uuid}/remove/")
    with entered(alfa):
        assert not model._default_manager.exists()


@pytest.mark.parametrize(
    ("part", "said", "error"),
    [
        (
            "contact",
            {"name": "Anna"},
            "Give a phone number or an e-mail address, so that they can be reached.",
        ),
        (
            "contact",
            {"name": "Anna", "phone": "0401234567", "consented_on": "2025-01-01"},
            "Only a guardian can give the consent. Tick “guardian” too.",
        ),
        (
            "absence",
            {"from_on": "2025-02-12", "to_on": "2025-02-10"},
            "The last day is before the first one.",
        ),
        (
            "absence",
            {"from_on": "2025-02-12", "to_on": "2027-02-10"},
            "An absence can be a year at most. For longer, take a break.",
        ),
        (
            "placement",
            {"kind": "student", "from_on": "2025-02-12", "to_on": "2025-02-10"},
            "The last day is before the first one.",
        ),
    ],
)
def test_part_that_cannot_be_is_a_sentence(
    browse: Browse, ada: User, alfa: Association, part: str, said: dict[str, str], error: str
) -> None:
    answer = browse(ada, alfa).post(f"{page_of(alfa)}{part}/new/", said)
    assert answer.status_code == 422
    assert answer.context["page"].form.non_field_errors() == [error]


def test_contact_is_changed(browse: Browse, ada: User, alfa: Association) -> None:
    client, page = browse(ada, alfa), page_of(alfa)
    client.post(f"{page}contact/new/", PARTS["contact"][1])
    with entered(alfa):
        uuid = ContactPerson.objects.get().uuid
    client.post(
        f"{page}contact/{uuid}/",
        {"name": "Anna Berg", "phone": "0401234567", "is_guardian": "on", "consented_on": "2025-02-03"},
    )
    with entered(alfa):
        assert ContactPerson.objects.get().consented_on == TODAY


def test_owners_note_is_not_the_coordinators(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        hidden = notes.write_note(person=person("Bo"), text="Secret", level="owner", by=BY)
    client, page = browse(ada, alfa), page_of(alfa)
    assert "Secret" not in client.get(page).content.decode()
    assert client.post(f"{page}note/{hidden.uuid}/remove/").status_code == 404
    Access.objects.create(user=ada, association=alfa, role="owner", created_at=clock.now())
    assert "Secret" in browse(ada, alfa).get(page).content.decode()


def test_somebody_elses_row_is_not_found(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        made = Absence.objects.create(person=person("Ada"), from_on=TODAY, to_on=TODAY)
    assert browse(ada, alfa).post(f"{page_of(alfa)}absence/{made.uuid}/remove/").status_code == 404


def test_person_of_another_association_is_not_found(
    browse: Browse, ada: User, alfa: Association, beta: Association
) -> None:
    client, page = browse(ada, alfa), page_of(beta, "Dan")
    for path in ("", "edit/", "break/", "end/", "anew/", "times/", "hours/", "contact/new/"):
        assert client.get(f"{page}{path}").status_code == 404
    for path in ("begin/", "back/", "end/"):
        assert client.post(f"{page}{path}", {"on": "2025-02-03"}).status_code == 404


def test_volunteer_may_not_open_anybodys_page(browse: Browse, bo: User, alfa: Association) -> None:
    assert browse(bo, alfa).get(page_of(alfa)).status_code == 403


@pytest.mark.usefixtures("inside")
def test_placement_without_a_period_gives_no_hours() -> None:
    who = Person.objects.create(
        given_name="Olli",
        family_name="Opiskelija",
        sort_key=sort_key(family_name="Opiskelija", given_name="Olli"),
        created_at=clock.now(),
    )
    placements.add_placement(person=who, plan=PlacementPlan(kind="trainee", from_on=TODAY), by=BY)
    with pytest.raises(PlacementOnly) as refused:
        own.submit_own(
            person=who,
            role=VolunteerRole.objects.get(code="host"),
            starts_at=datetime(2025, 2, 2, 10, tzinfo=UTC),
            ends_at=datetime(2025, 2, 2, 12, tzinfo=UTC),
            by=BY,
        )
    assert str(refused.value) == (
        "Olli Opiskelija is here on a placement and not as a volunteer, so no volunteer hours are recorded."
    )
    assert not HoursEntry.objects.filter(person=who).exists()


def test_coordinator_writes_down_hours_on_behalf(browse: Browse, ada: User, alfa: Association) -> None:
    client, page = browse(ada, alfa), page_of(alfa)
    with entered(alfa):
        role = VolunteerRole.objects.get(code="host").pk
    said = {"role": role, "day": "2025-02-02", "starts": "10:00", "ends": "12:00"}
    assert client.post(f"{page}hours/", said)["Location"] == page
    with entered(alfa):
        assert HoursEntry.objects.get(person=person("Bo")).state == "submitted"
        assert Trail.objects.get(verb="hours.submitted").data["on_behalf"] is True
    assert client.post(f"{page}hours/", said).status_code == 422


@pytest.mark.usefixtures("inside")
def test_times_that_cross_are_refused_and_absences_lie_apart() -> None:
    who = person("Bo")
    with pytest.raises(TimesCross):
        availability.set_availability(person=who, stretches=[(0, 480, 720), (0, 600, 800)], by=BY)
    availability.add_absence(person=who, from_on=TODAY, to_on=TODAY, by=BY)
    with pytest.raises(AwayAlready):
        availability.add_absence(person=who, from_on=date(2025, 2, 1), to_on=date(2025, 2, 5), by=BY)


def test_week_keeps_times_that_the_form_does_not_know(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        Availability.objects.create(person=person("Bo"), weekday=2, from_minute=420, to_minute=470)
        Availability.objects.create(person=person("Bo"), weekday=1, from_minute=600, to_minute=700)
    browse(ada, alfa).post(f"{page_of(alfa)}times/", {"day_1": ["480-720"]})
    with entered(alfa):
        kept = Availability.objects.values_list("weekday", "from_minute", "to_minute")
        assert list(kept) == [(1, 480, 720), (2, 420, 470)]


def test_volunteer_corrects_their_own_and_nobody_elses(browse: Browse, bo: User, alfa: Association) -> None:
    client = browse(bo, alfa)
    assert client.get("/me/profile/").status_code == 200
    assert client.post("/me/profile/", {"phone": "x", "language": "sv"}).status_code == 422
    said = {"phone": "0407654321", "language": "sv", "given_name": "Eve", "skills": "song"}
    assert client.post("/me/profile/", said)["Location"] == "/me/profile/"
    client.post("/me/times/", {"day_4": ["1020-1260"]})
    client.post("/me/absences/new/", {"from_on": "2025-02-10", "to_on": "2025-02-12"})
    assert client.post("/me/absences/new/", {"from_on": "2025-02-10", "to_on": ""}).status_code == 422
    assert client.get("/me/times/").status_code == 200
    with entered(alfa):
        who = person("Bo")
        assert (who.phone, who.language, who.skills) == ("+358 40 7654321", "sv", ["song"])
        assert Availability.objects.get(person=who).weekday == 4
        absence = Absence.objects.get(person=who)
        other = Absence.objects.create(person=person("Ada"), from_on=TODAY, to_on=TODAY)
    assert client.post(f"/me/absences/{other.uuid}/remove/").status_code == 404
    client.post(f"/me/absences/{absence.uuid}/remove/")
    with entered(alfa):
        assert not Absence.objects.filter(person=who).exists()


def test_page_names_what_is_missing_in_a_role(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        VolunteerRole.objects.filter(code="host").update(minimum_age=18)
        roles.add_role(code="spare", family="guides", name_fi="Vara", by=Actor.system("test"))
    said = browse(ada, alfa).get(page_of(alfa)).content.decode()
    assert said.count("The day of birth is not known; one must be 18.") == 1
