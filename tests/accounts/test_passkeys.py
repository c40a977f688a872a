"""Passkeys: only ours, only from our page, only with finger, face or PIN."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from accounts.models import User
from tenants.models import Association
from tests.accounts.conftest import Newcomer
from tests.accounts.device import Device
from tests.accounts.factors import (
    ADD_PASSKEY,
    PASSKEY_LOGIN,
    PASSWORD,
    at_identity,
    device_of,
    living,
    login_options,
    sign_in,
)
from tests.accounts.traveller import Traveller, url

ELSEWHERE = "This passkey was used on another page than ours."

FOREIGN: list[dict[str, Any]] = [
    {"origin": "http://alfa.rinnalla.localhost:8000"},
    {"origin": "http://rinnalla.localhost:8000"},
    {"origin": "https://id.rinnalla.localhost:8000"},
    {"origin": "http://id.rinnalla.localhost:9999"},
    {"origin": "http://id.rinnalla.localhost"},
    {"origin": "http://evil.example"},
    {"origin": "http://id.rinnalla.localhost:8000", "crossOrigin": True},
]


@pytest.mark.parametrize("said", FOREIGN)
def test_passkey_made_on_another_page_is_refused(
    signed_in: Traveller, eeva: User, said: dict[str, Any]
) -> None:
    options = signed_in.get(at_identity(ADD_PASSKEY)).context["options"]
    page = signed_in.post(ADD_PASSKEY, {"name": "x", "credential": Device().make(options, **said)})
    assert ELSEWHERE in page.content.decode()
    assert not Authenticator.objects.filter(user=eeva).exists()
    assert not living(eeva)[0].mfa


@pytest.mark.parametrize("said", FOREIGN)
def test_passkey_used_on_another_page_signs_nobody_in(
    signed_in: Traveller, eeva: User, said: dict[str, Any]
) -> None:
    device, other = device_of(signed_in), Traveller()
    options = login_options(other)
    page = other.post(at_identity(PASSKEY_LOGIN), {"credential": device.use(options, **said)})
    assert ELSEWHERE in page.content.decode()
    assert len(living(eeva)) == 1


def test_passkey_signs_in_alone_and_is_both_factors(
    signed_in: Traveller, eeva: User, alfa: Association
) -> None:
    device, other = device_of(signed_in), Traveller()
    options = login_options(other)
    other.post(at_identity(PASSKEY_LOGIN), {"credential": device.use(options), "next": "/security/"})
    assert other.at == at_identity("/security/")
    assert (living(eeva)[-1].method, living(eeva)[-1].mfa) == ("passkey", True)
    assert other.get(url(alfa, "/coordinate/")).status_code == 200


@pytest.mark.parametrize(
    ("changed", "challenge"),
    [({"verified": False}, "own"), ({"rp": "evil.example"}, "own"), ({}, "old"), ({}, "none")],
)
def test_passkey_that_proves_too_little_signs_nobody_in(
    signed_in: Traveller, eeva: User, changed: dict[str, Any], challenge: str
) -> None:
    """Without finger or PIN, for another domain, for an earlier question, unasked."""
    device, other = device_of(signed_in), Traveller()
    options = login_options(other)
    if challenge == "old":
        login_options(other)
    if challenge == "none":
        other = Traveller()
    page = other.post(at_identity(PASSKEY_LOGIN), {"credential": device.use(options, **changed)})
    assert "That did not work." in page.content.decode()
    assert len(living(eeva)) == 1


def test_passkey_made_without_finger_or_pin_is_refused(signed_in: Traveller, eeva: User) -> None:
    options = signed_in.get(at_identity(ADD_PASSKEY)).context["options"]
    assert json.loads(options)["publicKey"]["authenticatorSelection"]["userVerification"] == "required"
    signed_in.post(ADD_PASSKEY, {"credential": Device().make(options, verified=False)})
    assert not Authenticator.objects.filter(user=eeva).exists()


@pytest.mark.parametrize(
    "key", ["", "null", "[]", "{}", '"x"', "{", '{"response": {}}', '{"response": null}']
)
def test_credential_that_is_none_is_refused(signed_in: Traveller, eeva: User, key: str) -> None:
    signed_in.get(at_identity(ADD_PASSKEY))
    assert signed_in.post(ADD_PASSKEY, {"credential": key}).status_code == 200
    other = Traveller()
    login_options(other)
    assert other.post(at_identity(PASSKEY_LOGIN), {"credential": key}).status_code == 200
    assert not Authenticator.objects.filter(user=eeva).exists()


@pytest.mark.parametrize("broken", ["userHandle", "signature", "authenticatorData", "id", "rawId", "type"])
@pytest.mark.parametrize("value", [None, 1, "", "!", "AAAA", {}])
def test_credential_with_a_broken_part_is_refused(
    signed_in: Traveller, eeva: User, broken: str, value: Any
) -> None:
    device, other = device_of(signed_in), Traveller()
    sent = json.loads(device.use(login_options(other)))
    (sent if broken in sent else sent["response"])[broken] = value
    if broken in {"id", "type"} and value is None:
        sent["rawId"] = "AAAA"
    response = other.post(at_identity(PASSKEY_LOGIN), {"credential": json.dumps(sent)}, follow=False)
    assert response.status_code == 302
    assert len(living(eeva)) <= 1 or broken in {"id", "type", "rawId"}


def test_passkey_of_another_is_not_mine_to_touch(
    signed_in: Traveller, eeva: User, newcomer: Newcomer
) -> None:
    device_of(signed_in)
    passkey = Authenticator.objects.get(user=eeva, type="webauthn")
    other, stranger = Traveller(), newcomer(password=PASSWORD)
    sign_in(other, stranger)
    for action in ("name", "remove"):
        path = at_identity(f"/security/passkeys/{passkey.pk}/{action}/")
        assert other.get(path).status_code == 404
        assert other.post(path, {"name": "x"}).status_code == 404
    assert Authenticator.objects.filter(pk=passkey.pk).exists()
