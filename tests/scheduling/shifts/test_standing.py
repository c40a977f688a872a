"""Standing places: taken and given on all dates ahead, on new ones too, and released in all ways."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from accounts.models import User
from notifications import delivery, kinds
from notifications.models import Message
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Series, SeriesTime, Shift, SignUp, StandingPlace
from scheduling.shifts.services import cancel_own, publish, sign_up, standing
from scheduling.shifts.services.series import continue_series
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene, local
from volunteers.register.models import Person
from volunteers.register.services.availability import add_absence
from volunteers.register.services.periods import take_break

Browse = Callable[..., Client]
TUESDAYS = [date(2025, 2, day) for day in (4, 11, 18, 25)]


def tuesdays(scene: Scene, *, drafts: int = 0, places: int = 1) -> list[Shift]:
    """A shift on each of four Tuesdays, the last ones as drafts; one on Wednesday beside them."""
    what = {"role": scene.role, "places": places}
    with entered(scene.association):
        series = Series.objects.create(
            **what, frequency="weekly", weekdays=[1, 2], from_on=TUESDAYS[0], until_on=TUESDAYS[-1],
            created_at=clock.now(),
        )  # fmt: skip
        time = SeriesTime.objects.create(series=series, start_minute=17 * 60, minutes=180)
        made = []
        for number, day in enumerate([*TUESDAYS, date(2025, 2, 5)]):
            start = local(f"{day} 17:00")
            is_draft = len(TUESDAYS) - drafts <= number < len(TUESDAYS)
            made.append(
                Shift.objects.create(
                    **what,
                    series=series,
                    series_time=time,
                    series_day=day,
                    created_at=clock.now(),
                    starts_at=start,
                    ends_at=start + timedelta(hours=3),
                    state="draft" if is_draft else "published",
                )
            )
        return made[:4]


def days_of(person: Person) -> list[int]:
    """On which days of February somebody comes; the counts of all shifts agree."""
    for shift in Shift.objects.all():
        assert shift.taken == SignUp.objects.filter(shift=shift, state="signed_up").count()
    held = SignUp.objects.filter(person=person, state="signed_up").order_by("starts_at")
    return [starts.day for starts in held.values_list("starts_at", flat=True)]


def test_all_dates_with_room_are_taken_once_and_new_ones_come(inside: Scene) -> None:
    shifts, bo = tuesdays(inside, drafts=1), inside.someone("bo")
    sign_up(shift=shifts[1], person=inside.someone("ada"), by=SOMEBODY)

    given = standing.give(shift=shifts[0], person=bo, by=SOMEBODY)

    assert [shift.pk for shift in given.passed] == [shifts[1].pk]
    assert days_of(bo) == [4, 18]
    assert standing.give(shift=shifts[2], person=bo, by=SOMEBODY).place == given.place
    publish(shift=shifts[3], by=SOMEBODY)
    assert days_of(bo) == [4, 18, 25]
    assert subject_of("shift.standing_given") == "You have a standing place: Tue, 17:00–20:00"
    standing.end(place=given.place, by=SOMEBODY)
    assert subject_of("shift.standing_ended") == "Your standing place has ended: Tue, 17:00–20:00"


def test_a_series_that_goes_on_has_them_on_its_new_dates(inside: Scene) -> None:
    shifts, bo = tuesdays(inside), inside.someone("bo")
    standing.take(shift=shifts[0], person=bo, by=SOMEBODY)

    continue_series(series=Series.objects.get(), until_on=date(2025, 2, 28), publish=True, by=SOMEBODY)
    assert days_of(bo) == [4, 11, 18, 25]
    continue_series(series=Series.objects.get(), until_on=date(2025, 3, 12), publish=True, by=SOMEBODY)

    assert days_of(bo) == [4, 11, 18, 25, 4, 11]


def subject_of(kind: str) -> str:
    """How the one message of a kind that is wanted reads."""
    [message] = Message.objects.filter(kind=kind)
    assert kinds.get(kind).still_wanted(message) is None
    with translation.override("en"):
        letter = kinds.get(kind).render(message, "en")
    assert "http" in letter.text
    return letter.subject.replace("\u00a0", " ").replace("\u2060", "")


def test_nothing_is_kept_where_no_date_has_room(inside: Scene) -> None:
    shifts, bo = tuesdays(inside), inside.someone("bo")
    standing.take(shift=shifts[0], person=inside.someone("ada"), by=SOMEBODY)
    with pytest.raises(errors.NothingToTake):
        standing.take(shift=shifts[0], person=bo, by=SOMEBODY)
    assert not StandingPlace.objects.filter(person=bo).exists()
    with pytest.raises(errors.NotRepeating):
        standing.give(shift=inside.shift(), person=bo, by=SOMEBODY)
    Shift.objects.update(sign_up_mode="by_request")
    with pytest.raises(errors.ByCoordinatorOnly):
        standing.take(shift=Shift.objects.get(pk=shifts[0].pk), person=bo, by=SOMEBODY)


@pytest.mark.parametrize("how", ["ended", "break", "absence", "one date"])
def test_dates_are_released(inside: Scene, how: str) -> None:
    shifts, bo = tuesdays(inside), inside.someone("bo")
    place = standing.take(shift=shifts[0], person=bo, by=SOMEBODY).place
    own = inside.shift("2025-02-19 10:00")
    sign_up(shift=own, person=bo, by=SOMEBODY)
    if how == "ended":
        assert standing.end(place=place, by=SOMEBODY) == 4
        assert standing.end(place=place, by=SOMEBODY) == 0
    elif how == "break":
        take_break(person=bo, until=date(2025, 3, 1), by=SOMEBODY)
    elif how == "absence":
        add_absence(person=bo, from_on=date(2025, 2, 17), to_on=date(2025, 2, 20), by=SOMEBODY)
    else:
        cancel_own(shift=shifts[1], person=bo, by=SOMEBODY)
        standing.fill(shift=shifts[1])  # what they gave back does not come again
    expected = {"ended": [19], "break": [], "absence": [4, 11, 19, 25], "one date": [4, 18, 19, 25]}
    assert days_of(bo) == expected[how]
    place.refresh_from_db()
    assert (place.to_on is None) == (how in {"absence", "one date"})


def test_absence_tells_who_is_away_and_the_contact_person_which_dates_are_free(inside: Scene) -> None:
    shifts, bo, ada = tuesdays(inside), inside.someone("bo"), inside.someone("ada")
    Person.objects.update(language="en")
    Shift.objects.update(contact_person=ada)
    standing.take(shift=shifts[0], person=bo, by=SOMEBODY)
    add_absence(person=bo, from_on=date(2025, 2, 10), to_on=date(2025, 2, 20), by=SOMEBODY)
    while delivery.deliver_due():
        pass
    told = {
        each.subject.replace("\u00a0", " "): str(each.body).replace("\u00a0", " ") for each in mail.outbox
    }
    own = told["Others may take your standing place while you are away: Tue, 17:00–20:00"]
    others = told["Dates of a standing place are free: Tue, 17:00–20:00"]
    assert "Tue 11 Feb, Tue 18 Feb" in own
    assert "Bo Berg is away on these dates" in others


def test_pages_take_give_and_end_it(scene: Scene, browse: Browse, bo: User, ada: User, cleo: User) -> None:
    shifts = tuesdays(scene)
    url, manage = f"/shifts/{shifts[0].uuid}/standing/", f"/coordinate/shifts/{shifts[0].uuid}/standing/"
    own, coordinator = browse(bo, scene.association), browse(ada, scene.association)
    assert "Take a standing place" in own.get(url).content.decode()
    own.post(url, {"answer": "take"})
    assert "Give up the standing place" in own.get(url).content.decode()
    assert "Bo Berg" in coordinator.get(manage).content.decode()
    with entered(scene.association):
        place = StandingPlace.objects.get()
    strange = browse(cleo, scene.association)
    for path in (url, manage):
        assert strange.get(path).status_code in (403, 404)
    assert coordinator.post(f"{manage}{shifts[0].uuid}/end/").status_code == 404
    coordinator.post(f"{manage}{place.uuid}/end/")
    with entered(scene.association):
        assert days_of(scene.someone("bo")) == []
        aino = scene.someone("bo")
    coordinator.post(manage, {"person": str(aino.uuid)})
    with entered(scene.association):
        assert days_of(aino) == [4, 11, 18, 25]
    single = scene.shift("2025-02-06 17:00")
    assert own.get(f"/shifts/{single.uuid}/standing/").status_code == 404
