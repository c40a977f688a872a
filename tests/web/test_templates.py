"""Every template of the checkout compiles, so that no component refuses in front of a reader."""

from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]


def is_ours(folder: Path) -> bool:
    """Whether an app is of this checkout; an environment inside it holds others'."""
    return folder.is_relative_to(ROOT) and "site-packages" not in folder.parts


def names() -> list[str]:
    """All templates of our own apps, as a view would name them."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs() if is_ours(Path(app.path))]
    return sorted(
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    )


@pytest.mark.parametrize("name", names())
def test_template_compiles(name: str) -> None:
    get_template(name)


def test_template_names_finds_the_kit() -> None:
    assert "ui/chip.html" in names()
