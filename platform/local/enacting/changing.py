"""What has changed since the shifts were planned, and waits for somebody on the first morning. Inside.

A waiting list with an offered place, swaps, a shift that moved, somebody who cannot come, standing places,
people who have asked for a place, people who are invited first, and dates that a library has sent.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from local.enacting import times
from local.enacting.register import Cast
from local.federation.associations import Association as Told
from notifications import preferences
from notifications.models.people import DIGEST_AT, LEADS, QUIET_FROM, QUIET_TO
from scheduling.feeds.schedules import services as schedules
from scheduling.shifts import services as shifts
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import ScheduleImport, Shift, SignUp, StandingPlace, Swap
from scheduling.shifts.plans import plan_of
from scheduling.shifts.services import (
    confirming,
    inviting,
    moving,
    running,
    signing_up,
    standing,
    standing_in,
    swapping,
    waiting,
)
from scheduling.shifts.services.running import RulesPlan, SettingsPlan
from tenants import clock
from tenants.actors import Actor
from volunteers.register import selectors
from volunteers.register.models import Person
from web.errors import DomainError

# Whoever hears of an offered place in the evening has until the next evening.
OFFER_HOURS = 24
# Nearer than this nothing is drawn: the first week is told line by line.
FIRST_FREE_DAY = date(2025, 2, 10)
FIRST_OF_SPRING = date(2025, 3, 3)


@dataclass(frozen=True)
class Changes:
    """In which roles what has changed. A standing place is somebody's, on a day of the week."""

    queue: str
    offer: str
    moved: str
    searched: str
    standing: tuple[str, str, str, int]


CHANGES = {
    "napajoki": Changes(
        "ruokakassijakelu",
        "digikaveri",
        "ruokakassijakelu",
        "olka",
        ("Eeva", "Salmela", "kohtaamispaikka", 5),
    ),
    "kusten": Changes(
        "kriisipuhelin",
        "digikaveri",
        "kriisipuhelin",
        "kohtaamispaikka",
        ("Gunvor", "Nygård", "kohtaamispaikka", 1),
    ),
}
# Each of so many.
MANY = 9
ANY_TIME = preferences.Times(
    quiet_from=QUIET_FROM,
    quiet_to=QUIET_TO,
    urgent_at_night=True,
    digest_at=DIGEST_AT,
    digest_weekday=None,
    leads=LEADS,
)
DUTY = SettingsPlan(duty_name="Jourtelefonen", duty_phone="+358 40 0000113", offer_hours=OFFER_HOURS)
LIBRARY = "Napajoen kaupunginkirjasto"
# Eeva is expected in two places that afternoon, which she alone is told.
TWICE = date(2025, 2, 22)


def tell(told: Told, cast: Cast, by: Actor) -> None:
    """All of it in the last days before the demo begins; a second time changes nothing."""
    if told.slug == "tunturila":
        _be_in_two_places(cast)
    if told.slug not in CHANGES or StandingPlace.objects.exists():
        return
    changes = CHANGES[told.slug]
    call_at_any_time()
    if told.slug == "kusten":
        with times.at(date(2025, 1, 27), 10):
            running.set_settings(plan=DUTY, by=by)
    _wait(changes.queue, by)
    _offer(changes.offer, by)
    _move(changes.moved, by)
    _search(changes.searched, by)
    if told.slug == "napajoki":
        _swap(by)
        _ask_for_places("ruokakassijakelu", by)
        _invite_first("kriisipuhelin", by)
        _send_dates(cast, by)
    _stand(*changes.standing)


def call_at_any_time() -> None:
    """Some may be called at night too, where somebody is needed at once."""
    written = Person.objects.filter(is_blank=False).exclude(email="").order_by("pk")
    for uuid in written.values_list("uuid", flat=True)[2::MANY]:
        preferences.choose(person_uuid=uuid, times=ANY_TIME)


def _acting(person: Person, by: Actor) -> Actor:
    """Themselves; the coordinator for those without a login."""
    return Actor(user=person.user_uuid, name=person.name) if person.user_uuid else by


