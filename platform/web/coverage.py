"""The days of the coverage strip, written in Python: a page has fourteen, of twenty nodes each."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from web import formats, icons
from web.kit import CoverDay
from web.templatetags.words import day_tag


def items(days: Iterable[CoverDay]) -> SafeString:
    """A list item for each day: a gauge, and what it shows by a sign, in figures and in words."""
    return SafeString("".join(_item(one) for one in days))


def _item(one: CoverDay) -> str:
    href = f' href="{escape(one.url)}"' if one.url else ""
    current = ' aria-current="date"' if one.today else ""
    day = f"{escape(formats.weekday(one.date))} <b>{day_tag(one.date, weekday=False)}</b>"
    return f"""
    <li class="is-{one.state}">
      <a class="rn-cover__day"{href}{current}>
        <span class="rn-day">{day}</span>
        <span class="rn-gauge rn-v-{one.share}" aria-hidden="true"></span>
        {_told(one)}
      </a>
    </li>
  """


def _told(one: CoverDay) -> str:
    if one.state == "none":
        nothing = escape(_("no shifts"))
        return f"""
          <span class="rn-sign" aria-hidden="true">–</span>
          <span class="visually-hidden">{nothing}</span>
        """
    taken = _("%(taken)s of %(places)s places taken") % {"taken": one.taken, "places": one.places}
    empty = ""
    if one.empty_shifts:
        said = ngettext("%(counter)s shift empty", "%(counter)s shifts empty", one.empty_shifts)
        empty = f"""
              {escape(said % {"counter": one.empty_shifts})}
            """
    sign = icons.drawing(one.sign) if one.sign else ""
    return f"""
          <span class="rn-sign" aria-hidden="true">{sign}{one.taken}/{one.places}</span>
          <span class="visually-hidden">
            {escape(taken)}
            {empty}
          </span>
        """
