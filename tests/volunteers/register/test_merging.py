"""Two people who are one: what moves, what stands, what stands in the way, and what stays counted."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from notifications.models import Message
from scheduling.hours import reporting, selectors as hours
from scheduling.hours.errors import HoursOfBoth
from scheduling.hours.models import HoursEntry, MonthFigure
from scheduling.hours.services import batch, figures, months
from scheduling.hours.services.entries import NewEntry
from scheduling.shifts.errors.shifts import PlacesOfBoth
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import ShiftPlan, make_shift, sign_up as take
from tenants import clock
from tenants.context import platform_role
from tenants.models import Access, Association, ErasureEntry, Invitation
from tests.volunteers.register.conftest import BY, MONDAY, person
from volunteers.register import person_data, trail
from volunteers.register.merge_errors import IntoOneself, NoLogin, OneIsGone, RowsInTheWay, TwoLogins
from volunteers.register.models import (
    Absence,
    AgreementText,
    Availability,
    ChildWorkCheck,
    Consent,
    ContactPerson,
    MergedAway,
    NotTheSame,
    Period,
    Person,
    PersonTag,
    Qualification,
    QualificationType,
    RoleHolding,
    Signature,
    SupervisionDuty,
    Tag,
    Trail,
    VolunteerRole,
)
from volunteers.register.services import agreements, invite, merging, people, periods
from volunteers.register.services.erasure import erase_again, erase_person

TODAY = date(2025, 2, 3)


def add(given: str, **fields: str) -> Person:
    return people.add_person(given_name=given, family_name="Moilanen", by=BY, **fields)  # type: ignore[arg-type]  # texts only


@pytest.fixture
def heikki(inside: Association) -> Person:
    return add("Heikki", email="heikki@example.org", phone="040 111")


@pytest.fixture
def heiki(inside: Association) -> Person:
    return add("Heiki", phone="040 111", email="heiki@example.org")


@pytest.fixture
def role(inside: Association) -> VolunteerRole:
    return VolunteerRole.objects.get(code="host")


def merge(kept: Person, gone: Person, *taking: str) -> Person:
    return merging.merge_people(kept=kept, gone=gone, taking=taking, by=BY)


def did(person: Person, starts: str, role: VolunteerRole, minutes: int = 60) -> NewEntry:
    at = datetime.fromisoformat(starts).replace(tzinfo=UTC)
    return NewEntry(person=person, role=role, starts_at=at, ends_at=at + timedelta(minutes=minutes))


def worked(role: VolunteerRole, *entries: tuple[Person, str]) -> None:
    batch.record_batch(entries=[did(each, at, role) for each, at in entries], by=BY)


def close(*first_days: date) -> None:
    for first_day in first_days:
        months.close_month(first_day=first_day, by=BY)
    refresh()


def refresh() -> None:
    made = figures.make_figures()
    figures.settle_marks(made=made)


def test_chosen_fields_stand_and_the_rest_stays_with_the_kept(heikki: Person, heiki: Person) -> None:
    heiki.born_on, heiki.skills, heiki.speaks = date(1960, 5, 1), ["haitari"], ["fi"]
    heiki.save()
    one = merge(heikki, heiki, "born_on", "email")
    one.refresh_from_db()
    assert (one.name, one.email, one.born_on, one.skills) == (
        "Heikki Moilanen", "heiki@example.org", date(1960, 5, 1), ["haitari"],
    )  # fmt: skip
    assert "heiki@example.org" in one.search_key
    assert not Person.objects.filter(pk=heiki.pk).exists()
    line = Trail.objects.get(verb="person.merged")
    assert (line.subject_uuid, line.data["fields"]) == (one.uuid, ["email", "born_on", "speaks", "skills"])
    assert merging.kept_in_place_of(uuid=heiki.uuid) == one.uuid


def test_everything_that_names_a_person_is_moved(heikki: Person, heiki: Person, role: VolunteerRole) -> None:
    day = date(2025, 1, 1)
    kind = QualificationType.objects.create(code="ea", name_fi="Ensiapu")
    for each, first in ((heikki, day), (heiki, day - timedelta(days=30))):
        RoleHolding.objects.create(person=each, role=role, from_on=first)
        SupervisionDuty.objects.create(person=each, role=role, since_on=first, last_on=first)
        ChildWorkCheck.objects.create(person=each, role=role, extract_on=first, seen_on=first, seen_by="x")
        ContactPerson.objects.create(person=each, name="Eeva", phone="1", is_guardian=each == heiki)
        Availability.objects.create(
            person=each, weekday=1, from_minute=600 if each == heikki else 540, to_minute=660
        )
        Absence.objects.create(person=each, from_on=day, to_on=day)
        PersonTag.objects.create(person=each, tag=Tag.objects.get_or_create(name="sama")[0])
        Qualification.objects.create(
            person=each, type=kind, from_on=day, to_on=day + timedelta(days=10 if each == heiki else 90),
            noted_at=MONDAY, noted_by="x",
        )  # fmt: skip
    PersonTag.objects.create(person=heiki, tag=Tag.objects.create(name="oma"))
    trail.record("x.done", by=BY, subject_kind="person", subject_uuid=heiki.uuid)
    Message.objects.create(
        kind="x", key="x", person_uuid=heiki.uuid, due_at=MONDAY, next_at=MONDAY, created_at=MONDAY
    )
    one = merge(heikki, heiki)
    assert RoleHolding.objects.get(person=one).from_on == day - timedelta(days=30)
    duty = SupervisionDuty.objects.get(person=one)
    assert (duty.since_on, duty.last_on) == (day - timedelta(days=30), day)
    assert ChildWorkCheck.objects.get(person=one).seen_on == day
    assert ContactPerson.objects.get(person=one).is_guardian
    week = Availability.objects.filter(person=one)
    assert list(week.values_list("from_minute", "to_minute")) == [(540, 660)]
    assert Absence.objects.filter(person=one).count() == 1
    assert Qualification.objects.get(person=one).to_on == day + timedelta(days=10)
    assert set(PersonTag.objects.filter(person=one).values_list("tag__name", flat=True)) == {"sama", "oma"}
    assert Message.objects.get(key="x").person_uuid == one.uuid
    assert Trail.objects.get(verb="x.done").subject_uuid == one.uuid
    for data in person_data.listed():
        if data.by not in person_data.BY_UUID:
            assert not data.model._default_manager.filter(**{f"{data.by}_id": heiki.pk}).exists(), data


@pytest.mark.parametrize(
    ("kept", "gone", "goes_on"),
    [("given", "given", True), ("given", "", False), ("", "given", False), ("given", "withdrawn", False)],
)
def test_stricter_consent_wins(heikki: Person, heiki: Person, kept: str, gone: str, goes_on: bool) -> None:
    for each, said in ((heikki, kept), (heiki, gone)):
        if said:
            agreements.set_consent(person=each, purpose="photo", given=True, by=BY)
        if said == "withdrawn":
            agreements.set_consent(person=each, purpose="photo", given=False, by=BY)
    one = merge(heikki, heiki)
    rows = Consent.objects.filter(person=one)
    assert rows.count() == bool(kept) + bool(gone)
    assert rows.filter(withdrawn_at__isnull=True).exists() == goes_on


@pytest.mark.parametrize(
    ("kept", "gone", "stands"),
    [
        ("active", "preparing", "active"),
        ("preparing", "active", "active"),
        ("active", "on_break", "on_break"),
        ("on_break", "on_break", "on_break"),
        ("ended", "active", "active"),
    ],
)
def test_of_two_periods_one_stands(heikki: Person, heiki: Person, kept: str, gone: str, stands: str) -> None:
    for each, state, started in ((heikki, kept, date(2024, 6, 1)), (heiki, gone, date(2023, 1, 1))):
        Period.objects.create(
            person=each, state=state, started_on=started,
            ended_on=date(2024, 7, 1) if state == "ended" else None,
            break_until=date(2025, 3, 1) if state == "on_break" else None,
        )  # fmt: skip
    one = merge(heikki, heiki)
    period = periods.open_period(person=one)
    assert period is not None
    assert (period.state, period.started_on) == (stands, date(2023, 1, 1))
    assert (period.break_until is not None) == (stands == "on_break")
    assert Period.objects.filter(person=one).count() == 1 + (kept == "ended")


def test_signatures_move_and_the_earlier_one_stands(heikki: Person, heiki: Person) -> None:
    text = AgreementText.objects.create(
        kind="agreement", version=1, text_fi="x", in_force_on=TODAY, created_at=MONDAY
    )
    other = AgreementText.objects.create(
        kind="confidentiality", version=1, text_fi="x", in_force_on=TODAY, created_at=MONDAY
    )
    for each, at in ((heikki, MONDAY), (heiki, MONDAY - timedelta(days=1))):
        Signature.objects.create(
            person=each, text=text, language="fi", typed_name=each.name, at=at, noted_by="x"
        )
    Signature.objects.create(
        person=heiki, text=other, language="fi", typed_name="Heiki Moilanen", at=MONDAY, noted_by="x"
    )
    one = merge(heikki, heiki)
    assert sorted(Signature.objects.filter(person=one).values_list("text_id", "typed_name")) == [
        (text.pk, "Heiki Moilanen"),
        (other.pk, "Heiki Moilanen"),
    ]


def test_hours_of_open_months_are_one_persons(heikki: Person, heiki: Person, role: VolunteerRole) -> None:
    worked(role, (heikki, "2025-01-07 10:00"), (heiki, "2025-01-08 10:00"))
    refresh()
    one = merge(heikki, heiki)
    refresh()
    january = reporting.month_amount(date(2025, 1, 1))
    assert (january.minutes, january.people, january.top_minutes) == (120, 1, 120)
    assert HoursEntry.objects.filter(person=one).count() == 2


def test_closed_months_and_years_stay_as_they_were_told(
    heikki: Person, heiki: Person, role: VolunteerRole
) -> None:
    worked(
        role,
        (heikki, "2024-11-04 10:00"), (heiki, "2024-11-05 10:00"),  # both in a closed month
        (heiki, "2024-12-05 10:00"),  # one in another closed month of that year
        (heiki, "2023-12-05 10:00"),  # a year in which only one was counted
        (heikki, "2025-01-07 10:00"), (heiki, "2025-01-08 10:00"),  # still open
    )  # fmt: skip
    closed = [date(2023, 12, 1), date(2024, 11, 1), date(2024, 12, 1)]
    close(*closed)

    def told() -> list[object]:
        return [
            *(reporting.month_amount(day) for day in closed),
            *(reporting.closed_year_amount(year) for year in (2023, 2024)),
            *MonthFigure.objects.filter(year__lt=2025).order_by("pk").values_list("people", "minutes"),
        ]

    before = told()
    one = merge(heikki, heiki)
    refresh()
    assert told() == before
    assert reporting.verify().wrong == 0
    assert reporting.month_amount(date(2025, 1, 1)).people == 1
    assert hours.own_entries(one).count() == 6
    assert HoursEntry.objects.filter(person=one).count() == 4
    months.mark_all()
    refresh()
    assert told()[:5] == before[:5]
    assert reporting.verify().wrong == 0


def test_erasing_the_kept_leaves_counts_and_no_link(
    heikki: Person, heiki: Person, role: VolunteerRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[ErasureEntry] = []  # nobody but a restore may read the list
    monkeypatch.setattr(ErasureEntry.objects, "bulk_create", noted.extend)
    worked(role, (heikki, "2024-11-04 10:00"), (heiki, "2024-11-05 10:00"))
    close(date(2024, 11, 1))
    trail.record("x.told", by=BY, subject_kind="x", who="Heiki Moilanen, heiki@example.org")
    before = reporting.month_amount(date(2024, 11, 1))
    one = merge(heikki, heiki)
    uuids = {one.uuid, heiki.uuid}
    erase_person(person=one, by=BY)
    assert reporting.amount_over([date(2024, 11, 1)]) == before
    assert not Person.objects.filter(stands_for__isnull=False).exists()
    assert not MergedAway.objects.exists()
    assert "Heiki" not in str(Trail.objects.get(verb="x.told").data)
    assert {each.person_uuid for each in noted} == uuids


def test_restore_of_an_older_backup_erases_both(heikki: Person, heiki: Person) -> None:
    assert erase_again(person_uuids=[heikki.uuid, heiki.uuid, uuid4()]) == 2


def test_hours_at_the_same_time_are_refused(heikki: Person, heiki: Person, role: VolunteerRole) -> None:
    worked(role, (heikki, "2025-01-07 10:00"), (heiki, "2025-01-07 10:30"))
    with pytest.raises(HoursOfBoth) as refusal:
        merge(heikki, heiki)
    assert "7 Jan 2025" in str(refusal.value).replace("\u00a0", " ")
    assert Person.objects.filter(pk=heiki.pk).exists()
    assert merging.try_merge(kept=heikki, gone=heiki, taking=(), by=BY).refusal == str(refusal.value)


def shift(role: VolunteerRole, hour: int = 10) -> Shift:
    starts = MONDAY.replace(day=10, hour=hour)
    return make_shift(
        plan=ShiftPlan(role=role, starts_at=starts, ends_at=starts + timedelta(hours=2), places=3),
        by=BY, publish=True,
    )  # fmt: skip


def test_place_that_both_hold_becomes_free(heikki: Person, heiki: Person, role: VolunteerRole) -> None:
    for each in (heikki, heiki):
        periods.activate(person=each, by=BY, on=date(2024, 1, 1))
        RoleHolding.objects.create(person=each, role=role, from_on=date(2024, 1, 1))
    same, other = shift(role), shift(role, 14)
    for each in (heikki, heiki):
        take(shift=same, person=each, by=BY)
    take(shift=other, person=heiki, by=BY)
    one = merge(heikki, heiki)
    assert [Shift.objects.get(pk=each.pk).taken for each in (same, other)] == [1, 1]
    assert SignUp.objects.filter(person=one, state="signed_up").count() == 2


def test_places_at_the_same_time_are_refused(heikki: Person, heiki: Person, role: VolunteerRole) -> None:
    for each, hour in ((heikki, 10), (heiki, 11)):
        periods.activate(person=each, by=BY, on=date(2024, 1, 1))
        RoleHolding.objects.create(person=each, role=role, from_on=date(2024, 1, 1))
        take(shift=shift(role, hour), person=each, by=BY)
    with pytest.raises(PlacesOfBoth):
        merge(heikki, heiki)


def test_break_gives_places_back(heikki: Person, heiki: Person, role: VolunteerRole) -> None:
    periods.activate(person=heikki, by=BY, on=date(2024, 1, 1))
    RoleHolding.objects.create(person=heikki, role=role, from_on=date(2024, 1, 1))
    take(shift=shift(role), person=heikki, by=BY)
    Period.objects.create(
        person=heiki, state="on_break", started_on=date(2024, 1, 1), break_until=date(2025, 5, 1)
    )
    assert merging.try_merge(kept=heikki, gone=heiki, taking=(), by=BY).released == 1
    assert SignUp.objects.filter(person=heikki, state="signed_up").count() == 1
    merge(heikki, heiki)
    assert SignUp.objects.filter(person=heikki, state="signed_up").count() == 0


def test_one_login_goes_along_and_two_are_refused(heikki: Person, heiki: Person, inside: Association) -> None:
    with platform_role():
        user = User.objects.create_user("h@example.org", None, name="H")
        Access.objects.create(user=user, association=inside, role="volunteer", created_at=clock.now())
    heikki.user_uuid, heiki.user_uuid = uuid4(), user.uuid
    for each in (heikki, heiki):
        each.save()
    with pytest.raises(TwoLogins):
        merge(heikki, heiki)
    merging.take_login_away(person=heikki, by=BY)
    heikki.refresh_from_db()
    with pytest.raises(NoLogin):
        merging.take_login_away(person=heikki, by=BY)
    one = merge(heikki, heiki)
    one.refresh_from_db()
    assert one.user_uuid == user.uuid
    with platform_role():
        assert Access.objects.filter(user=user, ends_at__isnull=True).exists()


def test_open_invitation_leads_to_the_kept(heikki: Person, heiki: Person) -> None:
    invite.invite_person(person=heiki, by=BY)
    merge(heikki, heiki)
    with platform_role():
        invitation = Invitation.objects.get(person_uuid=heikki.uuid)
    assert invitation.person_uuid is not None
    assert people.link_person(person_uuid=invitation.person_uuid, user_uuid=uuid4()).pk == heikki.pk


def test_nobody_is_merged_into_themselves_or_twice(heikki: Person, heiki: Person) -> None:
    with pytest.raises(IntoOneself):
        merge(heikki, heikki)
    merge(heikki, heiki)
    with pytest.raises(OneIsGone):
        merge(heikki, heiki)
    with pytest.raises(OneIsGone):
        merge(heiki, heikki)


def test_identifier_leads_on_through_several_merges(heikki: Person, heiki: Person) -> None:
    last = add("Henrik")
    merge(heikki, heiki)
    merge(last, heikki)
    assert {merging.kept_in_place_of(uuid=each.uuid) for each in (heikki, heiki)} == {last.uuid}


def test_those_who_are_kept_apart_from_one_are_apart_from_both(heikki: Person, heiki: Person) -> None:
    bo, ada = person("Bo"), person("Ada")
    merging.keep_apart(one=heiki, other=bo, by=BY)
    merging.keep_apart(one=bo, other=heikki, by=BY)
    merging.keep_apart(one=heiki, other=ada, by=BY)
    merging.keep_apart(one=heikki, other=heiki, by=BY)
    merge(heikki, heiki)
    assert {frozenset((row.one_id, row.other_id)) for row in NotTheSame.objects.all()} == {
        frozenset((heikki.pk, bo.pk)),
        frozenset((heikki.pk, ada.pk)),
    }


def test_trial_changes_nothing(heikki: Person, heiki: Person, role: VolunteerRole) -> None:
    RoleHolding.objects.create(person=heiki, role=role, from_on=TODAY)
    worked(role, (heiki, "2025-01-08 10:00"))
    lines = Trail.objects.count()
    found = merging.try_merge(kept=heikki, gone=heiki, taking=("email",), by=BY)
    assert (found.refusal, found.roles) == ("", (role.name,))
    heikki.refresh_from_db()
    assert (heikki.email, Trail.objects.count()) == ("heikki@example.org", lines)
    assert HoursEntry.objects.get().person == heiki


def test_rows_that_one_person_has_once_are_named(
    heikki: Person, heiki: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = next(each for each in person_data.listed() if each.model is PersonTag)
    monkeypatch.setitem(
        person_data._listed, ("register.PersonTag", "person"),
        person_data.PersonData(model=PersonTag, by="person", what=data.what, erase=data.erase),
    )  # fmt: skip
    for each in (heikki, heiki):
        PersonTag.objects.create(person=each, tag=Tag.objects.get_or_create(name="sama")[0])
    with pytest.raises(RowsInTheWay) as refusal:
        merge(heikki, heiki)
    assert "Tags" in str(refusal.value)
