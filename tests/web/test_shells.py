"""A template that is drawn once and filled in: the same as if it were drawn each time."""

import pytest
from django.template.loader import render_to_string

from web.charts import Sparkline
from web.shells import Shell, word


def test_filled_shell_is_what_the_template_draws() -> None:
    line = Sparkline([1, 4, 3], "Tunnit")
    alike = {name: word(name) for name in ("label", "area", "line")}
    shell = Shell("ui/sparkline.html", {"line": {**alike, "gaps": (), "last": (word("x"), word("y"))}})
    x, y = line.last or ("", "")
    filled = shell.fill({"label": line.label, "area": line.area, "line": line.line, "x": x, "y": y})
    assert filled == render_to_string("ui/sparkline.html", {"line": line}).strip()


def test_words_are_escaped_and_none_may_be_forgotten() -> None:
    shell = Shell("ui/delta.html", {"text": word("text"), "direction": "same"})
    assert "&lt;b&gt; \ue000text\ue001" in shell.fill({"text": "<b> \ue000text\ue001"})
    with pytest.raises(KeyError):
        shell.fill({})
