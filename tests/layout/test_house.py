"""Where things lie: the folders, the packages, and the standard library's `platform` beside ours."""

import importlib.util
import platform
import re
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

from tests.layout.source import AT_ROOT, HOLDING_APPS, IN_PLATFORM, ROOT, files, is_product, package, text

TESTS_BESIDE_PACKAGES = {"browser", "infra", "isolation", "layout", "properties", "races", "security"}
GENERATED_NAME = re.compile(r"^\d{4}_(initial|auto_|remove_|rename_|alter_|delete_)|_and_more$")
JUNK_DRAWERS = {"common", "helper", "helpers", "misc", "util", "utils"}


def folders_with_python(within: Path) -> set[str]:
    """The names of the folders directly in one that hold Python."""
    depth = len(within.parts)
    return {
        path.parts[depth]
        for path in files()
        if path.is_relative_to(within) and path.suffix == ".py" and len(path.parts) > depth + 1
    }


def test_standard_platform_is_not_hidden() -> None:
    assert platform.__file__ is not None
    assert Path(platform.__file__).parent == Path(sysconfig.get_path("stdlib"))
    assert platform.system() != ""


def test_platform_is_a_plain_folder_with_manage_alone() -> None:
    assert [path.name for path in files() if path.parent == Path("platform")] in ([], ["manage.py"])


def test_platform_holds_the_known_packages() -> None:
    assert folders_with_python(Path("platform")) <= IN_PLATFORM


def test_root_holds_the_known_packages() -> None:
    assert folders_with_python(Path()) <= AT_ROOT | {"infra", "platform", "tests"}
    assert [path.name for path in files() if path.parent == Path() and path.suffix == ".py"] == []


@pytest.mark.parametrize("name", sorted(IN_PLATFORM | AT_ROOT))
def test_packages_come_from_this_checkout(name: str) -> None:
    home = ROOT / "platform" / name if name in IN_PLATFORM else ROOT / name
    found = importlib.util.find_spec(name)
    assert found is not None
    assert found.origin is not None, f"{name} has no __init__.py"
    assert Path(found.origin) == home / "__init__.py"


def test_no_package_hides_the_standard_library() -> None:
    ours = folders_with_python(Path("platform")) | folders_with_python(Path()) - {"platform"}
    assert ours & sys.stdlib_module_names == set()


def test_every_folder_with_python_is_a_package() -> None:
    folders = {path.parent for path in files() if path.suffix == ".py"} - {Path("platform")}
    assert [str(folder) for folder in sorted(folders) if not (ROOT / folder / "__init__.py").is_file()] == []


def test_apps_are_small_and_none_is_empty() -> None:
    for holder in HOLDING_APPS & folders_with_python(Path()):
        loose = [path.name for path in files() if path.parent == Path(holder) and path.suffix == ".py"]
        assert loose == ["__init__.py"]
    empty = [
        str(path)
        for path in files()
        if path.suffix == ".py" and path.name != "__init__.py" and not text(path)
    ]
    assert empty == []


def test_no_junk_drawers() -> None:
    found = [
        str(path) for path in files() if path.suffix == ".py" and JUNK_DRAWERS & {*path.parts[:-1], path.stem}
    ]
    assert found == []


def test_migrations_are_named_for_what_they_do() -> None:
    unnamed = [
        str(path)
        for path in files()
        if path.parent.name == "migrations" and GENERATED_NAME.search(path.stem) is not None
    ]
    assert unnamed == []


def test_tests_lie_in_tests_and_mirror_the_packages() -> None:
    stray = [
        str(path)
        for path in files()
        if path.parts[0] != "tests" and (path.name == "conftest.py" or path.name.startswith("test_"))
    ]
    assert stray == []
    assert folders_with_python(Path("tests")) <= IN_PLATFORM | AT_ROOT | TESTS_BESIDE_PACKAGES


def test_import_contracts_name_every_package() -> None:
    """import-linter sees only the packages that it is told of."""
    settings = tomllib.loads(text(Path("pyproject.toml")))["tool"]["importlinter"]
    present = {
        package(path).split(".")[0] for path in files() if path.suffix == ".py" and is_product(path)
    } - {""}
    assert set(settings["root_packages"]) - {"infra"} == present


def test_locks_hold_what_is_asked_for_with_hashes_and_no_addresses() -> None:
    for part in ("base", "local", "dev"):
        asked = text(Path(f"requirements/{part}.in"))
        locked = text(Path(f"requirements/{part}.txt"))
        names = {
            line.split("==")[0].strip().lower()
            for line in locked.splitlines()
            if "==" in line and line[0] != " "
        }
        wanted = {_name(line) for line in asked.splitlines() if line.strip() and line[0] not in "#-"}
        assert wanted - names == set()
        assert "--hash=sha256:" in locked
        assert "://" not in locked


def _name(requirement: str) -> str:
    for mark in "[<>=~;# ":
        requirement = requirement.split(mark, maxsplit=1)[0]
    return requirement.strip().lower()
