"""A qualification that ends or is revoked between sign-up and shift: seen, told to both, and settled."""

from datetime import date, timedelta

from notifications import kinds
from notifications.models import Message
from scheduling.shifts.models import SignUp
from scheduling.shifts.rounds import lapsed as rounds
from scheduling.shifts.selectors import lapsed, shifts as selectors
from scheduling.shifts.services import make_shift, sign_up
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from tests.scheduling.shifts.test_who_may import kind, qualify
from volunteers.register.models import Qualification, QualificationType, RoleQualification
from volunteers.register.services import qualifications


def holds(inside: Scene) -> tuple[SignUp, Qualification]:
    """Bo has a place on a shift of a role that asks for a licence, which he has."""
    licence, bo = kind(), inside.someone("bo")
    shift = make_shift(plan=inside.plan(), publish=True, by=SOMEBODY)
    RoleQualification.objects.create(role=shift.role, type=licence)
    qualify(bo, licence)
    return sign_up(shift=shift, person=bo, by=SOMEBODY), Qualification.objects.get(person=bo)


def revoke(held: Qualification) -> None:
    qualifications.revoke_qualification(
        qualification=held, reason="Kortti palautettu", by=SOMEBODY, on=date(2025, 2, 3)
    )


def test_place_whose_qualification_is_revoked_is_found_and_told_to_both_once(inside: Scene) -> None:
    place, held = holds(inside)
    assert not lapsed.ahead(now=NOW)
    revoke(held)
    assert [each.pk for each in lapsed.ahead(now=NOW)] == [place.pk]
    assert [each.lacks for each in lapsed.marked(selectors.who_comes(place.shift))] == [True]
    for _twice in range(2):
        for each in rounds.ROUNDS:
            each.run()
    told = Message.objects.filter(kind__in=[rounds.OWN, rounds.OTHERS])
    assert {row.kind for row in told} == {rounds.OWN, rounds.OTHERS}
    assert told.filter(kind=rounds.OWN).count() == 1
    assert all(kinds.get(row.kind).still_wanted(row) is None for row in told)


def test_renewal_settles_it_and_the_message_is_not_sent(inside: Scene) -> None:
    place, held = holds(inside)
    revoke(held)
    rounds.tell()
    row = Message.objects.get(kind=rounds.OWN)
    wider = QualificationType.objects.create(code="wider", name_fi="Laajempi")
    qualifications.change_type(
        qualification_type=wider, by=SOMEBODY, name_fi="Laajempi", name_sv="", name_en="",
        valid_months=None, is_active=True, includes=[held.type],
    )  # fmt: skip
    qualify(place.person, wider)
    assert not lapsed.ahead(now=NOW)
    assert kinds.get(row.kind).still_wanted(row) == "everything is settled"


def test_qualification_that_ends_before_the_shift_counts_by_the_day_of_the_shift(inside: Scene) -> None:
    place, held = holds(inside)
    day = selectors.shifts().get(pk=place.shift.pk).starts_at.date()
    Qualification.objects.filter(pk=held.pk).update(from_on=date(2024, 1, 1), to_on=day)
    assert not lapsed.ahead(now=NOW)
    Qualification.objects.filter(pk=held.pk).update(to_on=day - timedelta(days=1))
    assert [each.pk for each in lapsed.ahead(now=NOW)] == [place.pk]
