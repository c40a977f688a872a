"""The whole checkout keeps the laws, and every law catches what it is for."""

from pathlib import Path

import pytest

from infra import messages
from tests.layout.laws import LAWS, Law
from tests.layout.source import files, text

EACH = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)


@EACH
def test_checkout_keeps(law: Law) -> None:
    broken = [f"{path}:{line}" for path in files() if law.applies_to(path) for line in law.broken(text(path))]
    assert not broken, "\n  ".join((law.says, *broken))


@EACH
def test_law_catches_its_bad_examples_only(law: Law) -> None:
    assert [example for example in law.bad if not list(law.broken(example))] == []
    assert [example for example in law.good if list(law.broken(example))] == []


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("jobs-by-later", "scheduling/shifts/services.py", True),
        ("jobs-by-later", "tenants/jobs.py", False),
        ("jobs-by-later", "tests/tenants/test_jobs.py", False),
        ("one-door-for-state", "scheduling/shifts/services/cancel.py", True),
        ("one-door-for-state", "tests/scheduling/shifts/test_states.py", False),
        ("public-verbs-say-what-they-do", "scheduling/shifts/services/cancel.py", True),
        ("public-verbs-say-what-they-do", "platform/desk/selectors.py", True),
        ("public-verbs-say-what-they-do", "platform/desk/views.py", False),
        ("no-inline-style-or-script", "platform/web/templates/ui/chip.html", True),
        ("no-raw-phases", "tenants/postgres/backend.py", False),
        ("no-raw-phases", "platform/accounts/views.py", True),
    ],
)
def test_law_applies_to(name: str, path: str, expected: bool) -> None:
    law = next(law for law in LAWS if law.name == name)
    assert law.applies_to(Path(path)) == expected


def test_catalogues_are_complete() -> None:
    missing = messages.problems()
    assert not missing, "\n  ".join(("Readers would get the wrong language:", *missing))
