"""People who sign in for real: with an address that was verified, and perhaps a password."""

import secrets
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from pytest_django import Settings

from accounts.models import User
from tenants import clock
from tenants.models import Access, Association, Umbrella
from tests.accounts.factors import PASSWORD, now
from tests.accounts.traveller import Traveller, url

Newcomer = Callable[..., User]


@pytest.fixture
def newcomer(db: None) -> Newcomer:
    """`newcomer(alfa, "volunteer", password=…)`: a login of its own, so that rate limits count anew."""

    def make(
        place: Association | Umbrella | None = None, role: str = "volunteer", password: str = ""
    ) -> User:
        name = f"eeva-{secrets.token_hex(4)}"
        user = User.objects.create_user(
            f"{name}@example.org", password or None, name="Eeva Eloranta", language="en"
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if place is not None:
            field = "association" if isinstance(place, Association) else "umbrella"
            Access.objects.create(user=user, role=role, created_at=clock.now(), **{field: place})
        return user

    return make


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _half_minute_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    counters = (now() - 1, now(), now() + 1)
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter(counters))


@pytest.fixture
def traveller() -> Traveller:
    """A fresh browser."""
    return Traveller()


@pytest.fixture
def eeva(newcomer: Newcomer, alfa: Association) -> User:
    """Coordinates at Alfa; has no second factor yet."""
    return newcomer(alfa, "coordinator", password=PASSWORD)


@pytest.fixture
def signed_in(traveller: Traveller, eeva: User) -> Traveller:
    """Eeva's browser at the sign-in host."""
    traveller.post(url("identity", "/account/login/"), {"login": eeva.email, "password": PASSWORD})
    return traveller
