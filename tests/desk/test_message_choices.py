"""How somebody is told: chosen by themselves, by a coordinator for them, or by the link in a mail."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from desk.messages.forms import ChoicesForm
from notifications import kinds, links, preferences
from notifications.kinds import Audience, Group, Kind, Way
from notifications.models import Choice, Message, Preferences, Sending
from tenants import clock
from tenants.actors import Actor
from tenants.addresses import host_of
from tenants.context import entered
from tenants.models import Access, Association
from tests.desk.test_messages import person, say, write
from volunteers.register.models import Consent, Person, Trail
from volunteers.register.services import agreements

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db
MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)
BY = Actor.system("test")
REMINDER, CONFIRMED = "shift.reminder", "shift.signed_up"
MINE = "/messages/choices/"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(MONDAY):
        yield


def sent(client: Client, path: str, **changes: Any) -> dict[str, Any]:
    """What the form of a page would send, with some changes."""
    form: ChoicesForm = client.get(path).context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (said | changes).items() if value not in (None, False)}


@pytest.fixture
def called_at_night() -> Iterator[Kind]:
    """A kind that is never gathered, one that can be, and one that nobody can switch off."""
    shared: dict[str, Any] = {
        "recipient": lambda _m: None,
        "render": lambda _m, _l: None,
        "group": Group.SHIFTS,
    }
    urgent = Kind(name="tests.call", label="Call for help", ways=(Way.SMS, Way.EMAIL), digest=False, **shared)
    news = Kind(name="tests.news", label="New shifts", **shared)
    safety = Kind(name="tests.safety", label="Keep away from the harbour", safety=True, **shared)
    for kind in (urgent, news, safety):
        kinds.register(kind)
    yield urgent
    for kind in (urgent, news, safety):
        kinds.unregister(kind.name)


def ways_of(person: Person) -> dict[str, str]:
    return dict(Choice.objects.filter(person_uuid=person.uuid).values_list("kind", "way"))


def test_what_is_chosen_is_kept_and_noted(alfa: Association, bo: User, browse: Browse) -> None:
    client = browse(bo, alfa)
    changes = {
        f"kind_{REMINDER}": "inbox",
        "quiet_from": "22:00",
        "urgent_at_night": "on",
        "leads": ["24"],
        "digest_weekday": "4",
    }
    assert client.post(MINE, sent(client, MINE, **changes)).status_code == 302
    with entered(alfa):
        bo_here = person("Bo")
        chosen = preferences.of(bo_here.uuid)
        assert ways_of(bo_here) == {REMINDER: "inbox"}
        assert (chosen.quiet_from, chosen.quiet_to, chosen.urgent_at_night) == (time(22), time(8), True)
        assert (chosen.leads, chosen.digest_weekday) == ((24,), 4)
        row = Trail.objects.get(verb="messages.chosen")
        assert (row.subject_uuid, row.data["on_behalf"]) == (bo_here.uuid, False)
        assert set(row.data["what"]) == {REMINDER, "quiet_from", "urgent_at_night", "leads", "digest_weekday"}
    assert client.post(MINE, sent(client, MINE)).status_code == 302
    with entered(alfa):
        assert Trail.objects.filter(verb="messages.chosen").count() == 1


def test_group_has_one_way_and_what_cannot_follow_keeps_its_own(
    alfa: Association, bo: User, browse: Browse, called_at_night: Kind
) -> None:
    with entered(alfa):
        Sending.objects.create(sms_on=True)
        Person.objects.filter(user_uuid=bo.uuid).update(phone="+358 40 1234567")
    client = browse(bo, alfa)
    client.post(MINE, sent(client, MINE, group_shifts="digest", **{f"kind_{CONFIRMED}": "email"}))
    with entered(alfa):
        chosen = preferences.of(person("Bo").uuid)
        ways = {name: chosen.way(kinds.get(name)) for name in ("tests.news", CONFIRMED, "tests.call")}
    assert ways == {"tests.news": Way.DIGEST, CONFIRMED: Way.EMAIL, "tests.call": Way.SMS}
    form = client.get(MINE).context["form"]
    assert form["group_shifts"].value() == "digest"
    assert (form["kind_tests.news"].value(), form[f"kind_{CONFIRMED}"].value()) == ("same", "email")
    assert form["kind_tests.call"].value() == "same"
    assert "Never in a summary" in form["kind_tests.call"].help_text


def test_what_cannot_be_switched_off_says_so(
    alfa: Association, bo: User, browse: Browse, called_at_night: Kind
) -> None:
    client = browse(bo, alfa)
    text = client.get(MINE).content.decode()
    assert "Always sent, at once:</b> Keep away from the harbour." in " ".join(text.split())
    client.post(MINE, sent(client, MINE, **{"kind_tests.safety": "inbox"}))
    with entered(alfa):
        assert "tests.safety" not in ways_of(person("Bo"))


def test_text_messages_are_offered_where_they_can_be_sent(
    alfa: Association, bo: User, browse: Browse
) -> None:
    client = browse(bo, alfa)

    def offered() -> list[str]:
        return [value for value, _label in client.get(MINE).context["form"].fields["group_shifts"].choices]

    assert offered() == ["email", "digest", "inbox"]
    with entered(alfa):
        Sending.objects.create(sms_on=True)
    assert offered() == ["email", "digest", "inbox"]
    assert "as soon as your phone number is here" in client.get(MINE).content.decode()
    with entered(alfa):
        Person.objects.filter(user_uuid=bo.uuid).update(phone="+358 40 1234567")
    assert offered() == ["email", "sms", "digest", "inbox"]


def test_quiet_hours_around_the_clock_are_refused_and_nothing_typed_is_lost(
    alfa: Association, bo: User, browse: Browse
) -> None:
    client = browse(bo, alfa)
    wrong = sent(client, MINE, quiet_from="09:00", quiet_to="08:00", **{f"kind_{REMINDER}": "inbox"})
    answer = client.post(MINE, wrong)
    assert answer.status_code == 422
    assert "Leave at least 4 hours of the day" in answer.content.decode()
    assert answer.context["form"][f"kind_{REMINDER}"].value() == "inbox"
    with entered(alfa):
        assert not Choice.objects.exists()
        assert not Preferences.objects.exists()


def test_kinds_for_coordinators_stand_with_those_who_coordinate(
    alfa: Association, ada: User, bo: User, browse: Browse
) -> None:
    shared: dict[str, Any] = {"recipient": lambda _m: None, "render": lambda _m, _l: None}
    kinds.register(Kind(name="tests.morning", label="Morning", audience=Audience.COORDINATOR, **shared))
    try:
        names = {
            login: [kind.name for kind in browse(login, alfa).get(MINE).context["form"].kinds]
            for login in (ada, bo)
        }
    finally:
        kinds.unregister("tests.morning")
    assert ("tests.morning" in names[ada], "tests.morning" in names[bo]) == (True, False)


# --- on behalf ----------------------------------------------------------------------------------


def test_coordinator_chooses_for_somebody_and_the_timeline_says_who(
    alfa: Association, ada: User, bo: User, browse: Browse
) -> None:
    with entered(alfa):
        uuid = person("Bo").uuid
    client = browse(ada, alfa)
    path = f"/coordinate/people/{uuid}/messages/"
    assert path in client.get(f"/coordinate/people/{uuid}/").content.decode()
    answer = client.post(path, sent(client, path, **{f"kind_{REMINDER}": "inbox"}), follow=True)
    text = answer.content.decode()
    assert "Chose how messages come" in text
    assert "Reminder of a shift. By Ada Ahola on their behalf." in text
    with entered(alfa):
        assert ways_of(person("Bo")) == {REMINDER: "inbox"}
        assert not ways_of(person("Ada"))
    assert browse(bo, alfa).get(path).status_code == 403


def test_nobody_chooses_for_somebody_out_of_their_reach(
    alfa: Association, beta: Association, ada: User, bo: User, cleo: User, browse: Browse
) -> None:
    with entered(alfa):
        uuid = person("Bo").uuid
    with entered(beta):
        elsewhere = person("Dan").uuid
    assert browse(cleo, beta).get(f"/coordinate/people/{uuid}/messages/").status_code == 404
    assert browse(ada, alfa).get(f"/coordinate/people/{elsewhere}/messages/").status_code == 404
    # Of no role and no unit: Bo is not theirs.
    Access.objects.filter(user=ada, association=alfa, role="coordinator").update(limited=True)
    path = f"/coordinate/people/{uuid}/messages/"
    client = browse(ada, alfa)
    assert (client.get(path).status_code, client.post(path, {}).status_code) == (404, 404)


# --- the link in a mail --------------------------------------------------------------------------


def link_to(alfa: Association, to: str, *, kind: str = REMINDER) -> str:
    """Path and query of the link in a mail that was sent."""
    with entered(alfa):
        uuid = say(to, f"{kind} {clock.now()}", kind=kind)
        whole = urlsplit(links.unsubscribe_url(Message.objects.get(uuid=uuid)))
    assert f"{whole.netloc}{whole.path}" == f"{host_of(alfa)}/unsubscribe/"
    return f"{whole.path}?{whole.query}"


def mail_program(alfa: Association) -> Client:
    """Has no cookie and no form."""
    return Client(headers={"host": host_of(alfa), "accept-language": "en"}, enforce_csrf_checks=True)


def stranger(alfa: Association, browse: Browse) -> Client:
    """Somebody's browser that reads English."""
    client = browse(None, alfa, csrf=True)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_scanner_that_opens_the_link_changes_nothing(alfa: Association, browse: Browse) -> None:
    link = link_to(alfa, "Bo")
    for _turn in range(3):
        scanner = stranger(alfa, browse)
        answer = scanner.get(link)
        assert (answer.status_code, answer.headers["Referrer-Policy"]) == (200, "no-referrer")
        assert "no-store" in answer.headers["Cache-Control"]
        assert scanner.head(link).status_code == 200
        text = answer.content.decode()
        assert "Reminder of a shift" in text
        assert ("Berg" in text, "bo@example.org" in text) == (False, False)
    with entered(alfa):
        assert not Choice.objects.exists()
        assert not Trail.objects.filter(verb="messages.chosen").exists()


