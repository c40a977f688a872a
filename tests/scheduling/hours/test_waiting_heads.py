"""Heads without names that a leader wrote count nowhere until approved; closed months leave them behind."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from accounts.models import User
from accounts.reach import EVERYBODY
from notifications import kinds
from notifications.models import Message
from scheduling.hours import looking_back_heads, reporting, selectors
from scheduling.hours.errors import HeadsNotWaiting, MonthClosed, NotClosedYet, ReasonRequired, WhyCorrected
from scheduling.hours.models import Correction, HoursTally, Month, MonthFigure
from scheduling.hours.services import approval, approving_heads, figures, months, together
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association
from tests.api.programs import program, token
from tests.scheduling.hours.conftest import BY, MONDAY, at, person, role
from volunteers.register.models import Trail, VolunteerRole

Browse = Callable[..., Client]
State = HoursTally.State
TOLD = {
    "fi": "Kirjaamasi nimettömät osallistujat palautettiin sinulle",
    "sv": "Personer utan namn som du antecknade kom tillbaka",
    "en": "People without names that you wrote down came back",
}
JANUARY = date(2025, 1, 1)
QUEUE, LED = "/coordinate/hours/", "/led/hours/"
WAITS = "1 entry of people without names waits for approval"


def sent(
    *,
    by: Actor = BY,
    heads: int = 6,
    starts: str = "2025-01-20 17:00",
    ends: str = "2025-01-20 19:00",
    of: VolunteerRole | None = None,
) -> list[HoursTally]:
    """Heads that a leader wrote, month by month."""
    done = together.Together(role=of or role(), starts_at=at(starts), ends_at=at(ends), key=uuid4())
    together.record_together(done=done, people=[], heads=together.Heads(heads), by=by, approve=False)
    return list(HoursTally.objects.filter(external_id=f"together:{done.key}").order_by("starts_at"))


def night() -> list[HoursTally]:
    """Five people from ten on New Year's Eve to two."""
    return sent(heads=5, starts="2024-12-31 22:00", ends="2025-01-01 02:00")


def access(alfa: Association, email: str, name: str, *, role: str, code: str) -> User:
    """Somebody whose rights reach one role."""
    user = User.objects.create_user(email, name=name, language="en")
    with entered(alfa):
        of = VolunteerRole.objects.get(code=code).uuid
    Access.objects.create(
        user=user, association=alfa, role=role, created_at=MONDAY, limited=True, role_uuids=[of]
    )
    return user


def leader(alfa: Association, code: str = "host") -> User:
    return access(alfa, "lea@example.org", "Lea Niemi", role="leader", code=code)


def told(client: Client, answer: Any) -> list[str]:
    return [str(message) for message in client.get(answer["Location"]).context["messages"]]


def january() -> tuple[int, int] | None:
    figures.settle_marks(made=figures.make_figures())
    figure = MonthFigure.objects.filter(year=2025, month=1, measure="volunteer", role=None).first()
    return (figure.minutes, figure.heads) if figure else None


def test_what_waits_counts_in_no_sum_and_in_no_hash(inside: Association) -> None:
    before = selectors.input_hash(JANUARY, last_correction=0)
    (tally,) = sent()
    assert (january() or (0, 0)) == (0, 0)
    assert reporting.amount_over([JANUARY]).minutes == reporting.amount_over([JANUARY]).heads == 0
    assert not reporting.told_by_role([JANUARY])
    assert reporting.volunteers_changed(JANUARY, after=None, until=MONDAY) == ([], 0)
    assert selectors.input_hash(JANUARY, last_correction=0) == before
    assert reporting.kept_since() is None
    approving_heads.return_heads(tally=tally, reason="Who?", by=BY)
    assert reporting.amount_over([JANUARY]).minutes == 0


