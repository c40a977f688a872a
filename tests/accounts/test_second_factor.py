"""Second factors: who needs one, setting one up, showing it, and what does not count as one."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import SignIn, User
from local import codes
from tenants import clock
from tenants.models import Association, Umbrella
from tests.accounts.conftest import Newcomer
from tests.accounts.factors import (
    ADD_PASSKEY,
    CONFIRM,
    LOGIN,
    PASSWORD,
    SECOND,
    app_of,
    at_identity,
    device_of,
    living,
    now,
    sign_in,
)
from tests.accounts.traveller import Traveller, url

Browse = Callable[..., Client]
PassBy = Callable[[timedelta], None]
COOKIE = settings.SESSION_COOKIE_NAME

# --- who needs one ---------------------------------------------------------------------------------


def test_coordinators_page_leads_to_the_second_factor_and_back(
    browse: Browse, ada: User, alfa: Association
) -> None:
    response = browse(ada, alfa, second_factor=False).get("/coordinate/shifts/?week=2025-02-03")
    assert response.status_code == 302
    assert response.headers["Location"] == (
        "/signin/?next=%2Fcoordinate%2Fshifts%2F%3Fweek%3D2025-02-03&second=yes"
    )


def test_federations_page_leads_to_the_second_factor(browse: Browse, vera: User, liitto: Umbrella) -> None:
    response = browse(vera, liitto, second_factor=False).get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/signin/?next=%2F&second=yes")


def test_interface_says_that_the_second_factor_is_missing(
    browse: Browse, ada: User, alfa: Association, vera: User, liitto: Umbrella
) -> None:
    for user, place in ((ada, alfa), (vera, liitto)):
        response = browse(user, place, second_factor=False).get("/api/v1/figures/")
        assert response.status_code == 403
        assert response.json()["code"] == "second_factor_needed"
        assert response.json()["sentence"].startswith("Show your second factor first")


def test_form_is_not_taken_without_the_second_factor(browse: Browse, ada: User, alfa: Association) -> None:
    response = browse(ada, alfa, second_factor=False).post("/coordinate/shifts/new/", {"title": "x"})
    assert response.status_code == 403
    assert "Show your second factor first" in response.content.decode()
    assert 'href="/signin/?second=yes"' in response.content.decode()


def test_volunteers_own_pages_need_no_second_factor(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    for user in (ada, bo):
        client = browse(user, alfa, second_factor=False)
        assert [client.get(path).status_code for path in ("/home/", "/shifts/", "/hours/", "/me/")] == [
            200
        ] * 4


def test_volunteer_is_not_asked_for_what_would_not_help(browse: Browse, bo: User, alfa: Association) -> None:
    assert browse(bo, alfa, second_factor=False).get("/coordinate/").status_code == 403


def test_stranger_with_or_without_a_factor_finds_nothing(
    browse: Browse, ada: User, beta: Association
) -> None:
    for shown in (True, False):
        assert browse(ada, beta, second_factor=shown).get("/coordinate/").status_code == 404


def test_part_of_a_page_takes_its_whole_page_along(browse: Browse, ada: User, alfa: Association) -> None:
    response = browse(ada, alfa, second_factor=False).get(
        "/coordinate/",
        headers={"HX-Request": "true", "HX-Current-URL": url(alfa, "/coordinate/months/")},
    )
    assert response.headers["HX-Redirect"] == "/signin/?next=%2Fcoordinate%2Fmonths%2F&second=yes"


# --- setting one up ---------------------------------------------------------------------------------


def test_coordinator_without_a_factor_is_led_to_one_and_on(
    signed_in: Traveller, eeva: User, alfa: Association
) -> None:
    page = signed_in.get(url(alfa, "/coordinate/months/"))
    assert signed_in.at.startswith(at_identity("/security/second-factor/"))
    text = page.content.decode()
    assert text.index("Set up a passkey") < text.index("Set up an app")
    device_of(signed_in)
    assert signed_in.at == at_identity("/security/codes/")
    page = signed_in.post("/security/codes/")
    assert (page.status_code, signed_in.at) == (200, url(alfa, "/coordinate/months/"))
    assert page.wsgi_request.access == {"coordinator"}


def test_factor_shown_later_counts_at_a_host_only_after_the_next_handing_over(
    signed_in: Traveller, eeva: User, alfa: Association
) -> None:
    """Whoever had copied the host's session before gets nothing of it."""
    signed_in.get(url(alfa, "/signin/"))
    host = url(alfa).split("/")[2]
    copied = Client(headers={"host": host})
    copied.cookies[COOKIE] = signed_in.client(host).cookies[COOKIE].value
    device_of(signed_in)
    assert living(eeva)[0].mfa
    assert copied.get("/coordinate/").status_code == 302
    assert signed_in.get(url(alfa, "/coordinate/")).status_code == 200
    assert copied.get("/coordinate/").status_code == 302


def test_adding_a_factor_is_told_by_mail(
    signed_in: Traveller, eeva: User, mailoutbox: list[EmailMessage]
) -> None:
    device_of(signed_in)
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([eeva.email], "A passkey was added to your sign-in")
    ]


