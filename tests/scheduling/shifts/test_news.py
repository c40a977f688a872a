"""Several shifts of somebody change at once: one message, one page to answer on, one reminder."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from django.core import mail
from django.test import Client

from accounts.models import User
from notifications import delivery
from notifications.models import Message
from scheduling.shifts.models import Series, Shift, SignUp
from scheduling.shifts.series.repeating import Time
from scheduling.shifts.services import cancel_series, sign_up, wait
from scheduling.shifts.services.series_changes import effect
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from tests.scheduling.shifts.test_pages import text
from tests.scheduling.shifts.test_series_changes import change_of, made, on, save
from volunteers.register.models import Person

Browse = Callable[..., Client]
WEEKS = ("2025-02-11", "2025-02-18", "2025-02-25")


def planned(scene: Scene) -> Series:
    """Tuesdays in February; Bo comes to three of them, Eeva to one."""
    with entered(scene.association):
        Person.objects.update(language="en")
        series = made(scene)
        for day in WEEKS:
            sign_up(shift=on(day), person=scene.someone("bo"), by=SOMEBODY)
        sign_up(shift=on(WEEKS[0]), person=scene.person("Eeva", "Ek"), by=SOMEBODY)
        Message.objects.all().delete()
        return series


def moved(scene: Scene) -> None:
    """All of it an hour later."""
    series = planned(scene)
    with entered(scene.association):
        later = change_of(series)
        save(series, replace(later, rule=replace(later.rule, times=(Time(18 * 60, 180),))))


def told() -> dict[str, int]:
    """How many messages of a kind wait, but for the reminders of each shift."""
    kinds = Message.objects.filter(state="planned").exclude(kind="shift.reminder").order_by("kind")
    found: dict[str, int] = {}
    for kind in kinds.values_list("kind", flat=True):
        found[kind] = found.get(kind, 0) + 1
    return found


def test_who_has_several_gets_one_message_and_who_has_one_reads_of_it(scene: Scene) -> None:
    moved(scene)
    with entered(scene.association):
        assert told() == {
            "shift.changes": 1,
            "shift.changes_reminder": 1,
            "shift.confirm_reminder": 1,
            "shift.moved": 1,
        }
        delivery.deliver_due()
    [letter] = [each for each in mail.outbox if each.subject == "Several of your shifts have changed"]
    body = str(letter.body).replace("\u00a0", " ")
    assert "Tue 25 Feb 17:00–20:00 → Tue 25 Feb 18:00–21:00" in body


def test_one_press_keeps_all_but_what_does_not_suit(scene: Scene, client: Client) -> None:
    moved(scene)
    with entered(scene.association):
        delivery.deliver_due()
    [body] = [str(each.body) for each in mail.outbox if each.subject == "Several of your shifts have changed"]
    link = next(word for word in body.split() if "/confirm/all/" in word)
    token, host = parse_qs(urlsplit(link).query)["t"][0], urlsplit(link).netloc
    page = client.get(link, headers={"host": host})
    asked = [each.question for each in page.context["asked"]]
    assert len(asked) == 3
    no = {"t": token, "answer": "no", "asked": asked[1]}
    client.post("/confirm/all/", no, headers={"host": host})

    yes = {"t": token, "answer": "yes", "asked": [asked[0], asked[2]]}
    page = client.post("/confirm/all/", yes, headers={"host": host}, follow=True)

    assert "Nothing waits for your answer" in text(page)
    with entered(scene.association):
        mine = SignUp.objects.filter(person=scene.someone("bo")).order_by("starts_at")
        assert list(mine.values_list("state", flat=True)) == [
            "signed_up",
            "cancelled_by_volunteer",
            "signed_up",
        ]
        assert not mine.filter(confirm_asked_at__isnull=False).exists()
        mail.outbox.clear()
        with clock.fixed(clock.now() + timedelta(days=1, minutes=1)):
            delivery.deliver_due()
    assert "Do the new times of your shifts suit you?" not in {each.subject for each in mail.outbox}
    assert client.get(f"{link}x", headers={"host": host}).status_code == 404


def test_who_is_signed_in_answers_all_at_once(scene: Scene, browse: Browse, bo: User) -> None:
    moved(scene)
    bo_s = browse(bo, scene.association)
    asked = [each.question for each in bo_s.get("/shifts/confirm/").context["asked"]]
    bo_s.post("/shifts/confirm/", {"answer": "yes", "asked": asked})
    assert "Nothing waits for your answer" in text(bo_s.get("/shifts/confirm/"))


def test_calling_off_tells_each_once_also_who_waited(scene: Scene) -> None:
    series = planned(scene)
    with entered(scene.association):
        Shift.objects.filter(series_day__in=WEEKS[1:]).update(places=1)
        for day in WEEKS[1:]:
            wait(shift=on(day), person=Person.objects.get(given_name="Eeva"), by=SOMEBODY)
        mark = effect(series=series, since=None, change=None, own_too=False).mark
        cancel_series(series=series, since=None, own_too=False, mark=mark, by=SOMEBODY)
        assert told() == {"shift.changes": 2}
        delivery.deliver_due()
    # Eeva waited, and reads Finnish.
    assert {each.subject for each in mail.outbox} == {
        "Several of your shifts are called off",
        "Monta vuoroasi on peruttu",
    }