def _ahead(role: str, *, since: date = FIRST_FREE_DAY) -> Iterator[Shift]:
    """The published shifts of a role from a day on."""
    rows = Shift.objects.select_related("role", "site").filter(role__code=role, state=Shift.State.PUBLISHED)
    return (
        rows.filter(starts_at__gt=times.instant(since, 0), taken__gt=0).order_by("starts_at", "pk").iterator()
    )


def _coming(shift: Shift) -> list[SignUp]:
    rows = SignUp.objects.filter(shift=shift, state=SignUp.State.SIGNED_UP)
    return list(rows.select_related("person", "shift").order_by("pk"))


def _wait(role: str, by: Actor) -> Shift:
    """Up to three wait for a shift that is full."""
    shift = next(each for each in _ahead(role) if each.taken == each.places)
    left, at = 3, times.instant(date(2025, 1, 30), 18, 12)
    for person in selectors.holders(shift.role, on=shift.starts_at.date()):
        try:
            with clock.fixed(at):
                waiting.wait(shift=shift, person=person, by=_acting(person, by))
        except DomainError:
            continue  # has something else that day
        left, at = left - 1, at + timedelta(hours=14, minutes=7)
        if not left:
            break
    return shift


def _offer(role: str, by: Actor) -> None:
    """Somebody gives a place back for which others wait, and the first of them has it offered."""
    leaving = _coming(_wait(role, by))[-1]
    with times.at(date(2025, 2, 2), 18, 3):
        signing_up.cancel_own(shift=leaving.shift, person=leaving.person, by=_acting(leaving.person, by))


def _move(role: str, by: Actor) -> None:
    """A shift starts an hour later; the first of those who come has said that this suits them."""
    shift = next(each for each in _ahead(role, since=FIRST_FREE_DAY + timedelta(days=2)))
    hour = timedelta(hours=1)
    with times.at(date(2025, 1, 31), 14, 20):
        moving.move_shift(shift=shift, starts_at=shift.starts_at + hour, ends_at=shift.ends_at + hour, by=by)
    first, *others = _coming(shift)
    if others:
        with times.at(date(2025, 2, 1), 12, 41):
            confirming.confirm(sign_up=first, asked_at=first.confirm_asked_at, by=_acting(first.person, by))


def _search(role: str, by: Actor) -> None:
    """On Sunday somebody says that they cannot come in the week; others have been asked since."""
    shift = next(each for each in _ahead(role, since=date(2025, 2, 4)) if each.places > 1)
    leaving = _coming(shift)[0].person
    with times.at(date(2025, 2, 2), 17, 10):
        standing_in.cannot_come(shift=shift, person=leaving, by=_acting(leaving, by))


def _swap(by: Actor) -> None:
    """Two of the crisis line have agreed, and wait for the coordinator; Heikki is asked about his gig."""
    crisis_line = [each for each in _ahead("kriisipuhelin") if each.starts_at < times.instant(TWICE, 0)]
    role = crisis_line[0].role
    with times.at(date(2025, 1, 27), 10, 30):
        running.set_rules(role=role, plan=RulesPlan(swap_needs_approval=True, most_per_week=3), by=by)
    with times.at(date(2025, 1, 31), 10, 5):
        swap = _asked(crisis_line, crisis_line, by)
    with times.at(date(2025, 2, 1), 19, 30):
        swapping.accept(swap=swap, by=_acting(swap.yours.person, by))
    gigs = list(_ahead("ohjelmarengas"))
    heikkis = [each for each in gigs if any(one.person.family_name == "Moilanen" for one in _coming(each))]
    with times.at(date(2025, 2, 2), 19, 20):
        _asked(gigs, heikkis, by)


def _asked(mine: list[Shift], yours: list[Shift], by: Actor) -> Swap:
    """The first of some shifts whose holder can swap it for one of the others."""
    for held in (held for shift in mine for held in _coming(shift)):
        others = [shift for shift in yours if shift.pk != held.shift_id]
        try:
            return swapping.ask(mine=held, shifts=others[:1], by=_acting(held.person, by))[0]
        except errors.ShiftRefusal:
            continue
    raise LookupError("Nobody of the story can swap.")


