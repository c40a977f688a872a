"""Thanking one and many, who waits for a word, and what the person sees of it."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from notifications import kinds
from notifications.models import Message
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.register.conftest import BY, person
from volunteers.register import person_data, selectors, thanks
from volunteers.register.blanks import Blanks
from volunteers.register.care_errors import NobodyToThank
from volunteers.register.errors import DayAhead
from volunteers.register.models import Letter, Person, Thanks, Trail
from volunteers.register.services import thanks as verbs

Browse = Callable[..., Client]
TODAY = date(2025, 2, 3)
LETTER = {
    "who": "all",
    "why": "Talvesta",
    "text_fi": "Kiitos!\n\nTeit paljon.",
    "text_sv": "",
    "text_en": "Thank you!\n\nYou did a lot.",
}


def send(key: UUID | None = None) -> int:
    return verbs.send_letter(
        key=key or uuid4(),
        people=selectors.active_volunteers(),
        why="Talvesta",
        texts={"fi": "Kiitos!", "sv": "", "en": "Thank you!\n\nYou did a lot."},
        by=BY,
    )


def names(people: object) -> list[str]:
    return [each.given_name for each in people]  # type: ignore[attr-defined]  # people of a queryset


@pytest.mark.usefixtures("inside")
def test_who_was_thanked_within_a_year_does_not_wait() -> None:
    assert names(thanks.waiting(today=TODAY)) == ["Ada", "Bo"]
    verbs.thank(person=person("Bo"), why="Kahvista", by=BY, on=date(2024, 2, 4))
    assert names(thanks.waiting(today=TODAY)) == ["Ada", "Bo"]
    verbs.thank(person=person("Bo"), why="Kahvista", by=BY, on=date(2024, 2, 5))
    assert names(thanks.waiting(today=TODAY)) == ["Ada"]


@pytest.mark.usefixtures("inside")
def test_who_has_just_begun_does_not_wait() -> None:
    bo = person("Bo")
    bo.periods.update(started_on=date(2024, 11, 6))
    assert names(thanks.waiting(today=TODAY)) == ["Ada"]
    bo.periods.update(started_on=date(2024, 11, 5))
    assert names(thanks.waiting(today=TODAY)) == ["Ada", "Bo"]


@pytest.mark.usefixtures("inside")
def test_rate_counts_people_and_not_thanks() -> None:
    for why in ("Kahvista", "Laulusta"):
        verbs.thank(person=person("Bo"), why=why, by=BY, on=date(2025, 1, 1))
    verbs.thank(person=person("Ada"), why="Viime vuodesta", by=BY, on=date(2024, 12, 31))
    rate = thanks.rate(selectors.active_volunteers(), year=2025)
    assert (rate.active, rate.thanked, rate.share) == (2, 1, 0.5)
    assert thanks.rate(Person.objects.none(), year=2025).share is None


@pytest.mark.usefixtures("inside")
def test_nobody_is_thanked_tomorrow() -> None:
    with pytest.raises(DayAhead):
        verbs.thank(person=person("Bo"), why="Kahvista", by=BY, on=date(2025, 2, 4))
    assert Thanks.objects.count() == 0


@pytest.mark.usefixtures("inside")
def test_letter_goes_once_to_each_and_is_noted() -> None:
    key = uuid4()
    assert (send(key), send(key)) == (2, 2)
    assert Thanks.objects.count() == 2
    assert sorted(Message.objects.values_list("kind", "state")) == [("register.thank_you", "planned")] * 2
    assert Trail.objects.filter(verb="thanks.noted").count() == 2


@pytest.mark.usefixtures("inside")
def test_letter_to_nobody_is_refused() -> None:
    with pytest.raises(NobodyToThank):
        verbs.send_letter(key=uuid4(), people=[], why="Talvesta", texts={"fi": "Kiitos!"}, by=BY)
    assert Letter.objects.count() == 0


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        ("en", "Thank you from Alfan mielen hyvinvointi ry", "You did a lot."),
        ("fi", "Kiitos, terveisin Alfan mielen hyvinvointi ry", "Kiitos!"),
        # Nothing was written in Swedish.
        ("sv", "Kiitos, terveisin Alfan mielen hyvinvointi ry", "Kiitos!"),
    ],
)
def test_letter_is_read_in_ones_own_language(language: str, subject: str, said: str) -> None:
    send()
    message = Message.objects.get(person_uuid=person("Bo").uuid)
    with translation.override(language):
        made = kinds.get(message.kind).render(message, language)
    assert made.subject == subject
    assert said in made.text
    assert "Bo" in made.text


def test_letter_is_looked_over_and_then_sent_once(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    looked = client.post("/coordinate/thanks/new/", LETTER)
    assert [(each["count"], each["code"]) for each in looked.context["readings"]] == [(2, "en")]
    with entered(alfa):
        assert (Letter.objects.count(), Message.objects.count()) == (0, 0)
    sure = {**LETTER, "sure": "yes", "key": str(looked.context["key"])}
    for _time in range(2):
        assert client.post("/coordinate/thanks/new/", sure)["Location"] == "/coordinate/thanks/"
    with entered(alfa):
        assert (Letter.objects.count(), Message.objects.count()) == (1, 2)
    assert [each["paragraphs"] for each in browse(bo, alfa).get("/home/").context["thanks"]] == [
        ["Thank you!", "You did a lot."]
    ]


def test_letter_can_be_changed_after_looking(browse: Browse, ada: User, alfa: Association) -> None:
    again = browse(ada, alfa).post("/coordinate/thanks/new/", {**LETTER, "change": "yes"})
    assert again.status_code == 200
    assert again.context["form"]["why"].value() == "Talvesta"


def test_letter_without_words_is_refused(browse: Browse, ada: User, alfa: Association) -> None:
    answer = browse(ada, alfa).post("/coordinate/thanks/new/", {**LETTER, "text_fi": ""})
    assert list(answer.context["form"].errors) == ["text_fi"]  # the association's own language


def test_letter_goes_only_to_those_of_a_role(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        person("Ada").holdings.all().delete()
        role = str(person("Bo").holdings.get().role.uuid)
    looked = browse(ada, alfa).post("/coordinate/thanks/new/", {**LETTER, "role": role})
    assert names(looked.context["people"]) == ["Bo"]


def test_thank_you_is_noted_on_a_persons_page_and_seen_by_them(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        uuid = person("Bo").uuid
    path = f"/coordinate/people/{uuid}/"
    client = browse(ada, alfa)
    client.post(f"{path}thanks/new/", {"why": "Lauloit niin kauniisti", "on": "2.2.2025"})
    page = client.get(path)
    assert page.content.decode().count("Lauloit niin kauniisti") == 2  # the row, and the button's name
    home = browse(bo, alfa).get("/home/").context["thanks"]
    assert [(each["why"], each["by"], each["on"]) for each in home] == [
        ("Lauloit niin kauniisti", "Ada Ahola", date(2025, 2, 2))
    ]
    assert browse(ada, alfa).get("/home/").context["thanks"] == []
    with entered(alfa):
        row = Thanks.objects.get().uuid
    client.post(f"{path}thanks/{row}/remove/")
    with entered(alfa):
        assert Thanks.objects.count() == 0


def test_today_reminds_of_those_who_wait_until_they_are_thanked(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    path = "/coordinate/?kind=register.thanks"
    assert "2 volunteers have not been thanked for a year" in client.get(path).content.decode()
    with entered(alfa):
        verbs.thank(person=person("Bo"), why="Kahvista", by=BY)
    assert "1 volunteer has not been thanked for a year" in client.get(path).content.decode()
    with entered(alfa):
        verbs.thank(person=person("Ada"), why="Kahvista", by=BY)
    assert "thanked for a year" not in client.get(path).content.decode()


@pytest.mark.usefixtures("inside")
def test_two_who_are_one_were_thanked_once_by_a_letter() -> None:
    send()
    verbs.thank(person=person("Bo"), why="Kahvista", by=BY)
    data = next(each for each in person_data.listed() if each.model is Thanks)
    data.move(
        person_data.Merging(
            kept=person("Ada"),
            gone=person("Bo"),
            by=BY,
            at=clock.now(),
            blanks=Blanks(joined=[], language="fi"),
        )
    )
    kept = Thanks.objects.filter(person=person("Ada")).order_by("why")
    assert [row.why for row in kept] == ["Kahvista", "Talvesta"]
    assert Thanks.objects.count() == 2
