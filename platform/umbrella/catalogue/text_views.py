"""The catalogue's model texts: all of them, one with its editions, and writing it."""

from itertools import groupby

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import UmbrellaRequest
from accounts.rights import may, requires
from umbrella.catalogue import texts
from umbrella.catalogue.forms import ModelTextForm
from umbrella.catalogue.texts import Listed
from umbrella.catalogue.views import PAGE
from web import formats
from web.errors import DomainError
from web.kit import Column, Event
from web.toasts import toast


def _found(request: UmbrellaRequest, code: str) -> Listed:
    found = texts.one(request.umbrella, code)
    if found is None:
        raise Http404
    return found


@requires("associations.see")
@require_GET
@never_cache
def catalogue_texts(request: UmbrellaRequest) -> HttpResponse:
    """All texts that may be offered, by what they are for."""
    parts = groupby(texts.listed(request.umbrella), key=lambda line: str(line.known.part))
    context = {
        **PAGE,
        "parts": [(part, list(lines)) for part, lines in parts],
        "columns": [
            Column(pgettext("column", "Text")),
            Column(pgettext("column", "Languages"), wide=True),
            Column(pgettext("column", "State")),
        ],
    }
    return render(request, "umbrella/catalogue/texts.html", context)


@requires("associations.see")
@require_GET
@never_cache
def catalogue_text(request: UmbrellaRequest, code: str) -> HttpResponse:
    """One text to read in its languages, and how it has changed."""
    line = _found(request, code)
    labels = {name: ModelTextForm.base_fields[name].label for name in texts.FIELDS}
    context = {
        **PAGE,
        "line": line,
        "decides": may(request, "catalogue.manage"),
        "lines": [
            (labels[name], said, name[-2:]) for name in texts.FIELDS if (said := getattr(line.text, name))
        ],
        "events": _events(line),
    }
    return render(request, "umbrella/catalogue/text.html", context)


def _events(line: Listed) -> list[Event]:
    if not line.text.edition:
        return []
    return [
        Event(
            when=formats.day(formats.local_date(edition.at), weekday=False, year=True),
            title=_("Edition %(number)s") % {"number": edition.number},
            text=edition.by_name,
        )
        for edition in line.text.editions.all()
    ]


@requires("catalogue.manage")
@require_http_methods(["GET", "POST"])
@never_cache
def catalogue_text_edit(request: UmbrellaRequest, code: str) -> HttpResponseBase:
    """Write one text."""
    line = _found(request, code)
    form = ModelTextForm(request.POST or None, line=line)
    if request.method == "POST" and form.is_valid():
        try:
            texts.write(umbrella=request.umbrella, code=code, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved. Associations are offered what has changed."))
            return redirect(reverse("catalogue-text", urlconf=request.urlconf, kwargs={"code": code}))
    context = {**PAGE, "form": form, "line": line}
    return render(request, "umbrella/catalogue/text_edit.html", context, status=422 if form.errors else 200)
