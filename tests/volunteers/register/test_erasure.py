"""Somebody is erased: nothing tells of them any more, and everything still adds up."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings as trial, strategies as st

from accounts.models import User
from accounts.reach import EVERYBODY
from notifications.models import Message
from scheduling.hours import reporting, selectors as hours
from scheduling.hours.models import HoursEntry, HoursTally, ImportBatch, ImportDraft, Month
from scheduling.hours.services import batch, figures, months
from scheduling.hours.services.entries import NewEntry
from scheduling.shifts.models import SignUp
from scheduling.shifts.services import ShiftPlan, make_shift, sign_up as take
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered, platform_role
from tenants.models import Access, Association, CrossingEntry, Invitation
from tests.volunteers.register.conftest import BY, MONDAY
from volunteers.register import roster, trail
from volunteers.register.models import Person, Site, Trail, VolunteerRole
from volunteers.register.roster import Wanted
from volunteers.register.services import periods
from volunteers.register.services.erasure import erase_again, erase_person
from volunteers.register.services.people import add_person
from volunteers.register.services.roles import hold_role
from volunteers.register.traces import Traces

NAME, EMAIL, PHONE = ("Åke-Viljami", "O'Näsi"), "ake.o_nasi+v@example.org", "+358 40 765 4321"
SPELLINGS = [
    "Åke-Viljami O'Näsi", "O'Näsi Åke-Viljami", "O'Näsi, Åke-Viljami", "åke-viljami  o'näsi", EMAIL,
    EMAIL.upper(), PHONE, "040-7654321", "0407654321", "00358 40 7654321",
]  # fmt: skip


def everything() -> str:
    """All rows of all tables of the association, as one text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
            "AND tablename <> 'django_migrations'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [f"{table}: {row}" for (row,) in cursor.fetchall()]
    return "\n".join(rows)


@pytest.fixture
def ake(inside: Association) -> Person:
    """A volunteer with a login, who also coordinates."""
    with platform_role():
        user = User.objects.create_user("ake@example.org", None, name="x")
        for role in ("volunteer", "coordinator"):
            Access.objects.create(user=user, association=inside, role=role, created_at=clock.now())
    person = add_person(
        given_name=NAME[0], family_name=NAME[1], email=EMAIL, phone=PHONE, by=BY, user_uuid=user.uuid
    )
    periods.activate(person=person, by=BY, on=date(2024, 1, 1))
    hold_role(person=person, role=VolunteerRole.objects.get(), by=BY, from_on=date(2024, 1, 1))
    return person


def did(person: Person, starts: str, minutes: int = 60, role: VolunteerRole | None = None) -> NewEntry:
    at = datetime.fromisoformat(starts).replace(tzinfo=UTC)
    return NewEntry(
        person=person,
        role=role or VolunteerRole.objects.get(code="host"),
        starts_at=at,
        ends_at=at + timedelta(minutes=minutes),
    )


def plant(person: Person) -> None:
    """The name, the addresses and the identifiers in every text column of every table."""
    labels = {name.rsplit(".", 1)[-1] for name in settings.TENANT_APPS}
    full = [model for model in apps.get_models() if model._meta.app_label in labels and model is not Person]
    for model in full:
        for field in model._meta.concrete_fields:
            kind = field.get_internal_type()
            if kind not in {"CharField", "TextField", "JSONField"} or field.choices:
                continue
            if (model, field.name) == (HoursEntry, "subject_kind") or (field.max_length or 99) < 30:
                continue  # codes: a closed month keeps the one, no name fits into the others
            rows = model._default_manager.all()
            for row, spelling in zip(
                rows, [*SPELLINGS, str(person.uuid), str(person.user_uuid)], strict=False
            ):
                value: object = f"a {spelling} z {row.pk}"[: field.max_length or 200]
                if kind == "JSONField":
                    value = {"a": [f"b {spelling}"], spelling: 1}
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL rinnalla.erasing = 'on'")
                type(row)._default_manager.filter(pk=row.pk).update(**{field.name: value})


