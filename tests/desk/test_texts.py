"""Own texts of messages: kept, looked at on real data, sent to oneself, put back; for Alfa alone."""

from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from notifications import delivery
from notifications.models import Message, Wording
from scheduling.shifts.services import sign_up
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene, local
from volunteers.register.models import Trail

Browse = Callable[..., Client]
URL = "/coordinate/texts/shift.reminder/en/"
OWN = {"subject": "See you {when}", "text": "Dear {name}, it is {what} ({where}).\n\nCall {contact}."}


@pytest.fixture
def scene(alfa: Association) -> Iterator[Scene]:
    """Alfa on Monday morning."""
    with clock.fixed(NOW):
        yield Scene(alfa)


def said(page: str) -> str:
    """A page as one reads it."""
    return page.replace("\u00a0", " ").replace("\u2060", "")


def test_list_says_which_texts_are_own(alfa: Association, ada: User, browse: Browse) -> None:
    client = browse(ada, alfa)
    before = said(client.get("/coordinate/texts/").content.decode())
    client.post(URL, {**OWN, "do": "save"})
    after = said(client.get("/coordinate/texts/").content.decode())

    assert "Reminder of a shift" in before
    assert "Decision on an application: accepted" in before
    assert "Own text" not in before
    assert "Own text: English" in after


def test_text_is_kept_and_written_down_and_put_back(alfa: Association, ada: User, browse: Browse) -> None:
    client = browse(ada, alfa)

    assert client.post(URL, {**OWN, "do": "save"}).status_code == 302

    assert "Written by Ada Ahola" in client.get(URL).content.decode()
    with entered(alfa):
        kept = Wording.objects.get()
        assert (kept.kind, kept.language, kept.subject) == ("shift.reminder", "en", "See you {when}")
        assert Trail.objects.get(verb="wording.kept").data == {"kind": "shift.reminder", "language": "en"}
    assert "cannot be brought back" in client.get(f"{URL}reset/").content.decode()
    assert client.post(f"{URL}reset/").status_code == 302
    with entered(alfa):
        assert not Wording.objects.exists()
        assert Trail.objects.filter(verb="wording.reset").count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": "It is {waht}"}, "“{waht}” is no placeholder here."),
        ({"subject": "{where}"}, "“{where}” cannot stand in the subject"),
        ({"text": "You sit at the crisis LINE."}, "“Crisis line” is discreet, and no message names it."),
    ],
)
def test_wrong_text_is_refused_by_name_and_stays_typed(
    scene: Scene, ada: User, browse: Browse, wrong: dict[str, str], sentence: str
) -> None:
    scene.another_role(discreet=True)

    answer = browse(ada, scene.association).post(URL, {**OWN, **wrong, "do": "save"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert next(iter(wrong.values())) in page
    with entered(scene.association):
        assert not Wording.objects.exists()


def test_preview_is_made_of_a_real_message_and_changes_nothing(
    scene: Scene, ada: User, browse: Browse
) -> None:
    shift = scene.shift("2025-02-07 17:00", title="Soup", site=scene.site)
    with entered(scene.association):
        sign_up(shift=shift, person=scene.someone("ada"), by=SOMEBODY)
    client = browse(ada, scene.association)

    page = said(client.post(URL, {**OWN, "do": "look"}).content.decode())

    assert "See you Fri 7 Feb 17:00" in page
    assert "Dear Ada, it is Soup (Majakka, Rantakatu 8)." in page
    assert "Filled in from a real message" in page
    with entered(scene.association):
        assert not Wording.objects.exists()


def test_discreet_shift_stays_so_in_own_words(scene: Scene, ada: User, browse: Browse) -> None:
    role = scene.another_role(discreet=True)
    scene.hold(scene.someone("ada"), role)
    shift = scene.shift(
        "2025-02-07 17:00", title="Soup", site=scene.site, role=role, contact_person=scene.someone("bo")
    )
    with entered(scene.association):
        sign_up(shift=shift, person=scene.someone("ada"), by=SOMEBODY)
    client = browse(ada, scene.association)
    client.post(URL, {**OWN, "do": "save"})
    with entered(scene.association):
        for message in Message.objects.filter(kind="shift.reminder"):
            message.due_at = message.next_at = local("2025-02-03 08:00")
            message.save()
        delivery.deliver_due()

    [reminder, *_more] = [each for each in mail.outbox if each.subject.startswith("See you")]
    assert "Dear Ada, it is your shift (the agreed place)." in reminder.body
    assert "Call your contact person." in reminder.body
    for secret in ("Soup", "Crisis line", "Majakka", "Rantakatu", "Bo Berg"):
        assert secret not in str(reminder.message())


def test_trial_goes_to_the_writer_alone_with_nothing_of_others(
    scene: Scene, ada: User, browse: Browse
) -> None:
    shift = scene.shift("2025-02-07 17:00", title="Soup")
    with entered(scene.association):
        sign_up(shift=shift, person=scene.someone("bo"), by=SOMEBODY)
    client = browse(ada, scene.association)

    client.post(URL, {**OWN, "do": "test"})

    with entered(scene.association):
        delivery.deliver_due()
        assert not Wording.objects.exists()
    [trial] = [each for each in mail.outbox if each.subject.startswith("Test: ")]
    assert trial.to == ["Ada Ahola <ada@example.org>"]
    assert said(str(trial.subject)) == "Test: See you Sat 21 Nov 18:00"
    assert "Hello Ada," in trial.body
    assert "Dear Maija, it is Host at the meeting place" in trial.body
    assert "Bo" not in trial.body
    assert "Soup" not in trial.body


def test_own_words_are_the_association_s_alone(
    alfa: Association, beta: Association, ada: User, cleo: User, browse: Browse
) -> None:
    browse(ada, alfa).post(URL, {**OWN, "do": "save"})

    page = browse(cleo, beta).get(URL).content.decode()

    assert "See you {when}" not in page
    assert "Your shift {when}" in page


@pytest.mark.parametrize("path", ["/coordinate/texts/", URL, f"{URL}reset/"])
def test_volunteers_do_not_open_them(alfa: Association, bo: User, browse: Browse, path: str) -> None:
    assert browse(bo, alfa).get(path).status_code == 403
    assert browse(bo, alfa).post(path, {**OWN, "do": "save"}).status_code == 403
    with entered(alfa):
        assert not Wording.objects.exists()


@pytest.mark.parametrize("path", ["shift.reminder/de/", "shift.nothing/fi/", "register.letter/fi/"])
def test_what_is_not_there_is_not_found(alfa: Association, ada: User, browse: Browse, path: str) -> None:
    assert browse(ada, alfa).get(f"/coordinate/texts/{path}").status_code == 404