@pytest.mark.parametrize("way", ["password", "factor", "neither"])
def test_changing_factors_asks_again_after_a_while(
    traveller: Traveller, newcomer: Newcomer, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    user = newcomer(password=PASSWORD)
    sign_in(traveller, user)
    if way == "factor":
        app_of(traveller)
    if way == "neither":
        User.objects.filter(pk=user.pk).update(password="!")
        traveller.client(url("identity").split("/")[2]).force_login(User.objects.get(pk=user.pk))
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    traveller.get(at_identity(ADD_PASSKEY))
    expected = {
        "password": "/account/reauthenticate/",
        "factor": CONFIRM,
        "neither": "/security/again/",
    }
    assert traveller.at.startswith(at_identity(expected[way]))
    assert traveller.at.endswith("?next=%2Fsecurity%2Fpasskeys%2Fadd%2F")
    assert not Authenticator.objects.filter(user=user, type="webauthn").exists()


def test_password_is_no_proof_for_whoever_has_a_factor(
    signed_in: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    app_of(signed_in)
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    signed_in.post(at_identity("/account/reauthenticate/"), {"password": PASSWORD})
    signed_in.get(at_identity("/security/app/remove/"))
    assert signed_in.at.startswith(at_identity(CONFIRM))


# --- losing it --------------------------------------------------------------------------------------


def test_removing_the_last_factor_withholds_the_roles_and_ends_other_sign_ins(
    signed_in: Traveller, eeva: User, alfa: Association
) -> None:
    secret = app_of(signed_in)
    thief = Traveller()
    sign_in(thief, eeva)
    thief.post(SECOND, {"code": codes.code(secret, counter=now())})
    thief.get(url(alfa, "/coordinate/"))
    signed_in.get(url(alfa, "/coordinate/"))
    signed_in.post(at_identity("/security/app/remove/"))
    assert not Authenticator.objects.filter(user=eeva).exists()
    assert [one.mfa for one in living(eeva)] == [False]
    signed_in.get(url(alfa, "/coordinate/"))
    assert signed_in.at.startswith(at_identity("/security/second-factor/"))
    thief.get(url(alfa, "/coordinate/"))
    assert thief.at.startswith(at_identity(LOGIN))


# --- time -------------------------------------------------------------------------------------------


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> PassBy:
    """Let real time pass."""
    start = clock.real_now()

    def pass_by(step: timedelta) -> None:
        monkeypatch.setattr(clock, "real_now", lambda: start + step)

    return pass_by


@pytest.mark.parametrize(
    ("hours", "status"), [([11], 200), ([13], 302), ([11, 22, 33], 200), ([11, 22, 35], 302)]
)
def test_factor_lapses_when_it_is_not_used_for_half_a_day(
    browse: Browse,
    ada: User,
    alfa: Association,
    later: PassBy,
    hours: list[int],
    status: int,
) -> None:
    client = browse(ada, alfa)
    for hour in hours[:-1]:
        later(timedelta(hours=hour))
        client.get("/coordinate/")
    later(timedelta(hours=hours[-1]))
    assert client.get("/coordinate/").status_code == status
    assert client.get("/home/").status_code == 200


def test_factor_lapses_after_two_weeks_however_much_it_is_used(
    browse: Browse, ada: User, alfa: Association, later: PassBy
) -> None:
    client = browse(ada, alfa)
    for hour in range(10, 14 * 24, 10):
        later(timedelta(hours=hour))
        assert client.get("/coordinate/").status_code == 200
    later(timedelta(days=14, hours=1))
    assert client.get("/coordinate/").status_code == 302
    assert client.get("/home/").status_code == 200


@pytest.mark.parametrize(
    ("days", "status"), [([29], 200), ([31], 302), ([29, 58, 87], 200), ([29, 58, 87, 91], 302)]
)
def test_sign_in_ends_after_a_month_without_use_or_three_in_all(
    browse: Browse,
    bo: User,
    alfa: Association,
    later: PassBy,
    days: list[int],
    status: int,
) -> None:
    client = browse(bo, alfa)
    for day in days[:-1]:
        later(timedelta(days=day))
        client.get("/home/")
    later(timedelta(days=days[-1]))
    assert client.get("/home/").status_code == status
    assert (SignIn.objects.filter(user=bo, ended_at__isnull=True).count() == 1) == (status == 200)


def test_page_that_asks_again_by_itself_keeps_nobody_signed_in(
    browse: Browse, ada: User, alfa: Association, later: PassBy
) -> None:
    client = browse(ada, alfa)
    for hour in (6, 11):
        later(timedelta(hours=hour))
        client.get("/coordinate/", headers={"HX-Request": "true"})
    later(timedelta(hours=13))
    assert client.get("/coordinate/").status_code == 302


def test_moving_the_demo_clock_lets_no_factor_lapse(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    with clock.fixed(clock.now() + timedelta(days=60)):
        assert client.get("/coordinate/").status_code == 200