@pytest.mark.parametrize(
    ("browsers", "chosen", "title"),
    [("en", "", "Vill du ha färre meddelanden?"), ("sv", "fi", "Haluatko vähemmän viestejä?")],
)
def test_page_of_the_link_speaks_as_its_reader_unless_they_choose_otherwise(
    alfa: Association, browse: Browse, browsers: str, chosen: str, title: str
) -> None:
    link = link_to(alfa, "Bo")
    with entered(alfa):
        Person.objects.filter(given_name="Bo").update(language="sv")
    client = browse(None, alfa)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = browsers
    client.cookies["rn_lang"] = chosen
    answer = client.get(link)
    text, language = answer.content.decode(), chosen or "sv"
    assert (answer.headers["Content-Language"], f'<html lang="{language}"' in text) == (language, True)
    assert title in text


def test_mail_program_unsubscribes_with_one_click(alfa: Association) -> None:
    link = link_to(alfa, "Bo")
    for _turn in range(2):
        answer = mail_program(alfa).post(link, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.content, answer.cookies) == (204, b"", {})
    with entered(alfa):
        assert ways_of(person("Bo")) == {REMINDER: "inbox"}
        assert not ways_of(person("Ada"))
        row = Trail.objects.get(verb="messages.chosen")
        assert (row.actor_user, row.actor_name, row.data["on_behalf"]) == (None, "unsubscribe link", False)


