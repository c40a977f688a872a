"""Kinds and subjects that the apps register."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from notifications import kinds, subjects
from notifications.subjects import Subject
from tests.notifications.conftest import Told

SHIFT = Subject(kind="tests.shift", label=lambda uuid: f"Shift {uuid}", url=lambda uuid: f"/shifts/{uuid}/")


@pytest.fixture
def shift() -> Iterator[Subject]:
    subjects.register(SHIFT)
    yield SHIFT
    subjects.unregister(SHIFT.kind)


def test_subject_is_called_and_shown_by_its_app(shift: Subject) -> None:
    uuid = uuid4()
    assert subjects.label_of("tests.shift", uuid) == f"Shift {uuid}"
    assert subjects.url_of("tests.shift", uuid) == f"/shifts/{uuid}/"


@pytest.mark.parametrize("kind", ["tests.shift", "tests.unknown", ""])
def test_no_subject_has_no_name(shift: Subject, kind: str) -> None:
    assert (subjects.label_of(kind, None), subjects.url_of(kind, None)) == ("", "")


def test_subject_is_registered_once(shift: Subject) -> None:
    subjects.register(shift)
    with pytest.raises(ValueError, match=r"tests\.shift"):
        subjects.register(replace(shift, label=str))


def test_kind_is_registered_once(told: Told) -> None:
    known = kinds.get("tests.told")
    kinds.register(known)
    with pytest.raises(ValueError, match=r"tests\.told"):
        kinds.register(replace(known, label="Another"))
    assert kinds.listed()["tests.told"] is known
