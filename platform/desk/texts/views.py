"""The association's own texts: all of them, one in one language, and back to ours."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from desk.texts import services
from desk.texts.adapted import Adapted, adaptable, adapted_or_404
from desk.texts.forms import TextForm
from notifications import wording
from notifications.kinds import Group
from notifications.models import Wording
from notifications.wording import Trial
from volunteers.register.models import Person
from volunteers.register.selectors import person_of
from web.errors import DomainError
from web.kit import Tab
from web.toasts import toast


@requires("settings.manage")
@require_GET
def texts(request: TenantRequest) -> HttpResponse:
    """Every message whose words can be adapted, and in which languages they are."""
    kept, language = wording.own_wordings(), request.association.language
    groups: dict[Group, list[dict[str, Any]]] = {}
    for each in adaptable():
        own = kept.get(each.key, {})
        line = {
            "label": each.label,
            "url": reverse("text", args=[each.key, language]),
            "subject": _subject(each, own.get(language), language),
            "own": ", ".join(str(name) for code, name in settings.LANGUAGES if code in own),
        }
        groups.setdefault(each.kind.group, []).append(line)
    lines = [(group.name.lower(), group.label, found) for group, found in groups.items()]
    return render(request, "desk/texts.html", {"section": "settings", "nav_key": "settings", "groups": lines})


def _subject(each: Adapted, own: Wording | None, language: str) -> str:
    if own is not None:
        return own.subject
    with translation.override(language):
        return each.words.as_written()[0]


@requires("settings.manage")
@require_http_methods(["GET", "POST"])
def text(request: TenantRequest, words: str, language: str) -> HttpResponseBase:
    """One text in one language: `look` shows how it reads, `test` sends it to the writer, `save` keeps it."""
    found = adapted_or_404(words, language)
    kept = Wording.objects.filter(kind=found.key, language=language).first()
    form = TextForm(
        request.POST or None, words=found.words, language=language, initial=_written(found, kept, language)
    )
    if request.method == "POST" and form.is_valid():
        step, said = request.POST.get("do", ""), form.cleaned_data
        if step == "save":
            try:
                services.keep_text(adapted=found, language=language, by=request.actor, **said)
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                toast(request, _("The text is saved. It holds from the next message on."))
                return redirect("text", words=words, language=language)
        elif step == "test" and (me := _me(request)) is not None:
            services.send_trial(adapted=found, language=language, to=me, **said)
            toast(request, _("A test is on its way to %(address)s.") % {"address": me.email})
    return _page(request, found, language=language, form=form, kept=kept)


def _written(found: Adapted, kept: Wording | None, language: str) -> dict[str, str]:
    if kept is not None:
        return {"subject": kept.subject, "text": kept.text}
    with translation.override(language):
        subject, body = found.words.as_written()
    return {"subject": subject, "text": body}


def _me(request: TenantRequest) -> Person | None:
    """The reader in the register, where a test can be sent to; not everybody who coordinates is there."""
    person = person_of(request.user.uuid)
    return person if person is not None and person.email else None


def _page(
    request: TenantRequest, found: Adapted, *, language: str, form: TextForm, kept: Wording | None
) -> HttpResponse:
    said = form.cleaned_data if form.is_bound else form.initial
    preview, is_real = None, False
    if not form.errors:
        me = person_of(request.user.uuid)
        trial = Trial(words=found.words, subject=said["subject"], text=said["text"])
        with translation.override(language):
            preview, is_real = wording.sample(
                trial, kind=found.kind, reader=me.uuid if me else None, others=True
            )
    context = {
        "section": "settings",
        "nav_key": "settings",
        "adapted": found,
        "language": language,
        "languages": [
            Tab(str(name), reverse("text", args=[found.key, code]), current=code == language)
            for code, name in settings.LANGUAGES
        ],
        "form": form,
        "kept": kept,
        "does_not_fit": bool(kept and not form.is_bound and not wording.fits(kept, words=found.words)),
        "places": found.words.all_places,
        "not_in_subject": ", ".join(
            place.written for place in found.words.all_places if not place.in_subject
        ),
        "preview": preview,
        "is_real": is_real,
        "me": _me(request),
    }
    return render(request, "desk/text.html", context, status=422 if form.errors else 200)


@requires("settings.manage")
@require_http_methods(["GET", "POST"])
def text_reset(request: TenantRequest, words: str, language: str) -> HttpResponseBase:
    """Ask first: what the association wrote is gone afterwards."""
    found = adapted_or_404(words, language)
    if request.method == "POST":
        if services.reset_text(adapted=found, language=language, by=request.actor):
            toast(request, _("The text is the one that comes with Rinnalla again."))
        return redirect("text", words=words, language=language)
    context = {
        "section": "settings",
        "nav_key": "settings",
        "adapted": found,
        "language": language,
        "name": str(dict(settings.LANGUAGES)[language]),
    }
    return render(request, "desk/text_reset.html", context)
