"""The texts of the platform: English in code and templates, Finnish and Swedish in catalogues beside them.

``python -m infra.messages`` collects the texts of every app into its catalogues in
``<app>/locale/{fi,sv}/LC_MESSAGES/django.po``, keeps what is translated, drops what is no longer said, and
lists what waits for a translator.
``--check`` changes nothing and fails on any text that a reader would get in the wrong language.
``--compile`` writes the ``.mo`` files that Django reads.

Catalogues are sorted and name no lines, files or dates, so that a diff shows texts only.
"""

from __future__ import annotations

import argparse
import gettext
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django import conf
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fi", "sv")
NOT_OURS = {"node_modules", "locale", "migrations", "static", "tests", "infra", "var"}

KEYWORDS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

NAMED = re.compile(r"%\((\w+)\)[#0\- +]?\d*(?:\.\d+)?([a-zA-Z])|\{(\w*)(?:![rsa])?(?::[^{}]*)?\}")
TAG = re.compile(r"</?([a-zA-Z][\w-]*)[^<>]*>")


@dataclass(frozen=True, order=True)
class Text:
    """One text as the code says it. ``plural`` and ``context`` are empty where there is none."""

    context: str
    singular: str
    plural: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What a catalogue finds it by: GNU gettext knows one entry per context and singular."""
        return self.context, self.singular

    def __str__(self) -> str:
        said = f"“{self.singular}”" if not self.plural else f"“{self.singular}” / “{self.plural}”"
        return f"{said} ({self.context})" if self.context else said


@dataclass
class App:
    """A Django app: the folder whose ``apps.py`` configures one, and what its code and templates say."""

    folder: Path
    texts: dict[tuple[str, str], Text] = field(default_factory=dict)
    notes: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def catalogue(self, language: str) -> Path:
        """Where its texts in one language lie."""
        return self.folder / "locale" / language / "LC_MESSAGES" / "django.po"

    def add(self, text: Text, notes: Iterable[str] = ()) -> None:
        """Take a text; one said in the singular here and with a plural there is kept with its plural."""
        known = self.texts.get(text.key)
        if known is None or not known.plural:
            self.texts[text.key] = text
        for note in notes:
            kept = self.notes.setdefault(text.key, [])
            if note not in kept:
                kept.append(note)


def texts_of_python(source: str) -> Iterator[tuple[Text, list[str]]]:
    """The texts in Python source, with the translators' notes that stand before them."""
    found = extract(
        "python", BytesIO(source.encode()), KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for _line, said, notes, context in found:
        singular, plural = said if isinstance(said, tuple) else (said, "")
        yield Text(context or "", str(singular), str(plural)), list(notes)


def texts_of_template(source: str, *, origin: str = "") -> Iterator[tuple[Text, list[str]]]:
    """The texts in a Django template.

    Django turns a template into something like Python for exactly this; only its indentation, which
    means nothing there, has to go before Python's tokenizer reads it.
    """
    like_python = templatize(source, origin=origin)
    yield from texts_of_python("\n".join(line.lstrip() for line in like_python.splitlines()))


def collect(root: Path = ROOT) -> list[App]:
    """Every app with the texts that it says. Raises ValueError for a text outside any app."""
    apps: dict[Path, App] = {}
    homeless: list[str] = []
    for path in sorted(_sources(root)):
        source = path.read_text(encoding="utf-8")
        read = texts_of_python if path.suffix == ".py" else texts_of_template
        said = list(read(source))
        home = _app_folder(path, root)
        if home is not None:
            app = apps.setdefault(home, App(home))
            for text, notes in said:
                app.add(text, notes)
        else:
            name = path.relative_to(root)
            homeless += [f"{name}: {text}" for text, _notes in said if not _django_says(text)]
    if homeless:
        raise ValueError("Texts outside of any app have no catalogue:\n  " + "\n  ".join(homeless))
    return [apps[folder] for folder in sorted(apps)]


def _sources(root: Path) -> Iterator[Path]:
    for path in root.iterdir():
        if path.name.startswith(".") or path.name in NOT_OURS:
            continue
        if path.is_dir():
            yield from _sources(path)
        elif path.suffix == ".py" or ("templates" in path.parts and path.suffix in {".html", ".txt", ".ics"}):
            yield path


def _django_says(text: Text) -> bool:
    """Whether Django's own catalogues have it, as they have the names of languages."""
    folder = Path(conf.__file__).parent / "locale"
    return all(
        gettext.translation("django", folder, [language]).gettext(text.singular) != text.singular
        for language in LANGUAGES
    )


def _app_folder(path: Path, root: Path) -> Path | None:
    return next((folder for folder in path.parents if folder.is_relative_to(root) and _is_app(folder)), None)


@cache
def _is_app(folder: Path) -> bool:
    settings = folder / "apps.py"
    return settings.is_file() and "AppConfig" in settings.read_text(encoding="utf-8")


def read_catalogue(path: Path, language: str) -> Catalog:
    """The catalogue at ``path``, or an empty one."""
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def entries(catalogue: Catalog) -> dict[tuple[str, str], Message]:
    """Its messages by context and singular, without the header."""
    return {_key(message): message for message in catalogue if message.id}


def _key(message: Message) -> tuple[str, str]:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def _said(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _translation(message: Message | None) -> tuple[str, ...]:
    """The forms of a finished translation, or nothing."""
    if message is None or message.fuzzy or not all(_said(message)):
        return ()
    return _said(message)


def write_catalogue(app: App, language: str, known: Mapping[tuple[str, str], Sequence[str]]) -> list[Text]:
    """Write the app's catalogue with what is translated already; returns what waits for a translator.

    ``known`` holds translations made in other apps: the same English gets the same words.
    """
    path = app.catalogue(language)
    before = entries(read_catalogue(path, language))
    catalogue = Catalog(locale=language, fuzzy=False)
    waiting = []
    for text in app.texts.values():
        forms = _translation(before.get(text.key)) or known.get(text.key, ())
        wanted = 2 if text.plural else 1
        if len(forms) != wanted:
            forms = ("",) * wanted
            waiting.append(text)
        catalogue.add(
            (text.singular, text.plural) if text.plural else text.singular,
            tuple(forms) if text.plural else forms[0],
            context=text.context or None,
            auto_comments=app.notes.get(text.key, ()),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, catalogue, width=110, no_location=True, omit_header=True, sort_output=True)
    content = HEADER.format(language=language).encode() + written.getvalue().strip() + b"\n"
    if not path.is_file() or path.read_bytes() != content:
        path.write_bytes(content)
    return waiting


def update(root: Path = ROOT) -> list[str]:
    """Bring every catalogue up to date; returns one line per text that waits for a translator."""
    apps = collect(root)
    waiting = []
    for language in LANGUAGES:
        known: dict[tuple[str, str], Sequence[str]] = {}
        for app in apps:
            for key, message in entries(read_catalogue(app.catalogue(language), language)).items():
                if forms := _translation(message):
                    known.setdefault(key, forms)
        for app in apps:
            path = app.catalogue(language)
            if app.texts:
                name = path.relative_to(root)
                waiting += [f"{name}: {text}" for text in sorted(write_catalogue(app, language, known))]
            else:
                path.unlink(missing_ok=True)
    return waiting


def problems(root: Path = ROOT) -> list[str]:
    """What a reader of Finnish or Swedish would stumble over, one line each."""
    found = []
    try:
        apps = collect(root)
    except ValueError as error:
        return [str(error)]
    for language in LANGUAGES:
        said: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
        for app in apps:
            name = str(app.catalogue(language).relative_to(root))
            found += [f"{name}: {line}" for line in _app_problems(app, language, name, said)]
    return found


def _app_problems(
    app: App, language: str, name: str, elsewhere: dict[tuple[str, str], tuple[str, tuple[str, ...]]]
) -> Iterator[str]:
    there = entries(read_catalogue(app.catalogue(language), language))
    for key, text in sorted(app.texts.items()):
        message = there.pop(key, None)
        if message is None or bool(text.plural) != isinstance(message.id, tuple | list):
            yield f"{text} is missing; run `make messages` and translate it"
            continue
        for problem in entry_problems(text, message):
            yield f"{text} {problem}"
        if forms := _translation(message):
            other, other_forms = elsewhere.setdefault(key, (name, forms))
            if forms != other_forms:
                yield f"{text} is translated otherwise in {other}; readers get one of the two"
    for _context, singular in there:
        yield f"“{singular}” is no longer said; run `make messages`"


def entry_problems(text: Text, message: Message) -> Iterator[str]:
    """What is wrong with one translation, as the rest of a sentence that begins with the text."""
    forms = _said(message)
    if message.fuzzy:
        yield "is marked fuzzy"
    if not all(forms):
        yield "is not translated"
        return
    originals = (text.singular, text.plural or text.singular)
    allowed = placeholders(originals[0]) | placeholders(originals[1])
    for form in forms:
        if stray := placeholders(form) - allowed:
            yield f"has a translation with unknown placeholders: {', '.join(sorted(stray))}"
        if _edges(form) != _edges(text.singular):
            yield "begins or ends with other white space than its translation"
    # "one hour" may leave the number out; the form for many may not.
    if lost := placeholders(originals[1]) - placeholders(forms[-1]):
        yield f"has a translation without the placeholders: {', '.join(sorted(lost))}"
    if tags(originals[1]) != tags(forms[-1]):
        yield "has other HTML tags than its translation"


def placeholders(text: str) -> set[str]:
    """``%(name)s`` and ``{name}`` in a text, as written."""
    return {match.group(0) for match in NAMED.finditer(text)}


def tags(text: str) -> Counter[str]:
    """The HTML tags of a text, counted by name."""
    return Counter(match.group(1).lower() for match in TAG.finditer(text))


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def compile_catalogues(root: Path = ROOT) -> int:
    """Write the ``.mo`` of every ``.po`` that is newer; returns how many were written."""
    written = 0
    for folder in (path.parent for path in _sources(root) if path.name == "apps.py" and _is_app(path.parent)):
        for language in LANGUAGES:
            source = App(folder).catalogue(language)
            target = source.with_suffix(".mo")
            if not source.is_file() or _is_newer(target, than=source):
                continue
            made = BytesIO()
            write_mo(made, read_catalogue(source, language))
            # Another process may be reading: the new file takes the old one's place in one step.
            beside = target.with_suffix(".mo.new")
            beside.write_bytes(made.getvalue())
            beside.replace(target)
            written += 1
    return written


def _is_newer(path: Path, *, than: Path) -> bool:
    return path.is_file() and path.stat().st_mtime_ns >= than.stat().st_mtime_ns


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.messages", description=__doc__.split("\n", 1)[0])
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="change nothing, fail on what is missing")
    what.add_argument("--compile", action="store_true", help="write the .mo files that Django reads")
    chosen = parser.parse_args(arguments)
    if chosen.compile:
        compile_catalogues()
        return 0
    lines = problems() if chosen.check else update()
    for line in lines:
        print(line)
    if chosen.check:
        print(f"{len(lines)} texts need work." if lines else "All texts are there in Finnish and Swedish.")
        return 1 if lines else 0
    print(
        f"{len(lines)} texts wait for a translation." if lines else "Catalogues are up to date and complete."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
