"""Data sets are made once, and anew when what they were made from has changed."""

from pathlib import Path

import pytest

from infra.bench import scene
from infra.bench.scene import Facts, Ledger, data_set, fingerprint, make


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A ledger of a folder with tables and no data."""
    begun = Ledger(tmp_path / "bench" / "made.json")
    begun.begin("tables")
    return begun


def test_ledger_of_a_new_folder_is_empty(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "made.json").made_from() == ""
    assert Ledger(tmp_path / "made.json").facts("people") is None


def test_ledger_that_a_crash_cut_short_is_empty(tmp_path: Path) -> None:
    (tmp_path / "made.json").write_text('{"fingerprint": "ta', encoding="utf-8")
    assert Ledger(tmp_path / "made.json").made_from() == ""


def test_made_data_are_noted_with_their_facts(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene, "_data_sets", {})

    @data_set("people", process="app")
    def people(profile: str) -> Facts:
        return {"profile": profile, "people": 12}

    make("people", profile="large", ledger=ledger)
    assert ledger.facts("people") == {"profile": "large", "people": 12}
    assert ledger.made_from() == "tables"


def test_a_data_set_that_fails_is_not_noted(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene, "_data_sets", {})

    @data_set("people", process="app")
    def people(profile: str) -> Facts:
        raise RuntimeError("no room")

    with pytest.raises(RuntimeError, match="no room"):
        make("people", profile="default", ledger=ledger)
    assert ledger.facts("people") is None


def test_fingerprint_follows_migrations_and_makers_only(tmp_path: Path) -> None:
    for name in ("scheduling/hours/migrations/0001_first.py", "infra/bench/data_hours.py", "web/views.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    first = fingerprint(tmp_path)
    (tmp_path / "web/views.py").write_text("x = 1")
    assert fingerprint(tmp_path) == first
    (tmp_path / "infra/bench/data_hours.py").write_text("x = 1")
    second = fingerprint(tmp_path)
    (tmp_path / "scheduling/hours/migrations/0001_first.py").write_text("x = 1")
    assert len({first, second, fingerprint(tmp_path)}) == 3
