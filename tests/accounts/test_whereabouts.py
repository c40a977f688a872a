"""Where I am signed in: mine only, one can be ended, and all of them at every host."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts import browsers
from accounts.models import SignIn, User
from tenants import clock
from tenants.models import Association, Umbrella
from tests.accounts.conftest import Newcomer
from tests.accounts.factors import PASSWORD, at_identity, living, sign_in
from tests.accounts.traveller import Traveller, url

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Mobile Safari/604.1"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"


@pytest.fixture
def me(newcomer: Newcomer, alfa: Association) -> User:
    return newcomer(alfa, password=PASSWORD)


def browser(said: str) -> Traveller:
    traveller = Traveller()
    traveller.client(url("identity").split("/")[2]).defaults["HTTP_USER_AGENT"] = said
    return traveller


def test_list_shows_each_of_mine_with_browser_ways_and_places(me: User, alfa: Association) -> None:
    phone, laptop = browser(PHONE), browser(LAPTOP)
    sign_in(phone, me)
    sign_in(laptop, me)
    phone.get(url(alfa, "/me/"))
    found = laptop.get(at_identity("/sign-ins/")).context["found"]
    assert [(one.device, one.ways, one.places, one.here) for one in found] == [
        ("Firefox on Windows", "password", "", True),
        ("Safari on iPhone", "password", alfa.name, False),
    ]


def test_nothing_is_kept_of_a_browser_but_two_words(me: User) -> None:
    sign_in(browser(PHONE), me)
    assert "AppleWebKit" not in str(list(SignIn.objects.filter(user=me).values()))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (PHONE, ("Safari", "iPhone")),
        (LAPTOP, ("Firefox", "Windows")),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Chrome/130 Safari/537.36 Edg/130", ("Edge", "Mac")),
        ("<script>alert(1)</script>", ("", "")),
        ("", ("", "")),
    ],
)
def test_browser_in_plain_words(said: str, expected: tuple[str, str]) -> None:
    assert browsers.named(said) == expected


def test_list_leaves_out_others_and_what_has_ended(me: User, newcomer: Newcomer) -> None:
    mine, other = Traveller(), newcomer(password=PASSWORD)
    sign_in(Traveller(), other)
    now = clock.real_now()
    SignIn.objects.create(user=me, method="code", ended_at=now)
    SignIn.objects.create(user=me, method="code", seen_at=now - timedelta(days=31))
    SignIn.objects.create(user=me, method="code", at=now - timedelta(days=91))
    sign_in(mine, me)
    assert [one.here for one in mine.get(at_identity("/sign-ins/")).context["found"]] == [True]


def test_one_sign_in_is_ended_at_every_host_and_this_one_goes_on(me: User, alfa: Association) -> None:
    here, there = Traveller(), Traveller()
    for each in (there, here):
        sign_in(each, me)
        each.get(url(alfa, "/me/"))
    here.post(at_identity(f"/sign-ins/{living(me)[0].uuid}/end/"))
    there.get(url(alfa, "/me/"))
    assert there.at.startswith(at_identity("/account/login/"))
    assert here.get(url(alfa, "/me/")).status_code == 200


def test_sign_in_of_another_is_not_found_and_goes_on(me: User, newcomer: Newcomer) -> None:
    mine, other = Traveller(), newcomer(password=PASSWORD)
    sign_in(Traveller(), other)
    sign_in(mine, me)
    assert mine.post(at_identity(f"/sign-ins/{living(other)[0].uuid}/end/")).status_code == 404
    assert mine.post(at_identity(f"/sign-ins/{uuid4()}/end/")).status_code == 404
    assert len(living(other)) == 1


def test_signing_out_everywhere_ends_every_browser_at_every_host(
    me: User, alfa: Association, beta: Association, liitto: Umbrella
) -> None:
    here, there = Traveller(), Traveller()
    addresses = [url(place, "/me/") for place in (alfa, beta, liitto)]
    for each in (here, there):
        sign_in(each, me)
        assert [each.get(address).status_code for address in addresses] == [200, 404, 404]
    assert here.get(at_identity("/sign-ins/end-all/")).status_code == 200
    assert len(living(me)) == 2  # asking is not doing
    here.post(at_identity("/sign-ins/end-all/"))
    assert living(me) == []
    for each in (here, there):
        for address in [*addresses, at_identity("/")]:
            each.get(address)
            assert each.at.startswith(at_identity("/account/login/"))


def test_list_is_for_who_is_signed_in(db: None) -> None:
    traveller = Traveller()
    traveller.get(at_identity("/sign-ins/"))
    assert traveller.at.startswith(at_identity("/account/login/"))
