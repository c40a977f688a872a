"""Form fields as the kit draws them."""

from __future__ import annotations

from html import escape

from django import forms
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.forms.utils import flatatt
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

OWN_TEMPLATES = "django/forms/widgets/"


def kind(bound: BoundField) -> str:
    """How a field is drawn: ``choices`` (a group of boxes), ``check`` (one box), ``line`` (an input)."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "line"


def control(bound: BoundField, *, small: bool = False) -> SafeString:
    """The widget with class, description and error state; what the widget already says is kept."""
    attrs: dict[str, str | bool] = {}
    if kind(bound) == "line" and not bound.is_hidden:
        base = "form-select" if isinstance(bound.field.widget, forms.Select) else "form-control"
        own = bound.field.widget.attrs.get("class", "")
        attrs["class"] = f"{base} {base}-sm {own}".strip() if small else f"{base} {own}".strip()
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if described := description_ids(bound):
        attrs["aria-describedby"] = described
    if type(bound.field.widget) is forms.Select and (drawn := _select(bound, attrs)) is not None:
        return drawn
    return _input(bound, attrs) if _is_plain(bound.field.widget) else bound.as_widget(attrs=attrs)


def _is_plain(widget: forms.Widget) -> bool:
    """Whether the engine would draw it by its own template for a simple input."""
    if isinstance(widget, forms.CheckboxInput | forms.FileInput | forms.MultipleHiddenInput):
        return False
    return isinstance(widget, forms.widgets.Input) and widget.template_name.startswith(OWN_TEMPLATES)


def _input(bound: BoundField, attrs: dict[str, str | bool]) -> SafeString:
    """The same as the widget's own templates make, which take three for one input."""
    widget = bound.field.widget
    said = widget.get_context(
        bound.html_name, bound.value(), bound.build_widget_attrs({"id": bound.auto_id, **attrs}, widget)
    )["widget"]
    value = "" if said["value"] is None else f' value="{escape(str(said["value"]))}"'
    name = escape(str(said["name"]))
    return SafeString(f'<input type="{said["type"]}" name="{name}"{value}{flatatt(said["attrs"])}>')


def box(bound: BoundWidget) -> SafeString:
    """One box of a group of choices: the same as the widget's own template makes."""
    said = bound.data
    value = "" if said["value"] is None else f' value="{conditional_escape(str(said["value"]))}"'
    name = conditional_escape(said["name"])
    return SafeString(f'<input type="{said["type"]}" name="{name}"{value}{flatatt(said["attrs"])}>')


def _select(bound: BoundField, attrs: dict[str, str | bool]) -> SafeString | None:
    """The same as the widget's own templates make, which take one for each option; None for groups in it."""
    widget: forms.Select = bound.field.widget
    chosen = [str(value) for value in widget.format_value(bound.value())]
    options: list[str] = []
    for value, label in widget.choices:
        if isinstance(label, list | tuple):
            return None
        text = "" if value is None else str(value)
        mark = " selected" if text in chosen else ""
        if mark:
            chosen = []  # one at most
        options.append(f'<option value="{escape(text)}"{mark}>{escape(str(label))}</option>')
    said = widget.build_attrs(widget.attrs, bound.build_widget_attrs({"id": bound.auto_id, **attrs}, widget))
    head = f'<select name="{conditional_escape(bound.html_name)}"{flatatt(said)}>'
    return SafeString(f"{head}{''.join(options)}</select>")


def description_ids(bound: BoundField) -> str:
    """The ids of the help and the error that stand beside the field."""
    ids = [f"{bound.auto_id}_help"] if bound.help_text else []
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(ids)
