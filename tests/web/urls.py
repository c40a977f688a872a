"""Routes of the UI kit alone, with the style guide and a question to confirm, for tests that need no host."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import RequestContext, Template
from django.urls import path

from web import urls, views
from web.toasts import toast

ASKING = """{% extends "web/plain.html" %}{% load ui %}{% block title %}Asking{% endblock %}
{% block content %}{% ui "head" title="Shift" / %}
{% ui "button" label="Cancel the shift" url="/question/" dialog=True / %}{% endblock %}"""

QUESTION = """{% extends "web/plain.html" %}{% load ui %}{% block title %}Question{% endblock %}
{% block content %}
{% ui "confirm" title=ask text=why verb="Cancel for all" url="/question/" cancel_url=back / %}
{% endblock %}"""


def asking(request: HttpRequest) -> HttpResponse:
    """A page with an act that cannot be undone."""
    return HttpResponse(Template(ASKING).render(RequestContext(request)))


def question(request: HttpRequest) -> HttpResponse:
    """The question on a page of its own; the answer leads back with a toast."""
    if request.method == "POST":
        toast(request, "Cancelled for all.", undo="/question/")
        return HttpResponseRedirect("/asking/")
    words = {"ask": "Cancel it?", "why": "Two people are told.", "back": "/asking/"}
    return HttpResponse(Template(QUESTION).render(RequestContext(request, words)))


urlpatterns = [
    *urls.everywhere,
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/<slug:name>/", views.face, name="styleguide-face"),
    path("asking/", asking),
    path("question/", question),
]