def test_approved_heads_count_once_and_outsiders_hear_of_them_from_then_on(inside: Association) -> None:
    (tally,) = sent()
    HoursTally.objects.update(created_at=at("2025-01-21 08:00"))
    assert approving_heads.approve(tallies=[tally], by=BY) == approving_heads.Approved(heads=6, minutes=720)
    # Another press that had read them before.
    assert approving_heads.approve(tallies=[tally], by=BY) == approving_heads.Approved(heads=0, minutes=0)
    assert january() == (720, 6)
    assert reporting.verify().wrong == 0
    assert reporting.volunteers_changed(JANUARY, after=at("2025-01-22 08:00"), until=MONDAY) == ([], 6)
    assert Trail.objects.filter(verb="heads.approved", subject_uuid=tally.uuid).count() == 1


def test_night_over_a_months_end_is_approved_and_returned_whole(inside: Association) -> None:
    first, second = night()
    assert [(each.heads, each.heads_before, each.minutes) for each in (first, second)] == [
        (5, 0, 600),
        (0, 5, 600),
    ]
    approving_heads.approve(tallies=[second], by=BY)
    assert set(HoursTally.objects.values_list("state", flat=True)) == {State.APPROVED}
    HoursTally.objects.all().delete()
    first, second = night()
    approving_heads.return_heads(tally=first, reason="Was it so late?", by=BY)
    assert set(HoursTally.objects.values_list("return_reason", flat=True)) == {"Was it so late?"}


def test_closed_month_leaves_what_waited_behind_until_a_reason_is_given(inside: Association) -> None:
    (tally,) = sent()
    with pytest.raises(NotClosedYet):
        approving_heads.count_late(tally=tally, reason="Sheet was lost", by=BY)
    months.close_month(first_day=JANUARY, by=BY)
    for act in (
        lambda: approving_heads.approve(tallies=[tally], by=BY),
        lambda: approving_heads.return_heads(tally=tally, reason="Why?", by=BY),
        lambda: approving_heads.withdraw(tally=tally, by=BY),
    ):
        with pytest.raises(MonthClosed):
            act()
    assert list(selectors.behind_by_month(reader=EVERYBODY, first=JANUARY, last=JANUARY)) == [
        ("hours.behind", JANUARY, 1, JANUARY)
    ]
    with pytest.raises(WhyCorrected):
        approving_heads.count_late(tally=tally, reason=" ", by=BY)
    approving_heads.count_late(tally=tally, reason="Sheet was lost", by=BY)
    with pytest.raises(HeadsNotWaiting):
        approving_heads.count_late(tally=tally, reason="Again", by=BY)
    month = Month.objects.get(first_day=JANUARY)
    assert selectors.is_intact(month)
    assert january() == (720, 6)
    assert reporting.verify().wrong == 0
    [change] = looking_back_heads.corrections(month, reader=EVERYBODY)
    assert (change.before, change.minutes, change.correction.reason) == (None, 720, "Sheet was lost")
    assert not selectors.behind_by_month(reader=EVERYBODY, first=JANUARY, last=JANUARY)


