"""What a role asks for, and what of it somebody lacks."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.volunteers.register.conftest import BY, person
from volunteers.register import calendar_dates, requirements
from volunteers.register.errors import (
    CheckNotAllowed,
    DayAhead,
    EndsBeforeStart,
    ExtractTooOld,
    QualificationKnown,
    ReasonMissing,
    RevokedAlready,
    TextMissing,
    TypeCircle,
)
from volunteers.register.models import (
    AgreementText,
    ChildWorkCheck,
    Person,
    Qualification,
    QualificationType,
    Signature,
    SupervisionDuty,
    TypeIncluded,
    VolunteerRole,
)
from volunteers.register.requirements import Duty
from volunteers.register.services import qualifications, roles
from volunteers.register.services.roles import Requirements

pytestmark = pytest.mark.usefixtures("inside")
TODAY = date(2025, 2, 3)
DAYS = st.dates(date(1920, 1, 1), date(2100, 12, 31))


def role(**asked: Any) -> VolunteerRole:
    found = VolunteerRole.objects.get()
    return roles.set_requirements(role=found, wanted=Requirements(**asked), by=BY)


def first_aid(months: int | None = 36) -> QualificationType:
    return qualifications.add_type(
        code="first-aid", name_fi="Ensiapu", name_en="First aid", valid_months=months, by=BY
    )


def lacks(found: VolunteerRole, *, on: date = TODAY, who: str = "Bo") -> list[str]:
    shown = requirements.shown_by([person(who)], today=TODAY)
    asked = requirements.asked_of([found], today=TODAY)
    return [lack.code for lack in requirements.unmet(found, asked=asked, shown=shown[person(who).pk], on=on)]


def born(day: date | None, who: str = "Bo") -> None:
    Person.objects.filter(given_name=who).update(born_on=day)


def test_role_that_asks_for_nothing_lacks_nothing() -> None:
    assert lacks(role()) == []


@pytest.mark.parametrize(
    ("born_on", "missing"),
    [
        (None, ["age_unknown"]),
        (date(2007, 2, 4), ["too_young"]),
        (date(2007, 2, 3), []),
        (date(1950, 1, 1), []),
    ],
)
def test_age_counts_on_the_day_and_an_unknown_one_fails_closed(
    born_on: date | None, missing: list[str]
) -> None:
    born(born_on)
    assert lacks(role(minimum_age=18)) == missing


def test_somebody_grows_old_enough_by_the_day_of_the_shift() -> None:
    born(date(2007, 3, 1))
    found = role(minimum_age=18)
    assert (lacks(found), lacks(found, on=date(2025, 3, 1))) == (["too_young"], [])


@given(born_on=DAYS, years=st.integers(0, 110))
def test_one_is_a_year_older_on_the_birthday_and_not_the_day_before(born_on: date, years: int) -> None:
    try:
        birthday = born_on.replace(year=born_on.year + years)
    except ValueError:  # Born on a leap day, in a year without one.
        birthday = date(born_on.year + years, 3, 1)
    somebody = Person(born_on=born_on)
    assert requirements.age_on(somebody, birthday) == years
    if years:
        assert requirements.age_on(somebody, birthday - timedelta(days=1)) == years - 1


def test_qualification_must_stand_on_the_day_of_the_shift_not_today() -> None:
    found = role(qualifications=[first_aid()])
    assert lacks(found) == ["qualification_missing"]
    qualifications.note_qualification(
        person=person("Bo"),
        qualification_type=QualificationType.objects.get(),
        from_on=date(2022, 2, 10),
        by=BY,
    )
    last = date(2025, 2, 9)
    assert Qualification.objects.get().to_on == last
    assert (lacks(found), lacks(found, on=last)) == ([], [])
    assert lacks(found, on=last + timedelta(days=1)) == ["qualification_ended"]


def test_renewal_is_a_new_row_and_closes_the_gap() -> None:
    found = role(qualifications=[first_aid()])
    kind = QualificationType.objects.get()
    for first in (date(2022, 2, 10), date(2025, 1, 20)):
        qualifications.note_qualification(person=person("Bo"), qualification_type=kind, from_on=first, by=BY)
    assert lacks(found, on=date(2026, 1, 1)) == []
    with pytest.raises(QualificationKnown):
        qualifications.note_qualification(
            person=person("Bo"), qualification_type=kind, from_on=date(2025, 1, 20), by=BY
        )


def test_revoked_qualification_stands_until_the_day_before() -> None:
    found = role(qualifications=[first_aid(None)])
    held = qualifications.note_qualification(
        person=person("Bo"),
        qualification_type=QualificationType.objects.get(),
        from_on=date(2024, 1, 1),
        by=BY,
    )
    qualifications.revoke_qualification(qualification=held, reason="Kortti palautettu", by=BY, on=TODAY)
    assert (lacks(found, on=TODAY - timedelta(days=1)), lacks(found)) == ([], ["qualification_missing"])
    with pytest.raises(RevokedAlready):
        qualifications.revoke_qualification(qualification=held, reason="Toistamiseen", by=BY, on=TODAY)


def test_revoking_asks_for_a_reason_and_keeps_it() -> None:
    held = qualifications.note_qualification(
        person=person("Bo"), qualification_type=first_aid(), from_on=TODAY, by=BY
    )
    with pytest.raises(ReasonMissing):
        qualifications.revoke_qualification(qualification=held, reason="  ", by=BY, on=TODAY)
    qualifications.revoke_qualification(qualification=held, reason=" Kortti  palautettu ", by=BY, on=TODAY)
    held.refresh_from_db()
    assert held.revoked_for == "Kortti palautettu"


def kind_of(code: str, *includes: QualificationType) -> QualificationType:
    return qualifications.add_type(code=code, name_fi=code.title(), by=BY, includes=includes)


def include(wider: QualificationType, *included: QualificationType) -> None:
    qualifications.change_type(
        qualification_type=wider,
        by=BY,
        name_fi=wider.name_fi,
        name_sv="",
        name_en="",
        valid_months=None,
        is_active=True,
        includes=included,
    )


def test_wider_qualification_stands_for_what_it_includes_however_far() -> None:
    basic = kind_of("basic")
    widest = kind_of("widest", kind_of("middle", basic))
    found = role(qualifications=[basic])
    held = qualifications.note_qualification(
        person=person("Bo"), qualification_type=widest, from_on=TODAY, by=BY
    )
    assert lacks(found) == []
    qualifications.revoke_qualification(qualification=held, reason="Ei enää", by=BY, on=TODAY)
    assert lacks(found) == ["qualification_missing"]
    assert lacks(role(qualifications=[widest]), who="Ada") == ["qualification_missing"]


def test_what_is_no_longer_included_is_asked_for_again() -> None:
    basic = kind_of("basic")
    wider = kind_of("wider", basic)
    qualifications.note_qualification(person=person("Bo"), qualification_type=wider, from_on=TODAY, by=BY)
    include(wider)
    assert lacks(role(qualifications=[basic])) == ["qualification_missing"]


def test_circle_is_refused_in_words_and_by_the_database() -> None:
    basic = kind_of("basic")
    middle = kind_of("middle", basic)
    widest = kind_of("widest", middle)
    with pytest.raises(TypeCircle, match="Widest"):
        include(basic, widest)
    with pytest.raises(IntegrityError, match="circle"), transaction.atomic():
        TypeIncluded.objects.create(wider=basic, included=widest)
    with pytest.raises(IntegrityError), transaction.atomic():
        TypeIncluded.objects.create(wider=basic, included=basic)


def test_who_has_a_longer_one_that_includes_it_is_not_told_that_it_ends() -> None:
    basic = first_aid(1)
    wider = kind_of("wider", basic)
    for kind in (basic, wider):
        qualifications.note_qualification(person=person("Bo"), qualification_type=kind, from_on=TODAY, by=BY)
    ending = calendar_dates.ending_qualifications(first=TODAY, last=TODAY + timedelta(days=60))
    assert list(ending) == []
    TypeIncluded.objects.all().delete()
    assert [each.type for each in ending.all()] == [basic]


@pytest.mark.parametrize(
    ("first", "last", "error"),
    [
        (TODAY + timedelta(days=1), None, DayAhead),
        (TODAY, TODAY - timedelta(days=1), EndsBeforeStart),
    ],
)
def test_days_of_a_qualification_make_sense(first: date, last: date | None, error: type[Exception]) -> None:
    with pytest.raises(error):
        qualifications.note_qualification(
            person=person("Bo"), qualification_type=first_aid(), from_on=first, to_on=last, by=BY
        )


def test_nothing_can_be_asked_to_be_signed_that_nobody_has_written() -> None:
    with pytest.raises(TextMissing):
        role(needs_agreement=True)


def agreement(version: int, *, renews: bool = True, on: date = TODAY) -> AgreementText:
    return AgreementText.objects.create(
        kind="agreement",
        version=version,
        text_fi="Sopimus",
        in_force_on=on,
        renews=renews,
        created_at="2025-01-01T00:00Z",
    )


def sign(text: AgreementText) -> None:
    Signature.objects.create(
        person=person("Bo"), text=text, language="fi", typed_name="Bo", at="2025-01-01T00:00Z", noted_by="Bo"
    )


def test_new_version_that_renews_asks_everybody_to_sign_again() -> None:
    first = agreement(1)
    found = role(needs_agreement=True)
    assert lacks(found) == ["agreement_unsigned"]
    sign(first)
    agreement(2, renews=False)
    assert lacks(found) == []
    agreement(3)
    assert lacks(found) == ["agreement_unsigned"]


def test_version_that_is_not_in_force_yet_asks_nobody() -> None:
    sign(agreement(1))
    found = role(needs_agreement=True)
    agreement(2, on=TODAY + timedelta(days=1))
    assert lacks(found) == []


def test_extract_may_be_asked_for_with_all_three_ticks_only() -> None:
    two = role(child_regular=True, child_personal=True)
    assert lacks(two) == []
    with pytest.raises(CheckNotAllowed):
        qualifications.note_child_check(person=person("Bo"), role=two, extract_on=TODAY, seen_on=TODAY, by=BY)
    assert not ChildWorkCheck.objects.exists()
    three = role(child_regular=True, child_personal=True, child_alone=True)
    assert lacks(three) == ["child_work_check"]
    qualifications.note_child_check(
        person=person("Bo"), role=three, extract_on=date(2025, 1, 1), seen_on=TODAY, by=BY
    )
    assert lacks(three) == []


@pytest.mark.parametrize(
    ("extract_on", "seen_on", "fresh"),
    [
        (date(2024, 8, 3), TODAY, True),
        (date(2024, 8, 2), TODAY, False),
        (TODAY, TODAY - timedelta(days=1), False),
        (date(2024, 8, 31), date(2025, 2, 28), True),
        (date(2024, 8, 31), date(2025, 3, 1), False),
    ],
)
def test_extract_is_at_most_six_months_old_when_seen(extract_on: date, seen_on: date, fresh: bool) -> None:
    assert requirements.extract_is_fresh(extract_on=extract_on, seen_on=seen_on) == fresh


def test_extract_that_is_too_old_is_refused() -> None:
    found = role(child_regular=True, child_personal=True, child_alone=True)
    with pytest.raises(ExtractTooOld):
        qualifications.note_child_check(
            person=person("Bo"), role=found, extract_on=date(2024, 7, 1), seen_on=TODAY, by=BY
        )


def test_only_days_and_who_looked_are_kept_of_an_extract() -> None:
    kept = {field.name for field in ChildWorkCheck._meta.get_fields()}
    assert kept == {"id", "person", "role", "extract_on", "seen_on", "seen_by"}


@pytest.mark.parametrize(
    ("days", "supervision", "duty"),
    [
        (1, "blocking", Duty.OK),
        (31, "blocking", Duty.OK),
        (32, "blocking", Duty.DUE),
        (45, "blocking", Duty.DUE),
        (46, "blocking", Duty.OVERDUE),
        (75, "blocking", Duty.OVERDUE),
        (76, "blocking", Duty.BLOCKED),
        (76, "advisory", Duty.OVERDUE),
        (76, "none", Duty.NOT_REQUIRED),
    ],
)
def test_supervision_is_due_then_overdue_then_blocks(days: int, supervision: str, duty: Duty) -> None:
    found = role(supervision=supervision, supervision_every_days=45, supervision_grace_days=30)
    qualifications.note_supervision(person=person("Bo"), role=found, on=TODAY - timedelta(days=days), by=BY)
    shown = requirements.shown_by([person("Bo")], today=TODAY)[person("Bo").pk]
    assert requirements.duty_of(found, shown) is duty
    assert lacks(found) == (["supervision_overdue"] if duty is Duty.BLOCKED else [])


def test_supervision_on_an_earlier_day_does_not_turn_the_clock_back() -> None:
    found = role(supervision="blocking", supervision_every_days=45)
    for day in (date(2025, 1, 20), date(2024, 6, 1)):
        qualifications.note_supervision(person=person("Bo"), role=found, on=day, by=BY)
    assert SupervisionDuty.objects.get().last_on == date(2025, 1, 20)


def test_what_many_people_have_shown_is_read_in_as_many_queries_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    found = role(qualifications=[first_aid()])
    everybody = list(Person.objects.all())
    for people in (everybody[:1], everybody):
        with django_assert_num_queries(1):
            requirements.shown_by(people, today=TODAY)
    with django_assert_num_queries(1):
        requirements.asked_of([found], today=TODAY)
