"""A calendar program reads a feed: what it tells, when it is asked again, and when it opens nothing more."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given, settings, strategies as st
from icalendar import Calendar

from accounts.models import User
from accounts.volunteering import end_access
from infra.bench.pages import listening
from scheduling.feeds import icalendar_text, selectors, services
from scheduling.feeds.errors import FeedExists, NothingToTell, TooManyFeeds
from scheduling.feeds.models import CalendarFeed
from scheduling.shifts import locks, states
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import add_person, cancel_own, cancel_shift, edit_shift, sign_up
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Association
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene, local
from volunteers.register.models import Period, Person

Browse = Callable[..., Client]


def made(scene: Scene, user: User, **wanted: Any) -> str:
    """The path of a new feed."""
    with entered(scene.association):
        address = services.make(user_uuid=user.uuid, language="en", **wanted).address
    return address[address.index("/calendar/") :]


def read(answer: Any) -> Any:
    """The calendar as the library reads it."""
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def only(calendar: Any) -> Any:
    """Its one entry."""
    (event,) = calendar.events
    return event


def come(scene: Scene, shift: Shift, login: str = "bo") -> SignUp:
    """Somebody takes a place."""
    person = scene.someone(login)
    with entered(scene.association):
        return sign_up(shift=shift, person=person, by=SOMEBODY)


def hope(scene: Scene, shift: Shift, state: SignUp.State, person: Person) -> None:
    """Somebody waits."""
    from django.db import transaction

    with entered(scene.association), transaction.atomic():
        states.hope_for_place(locks.shift(shift), person=locks.person(person), state=state, by=SOMEBODY)


# --- what it tells ---------------------------------------------------------------------------------


def test_own_feed_tells_when_what_and_where_and_nobody(scene: Scene, bo: User, browse: Browse) -> None:
    shift = scene.shift(site=scene.site, title="Soup; bread, and more", contact_person=scene.someone("ada"))
    scene.shift("2025-02-05 17:00", title="Not mine")
    come(scene, shift)
    come(scene, shift, "ada")
    answer = browse(None, scene.association).get(made(scene, bo, alarm_minutes=120))
    calendar = read(answer)
    event = only(calendar)
    assert event["SUMMARY"] == "Soup; bread, and more"
    assert (event.start, event.end) == (local("2025-02-04 17:00"), local("2025-02-04 20:00"))
    assert event["DTSTART"].params["TZID"] == "Europe/Helsinki"
    assert event["STATUS"] == "CONFIRMED"
    assert event["LOCATION"].startswith("Majakka")
    assert event["UID"] == f"{shift.uuid}@{calendar.walk('VEVENT')[0]['UID'].partition('@')[2]}"
    assert f"/shifts/{shift.uuid}/" in event["URL"]
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-2)
    assert {str(each["TZID"]) for each in calendar.walk("VTIMEZONE")} == {"Europe/Helsinki"}
    told = answer.content.decode()
    with entered(scene.association):
        people = Person.objects.all()
        assert not [each for each in people if each.given_name in told or each.family_name in told]
    assert all(len(line.encode()) <= 75 for line in told.split("\r\n"))


def test_waiting_is_tentative_and_what_was_given_back_is_cancelled(
    scene: Scene, bo: User, browse: Browse
) -> None:
    waits, given_back, called_off = (scene.shift(f"2025-02-0{day} 17:00") for day in (4, 5, 6))
    hope(scene, waits, SignUp.State.WAITING, scene.someone("bo"))
    come(scene, given_back)
    come(scene, called_off)
    path, client = made(scene, bo, alarm_minutes=30), browse(None, scene.association)
    before = {str(event["UID"]): event for event in read(client.get(path)).events}
    with entered(scene.association):
        cancel_own(shift=given_back, person=scene.someone("bo"), by=SOMEBODY)
        cancel_shift(shift=called_off, by=SOMEBODY)
    after = {str(event["UID"]): event for event in read(client.get(path)).events}
    assert before.keys() == after.keys()  # the same entries, by their identifiers
    told = {uid.partition("@")[0]: event for uid, event in after.items()}
    assert told[str(waits.uuid)]["STATUS"] == "TENTATIVE"
    assert "On the waiting list" in told[str(waits.uuid)]["DESCRIPTION"]
    for gone in (given_back, called_off):
        uid = next(uid for uid in after if uid.startswith(str(gone.uuid)))
        assert after[uid]["STATUS"] == "CANCELLED"
        assert not after[uid].walk("VALARM")
        assert after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]


def test_who_takes_a_place_again_has_one_entry_with_a_higher_sequence(
    scene: Scene, bo: User, browse: Browse
) -> None:
    shift = scene.shift()
    come(scene, shift)
    path, client = made(scene, bo), browse(None, scene.association)
    first = only(read(client.get(path)))
    with entered(scene.association):
        cancel_own(shift=shift, person=scene.someone("bo"), by=SOMEBODY)
    come(scene, shift)
    again = only(read(client.get(path)))
    assert (again["UID"], again["STATUS"]) == (first["UID"], "CONFIRMED")
    assert again["SEQUENCE"] > first["SEQUENCE"]


def test_moved_shift_keeps_its_entry(scene: Scene, bo: User, browse: Browse) -> None:
    shift = scene.shift()
    come(scene, shift)
    path, client = made(scene, bo), browse(None, scene.association)
    first = only(read(client.get(path)))
    with entered(scene.association):
        edit_shift(shift=shift, plan=scene.plan("2025-02-05 09:00"), by=SOMEBODY)
    moved = only(read(client.get(path)))
    assert (moved["UID"], moved.start) == (first["UID"], local("2025-02-05 09:00"))
    assert moved["SEQUENCE"] > first["SEQUENCE"]


def test_file_of_one_shift_is_the_same_entry(scene: Scene, bo: User, browse: Browse) -> None:
    shift = scene.shift()
    come(scene, shift)
    event = only(read(browse(None, scene.association).get(made(scene, bo))))
    file: Any = Calendar.from_ical(
        browse(bo, scene.association).get(f"/shifts/{shift.uuid}/shift.ics").content
    )
    assert (file.events[0]["UID"], file.events[0]["SEQUENCE"]) == (event["UID"], event["SEQUENCE"])


@pytest.mark.parametrize("kind", ["own", "role"])
def test_discreet_shift_tells_only_when(scene: Scene, bo: User, browse: Browse, kind: str) -> None:
    role = scene.another_role(discreet=True)
    scene.hold(scene.someone("bo"), role)
    shift = scene.shift(role=role, site=scene.site, title="Crisis talk")
    come(scene, shift)
    path = made(scene, bo, **({} if kind == "own" else {"role": role}))
    answer = browse(None, scene.association).get(path)
    event = only(read(answer))
    assert event["SUMMARY"] == {"own": "Your shift", "role": "Shift"}[kind]
    assert "LOCATION" not in event
    told = answer.content.decode()
    assert not [word for word in ("Crisis", "Majakka", "Alfa ", "line") if word in told]


def test_feed_of_a_role_and_of_a_place_tell_published_shifts(
    scene: Scene, ada: User, bo: User, browse: Browse
) -> None:
    here = scene.shift(site=scene.site, places=3, title="Here")
    scene.shift("2025-02-05 17:00", title="Elsewhere")
    scene.shift("2025-02-06 17:00", site=scene.site, title="Draft", publish=False)
    scene.shift("2025-02-07 17:00", role=scene.another_role(), title="Another role")
    come(scene, here)
    client = browse(None, scene.association)
    of_role = read(client.get(made(scene, bo, role=scene.role)))
    assert [str(event["SUMMARY"]) for event in of_role.events] == ["Here", "Elsewhere"]
    of_site = read(client.get(made(scene, ada, site=scene.site)))
    assert [str(event["SUMMARY"]) for event in of_site.events] == ["Here"]
    assert "2 of 3 places free" in only(of_site)["DESCRIPTION"]
    assert "BO" not in str(of_site.to_ical())


def test_feed_speaks_its_owners_language(scene: Scene, bo: User, browse: Browse) -> None:
    come(scene, scene.shift(role=scene.role))
    with entered(scene.association):
        address = services.make(user_uuid=bo.uuid, language="sv").address
    client = browse(None, scene.association)
    answer = client.get(address[address.index("/calendar/") :], headers={"Accept-Language": "fi"})
    assert read(answer)["X-WR-CALNAME"] == "Mina pass"


# --- time ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "hours"),
    [
        (datetime(2025, 3, 29, 20, tzinfo=UTC), 8),  # over the night in which an hour is left out
        (datetime(2025, 10, 25, 19, tzinfo=UTC), 9),  # over the night in which an hour comes twice
        (datetime(2025, 10, 26, 0, 30, tzinfo=UTC), 1),  # from the first 3.30 to the second
        (datetime(2025, 10, 26, 1, 30, tzinfo=UTC), 2),  # from the second 3.30 on
    ],
)
def test_night_of_the_changing_clocks_is_told_as_it_is(
    scene: Scene, bo: User, browse: Browse, begin: datetime, hours: int
) -> None:
    shift = scene.shift()
    come(scene, shift)
    with entered(scene.association):
        Shift.objects.update(starts_at=begin, ends_at=begin + timedelta(hours=hours))
        SignUp.objects.update(starts_at=begin, ends_at=begin + timedelta(hours=hours))
    event = only(read(browse(None, scene.association).get(made(scene, bo))))
    assert event.start.astimezone(UTC) == begin
    assert event.end.astimezone(UTC) == begin + timedelta(hours=hours)


def test_vtimezone_says_what_the_clocks_do() -> None:
    """By itself, without the reader's own table of zones."""
    lines = icalendar_text.zone_lines("Europe/Helsinki", 2025, 2026)
    calendar: Any = Calendar.from_ical(icalendar_text.calendar([lines]))
    zone = calendar.walk("VTIMEZONE")[0].to_tz()
    for at, hours in (
        (datetime(2025, 1, 5, 12), 2),
        (datetime(2025, 3, 30, 2, 59), 2),
        (datetime(2025, 3, 30, 4, 1), 3),
        (datetime(2025, 10, 26, 2, 59), 3),
        (datetime(2025, 10, 26, 4, 1), 2),
        (datetime(2026, 7, 1, 12), 3),
    ):
        assert at.replace(tzinfo=zone).utcoffset() == timedelta(hours=hours), at


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=300))
@settings(max_examples=30, deadline=None)
def test_any_text_comes_back_as_it_was(said: str) -> None:
    line = icalendar_text.text("SUMMARY", said)
    assert all(len(each.encode()) <= 75 for each in line.split("\r\n"))
    event = Calendar.from_ical(icalendar_text.calendar(["BEGIN:VEVENT", line, "END:VEVENT"])).events[0]
    kept = "".join(sign for sign in said if sign == "\n" or (ord(sign) > 31 and ord(sign) != 127))
    assert str(event["SUMMARY"]) == kept


