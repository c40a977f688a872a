"""A release is told by mail to the federation's people: once, in their language, what is published."""

import smtplib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.models import Access
from tests.umbrella.federation import Federation, utc
from umbrella import mail_states, news, releases, tasks
from umbrella.mail_models import ReleaseMail, ReleaseNews
from umbrella.models import PublishedFigure, Release
from umbrella.suppression import Decision, Tables

AT = utc(2024, 2, 16)


def told(place: Federation) -> list[tuple[str, str]]:
    rows = ReleaseMail.objects.filter(release__umbrella=place.umbrella).order_by("pk")
    return list(rows.values_list("user__name", "state"))


def record(place: Federation) -> None:
    for name in ("aalto", "koski"):
        place.record(name, date(2024, 1, 10), [f"{name[0]}{number}" for number in range(6)])


def go(at: Any = AT) -> list[Any]:
    """What the app's tick sends at a moment."""
    mail.outbox.clear()
    with clock.fixed(at):
        tasks.tell_releases()
    return list(mail.outbox)


@pytest.fixture
def released(empty: Federation, settings: Any) -> Federation:
    """January is released on 16 February."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    ReleaseNews.objects.filter(addressed_at__isnull=True).update(addressed_at=AT)
    record(empty)
    empty.release(AT)
    return empty


SAID = {
    "fi": ("Uudet luvut: Vesien liitto ry", "Tammikuu 2024: 12 h, 12 vapaaehtoista"),
    "sv": ("Nya siffror: Vesien liitto ry", "Januari 2024: 12 h, 12 frivilliga"),
    "en": ("New figures of Vesien liitto ry", "January 2024: 12 h, 12 volunteers"),
}


@pytest.mark.parametrize("language", SAID)
def test_told_once_in_the_reader_s_language(released: Federation, language: str) -> None:
    User.objects.filter(pk=released.analyst.pk).update(language=language)
    (letter,) = go()
    subject, line = SAID[language]
    assert letter.subject == subject
    assert released.analyst.email in letter.to[0]
    assert line in letter.body.replace("\u00a0", " ")
    assert go() == []
    assert told(released) == [("Anna Lyytikkö", "sent")]


def test_hidden_figure_has_no_numbers(released: Federation) -> None:
    own = PublishedFigure.objects.using("figures").filter(umbrella=released.umbrella, level="federation")
    own.update(state="hidden", minutes=None, people=None)
    (letter,) = go()
    assert "January 2024: not shown" in letter.body.replace("\u00a0", " ")


def address(place: Federation) -> None:
    with clock.fixed(AT):
        for each in ReleaseNews.objects.filter(release__umbrella=place.umbrella):
            news.address(each)


def test_who_wants_no_mail_gets_none(released: Federation) -> None:
    for wanted in (False, False):
        news.want_mail(umbrella=released.umbrella, user=released.analyst, wanted=wanted)
    try:
        assert go() == []
        assert told(released) == []
    finally:
        news.want_mail(umbrella=released.umbrella, user=released.analyst, wanted=True)
    assert news.wants_mail(released.umbrella, released.analyst)


def test_who_has_left_meanwhile_gets_none(released: Federation) -> None:
    address(released)
    Access.objects.filter(umbrella=released.umbrella).update(ends_at=AT)
    try:
        assert go() == []
    finally:
        Access.objects.filter(umbrella=released.umbrella).update(ends_at=None)
    assert told(released) == [("Anna Lyytikkö", "obsolete")]


def test_old_release_is_no_news(released: Federation) -> None:
    assert go(AT + news.NEWS) == []
    assert told(released) == []


@pytest.mark.logs_errors
def test_release_that_does_not_come_about_is_not_told(
    empty: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unproven(**_: Any) -> tuple[Decision, Tables]:
        raise ValueError("does not fit")

    record(empty)
    monkeypatch.setattr(releases, "choose_with_roles", unproven)
    with pytest.raises(releases.Unproven):
        empty.release(AT)
    assert not ReleaseNews.objects.filter(release__umbrella=empty.umbrella).exists()
    assert not Release.objects.filter(umbrella=empty.umbrella).exists()


def test_server_that_is_away_is_asked_again_and_a_refusal_is_final(
    released: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Exception | None] = [
        ConnectionRefusedError(),
        smtplib.SMTPRecipientsRefused({"x": (451, b"later")}),
        smtplib.SMTPRecipientsRefused({"x": (550, b"no")}),
    ]

    def send(self: EmailMultiAlternatives, **_: Any) -> int:
        answer = answers.pop(0)
        if answer:
            raise answer
        return 1

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    go(AT)
    assert told(released) == [("Anna Lyytikkö", "planned")]
    go(AT + timedelta(minutes=1))
    go(AT + timedelta(minutes=2))  # it waits twice as long now
    assert len(answers) == 1
    go(AT + timedelta(minutes=4))
    assert told(released) == [("Anna Lyytikkö", "failed")]
    go(AT + timedelta(hours=3))


def test_worker_that_died_over_it_is_followed_when_its_lease_is_over(released: Federation) -> None:
    address(released)
    address(released)
    with clock.fixed(AT):
        died = next(mail_states.claimed(ReleaseMail))
    assert go() == []
    ReleaseMail.objects.filter(pk=died.pk).update(lease_until=clock.real_now() - timedelta(seconds=1))
    assert len(go()) == 1
    # The one who was thought dead comes back: the note is the other's.
    assert not mail_states.settle(died, ReleaseMail.State.FAILED, failure="late")
    assert told(released) == [("Anna Lyytikkö", "sent")]


def test_mail_of_releases_is_ended_and_wanted_again_on_the_overview(
    released: Federation, browse: Callable[..., Client]
) -> None:
    page = browse(released.analyst, released.umbrella)
    for press, said in (("Send me no mail of releases", "no"), ("Send me each release by mail", "yes")):
        assert press in page.get("/").content.decode()
        assert page.post("/mail/", {"wanted": said})["Location"] == "/"
        assert news.wants_mail(released.umbrella, released.analyst) == (said == "yes")
