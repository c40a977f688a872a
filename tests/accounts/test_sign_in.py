"""Signing in at the sign-in host: by a code from the mail, or by a password."""

import itertools
import re
import time
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from pytest_django import Settings

from accounts.models import SignIn, User
from tenants import clock
from tenants.models import Association
from tests.accounts.conftest import Newcomer
from tests.accounts.factors import PASSWORD
from tests.accounts.traveller import Response, Traveller, code_in, url

LOGIN, CODE, CONFIRM = "/account/login/", "/account/login/code/", "/account/login/code/confirm/"
Outbox = list[EmailMessage]


def at_identity(path: str) -> str:
    return url("identity", path)


def ask_for_code(traveller: Traveller, email: str, **fields: str) -> Response:
    traveller.get(at_identity(LOGIN))
    return traveller.post(CODE, {"email": email, **fields})


def living(user: User) -> int:
    return SignIn.objects.filter(user=user, ended_at__isnull=True).count()


# --- the whole way ---------------------------------------------------------------------------------


def test_page_of_an_association_leads_through_the_code_and_back(
    traveller: Traveller, newcomer: Newcomer, alfa: Association, mailoutbox: Outbox
) -> None:
    user = newcomer(alfa)
    page = traveller.get(url(alfa, "/shifts/?week=2025-02-03"))
    assert traveller.at.startswith(at_identity(f"{LOGIN}?next=/handoff/%3Fhost%3D"))
    next_path = page.context["redirect_field_value"]
    traveller.post(CODE, {"email": user.email, "next": next_path})
    assert [mail.to for mail in mailoutbox] == [[user.email]]
    page = traveller.post(CONFIRM, {"code": code_in(mailoutbox[0]), "next": next_path})
    assert page.status_code == 200
    assert traveller.at == url(alfa, "/shifts/?week=2025-02-03")
    assert page.wsgi_request.user == user
    assert [sign_in.method for sign_in in user.sign_ins.all()] == ["code"]


def test_page_of_an_association_leads_through_the_password_and_back(
    traveller: Traveller, newcomer: Newcomer, alfa: Association
) -> None:
    user = newcomer(alfa, password=PASSWORD)
    page = traveller.get(url(alfa, "/me/"))
    page = traveller.post(
        LOGIN, {"login": user.email, "password": PASSWORD, "next": page.context["redirect_field_value"]}
    )
    assert (page.status_code, traveller.at) == (200, url(alfa, "/me/"))
    assert [sign_in.method for sign_in in user.sign_ins.all()] == ["password"]


def test_second_association_asks_for_nothing(
    traveller: Traveller, newcomer: Newcomer, alfa: Association, beta: Association, mailoutbox: Outbox
) -> None:
    user = newcomer(alfa)
    ask_for_code(traveller, user.email)
    traveller.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert traveller.get(url(alfa, "/me/")).status_code == 200
    assert traveller.at == url(alfa, "/me/")
    assert traveller.get(url(beta, "/me/")).status_code == 404  # signed in, and a stranger there
    assert traveller.at == url(beta, "/me/")


def test_address_is_known_whatever_its_case(
    traveller: Traveller, newcomer: Newcomer, mailoutbox: Outbox
) -> None:
    user = newcomer()
    ask_for_code(traveller, user.email.upper())
    traveller.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert living(user) == 1


# --- codes -----------------------------------------------------------------------------------------


def test_wrong_code_lets_nobody_in_and_three_end_it(
    traveller: Traveller, newcomer: Newcomer, mailoutbox: Outbox
) -> None:
    user = newcomer()
    ask_for_code(traveller, user.email)
    for _ in range(3):
        traveller.post(CONFIRM, {"code": "AAAA-AAAA"})
    traveller.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert living(user) == 0


