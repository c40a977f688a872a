"""The catalogues' tool: what it finds, what it keeps, what it refuses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from infra import messages
from infra.messages import LANGUAGES, Text

CONFIG = "class Shifts(AppConfig): ...\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A checkout with one app that says something in code and something in a template."""
    app = tmp_path / "scheduling" / "shifts"
    (app / "templates").mkdir(parents=True)
    (app / "apps.py").write_text(CONFIG, encoding="utf-8")
    (app / "errors.py").write_text('sentence = _("This shift is full.")\n', encoding="utf-8")
    (app / "templates" / "page.html").write_text(
        "<p>\n    {% if a %}\n        {% translate 'Sign up' %}\n    {% endif %}\n</p>\n", encoding="utf-8"
    )
    return tmp_path


def translate_all(house: Path) -> None:
    """Both texts of the house in both languages."""
    messages.update(house)
    for language in LANGUAGES:
        path = house / "scheduling/shifts/locale" / language / "LC_MESSAGES/django.po"
        content = path.read_text(encoding="utf-8")
        content = content.replace('full."\nmsgstr ""', f'full."\nmsgstr "{language}: täynnä"')
        content = content.replace('up"\nmsgstr ""', f'up"\nmsgstr "{language}: mukaan"')
        path.write_text(content, encoding="utf-8")


def only(found: Iterator[tuple[Text, list[str]]]) -> list[Text]:
    """What was found, without the translators' notes."""
    return [text for text, _notes in found]


def test_texts_of_python_with_context_plural_and_alias() -> None:
    source = (
        'pgettext_lazy("state of a sign-up", "cancelled")\n'
        'ngettext("%(n)s hour", "%(n)s hours", n)\n'
        'npgettext("places", "one", "many", n)\n'
        '_("Sign up")\n'
        "gettext(variable)\n"
    )
    assert only(messages.texts_of_python(source)) == [
        Text("state of a sign-up", "cancelled"),
        Text("", "%(n)s hour", "%(n)s hours"),
        Text("places", "one", "many"),
        Text("", "Sign up"),
    ]


def test_texts_of_template_at_any_indentation() -> None:
    source = (
        "{% load i18n %}\n"
        "        {% translate 'Deep' %}\n"
        "  {% translate 'open' context 'a shift' %}\n"
        "      {% blocktranslate trimmed count n=places %}\n"
        "          {{ n }} place\n"
        "      {% plural %}\n"
        "          {{ n }} places\n"
        "      {% endblocktranslate %}\n"
        '   {% ui "button" label=_("It\'s mine") %}\n'
        "<p>{{ name|default:_('nobody') }} “quotes” don't hurt</p>\n"
    )
    assert only(messages.texts_of_template(source)) == [
        Text("", "Deep"),
        Text("a shift", "open"),
        Text("", "%(n)s place", "%(n)s places"),
        Text("", "It's mine"),
        Text("", "nobody"),
    ]


def test_update_lists_what_waits_and_check_fails_until_translated(house: Path) -> None:
    assert messages.update(house) == [
        f"scheduling/shifts/locale/{language}/LC_MESSAGES/django.po: {text}"
        for language in LANGUAGES
        for text in ("“Sign up”", "“This shift is full.”")
    ]
    assert len(messages.problems(house)) == 4
    translate_all(house)
    assert messages.problems(house) == []


def test_update_twice_changes_nothing_and_keeps_translations(house: Path) -> None:
    translate_all(house)
    paths = sorted(house.rglob("*.po"))
    before = [path.read_bytes() for path in paths]
    assert messages.update(house) == []
    assert [path.read_bytes() for path in paths] == before
    assert b"Creation-Date" not in before[0]
    assert b"#:" not in before[0]


def test_update_drops_what_is_no_longer_said(house: Path) -> None:
    translate_all(house)
    (house / "scheduling/shifts/errors.py").write_text("", encoding="utf-8")
    assert messages.problems(house) == [
        f"scheduling/shifts/locale/{language}/LC_MESSAGES/django.po: "
        "“This shift is full.” is no longer said; run `make messages`"
        for language in LANGUAGES
    ]
    messages.update(house)
    assert messages.problems(house) == []
    assert "täynnä" not in (house / "scheduling/shifts/locale/fi/LC_MESSAGES/django.po").read_text("utf-8")