def test_press_on_the_page_stops_it_and_another_takes_that_back(alfa: Association, browse: Browse) -> None:
    link = link_to(alfa, "Bo")
    client = stranger(alfa, browse)
    assert "Stop these messages" in client.get(link).content.decode()
    assert client.post(link, follow=True).context["found"].is_stopped
    assert "They come no more" in client.get(link).content.decode()
    client.post(link, {"again": "yes"})
    with entered(alfa):
        assert preferences.of(person("Bo").uuid).way(kinds.get(REMINDER)) == Way.EMAIL


def test_letter_by_consent_is_stopped_by_taking_the_consent_back(alfa: Association, browse: Browse) -> None:
    with entered(alfa):
        agreements.set_consent(person=person("Bo"), purpose="newsletter", given=True, by=BY)
        write([person("Bo")], "Muu asia", everyone=False)
        link = urlsplit(links.unsubscribe_url(Message.objects.get(kind="register.letter")))
    address = f"{link.path}?{link.query}"
    text = stranger(alfa, browse).get(address).content.decode()
    assert "Letters about other things than your shifts" in text
    assert mail_program(alfa).post(address, {"List-Unsubscribe": "One-Click"}).status_code == 204
    mail_program(alfa).post(address, {"again": "yes"})  # a consent is given by who has signed in
    with entered(alfa):
        assert not Consent.objects.filter(withdrawn_at__isnull=True).exists()
        assert not ways_of(person("Bo"))


