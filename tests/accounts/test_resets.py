"""A lost phone: who may take somebody's second factor away, and what happens then."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts import tasks
from accounts.factors import vault
from accounts.models import FactorReset, SignIn, User
from tenants import clock, jobs
from tenants.context import entered
from tenants.models import Access, Association, Umbrella
from tests.accounts.conftest import Newcomer
from volunteers.register.models import Trail

Browse = Callable[..., Client]
Outbox = list[EmailMessage]


def give_factor(user: User) -> None:
    data = {"secret": vault.encrypt("ABCDEFGH")}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)


def grant(user: User, role: str, **place: Any) -> Access:
    return Access.objects.create(user=user, role=role, created_at=clock.now(), **place)


def has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user).exists()


@pytest.fixture
def eeva(newcomer: Newcomer, alfa: Association) -> User:
    """Coordinates at Alfa beside Ada, and has lost her phone."""
    user = newcomer(alfa, "coordinator")
    give_factor(user)
    return user


@pytest.fixture(autouse=True)
def _told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker: the mail is written by the one who asks for it."""
    monkeypatch.setattr(jobs, "start", lambda task, **kwargs: False)


def press(client: Client, user: User, run: Any) -> Any:
    with run(execute=True):
        return client.post("/coordinate/team/reset/", {"who": user.uuid})


def test_second_coordinator_takes_the_factor_away(
    browse: Browse, ada: User, eeva: User, alfa: Association, mailoutbox: Outbox,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    hers = browse(eeva, alfa)
    page = browse(ada, alfa).get("/coordinate/team/").content.decode()
    assert f"/coordinate/team/reset/?who={eeva.uuid}" in page
    response = press(browse(ada, alfa), eeva, django_capture_on_commit_callbacks)
    assert (response.status_code, response.headers["Location"]) == (302, "/coordinate/team/")
    assert not has_factor(eeva)
    assert not SignIn.objects.filter(user=eeva, ended_at__isnull=True).exists()
    assert hers.get("/me/").status_code == 302
    noted = FactorReset.objects.get()
    assert (noted.user_uuid, noted.by_user, noted.association) == (eeva.uuid, ada.uuid, "alfa")
    with entered(alfa):
        trail = Trail.objects.get(verb="second_factor_reset")
        assert (trail.actor_user, trail.subject_uuid) == (ada.uuid, eeva.uuid)
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([eeva.email], "The second factor of your sign-in was removed")
    ]
    assert "Ada Ahola of Alfan mielen hyvinvointi ry" in str(mailoutbox[0].body)


def test_mail_is_written_once_and_in_her_language(eeva: User, mailoutbox: Outbox) -> None:
    User.objects.filter(pk=eeva.pk).update(language="sv")
    row = FactorReset.objects.create(user_uuid=eeva.uuid, by_name="Ada Ahola", association="alfa")
    for _ in range(2):
        tasks.tell_factor_reset.run(reset=row.pk)
    assert [mail.subject for mail in mailoutbox] == ["Det andra steget i din inloggning har tagits bort"]


def test_nobody_takes_away_their_own(
    browse: Browse, ada: User, alfa: Association, django_capture_on_commit_callbacks: Any
) -> None:
    give_factor(ada)
    assert "cannot do this for yourself" in (
        browse(ada, alfa).get(f"/coordinate/team/reset/?who={ada.uuid}").content.decode()
    )
    press(browse(ada, alfa), ada, django_capture_on_commit_callbacks)
    assert has_factor(ada)


