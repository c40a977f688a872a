"""Codes of authenticator apps and recovery codes: each once, few guesses, shown once, encrypted at rest."""

import secrets

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from pytest_django import Settings

from accounts.models import User
from local import checks, codes
from tests.accounts.factors import (
    ADD_APP,
    SECOND,
    app_of,
    at_identity,
    living,
    now,
    sign_in,
)
from tests.accounts.traveller import Traveller


def test_code_of_the_app_is_asked_for_after_the_password(signed_in: Traveller, eeva: User) -> None:
    secret, other = app_of(signed_in), Traveller()
    sign_in(other, eeva)
    assert other.at == at_identity(SECOND)
    assert len(living(eeva)) == 1
    other.post(SECOND, {"code": codes.code(secret, counter=now())})
    assert [one["type"] for one in living(eeva)[-1].methods if one["method"] == "mfa"] == ["totp"]
    assert living(eeva)[-1].mfa


@pytest.mark.parametrize("offset", [0, -1])
def test_code_of_the_app_works_once_and_no_older_one_after_it(
    signed_in: Traveller, eeva: User, monkeypatch: pytest.MonkeyPatch, offset: int
) -> None:
    """Also where the cache has forgotten that it was used."""
    monkeypatch.setattr(totp.TOTP, "_mark_code_used", lambda self, code: True)
    secret, moment = app_of(signed_in), now()
    first, second = Traveller(), Traveller()
    sign_in(first, eeva)
    first.post(SECOND, {"code": codes.code(secret, counter=moment)})
    assert len(living(eeva)) == 2
    sign_in(second, eeva)
    page = second.post(SECOND, {"code": codes.code(secret, counter=moment + offset)})
    assert "This code was used already." in page.content.decode()
    assert len(living(eeva)) == 2


def test_code_that_set_the_app_up_is_used_up(signed_in: Traveller, eeva: User) -> None:
    moment = now()
    secret = signed_in.get(at_identity(ADD_APP)).context["secret"].replace(" ", "")
    signed_in.post(ADD_APP, {"code": codes.code(secret, counter=moment)})
    other = Traveller()
    sign_in(other, eeva)
    other.post(SECOND, {"code": codes.code(secret, counter=moment)})
    assert len(living(eeva)) == 1


def test_codes_cannot_be_guessed_for_ever(signed_in: Traveller, eeva: User) -> None:
    secret = app_of(signed_in)
    for _ in range(5):
        guesser = Traveller()
        sign_in(guesser, eeva)
        guesser.post(SECOND, {"code": "000000"})
    other = Traveller()
    sign_in(other, eeva)
    other.post(SECOND, {"code": codes.code(secret, counter=now() + 1)})
    assert len(living(eeva)) == 1


def test_recovery_code_works_once(signed_in: Traveller, eeva: User) -> None:
    app_of(signed_in)
    shown = signed_in.get(at_identity("/security/codes/")).context["codes"]
    assert len(set(shown)) == 10
    first, second = Traveller(), Traveller()
    sign_in(first, eeva)
    first.post(SECOND, {"code": shown[3]})
    assert (len(living(eeva)), living(eeva)[-1].mfa) == (2, True)
    sign_in(second, eeva)
    second.post(SECOND, {"code": shown[3]})
    assert len(living(eeva)) == 2


def test_recovery_codes_are_shown_until_they_are_kept_and_never_again(
    signed_in: Traveller, eeva: User
) -> None:
    secret = app_of(signed_in)
    page = signed_in.get(at_identity("/security/codes/"))
    shown = page.context["codes"]
    file = signed_in.get("/security/codes/file/")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert all(code in file.content.decode() for code in shown)
    assert "no-store" in page.headers["Cache-Control"]
    other = Traveller()
    sign_in(other, eeva)
    other.post(SECOND, {"code": codes.code(secret, counter=now())})
    assert other.get(at_identity("/security/codes/file/")).status_code == 404
    signed_in.post(at_identity("/security/codes/"))
    assert signed_in.get(at_identity("/security/codes/file/")).status_code == 404
    signed_in.get(at_identity("/security/codes/"))
    assert signed_in.at == at_identity("/security/")


def test_new_recovery_codes_make_the_old_ones_void(signed_in: Traveller, eeva: User) -> None:
    app_of(signed_in)
    old = signed_in.get(at_identity("/security/codes/")).context["codes"]
    page = signed_in.post(at_identity("/security/codes/new/"))
    assert not set(page.context["codes"]) & set(old)
    other = Traveller()
    sign_in(other, eeva)
    other.post(SECOND, {"code": old[0]})
    assert len(living(eeva)) == 1


# --- at rest ----------------------------------------------------------------------------------------


def test_secrets_are_not_in_the_database_in_clear(signed_in: Traveller, eeva: User) -> None:
    secret = signed_in.get(at_identity(ADD_APP)).context["secret"].replace(" ", "")
    waiting = [session.get_decoded() for session in Session.objects.all()]
    assert secret not in str(waiting)
    signed_in.post(ADD_APP, {"code": codes.code(secret, counter=now())})
    shown = signed_in.get(at_identity("/security/codes/")).context["codes"]
    kept = str(list(Authenticator.objects.filter(user=eeva).values()))
    kept += str([session.get_decoded() for session in Session.objects.all()])
    for said in (secret, *shown, *(code.replace(" ", "") for code in shown)):
        assert said not in kept


def test_secrets_of_the_demo_count_for_nothing_elsewhere(eeva: User, settings: Settings) -> None:
    from local.enacting import factors

    settings.DEMO = True
    factors.give([eeva])
    settings.DEMO = False
    traveller = Traveller()
    sign_in(traveller, eeva)
    traveller.post(SECOND, {"code": codes.code(codes.secret_for(eeva.email), counter=now())})
    assert living(eeva) == []
    assert [found.id for found in checks.no_demo_secrets_in_production(databases=["default"])] == [
        "local.E002"
    ]
    with pytest.raises(Exception, match="DEMO=true"):
        factors.give([eeva])


def test_numbers_of_the_demo_are_the_ones_that_apps_show() -> None:
    """RFC 6238, with the product's own reckoning as the measure."""
    secret = codes.secret_for(f"{secrets.token_hex(4)}@example.org")
    for counter in (1, now(), now() + 77):
        assert codes.code(secret, counter=counter) == totp.format_hotp_value(totp.hotp_value(secret, counter))
