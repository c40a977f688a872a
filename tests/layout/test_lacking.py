"""What a machine lacks is skipped on a developer's, and never in CI."""

import re
from pathlib import Path

import pytest

from tests.lacking import lacking, needs
from tests.layout.source import ROOT

# Nothing is lacking here: a file that is not ours to keep, another system, another user.
OTHER_REASONS = {
    ("tests/scheduling/hours/test_tallies.py", "SHIFTS"),
    ("tests/local/test_supervisor.py", "sys.platform"),
    ("tests/local/test_postgres.py", "os.geteuid"),
}


def test_what_is_lacking_skips_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="There is no Chromium"):
        lacking("There is no Chromium.")


def test_what_is_lacking_in_ci_fails_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"There is no Chromium\. In CI it must be there\."):
        lacking("There is no Chromium.")


@needs(True, "This is here.")
def test_what_is_there_is_no_reason_to_skip(request: pytest.FixtureRequest) -> None:
    marks = [mark.args for mark in request.node.iter_markers("needs")]
    assert marks == [(True, "This is here.")]


def test_only_one_function_skips() -> None:
    found = set()
    for path in Path(ROOT / "tests").rglob("*.py"):
        name = str(path.relative_to(ROOT))
        for words in re.findall(r"(?:pytest\.skip\(|mark\.skipif?\()\W*([\w.]+)", path.read_text()):
            if name != "tests/lacking.py":
                found.add((name, words))
    assert found == OTHER_REASONS
