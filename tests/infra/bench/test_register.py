"""The register of rows, and what they answer with."""

from collections.abc import Iterator

import pytest

from infra.bench import register
from infra.bench.measure import Estimate
from infra.bench.register import Finding, UnknownRow, at_most, chosen, count_at_most, row
from infra.bench.scene import Scene


@pytest.fixture
def two_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register with a small row and one that only the large profile takes."""
    monkeypatch.setattr(register, "_rows", {})
    row("small")(measures_nothing)
    row("huge", profiles=("large",))(measures_nothing)


def measures_nothing(scene: Scene) -> Iterator[Finding]:
    """A row without findings."""
    yield from ()


@pytest.mark.usefixtures("two_rows")
@pytest.mark.parametrize(
    ("names", "profile", "expected"),
    [
        ([], "default", ["small"]),
        ([], "large", ["small", "huge"]),
        (["huge"], "default", ["huge"]),
        (["huge", "small", "huge"], "default", ["huge", "small"]),
    ],
)
def test_chosen_rows(names: list[str], profile: str, expected: list[str]) -> None:
    assert [one.name for one in chosen(names, profile=profile)] == expected


@pytest.mark.usefixtures("two_rows")
def test_unknown_row_says_which_there_are() -> None:
    with pytest.raises(UnknownRow) as error:
        chosen(["small", "tiny"], profile="default")
    assert str(error.value) == "No row is named tiny. There are: huge, small."


@pytest.mark.usefixtures("two_rows")
def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="two rows named small"):
        row("small")(measures_nothing)


def test_at_most_gives_the_value_in_its_unit_and_judges_by_the_interval() -> None:
    estimate = Estimate(value=0.0004, low=0.0003, high=0.0006)
    finding = at_most(0.5, estimate, what="w", unit="ms", baseline="b", data="d", per=0.001)
    assert (finding.value, finding.target, finding.holds) == (0.4, "≤ 0.5", False)
    assert at_most(0.6, estimate, what="w", unit="ms", baseline="b", data="d", per=0.001).holds is True


def test_counted_findings_need_no_interval() -> None:
    finding = count_at_most(15, 16, what="w", unit="queries", data="d")
    assert (finding.value, finding.target, finding.holds, finding.interval) == (16, "≤ 15", False, None)
