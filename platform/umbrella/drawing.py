"""Figures of a page as they are drawn: what is alike in many cells is drawn once (see `web.shells`)."""

from dataclasses import replace
from functools import cache

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from umbrella.selectors import Figure
from web import formats
from web.charts import Sparkline
from web.shells import Shell, word


def change(percent: float | None) -> dict[str, str] | None:
    """A difference as it is drawn; None where one of the two is not shown."""
    if percent is None:
        return None
    whole = round(percent)
    sign = "+" if whole > 0 else formats.MINUS if whole < 0 else "±"
    direction = "up" if whole > 0 else "down" if whole < 0 else "same"
    return {"text": f"{sign}{abs(whole)}{formats.NBSP}%", "direction": direction}


class Drawing:
    """What draws one page, in the language that is active meanwhile."""

    def __init__(self) -> None:
        """Keep what is drawn for this page alone: the next one may be in another language."""
        self._shells: dict[tuple[str, str], Shell] = {}
        self._sign = cache(_sign)

    def hours(self, figure: Figure, *, short: bool = True) -> str:
        """Hours written down, or the sign for those that are hidden or missing."""
        if figure.minutes is not None:
            return formats.hours(figure.minutes)
        return self._sign("hidden") if figure.hidden else self._sign("missing", short=short)

    def cells(self, figure: Figure) -> SafeString:
        """The two cells of a row with hours and people."""
        if figure.minutes is None:
            return self.row("umbrella/_figure_cells.html", figure)
        people = figure.people or 0
        return self.row(
            "umbrella/_figure_cells.html",
            figure,
            hours=formats.hours(figure.minutes),
            people=formats.number(people),
            sentence=ngettext("%(people)s person", "%(people)s people", people) % {"people": people},
        )

    def row(self, template: str, figure: Figure, **words: object) -> SafeString:
        """A part of a table, by a template that takes these words as `line` and the `state` of its figure."""
        state = "shown" if figure.minutes is not None else "hidden" if figure.hidden else "missing"
        shell = self._shells.get((template, state))
        if shell is None:
            context = {"state": state, "line": {name: word(name) for name in words}}
            shell = self._shells[template, state] = Shell(template, context)
        return shell.fill(words)

    def change(self, percent: float | None) -> SafeString:
        """A difference with its direction, or the sign for none."""
        drawn = change(percent)
        if drawn is None:
            return self._sign("missing", short=True)
        template, direction = "ui/delta.html", drawn["direction"]
        shell = self._shells.get((template, direction))
        if shell is None:
            shell = Shell(template, {"text": word("text"), "direction": direction})
            self._shells[template, direction] = shell
        return shell.fill(drawn)

    def sparkline(self, line: Sparkline | None) -> str:
        """A small line. One with hidden months is drawn for itself."""
        if line is None:
            return ""
        template = "ui/sparkline.html"
        if line.gaps or line.last is None:
            named = replace(line, label=word("label"))
            return Shell(template, {"line": named}).fill({"label": line.label})
        shell = self._shells.get((template, ""))
        if shell is None:
            alike = {name: word(name) for name in ("label", "area", "line")}
            shell = Shell(template, {"line": {**alike, "gaps": (), "last": (word("x"), word("y"))}})
            self._shells[template, ""] = shell
        x, y = line.last
        return shell.fill({"label": line.label, "area": line.area, "line": line.line, "x": x, "y": y})


def _sign(name: str, *, short: bool = False) -> SafeString:
    return Shell(f"ui/{name}.html", {"short": short}).fill({})
