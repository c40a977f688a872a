"""The main job, from an open shift to the federation's figures, by the people who do it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from local.browser import Browser, Unexpected
from local.check.published import NOTHING_BY_ROLE, Moment
from local.check.visits import at, move_clock, option, signed_in, until
from local.federation.cast import ROUND_TRIP
from local.stack import Stack

TUNTURILA = "tunturila"
NAPAJOKI = "napajoki"
UMBRELLA = "rinnakkain"
COORDINATOR = "pekka.rautio@example.org"
NEIGHBOUR = "satu.alatalo@example.org"
ANALYST = "veera.tanskanen@example.org"
ROLE = "Kohtaamispaikan isäntä tai emäntä"
FEBRUARY = 2
#: A release comes out in the night, which is the day before by the server's clock.
DAY = timedelta(days=1)
# After five reminders have come, a sixth would follow within this time.
STILL = 8.0


@dataclass(frozen=True)
class Outcome:
    """What the round trip came to."""

    signed_up: int
    reminder_mails: int
    hours_before: int
    hours_after: int
    federation_hours_before: int
    federation_hours_after: int
    year_before_unchanged: bool
    cross_tenant_status: int


#: When releases are due while the round trip lasts: of January, and of February.
RELEASES = ("2025-02-16", "2025-03-16")


def run(stack: Stack, moments: list[Moment]) -> Outcome:
    """Walk it through, and note what is shown at each release.

    Raises Unexpected where a page answers otherwise than it should.
    """
    pekka = signed_in(stack, COORDINATOR)
    veera = signed_in(stack, ANALYST)
    hours_before, last_year = own_hours(stack, pekka), published(stack, veera, 2024)
    federation_before = february(published(stack, veera, 2025))
    shift = open_shift(stack, pekka)
    volunteers = [signed_in(stack, email) for email in addresses(stack)]
    for volunteer in volunteers:
        at(volunteer, stack, TUNTURILA, f"/shifts/{shift}/").expect(200)
        volunteer.post(
            stack.url(TUNTURILA, f"/shifts/{shift}/sign-up/"),
            {},
            form_at=stack.url(TUNTURILA, f"/shifts/{shift}/"),
        ).expect(200)
    signed_up = coming(stack, pekka, shift)
    status = at(signed_in(stack, NEIGHBOUR), stack, NAPAJOKI, f"/coordinate/shifts/{shift}/").status
    reminders = count_reminders(stack, pekka, shift)
    move_clock(stack, pekka, "2025-02-04T20:05")
    mark_attendance(stack, pekka, shift)
    approve_hours(stack, pekka)
    until("15 more hours in February", lambda: own_hours(stack, pekka) == hours_before + 15 or None)
    for due_on in RELEASES:
        move_clock(stack, pekka, f"{due_on}T06:00")
        until(f"release of {due_on}", partial(is_released, stack, veera, due_on))
        moments += [moment(stack, veera, year) for year in (2024, 2025)]
    if not february_is_told(stack, veera):
        raise Unexpected("The release of March does not tell Tunturila's February.")
    return Outcome(
        signed_up=signed_up,
        reminder_mails=reminders,
        hours_before=hours_before,
        hours_after=own_hours(stack, pekka),
        federation_hours_before=federation_before,
        federation_hours_after=february(published(stack, veera, 2025)),
        year_before_unchanged=published(stack, veera, 2024)["total"] == last_year["total"],
        cross_tenant_status=status,
    )


def addresses(stack: Stack) -> list[str]:
    """The five volunteers' addresses."""
    return [person.email for person in stack.signins if person.name in ROUND_TRIP]


def open_shift(stack: Stack, pekka: Browser) -> str:
    """Tuesday 4.2.2025 17–20 with five places, published; returns its identifier."""
    form = at(pekka, stack, TUNTURILA, "/coordinate/shifts/new/").expect(200)
    made = pekka.post(
        form.url,
        {
            "role": option(form, name="role", label=ROLE),
            "title": "",
            "site": "",
            "day": "2025-02-04",
            "start": "17:00",
            "end": "20:00",
            "places": "5",
            "description": "",
            "contact_person": "",
            "publish": "1",
        },
    ).expect(200)
    found = re.search(r"/shifts/([0-9a-f-]{36})/", made.url)
    if not found:
        raise Unexpected(f"Making the shift led to {made.url}.")
    return found.group(1)