# --- asking again ----------------------------------------------------------------------------------


def test_asked_again_it_answers_304_with_one_query(scene: Scene, bo: User, browse: Browse) -> None:
    for day in range(4, 9):
        come(scene, scene.shift(f"2025-02-0{day} 17:00"))
    path, client = made(scene, bo), browse(None, scene.association)
    first = client.get(path)
    for known in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        with listening() as heard:
            again = client.get(path, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert len(heard.inside_associations) == 1
    assert client.get(path).content == first.content
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("change", ["sign_up", "title", "site", "alarm", "language"])
def test_whatever_changes_is_told(scene: Scene, bo: User, browse: Browse, change: str) -> None:
    shift = scene.shift(site=scene.site)
    come(scene, shift)
    path, client = made(scene, bo), browse(None, scene.association)
    first = client.get(path)
    known = {"If-None-Match": first.headers["ETag"]}
    with clock.fixed(NOW + timedelta(minutes=5)), entered(scene.association):
        if change == "sign_up":
            cancel_own(shift=shift, person=scene.someone("bo"), by=SOMEBODY)
        elif change == "title":
            Shift.objects.update(title="Another title")
        elif change == "site":
            type(scene.site).objects.update(address="Another street 1")
        else:
            feed = CalendarFeed.objects.get()
            services.set_alarm(feed=feed, minutes=60 if change == "alarm" else None, language="fi")
    with clock.fixed(NOW + timedelta(minutes=6)):
        again = client.get(path, headers=known)
        assert again.status_code == 200
        assert again.content != first.content
        assert again.headers["Last-Modified"] != first.headers["Last-Modified"]
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        assert client.get(path, headers=since).status_code == 200


# --- who may ---------------------------------------------------------------------------------------


def test_only_the_hash_of_the_address_is_kept(scene: Scene, bo: User) -> None:
    secret = made(scene, bo).removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 43
    with entered(scene.association), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(f)::text FROM feeds_calendarfeed f")
        assert secret not in str(cursor.fetchall())


def test_new_address_and_stopping_end_the_one_before(scene: Scene, bo: User, browse: Browse) -> None:
    path, client = made(scene, bo), browse(None, scene.association)
    with entered(scene.association):
        again = services.reset(feed=CalendarFeed.objects.get(), language="fi").address
    assert client.get(path).status_code == 404
    path = again[again.index("/calendar/") :]
    assert client.get(path).status_code == 200
    with entered(scene.association):
        services.stop(feed=CalendarFeed.objects.get())
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("kind", ["own", "role"])
@pytest.mark.parametrize("end", ["period", "access", "login"])
def test_feed_ends_with_the_time_or_the_right(
    scene: Scene, bo: User, browse: Browse, kind: str, end: str
) -> None:
    path = made(scene, bo, **({} if kind == "own" else {"role": scene.role}))
    client = browse(None, scene.association)
    assert client.get(path).status_code == 200
    person = scene.someone("bo")
    if end == "period":  # which ends the access too, but look at it alone
        with entered(scene.association):
            Period.objects.filter(person=person).update(state="ended", ended_on=date(2025, 2, 2))
    elif end == "access":
        with entered(scene.association):
            end_access(user_uuid=bo.uuid, person_uuid=person.uuid)
    else:
        User.objects.filter(pk=bo.pk).update(is_active=False)
    ended = client.get(path)
    assert ended.status_code == (200 if (kind, end) == ("role", "period") else 410)
    if ended.status_code == 410:
        assert b"BEGIN" not in ended.content


def test_feed_of_one_association_is_nothing_at_another(
    scene: Scene, beta: Association, bo: User, browse: Browse
) -> None:
    path = made(scene, bo)
    assert browse(None, beta).get(path).status_code == 404
    assert browse(None, scene.association).get(path.replace(".ics", "x.ics")).status_code == 404


def test_feed_acts_on_nothing_but_its_address(scene: Scene, bo: User, ada: User, browse: Browse) -> None:
    come(scene, scene.shift(), "ada")
    answer = browse(ada, scene.association).get(made(scene, bo))
    assert not read(answer).events
    assert browse(None, scene.association).post(made(scene, ada)).status_code == 405


def test_one_feed_and_wrong_guesses_are_limited(
    scene: Scene, bo: User, browse: Browse, settings: Any
) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "one_feed": (2, 60), "secret": (2, 60)}
    path, client = made(scene, bo), browse(None, scene.association)
    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 429]
    assert [client.get("/calendar/guess.ics").status_code for _ in range(3)] == [404, 404, 429]


