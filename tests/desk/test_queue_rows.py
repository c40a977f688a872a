"""The rows of the queue are written in Python; the components draw the same."""

import re
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from desk import queue_rows
from desk.needs import Group, Line, Queue

BY_COMPONENTS = """
{% load ui %}
{% ui "row" title=line.title sub=line.why mark=line.icon tone=line.tone url=line.page %}
  {% slot actions %}
    {% if line.back %}
      {% ui "act" label="Show again" url="/coordinate/back/" small=True about=line.title %}
        <input type="hidden" name="kind" value="{{ line.back.kind }}">
        <input type="hidden" name="key" value="{{ line.back.key }}">
      {% endui %}
    {% else %}
      {% if line.post %}
        {% ui "act" label=line.action url=line.url small=True about=line.title %}
          <input type="hidden" name="from" value="today">
        {% endui %}
      {% elif line.first %}
        {% ui "button" label=line.action url=line.url kind="primary" small=True about=line.title / %}
      {% else %}
        {% ui "button" label=line.action url=line.url small=True about=line.title / %}
      {% endif %}
      {% if line.later %}
        {% ui "button" label="Later" url=line.later kind="ghost" small=True dialog=True about=line.title / %}
      {% endif %}
    {% endif %}
  {% endslot %}
{% endui %}
"""
PLAIN: dict[str, Any] = {
    "title": "O'Brien & <b>son</b>: “first aid” ends",
    "why": "Two weeks > one.",
    "icon": "shield",
    "tone": "plain",
    "action": "Note & go",
    "url": "/x/?a=1&b=2",
    "page": "/x/?a=1&b=2",
    "later": "/later/?kind=a&key=b",
}
BACK = {"kind": "register.age", "key": 'a"b'}


def alike(html: str) -> str:
    html = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", html)
    html = re.sub(r'action="/coordinate/[^"]*"', 'action="/coordinate/back/"', html)
    return re.sub(r"\s*(<|>)\s*", r"\1", html).strip()


@pytest.mark.parametrize(
    "different",
    [
        {},
        {"first": True},
        {"tone": "urgent", "why": ""},
        {"tone": "wait", "later": "", "page": ""},
        {"post": True, "page": "/person/"},
        {"later": "", "back": BACK},
    ],
)
def test_row_is_as_the_components_draw_it(rf: RequestFactory, different: dict[str, Any]) -> None:
    line = Line(**PLAIN | different)

    with translation.override("en"):
        queue = Queue([Group("now", "Now", True, [line])], 1, more=False)
        [row] = queue_rows.rows(queue, request=rf.get("/"))
        drawn = Template(BY_COMPONENTS).render(Context({"line": line, "csrf_token": "x"}))

    assert alike(row) == alike(drawn)
