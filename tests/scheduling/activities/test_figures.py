"""Figures of occasions and counts, made in the same run as those of hours."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from scheduling.activities.models import CountFigure, OccasionFigure
from scheduling.activities.services import figures
from scheduling.hours import after_figures, tasks
from scheduling.hours.services import months
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import count, group, occasion


def occasions(year: int = 2024) -> dict[tuple[int, str], tuple[int, int, int]]:
    rows = OccasionFigure.objects.filter(year=year)
    return {(row.month, row.kind): (row.held, row.different, row.joint) for row in rows}


def counts(year: int = 2024) -> dict[tuple[Any, ...], int]:
    rows = CountFigure.objects.filter(year=year)
    return {(row.month, row.kind, row.measure, row.method): row.quantity for row in rows}


def test_only_what_was_held_and_approved_and_is_ours_counts(
    alfa: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The federation's own follower is not asked here.
    ours = [each for each in after_figures._followers if "activities" in each.__module__]
    monkeypatch.setattr(after_figures, "_followers", ours)
    with entered(alfa):
        choir, evening = group("Kuoro", type="Laulu"), group("Yhteislaulu", type="laulu")
        count(occasion("2024-12-02", group=choir), 11)
        count(occasion("2024-12-09", group=evening), 9)
        occasion("2024-12-16", group=choir, state="cancelled")
        occasion("2024-12-23", group=choir, state="planned")
        count(occasion("2024-11-05"), 120, method="estimated", basis="Pihalla")
        count(occasion("2024-11-06"), 7, state="entered")
        count(occasion("2024-11-07", joint_lead="Naapurin ry"), 500)
        count(occasion("2024-12-05", kind="recreation"), 30)
        count(occasion("2024-12-06", kind="gig"), 31, measure="audience")
        occasion("2024-12-07", kind="gig")
        occasion("2024-11-08")
        months.mark_all()
        tasks.refresh_figures.run(schema_name=alfa.schema_name)
        assert occasions() == {
            (0, "group_session"): (2, 1, 0),
            (12, "group_session"): (2, 1, 0),
            (0, "event"): (3, 0, 1),
            (11, "event"): (3, 0, 1),
            (0, "recreation"): (1, 0, 0),
            (12, "recreation"): (1, 0, 0),
            (0, "gig"): (2, 1, 0),
            (12, "gig"): (2, 1, 0),
        }
        assert counts() == {
            (0, "group_session", "participations", "counted"): 20,
            (12, "group_session", "participations", "counted"): 20,
            (0, "event", "participations", "estimated"): 120,
            (11, "event", "participations", "estimated"): 120,
            (0, "recreation", "participations", "counted"): 30,
            (12, "recreation", "participations", "counted"): 30,
            (0, "gig", "audience", "counted"): 31,
            (12, "gig", "audience", "counted"): 31,
        }


@pytest.mark.usefixtures("inside")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.integers(1, 12),
            st.sampled_from(["event", "gig", "recreation"]),
            st.sampled_from(["counted", "registered"]),
            st.integers(0, 900),
        ),
        max_size=12,
    )
)
def test_months_add_up_to_the_year_for_every_kind_and_method(rows: list[tuple[int, str, str, int]]) -> None:
    with transaction.atomic():
        made = [
            count(occasion(f"2024-{month:02}-{at + 1:02}", kind=kind), quantity, method=method)
            for at, (month, kind, method, quantity) in enumerate(rows)
        ]
        figures.make_figures(first_days=[row.first_month for row in made])
        found, held = counts(), occasions()
        transaction.set_rollback(True)
    year = sum(quantity for (month, *_rest), quantity in found.items() if month == 0)
    parts = sum(quantity for (month, *_rest), quantity in found.items() if month)
    assert year == parts == sum(quantity for *_rest, quantity in rows)
    assert (
        sum(line[0] for (month, _kind), line in held.items() if month == 0)
        == sum(line[0] for (month, _kind), line in held.items() if month)
        == len(rows)
    )
