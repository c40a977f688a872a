"""What is hashed for nobody, and what jobs are made of."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.test import Client

from accounts.models import User
from config.celery import app
from tests.accounts.traveller import Traveller, url

Browse = Callable[..., Client]
# What a task may be told: names of rows and of queues. None of these is a person's.
TOLD = {
    "outcome",
    "code",
    "provider_id",
    "fingerprint",
    "dead",
    "channel",
    "schema_name",
    "association",
    "uuid",
    "queue",
    "umbrella",
    "passage",
    "year",
    "month",
    "reset",
}


def hashings(monkeypatch: pytest.MonkeyPatch, login: str) -> int:
    """How often a password was hashed while somebody tried one."""
    count = 0
    real: Any = hashers.PBKDF2PasswordHasher.encode

    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal count
        count += 1
        return real(*arguments, **named)

    monkeypatch.setattr(hashers.PBKDF2PasswordHasher, "encode", counted)
    traveller = Traveller()
    traveller.get(url("identity", "/account/login/"))
    traveller.post("/account/login/", {"login": login, "password": "wrong but long enough"})
    monkeypatch.setattr(hashers.PBKDF2PasswordHasher, "encode", real)
    return count


def test_password_is_hashed_once_for_somebody_and_for_nobody(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hash is what takes the time; it is taken for everybody."""
    User.objects.create_user("known@example.org", "correct horse battery staple")
    known = hashings(monkeypatch, "known@example.org")
    unknown = hashings(monkeypatch, "unknown@example.org")
    assert known == unknown > 0


def test_jobs_are_json_without_people_and_without_answers() -> None:
    """A queue is read by whoever reads Redis: identifiers only, nothing that runs, nothing kept."""
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]
    assert settings.CELERY_TASK_SERIALIZER == "json"
    assert settings.CELERY_TASK_IGNORE_RESULT is True
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith(("celery.", "tests."))}
    assert ours
    for name, task in ours.items():
        assert set(inspect.signature(task.run).parameters) <= TOLD, (
            f"{name} is told something new. If it can hold nothing of a person, add it to TOLD."
        )
