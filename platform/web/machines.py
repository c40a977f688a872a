"""Doors at which programs knock, not browsers: a mail program that unsubscribes, a gateway that reports.

They send no cookie of ours, and so no form's token either. What they send carries its own proof, a signed
link or a signature, and a view so marked acts on nothing else: never on who is signed in.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.views.decorators.csrf import csrf_exempt

View = TypeVar("View", bound=Callable[..., Any])


def by_machines(view: View) -> View:
    """Take forms without a token. The view looks for its own proof first, and answers 403 without it."""
    exempt: View = csrf_exempt(view)
    return exempt
