"""Wrong settings: each is refused with its sentence, all of them at once, and nothing starts."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from config.settings.refusals import EXIT_CODE, Facts, found
from config.variables import BaseUrl, Variables
from tests.infra.composed import ROOT

KEY = "Wm3kq9Zt7Xv1Lp5Rc8Yb2Nd6Hf4Js0Gg_aQeUiOoPzTrEwSdCvBn"
REAL = Facts(
    process="app",
    demo=False,
    debug=False,
    base_url=BaseUrl(scheme="https", host="rinnalla.test", port=None),
    secret_key=KEY,
    clock_movable=False,
    database_url="postgres://rinnalla_app:pw@postgres/rinnalla",
    figures_url="",
    redis_url="redis://:pw@redis:6379/0",
    mail_from="Rinnalla <rinnalla@rinnalla.test>",
    mail_url="smtp+tls://rinnalla:pw@mail.rinnalla.test:587",
    var_dir=Path("/tmp"),
)
HTTP = BaseUrl(scheme="http", host="rinnalla.test", port=None)
OWNERS = "postgres://rinnalla_owner:pw@postgres/rinnalla"
COUNTING = "postgres://rinnalla_figures:pw@postgres/rinnalla"


def test_real_installation_is_not_refused() -> None:
    assert list(found(REAL)) == []
    assert list(found(replace(REAL, process="owner", database_url=OWNERS))) == []
    assert list(found(replace(REAL, process="figures", figures_url=COUNTING))) == []


@pytest.mark.parametrize(
    ("change", "begins"),
    [
        ({"secret_key": "short"}, "SECRET_KEY is too short"),
        ({"secret_key": "a" * 80}, "SECRET_KEY is too short or too simple"),
        ({"base_url": HTTP}, "BASE_URL begins with http: write https"),
        ({"base_url": BaseUrl("https", "rinnalla.example", None)}, "BASE_URL is still the example's"),
        ({"demo": True}, "DEMO is true, and BASE_URL begins with https"),
        ({"debug": True}, "DEBUG is true, and BASE_URL begins with https"),
        ({"clock_movable": True}, "CLOCK_MOVABLE is true: remove it"),
        ({"database_url": OWNERS}, "RINNALLA_PROCESS is app, and DATABASE_URL logs in as rinnalla_owner"),
        ({"database_url": COUNTING}, "RINNALLA_PROCESS is app, and DATABASE_URL logs in as rinnalla_figures"),
        (
            {"database_url": "postgres://postgres@h/d"},
            "RINNALLA_PROCESS is app, and DATABASE_URL logs in as postgres",
        ),
        ({"process": "owner"}, "RINNALLA_PROCESS is owner, and DATABASE_URL logs in as rinnalla_app"),
        ({"figures_url": COUNTING}, "FIGURES_DATABASE_URL is set, and RINNALLA_PROCESS is app: remove it"),
        ({"process": "figures"}, "RINNALLA_PROCESS is figures: set FIGURES_DATABASE_URL"),
        (
            {"process": "figures", "figures_url": REAL.database_url},
            "FIGURES_DATABASE_URL logs in as rinnalla_app",
        ),
        ({"redis_url": "redis://redis:6379/0"}, "REDIS_URL has no password"),
        ({"mail_from": "Rinnalla <rinnalla@example.org>"}, "MAIL_FROM is no address of yours"),
        ({"mail_url": "smtp://mail.your-domain.org"}, "EMAIL_URL is still the example's"),
        ({"mail_url": "smtp://me@mail.rinnalla.test"}, "EMAIL_URL names a user without a password"),
        ({"sms_url": "https://gatewayapi.eu/rest/mtsms"}, "SMS_URL is set without a token"),
        ({"sms_url": "http://gatewayapi.eu/rest/mtsms", "sms_token": "t"}, "SMS_URL begins with http"),
        (
            {"mail_service": "brevo", "mail_url": "brevo://api.brevo.com"},
            "EMAIL_URL names a mail service without its key",
        ),
        (
            {"mail_service": "mailgun", "mail_url": "mailgun://:key@api.eu.mailgun.net"},
            "EMAIL_URL names no user: write it like mailgun://mg.your-domain.org@host",
        ),
        (
            {
                "mail_service": "postmark",
                "mail_url": "postmark://:key@api.postmarkapp.com",
                "mail_hook_secret": "no-user",
            },
            "EMAIL_HOOK_SECRET has no user",
        ),
        ({"var_dir": Path("/dev/null/var")}, "VAR_DIR is /dev/null/var, where this process may not write"),
    ],
)
def test_what_may_not_be_is_refused(change: dict[str, object], begins: str) -> None:
    sentences = list(found(replace(REAL, **change)))  # type: ignore[arg-type]  # each names its fields
    assert [sentence[: len(begins)] for sentence in sentences] == [begins]


def test_demo_on_http_and_what_stays_on_this_machine_may_be_loose() -> None:
    loose = replace(REAL, secret_key="tests", redis_url="redis://127.0.0.1/0", clock_movable=True)
    assert list(found(replace(loose, demo=True, base_url=HTTP))) == []
    assert list(found(replace(loose, base_url=BaseUrl("http", "rinnalla.localhost", 8000)))) == []


def test_host_that_only_looks_like_this_machine_is_real() -> None:
    for host in ("localhost.rinnalla.test", "notlocalhost", "rinnalla.localhost.test"):
        assert not BaseUrl("http", host, None).is_of_this_machine
    assert BaseUrl("http", "localhost", None).is_of_this_machine


def test_owners_login_is_refused_on_this_machine_as_well() -> None:
    here = replace(REAL, base_url=BaseUrl("http", "localhost", None), database_url=OWNERS)
    assert len(list(found(here))) == 1


# --- reading -------------------------------------------------------------------------------------


def test_secret_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    read = Variables({"SECRET_KEY_FILE": str(file)})
    assert (read.secret("SECRET_KEY"), read.problems) == (KEY, [])


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Set A, or A_FILE to a file that holds it."),
        ({"A": ""}, "Set A, or A_FILE to a file that holds it."),
        (
            {"A_FILE": "/nowhere/a"},
            "A_FILE names /nowhere/a, which cannot be read (No such file or directory): make it readable.",
        ),
        ({"A_FILE": "/dev/null"}, "A_FILE names /dev/null, which is empty: write the value into it."),
        ({"A": "change-me"}, "A is still the example's: make one with `python -m infra.secrets`."),
    ],
)
def test_secret_that_is_none_is_told(values: dict[str, str], sentence: str) -> None:
    read = Variables(values)
    read.secret("A")
    assert read.problems == [sentence]


def test_value_and_file_together_are_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    read = Variables({"A": "y", "A_FILE": str(tmp_path / "a")})
    read.text("A")
    assert read.problems == ["A and A_FILE are both set: keep one of them."]


def test_flags_numbers_and_choices_are_strict() -> None:
    read = Variables({"F": "yes", "N": "-1", "C": "web"})
    assert (read.flag("F", default=False), read.number("N", default=3)) == (False, 3)
    assert read.choice("C", ("app", "owner", "figures"), default="app") == "app"
    assert read.problems == [
        "F is 'yes': write true or false.",
        "N is '-1': write a whole number.",
        "C is 'web': write app, owner or figures.",
    ]


@pytest.mark.parametrize(
    "value",
    [
        "rinnalla.test",
        "ftp://rinnalla.test",
        "https://",
        "https://rinnalla.test/app",
        "https://a:b@rinnalla.test",
        "https://rinnalla.test:port",
        "https://rinnalla.test/?a=1",
    ],
)
def test_base_url_is_scheme_and_host(value: str) -> None:
    read = Variables({"BASE_URL": value})
    read.base_url("BASE_URL")
    assert read.problems == [f"BASE_URL is {value!r}: write it like https://rinnalla.example."]


@pytest.mark.parametrize("value", ["mail.test:587", "http://mail.test", "smtp://", "smtp://mail.test:smtp"])
def test_mail_server_is_an_address(value: str) -> None:
    read = Variables({"EMAIL_URL": value})
    read.server_url("EMAIL", schemes=("smtp", "smtp+tls"), like="smtp+tls://user@host:587")
    assert read.problems == [
        "EMAIL_URL is no address of the right kind: write it like smtp+tls://user@host:587."
    ]


def test_database_has_a_name() -> None:
    read = Variables({"DATABASE_URL": "postgres://app@host"})
    read.server_url("DATABASE", schemes=("postgres",), like="postgres://app@host/name", path="database")
    assert read.problems == ["DATABASE_URL names no database: write it like postgres://app@host/name."]


def test_password_by_itself_goes_into_the_url() -> None:
    read = Variables({"DATABASE_URL": "postgres://app@host:5433/name", "DATABASE_PASSWORD": "a/b:c@d"})
    url = read.server_url("DATABASE", schemes=("postgres",), like="")
    assert (url, read.problems) == ("postgres://app:a%2Fb%3Ac%40d@host:5433/name", [])


def test_two_passwords_are_told_and_none_is_shown() -> None:
    read = Variables({"REDIS_URL": "redis://:hush@host:6379/0", "REDIS_PASSWORD": "hush2"})
    read.server_url("REDIS", schemes=("redis",), like="redis://host")
    assert read.problems == ["REDIS_URL holds a password, and REDIS_PASSWORD is set too: keep one of them."]


# --- starting ------------------------------------------------------------------------------------

WRONG = {
    "PATH": os.environ.get("PATH", os.defpath),
    "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "RINNALLA_PROCESS": "web",
    "BASE_URL": "http://rinnalla.test",
    "DATABASE_URL": "postgres://rinnalla_owner:hush@127.0.0.1/rinnalla",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "change-me",
    "EMAIL_URL": "mail.test",
    "VAR_DIR": "/dev/null/var",
}
SAYS = [
    "RINNALLA_PROCESS is 'web': write app, owner or figures.",
    "SECRET_KEY is still the example's: make one with `python -m infra.secrets`.",
    "EMAIL_URL is no address of the right kind: write it like smtp+tls://user@host:587.",
    (
        "RINNALLA_PROCESS is app, and DATABASE_URL logs in as rinnalla_owner: give it rinnalla_app's, "
        "for which the walls between associations stand."
    ),
    (
        "SECRET_KEY is too short or too simple: make one of at least 50 characters "
        "with `python -m infra.secrets`."
    ),
    "REDIS_URL has no password: set REDIS_PASSWORD, whoever reaches Redis can start jobs.",
    "BASE_URL begins with http: write https, or passwords travel openly.",
    "MAIL_FROM is no address of yours: write it like Rinnalla <rinnalla@a-domain-of-yours.org>.",
    "VAR_DIR is /dev/null/var, where this process may not write: mount a writable folder there.",
]


@pytest.mark.parametrize(
    "command",
    [
        ["platform/manage.py", "check"],
        ["-m", "gunicorn", "--config", "python:config.serving", "config.wsgi:application"],
        ["-m", "celery", "--quiet", "--app=config", "worker"],
        ["-m", "celery", "--quiet", "--app=config", "beat"],
    ],
    ids=["manage", "gunicorn", "worker", "beat"],
)
def test_nothing_starts_with_wrong_settings_and_all_of_it_is_said(command: list[str]) -> None:
    answer = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=WRONG,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert answer.returncode == EXIT_CODE
    said = [json.loads(line) for line in answer.stderr.splitlines()]
    assert sorted(line["event"] for line in said) == sorted(SAYS)
    assert {line["level"] for line in said} == {"critical"}
    assert "hush" not in answer.stderr + answer.stdout


@pytest.mark.parametrize(
    ("url", "backend", "told"),
    [
        (
            "brevo://api.brevo.com",
            "anymail.backends.brevo.EmailBackend",
            {"BREVO_API_KEY": "hush", "BREVO_API_URL": "https://api.brevo.com/v3/"},
        ),
        (
            "mailgun://mg.rinnalla.test@api.eu.mailgun.net",
            "anymail.backends.mailgun.EmailBackend",
            {"MAILGUN_API_KEY": "hush", "MAILGUN_SENDER_DOMAIN": "mg.rinnalla.test"},
        ),
        (
            "mailjet://a-key@api.mailjet.com",
            "anymail.backends.mailjet.EmailBackend",
            {"MAILJET_API_KEY": "a-key", "MAILJET_SECRET_KEY": "hush"},
        ),
        (
            "postmark://api.postmarkapp.com",
            "anymail.backends.postmark.EmailBackend",
            {"POSTMARK_SERVER_TOKEN": "hush"},
        ),
        ("smtp+tls://me@mail.test:587", "django.core.mail.backends.smtp.EmailBackend", {}),
    ],
)
def test_mail_goes_by_what_the_address_names(url: str, backend: str, told: dict[str, str]) -> None:
    """Each backend opens with what it is told; nothing is sent."""
    code = (
        "import json, django; django.setup(); from django.conf import settings as s; "
        "from django.core.mail import get_connection; get_connection(); "
        "print(json.dumps([s.EMAIL_BACKEND, s.ANYMAIL, s.EMAIL_HOST_PASSWORD]))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=WRONG
        | {
            "RINNALLA_PROCESS": "app",
            "BASE_URL": "http://rinnalla.localhost",
            "DATABASE_URL": "postgres://rinnalla_app:pw@127.0.0.1/rinnalla",
            "SECRET_KEY": KEY,
            "EMAIL_URL": url,
            "EMAIL_PASSWORD": "hush",
            "EMAIL_HOOK_SECRET": "user:pass",
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found, given, password = json.loads(answer.stdout.splitlines()[-1])
    assert found == backend
    assert {name: given[name] for name in told} == told
    assert password == ("" if told else "hush")
