"""The registers: who is there, once each, and who can sign in."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, strategies as st

from local.federation.cast import IN_TWO_ASSOCIATIONS, ROUND_TRIP
from local.federation.draws import Draws
from local.federation.people import Person, share_roles
from local.federation.story import Story
from local.federation.totals import VOLUNTEERS
from tests.local.federation.figures import headline


def _named(story: Story, slug: str, name: str) -> Person:
    return next(person for person in story.people[slug] if person.full_name == name)


def test_registers_have_as_many_volunteers_as_promised(story: Story) -> None:
    assert {
        slug: sum(person.volunteered for person in people) for slug, people in story.people.items()
    } == VOLUNTEERS


def test_numbers_are_places_in_the_register(story: Story) -> None:
    for people in story.people.values():
        assert [person.number for person in people] == list(range(len(people)))


@pytest.mark.parametrize(("one", "other", "shared"), IN_TWO_ASSOCIATIONS)
def test_people_in_two_associations_have_one_account_and_hours_in_both(
    story: Story, one: str, other: str, shared: int
) -> None:
    def active(slug: str) -> set[str]:
        return {
            story.people[slug][row.person].key
            for row in headline(story.hours[slug])
            if row.starts_at.year == 2024
        }

    both = active(one) & active(other)
    assert len(both) == shared
    assert both <= {str(user.uuid) for user in story.users}


def test_people_in_two_associations_have_the_same_contacts(story: Story) -> None:
    here, there = _named(story, "napajoki", "Eeva Salmela"), _named(story, "tunturila", "Eeva Salmela")
    assert (here.user, here.email, here.phone) == (there.user, there.email, there.phone)


def test_tuomas_lehto_moves_in_january(story: Story) -> None:
    before, after = _named(story, "napajoki", "Tuomas Lehto"), _named(story, "uusisuvanto", "Tuomas Lehto")
    assert before.user == after.user
    assert (before.state, before.ended_on) == ("ended", date(2025, 1, 12))
    assert after.started_on == date(2025, 1, 20)
    assert [
        row for row in story.hours["uusisuvanto"] if row.person == after.number and row.starts_at.year == 2024
    ] == []
    assert [
        row for row in story.hours["napajoki"] if row.person == before.number and row.starts_at.year == 2024
    ]
    [tuomas] = [user for user in story.users if user.uuid == before.user]
    assert [(access.association, access.roles) for access in tuomas.access] == [
        ("uusisuvanto", ("volunteer",))
    ]


def test_heikki_has_96_hours_in_2024_and_14_in_january(story: Story) -> None:
    heikki = _named(story, "napajoki", "Heikki Moilanen")
    rows = [row for row in story.hours["napajoki"] if row.person == heikki.number]
    assert sum(row.minutes for row in rows if row.starts_at.year == 2024 and row.kind == "task") == 96 * 60
    assert (
        sum(row.minutes for row in rows if row.starts_at.year == 2025 and row.state == "approved") == 14 * 60
    )
    assert [row.minutes for row in rows if row.state == "submitted"] == [120]


def test_jari_was_last_supervised_in_november(story: Story) -> None:
    jari = _named(story, "napajoki", "Jari Koivisto")
    evenings = [
        row.starts_at.date()
        for row in story.hours["napajoki"]
        if row.person == jari.number and row.kind == "supervision"
    ]
    assert max(evenings) == date(2024, 11, 8)


def test_addresses_are_reserved_and_belong_to_one_human_being(story: Story) -> None:
    owners: dict[str, set[str]] = {}
    phones: dict[str, set[str]] = {}
    for people in story.people.values():
        for person in people:
            if person.email:
                owners.setdefault(person.email, set()).add(person.key)
            if person.phone:
                assert person.phone.startswith("040 000 ")
                phones.setdefault(person.phone, set()).add(person.key)
    assert all(email.endswith("@example.org") and email.isascii() for email in owners)
    assert {len(people) for people in owners.values()} == {1}
    assert {len(people) for people in phones.values()} == {1}


def test_names_are_given_once(story: Story) -> None:
    names = Counter(
        name
        for name, _ in {
            (person.full_name, person.key) for people in story.people.values() for person in people
        }
    )
    assert set(names.values()) == {1}


def test_everybody_can_be_reached_somehow(story: Story) -> None:
    assert all(person.email or person.phone for people in story.people.values() for person in people)


def test_each_association_has_a_coordinator_who_signs_in(story: Story) -> None:
    coordinated = {
        access.association for user in story.users for access in user.access if "coordinator" in access.roles
    }
    assert coordinated == set(VOLUNTEERS)
    roles = {
        f"{user.given_name} {user.family_name}": user.umbrella_role
        for user in story.users
        if user.umbrella_role
    }
    assert roles == {"Veera Tanskanen": "analyst", "Ilkka Forsman": "admin"}
    assert len({user.email for user in story.users}) == len(story.users)


def test_users_are_linked_to_their_people(story: Story) -> None:
    known = {user.uuid for user in story.users}
    assert {person.user for people in story.people.values() for person in people if person.user} <= known


def test_round_trip_people_can_sign_in_and_hold_the_role(story: Story) -> None:
    users = {user.uuid for user in story.users}
    for name in ROUND_TRIP:
        person = _named(story, "tunturila", name)
        assert person.user in users
        assert person.holds("kohtaamispaikka", date(2025, 2, 4))


def test_kusten_reads_swedish(story: Story) -> None:
    languages = Counter(person.language for person in story.people["kusten"])
    assert languages["sv"] > 40


@given(st.data(), st.integers(0, 2**32))
def test_share_roles_keeps_every_count(data: st.DataObject, seed: int) -> None:
    hands = data.draw(
        st.lists(st.sets(st.sampled_from("abcdef"), min_size=1, max_size=3), min_size=1, max_size=25)
    )
    places = Counter(role for hand in hands for role in hand)
    shared = share_roles(places, [len(hand) for hand in hands], Draws(seed))
    assert Counter(role for hand in shared for role in hand) == places
    assert sorted(map(len, shared)) == sorted(map(len, hands))
    assert all(len(set(hand)) == len(hand) for hand in shared)


def test_share_roles_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="cannot be shared"):
        share_roles({"a": 3}, [2], Draws(1))
