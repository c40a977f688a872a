"""Components: templates in ``web/templates/ui/`` that declare their props and refuse what they do not know.

A component template begins with its declaration::

    {% props "Status chip: always a sign and a word." label icon="check" tone="neutral|good|wait" **attrs %}
    {% slots content actions %}

A bare name is required; a default of several words is a choice whose first word is the default; ``**attrs``
lets ``hx-…``, ``data-…`` and ``aria-…`` through to the place where the template writes ``{{ attrs }}``.
Everything is checked when the *calling* template is compiled, so that a wrong name never reaches a reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template import Context, Node, NodeList, Template, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.template.defaulttags import LoadNode
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from web import narrowing

CONTENT = "content"
PASSED = re.compile(r"(hx(?!-on\b)|data|aria)-[a-z-]+")
ARGUMENT = re.compile(r"([a-zA-Z][\w-]*)=(.+)", re.DOTALL)
LITERALS: Mapping[str, object] = {"None": None, "True": True, "False": False}
BUILT_IN = dict(LITERALS)


@dataclass
class Declaration:
    """What a component takes, as its own template says."""

    doc: str = ""
    required: set[str] = field(default_factory=set)
    defaults: dict[str, object] = field(default_factory=dict)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    slots: set[str] = field(default_factory=set)
    passes_attributes: bool = False

    @property
    def names(self) -> set[str]:
        """All props."""
        return self.required | self.defaults.keys()

    def refusal(self, given: Mapping[str, FilterExpression], slots: set[str]) -> str:
        """Why this use cannot be compiled, or an empty string."""
        for name, value in given.items():
            if name not in self.names and not (self.passes_attributes and PASSED.fullmatch(name)):
                return f"it does not know “{name}”; it takes {', '.join(sorted(self.names)) or 'nothing'}"
            if (
                name in self.choices
                and (text := literal(value)) is not None
                and text not in self.choices[name]
            ):
                return f"“{text}” is no {name}; choose {', '.join(self.choices[name])}"
        if missing := self.required - given.keys():
            return f"it needs {', '.join(sorted(missing))}"
        if unknown := slots - self.slots:
            return f"it has no slot {', '.join(sorted(unknown))}"
        return ""


class PropsNode(Node):
    """The ``props`` tag: holds the declaration, renders nothing."""

    def __init__(self, declaration: Declaration) -> None:
        self.declaration = declaration

    def render(self, context: Context) -> SafeString:
        """Nothing: a declaration has no look."""
        return SafeString("")


class SlotsNode(Node):
    """The ``slots`` tag: names of the slots that a component has, renders nothing."""

    def __init__(self, names: set[str]) -> None:
        self.names = names

    def render(self, context: Context) -> SafeString:
        """Nothing: a declaration has no look."""
        return SafeString("")


class SlotNode(Node):
    """The content that a page gives to one named slot."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Rendered by the component that it belongs to, where that has a place for it."""
        return SafeString("")


class ComponentNode(Node):
    """One use of a component in a page, narrowed to what the page says of it."""

    def __init__(
        self,
        template: Template,
        declaration: Declaration,
        given: Mapping[str, FilterExpression],
        slots: Mapping[str, NodeList],
        around: narrowing.Props = narrowing.NOTHING,
    ) -> None:
        """``around`` are the props of the component in whose template this one stands."""
        self.template = template
        self.declaration = declaration
        self.given = given
        self.slots = slots
        values = {name: narrowing.value_of(value, around) for name, value in given.items()}
        # What is the same each time, what is worked out each time, and what is passed through to ``attrs``.
        self.values: dict[str, object] = {
            **dict.fromkeys(declaration.slots, ""),
            **declaration.defaults,
            "attrs": "",
            **{name: value for name, value in values.items() if name in declaration.names},
        }
        self.props = {name: given[name] for name, value in self.values.items() if value is narrowing.OPEN}
        self.passed = {name: value for name, value in given.items() if name not in declaration.names}
        self.choices = {
            name: allowed
            for name, allowed in declaration.choices.items()
            if str(self.values[name]) not in allowed
        }
        nodes = drawn(template)
        open_ones = {*slots, *narrowing.set_in(nodes), *(["attrs"] if self.passed else [])}
        known = {name: narrowing.OPEN if name in open_ones else value for name, value in self.values.items()}
        self.nodelist = narrowing.narrow(nodes, known)

    def narrowed(self, props: narrowing.Props) -> ComponentNode:
        """The same inside the template of a component with these props."""
        slots = {name: narrowing.narrow(nodes, props) for name, nodes in self.slots.items()}
        return ComponentNode(self.template, self.declaration, self.given, slots, props)

    def render(self, context: Context) -> SafeString:
        """Render the component in a context of its own: its props, its slots, and the CSRF token."""
        values = {**self.values, "csrf_token": context.get("csrf_token")}
        for name, expression in self.props.items():
            values[name] = expression.resolve(context)
        for name, allowed in self.choices.items():
            if str(values[name]) not in allowed:
                raise ValueError(f"{self.template.name}: “{values[name]}” is no {name} of {allowed}")
        for name, nodelist in self.slots.items():
            values[name] = SafeString(nodelist.render(context).strip())
        if self.passed:
            values["attrs"] = attributes(
                {name: expression.resolve(context) for name, expression in self.passed.items()}
            )
        own = alone(context, values)
        with own.render_context.push_state(self.template):
            return SafeString(self.nodelist.render(own).strip())