def _ask_for_places(role: str, by: Actor) -> None:
    """The coordinator confirms who comes to a shift of the spring, and two have asked."""
    with times.at(date(2025, 1, 30), 9, 40):
        shift = _with_mode(role, Shift.SignUpMode.BY_REQUEST, by, free=2)
    left, at = 2, times.instant(date(2025, 1, 31), 20, 9)
    for person in selectors.holders(shift.role, on=shift.starts_at.date()):
        try:
            with clock.fixed(at):
                signing_up.sign_up(shift=shift, person=person, by=_acting(person, by))
        except DomainError:
            continue  # comes already, or has something else that day
        left, at = left - 1, at + timedelta(hours=11, minutes=3)
        if not left:
            break


def _invite_first(role: str, by: Actor) -> None:
    """Three may choose first, everybody else in the last week."""
    with times.at(date(2025, 1, 30), 9, 55):
        shift = _with_mode(role, Shift.SignUpMode.INVITED_FIRST, by, free=1, for_all=7 * 24)
        coming = [held.person.pk for held in _coming(shift)]
        holders = selectors.holders(shift.role, on=shift.starts_at.date()).exclude(pk__in=coming)
        inviting.invite(shift=shift, people=holders[:3], by=by)


def _with_mode(role: str, mode: str, by: Actor, *, free: int, for_all: int | None = None) -> Shift:
    """A shift from March on with so many free places at least, for which people sign up in this way."""
    found = _ahead(role, since=FIRST_OF_SPRING)
    shift = next(each for each in found if each.places - each.taken >= free)
    return shifts.edit_shift(
        shift=shift, plan=replace(plan_of(shift), sign_up_mode=mode, all_hours_before=for_all), by=by
    )


def _send_dates(cast: Cast, by: Actor) -> None:
    """The library has sent its afternoons of the spring."""
    if ScheduleImport.objects.exists():
        return
    with times.at(date(2025, 1, 29), 13, 15):
        batch = schedules.keep_draft(
            file=io.BytesIO(_calendar()),
            name="kirjasto-kevat-2025.ics",
            source=LIBRARY,
            role=cast.roles["digikaveri"],
            site=cast.sites["kirjasto"],
            places=1,
            by=by,
        )
    with times.at(date(2025, 1, 29), 13, 20):
        schedules.apply(batch=batch, publish=True, by=by)


def _calendar() -> bytes:
    """Eight Wednesdays from two to four."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{LIBRARY}//FI"]
    for number in range(8):
        day = date(2025, 2, 19) + timedelta(weeks=number)
        lines += [
            "BEGIN:VEVENT",
            f"UID:digineuvonta-{number + 1}@napajoenkirjasto.example.org",
            "DTSTAMP:20250129T110000Z",
            f"DTSTART;TZID=Europe/Helsinki:{day:%Y%m%d}T140000",
            f"DTEND;TZID=Europe/Helsinki:{day:%Y%m%d}T160000",
            "SUMMARY:Digineuvonta kirjastossa",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _stand(given: str, family: str, role: str, weekday: int) -> None:
    """It is always theirs, to the end of the term."""
    person = Person.objects.get(given_name=given, family_name=family)
    rows = _ahead(role, since=date(2025, 2, 3))
    shift = next(each for each in rows if each.series_day and each.series_day.weekday() == weekday)
    with times.at(date(2025, 2, 1), 10, 12):
        standing.take(shift=shift, person=person, by=Actor(user=person.user_uuid, name=person.name))


def _be_in_two_places(cast: Cast) -> None:
    shift = Shift.objects.filter(site=cast.sites["kylatupa"], starts_at=times.instant(TWICE, 11)).first()
    eeva = Person.objects.filter(given_name="Eeva", family_name="Salmela").first()
    if shift is None or eeva is None or shift.taken == shift.places:
        return
    with times.at(date(2025, 2, 1), 10, 20):
        signing_up.sign_up(shift=shift, person=eeva, by=Actor(user=eeva.user_uuid, name=eeva.name))
