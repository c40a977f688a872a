"""Context processor of the demo: what its bar shows on every page."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from tenants import addresses, clock


@dataclass(frozen=True, kw_only=True)
class Demo:
    """The demo's time and where its pages are."""

    now: datetime
    inbox: str
    people: str
    here: str


def demo(request: HttpRequest) -> dict[str, Demo]:
    """`demo` in every template. Asks no table, so that it works in both phases."""
    return {
        "demo": Demo(
            now=clock.now(),
            inbox=addresses.absolute_url("base", "demo-inbox"),
            people=addresses.absolute_url("base", "demo"),
            here=request.get_full_path() if request.method == "GET" else "/",
        )
    }