def test_code_works_once_and_in_the_browser_that_asked(
    traveller: Traveller, newcomer: Newcomer, mailoutbox: Outbox
) -> None:
    user = newcomer()
    ask_for_code(traveller, user.email)
    code = code_in(mailoutbox[0])
    other = Traveller()
    other.get(at_identity(LOGIN))
    other.post(CONFIRM, {"code": code})
    assert living(user) == 0
    traveller.post(CONFIRM, {"code": code})
    assert living(user) == 1
    traveller.post("/account/logout/")
    traveller.post(CONFIRM, {"code": code})
    assert living(user) == 0


def test_code_is_too_old_after_five_minutes(
    traveller: Traveller, newcomer: Newcomer, mailoutbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = newcomer()
    ask_for_code(traveller, user.email)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    traveller.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert living(user) == 0


def test_moving_the_demo_clock_makes_no_code_older(
    traveller: Traveller, newcomer: Newcomer, mailoutbox: Outbox
) -> None:
    user = newcomer()
    ask_for_code(traveller, user.email)
    with clock.fixed(clock.now() + timedelta(days=100)):
        traveller.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert living(user) == 1


@pytest.mark.parametrize(
    ("language", "subject"),
    [("fi", "Kirjautumiskoodisi: "), ("sv", "Din inloggningskod: "), ("en", "Your sign-in code: ")],
)
def test_mail_is_written_in_the_language_of_the_page(
    traveller: Traveller, newcomer: Newcomer, mailoutbox: Outbox, language: str, subject: str
) -> None:
    user = newcomer()
    traveller.client(url("identity").split("/")[2]).cookies["rn_lang"] = language
    ask_for_code(traveller, user.email)
    assert mailoutbox[0].subject.startswith(subject)
    assert user.name not in str(mailoutbox[0].body)


# --- who is known is nobody's business -------------------------------------------------------------


def _lines(page: Response, *secrets: str) -> list[str]:
    """What a page says, without what differs on every page: tokens, and the address that was typed."""
    text = re.sub(r"\b\w{64}\b", "token", page.content.decode())
    for secret in secrets:
        text = text.replace(secret, "…")
    return text.splitlines()


def _same(one: tuple[object, list[str]], other: tuple[object, list[str]]) -> None:
    assert one[0] == other[0]
    assert [pair for pair in itertools.zip_longest(one[1], other[1]) if pair[0] != pair[1]] == []


def test_asking_for_a_code_does_not_tell_who_is_known(newcomer: Newcomer, mailoutbox: Outbox) -> None:
    user = newcomer()
    pages = []
    for email in (user.email, "stranger-of-nobody@example.org"):
        traveller = Traveller()
        page = ask_for_code(traveller, email)
        pages.append((traveller.at, _lines(page, email)))
    _same(*pages)
    assert [mail.to for mail in mailoutbox] == [[user.email], ["stranger-of-nobody@example.org"]]


def test_wrong_password_does_not_tell_who_is_known(newcomer: Newcomer) -> None:
    user = newcomer(password=PASSWORD)
    pages = []
    for email in (user.email, "stranger-of-nobody@example.org"):
        traveller = Traveller()
        page = traveller.post(at_identity(LOGIN), {"login": email, "password": "wrong wrong wrong"})
        pages.append((page.status_code, _lines(page, email)))
    _same(*pages)
    assert living(user) == 0


def test_asking_for_a_new_password_does_not_tell_who_is_known(newcomer: Newcomer) -> None:
    user = newcomer(password=PASSWORD)
    pages = []
    for email in (user.email, "stranger-of-nobody@example.org"):
        traveller = Traveller()
        page = traveller.post(at_identity("/account/password/reset/"), {"email": email})
        pages.append((traveller.at, _lines(page, email)))
    _same(*pages)


def test_nobody_signs_up(traveller: Traveller, db: None) -> None:
    before = User.objects.count()
    traveller.post(
        at_identity("/account/signup/"),
        {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert User.objects.count() == before


@pytest.mark.parametrize("way", ["code", "password"])
def test_login_that_was_closed_does_not_sign_in(
    traveller: Traveller, newcomer: Newcomer, mailoutbox: Outbox, way: str
) -> None:
    user = newcomer(password=PASSWORD)
    User.objects.filter(pk=user.pk).update(is_active=False)
    if way == "password":
        traveller.post(at_identity(LOGIN), {"login": user.email, "password": PASSWORD})
    else:
        ask_for_code(traveller, user.email)
        for mail in mailoutbox:
            if "sign-in code" in mail.subject:
                traveller.post(CONFIRM, {"code": code_in(mail)})
    assert living(user) == 0


def test_address_that_was_not_verified_gets_no_further_than_its_mail(
    traveller: Traveller, newcomer: Newcomer, mailoutbox: Outbox
) -> None:
    user = newcomer(password=PASSWORD)
    EmailAddress.objects.filter(user=user).update(verified=False)
    traveller.post(at_identity(LOGIN), {"login": user.email, "password": PASSWORD})
    assert living(user) == 0
    assert [mail.to for mail in mailoutbox] == [[user.email]]


# --- limits ----------------------------------------------------------------------------------------


def test_password_of_one_login_cannot_be_tried_for_ever(newcomer: Newcomer) -> None:
    """From whichever address: after five failures even the right one waits."""
    user = newcomer(password=PASSWORD)
    for _ in range(5):
        Traveller().post(at_identity(LOGIN), {"login": user.email, "password": "wrong wrong wrong"})
    Traveller().post(at_identity(LOGIN), {"login": user.email, "password": PASSWORD})
    assert living(user) == 0


def test_one_address_cannot_try_many_logins(traveller: Traveller, newcomer: Newcomer) -> None:
    for n in range(10):
        traveller.post(at_identity(LOGIN), {"login": f"x{n}@example.org", "password": "wrong"})
    user = newcomer(password=PASSWORD)
    traveller.post(at_identity(LOGIN), {"login": user.email, "password": PASSWORD})
    assert living(user) == 0
    Traveller().post(at_identity(LOGIN), {"login": user.email, "password": PASSWORD})
    assert living(user) == 1


def test_address_that_a_browser_makes_up_counts_for_nothing(traveller: Traveller, newcomer: Newcomer) -> None:
    user = newcomer(password=PASSWORD)
    client = traveller.client(urlsplit(at_identity("/")).netloc)
    for n in range(11):
        data = {"login": f"x{n}@example.org", "password": "wrong"}
        client.post(LOGIN, data, headers={"X-Forwarded-For": f"192.0.2.{n}", "X-Real-IP": f"192.0.2.{n}"})
    client.post(LOGIN, {"login": user.email, "password": PASSWORD}, headers={"X-Forwarded-For": "192.0.2.99"})
    assert living(user) == 0


def test_behind_our_proxy_the_browsers_address_counts(newcomer: Newcomer, settings: Settings) -> None:
    """Not the proxy's, which all share; and of what the browser says only what the proxy has seen."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxy, user = Traveller(), newcomer(password=PASSWORD)
    client = proxy.client(urlsplit(at_identity("/")).netloc)
    for n in range(11):
        data = {"login": f"x{n}@example.org", "password": "wrong"}
        client.post(LOGIN, data, headers={"X-Forwarded-For": f"192.0.2.{n}, {proxy.ip}"})
    right = {"login": user.email, "password": PASSWORD}
    client.post(LOGIN, right, headers={"X-Forwarded-For": f"192.0.2.99, {proxy.ip}"})
    assert living(user) == 0
    client.post(LOGIN, right, headers={"X-Forwarded-For": f"{proxy.ip}, {Traveller().ip}"})
    assert living(user) == 1


def test_one_mailbox_is_not_flooded_with_codes(newcomer: Newcomer, mailoutbox: Outbox) -> None:
    user = newcomer()
    for _ in range(6):
        ask_for_code(Traveller(), user.email)
    assert len(mailoutbox) == 3


# --- next ------------------------------------------------------------------------------------------

FOREIGN = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://id.rinnalla.localhost:8000@evil.example/",
    "https://rinnalla.localhost.evil.example/",
    " https://evil.example",
    "\thttps://evil.example",
    "///evil.example",
    "/%2f/evil.example",
    "/a\r\nLocation: https://evil.example",
]


@pytest.mark.parametrize("target", FOREIGN)
def test_sign_in_does_not_lead_to_foreign_addresses(
    newcomer: Newcomer, traveller: Traveller, target: str
) -> None:
    user = newcomer(password=PASSWORD)
    traveller.at = at_identity("/")
    response = traveller.post(
        LOGIN, {"login": user.email, "password": PASSWORD, "next": target}, follow=False
    )
    assert response.status_code == 302
    _stays(response.headers["Location"])
    assert living(user) == 1


@pytest.mark.parametrize("target", FOREIGN)
@pytest.mark.parametrize("path", ["/signin/", "/handoff/"])
def test_hosts_routes_do_not_lead_to_foreign_addresses(
    newcomer: Newcomer, alfa: Association, traveller: Traveller, path: str, target: str
) -> None:
    user = newcomer(alfa, password=PASSWORD)
    traveller.post(at_identity(LOGIN), {"login": user.email, "password": PASSWORD})
    assert traveller.get(url(alfa, "/me/")).status_code == 200
    client = traveller.client(url(alfa).split("/")[2])
    response = client.get(path, {"next": target})
    assert response.status_code == 302
    _stays(response.headers["Location"])


def _stays(location: str) -> None:
    """As a browser reads it: backslashes are slashes, controls and blanks at the ends are nothing."""
    assert "\r" not in location
    assert "\n" not in location
    read = location.strip("".join(map(chr, range(33)))).replace("\\", "/")
    assert urlsplit(urljoin(at_identity("/"), read)).netloc == "id.rinnalla.localhost:8000"


# --- passwords -------------------------------------------------------------------------------------


def test_new_password_ends_every_other_sign_in(
    newcomer: Newcomer, alfa: Association, mailoutbox: Outbox
) -> None:
    """Whoever had the old one is out at every host."""
    user = newcomer(alfa, password=PASSWORD)
    thief, owner = Traveller(), Traveller()
    for each in (thief, owner):
        each.post(at_identity(LOGIN), {"login": user.email, "password": PASSWORD})
        each.get(url(alfa, "/me/"))
        assert each.at == url(alfa, "/me/")
    owner.post(
        at_identity("/account/password/change/"),
        {"oldpassword": PASSWORD, "password1": PASSWORD + " 2", "password2": PASSWORD + " 2"},
    )
    assert living(user) == 1
    thief.get(url(alfa, "/me/"))
    assert thief.at.startswith(at_identity(LOGIN))
    owner.get(url(alfa, "/me/"))
    assert owner.at == url(alfa, "/me/")


def test_forgotten_password_ends_every_sign_in(
    newcomer: Newcomer, alfa: Association, mailoutbox: Outbox
) -> None:
    user = newcomer(alfa, password=PASSWORD)
    thief, owner = Traveller(), Traveller()
    thief.post(at_identity(LOGIN), {"login": user.email, "password": PASSWORD})
    owner.post(at_identity("/account/password/reset/"), {"email": user.email})
    link = re.search(r"http://id\.rinnalla\.localhost:8000/\S+", str(mailoutbox[0].body))
    assert link
    owner.get(link.group())
    owner.post(owner.at, {"password1": PASSWORD + " 2", "password2": PASSWORD + " 2"})
    assert living(user) == 0
    other = Traveller()
    other.post(at_identity(LOGIN), {"login": user.email, "password": PASSWORD})
    assert living(user) == 0
    other.post(at_identity(LOGIN), {"login": user.email, "password": PASSWORD + " 2"})
    assert living(user) == 1
