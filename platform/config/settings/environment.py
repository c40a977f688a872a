"""The one reader of the environment. A bad value stops the start with a sentence that says what to do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT: Final = Path(__file__).resolve().parents[3]
_env = environ.Env()

Process = Literal["app", "owner", "figures"]


def text(name: str, default: str | None = None) -> str:
    """A required text, or its default; `NAME_FILE` may name a file that holds it (a secret)."""
    path = _env.str(f"{name}_FILE", default="")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error}.") from error
    value = _env.str(name, default="" if default is None else default)
    if value == "" and default is None:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE). `make demo` sets it by itself.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """`true` or `false`, nothing else."""
    value = _env.str(name, default=str(default)).lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} is {value!r}: write true or false.")
    return value == "true"


def number(name: str, *, default: int) -> int:
    """A whole number of at least 0."""
    value = _env.str(name, default=str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number.")
    return int(value)


@dataclass(frozen=True)
class BaseUrl:
    """Where the installation lives: every link is made from it."""

    scheme: str
    host: str
    port: int | None

    @property
    def suffix(self) -> str:
        """`:8000`, or nothing where the port is the scheme's own."""
        return f":{self.port}" if self.port else ""


def base_url(name: str) -> BaseUrl:
    """Scheme, host and port of a variable such as `https://rinnalla.example`."""
    value = text(name)
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ImproperlyConfigured(f"{name} is {value!r}: write it like https://rinnalla.example.")
    return BaseUrl(scheme=parts.scheme, host=parts.hostname, port=parts.port)


def process() -> Process:
    """Which database login this process has: `app` serves people, `owner` migrates, `figures` counts."""
    value = _env.str("RINNALLA_PROCESS", default="app")
    if value == "app":
        return "app"
    if value == "owner":
        return "owner"
    if value == "figures":
        return "figures"
    raise ImproperlyConfigured(f"RINNALLA_PROCESS is {value!r}: write app, owner or figures.")


PROCESS: Final[Process] = process()
DEMO: Final = flag("DEMO", default=False)
DEBUG: Final = flag("DEBUG", default=False)
VAR_DIR: Final = Path(text("VAR_DIR", str(ROOT / "var")))
