"""The checkout's own files, as the laws read them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# Made by tools, or not ours: never read.
SKIPPED = {"node_modules", "__pycache__", "var"}
BUILT = ROOT / "platform" / "web" / "static" / "build"

# Two packages hold apps, all others are one.
IN_PLATFORM = frozenset({"config", "web", "accounts", "api", "umbrella", "desk", "reports", "local"})
HOLDING_APPS = frozenset({"volunteers", "scheduling"})
AT_ROOT = frozenset({"tenants", "notifications"}) | HOLDING_APPS


@cache
def files() -> tuple[Path, ...]:
    """Every file of the checkout, relative to its root, without what tools made."""
    return tuple(sorted(_walk(ROOT)))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            hidden = path.name.startswith(".") and path.name != ".ci"
            if path.name not in SKIPPED and path != BUILT and not hidden:
                yield from _walk(path)
        elif path.name != ".git" and path.suffix != ".mo":
            yield path.relative_to(ROOT)


@cache
def text(path: Path) -> str:
    """A file's text; empty for pictures, fonts and other binaries."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def package(path: Path) -> str:
    """The package that a file belongs to, as imports name it: ``web``, ``scheduling.shifts``, ``tests``."""
    parts = path.parts[1:] if path.parts[0] == "platform" else path.parts
    if len(parts) > 2 and parts[0] in HOLDING_APPS:
        return ".".join(parts[:2])
    return parts[0] if len(parts) > 1 else ""


def is_product(path: Path) -> bool:
    """Whether a file is part of what runs in production or in the demo: not tests, not tools."""
    return package(path).split(".")[0] in IN_PLATFORM | AT_ROOT or path == Path("platform/manage.py")
