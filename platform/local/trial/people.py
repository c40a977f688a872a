"""The people of the trial. They wait a moment and press again where no answer comes."""

from __future__ import annotations

import http.client
import random
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from typing import Any

from local.browser import Browser, Page, Unexpected
from local.check.visits import at, option, signed_in
from local.stack import Stack
from local.trial.ledger import Claim, Ledger
from local.trial.scene import Place

NO_ANSWER = (OSError, http.client.HTTPException)
AGAIN_AFTER = (0.4, 1.2)
TRY_AGAIN = frozenset({500, 502, 503, 504})

_TOAST = re.compile(r'<div class="rn-toast( rn-toast--bad)?"[^>]*>.*?<span>(.*?)</span>', re.DOTALL)
_SHIFT = re.compile(r"/shifts/([0-9a-f-]{36})/")
_SHOWN = re.compile(r'name="entry" value="([0-9a-f-]{36})"')


class GaveUp(Exception):
    """The trial ended while somebody was still waiting for an answer."""


@dataclass(frozen=True)
class Told:
    """What a page said after a press: whether it is done, and in which words."""

    done: bool
    text: str


def told(page: Page) -> Told | None:
    """The message on a page, if there is one."""
    found = _TOAST.search(page.text)
    return Told(done=not found.group(1), text=unescape(found.group(2)).strip()) if found else None


class Somebody:
    """One person at one association, with their own browser."""

    def __init__(
        self, stack: Stack, place: Place, email: str, *, ledger: Ledger, seed: str, over: threading.Event
    ) -> None:
        """`over`: from then on nobody waits any longer."""
        self.stack, self.place, self.email = stack, place, email
        self.ledger = ledger
        self.random = random.Random(seed)
        self.over = over
        self.browser = Browser(address=stack.address)

    def sign_in(self) -> None:
        """Before the first kill: by password, and to the association."""
        self.browser = signed_in(self.stack, self.email)
        at(self.browser, self.stack, self.place.slug).expect(200)

    def wait(self, seconds: float | None = None) -> None:
        """A moment; raises GaveUp when the trial is over."""
        if self.over.wait(self.random.uniform(*AGAIN_AFTER) if seconds is None else seconds):
            raise GaveUp

    def open(self, path: str) -> Page:
        """A page, asked for until it comes."""
        url = self.stack.url(self.place.slug, path)
        return self._insist("page", lambda: self.browser.get(url))

    def press(
        self, act: str, path: str, data: Mapping[str, Any], *, form_at: str, open_: Callable[[], None]
    ) -> Page:
        """Send a form until the server has answered, and follow where it leads.

        `open_` is called each time the outcome is open.
        """
        url = self.stack.url(self.place.slug, path)
        while True:
            form = self.open(form_at)
            if form.status != 200:
                return form
            try:
                answer = self.browser.submit(url, data, token=form.token)
            except NO_ANSWER:
                self.ledger.no_answer(act)
                open_()
                self.wait()
                continue
            if answer.status in TRY_AGAIN:
                self.ledger.saw(answer.status, url)
                open_()
                self.wait()
                continue
            return self._insist("page", partial(self.browser.follow, answer))

    def _insist(self, act: str, ask: Callable[[], Page]) -> Page:
        while True:
            try:
                page = ask()
            except NO_ANSWER:
                self.ledger.no_answer(act)
            else:
                if page.status not in TRY_AGAIN:
                    return page
                self.ledger.saw(page.status, page.url)
            self.wait()


class Volunteer(Somebody):
    """Takes places and gives them back, for as long as there are shifts."""

    pressing = ""
    """The shift about which an answer is awaited."""

    def run(self, shifts: Callable[[], Sequence[str]], until: threading.Event) -> None:
        """Press here and there until told to stop."""
        try:
            while not until.is_set():
                if offered := shifts():
                    self.pressing = self.random.choice(offered)
                    self._act(self.pressing)
                    self.pressing = ""
                self.wait(self.random.uniform(0.2, 0.7))
        except GaveUp:
            return
        finally:
            self.pressing = ""

    def _act(self, shift: str) -> None:
        claim = Claim(self.place.slug, shift, self.email)
        held = True in self.ledger.possible.get(claim, {False})
        if held and self.random.random() < 0.6:
            return
        verb, act = ("cancel", "cancellation") if held else ("sign-up", "sign-up")
        page = self.press(
            act,
            f"/shifts/{shift}/{verb}/",
            {},
            form_at=f"/shifts/{shift}/",
            open_=lambda: self.ledger.may_be(claim, held=not held),
        )
        answer = told(page.expect(200))
        if answer is None and held:  # nothing to give back: it was done before
            self.ledger.is_so(claim, held=False)
        elif answer is not None and answer.done:
            self.ledger.is_so(claim, held=not held)