def test_update_takes_the_words_of_another_app(house: Path) -> None:
    translate_all(house)
    other = house / "scheduling" / "hours"
    other.mkdir()
    (other / "apps.py").write_text(f'{CONFIG}name = _("Sign up")\n', encoding="utf-8")
    assert messages.update(house) == []
    assert "fi: mukaan" in (other / "locale/fi/LC_MESSAGES/django.po").read_text("utf-8")


def test_check_names_two_translations_of_one_text(house: Path) -> None:
    translate_all(house)
    other = house / "scheduling" / "hours"
    other.mkdir()
    (other / "apps.py").write_text(f'{CONFIG}name = _("Sign up")\n', encoding="utf-8")
    messages.update(house)
    po = other / "locale/fi/LC_MESSAGES/django.po"
    po.write_text(po.read_text("utf-8").replace("fi: mukaan", "fi: ilmoittaudu"), encoding="utf-8")
    first, second = (f"scheduling/{app}/locale/fi/LC_MESSAGES/django.po" for app in ("hours", "shifts"))
    assert messages.problems(house) == [
        f"{second}: “Sign up” is translated otherwise in {first}; readers get one of the two"
    ]


def test_check_refuses_a_text_outside_any_app_unless_django_says_it(house: Path) -> None:
    (house / "scheduling" / "loose.py").write_text('_("Nowhere")\n_("Finnish")', encoding="utf-8")
    assert messages.problems(house) == [
        "Texts outside of any app have no catalogue:\n  scheduling/loose.py: “Nowhere”"
    ]


@pytest.mark.parametrize(
    ("text", "translation", "expected"),
    [
        (Text("", "Hello %(name)s"), "Hei %(name)s", []),
        (Text("", "Hello %(name)s"), "Hei", ["has a translation without the placeholders: %(name)s"]),
        (Text("", "Hello"), "Hei {name}", ["has a translation with unknown placeholders: {name}"]),
        (Text("", "%(n)s hour", "%(n)s hours"), ("tunti", "%(n)s tuntia"), []),
        (
            Text("", "%(n)s hour", "%(n)s hours"),
            ("%(n)s tunti", "tuntia"),
            ["has a translation without the placeholders: %(n)s"],
        ),
        (Text("", "<b>Now</b>"), "<b>Nyt<b>", []),
        (Text("", "<b>Now</b>"), "Nyt", ["has other HTML tags than its translation"]),
        (Text("", "Hello "), "Hei", ["begins or ends with other white space than its translation"]),
        (Text("", "Hello"), "", ["is not translated"]),
    ],
)
def test_entry_problems(text: Text, translation: str | tuple[str, ...], expected: list[str]) -> None:
    catalogue = Catalog(locale="fi")
    message = catalogue.add((text.singular, text.plural) if text.plural else text.singular, translation)
    assert list(messages.entry_problems(text, message)) == expected


def test_check_refuses_fuzzy(house: Path) -> None:
    translate_all(house)
    po = house / "scheduling/shifts/locale/sv/LC_MESSAGES/django.po"
    po.write_text(
        po.read_text("utf-8").replace('msgid "Sign up"', '#, fuzzy\nmsgid "Sign up"'), encoding="utf-8"
    )
    assert messages.problems(house) == [
        "scheduling/shifts/locale/sv/LC_MESSAGES/django.po: “Sign up” is marked fuzzy"
    ]


def test_compile_writes_only_what_is_newer(house: Path) -> None:
    translate_all(house)
    assert messages.compile_catalogues(house) == 2
    assert messages.compile_catalogues(house) == 0
    with (house / "scheduling/shifts/locale/fi/LC_MESSAGES/django.mo").open("rb") as file:
        compiled = read_mo(file)
    assert compiled["Sign up"].string == "fi: mukaan"
