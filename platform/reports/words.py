"""How figures are said."""

from collections.abc import Mapping

from scheduling.hours.models import Method
from web import formats


def said(value: int | None, unit: str = "") -> str:
    """A value in words, minutes in hours; nothing where nobody reported it."""
    if value is None:
        return ""
    if unit == "%":
        return f"{formats.number(value)}\N{NO-BREAK SPACE}%"
    return formats.hours(value) if unit == "min" else formats.number(value)


def methods(parts: Mapping[str, int], unit: str = "") -> str:
    """`counted 1 990, estimated 450`; one method alone without its number."""
    if len(parts) == 1:
        return str(Method(next(iter(parts))).label)
    return ", ".join(f"{Method(method).label} {said(part, unit)}" for method, part in parts.items())
