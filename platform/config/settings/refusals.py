"""What must not be together: refused at the start, with a sentence for each that says what to do.

An installation on `localhost` cannot be reached from elsewhere: tests, checks and measurements run there with
settings that would be dangerous in real use. Everything else that is neither demo nor debugging is real.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from config.settings.environment import Process
from config.variables import BaseUrl, has_password, login_of
from tenants.bootdb import APP, FIGURES, OWNER

EXIT_CODE = 78  # EX_CONFIG of sysexits.h: starting again will not help
KEY_LENGTH = 50
KEY_LETTERS = 10  # different ones
EXAMPLES = (".example", "example.org", "your-domain.org")
"""Ends of the hosts in env.example and in our defaults."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules below look at."""

    process: Process
    demo: bool
    debug: bool
    base_url: BaseUrl
    secret_key: str
    clock_movable: bool
    database_url: str
    figures_url: str
    redis_url: str
    mail_from: str
    mail_url: str
    var_dir: Path
    mail_service: str = ""
    mail_hook_secret: str = ""
    sms_url: str = ""
    sms_token: str = ""


def found(facts: Facts) -> Iterator[str]:
    """A sentence for each thing that may not be so."""
    yield from _logins(facts)
    yield from _gateways(facts)
    if facts.base_url.is_of_this_machine:
        return
    if facts.base_url.scheme == "https":
        if facts.demo:
            yield (
                "DEMO is true, and BASE_URL begins with https: the demo shows passwords and mail to all. "
                "Set DEMO=false, or run the demo on http for yourself alone."
            )
        if facts.debug:
            yield "DEBUG is true, and BASE_URL begins with https: set DEBUG=false, it shows our insides."
    if not facts.demo and not facts.debug:
        yield from _secrets(facts)
        yield from _places(facts)


def _logins(facts: Facts) -> Iterator[str]:
    """Each process has its own login, so that the database's walls stand between them."""
    login, counting = login_of(facts.database_url), login_of(facts.figures_url)
    if facts.process == "owner" and login in {APP, FIGURES}:
        yield f"RINNALLA_PROCESS is owner, and DATABASE_URL logs in as {login}: give it {OWNER}'s."
    if facts.process != "owner" and login in {OWNER, FIGURES, "postgres"}:
        yield (
            f"RINNALLA_PROCESS is {facts.process}, and DATABASE_URL logs in as {login}: give it {APP}'s, "
            "for which the walls between associations stand."
        )
    if facts.process == "figures" and not facts.figures_url:
        yield f"RINNALLA_PROCESS is figures: set FIGURES_DATABASE_URL to {FIGURES}'s login."
    if counting in {APP, OWNER}:
        yield f"FIGURES_DATABASE_URL logs in as {counting}: give it {FIGURES}'s login."


def _gateways(facts: Facts) -> Iterator[str]:
    """What each way to send needs besides its address."""
    if facts.sms_url and not facts.sms_token:
        yield "SMS_URL is set without a token: set SMS_TOKEN, or leave SMS_URL out to send no SMS."
    if facts.mail_service and not has_password(facts.mail_url):
        yield "EMAIL_URL names a mail service without its key: set EMAIL_PASSWORD."
    if facts.mail_service in {"mailgun", "mailjet"} and not login_of(facts.mail_url):
        like = {"mailgun": "mailgun://mg.your-domain.org@host", "mailjet": "mailjet://api-key@host"}
        yield f"EMAIL_URL names no user: write it like {like[facts.mail_service]}."
    proof = facts.mail_hook_secret
    if proof and facts.mail_service not in {"", "mailgun"} and not all(proof.partition(":")):
        yield "EMAIL_HOOK_SECRET has no user: write it like user:password, as in the address of the webhook."


def _secrets(facts: Facts) -> Iterator[str]:
    """What in real use nobody may guess, and no other process may hold."""
    if facts.clock_movable:
        yield "CLOCK_MOVABLE is true: remove it, only the demo and tests may move the clock."
    key = facts.secret_key
    if key and (len(key) < KEY_LENGTH or len(set(key)) < KEY_LETTERS):
        yield (
            f"SECRET_KEY is too short or too simple: make one of at least {KEY_LENGTH} characters "
            "with `python -m infra.secrets`."
        )
    if facts.figures_url and facts.process != "figures":
        yield (
            f"FIGURES_DATABASE_URL is set, and RINNALLA_PROCESS is {facts.process}: remove it, only the "
            "process that counts may read the exact figures."
        )
    if not has_password(facts.redis_url):
        yield "REDIS_URL has no password: set REDIS_PASSWORD, whoever reaches Redis can start jobs."


def _places(facts: Facts) -> Iterator[str]:
    """Addresses that lead to us, and a folder to work in."""
    if facts.base_url.scheme != "https":
        yield "BASE_URL begins with http: write https, or passwords travel openly."
    if facts.base_url.host.endswith(EXAMPLES):
        yield "BASE_URL is still the example's: write the address that people will open."
    if "@" not in facts.mail_from or facts.mail_from.rstrip(">").endswith(EXAMPLES):
        yield "MAIL_FROM is no address of yours: write it like Rinnalla <rinnalla@a-domain-of-yours.org>."
    if (urlsplit(facts.mail_url).hostname or "").endswith(EXAMPLES):
        yield "EMAIL_URL is still the example's: write your mail server's address."
    elif not facts.mail_service and login_of(facts.mail_url) and not has_password(facts.mail_url):
        yield "EMAIL_URL names a user without a password: set EMAIL_PASSWORD, or leave the user out."
    if facts.sms_url.startswith("http:"):
        yield "SMS_URL begins with http: write https, or its token and people's numbers travel openly."
    if not _is_writable(facts.var_dir):
        yield f"VAR_DIR is {facts.var_dir}, where this process may not write: mount a writable folder there."


def _is_writable(folder: Path) -> bool:
    """Whether it can be written, or made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def refuse(problems: list[str]) -> NoReturn:
    """Say all that is wrong, for a person at a terminal or as lines of the log, and end with EXIT_CODE.

    A SystemExit and no other error: gunicorn, Celery and Django end by it, with no trace around the sentence.
    """
    for problem in problems:
        if sys.stderr.isatty():
            sys.stderr.write(f"The settings are wrong: {problem}\n")
        else:
            at = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
            line = {"at": at, "level": "critical", "logger": "config.settings", "event": problem}
            sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stderr.flush()
    raise SystemExit(EXIT_CODE)
