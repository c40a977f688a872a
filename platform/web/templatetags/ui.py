"""The template tags of the UI kit: ``{% load ui %}``."""

from __future__ import annotations

from django import template
from django.contrib.messages import get_messages
from django.forms import BoundField
from django.template import Context, Node, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web import (
    assets,
    components,
    coverage,
    fields,
    icons,
    kit,
    narrowing,
    nav,
    nav_rows,
    plan_shifts,
    timeline,
    toasts,
)

register = template.Library()

register.tag("props", components.parse_props)
register.tag("slots", components.parse_slots)
register.tag("slot", components.parse_slot)
register.tag("ui", components.parse_ui)

register.filter("field_kind", fields.kind)
register.filter("described", fields.description_ids)
register.filter("box", fields.box)
register.filter("cover_days", coverage.items)
register.filter("plan_cells", plan_shifts.cells)
register.filter("timeline_items", timeline.items)
register.simple_tag(kit.dots, name="dots")


class IconNode(Node):
    """One icon, as decoration or with words for those who do not see it."""

    def __init__(self, name: FilterExpression, label: FilterExpression | None) -> None:
        self.name = name
        self.label = label

    def render(self, context: Context) -> SafeString:
        """Nothing for an empty name, so that components need no ``if`` around an optional icon."""
        name = self.name.resolve(context)
        if not name:
            return SafeString("")
        drawn = icons.drawing(name)
        if self.label is None:
            return drawn
        return format_html('{}<span class="visually-hidden">{}</span>', drawn, self.label.resolve(context))

    def narrowed(self, props: narrowing.Props) -> Node:
        """The drawing itself where its name is known."""
        name = narrowing.value_of(self.name, props)
        if self.label is None and isinstance(name, str) and (not name or name in icons.NAMES):
            return TextNode(icons.drawing(name) if name else "")
        return self


@register.tag
def icon(parser: Parser, token: Token) -> IconNode:
    """``{% icon "clock" %}`` beside a word, or ``{% icon "close" label=_("Close") %}`` alone."""
    _, name, *rest = token.split_contents()
    label = rest[0].removeprefix("label=") if rest else None
    expression = parser.compile_filter(name)
    if (written := components.literal(expression)) and written not in icons.NAMES:
        raise TemplateSyntaxError(f"There is no icon “{written}”; frontend/icons.json names them all.")
    return IconNode(expression, parser.compile_filter(label) if label else None)


@register.filter
def control(bound: BoundField, size: str = "") -> SafeString:
    """The input of a form field, with the kit's classes and its help and errors named."""
    return fields.control(bound, small=size == "sm")


@register.simple_tag
def web_assets() -> SafeString:
    """Icon, style, script and the font's preload, for the head of a page."""
    if not assets.built():
        return SafeString("")
    return format_html(
        '<link rel="icon" href="{}"><link rel="preload" href="{}" as="font" crossorigin>{}',
        assets.address(assets.BRAND),
        assets.address(assets.FONT),
        SafeString(assets.tags()),
    )


@register.simple_tag
def app_icon() -> SafeString:
    """The icon for home screens that do not read the app's description."""
    touch = [icon["src"] for icon in assets.app()["icons"] if icon["purpose"] == "touch"]
    return format_html('<link rel="apple-touch-icon" href="{}">', touch[0]) if touch else SafeString("")


@register.simple_tag
def web_style(path: str) -> SafeString:
    """One more style, for a page that alone needs it."""
    return format_html('<link rel="stylesheet" href="{}">', assets.address(path))


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> SafeString:
    """The entries of the main menu.

    The current one is what the view said as ``nav_key``, else found by the address.
    """
    frame: nav.Frame | None = context.get("frame")
    if not frame:
        return SafeString("")
    request = context.get("request")
    current = context.get("nav_key") or (frame.key_at(request.path) if request else "")
    return nav_rows.rows(frame, current=current)


@register.simple_tag(takes_context=True)
def waiting_toasts(context: Context) -> list[toasts.Toast]:
    """What happened since the last page, to be shown once."""
    request = context.get("request")
    return [toasts.from_message(message) for message in get_messages(request)] if request else []