def test_address_stands_in_no_log(
    scene: Scene, bo: User, browse: Browse, caplog: pytest.LogCaptureFixture
) -> None:
    from tenants.logs import JsonFormatter

    path = made(scene, bo)
    with caplog.at_level("DEBUG"):
        browse(None, scene.association).get(path)
        browse(None, scene.association).get("/calendar/wrongsecret.ics")
    lines = "".join(JsonFormatter().format(record) for record in caplog.records)
    assert "calendar-feed" in lines
    assert path.removeprefix("/calendar/").removesuffix(".ics") not in lines
    assert "wrongsecret" not in lines


def test_who_may_have_which(scene: Scene, bo: User, vera: User) -> None:
    with entered(scene.association):
        services.make(user_uuid=bo.uuid, language="fi")
        with pytest.raises(FeedExists):
            services.make(user_uuid=bo.uuid, language="fi")
        with pytest.raises(NothingToTell):
            services.make(user_uuid=vera.uuid, language="fi")
        first = CalendarFeed.objects.get()
        for number in range(services.MOST - 1):
            CalendarFeed.objects.create(
                what="role", user_uuid=bo.uuid, role=scene.another_role(code=f"r{number}"),
                secret_hash=f"{number}", created_at=NOW, changed_at=NOW,
            )  # fmt: skip
        with pytest.raises(TooManyFeeds):
            services.make(user_uuid=bo.uuid, language="fi", role=scene.role)
        assert selectors.of_login(bo.uuid).first() == first


