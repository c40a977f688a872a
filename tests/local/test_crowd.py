"""Who presses at the same moment: what counts as done, and who stands in the queue out of turn."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from local.check import race
from local.crowd import Answer, Crowd, out_of_turn, rate

PEOPLE, PLACES = 12, 3


class Desk(BaseHTTPRequestHandler):
    """So many places; whoever comes later may wait. One person's line is dead."""

    lock = threading.Lock()
    taken: list[str]
    queue: list[str]

    def do_POST(self) -> None:
        who = self.headers["Cookie"].partition(";")[0].removeprefix("rn_session=")
        self.rfile.read(int(self.headers["Content-Length"]))
        if who == "dead":
            self.close_connection = True
            return
        with self.lock:
            if self.path.endswith("/wait/"):
                self.queue.append(who)
            elif len(self.taken) < PLACES:
                self.taken.append(who)
            else:
                return self._lead("/shifts/one/")
        return self._lead("/home/")

    def _lead(self, location: str) -> None:
        self.send_response(302)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def desk() -> Iterator[tuple[str, int]]:
    """Where it listens."""
    Desk.taken, Desk.queue = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield "127.0.0.1", server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_everybody_has_a_place_or_one_in_the_queue_and_a_dead_line_is_an_error(
    desk: tuple[str, int],
) -> None:
    people = [*map(str, range(PEOPLE)), "dead"]
    answers = Crowd(desk, "host", people).sign_up(["one"] * len(people))
    assert len(Desk.taken) == PLACES
    assert sorted(Desk.taken + Desk.queue) == sorted(people[:-1])
    assert [each.number for each in answers if not each.status] == [PEOPLE]
    found = race.judged(
        answers,
        answers,
        states=["signed_up"] * 3 + ["waiting"] * 9,
        queue=[int(each) for each in Desk.queue],
    )
    # The dead line, which here is counted on both sides.
    assert found.figures() == {"hold": 3, "wait": 9, "errors": 1 + sum(not each.done for each in answers)}
    assert found.share_of_rate == 1
    assert rate(answers) > 0


def _waits(number: int, sent_at: float, came_at: float) -> Answer:
    return Answer(number, "/shifts/one/wait/", 302, "/home/", sent_at, came_at)


def test_who_was_answered_before_another_one_asked_stands_before_them() -> None:
    answers = [_waits(0, 0.0, 1.0), _waits(1, 0.5, 1.5), _waits(2, 2.0, 3.0)]
    assert out_of_turn([0, 1, 2], answers) == 0
    assert out_of_turn([1, 0, 2], answers) == 0  # they asked at the same time
    assert out_of_turn([2, 0, 1], answers) == 2
