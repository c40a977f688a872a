"""A component's template, narrowed to one use of it: what is known when a page is compiled is decided then.

``{% ui "button" label=title url=address small=True / %}`` says by itself that there is no icon and which
class the link has. So neither the conditions on such props nor the texts and icons that follow from them are
worked out again each time that somebody reads the page; what is left are the props that vary, ready to be
put in. What hangs on the reader, as translations and the writing of numbers do, is never decided here. Other
nodes than those named here (loops, ``with``, whatever sets a variable) stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, TextNode, Variable, VariableNode
from django.template.defaulttags import IfNode, TemplateLiteral
from django.template.smartif import TokenBase
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

OPEN = object()
"""In place of the value of a prop that is only known when a page is drawn."""

Props = Mapping[str, object]
"""What a component takes, by name: the value where that is known, else `OPEN`."""
NOTHING: Props = MappingProxyType({})

_CONSTANTS = {"True": True, "False": False, "None": None}
_PLAIN = (str, SafeString, int, bool, type(None))


@runtime_checkable
class Narrowing(Protocol):
    """A node of our own that knows how to be narrowed."""

    def narrowed(self, props: Props) -> Node:
        """The same, with what is known decided."""


class PropNode(Node):
    """``{{ prop }}``: nearly always a text, which needs none of the ways in which a value may be found."""

    child_nodelists = ()

    def __init__(self, name: str, written: VariableNode) -> None:
        self.name = name
        self.written = written

    def render(self, context: Context) -> SafeString:
        """The same as the engine's own node makes, which gets everything but texts."""
        value = context[self.name]
        if type(value) is SafeString:
            return value
        if type(value) is str and context.autoescape:
            return escape(value)
        return SafeString(self.written.render(context))


class PropLiteral(TemplateLiteral):
    """A prop in a condition."""

    def eval(self, context: Any) -> Any:
        """Its value; what can be called is left to the engine."""
        value = context[self.text]
        return super().eval(context) if callable(value) else value


def narrow(nodes: Iterable[Node], props: Props) -> NodeList:
    """The nodes with all that is known of the props decided, and texts that have come together joined."""
    found = NodeList()
    for node in nodes:
        for each in _narrowed(node, props):
            last = found[-1] if found else None
            if isinstance(each, TextNode) and isinstance(last, TextNode):
                found[-1] = in_place_of(last, TextNode(last.s + each.s))
            else:
                found.append(each)
    return found


def value_of(expression: FilterExpression, props: Props) -> object:
    """What an expression will always be, or `OPEN`. Filters may hang on the reader, and so may ``_("…")``."""
    variable: Any = expression.var
    if expression.filters:
        return OPEN
    if not isinstance(variable, Variable):
        value: object = variable
    elif variable.lookups is None:
        value = OPEN if variable.translate else variable.literal
    elif len(variable.lookups) == 1:
        value = {**_CONSTANTS, **props}.get(variable.lookups[0], OPEN)
    else:
        value = OPEN
    return value if type(value) in _PLAIN else OPEN


def set_in(nodes: Iterable[Node]) -> set[str]:
    """The names that the nodes give a value of their own, as ``{% translate … as label %}`` does."""
    found: set[str] = set()
    for node in nodes:
        for attribute in ("asvar", "target_var", "var_name", "variable_name"):
            if isinstance(name := getattr(node, attribute, None), str):
                found.add(name)
        found |= set(getattr(node, "loopvars", ())) | set(getattr(node, "extra_context", ()))
        inner = [getattr(node, attribute, None) for attribute in node.child_nodelists]
        for nodelist in [*inner, *getattr(node, "slots", {}).values()]:
            found |= set_in(nodelist or ())
    return found


def in_place_of(old: Node, new: Node) -> Node:
    """A node that says in errors where the old one stood."""
    new.token, new.origin = old.token, old.origin
    return new


def _narrowed(node: Node, props: Props) -> Iterable[Node]:
    if isinstance(node, IfNode):
        return _branches(node, props)
    if isinstance(node, VariableNode):
        return [_variable(node, props)]
    return [in_place_of(node, node.narrowed(props)) if isinstance(node, Narrowing) else node]


def _variable(node: VariableNode, props: Props) -> Node:
    expression = node.filter_expression
    value = value_of(expression, props)
    if isinstance(value, str) and conditional_escape(value) == value:
        return in_place_of(node, TextNode(str(value)))
    name = _prop(expression, props)
    return in_place_of(node, PropNode(name, node)) if name else node


def _branches(node: IfNode, props: Props) -> Iterable[Node]:
    left: list[tuple[Any, NodeList]] = []
    for condition, nodelist in node.conditions_nodelists:
        asked = True if condition is None else _condition(condition, props)
        if asked is False:
            continue
        if asked is True:
            left.append((None, narrow(nodelist, props)))
            break
        left.append((asked, narrow(nodelist, props)))
    if left and left[0][0] is None:
        return left[0][1]
    return [in_place_of(node, IfNode(left))] if left else []


def _condition(token: Any, props: Props) -> TokenBase | bool:
    """Whether it holds, or what of it has to be asked. Only its truth counts: conditions are not nested."""
    if isinstance(token, TemplateLiteral):
        value = _literal(token, props)
        return _side(token, props) if value is OPEN else bool(value)
    if token.id not in {"and", "or", "not"}:
        return _comparison(token, props)
    one = _condition(token.first, props)
    if token.id == "not":
        return not one if isinstance(one, bool) else _with(token, one, None)
    other = _condition(token.second, props)
    decides = token.id == "or"
    for this, that in ((one, other), (other, one)):
        if isinstance(this, bool):
            return this if this is decides else that
    return _with(token, one, other)


def _comparison(token: Any, props: Props) -> TokenBase | bool:
    sides = (token.first, token.second)
    if any(_literal(side, props) is OPEN for side in sides):
        return _with(token, *(_side(side, props) for side in sides))
    return bool(token.eval(Context(dict(props))))


def _literal(token: Any, props: Props) -> object:
    written: Any = token.value if isinstance(token, TemplateLiteral) else None
    return value_of(written, props) if written else OPEN


def _side(token: Any, props: Props) -> Any:
    written: Any = token.value if isinstance(token, TemplateLiteral) else None
    name = _prop(written, props) if written else ""
    return PropLiteral(written, name) if name else token


def _with(token: Any, first: Any, second: Any) -> TokenBase:
    changed: TokenBase = copy(token)
    changed.first, changed.second = first, second
    return changed


def _prop(expression: FilterExpression, props: Props) -> str:
    """The name of the prop that an expression consists of, if it does."""
    variable: Any = expression.var
    lookups = variable.lookups or () if isinstance(variable, Variable) else ()
    if expression.filters or len(lookups) != 1:
        return ""
    return lookups[0] if lookups[0] in props else ""
