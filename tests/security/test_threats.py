"""The table of threats names files and tests that are there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.environment import ROOT

TABLE = ROOT / "infra" / "threats.md"
CODE = re.compile(r"`([^`]+)`")


def lines() -> list[list[str]]:
    """The cells of each line of a table, without heads."""
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [each for each in cells if each[0] != "threat" and not each[0].startswith("---")]


def names_in(path: Path) -> Iterator[str]:
    """Its tests."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name


def is_there(test: str) -> bool:
    """Whether a file, or a test in a file, exists."""
    name, _, function = test.partition("::")
    path = ROOT / name
    return path.is_file() and (not function or function in names_in(path))


@pytest.mark.parametrize("line", lines(), ids=lambda line: line[0])
def test_line_names_what_stands_against_it_and_a_test(line: list[str]) -> None:
    assert len(line) == 3, line
    _threat, against, test = line
    file, *_rest = CODE.findall(against)
    assert (ROOT / file).is_file(), f"{file} is not there."
    assert is_there(CODE.fullmatch(test).group(1)), f"{test} is not there."  # type: ignore[union-attr]  # fails as well


def test_what_stays_open_is_shown_by_tests_that_are_there() -> None:
    text = TABLE.read_text(encoding="utf-8").partition("## What stays open")[2]
    shown = [each for each in CODE.findall(text) if each.startswith("tests/")]
    assert len(shown) == 2
    assert [each for each in shown if not is_there(each)] == []


def test_every_threat_stands_once() -> None:
    threats = [line[0] for line in lines()]
    assert len(threats) > 60
    assert len(threats) == len(set(threats))


def test_control_what_is_not_there_is_told() -> None:
    assert not is_there("tests/security/test_threats.py::test_of_nothing")
    assert not is_there("tests/security/test_nothing.py")