def alone(context: Context, values: dict[str, object]) -> Context:
    """``context.new(values)`` without its copies, of which a page would need a hundred."""
    own: Context = object.__new__(type(context))
    own.__dict__ = {**context.__dict__, "dicts": [BUILT_IN, values]}
    own.__dict__.pop("_processors_index", None)
    return own


def drawn(template: Template) -> NodeList:
    """What of a component's template can be seen: its head, and the spaces around that, never can."""
    first = next(
        (
            place
            for place, node in enumerate(template.nodelist)
            if not isinstance(node, PropsNode | SlotsNode | LoadNode)
            and not (isinstance(node, TextNode) and not node.s.strip())
        ),
        0,
    )
    return NodeList(template.nodelist[first:])


def attributes(values: Mapping[str, object]) -> SafeString:
    """HTML attributes; ``None`` and ``False`` leave theirs out, ``True`` stands without a value."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in values.items()
            if value is not None and value is not False
        ),
    )


def literal(expression: FilterExpression) -> str | None:
    """A value that is written out in the template, so that it can be checked at once; else ``None``."""
    if expression.filters:
        return None
    if isinstance(expression.var, str):
        return expression.var
    number = getattr(expression.var, "literal", None)
    return None if number is None else str(number)


def declared(template: Template) -> Declaration:
    """The declaration at the head of a component's template."""
    props = next((node.declaration for node in template.nodelist if isinstance(node, PropsNode)), None)
    if props is None:
        raise TemplateSyntaxError(f"{template.name} has no {{% props %}} at its head")
    props.slots = {name for node in template.nodelist if isinstance(node, SlotsNode) for name in node.names}
    if both := props.slots & props.names:
        raise TemplateSyntaxError(f"{template.name}: {', '.join(both)} is both a prop and a slot")
    return props


def component(name: str) -> tuple[Template, Declaration]:
    """The template of a component and what it declares."""
    loaded: Any = get_template(f"ui/{name}.html")  # the engine's wrapper is not typed to hold a Template
    template: Template = loaded.template
    return template, declared(template)


def parse_props(parser: Parser, token: Token) -> PropsNode:
    """``{% props "What it is." required optional="default" choice="one|two" **attrs %}``."""
    declaration = Declaration()
    for bit in token.split_contents()[1:]:
        if bit[0] in "\"'":
            declaration.doc = bit[1:-1]
        elif bit == "**attrs":
            declaration.passes_attributes = True
        elif match := ARGUMENT.fullmatch(bit):
            name, default = match.groups()
            choices = default.strip("\"'").split("|")
            if len(choices) > 1:
                declaration.choices[name] = tuple(choices)
            value: object = LITERALS.get(default, choices[0])
            declaration.defaults[name] = int(default) if default.isdigit() else value
        else:
            declaration.required.add(bit)
    return PropsNode(declaration)


def parse_slots(parser: Parser, token: Token) -> SlotsNode:
    """``{% slots content actions %}``."""
    return SlotsNode(set(token.split_contents()[1:]))


def parse_slot(parser: Parser, token: Token) -> SlotNode:
    """``{% slot actions %}…{% endslot %}``, directly inside a ``ui`` block."""
    bits = token.split_contents()
    if len(bits) != 2:
        raise TemplateSyntaxError("slot takes one name: {% slot actions %}")
    if len(parser.command_stack) < 2 or parser.command_stack[-2][0] != "ui":
        raise TemplateSyntaxError(f"slot “{bits[1]}” must stand directly inside a ui block")
    nodelist = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(bits[1].strip("\"'"), nodelist)


def parse_ui(parser: Parser, token: Token) -> ComponentNode:
    """``{% ui "name" prop=value %}…{% endui %}`` or, without content, ``{% ui "name" prop=value / %}``."""
    _, *bits = token.split_contents()
    closed = bool(bits) and bits[-1] == "/"
    if closed:
        bits.pop()
    if not bits or bits[0][0] not in "\"'":
        raise TemplateSyntaxError('ui needs the name of a component in quotes: {% ui "chip" … %}')
    name = bits[0][1:-1]
    template, declaration = component(name)
    props: dict[str, FilterExpression] = {}
    for bit in bits[1:]:
        match = ARGUMENT.fullmatch(bit)
        if match is None or match[1] in props:
            raise TemplateSyntaxError(f'ui "{name}": “{bit}” should be a prop=value that is given once')
        props[match[1]] = parser.compile_filter(match[2])
    slots = {} if closed else parse_content(parser)
    if refusal := declaration.refusal(props, set(slots)):
        raise TemplateSyntaxError(f'ui "{name}": {refusal}')
    return ComponentNode(template, declaration, props, slots)


def parse_content(parser: Parser) -> dict[str, NodeList]:
    """What stands between ``ui`` and ``endui``: the named slots, and the rest as the slot “content”."""
    nodelist = parser.parse(("endui",))
    parser.delete_first_token()
    slots: dict[str, NodeList] = {}
    rest = NodeList()
    for node in nodelist:
        if isinstance(node, SlotNode):
            slots[node.name] = node.nodelist
        else:
            rest.append(node)
    if any(getattr(node, "s", "text").strip() for node in rest):
        slots[CONTENT] = rest
    return slots