def test_coordinator_puts_somebody_on_and_their_calendar_tells_it(
    scene: Scene, bo: User, browse: Browse
) -> None:
    shift = scene.shift()
    path, client = made(scene, bo), browse(None, scene.association)
    assert not read(client.get(path)).events
    with entered(scene.association):
        add_person(shift=shift, person=scene.someone("bo"), by=SOMEBODY)
    assert only(read(client.get(path)))["STATUS"] == "CONFIRMED"


# --- pages -----------------------------------------------------------------------------------------


def test_page_makes_one_shows_the_address_once_and_stops_it(scene: Scene, bo: User, browse: Browse) -> None:
    client = browse(bo, scene.association)
    page = client.get("/calendar/").content.decode()
    assert "Make the address" in page
    answer = client.post("/calendar/new/", {"what": "own", "minutes": "120"})
    told = answer.content.decode()
    assert "webcal://" in told
    assert "no-store" in answer.headers["Cache-Control"]
    with entered(scene.association):
        feed = CalendarFeed.objects.get()
    assert feed.alarm_minutes == 120
    path = told[told.index("/calendar/", told.index("<code>")) : told.index("</code>")]
    assert browse(None, scene.association).get(path).status_code == 200
    page = client.get("/calendar/").content.decode()
    assert path not in page
    assert "Your own shifts" in page
    assert client.post(f"/calendar/{feed.uuid}/alarm/", {"minutes": ""}).status_code == 302
    with entered(scene.association):
        assert CalendarFeed.objects.get().alarm_minutes is None
    assert "New address" in page
    assert client.get(f"/calendar/{feed.uuid}/reset/").status_code == 200
    assert b"webcal://" in client.post(f"/calendar/{feed.uuid}/reset/").content
    assert client.get(f"/calendar/{feed.uuid}/stop/").status_code == 200
    assert client.post(f"/calendar/{feed.uuid}/stop/").status_code == 302
    with entered(scene.association):
        assert not CalendarFeed.objects.exists()


def test_nobody_touches_anothers_calendar(scene: Scene, bo: User, ada: User, browse: Browse) -> None:
    made(scene, bo)
    with entered(scene.association):
        feed = CalendarFeed.objects.get()
    client = browse(ada, scene.association)
    for verb in ("alarm", "reset", "stop"):
        assert client.post(f"/calendar/{feed.uuid}/{verb}/", {"minutes": ""}).status_code == 404
    with entered(scene.association):
        assert CalendarFeed.objects.get().secret_hash == feed.secret_hash


def test_page_of_somebody_who_only_coordinates_offers_no_own_shifts(
    scene: Scene, ada: User, browse: Browse
) -> None:
    with entered(scene.association):
        person = scene.someone("ada")
        Period.objects.filter(person=person).update(state="ended", ended_on=date(2025, 2, 2))
    Access.objects.filter(user=ada, role="volunteer").update(ends_at=NOW)
    client = browse(ada, scene.association)
    assert 'value="own"' not in client.get("/calendar/").content.decode()
    assert client.post("/calendar/new/", {"what": "own"}).status_code == 422
    answer = client.post("/calendar/new/", {"what": f"site:{scene.site.uuid}"})
    assert b"webcal://" in answer.content