def test_half_a_night_is_approved_where_the_other_month_is_closed(inside: Association) -> None:
    first, second = night()
    months.close_month(first_day=date(2024, 12, 1), by=BY)
    assert approving_heads.approve(tallies=[second], by=BY).minutes == 600
    first.refresh_from_db()
    assert first.state == State.SUBMITTED


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "reversed"},
        {"state": "returned"},
        {"return_reason": "Who?"},
        {"with_correction": True},
        {"with_reversal": True},
    ],
)
def test_database_keeps_states_and_their_reasons_together(inside: Association, wrong: dict[str, Any]) -> None:
    sent()
    why = Correction.objects.create(reason="x", made_at=MONDAY, made_by="x")
    fields = {
        {"with_correction": "correction", "with_reversal": "reversal"}.get(name, name): (
            why if value is True else value
        )
        for name, value in wrong.items()
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        HoursTally.objects.update(**fields)


def test_coordinator_sees_them_beside_the_names_and_approves_the_marked_once(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        (tally,) = sent()
    client = browse(ada, alfa)
    page = client.get(QUEUE).content.decode()
    assert ("6 people without names, 12\u00a0h" in page, "Nothing waits" in page) == (True, False)
    marked = {"heads": [str(tally.uuid), "no identifier"]}
    assert [told(client, client.post("/coordinate/hours/heads/", marked)) for _again in range(2)] == [
        ["6 people without names approved, 12\u00a0h."],
        ["They do not wait any more: somebody approved, returned or removed them already."],
    ]
    assert told(client, client.post("/coordinate/hours/heads/", {})) == [
        "Mark the people without names that you want to approve."
    ]
    assert "Nothing waits" in client.get(QUEUE).content.decode()


def test_leader_reads_why_they_came_back_and_removes_them(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        (tally,) = sent()
    lea, client = browse(leader(alfa), alfa), browse(ada, alfa)
    address = f"/coordinate/heads/{tally.uuid}/return/"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert told(client, client.post(address, {"reason": "There were seven"})) == [
        "Returned. Whoever leads the role reads the reason on their page."
    ]
    assert told(client, client.get(address)) == [
        "They do not wait any more: somebody approved, returned or removed them already."
    ]
    page = lea.get(LED).content.decode()
    assert ("There were seven" in page, "6 people without names, 12\u00a0h" in page) == (True, True)
    assert told(lea, lea.post(f"/led/hours/{tally.uuid}/remove/")) == ["Removed. Nothing of it counts."]
    assert lea.post(f"/led/hours/{tally.uuid}/remove/").status_code == 404
    with entered(alfa):
        assert not HoursTally.objects.exists()
        assert Trail.objects.filter(verb="heads.withdrawn").count() == 1


def test_whoever_wrote_them_is_told_that_they_came_back_until_they_are_gone(
    inside: Association,
) -> None:
    writer = Actor(person("Bo").user_uuid, "Bo Berg")
    [first, second] = sent(by=writer, starts="2024-12-31 22:00", ends="2025-01-01 02:00")
    approving_heads.return_heads(tally=second, reason="Was it so late?", by=BY)
    message = Message.objects.get(kind=approval.RETURNED)
    assert (message.person_uuid, message.subject_uuid) == (person("Bo").uuid, first.uuid)
    kind = kinds.get(approval.RETURNED)
    for language, subject in TOLD.items():
        with translation.override(language):
            said = kind.render(message, language)
        assert said.subject == subject
        assert "/led/hours/" in said.text
        assert "Was it so late?" not in said.text
    assert kind.still_wanted(message) is None
    approving_heads.withdraw(tally=first, by=BY)
    assert kind.still_wanted(message) == "taken away"


def test_a_refusal_stands_above_what_was_sent_before(browse: Browse, alfa: Association) -> None:
    with entered(alfa):
        sent()
        uuid = role().uuid
    lea = browse(leader(alfa), alfa)
    ahead = {"role": str(uuid), "key": str(uuid4()), "day": "2025-02-09", "starts": "10:00", "ends": "12:00"}
    answer = lea.post(LED, ahead | {"kind": "task", "heads": "3", "method": "counted"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="3"' in page
    assert page.index("This time has not passed yet") < page.index("Sent without names")
    page = lea.get(LED).content.decode()
    assert page.index("Sent without names") < page.index('name="heads"')


def test_leader_removes_nothing_that_counts_and_nothing_of_other_roles(
    browse: Browse, alfa: Association
) -> None:
    with entered(alfa):
        other = VolunteerRole.objects.create(code="other", family="guides", name_fi="Vertaisryhmä")
        (counts,), (beyond,) = sent(), sent(starts="2025-01-21 17:00", ends="2025-01-21 19:00", of=other)
        approving_heads.approve(tallies=[counts], by=BY)
    lea = browse(leader(alfa), alfa)
    assert "Vertaisryhmä" not in lea.get(LED).content.decode()
    assert lea.post(f"/led/hours/{beyond.uuid}/remove/").status_code == 404
    lea.post(f"/led/hours/{counts.uuid}/remove/")
    with entered(alfa):
        assert HoursTally.objects.count() == 2


def test_coordinator_of_one_role_reaches_that_roles_heads_only(browse: Browse, alfa: Association) -> None:
    with entered(alfa):
        VolunteerRole.objects.create(code="other", family="guides", name_fi="Vertaisryhmä")
        (beyond,) = sent()
        (within,) = sent(starts="2025-01-21 17:00", ends="2025-01-21 19:00", heads=3, of=role("other"))
    client = browse(access(alfa, "iida@example.org", "Iida", role="coordinator", code="other"), alfa)
    page = client.get(QUEUE).content.decode()
    assert ("3 people without names" in page, "6 people without names" in page) == (True, False)
    assert client.get(f"/coordinate/heads/{beyond.uuid}/return/").status_code == 404
    client.post("/coordinate/hours/heads/", {"heads": [str(beyond.uuid), str(within.uuid)]})
    with entered(alfa):
        assert list(HoursTally.objects.order_by("starts_at").values_list("state", flat=True)) == [
            State.SUBMITTED,
            State.APPROVED,
        ]


def test_month_and_year_name_them_until_the_month_is_closed_and_then_lead_to_them(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        (tally,) = sent()
    client = browse(ada, alfa)
    figures_page = "/coordinate/figures/?year=2025"
    assert WAITS in [each.title for each in client.get(figures_page).context["missing"]]
    assert WAITS in client.get("/coordinate/months/2025-1/close/").content.decode()
    (line,) = [
        line for line, _change in client.get("/coordinate/months/?year=2025").context["lines"] if line.waiting
    ]
    assert (line.first_day, line.waiting) == (JANUARY, 1)
    with entered(alfa):
        months.close_month(first_day=JANUARY, by=BY)
    titles = [each.title for each in client.get(figures_page).context["missing"]]
    assert "1 entry of hours was not approved when January\u00a02025 closed" in titles
    assert WAITS not in titles
    assert (
        "were not approved when the month closed" in client.get("/coordinate/months/2025-1/").content.decode()
    )
    address = f"/coordinate/heads/{tally.uuid}/count/"
    assert address in client.get("/coordinate/months/2025-1/heads/").content.decode()
    answer = client.post(address, {"reason": "Sheet was lost"})
    assert told(client, answer) == ["The people without names count now."]


def test_today_shows_them_in_one_row(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        sent()
        sent(starts="2025-01-21 17:00", ends="2025-01-21 19:00")
    page = browse(ada, alfa).get("/coordinate/").content.decode()
    assert "2 entries of people without names wait for approval" in page


def test_return_needs_a_reason(inside: Association) -> None:
    (tally,) = sent()
    with pytest.raises(ReasonRequired):
        approving_heads.return_heads(tally=tally, reason=" ", by=BY)


def test_programs_read_approve_and_return_them(
    browse: Browse, ada: User, bo: User, alfa: Association, beta: Association
) -> None:
    with entered(alfa):
        (wrong,), (right,) = sent(), sent(starts="2025-01-21 17:00", ends="2025-01-21 19:00", heads=3)
    client = program(alfa, token(ada, alfa, scopes=["approval:read", "approval:write"]).secret)

    def post(path: str, **said: Any) -> Any:
        return client.post(f"/api/v1/hours/heads/{path}/", said, content_type="application/json")

    waiting = client.get("/api/v1/hours/heads/waiting/").json()["results"]
    assert [(each["uuid"], each["heads"]) for each in waiting] == [(str(wrong.uuid), 6), (str(right.uuid), 3)]
    assert [post(f"{wrong.uuid}/return", reason=reason).status_code for reason in ("", "Who?", "Who?")] == [
        400,
        200,
        409,
    ]
    approved = [post("approve", heads=[str(right.uuid), str(wrong.uuid)]).json() for _press in range(2)]
    assert approved == [{"heads": 3, "minutes": 360}, {"heads": 0, "minutes": 0}]
    assert client.get("/api/v1/hours/heads/waiting/").json()["results"] == []
    assert browse(bo, alfa).get("/api/v1/hours/heads/waiting/").status_code == 403
    foreign = program(beta, token(ada, alfa, scopes=["approval:read"]).secret)
    assert foreign.get("/api/v1/hours/heads/waiting/").status_code in {401, 404}
