"""Settings as in production: https behind a proxy, and what must not start there."""

import json
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import ROOT

PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(60),
    "BASE_URL": "https://rinnalla.localhost",
    "BEHIND_PROXY": "true",
    "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
    "CLOCK_MOVABLE": "false",
    "DEMO": "false",
    "DEBUG": "false",
    "FIGURES_DATABASE_URL": "",
}
LOOK = """
import json, sys
import django
django.setup()
from django.test import Client
client = Client(headers={"host": "alfa.rinnalla.localhost"})
found = {}
for name, scheme in (("https", "https"), ("http", "http")):
    for path in ("/", "/signin/?next=/home/", "/nothing/"):
        response = client.get(path, headers={"X-Forwarded-Proto": scheme})
        found[f"{name} {path}"] = [response.status_code, dict(response.headers)]
response = client.post("/language/", {"language": "sv"}, headers={"X-Forwarded-Proto": "https"})
kept = ("secure", "domain", "path", "httponly")
found["cookies"] = {name: [each[key] for key in kept] for name, each in client.cookies.items()}
print(json.dumps(found))
"""


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | PRODUCTION | variables
    environment |= {
        "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def check(**variables: str) -> subprocess.CompletedProcess[str]:
    manage = str(ROOT / "platform" / "manage.py")
    return run(manage, "check", "--deploy", "--fail-level", "WARNING", **variables)


def test_check_for_deployment_finds_nothing_and_silences_nothing() -> None:
    answer = check()
    assert answer.returncode == 0, answer.stderr
    assert "no issues (0 silenced)" in answer.stdout


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("DEMO", "true", "DEMO"),
        ("DEBUG", "true", "DEBUG"),
    ],
)
def test_what_must_not_be_in_production_is_named(variable: str, value: str, says: str) -> None:
    """By the check, or by the settings, which then do not load at all."""
    answer = check(**{variable: value})
    assert answer.returncode != 0
    assert says in answer.stdout + answer.stderr


def test_clock_of_production_does_not_move() -> None:
    answer = run(
        "-c",
        "import django; django.setup()\n"
        "from tenants import clock\n"
        "try:\n    clock.move_to(clock.real_now())\nexcept clock.ClockIsReal:\n    print('real')",
    )
    assert answer.stdout.strip() == "real", answer.stderr


@pytest.mark.usefixtures("db")
def test_https_is_kept_to_and_cookies_belong_to_their_host() -> None:
    answer = run("-c", LOOK)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout.splitlines()[-1])
    for name, (status, headers) in ((n, f) for n, f in found.items() if n.startswith("https")):
        assert status in {200, 302, 404}, name
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload", name
    for name, (status, headers) in ((n, f) for n, f in found.items() if n.startswith("http ")):
        assert status == 301, name
        assert headers["Location"].startswith("https://alfa.rinnalla.localhost/"), name
    assert set(found["cookies"]) >= {"__Host-rn_state", "rn_lang"}
    for name, cookie in found["cookies"].items():
        if name == "__Host-rn_messages":  # taken away, not given
            continue
        assert cookie == [True, "", "/", True], name


def test_locks_pin_everything_with_hashes_and_name_no_other_index() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = re.sub(r"\s*\\\n\s*", " ", path.read_text(encoding="utf-8"))
        lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        assert len(lines) > 10, path
        assert [
            line for line in lines if not re.match(r"[A-Za-z0-9._\-\[\],]+==\S+.* --hash=sha256:", line)
        ] == []
    front = json.loads((ROOT / "platform/web/frontend/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: each for name, each in front["packages"].items() if name}
    assert not [name for name, each in packages.items() if "integrity" not in each or "resolved" in each]


# --- nothing goes out of our own accord ------------------------------------------------------------

OUTWARD = re.compile(
    r"^\s*(?:import|from)\s+(?:urllib\.request|urllib3|requests|httpx|aiohttp|http\.client|ftplib|socket)\b",
    re.MULTILINE,
)
# The demo's and the tests' own stack on this machine.
INWARD = {"platform/local", "infra", "tests"}


def product(*suffixes: str) -> list[Path]:
    folders = ("platform", "tenants", "volunteers", "scheduling", "notifications")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    return [
        path for path in found if not {"node_modules", "static", "migrations", "locale"} & set(path.parts)
    ]


def test_no_page_or_job_asks_an_address_on_the_network() -> None:
    """So nobody can make us ask one that they choose (SSRF). Mail goes to the one server of the settings."""
    asking = [
        str(path.relative_to(ROOT))
        for path in product(".py")
        if OUTWARD.search(path.read_text(encoding="utf-8"))
    ]
    # The SMS gateway of the settings, and nobody else: it follows no redirect.
    assert [name for name in asking if not name.startswith(tuple(INWARD))] == [
        "notifications/channels/sms.py"
    ]


def test_nothing_is_marked_safe_or_taken_out_of_the_forms_protection() -> None:
    open_doors = re.compile(
        r"mark_safe|csrf_exempt|xframe_options_exempt|\|\s*safe\b|safeseq|autoescape off|SafeString\("
    )
    found = {
        str(path.relative_to(ROOT))
        for path in product(".py", ".html")
        if open_doors.search(path.read_text(encoding="utf-8"))
    }
    # Components join what the template engine has made already; some write in Python, where every text is
    # escaped, what fifty rows and many fields would take the engine too long for.
    engine = {"platform/web/components.py", "platform/web/narrowing.py", "platform/web/templatetags/ui.py"}
    # What differs in a template that is drawn once is escaped where it is filled in.
    engine |= {"platform/web/shells.py"}
    # Programs have no form: what may go without its token carries its own proof.
    engine |= {"platform/web/machines.py"}
    rows = {"volunteers/register/people_rows.py", "volunteers/recruiting/board_rows.py"}
    rows |= {"platform/web/fields.py", "platform/web/timeline.py", "platform/web/coverage.py"}
    rows |= {"platform/web/plan_shifts.py", "platform/web/nav_rows.py", "platform/desk/queue_rows.py"}
    rows |= {"scheduling/shifts/pages/list_rows.py"}
    # Addresses are escaped, and then told where they may break.
    words = {"platform/web/templatetags/words.py"}
    assert found <= engine | rows | words, found