def test_nothing_in_any_table_tells_of_them(ake: Person, inside: Association) -> None:
    bo, role = Person.objects.get(given_name="Bo"), VolunteerRole.objects.get()
    batch.record_batch(
        entries=[did(ake, "2024-11-02 10:00"), did(ake, "2025-01-02 10:00"), did(bo, "2024-11-02 10:00")],
        by=BY,
    )
    for number in range(len(SPELLINGS) + 2):
        trail.record("x.done", by=Actor(user=ake.user_uuid, name=ake.name), subject_kind="person",
                     subject_uuid=ake.uuid, who=ake.name)  # fmt: skip
        trail.record("x.told", by=BY, subject_kind="x", number=number)
        HoursTally.objects.create(
            role=role, local_date=date(2025, 2, 1), starts_at=MONDAY, heads=2, minutes=60, label="x",
            first_month=date(2025, 2, 1), last_month=date(2025, 2, 1), created_at=MONDAY,
            state="returned", return_reason="x",
        )  # fmt: skip
        Message.objects.create(kind="x", key=f"x{number}", person_uuid=bo.uuid, due_at=MONDAY, next_at=MONDAY,
                               created_at=MONDAY)  # fmt: skip
        Site.objects.create(name=f"x{number}")
        ImportBatch.objects.create(
            name="x", sha256=f"{number}", rows=1, heads=1, minutes=1, created_at=MONDAY, created_by="x"
        )
    ImportDraft.objects.create(name="x", content=ake.name.encode(), role=role, default_start="10:00",
                               created_at=MONDAY)  # fmt: skip
    shift = make_shift(
        plan=ShiftPlan(
            role=role, site=None, title="", description="", starts_at=MONDAY + timedelta(days=3),
            ends_at=MONDAY + timedelta(days=3, hours=2), places=2, contact_person=ake,
        ),
        publish=True, by=BY,
    )  # fmt: skip
    take(shift=shift, person=ake, by=BY)
    for first_day in (date(2024, 11, 1), date(2025, 1, 1)):
        months.close_month(first_day=first_day, by=Actor(user=ake.user_uuid, name=ake.name))
    plant(ake)
    spellings = [*SPELLINGS, str(ake.uuid), str(ake.user_uuid)]
    found = everything().casefold()
    assert [one for one in spellings if one.casefold() not in found] == []

    erase_person(person=ake, by=BY)

    found = everything().casefold()
    assert [one for one in spellings if one.casefold() in found] == []
    assert [line for line in found.splitlines() if "näsi" in line or "7654321" in line] == []
    shift.refresh_from_db()
    assert (shift.taken, shift.contact_person) == (0, None)
    assert SignUp.objects.get().state == "cancelled_by_volunteer"
    assert Person.objects.filter(given_name="Bo").exists()
    last = Trail.objects.filter(verb="person.erased").get()
    assert (last.actor_name, last.subject_uuid, last.data) == (BY.name, None, {})


def test_shared_side_knows_them_no_more_and_the_list_grew(
    beta: Association, ake: Person, inside: Association
) -> None:
    with platform_role():
        assert ake.user_uuid is not None
        user = User.objects.get(uuid=ake.user_uuid)
        Access.objects.create(user=user, association=beta, role="volunteer", created_at=MONDAY)
        CrossingEntry.objects.create(verb="x", association=inside, by_user=user.uuid, at=MONDAY)
        for number, person_uuid in enumerate([ake.uuid, None]):
            Invitation.objects.create(
                association=inside, role="volunteer", email=EMAIL, name=ake.name, language="fi",
                person_uuid=person_uuid, token_hash=str(number), created_at=MONDAY, expires_at=MONDAY,
            )  # fmt: skip
    erase_person(person=ake, by=Actor(user=user.uuid, name=ake.name))
    assert Trail.objects.get(verb="person.erased").actor_name == "erasure"
    with platform_role():
        assert list(Access.objects.filter(user=user).values_list("association", flat=True)) == [beta.pk]
        assert not Invitation.objects.filter(association=inside).exists()
        assert not CrossingEntry.objects.filter(by_user=user.uuid).exists()


