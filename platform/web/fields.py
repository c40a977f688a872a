"""Form fields as the kit draws them."""

from __future__ import annotations

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString


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
    if kind(bound) == "line":
        base = "form-select" if isinstance(bound.field.widget, forms.Select) else "form-control"
        own = bound.field.widget.attrs.get("class", "")
        attrs["class"] = f"{base} {base}-sm {own}".strip() if small else f"{base} {own}".strip()
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if described := description_ids(bound):
        attrs["aria-describedby"] = described
    return bound.as_widget(attrs=attrs)


def description_ids(bound: BoundField) -> str:
    """The ids of the help and the error that stand beside the field."""
    ids = [f"{bound.auto_id}_help"] if bound.help_text else []
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(ids)
