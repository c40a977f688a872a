"""Parts of a page that differ in a few words only: the template is drawn once, and filled in for each.

A table of fifty rows draws the same template fifty times, and nearly all of it comes out the same. A shell is
what one drawing of it leaves when the words that differ are taken out. The template stays where the look is
written down; whatever it decides (a sign instead of a number) makes a shell of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

# Characters that no text of ours has, and that nothing escapes.
_MARK = re.compile("\ue000(\\w+)\ue001")


def word(name: str) -> str:
    """What stands in a shell's context where a word will be filled in."""
    return f"\ue000{name}\ue001"


class Shell:
    """One template, drawn with a context in which some values are `word` s."""

    def __init__(self, template: str, context: Mapping[str, Any]) -> None:
        self._texts = _MARK.split(render_to_string(template, dict(context)).strip())

    def fill(self, words: Mapping[str, Any]) -> SafeString:
        """The drawing with these words in it, each escaped as the template would. Raises KeyError."""
        texts = self._texts.copy()
        texts[1::2] = [str(conditional_escape(words[name])) for name in self._texts[1::2]]
        return SafeString("".join(texts))