def coming(stack: Stack, pekka: Browser, shift: str) -> int:
    """How many of the five the coordinator sees on the shift."""
    page = pekka.get(stack.url(TUNTURILA, f"/coordinate/shifts/{shift}/")).expect(200)
    return sum(1 for name in ROUND_TRIP if name in page.text)


def count_reminders(stack: Stack, pekka: Browser, shift: str) -> int:
    """Move to a minute past three hours before the start; count the mails that come, and none after them."""
    five = len(ROUND_TRIP)
    until("five confirmations", lambda: len(letters(stack, shift)) >= five or None)
    before = letters(stack, shift)
    move_clock(stack, pekka, "2025-02-04T14:01")
    until("five reminders", lambda: len(letters(stack, shift) - before) >= five or None)
    time.sleep(STILL)
    return len(letters(stack, shift) - before)


def letters(stack: Stack, shift: str) -> set[str]:
    """Keys of the mails about the shift to the five."""
    wanted = set(addresses(stack))
    return {
        one.key
        for one in stack.mailbox.summaries()
        if set(one.to) & wanted and shift in stack.mailbox.read(one.key).text
    }


def mark_attendance(stack: Stack, pekka: Browser, shift: str) -> None:
    """Everybody came."""
    page = stack.url(TUNTURILA, f"/coordinate/shifts/{shift}/")
    pekka.post(
        stack.url(TUNTURILA, f"/coordinate/shifts/{shift}/attendance/"), {"everybody": "1"}, form_at=page
    ).expect(200)


def approve_hours(stack: Stack, pekka: Browser) -> None:
    """Approve all hours that wait at Tunturila: those to look at, then the others."""
    page = pekka.get(stack.url(TUNTURILA, "/coordinate/hours/")).expect(200)
    while shown := re.findall(r'name="entry" value="([0-9a-f-]{36})"', page.text):
        pekka.post(page.url, {"entry": shown, "some": "1"}).expect(200)
        page = pekka.get(page.url).expect(200)


def own_hours(stack: Stack, pekka: Browser) -> int:
    """Tunturila's own exact hours of February 2025."""
    at(pekka, stack, TUNTURILA, "/coordinate/months/").expect(200)
    minutes = 0
    url = stack.url(TUNTURILA, "/api/v1/figures/?page_size=200")
    while url:
        answer = pekka.get(url).expect(200).json
        minutes += sum(
            row["minutes"]
            for row in answer["results"]
            if (row["year"], row["month"], row["measure"], row["role"]) == (2025, FEBRUARY, "volunteer", None)
        )
        url = answer["next"] or ""
    return minutes // 60


def published(stack: Stack, veera: Browser, year: int) -> dict[str, Any]:
    """What the federation's API shows of a year."""
    answer: dict[str, Any] = at(veera, stack, UMBRELLA, f"/api/v1/figures/?year={year}").expect(200).json
    return answer


def moment(stack: Stack, veera: Browser, year: int) -> Moment:
    """The same with the tables by role: none where nothing of the year is told by role."""
    roles = at(veera, stack, UMBRELLA, f"/api/v1/figures/roles/?year={year}").expect(200, 404)
    by_role = roles.json if roles.status == 200 else NOTHING_BY_ROLE
    return Moment(table=published(stack, veera, year), by_role=by_role)


def february(table: dict[str, Any]) -> int:
    """The federation's hours of February, 0 while nothing is known of it."""
    minutes = table["months"][FEBRUARY - 1]["minutes"]
    return int(minutes or 0) // 60


def is_released(stack: Stack, veera: Browser, due_on: str) -> bool | None:
    """Whether the release of a day is out. It is one for all: with it comes every month that was closed."""
    released_at = datetime.fromisoformat(published(stack, veera, 2025)["released_at"])
    return True if released_at.date() >= date.fromisoformat(due_on) - DAY else None


def february_is_told(stack: Stack, veera: Browser) -> bool:
    """Whether February is final at Tunturila."""
    rows = published(stack, veera, 2025)["associations"]
    row = next(row for row in rows if row["slug"] == TUNTURILA)
    return row["months"][FEBRUARY - 1]["state"] in {"shown", "hidden"}
