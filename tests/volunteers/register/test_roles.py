"""Periods, roles, sites."""

from datetime import date

import pytest

from tenants.context import platform_role
from tenants.models import CatalogueRole, Umbrella
from tests.volunteers.register.conftest import BY, person
from volunteers.register import selectors, states
from volunteers.register.errors import NotFromHere, PeriodOpen, RoleKnown
from volunteers.register.models import Period, RoleHolding, Trail
from volunteers.register.services import people, periods, roles, sites
from volunteers.register.site_errors import SiteKnown

pytestmark = pytest.mark.usefixtures("inside")
FEBRUARY = date(2025, 2, 1)
State = Period.State


def test_period_begins_once() -> None:
    eeva = people.add_person(given_name="Eeva", family_name="Salo", by=BY)
    periods.start_period(person=eeva, by=BY, started_on=FEBRUARY)
    with pytest.raises(PeriodOpen):
        periods.start_period(person=eeva, by=BY, started_on=FEBRUARY)
    assert not selectors.is_active(eeva)


def test_activating_starts_what_is_missing_and_twice_changes_nothing() -> None:
    eeva = people.add_person(given_name="Eeva", family_name="Salo", by=BY)
    begun = periods.activate(person=eeva, by=BY, on=FEBRUARY)
    again = periods.activate(person=eeva, by=BY, on=date(2025, 2, 3))
    assert (begun, begun.started_on, again.state) == (again, FEBRUARY, State.ACTIVE)
    assert [each.given_name for each in selectors.active_volunteers()] == ["Ada", "Bo", "Eeva"]


def test_activating_moves_a_prepared_period() -> None:
    eeva = people.add_person(given_name="Eeva", family_name="Salo", by=BY)
    prepared = periods.start_period(person=eeva, by=BY, started_on=FEBRUARY)
    assert periods.activate(person=eeva, by=BY, on=date(2025, 2, 3)) == prepared
    moved = Trail.objects.get(verb="period.moved")
    assert moved.data == {"from": "preparing", "to": "active", "on": "2025-02-03"}


@pytest.mark.parametrize("now", list(State))
@pytest.mark.parametrize("to", list(State))
def test_period_moves_where_the_table_leads_only(now: str, to: str) -> None:
    eeva = people.add_person(given_name="Eeva", family_name="Salo", by=BY)
    period = Period.objects.create(
        person=eeva, state=now, started_on=FEBRUARY, ended_on=FEBRUARY if now == State.ENDED else None
    )
    if to in states.MOVES[now]:
        moved = states.move(period, to=to, by=BY, on=date(2025, 2, 3))
        assert (moved.state, moved.ended_on) == (to, date(2025, 2, 3) if to == State.ENDED else None)
    else:
        with pytest.raises(NotFromHere):
            states.move(period, to=to, by=BY, on=date(2025, 2, 3))


def test_role_is_held_from_a_day_and_twice_changes_nothing() -> None:
    role = roles.add_role(code="driver", family="builders", name_fi="Kuljettaja", by=BY)
    bo = person("Bo")
    held = roles.hold_role(person=bo, role=role, by=BY, from_on=FEBRUARY)
    assert roles.hold_role(person=bo, role=role, by=BY, from_on=date(2025, 2, 3)) == held
    assert list(selectors.holders(role, on=date(2025, 1, 31))) == []
    assert list(selectors.holders(role, on=FEBRUARY)) == [bo]
    RoleHolding.objects.filter(pk=held.pk).update(to_on=date(2025, 2, 2))
    assert [each.code for each in selectors.roles_of(bo, on=date(2025, 2, 2))] == ["host", "driver"]
    assert [each.code for each in selectors.roles_of(bo, on=date(2025, 2, 3))] == ["host"]


def test_holders_are_active_volunteers() -> None:
    role = roles.add_role(code="driver", family="builders", name_fi="Kuljettaja", by=BY)
    bo = person("Bo")
    roles.hold_role(person=bo, role=role, by=BY, from_on=FEBRUARY)
    states.move(Period.objects.get(person=bo), to=State.ON_BREAK, by=BY, on=FEBRUARY)
    assert list(selectors.holders(role, on=FEBRUARY)) == []


def test_role_of_the_catalogue_keeps_its_code() -> None:
    with platform_role():
        liitto = Umbrella.objects.get(slug="liitto")
        entry = CatalogueRole.objects.create(
            umbrella=liitto, code="crisis-line", family="supporters", name_fi="Kriisipuhelin", discreet=True
        )
    role = roles.adopt_role(entry=entry, by=BY, position=5)
    assert (role.code, role.catalogue_code, role.family, role.discreet, role.position) == (
        "crisis-line",
        "crisis-line",
        "supporters",
        True,
        5,
    )
    with pytest.raises(RoleKnown):
        roles.adopt_role(entry=entry, by=BY)


def test_site_is_known_by_its_name() -> None:
    site = sites.add_site(name=" Tupa ", by=BY, address="Kirkkokatu 2")
    assert (site.name, site.address) == ("Tupa", "Kirkkokatu 2")
    with pytest.raises(SiteKnown):
        sites.add_site(name="TUPA", by=BY)
