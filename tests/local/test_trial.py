"""The kill trial: its judge can fail, and a short trial on a real stack loses and doubles nothing.

The stack of the last part also shows what a person sees while the database or Redis is away.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from local.browser import Browser
from local.check.visits import at, signed_in
from local.postgres import bin_dir
from local.redis import server_program
from local.stack import Stack
from local.terminal import Terminal
from local.trial import run, scene
from local.trial.course import SHIFTS
from local.trial.evidence import Clock, Evidence, HeldPlace, MessageRow, MonthRow, ShiftRow
from local.trial.judge import judge, judge_mails
from local.trial.kills import SERVICES, Kill
from local.trial.ledger import Claim, Closing, Ledger
from tests import environment
from tests.lacking import needs

BO = Claim("alfa", "s1", "bo@example.org")
WORKER = Kill(at=100.0, service="worker", pids=(1,), whole=True)


def ledger() -> Ledger:
    """Bo has a place, was there, and his hours are approved; January is closed."""
    made = Ledger()
    made.is_so(BO, held=True)
    made.said_yes("shift", made.made, {("alfa", "s1")})
    made.said_yes("attendance", made.attended, {("alfa", "s1")})
    made.said_yes("approval", made.approved, {("alfa", "h1")})
    made.said_closed(Closing("alfa", "2025-01-01", "digest"))
    return made


def evidence() -> Evidence:
    """All of that is there, and the confirmation has arrived once."""
    return Evidence(
        held=[
            HeldPlace(
                slug="alfa",
                shift="s1",
                email="bo@example.org",
                state="attended",
                minutes=60,
                hours=(60,),
                messages=("shift.signed_up",),
            )
        ],
        shifts=[
            ShiftRow(slug="alfa", uuid="s1", title="Trial", state="published", places=3, taken=1, holders=1)
        ],
        messages=[
            MessageRow(
                slug="alfa",
                uuid="m1",
                key="shift.signed_up:1",
                state="sent",
                failure="",
                attempts=1,
                due=90.0,
                of_trial=True,
            )
        ],
        months=[
            MonthRow(
                slug="alfa",
                first_day="2025-01-01",
                closed=True,
                rows=60,
                figure=60,
                exact=60,
                digest="digest",
            )
        ],
        hours={("alfa", "h1"): "approved"},
        mails={"m1": [95.0]},
        at=200.0,
    )


# --- the judge -------------------------------------------------------------------------------------


def test_nothing_lost_and_nothing_doubled_is_no_fault() -> None:
    verdict = judge(ledger(), evidence(), [WORKER])
    assert (verdict.faults, verdict.doubled, verdict.killed) == ([], 0, {"worker": 1})
    assert [(delay.seconds, delay.attempts) for delay in verdict.delays] == [(5.0, 1)]


def test_planted_lost_sign_up_is_found() -> None:
    found = evidence()
    found.held.clear()
    found.shifts = [replace(found.shifts[0], taken=0, holders=0)]
    assert judge(ledger(), found, []).lost == ["sign-up of bo@example.org on shift s1 at alfa"]


def test_planted_lost_cancellation_is_found() -> None:
    said = ledger()
    said.is_so(BO, held=False)
    assert judge(said, evidence(), []).lost == ["cancellation of bo@example.org on shift s1 at alfa"]


def test_request_without_an_answer_may_have_gone_either_way() -> None:
    said = ledger()
    said.may_be(BO, held=False)
    there, gone = evidence(), evidence()
    gone.held.clear()
    gone.shifts = [replace(gone.shifts[0], taken=0, holders=0)]
    assert [judge(said, found, []).lost for found in (there, gone)] == [[], []]


def test_planted_lost_mail_is_found() -> None:
    found = evidence()
    found.mails.clear()
    [lost] = judge(ledger(), found, []).lost
    assert lost == "mail m1 (shift.signed_up:1): noted as sent, never arrived"


@pytest.mark.parametrize(
    ("state", "failure", "is_lost"),
    [
        ("planned", "", True),
        ("retrying", "connection_lost", True),
        ("failed", "worker_lost", True),
        ("withheld", "association_suspended", True),
        ("obsolete", "the shift has started", True),
        ("withheld", "no_address", False),
        ("obsolete", "no longer signed up", False),
        ("obsolete", "", False),
    ],
)
def test_message_that_was_due_has_to_be_sent_or_called_off_for_cause(
    state: str, failure: str, is_lost: bool
) -> None:
    found = evidence()
    found.mails.clear()
    found.messages = [replace(found.messages[0], state=state, failure=failure)]
    assert bool(judge(ledger(), found, []).lost) is is_lost


def test_sign_up_without_its_message_is_lost_mail() -> None:
    found = evidence()
    found.held = [replace(found.held[0], messages=())]
    [lost] = judge(ledger(), found, []).lost
    assert lost == "message about the sign-up of bo@example.org on shift s1 at alfa"


@pytest.mark.parametrize(
    ("arrivals", "kill", "explained"),
    [
        ([95.0, 130.0], replace(WORKER, at=95.5), True),
        ([95.0, 130.0], replace(WORKER, at=92.0, service="postgres"), True),
        ([95.0, 130.0], replace(WORKER, at=95.5, service="web"), False),
        ([95.0, 130.0], replace(WORKER, at=110.0), False),
        ([95.0, 130.0, 160.0], replace(WORKER, at=95.5), False),
    ],
)
def test_doubled_mail_counts_and_needs_a_kill_of_who_delivered(
    arrivals: list[float], kill: Kill, explained: bool
) -> None:
    found = evidence()
    found.mails["m1"] = arrivals
    verdict = judge(ledger(), found, [kill])
    said = f"mail m1 arrived {len(arrivals)} times and no kill explains it"
    assert (verdict.doubled, verdict.faults) == (1, [] if explained else [said])


def two_mails(*arrivals: list[float]) -> Evidence:
    """As many messages as there are arrivals, each sent."""
    found = evidence()
    found.messages = [replace(found.messages[0], uuid=f"m{number}") for number in range(len(arrivals))]
    found.mails = {f"m{number}": each for number, each in enumerate(arrivals)}
    return found


@pytest.mark.parametrize(
    ("kill", "faults"),
    [
        (replace(WORKER, at=96.0, pids=(1, 2, 3)), 0),  # both of its processes were sending
        (replace(WORKER, at=96.0, pids=(1, 2)), 1),
        (replace(WORKER, at=96.0, pids=(2,), whole=False), 1),
        (replace(WORKER, at=96.0, service="postgres"), 0),
        (replace(WORKER, at=96.0, service="redis"), 2),
    ],
)
def test_no_more_mails_come_twice_than_a_kill_ended_deliveries(kill: Kill, faults: int) -> None:
    verdict = judge_mails(two_mails([95.0, 130.0], [95.5, 131.0], [96.0]), [kill])
    assert (verdict.doubled, len(verdict.faults), verdict.lost) == (2, faults, [])


def test_mail_that_never_came_is_lost_and_one_without_a_row_is_wrong() -> None:
    found = two_mails([95.0], [95.5])
    found.mails["stranger"] = found.mails.pop("m1")
    verdict = judge_mails(found, [])
    assert verdict.lost == ["mail m1 (shift.signed_up:1): noted as sent, never arrived"]
    assert verdict.wrong == ["mail stranger arrived, and no row speaks of it"]


def test_planted_second_hours_entry_is_found() -> None:
    found = evidence()
    found.held = [replace(found.held[0], hours=(60, 60))]
    verdict = judge(ledger(), found, [])
    assert verdict.twice == ["bo@example.org has 2 hours entries for shift s1 at alfa"]


def test_attendance_without_hours_is_lost() -> None:
    found = evidence()
    found.held = [replace(found.held[0], hours=())]
    assert judge(ledger(), found, []).lost == ["hours of bo@example.org for shift s1 at alfa: (), not 60"]


def test_attendance_and_approval_that_were_said_to_be_saved_are_missed() -> None:
    found = evidence()
    found.held = [replace(found.held[0], state="signed_up", hours=())]
    found.hours = {("alfa", "h1"): "submitted"}
    assert judge(ledger(), found, []).lost == [
        "attendance of bo@example.org on shift s1 at alfa",
        "approval of hours entry h1 at alfa: submitted",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"figure": 0}, "figure of 2025-01-01 at alfa: 0 minutes, and its rows have 60"),
        ({"exact": None}, "exact figure of 2025-01-01 at alfa: None minutes, and its rows have 60"),
        ({"closed": False}, "closing of 2025-01-01 at alfa"),
        ({"digest": "other"}, "rows of the closed month 2025-01-01 at alfa: they have changed"),
    ],
)
def test_month_that_does_not_agree_is_found(change: dict[str, object], said: str) -> None:
    found = evidence()
    found.months = [replace(found.months[0], **change)]  # type: ignore[arg-type]  # fields of MonthRow
    assert judge(ledger(), found, []).lost == [said]


def test_broken_invariants_and_broken_pages_are_faults() -> None:
    said, found = ledger(), evidence()
    said.saw(500, "http://alfa/shifts/")
    found.shifts = [replace(found.shifts[0], taken=4, holders=4)]
    found.overlaps = 1
    found.mails["m2"] = [96.0]
    assert judge(said, found, []).wrong == [
        "shift s1 at alfa: 4 taken, 4 holders, 3 places",
        "1 pairs of sign-ups or hours of one person overlap",
        "mail m2 arrived, and no row speaks of it",
        "http://alfa/shifts/ answered 500",
    ]


def test_clock_tells_when_an_instant_of_the_domain_came() -> None:
    zero = datetime(2026, 1, 1, tzinfo=UTC)
    start = zero.timestamp()
    hours = timedelta(hours=1)
    clock = Clock(moves=[(start, timedelta()), (start + 100, 2 * hours), (start + 200, 5 * hours)])
    assert clock.real(zero - hours) == start
    assert clock.real(zero + timedelta(seconds=50)) == start + 50
    assert clock.real(zero + hours) == start + 100  # jumped over
    assert clock.real(zero + 2 * hours + timedelta(seconds=150)) == start + 150
    assert clock.real(zero + 4 * hours) == start + 200


def test_places_of_the_trial_have_enough_people() -> None:
    places = scene.places()
    assert [place.slug for place in places] == list(scene.SLUGS)
    assert all(place.volunteers and place.coordinator not in place.volunteers for place in places)
    assert len(places[0].volunteers) > max(places for _start, _end, places in SHIFTS)


# --- on a running stack ----------------------------------------------------------------------------

on_a_stack = [
    pytest.mark.slow,
    needs(bin_dir() and server_program(), "There are no built-in servers for this machine."),
]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """Two associations on servers that lose nothing with a crash."""
    with tempfile.TemporaryDirectory(prefix="local-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        environment.lend_template(folder)
        with Stack(var_dir=folder, durable=True, only=scene.SLUGS, out=Terminal(io.StringIO())) as running:
            yield running


@pytest.fixture(scope="module")
def place() -> scene.Place:
    return scene.places()[0]


@pytest.fixture(scope="module")
def volunteer(stack: Stack, place: scene.Place) -> Browser:
    """Somebody who has signed in while all was well, and reads English here."""
    browser = signed_in(stack, place.volunteers[0])
    at(browser, stack, place.slug).expect(200)
    browser.cookies[f"{place.slug}.{stack.host}:{stack.web_port}"]["rn_lang"] = "sv"
    return browser


class TestOnAStack:
    """In this order: a calm stack first, then one that is killed about."""

    pytestmark = on_a_stack

    def test_database_away_is_said_in_the_readers_language(
        self, stack: Stack, place: scene.Place, volunteer: Browser
    ) -> None:
        page = volunteer.get(stack.url(place.slug, "/shifts/")).expect(200)
        shift = re.findall(r"/shifts/([0-9a-f-]{36})/", page.text)[0]
        token = page.token
        stack.supervisor.hold("postgres")
        try:
            shown = volunteer.get(stack.url(place.slug, "/shifts/"))
            sent = volunteer.submit(
                stack.url(place.slug, f"/shifts/{shift}/sign-up/"), {"next": "/shifts/?å=1"}, token=token
            )
            api = volunteer.get(stack.url(place.slug, "/api/v1/shifts/"))
            [style] = re.findall(r'href="(/static/main\.[0-9a-f]{12}\.css)"', shown.text)
            assert volunteer.get(stack.url(place.slug, style)).status == 200
        finally:
            stack.supervisor.resume("postgres")
        assert [one.status for one in (shown, sent, api)] == [503] * 3
        assert {one.headers["Retry-After"] for one in (shown, sent, api)} == {"10"}
        assert '<html lang="sv">' in shown.text
        assert "Vi når inte våra uppgifter just nu." in shown.text
        assert "Content-Security-Policy" in shown.headers
        assert "Inget sparades" in sent.text
        assert '<input type="hidden" name="next" value="/shifts/?å=1">' in sent.text
        assert f'name="csrfmiddlewaretoken" value="{token}"' in sent.text
        assert api.json == {
            "code": "try_again",
            "sentence": "Databasen svarar inte just nu. Försök igen om en stund.",
            "data": {},
        }
        volunteer.get(stack.url(place.slug, "/shifts/")).expect(200)

    def test_form_that_the_page_has_kept_is_taken_when_the_database_is_back(
        self, stack: Stack, place: scene.Place, volunteer: Browser
    ) -> None:
        page = volunteer.get(stack.url(place.slug, "/me/")).expect(200)
        stack.supervisor.hold("postgres")
        try:
            url = stack.url(place.slug, "/language/")
            # Language needs no table but the person's own row.
            kept = volunteer.submit(url, {"language": "en", "next": "/me/"}, token=page.token)
        finally:
            stack.supervisor.resume("postgres")
        assert kept.status == 503
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', kept.text))
        token = fields.pop("csrfmiddlewaretoken")
        assert volunteer.submit(url, fields, token=token).status == 302

    def test_pages_go_on_without_redis(self, stack: Stack, place: scene.Place, volunteer: Browser) -> None:
        stack.supervisor.hold("redis")
        try:
            page = volunteer.get(stack.url(place.slug, "/shifts/")).expect(200)
            for shift in dict.fromkeys(re.findall(r"/shifts/([0-9a-f-]{36})/", page.text)):
                volunteer.get(stack.url(place.slug, f"/shifts/{shift}/")).expect(200)
            taken = volunteer.submit(stack.url(place.slug, f"/shifts/{shift}/sign-up/"), {}, token=page.token)
            assert taken.status == 302
            volunteer.follow(taken).expect(200)
        finally:
            stack.supervisor.resume("redis")

    def test_short_trial_loses_and_doubles_nothing(self, stack: Stack) -> None:
        outcome = run.on(
            stack,
            seconds=run.SHORT_SECONDS,
            seed=run.SHORT_SEED,
            pause=run.SHORT_PAUSE,
            storm=run.SHORT_STORM,
        )
        assert outcome.faults == []
        assert set(outcome.verdict.killed) == set(SERVICES)
        assert {"sign-up", "cancellation", "attendance", "approval", "month closed"} <= set(
            outcome.ledger.yes
        )
        assert outcome.details()["lost"] == 0
        assert outcome.verdict.delays