@pytest.mark.parametrize("statement", [
    "SELECT * FROM public.tenants_erasureentry",
    "UPDATE public.tenants_erasureentry SET at = at",
    "DELETE FROM public.tenants_erasureentry",
])  # fmt: skip
def test_list_of_erasures_is_read_and_changed_by_nobody_who_serves(
    inside: Association, statement: str
) -> None:
    erase_person(person=Person.objects.get(given_name="Bo"), by=BY)
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(statement)
    with (
        platform_role(),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(statement)


def test_association_cannot_write_the_list_itself(inside: Association) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(
            "INSERT INTO public.tenants_erasureentry VALUES (gen_random_uuid(), gen_random_uuid(), "
            "gen_random_uuid(), '2025-01-01')"
        )


def test_erased_twice_or_again_after_a_restore(inside: Association) -> None:
    bo = Person.objects.get(given_name="Bo")
    erase_person(person=bo, by=BY)
    erase_person(person=bo, by=BY)
    assert Trail.objects.filter(verb="person.erased").count() == 1
    assert erase_again(person_uuids=[bo.uuid]) == 0
    ada = Person.objects.get(given_name="Ada")
    assert erase_again(person_uuids=[bo.uuid, ada.uuid]) == 1
    assert list(Person.objects.filter(is_blank=False)) == []


def test_blank_person_has_no_place_in_lists_and_says_what_they_are(inside: Association) -> None:
    bo = Person.objects.get(given_name="Bo")
    batch.record_batch(entries=[did(bo, "2025-01-02 10:00")], by=BY)
    erase_person(person=bo, by=BY)
    blank = HoursEntry.objects.get().person
    assert (blank.is_blank, blank.name, blank.created_at) == (
        True,
        "erased person",
        datetime(2025, 1, 1, tzinfo=UTC),
    )
    assert [
        person.given_name for person in roster.people(Wanted(), on=clock.now().date(), reader=EVERYBODY)
    ] == ["Ada"]
    with pytest.raises(IntegrityError, match="person_blank_says_nothing"), transaction.atomic():
        Person.objects.filter(pk=blank.pk).update(email="x@example.org")


def test_namesake_and_longer_names_stay(inside: Association) -> None:
    bo = Person.objects.get(given_name="Bo")
    Site.objects.create(name="Bo Bergman's house, zbo berg")
    other = add_person(given_name="Bo", family_name="Berg", email="other@example.org", by=BY)
    erase_person(person=bo, by=BY)
    other.refresh_from_db()
    assert (other.name, other.email) == ("Bo Berg", "other@example.org")
    assert Site.objects.filter(name="Bo Bergman's house, zbo berg").exists()


@pytest.mark.parametrize("phone", ["", "112", "12345", "+358"])
def test_number_that_is_no_persons_own_is_not_searched_for(inside: Association, phone: str) -> None:
    bo = Person.objects.get(given_name="Bo")
    bo.phone = phone
    assert "()" not in Traces.of(bo).pattern.replace("().-", "")
    assert Traces.of(bo).pattern.count("|") == 4


def test_closed_month_still_refuses_all_else(inside: Association) -> None:
    bo = Person.objects.get(given_name="Bo")
    batch.record_batch(entries=[did(bo, "2025-01-02 10:00")], by=BY)
    months.close_month(first_day=date(2025, 1, 1), by=BY)
    erase_person(person=bo, by=BY)
    entry = HoursEntry.objects.get()
    for change in ({"person": Person.objects.get(given_name="Ada")}, {"approved_by": "x"}, {"minutes": 1}):
        with pytest.raises(DatabaseError, match="hours_month_closed"), transaction.atomic():
            HoursEntry.objects.filter(pk=entry.pk).update(**change)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL rinnalla.erasing = 'on'")
    with pytest.raises(DatabaseError, match="hours_month_closed"), transaction.atomic():
        HoursEntry.objects.filter(pk=entry.pk).update(kind="training")
    with pytest.raises(DatabaseError, match="hours_month_closed"), transaction.atomic():
        HoursEntry.objects.filter(pk=entry.pk).delete()


def test_erased_coordinator_cannot_enter_any_more(
    ada: User, alfa: Association, browse: Callable[..., Client]
) -> None:
    assert browse(ada, alfa).get("/home/").status_code == 200
    with entered(alfa):
        erase_person(person=Person.objects.get(given_name="Ada"), by=BY)
    assert browse(ada, alfa).get("/home/").status_code == 404


STRETCH = st.tuples(
    st.integers(
        0,
        1,
    ),
    st.integers(-40, 40),
    st.integers(30, 2000),
)


@trial(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(stretches=st.lists(STRETCH, min_size=1, max_size=12), closed=st.booleans())
def test_sums_and_different_people_stay(
    inside: Association, stretches: list[tuple[int, int, int]], closed: bool
) -> None:
    """Over New Year's nights too, where a person is in two years at once."""
    before_all = transaction.savepoint()
    try:
        people = [Person.objects.get(given_name="Bo"), Person.objects.get(given_name="Ada")]
        busy: list[tuple[int, datetime, datetime]] = []
        new_year = datetime(2024, 12, 31, 22, tzinfo=UTC)
        for who, days, minutes in stretches:
            starts = new_year + timedelta(hours=9 * days)
            ends = starts + timedelta(minutes=minutes)
            if ends < MONDAY and all(w != who or ends <= s or starts >= e for w, s, e in busy):
                busy.append((who, starts, ends))
        role = VolunteerRole.objects.get(code="host")
        batch.record_batch(
            entries=[NewEntry(person=people[w], role=role, starts_at=s, ends_at=e) for w, s, e in busy], by=BY
        )
        if closed:
            for month in Month.objects.filter(first_day__lt=date(2025, 2, 1)).order_by("first_day"):
                months.close_month(first_day=month.first_day, by=BY)
        before = _figures()
        erase_person(person=people[0], by=BY)
        assert _figures() == before
        assert all(hours.is_intact(month) for month in Month.objects.filter(state="closed"))
        assert reporting.verify().wrong == 0
    finally:
        transaction.savepoint_rollback(before_all)


def _figures() -> list[tuple[object, ...]]:
    from scheduling.hours.models import MonthFigure

    months.mark_changed(first_days=list(Month.objects.values_list("first_day", flat=True)))
    figures.make_figures()
    rows = MonthFigure.objects.order_by("year", "month", "measure", "role")
    return list(
        rows.values_list("year", "month", "measure", "role", "minutes", "people", "heads", "top_minutes")
    )