class Coordinator(Somebody):
    """Makes shifts, writes down who came, approves the hours, closes a month."""

    def free_places_at_once(self) -> None:
        """Whoever cancels gives the place back at any hour: nobody is looked for who takes it over."""
        path = "/coordinate/settings/shifts/"
        said = {
            "duty_name": "",
            "duty_phone": "",
            "stand_in_hours": "0",
            "late_hours": "0",
            "offer_hours": "1",
        }
        answer = told(self.press("settings", path, said, form_at=path, open_=_shrug))
        if answer is None or not answer.done:
            raise Unexpected(f"The settings of shifts at {self.place.slug}: {answer}")

    def make_shift(self, *, day: str, start: str, end: str, places: int, title: str) -> str:
        """Publish a shift and return its identifier; looks whether it is there before pressing again."""
        week = f"/coordinate/shifts/?week={day}"
        known = set(_SHIFT.findall(self.open(week).expect(200).text))
        form = self.open("/coordinate/shifts/new/").expect(200)
        data = {
            "role": option(form, name="role", label=self.place.role),
            "title": title,
            "site": "",
            "day": day,
            "start": start,
            "end": end,
            "places": str(places),
            "description": "",
            "contact_person": "",
            "publish": "1",
        }
        url = self.stack.url(self.place.slug, "/coordinate/shifts/new/")
        new: set[str] = set()
        while not new:
            try:
                answer = self.browser.submit(url, data, token=form.token)
            except NO_ANSWER:
                self.ledger.no_answer("shift")
            else:
                if answer.status in {302, 303}:
                    new = {_found(_SHIFT.findall(answer.headers["Location"]), answer)}
                    break
                self.ledger.saw(answer.status, url)
                answer.expect(*TRY_AGAIN)
            self.wait()
            new = set(_SHIFT.findall(self.open(week).expect(200).text)) - known
        shift = new.pop()
        self.ledger.said_yes("shift", self.ledger.made, {(self.place.slug, shift)})
        return shift

    def mark_attendance(self, shift: str) -> None:
        """Everybody came."""
        path = f"/coordinate/shifts/{shift}/"
        while True:
            page = self.press(
                "attendance", f"{path}attendance/", {"everybody": "1"}, form_at=path, open_=_shrug
            )
            answer = told(page)
            if answer is not None and answer.done:
                self.ledger.said_yes("attendance", self.ledger.attended, {(self.place.slug, shift)})
                return
            if 'name="everybody"' not in page.text:  # nobody came, or it is done and was told to nobody
                return
            self.wait()

    def approve(self) -> int:
        """Approve what waits, page by page. Returns how many entries."""
        path, approved = "/coordinate/hours/", 0
        while shown := _SHOWN.findall(self.open(path).expect(200).text):
            page = self.press("approval", path, {"entry": shown, "some": "1"}, form_at=path, open_=_shrug)
            answer = told(page.expect(200))
            if answer is None or not answer.done:
                raise Unexpected(f"Approving at {self.place.slug}: {answer}")
            entries = {(self.place.slug, entry) for entry in shown}
            self.ledger.said_yes("approval", self.ledger.approved, entries)
            approved += len(shown)
        return approved

    def close_month(self, *, year: int, month: int) -> bool:
        """Close a month for good; whether the server said yes."""
        path = f"/coordinate/months/{year}-{month}/close/"
        page = self.press("month closed", path, {}, form_at=path, open_=_shrug)
        answer = told(page)
        return answer is not None and answer.done


def _found(found: Sequence[str], answer: Page) -> str:
    if not found:
        raise Unexpected(f"Making the shift led to {answer.headers['Location']}.")
    return found[0]


def _shrug() -> None:
    """What one presses again changes nothing: it is asked only whether it was said to be done."""
