"""Many signed-in people who press at the same moment, each over a connection of their own.

Knows pages by their addresses alone, so that the same crowd goes to the demo and to what is measured.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

TOKEN = "t" * 32
"""The server compares the cookie with what is sent; a browser's own token will do."""
HOME = "/home/"
PATIENCE = 60.0
SPENT = 16
"""So many look at the page before, which wakes every thread of the server."""


@dataclass(frozen=True)
class Answer:
    """What came of one press. Without an answer the status is 0."""

    number: int
    path: str
    status: int
    location: str
    sent_at: float
    came_at: float

    @property
    def done(self) -> bool:
        """Whether the server did it: then it leads on to the page that was asked for."""
        return self.status == 302 and self.location.endswith(HOME)

    @property
    def refused(self) -> bool:
        """Whether the server said why it did not."""
        return self.status == 302 and not self.done

    @property
    def seconds(self) -> float:
        """How long the person looked at the button."""
        return self.came_at - self.sent_at


@dataclass(frozen=True)
class Crowd:
    """People by their sessions at one host, which listens at `address`."""

    address: tuple[str, int]
    host: str
    sessions: Sequence[str]

    def sign_up(self, shifts: Sequence[str]) -> list[Answer]:
        """Everybody takes a place on their shift; whom there is none left for waits for one, at once."""
        return self._all_at_once(lambda number: [f"/shifts/{shifts[number]}/{verb}/" for verb in _VERBS])

    def look(self, shift: str) -> None:
        """Some open the page, as all of them have before they press. Raises RuntimeError where it is none."""
        with ThreadPoolExecutor(SPENT) as pool:
            statuses = list(pool.map(lambda number: self._get(number, f"/shifts/{shift}/"), range(SPENT)))
        if set(statuses) != {200}:
            raise RuntimeError(f"The page of the shift answered {sorted(set(statuses))}.")

    def _get(self, number: int, path: str) -> int:
        connection = http.client.HTTPConnection(*self.address, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=self._headers(number))
            return connection.getresponse().status
        finally:
            connection.close()

    def _all_at_once(self, paths: Callable[[int], Sequence[str]]) -> list[Answer]:
        """Press one after the other until one is done; all connections are open before the first press."""
        ready = threading.Barrier(len(self.sessions))
        answers: list[list[Answer]] = [[] for _ in self.sessions]

        def go(number: int) -> None:
            connection = http.client.HTTPConnection(*self.address, timeout=PATIENCE)
            try:
                connection.connect()
                ready.wait()
                for path in paths(number):
                    answers[number].append(self._press(connection, number, path))
                    if not answers[number][-1].refused:
                        return
            finally:
                connection.close()

        threads = [threading.Thread(target=go, args=(number,)) for number in range(len(self.sessions))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [answer for each in answers for answer in each]

    def _press(self, connection: http.client.HTTPConnection, number: int, path: str) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "next": HOME})
        headers = {**self._headers(number), "Content-Type": "application/x-www-form-urlencoded"}
        sent_at = time.monotonic()
        try:
            connection.request("POST", path, body=body, headers=headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return Answer(number, path, 0, "", sent_at, time.monotonic())
        location = answer.headers.get("Location", "")
        return Answer(number, path, answer.status, location, sent_at, time.monotonic())

    def _headers(self, number: int) -> dict[str, str]:
        cookies = f"rn_session={self.sessions[number]}; rn_csrf={TOKEN}"
        return {"Host": self.host, "Cookie": cookies, "Accept-Language": "en"}


_VERBS = ("sign-up", "wait")


def rate(answers: Sequence[Answer]) -> float:
    """People a second who have a place, or one in the queue."""
    began, ended = min(each.sent_at for each in answers), max(each.came_at for each in answers)
    return sum(each.done for each in answers) / (ended - began)


def out_of_turn(queue: Sequence[int], answers: Sequence[Answer]) -> int:
    """How many stand in the queue behind somebody who had only pressed when they had their answer.

    `queue` are the numbers of those who wait, in their order. What happened at the same time may have gone
    either way; who has been answered before another one asks has to be ahead.
    """
    presses = {each.number: each for each in answers if each.path.endswith("/wait/") and each.done}
    latest, wrong = 0.0, 0
    for number in queue:
        if presses[number].came_at < latest:
            wrong += 1
        latest = max(latest, presses[number].sent_at)
    return wrong