@pytest.mark.parametrize("role", ["coordinator", "owner", "admin", "analyst"])
def test_association_does_not_weaken_the_way_into_another_place(
    browse: Browse, ada: User, eeva: User, alfa: Association, beta: Association, liitto: Umbrella, role: str,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    if role in {"admin", "analyst"}:
        grant(eeva, role, umbrella=liitto)
    else:
        grant(eeva, role, association=beta)
    page = browse(ada, alfa).get(f"/coordinate/team/reset/?who={eeva.uuid}").content.decode()
    assert "whoever runs this service: ask them" in page
    assert beta.name not in page
    press(browse(ada, alfa), eeva, django_capture_on_commit_callbacks)
    assert has_factor(eeva)
    assert not FactorReset.objects.exists()


def test_role_elsewhere_that_has_ended_or_needs_no_factor_is_no_hindrance(
    browse: Browse, ada: User, eeva: User, alfa: Association, beta: Association,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    ended = grant(eeva, "coordinator", association=beta)
    Access.objects.filter(pk=ended.pk).update(ends_at=clock.now() - timedelta(days=1))
    grant(eeva, "volunteer", association=beta)
    press(browse(ada, alfa), eeva, django_capture_on_commit_callbacks)
    assert not has_factor(eeva)


@pytest.mark.parametrize("name", ["bo", "cleo", "dan", "vera"])
def test_whoever_does_not_coordinate_here_is_not_found(
    browse: Browse, ada: User, alfa: Association, name: str
) -> None:
    user = User.objects.get(email=f"{name}@example.org")
    give_factor(user)
    client = browse(ada, alfa)
    assert client.get(f"/coordinate/team/reset/?who={user.uuid}").status_code == 404
    assert client.post("/coordinate/team/reset/", {"who": user.uuid}).status_code == 404
    assert user.email not in client.get("/coordinate/team/").content.decode()
    assert has_factor(user)


@pytest.mark.parametrize("who", ["", "x", "\x00", "0" * 36])
def test_identifier_that_is_none_is_not_found(browse: Browse, ada: User, alfa: Association, who: str) -> None:
    assert browse(ada, alfa).post("/coordinate/team/reset/", {"who": who}).status_code == 404


def test_factor_of_who_does_it_must_have_been_shown_just_now(
    browse: Browse, ada: User, eeva: User, alfa: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, now = browse(ada, alfa), clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=16))
    for method in (client.get, client.post):
        response = method("/coordinate/team/reset/", {"who": str(eeva.uuid)})
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/signin/?next=%2Fcoordinate%2Fteam%2Freset%2F")
        assert response.headers["Location"].endswith("&second=fresh")
    assert has_factor(eeva)


@pytest.mark.parametrize("who", ["bo", "eeva"])
def test_volunteer_and_coordinator_without_factor_take_nothing_away(
    browse: Browse, bo: User, eeva: User, ada: User, alfa: Association, who: str
) -> None:
    give_factor(ada)
    client = browse(bo if who == "bo" else eeva, alfa, second_factor=who == "bo")
    assert client.post("/coordinate/team/reset/", {"who": ada.uuid}).status_code == 403
    assert has_factor(ada)


# --- the operator ----------------------------------------------------------------------------------


@pytest.fixture
def as_owner(settings: Settings) -> None:
    settings.PROCESS = "owner"


@pytest.mark.usefixtures("as_owner")
def test_operator_takes_it_away_with_a_reason(eeva: User, beta: Association, mailoutbox: Outbox) -> None:
    grant(eeva, "coordinator", association=beta)
    call_command(
        "reset_second_factor", eeva.email.upper(), reason="called back", by="Olli", stdout=io.StringIO()
    )
    assert not has_factor(eeva)
    noted = FactorReset.objects.get()
    assert (noted.by_user, noted.by_name, noted.reason) == (None, "Olli", "called back")
    assert noted.told_at is not None
    assert "Whoever runs Rinnalla" in str(mailoutbox[0].body)


def test_operators_command_runs_as_the_owner_only(eeva: User) -> None:
    with pytest.raises(CommandError, match="RINNALLA_PROCESS=owner"):
        call_command("reset_second_factor", eeva.email, reason="x")
    assert has_factor(eeva)


@pytest.mark.usefixtures("as_owner")
@pytest.mark.parametrize(
    ("email", "reason", "said"),
    [("x@example.org", "x", "Nobody signs"), ("bo@example.org", "x", "Bo Berg")],
)
def test_operators_command_says_what_it_cannot_do(db: None, email: str, reason: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("reset_second_factor", email, reason=reason)


# --- keys ------------------------------------------------------------------------------------------


def test_keys_can_be_changed_without_losing_a_factor(eeva: User, settings: Settings) -> None:
    settings.MFA_KEYS = ["new"]
    call_command("reencrypt_factors", stdout=io.StringIO())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    secret = Authenticator.objects.get(user=eeva).data["secret"]
    assert vault.decrypt(secret) == "ABCDEFGH"
    settings.MFA_KEYS = ["newer", "new"]
    assert vault.decrypt(secret) == "ABCDEFGH"
    settings.MFA_KEYS = ["newer"]
    with pytest.raises(vault.Unreadable):
        vault.decrypt(secret)
    with pytest.raises(CommandError, match="1 cannot be read"):
        call_command("reencrypt_factors", stdout=io.StringIO())


def test_former_secret_key_still_reads(settings: Settings) -> None:
    kept = vault.encrypt("x")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert vault.decrypt(kept) == "x"
