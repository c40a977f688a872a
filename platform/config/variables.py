"""Reading variables of the environment: strictly, and all of them before anything is said.

A reader that finds a value wrong notes a sentence which says what to do, and goes on with a harmless value,
so that whoever starts the platform learns everything at once. No sentence holds a secret's value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urlsplit

PLACEHOLDER = "change-me"
"""What the example's secrets say until somebody has made real ones."""


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

    @property
    def is_of_this_machine(self) -> bool:
        """Whether nobody else can come: `localhost` and what lies below it never leave the machine."""
        return self.host == "localhost" or self.host.endswith(".localhost")


@dataclass
class Variables:
    """The environment with what was found wrong in it."""

    values: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def wrong(self, sentence: str) -> None:
        """Note what is wrong and what to do about it, once."""
        if sentence not in self.problems:
            self.problems.append(sentence)

    def text(self, name: str, default: str | None = None) -> str:
        """A required text, or its default; `NAME_FILE` may name a file that holds it (a secret)."""
        value = self.values.get(name, "")
        if path := self.values.get(f"{name}_FILE", ""):
            if value:
                self.wrong(f"{name} and {name}_FILE are both set: keep one of them.")
            try:
                value = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                reason = error.strerror if isinstance(error, OSError) else "it is no text"
                self.wrong(f"{name}_FILE names {path}, which cannot be read ({reason}): make it readable.")
                return default or ""
            if not value and default is None:
                self.wrong(f"{name}_FILE names {path}, which is empty: write the value into it.")
        elif not value and default is None:
            self.wrong(f"Set {name}, or {name}_FILE to a file that holds it.")
        return value or default or ""

    def secret(self, name: str, default: str | None = None) -> str:
        """A text that nobody else may know; an example's is none."""
        value = self.text(name, default)
        if PLACEHOLDER in value:
            self.wrong(f"{name} is still the example's: make one with `python -m infra.secrets`.")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """`true` or `false`, nothing else."""
        value = (self.values.get(name) or str(default)).lower()
        if value not in {"true", "false"}:
            self.wrong(f"{name} is {value!r}: write true or false.")
            return default
        return value == "true"

    def number(self, name: str, *, default: int) -> int:
        """A whole number of at least 0."""
        value = self.values.get(name) or str(default)
        if not value.isdecimal():
            self.wrong(f"{name} is {value!r}: write a whole number.")
            return default
        return int(value)

    def choice(self, name: str, choices: tuple[str, ...], *, default: str) -> str:
        """One of a few words."""
        value = self.values.get(name) or default
        if value not in choices:
            self.wrong(f"{name} is {value!r}: write {', '.join(choices[:-1])} or {choices[-1]}.")
            return default
        return value

    def base_url(self, name: str) -> BaseUrl:
        """Scheme, host and port of a variable such as `https://rinnalla.example`."""
        known = len(self.problems)
        value = self.text(name)
        parts = _split(value)
        if (
            parts is None
            or parts.scheme not in {"http", "https"}
            or not parts.hostname
            or parts.path not in {"", "/"}
            or parts.username
            or parts.query
        ):
            if len(self.problems) == known:
                self.wrong(f"{name} is {value!r}: write it like https://rinnalla.example.")
            return BaseUrl(scheme="http", host="rinnalla.localhost", port=None)
        return BaseUrl(scheme=parts.scheme, host=parts.hostname, port=parts.port)

    def server_url(self, name: str, *, schemes: tuple[str, ...], like: str, path: str = "") -> str:
        """A server's URL; its password may come by itself, so that it can lie in a file of its own.

        `path` is what the URL must have after the host, in words; empty where it needs nothing.
        """
        known = len(self.problems)
        value = self.secret(f"{name}_URL")
        password = self.secret(f"{name}_PASSWORD", "")
        parts = _split(value)
        if parts is None or parts.scheme not in schemes or not parts.hostname:
            if len(self.problems) == known:
                self.wrong(f"{name}_URL is no address of the right kind: write it like {like}.")
            return _harmless(like)
        if path and not parts.path.strip("/"):
            self.wrong(f"{name}_URL names no {path}: write it like {like}.")
            return _harmless(like)
        if password:
            if parts.password:
                self.wrong(f"{name}_URL holds a password, and {name}_PASSWORD is set too: keep one of them.")
            return _with_password(parts, password)
        return value


def _split(value: str) -> SplitResult | None:
    """The parts of a URL, if it is one, its port too."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _harmless(like: str) -> str:
    """An address with a login of nobody, so that one wrong value brings one sentence."""
    parts = urlsplit(like)
    return parts._replace(netloc=f"-:-@{parts.netloc.rpartition('@')[2]}").geturl()


def _with_password(parts: SplitResult, password: str) -> str:
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    login = f"{parts.username or ''}:{quote(password, safe='')}"
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"{login}@{host}{port}").geturl()


def login_of(url: str) -> str:
    """Whom a server's URL logs in as."""
    return unquote(urlsplit(url).username or "")


def has_password(url: str) -> bool:
    """Whether a server's URL brings a password."""
    return bool(urlsplit(url).password)
