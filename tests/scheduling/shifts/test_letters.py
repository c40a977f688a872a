"""What people are told: in their language, while it is true, and nothing that a lock screen may not show."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import translation

from notifications import delivery, kinds, subjects
from notifications.kinds import Rendered
from notifications.models import Message
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import (
    cancel_own,
    cancel_shift,
    edit_shift,
    mark_attendance,
    sign_up,
    take_off,
)
from tenants import clock
from tests.scheduling.shifts.scene import SOMEBODY, Scene, local
from volunteers.register.models import Person

ALL = ["shift.signed_up", "shift.reminder", "shift.moved", "shift.cancelled", "shift.taken_off"]


def message(sign_up: SignUp, kind: str) -> Message:
    """The first message of a kind about a sign-up."""
    found = Message.objects.filter(subject_uuid=sign_up.uuid, kind=kind).exclude(state="obsolete")
    return found.order_by("due_at")[0]


def told(sign_up: SignUp, kind: str) -> Message:
    """A message of a kind, as it would be planned."""
    start = sign_up.starts_at.isoformat(timespec="minutes")
    data = {"shift.reminder": {"starts_at": start}, "shift.moved": {"start": start}}.get(kind, {})
    return Message(kind=kind, person_uuid=sign_up.person.uuid, subject_uuid=sign_up.uuid, data=data)


def rendered(message: Message, language: str) -> Rendered:
    """The letter in a language."""
    with translation.override(language):
        return kinds.get(message.kind).render(message, language)


def coming(scene: Scene, shift: Shift) -> SignUp:
    """Bo has signed up."""
    return sign_up(shift=shift, person=scene.someone("bo"), by=SOMEBODY)


SUBJECTS = {
    "shift.signed_up": {
        "fi": "Vuorosi ti 4.2. klo 17 on vahvistettu",
        "sv": "Ditt pass tis 4.2 kl. 17 är bekräftat",
        "en": "Your shift Tue 4 Feb 17:00 is confirmed",
    },
    "shift.reminder": {
        "fi": "Vuorosi ti 4.2. klo 17",
        "sv": "Ditt pass tis 4.2 kl. 17",
        "en": "Your shift Tue 4 Feb 17:00",
    },
    "shift.moved": {
        "fi": "Vuorosi aika on muuttunut: ti 4.2. klo 17",
        "sv": "Tiden för ditt pass har ändrats: tis 4.2 kl. 17",
        "en": "The time of your shift has changed: Tue 4 Feb 17:00",
    },
    "shift.cancelled": {
        "fi": "Vuorosi ti 4.2. klo 17 on peruttu",
        "sv": "Ditt pass tis 4.2 kl. 17 är inställt",
        "en": "Your shift Tue 4 Feb 17:00 is cancelled",
    },
    "shift.taken_off": {
        "fi": "Et ole enää vuorossa ti 4.2. klo 17",
        "sv": "Du är inte längre med på passet tis 4.2 kl. 17",
        "en": "You are off the shift Tue 4 Feb 17:00",
    },
}


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_subject_says_when_and_never_what(inside: Scene, kind: str, language: str) -> None:
    taken = coming(inside, inside.shift("2025-02-04 17:00", title="Soup", site=inside.site))

    letter = rendered(told(taken, kind), language)

    assert letter.subject.replace("\u00a0", " ") == SUBJECTS[kind][language]


def test_letter_says_what_where_and_whom_to_call(inside: Scene) -> None:
    ada = inside.someone("ada")
    ada.phone = "040 000 0101"
    ada.save()
    shift = inside.shift("2025-02-04 17:00", title="Soup", site=inside.site, contact_person=ada)
    taken = coming(inside, shift)

    letter = rendered(told(taken, "shift.reminder"), "en")

    plain = letter.text.replace("\u00a0", " ")
    for line in (
        "Hello Bo,",
        "What: Soup",
        "Where: Majakka, Rantakatu 8",
        "Contact person: Ada Ahola, 040 000 0101",
        f"http://alfa.rinnalla.localhost:8000/shifts/{shift.uuid}/",
    ):
        assert line in plain
    assert "Soup" in letter.html


@pytest.mark.parametrize("discreet", ["role", "site"])
@pytest.mark.parametrize("kind", ALL)
def test_discreet_letter_says_only_when(inside: Scene, kind: str, discreet: str) -> None:
    role = inside.another_role(discreet=discreet == "role")
    site = inside.site
    site.discreet = discreet == "site"
    site.save()
    inside.hold(inside.someone("bo"), role)
    taken = coming(inside, inside.shift(title="Soup", role=role, site=site))

    letter = rendered(told(taken, kind), "en")

    files = b"".join(each.content for each in letter.attachments).decode()
    for secret in ("Soup", "Crisis line", "Kriisipuhelin", "Majakka", "Rantakatu"):
        assert secret not in letter.subject + letter.text + letter.html + files


@pytest.mark.parametrize(
    ("kind", "files"), [(kind, kind in {"shift.signed_up", "shift.moved"}) for kind in ALL]
)
def test_calendar_file_comes_along(inside: Scene, kind: str, files: bool) -> None:
    taken = coming(inside, inside.shift("2025-02-04 17:00"))

    letter = rendered(told(taken, kind), "fi")

    assert [(each.name, each.mimetype) for each in letter.attachments] == (
        [("shift.ics", "text/calendar")] if files else []
    )
    if files:
        assert b"DTSTART:20250204T150000Z" in letter.attachments[0].content
    # Told where the file is, and not in what the inbox and a digest keep of it.
    assert ["Liitetiedosto" in each for each in (letter.text, letter.html)] == [files, files]
    assert "Liitetiedosto" not in " ".join(letter.paragraphs)


# --- while it is true -----------------------------------------------------------------------------


def wanted(message: Message) -> str | None:
    """Why not, or None."""
    return kinds.get(message.kind).still_wanted(message)


@pytest.mark.parametrize("kind", ["shift.signed_up", "shift.reminder", "shift.moved"])
def test_wanted_while_the_person_comes(inside: Scene, kind: str) -> None:
    assert wanted(told(coming(inside, inside.shift()), kind)) is None


def cancel(scene: Scene, sign_up: SignUp) -> None:
    """Bo gives the place back."""
    cancel_own(shift=sign_up.shift, person=sign_up.person, by=SOMEBODY)


def call_off(scene: Scene, sign_up: SignUp) -> None:
    """The association calls the shift off."""
    cancel_shift(shift=sign_up.shift, by=SOMEBODY)


@pytest.mark.parametrize("kind", ["shift.signed_up", "shift.reminder", "shift.moved"])
@pytest.mark.parametrize("act", [cancel, call_off])
def test_not_wanted_without_the_place(inside: Scene, kind: str, act: Callable[[Scene, SignUp], None]) -> None:
    taken = coming(inside, inside.shift())
    planned = told(taken, kind)

    act(inside, taken)

    assert wanted(planned) == "no longer signed up"


@pytest.mark.parametrize("kind", ["shift.signed_up", "shift.reminder", "shift.moved"])
def test_not_wanted_after_the_start(inside: Scene, kind: str) -> None:
    taken = coming(inside, inside.shift())

    with clock.fixed(taken.starts_at):
        assert wanted(told(taken, kind)) == "the shift has started"


@pytest.mark.parametrize(
    ("kind", "reason"), [("shift.reminder", "the shift has moved"), ("shift.signed_up", None)]
)
def test_reminder_of_the_old_time_is_not_wanted(inside: Scene, kind: str, reason: str | None) -> None:
    shift = inside.shift("2025-02-07 17:00")
    taken = coming(inside, shift)
    planned = told(taken, kind)

    edit_shift(shift=shift, plan=inside.plan("2025-02-07 18:00"), by=SOMEBODY)

    assert wanted(planned) == reason


def test_not_wanted_when_the_sign_up_is_gone(inside: Scene) -> None:
    taken = coming(inside, inside.shift())
    planned = told(taken, "shift.reminder")
    taken.delete()

    assert wanted(planned) == "the sign-up is gone"


def test_cancellation_is_told_until_the_start(inside: Scene) -> None:
    shift = inside.shift()
    taken = coming(inside, shift)
    planned = told(taken, "shift.cancelled")
    assert wanted(planned) == "the shift is not cancelled"

    cancel_shift(shift=shift, by=SOMEBODY)

    assert wanted(planned) is None
    with clock.fixed(shift.starts_at):
        assert wanted(planned) == "too late to tell"


def test_taken_off_is_told_unless_back(inside: Scene) -> None:
    shift = inside.shift()
    taken = coming(inside, shift)
    planned = told(taken, "shift.taken_off")
    assert wanted(planned) == "not taken off"

    take_off(shift=shift, person=taken.person, by=SOMEBODY)
    assert wanted(planned) is None
    with clock.fixed(shift.starts_at):
        assert wanted(planned) == "too late to tell"

    coming(inside, shift)
    assert wanted(planned) == "back on the shift"


def test_nobody_to_write_to(inside: Scene) -> None:
    taken = coming(inside, inside.shift())
    planned = told(taken, "shift.reminder")
    recipient = kinds.get("shift.reminder").recipient

    found = recipient(planned)
    assert found is not None
    assert (found.address, found.name, found.language) == ("bo@example.org", "Bo Berg", "en")
    Person.objects.filter(pk=taken.person.pk).update(email="")
    reached = recipient(planned)
    assert reached is not None
    assert (reached.address, reached.has_inbox) == ("", True)


# --- the whole way --------------------------------------------------------------------------------


def test_reminder_is_sent_once_in_the_reader_s_language(inside: Scene) -> None:
    shift = inside.shift("2025-02-04 17:00", title="Soup")
    coming(inside, shift)

    for at in ("2025-02-03 08:00", "2025-02-04 13:59", "2025-02-04 14:01", "2025-02-04 15:00"):
        with clock.fixed(local(at)):
            delivery.deliver_due()
            delivery.deliver_due()

    assert [each.subject.replace("\u00a0", " ") for each in mail.outbox] == [
        "Your shift Tue 4 Feb 17:00 is confirmed",
        "Your shift Tue 4 Feb 17:00",
    ]
    assert [each.to for each in mail.outbox] == [["Bo Berg <bo@example.org>"]] * 2


def test_nothing_is_sent_to_who_cancelled(inside: Scene) -> None:
    shift = inside.shift("2025-02-04 17:00")
    taken = coming(inside, shift)
    cancel(inside, taken)

    with clock.fixed(local("2025-02-04 14:01")):
        delivery.deliver_due()

    assert mail.outbox == []


def test_no_reminder_to_who_was_marked(inside: Scene) -> None:
    """A worker that was away for hours does not remind of what is over."""
    shift = inside.shift("2025-02-04 17:00")
    taken = coming(inside, shift)

    with clock.fixed(shift.ends_at + timedelta(hours=1)):
        mark_attendance(sign_up=taken, came=True, by=SOMEBODY)
        delivery.deliver_due()

    assert mail.outbox == []


# --- subjects -------------------------------------------------------------------------------------


def test_subjects_know_label_and_address(inside: Scene) -> None:
    shift = inside.shift("2025-02-04 17:00", title="Soup")
    taken = coming(inside, shift)

    for kind, uuid in (("shift", shift.uuid), ("sign_up", taken.uuid)):
        with translation.override("en"):
            label = subjects.label_of(kind, uuid).replace("\u00a0", " ").replace("\u2060", "")
        assert label == "Soup, Tue 4 Feb 17:00–20:00"
        assert subjects.url_of(kind, uuid) == f"/shifts/{shift.uuid}/"


def test_subject_of_a_discreet_shift_says_only_when(inside: Scene) -> None:
    shift = inside.shift("2025-02-04 17:00", title="Soup", role=inside.another_role(discreet=True))

    with translation.override("en"):
        label = subjects.label_of("shift", shift.uuid).replace("\u00a0", " ").replace("\u2060", "")
    assert label == "Shift Tue 4 Feb 17:00–20:00"


def test_subject_of_what_is_gone_is_nothing(inside: Scene) -> None:
    taken = coming(inside, inside.shift())
    taken_uuid = taken.uuid
    taken.delete()

    assert subjects.label_of("sign_up", taken_uuid) == ""
    assert subjects.url_of("sign_up", taken_uuid) == ""
