"""Fields that several forms have."""

from typing import Any

from django import forms


def line(label: Any, length: int, *, required: bool = True, hint: Any = "", **attrs: str) -> forms.CharField:
    """A field on one line."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=hint,
        widget=forms.TextInput(attrs=attrs),
    )
