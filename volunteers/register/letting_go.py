"""Saying to the database's guards that names may go from what is closed or signed.

Closed months and signatures do not change. Where somebody is erased, or stood in the register twice, their
rows change whose they are and nothing else: the guards let that pass for the length of this block.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def names_may_go() -> Iterator[None]:
    """Inside a transaction; what fails within takes the transaction with it."""
    _say("on")
    yield
    _say("off")


def _say(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL rinnalla.erasing = '{word}'")
