"""Calls in waves: whom they reach and when, what an answer does, and how they end."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from notifications import calls, delivery
from notifications.models import Call, Called, Message
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.links.calls import link, opened, token
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors.candidates import candidates
from scheduling.shifts.services import (
    call_people,
    cancel_shift,
    edit_shift,
    end_call,
    say_no,
    say_yes,
    sign_up,
)
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene, local
from volunteers.register.models import Absence, Person

Browse = Callable[..., Client]
ASKED = "Can you come Tue 4 Feb 17:00?"


def called(shift: Shift, people: list[Person], *, size: int = 1) -> Call:
    """A call that begins now, with a wave every 20 minutes."""
    return call_people(shift=shift, people=people, wave_size=size, wave_minutes=20, by=SOMEBODY)


def sent() -> list[tuple[str, str]]:
    """Who got what so far."""
    return [(each.to[0].split("<")[1][:-1], plain(str(each.subject))) for each in mail.outbox]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


def three(scene: Scene) -> list[Person]:
    """Three who could come; they read English here."""
    found = [scene.person(given, "Vapaa") for given in ("Aino", "Eero", "Iida")]
    Person.objects.filter(pk__in=[each.pk for each in found]).update(language="en")
    return [Person.objects.get(pk=each.pk) for each in found]


def over_for(call: Call) -> set[object]:
    """Who is told that nobody is needed any more."""
    found = Message.objects.filter(kind="shift.call_over", subject_uuid=call.uuid)
    return set(found.values_list("person_uuid", flat=True))


# --- waves ----------------------------------------------------------------------------------------


def test_waves_go_out_one_after_the_other_and_stop_at_the_first_yes(inside: Scene) -> None:
    shift, [aino, eero, iida] = inside.shift(places=1), three(inside)
    call = called(shift, [aino, eero, iida])
    delivery.deliver_due()
    delivery.deliver_due()
    assert sent() == [("aino.vapaa@example.org", ASKED)]

    with clock.fixed(clock.now() + timedelta(minutes=21)):
        delivery.deliver_due()
        say_yes(call=call, person=eero, by=SOMEBODY)
    with clock.fixed(clock.now() + timedelta(minutes=50)):
        delivery.deliver_due()
        delivery.deliver_due()

    assert sorted(sent()[1:]) == [
        ("aino.vapaa@example.org", "Somebody was found for the shift Tue 4 Feb 17:00"),
        ("eero.vapaa@example.org", ASKED),
        ("eero.vapaa@example.org", "Your shift Tue 4 Feb 17:00 is confirmed"),
    ]
    assert Called.objects.get(person_uuid=iida.uuid).answer == ""


def test_next_wave_comes_at_once_when_all_before_it_have_said_no(inside: Scene) -> None:
    people = three(inside)
    call = called(inside.shift(places=1), people)
    delivery.deliver_due()

    say_no(call=call, person=people[0])
    delivery.deliver_due()

    assert [to for to, _subject in sent()] == ["aino.vapaa@example.org", "eero.vapaa@example.org"]
    later = Message.objects.get(kind="shift.call", person_uuid=people[2].uuid)
    assert later.due_at == later.next_at == clock.now() + timedelta(minutes=20)


def test_whose_circumstances_changed_is_not_asked(inside: Scene) -> None:
    people = three(inside)
    shift = inside.shift(places=2)
    called(shift, people, size=3)
    sign_up(shift=inside.shift("2025-02-04 18:00"), person=people[0], by=SOMEBODY)
    sign_up(shift=shift, person=people[1], by=SOMEBODY)

    delivery.deliver_due()

    assert [to for to, subject in sent() if subject == ASKED] == ["iida.vapaa@example.org"]


def test_nobody_is_asked_after_the_start(inside: Scene) -> None:
    shift = inside.shift()
    called(shift, three(inside), size=3)

    with clock.fixed(shift.starts_at):
        delivery.deliver_due()

    assert sent() == []


@pytest.mark.parametrize("end", ["ended", "cancelled", "moved", "filled on the page"])
def test_those_who_were_asked_and_wait_are_told_and_nobody_else(inside: Scene, end: str) -> None:
    shift, [aino, eero, iida] = inside.shift(places=1), three(inside)
    silent = inside.person("Oili", "Vapaa")
    call = called(shift, [aino, eero, silent, iida], size=3)
    delivery.deliver_due()
    say_no(call=call, person=eero)

    if end == "ended":
        assert end_call(call=call, by=SOMEBODY) is True
        assert end_call(call=call, by=SOMEBODY) is False
    elif end == "cancelled":
        cancel_shift(shift=shift, by=SOMEBODY)
    elif end == "moved":
        edit_shift(shift=shift, plan=inside.plan("2025-02-06 17:00", places=1), by=SOMEBODY)
    else:
        sign_up(shift=shift, person=aino, by=SOMEBODY)

    told = {silent.uuid} if end == "filled on the page" else {aino.uuid, silent.uuid}
    assert over_for(call) == told
    assert Message.objects.get(kind="shift.call", person_uuid=iida.uuid).state == "obsolete"
    call.refresh_from_db()
    assert call.state == ("filled" if end == "filled on the page" else "ended")


def test_one_call_at_a_time_and_for_a_free_place_only(inside: Scene) -> None:
    people = three(inside)
    shift = inside.shift(places=1)
    called(shift, people)
    with pytest.raises(errors.CallIsOpen):
        called(shift, people)
    full = inside.shift("2025-02-05 17:00", places=1)
    sign_up(shift=full, person=people[0], by=SOMEBODY)
    with pytest.raises(errors.ShiftFull):
        called(full, people)
    with pytest.raises(errors.ShiftIsDraft):
        called(inside.shift(publish=False), people)
    with pytest.raises(errors.NobodyToCall):
        called(inside.shift("2025-02-06 17:00"), [])


# --- whom to ask ----------------------------------------------------------------------------------


class Whole:
    """A reader who sees everybody."""

    class reach:
        whole = True
        user = None


def test_candidates_are_suitable_and_free_and_those_with_little_lately_come_first(inside: Scene) -> None:
    aino, eero, iida = three(inside)
    busy, away, other = (inside.person(given, "Este") for given in ("Kiira", "Poissa", "Muu"))
    inside.person("Tauko", "Este", state="on_break")
    inside.person("Vieras", "Este", role=False)
    mute = inside.person("Osoitteeton", "Vapaa")
    Person.objects.filter(pk=mute.pk).update(email="", phone="")
    Absence.objects.create(person=away, from_on=local("2025-02-04 00:00"), to_on=local("2025-02-09 00:00"))
    sign_up(shift=inside.shift("2025-02-04 16:00"), person=busy, by=SOMEBODY)
    sign_up(shift=inside.shift("2025-02-06 16:00"), person=aino, by=SOMEBODY)
    shift = inside.shift()
    sign_up(shift=shift, person=other, by=SOMEBODY)

    found = candidates(shift, reader=Whole())  # type: ignore[arg-type]  # sees everybody

    names = [person.given_name for person in found.people]
    assert [name for name in names if name not in {"Ada", "Bo"}] == ["Eero", "Iida", "Aino"]
    assert [person.given_name for person in found.without_address] == ["Osoitteeton"]
    assert {eero.pk, iida.pk} <= {person.pk for person in found.people}


# --- answering by the link ------------------------------------------------------------------------


def sent_link(to: str) -> str:
    """The link in the mail to somebody."""
    [body] = [str(each.body) for each in mail.outbox if to in each.to[0]]
    return next(line for line in body.splitlines() if "/call/?" in line)


def query(url: str) -> dict[str, str]:
    return {"t": parse_qs(urlsplit(url).query)["t"][0]}


def test_opening_the_link_does_nothing_and_a_press_takes_the_place(scene: Scene, browse: Browse) -> None:
    shift = scene.shift(places=1, title="Soup")
    with entered(scene.association):
        [aino, eero, _iida] = three(scene)
        call = called(shift, [aino, eero], size=2)
        delivery.deliver_due()
        other = link(call, person=eero.uuid)
    url = sent_link("aino.vapaa@example.org")
    client = browse(None, scene.association)

    client.get(url)
    page = client.get(url)
    assert "Aino, can you come?" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store, private"
    assert page.headers["Referrer-Policy"] == "same-origin"  # with less, browsers' forms are not taken
    with entered(scene.association):
        assert not SignUp.objects.exists()
        assert not Called.objects.exclude(answer="").exists()

    answer = client.post("/call/", {**query(url), "answer": "yes"}, follow=True)

    assert "You are coming, Aino!" in answer.content.decode()
    with entered(scene.association):
        assert SignUp.objects.get().person == aino
    late = client.post("/call/", {**query(other), "answer": "yes"}, follow=True).content.decode()
    assert "Somebody was faster" in late
    assert "Thank you for being ready to help!" in late


def test_no_is_kept_and_may_become_yes(scene: Scene, browse: Browse) -> None:
    shift = scene.shift(places=1)
    with entered(scene.association):
        [aino, *_others] = three(scene)
        call = called(shift, [aino])
        url = link(call, person=aino.uuid)
    client = browse(None, scene.association)

    page = client.post("/call/", {**query(url), "answer": "no"}, follow=True).content.decode()
    assert "Thank you for telling us" in page
    with entered(scene.association):
        assert Called.objects.get().answer == "no"
    page = client.post("/call/", {**query(url), "answer": "yes"}, follow=True).content.decode()
    assert "You are coming, Aino!" in page


def test_who_said_no_reads_that_somebody_was_found(scene: Scene, browse: Browse) -> None:
    shift = scene.shift(places=1)
    with entered(scene.association):
        [aino, eero, iida] = three(scene)
        call = called(shift, [aino, eero, iida], size=3)
        say_no(call=call, person=aino)
        say_yes(call=call, person=eero, by=SOMEBODY)
        links = [link(call, person=each.uuid) for each in (aino, iida)]
    told = [browse(None, scene.association).get(each).content.decode() for each in links]
    assert ["Somebody was found" in each for each in told] == [True, False]
    assert ["Somebody was faster" in each for each in told] == [False, True]


def test_link_of_a_call_that_is_over_says_so_kindly(scene: Scene, browse: Browse) -> None:
    shift = scene.shift(places=1)
    with entered(scene.association):
        [aino, eero, _iida] = three(scene)
        call = called(shift, [aino, eero], size=2)
        url = link(call, person=aino.uuid)
    client = browse(None, scene.association)
    with clock.fixed(shift.starts_at):
        assert "Nobody is needed any more" in client.get(url).content.decode()
        said = client.post("/call/", {**query(url), "answer": "yes"}, follow=True).content.decode()
        assert "Nobody is needed any more" in said
    with entered(scene.association):
        end_call(call=call, by=SOMEBODY)
        assert not SignUp.objects.exists()
    assert "Nobody is needed any more" in client.get(url).content.decode()


def test_link_is_worth_nothing_elsewhere_or_changed_or_for_who_was_not_asked(
    scene: Scene, other_scene: Scene, browse: Browse
) -> None:
    shift = scene.shift()
    with entered(scene.association):
        [aino, eero, _iida] = three(scene)
        call = called(shift, [aino])
        row = call.called.get()
        good = token(row)
        assert opened(good) == (call, aino)
        row.person_uuid = eero.uuid
        unasked = token(row)
    here, there = browse(None, scene.association), browse(None, other_scene.association)

    for client, sent_token in (
        (there, good),
        (here, good[:-1] + "x"),
        (here, unasked),
        (here, ""),
        (here, "x-y"),
        (here, "²-"),
    ):
        for answer in (
            client.get("/call/", {"t": sent_token}),
            client.post("/call/", {"t": sent_token, "answer": "yes"}),
        ):
            assert answer.status_code == 404
            assert "Tämä linkki on vanhentunut" in answer.content.decode()
    with entered(scene.association):
        assert not SignUp.objects.exists()


def test_link_is_over_after_some_weeks(inside: Scene) -> None:
    """Even where the shift lies further ahead."""
    [aino, *_others] = three(inside)
    call = called(inside.shift("2025-05-04 17:00"), [aino])
    sent_token = query(link(call, person=aino.uuid))["t"]
    assert len(sent_token) < 40

    with clock.fixed(clock.now() + timedelta(days=31)):
        assert opened(sent_token) is None
    assert opened(sent_token) == (call, aino)


def test_link_tells_of_a_discreet_shift_only_when(scene: Scene, browse: Browse) -> None:
    role = scene.another_role(discreet=True)
    with entered(scene.association):
        [aino, *_others] = three(scene)
    scene.hold(aino, role)
    discreet = scene.shift(title="Soup", site=scene.site, role=role, contact_person=scene.someone("bo"))
    with entered(scene.association):
        call = called(discreet, [aino])
        delivery.deliver_due()
        url = link(call, person=aino.uuid)

    page = browse(None, scene.association).get(url).content.decode()

    for secret in ("Soup", "Crisis line", "Kriisipuhelin", "Majakka", "Bo Berg"):
        assert secret not in page + mail.outbox[0].subject + str(mail.outbox[0].message())


# --- pages of those who are signed in -------------------------------------------------------------


def test_coordinator_asks_sees_and_ends(scene: Scene, ada: User, browse: Browse) -> None:
    shift = scene.shift(places=1)
    with entered(scene.association):
        [aino, eero, iida] = three(scene)
    client = browse(ada, scene.association)
    url = f"/coordinate/shifts/{shift.uuid}/call/"
    page = client.get(url).content.decode()
    assert page.index("Aino Vapaa") < page.index("Eero Vapaa")

    asked = {"people": [str(aino.uuid), str(eero.uuid), str(iida.uuid)], "wave_size": 2, "wave_minutes": 20}
    assert client.post(url, asked).status_code == 302

    with entered(scene.association):
        delivery.deliver_due()
        say_no(call=Call.objects.get(), person=aino)
    page = plain(client.get(url).content.decode())
    assert "People are being asked" in page
    assert "Cannot come" in page
    assert "No answer yet" in page
    assert "Is asked Mon 3 Feb 08:20" in page
    client.post(f"{url}end/")
    page = client.get(url).content.decode()
    assert "Ask them now" in page
    assert "Was not asked" in page
    with entered(scene.association):
        assert over_for(Call.objects.get()) == {eero.uuid}


def test_signed_in_person_answers_on_their_own_page_and_others_do_not_find_it(
    scene: Scene, ada: User, bo: User, browse: Browse
) -> None:
    shift = scene.shift(places=1)
    with entered(scene.association):
        call = called(shift, [scene.someone("bo")])

    assert browse(ada, scene.association).get(f"/calls/{call.uuid}/").status_code == 404
    client = browse(bo, scene.association)
    assert "Bo, can you come?" in client.get(f"/calls/{call.uuid}/").content.decode()
    client.post(f"/calls/{call.uuid}/", {"answer": "yes"})

    with entered(scene.association):
        assert SignUp.objects.get().person == scene.someone("bo")
        assert Called.objects.get().answer == "yes"


def test_first_page_asks_who_is_called_until_they_answer_or_nobody_is_needed(
    scene: Scene, bo: User, browse: Browse
) -> None:
    shift, person = scene.shift(places=1, title="Soup", site=scene.site), scene.someone("bo")
    with entered(scene.association):
        call = called(shift, [*three(scene)[:1], person])
    client = browse(bo, scene.association)

    def line() -> list[str]:
        return [each.title for each in client.get("/home/").context["page"].questions]

    assert line() == []  # whose turn has not come is not asked
    with clock.fixed(clock.now() + timedelta(minutes=20)):
        page = plain(client.get("/home/").content.decode())
        assert ("Can you come Tue 4 Feb 17:00–20:00?" in page, "Soup, Majakka" in page) == (True, True)
        assert f'href="/calls/{call.uuid}/"' in page
        with entered(scene.association):
            say_no(call=call, person=person)
        assert line() == []
        with entered(scene.association):
            call.called.filter(person_uuid=person.uuid).update(answer="")
        assert len(line()) == 1
        with entered(scene.association):
            end_call(call=call, by=SOMEBODY)
        assert line() == []


def test_volunteers_and_strangers_call_nobody(scene: Scene, bo: User, cleo: User, browse: Browse) -> None:
    shift = scene.shift()
    url = f"/coordinate/shifts/{shift.uuid}/call/"

    for user, code in ((bo, 403), (cleo, 404)):
        client = browse(user, scene.association)
        assert client.get(url).status_code == code
        assert client.post(url, {"people": [], "wave_size": 1, "wave_minutes": 20}).status_code == code
    with entered(scene.association):
        assert calls.open_call(subject_kind="shift", subject_uuid=shift.uuid) is None
