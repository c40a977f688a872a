"""Coming and past shifts: what the first morning shows."""

from collections import Counter
from datetime import date, datetime, timedelta

from local.federation.associations import ASSOCIATION_BY_SLUG
from local.federation.cast import ROUND_TRIP
from local.federation.shifts import ShiftRow
from local.federation.story import Story


def _on(story: Story, slug: str, day: date) -> list[ShiftRow]:
    return [shift for shift in story.shifts[slug] if shift.starts_at.date() == day]


def _cover(story: Story, first: date) -> list[tuple[int, int]]:
    week = []
    for offset in range(7):
        counted = [
            shift
            for shift in _on(story, "napajoki", first + timedelta(days=offset))
            if shift.state == "published"
        ]
        week.append((sum(shift.taken for shift in counted), sum(shift.places for shift in counted)))
    return week


def test_napajokis_two_weeks_ahead(story: Story) -> None:
    first = [(11, 12), (9, 9), (8, 13), (7, 8), (6, 6), (6, 8), (3, 3)]
    second = [(11, 11), (8, 9), (10, 13), (4, 8), (4, 6), (5, 5), (0, 0)]
    assert _cover(story, date(2025, 2, 3)) == first
    assert _cover(story, date(2025, 2, 10)) == second


def test_one_cancelled_and_one_draft_in_the_first_week(story: Story) -> None:
    week = [
        shift
        for shift in story.shifts["napajoki"]
        if datetime(2025, 2, 3) <= shift.starts_at < datetime(2025, 2, 10)
    ]
    assert Counter(shift.state for shift in week) == {"published": 26, "cancelled": 1, "draft": 1}
    [cancelled] = [shift for shift in week if shift.state == "cancelled"]
    assert [sign_up.state for sign_up in cancelled.sign_ups] == ["cancelled_by_org"]


def test_heikki_plays_tomorrow_at_koivurinne(story: Story) -> None:
    heikki = next(person for person in story.people["napajoki"] if person.full_name == "Heikki Moilanen")
    his = [
        shift
        for shift in story.shifts["napajoki"]
        if any(sign_up.person == heikki.number for sign_up in shift.sign_ups)
    ]
    assert [(shift.starts_at, shift.site) for shift in his] == [
        (datetime(2025, 2, 4, 14), "koivurinne"),
        (datetime(2025, 2, 18, 14), "kanerva"),
    ]
    names = [story.people["napajoki"][sign_up.person].full_name for sign_up in his[0].sign_ups]
    assert names == ["Heikki Moilanen", "Eeva Salmela", "Ritva Hannula"]


def test_shifts_come_for_six_weeks_everywhere_but_at_lakeus(story: Story) -> None:
    for slug, shifts in story.shifts.items():
        if ASSOCIATION_BY_SLUG[slug].state == "active":
            weeks = {(shift.starts_at.date() - date(2025, 2, 3)).days // 7 for shift in shifts}
            assert weeks - {-1} == {0, 1, 2, 3, 4, 5}, slug


def test_fill_is_full_thin_and_empty(story: Story) -> None:
    for slug in ("napajoki", "uusisuvanto", "kallavirta"):
        kinds = {
            "full" if shift.taken == shift.places else "thin" if shift.taken else "empty"
            for shift in story.shifts[slug]
            if shift.state == "published" and shift.starts_at > datetime(2025, 2, 3)
        }
        assert kinds == {"full", "thin", "empty"}


def test_tunturila_is_free_on_the_evening_of_the_round_trip(story: Story) -> None:
    assert _on(story, "tunturila", date(2025, 2, 4)) == []
    for slug, people in story.people.items():
        numbers = {person.number for person in people if person.full_name in ROUND_TRIP}
        for shift in _on(story, slug, date(2025, 2, 4)):
            assert numbers.isdisjoint(sign_up.person for sign_up in shift.sign_ups)


def test_last_week_is_marked_up_to_friday(story: Story) -> None:
    past = [shift for shift in story.shifts["napajoki"] if shift.starts_at < datetime(2025, 2, 3)]
    for shift in past:
        friday_or_before = shift.starts_at.date() <= date(2025, 1, 31)
        assert shift.approved == friday_or_before
        assert {sign_up.state for sign_up in shift.sign_ups} <= (
            {"attended", "no_show"} if friday_or_before else {"signed_up"}
        )
    eeva = next(person for person in story.people["napajoki"] if person.full_name == "Eeva Salmela")
    sunday = [shift for shift in past if shift.starts_at == datetime(2025, 2, 2, 12)]
    assert [[sign_up.person for sign_up in shift.sign_ups] for shift in sunday] == [[eeva.number]]


def test_places_suffice_and_people_hold_the_role(story: Story) -> None:
    for slug, shifts in story.shifts.items():
        sites = {site.key for site in ASSOCIATION_BY_SLUG[slug].sites}
        for shift in shifts:
            assert shift.taken <= shift.places
            assert shift.site in sites
            for sign_up in shift.sign_ups:
                assert story.people[slug][sign_up.person].holds(shift.role, shift.starts_at.date())


def test_keys_are_given_once(story: Story) -> None:
    keys = [shift.key for shifts in story.shifts.values() for shift in shifts]
    assert len(set(keys)) == len(keys)


def test_series_make_every_shift_of_the_weeks_that_they_stand_for(story: Story) -> None:
    """Twice, or on a day that the week's plan does not have, a shift would stand there with nobody on it."""
    made = {
        (row.association, row.role, row.site, row.title, day, row.start, row.places)
        for rows in story.series.values()
        for row in rows
        for day in (row.from_on + timedelta(days=number) for number in range(42))
        if day.weekday() in row.weekdays and day < date(2025, 3, 17)
    }
    told = {
        (
            shift.association,
            shift.role,
            shift.site,
            shift.title,
            shift.starts_at.date(),
            shift.starts_at.hour,
            shift.places,
        )
        for shifts in story.shifts.values()
        for shift in shifts
    }
    assert made <= told
    assert len(made) > 0.8 * len(told)
    assert {row.until_on.year for row in story.series["uusisuvanto"]} == {2026}
