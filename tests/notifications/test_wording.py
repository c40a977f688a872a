"""An association's own words: checked, filled, and passed over where they do not fit."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from notifications import kinds, wording
from notifications.errors import WordingRefused
from notifications.kinds import Kind, Recipient, Rendered
from notifications.letters import letter
from notifications.models import Message, Wording
from notifications.placeholders import filled, has_lone_brace, paragraphs
from notifications.words import Place, Words
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.shifts.scene import NOW
from volunteers.register.models import Person

WORDS = Words(
    subject="Your shift %(when)s",
    paragraphs=("See you, %(name)s.", "It is %(what)s, 100 %% sure."),
    places=(Place("when", "When", "Sat 18:00"), Place("what", "What", "Soup", in_subject=False)),
)
VALUES = {"when": "Tue 17:00", "what": "{name}", "name": "Bo"}


def render(message: Message, language: str) -> Rendered:
    said = wording.said(message, values=VALUES)
    return letter(subject=said.subject, paragraphs=said.paragraphs, why="Because.")


@pytest.fixture
def kind(alfa: Association) -> Iterator[Kind]:
    """A kind with words that only the tests know, inside Alfa."""
    known = Kind(
        name="tests.worded",
        label="Worded",
        recipient=lambda message: Recipient(address="bo@example.org", name="Bo Berg"),
        render=render,
        words=(WORDS,),
    )
    kinds.register(known)
    with entered(alfa):
        yield known
    kinds.unregister(known.name)


def keep(kind: Kind, subject: str, text: str, language: str = "en") -> Wording:
    return wording.keep(
        kind=kind, words=WORDS, language=language, subject=subject, text=text, by_name="Ada Ahola"
    )


def said(language: str = "en") -> tuple[str, list[str]]:
    """What a message of the kind says."""
    with translation.override(language):
        found = wording.said(Message(kind="tests.worded"), values=VALUES)
    return found.subject, found.paragraphs


OURS = ("Your shift Tue 17:00", ["See you, Bo.", "It is {name}, 100 % sure."])


def test_own_words_are_said_in_their_language_and_ours_in_the_others(kind: Kind) -> None:
    assert said() == OURS

    keep(kind, "Come  {when}", "{what} at {association}.\r\n\r\nYours\n")

    assert said() == ("Come Tue 17:00", ["{name} at Alfan mielen hyvinvointi ry.", "Yours"])
    assert said("sv") == OURS


def test_own_words_are_kept_once_a_language_and_taken_back(kind: Kind) -> None:
    keep(kind, "First", "One")
    keep(kind, "Second", "Two")
    assert said() == ("Second", ["Two"])

    assert wording.reset(kind=kind, words=WORDS, language="en") is True
    assert wording.reset(kind=kind, words=WORDS, language="en") is False
    assert said() == OURS


@pytest.mark.parametrize(
    ("subject", "text", "sentence"),
    [
        ("Hi", "{when} {wehn}", "“{wehn}” is no placeholder here. Use one of: {when}, {what}, {name}, {asso"),
        ("Hi {Name}", "x", "“{Name}” is no placeholder here. Use one of: {when}, {name}, {association}."),
        ("{what}", "x", "“{what}” cannot stand in the subject, which shows on locked screens."),
        ("Hi", "{when", "A brace stands alone. A placeholder has one on each side, as in {when}."),
        ("Hi", " \n\n ", "Fill in subject and text."),
        ("", "x", "Fill in subject and text."),
    ],
)
def test_what_cannot_be_filled_is_refused_by_name(kind: Kind, subject: str, text: str, sentence: str) -> None:
    with pytest.raises(WordingRefused) as refused, translation.override("en"):
        keep(kind, subject, text)

    assert str(refused.value).startswith(sentence)
    assert said() == OURS


def test_own_words_that_fit_no_longer_are_passed_over(kind: Kind) -> None:
    """As after a release that took a placeholder away: nobody gets a mail with braces."""
    kept = keep(kind, "Come {when}", "x")
    Wording.objects.filter(pk=kept.pk).update(text="{gone}")

    assert said() == OURS


def test_sample_is_the_readers_own_message_else_anybodys_else_an_example(kind: Kind) -> None:
    bo, ada = Person.objects.get(email="bo@example.org"), Person.objects.get(email="ada@example.org")
    trial = wording.Trial(words=WORDS, subject="New {when}", text="{what} for {name}")

    def sample(*, others: bool) -> tuple[str, tuple[str, ...], bool]:
        found, is_real = wording.sample(trial, kind=kind, reader=ada.uuid, others=others)
        return found.subject, found.paragraphs, is_real

    with translation.override("en"):
        example = ("New Sat 18:00", ("Soup for Maija",), False)
        assert sample(others=True) == example
        Message.objects.create(
            kind=kind.name, key="a", person_uuid=bo.uuid, due_at=NOW, next_at=NOW, created_at=NOW
        )
        assert sample(others=False) == example
        assert sample(others=True) == ("New Tue 17:00", ("{name} for Bo",), True)
    assert said() == OURS


@pytest.mark.parametrize(
    ("key", "language"),
    [
        (wording.key_of(each, words), language)
        for each in kinds.listed().values()
        for words in each.words
        for language in ("fi", "sv", "en")
    ],
)
def test_our_own_words_can_be_adapted_in_every_language(key: str, language: str) -> None:
    """Each translation names the placeholders that its kind fills, and nothing else stands in braces."""
    words = next(
        words
        for each in kinds.listed().values()
        for words in each.words
        if wording.key_of(each, words) == key
    )
    with translation.override(language):
        subject, text = words.as_written()
        assert wording.problems(subject, words=words, in_subject=True) == []
        assert wording.problems(text, words=words) == []
        as_ours = words.filled({place.name: f"<{place.name}>" for place in words.all_places})
    assert filled(subject, {place.name: f"<{place.name}>" for place in words.all_places}) == as_ours.subject
    assert len(paragraphs(text)) == len(words.paragraphs)


def test_a_brace_alone_is_noticed() -> None:
    assert [has_lone_brace(text) for text in ("{when}", "no", "{when", "when}", "{a}}", "{{a}")] == [
        False,
        False,
        True,
        True,
        True,
        True,
    ]