def test_link_of_a_digest_stops_all_that_was_gathered(alfa: Association, called_at_night: Kind) -> None:
    with entered(alfa):
        bo = person("Bo").uuid
        preferences.choose(person_uuid=bo, ways={CONFIRMED: "digest", "tests.news": "digest"})
    link = link_to(alfa, "Bo", kind="notifications.digest")
    assert mail_program(alfa).post(link, {"List-Unsubscribe": "One-Click"}).status_code == 204
    mail_program(alfa).post(link, {"again": "yes"})  # nobody knows any more what was gathered
    with entered(alfa):
        assert ways_of(person("Bo")) == {CONFIRMED: "inbox", "tests.news": "inbox"}


@pytest.mark.parametrize("spoil", ["cut", "turned", "old", "elsewhere", "none"])
def test_link_that_is_not_ours_or_too_old_does_nothing(
    alfa: Association, beta: Association, spoil: str
) -> None:
    link = link_to(alfa, "Bo")
    place, at, status = alfa, MONDAY, 403
    if spoil == "cut":
        link = link[:-3]
    elif spoil == "turned":
        link = link.replace("t=", "t=0")
    elif spoil == "old":
        at, status = MONDAY + links.VALID_FOR + timedelta(seconds=1), 410
    elif spoil == "elsewhere":
        place = beta
    else:
        link = "/unsubscribe/"
    with clock.fixed(at):
        client = mail_program(place)
        answer = client.get(link)
        assert (answer.status_code, "This link does not work" in answer.content.decode()) == (status, True)
        assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == status
    for association in (alfa, beta):
        with entered(association):
            assert not Choice.objects.exists()


def test_what_cannot_be_stopped_has_no_link(alfa: Association, called_at_night: Kind) -> None:
    with entered(alfa):
        uuids = [say("Bo", kind, kind=kind) for kind in ("tests.safety", "register.invitation", "gone.kind")]
        found = [links.unsubscribe_url(message) for message in Message.objects.filter(uuid__in=uuids)]
    assert found == ["", "", ""]


def test_what_has_to_be_asked_for_never_follows_its_group(
    alfa: Association, bo: User, ada: User, browse: Browse
) -> None:
    weekly = "kind_shift.open_week"
    client = browse(bo, alfa)
    form: ChoicesForm = client.get(MINE).context["form"]
    assert form[weekly].value() == "inbox"
    with translation.override("en"):
        labels = [str(label) for _way, label in form.fields[weekly].choices]  # type: ignore[attr-defined]  # a field with choices
    assert labels == ["By e-mail", "In a summary by e-mail", "Not at all"]
    for way in ("inbox", "email"):
        client.post(MINE, sent(client, MINE, group_shifts=way))
    with entered(alfa):
        assert "shift.open_week" not in ways_of(person("Bo"))
    client.post(MINE, sent(client, MINE, **{weekly: "email"}))
    with entered(alfa):
        assert ways_of(person("Bo"))["shift.open_week"] == "email"
    # No kind of the coordinators' comes by text message unless somebody wants that.
    assert browse(ada, alfa).get(MINE).context["form"]["group_coordination"].value() == "email"
