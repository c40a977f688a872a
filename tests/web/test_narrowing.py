"""A component is narrowed when a page is compiled; what hangs on the reader is decided when it is drawn."""

import pytest
from django.template import Node, NodeList
from django.template.base import TextNode
from django.template.defaulttags import IfNode
from django.template.engine import Engine
from django.utils import translation

from tests.web.conftest import draw
from web.narrowing import OPEN, PropLiteral, narrow, set_in

LIBRARIES = {"i18n": "django.templatetags.i18n", "ui": "web.templatetags.ui"}


def nodes(source: str) -> NodeList:
    engine = Engine(libraries=LIBRARIES)
    return engine.from_string("{% load i18n ui %}" + source).nodelist[1:]  # type: ignore[return-value]  # a list of them


def kinds(found: list[Node]) -> list[str]:
    return [each.s if isinstance(each, TextNode) else type(each).__name__ for each in found]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("a{% if icon %}b{% endif %}c", ["ac"]),
        ("{% if kind == 'x' %}a{% elif kind == 'y' %}b{% else %}c{% endif %}", ["b"]),
        ("{% if not icon and kind %}a{% endif %}", ["a"]),
        ("{% if icon or kind == 'y' %}a{% endif %}", ["a"]),
        ("{% if small is True %}a{% else %}b{% endif %}", ["a"]),
        ("{% if count > 2 %}a{% endif %}", ["a"]),
        ("{{ kind }}-{{ icon }}", ["y-"]),
        ("{% icon icon %}", [""]),
        # Left to be asked: what is not known, and what is no prop at all.
        ("{% if label %}a{% endif %}", ["IfNode"]),
        ("{% if label and kind %}a{% endif %}", ["IfNode"]),
        ("{% if request.user %}a{% endif %}", ["IfNode"]),
        ("{{ label }}", ["PropNode"]),
        ("{% icon label %}", ["IconNode"]),
        # What hangs on the reader: words, and how a number is written. And what has to be escaped.
        ("{% translate 'Close' %}", ["TranslateNode"]),
        ("{{ count }}", ["PropNode"]),
        ("{{ kind|upper }}", ["VariableNode"]),
        ("{{ sign }}", ["PropNode"]),
    ],
)
def test_what_is_known_is_decided_and_nothing_else(source: str, left: list[str]) -> None:
    props = {"label": OPEN, "icon": "", "kind": "y", "small": True, "count": 3, "sign": "<"}
    assert kinds(narrow(nodes(source), props)) == left


def test_a_condition_of_which_half_is_known_keeps_the_other_half() -> None:
    [asked] = narrow(nodes("{% if url and not off %}a{% endif %}"), {"url": OPEN, "off": False})
    assert isinstance(asked, IfNode)
    [(condition, _nodes)] = asked.conditions_nodelists
    assert isinstance(condition, PropLiteral)
    assert condition.text == "url"


def test_names_that_a_template_sets_itself_are_found_in_branches_loops_and_slots() -> None:
    source = (
        "{% if a %}{% translate 'x' as one %}{% endif %}{% for two in a %}{% endfor %}"
        "{% with three=a %}{% endwith %}{% url 'x' as four %}"
        '{% ui "fold" label=a %}{% translate "x" as five %}{% endui %}'
    )
    assert set_in(nodes(source)) == {"one", "two", "three", "four", "five"}


def test_a_component_set_inside_another_is_drawn_as_if_it_stood_alone() -> None:
    inside = draw(
        '{% ui "act" label=label url="/x/" small=True kind="primary" / %}', label="Tallenna & jatka"
    )
    assert inside.count('class="btn btn-primary btn-sm"') == 1
    assert "<span>Tallenna &amp; jatka</span>" in inside
    assert "about" not in inside


def test_words_of_a_component_are_said_in_the_language_of_each_reader() -> None:
    source = '{% ui "provisional" / %}'
    with translation.override("fi"):
        finnish = draw(source)
    with translation.override("sv"):
        swedish = draw(source)
    assert finnish != swedish


@pytest.mark.parametrize("given", ["", "clock"])
def test_a_prop_that_varies_is_asked_each_time(given: str) -> None:
    assert ("<svg" in draw('{% ui "button" label="x" icon=icon / %}', icon=given)) is bool(given)
