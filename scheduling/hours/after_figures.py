"""Who is told when an association's own figures were made again.

`register(callable)` when an app starts; it gets `schema_name` and the first days of the months that changed,
inside the association, after the figures are committed. It may be called twice for the same months.
"""

from collections.abc import Callable
from datetime import date

Follower = Callable[[str, list[date]], None]

_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Have `follower(schema_name, months)` called after each run. The same one is added once."""
    if follower not in _followers:
        _followers.append(follower)


def tell(schema_name: str, months: list[date]) -> None:
    """Call them all, in the order in which they came. What one raises ends the run; it comes again."""
    for follower in _followers:
        follower(schema_name, months)
