"""What the build makes and what goes into it."""

import json
import re
from pathlib import Path

import pytest

from tests.lacking import lacking, needs
from web import build
from web.icons import NAMES

STYLES = sorted((build.FRONTEND / "styles").glob("*.scss"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\{)|\brgba?\(|\bhsla?\(")

built = needs((build.OUTPUT / "manifest.json").exists(), "The front end is not built: python -m web.build.")


@built
@pytest.mark.parametrize(("kind", "limit"), [("script", 100), ("style", 60)])
def test_page_weight_stays_under_its_limit(kind: str, limit: int) -> None:
    assert build.page_weight()[kind] <= limit * 1024


@built
def test_style_carries_no_data_address() -> None:
    styles = "".join(path.read_text() for path in build.OUTPUT.glob("*.css"))
    assert ("data:" in styles, "--rn-paper" in styles) == (False, True)


@built
def test_sprite_has_every_icon() -> None:
    manifest = json.loads((build.OUTPUT / "manifest.json").read_text())
    sprite = (build.OUTPUT / manifest["icons.svg"]["file"]).read_text()
    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == NAMES


@built
def test_build_does_nothing_when_nothing_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    if (build.OUTPUT / build.STAMP).read_text() != build.fingerprint(build.frontend_sources()):
        lacking("The sources have changed since the last build: python -m web.build.")
    monkeypatch.setattr(build, "node", lambda *_: pytest.fail("Node was started"))
    assert build.build_frontend() is False


def test_fingerprint_changes_with_a_name_and_with_a_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "WEB", tmp_path)
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_text("x")
    other.write_text("x")
    first = build.fingerprint([one])
    assert first != build.fingerprint([other])
    one.write_text("y")
    assert first != build.fingerprint([one])


def test_node_failing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "broken.js"
    script.write_text("console.error('no such thing'); process.exit(3)")
    with pytest.raises(build.BuildError, match=r"broken\.js build failed:\nno such thing"):
        build.node(script, "build")


@pytest.mark.parametrize(
    "path", [path for path in STYLES if path.name != "_tokens.scss"], ids=lambda path: path.name
)
def test_colours_stand_in_the_tokens_only(path: Path) -> None:
    assert COLOUR.findall(path.read_text()) == []


def test_lock_names_no_address() -> None:
    lock = (build.FRONTEND / "package-lock.json").read_text()
    assert ('"resolved"' in lock, "://" in re.sub(r'"url": "[^"]+"', "", lock)) == (False, False)
