"""Letters to many people: writing one to those who are ticked, looking at it, and what became of it."""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import requires
from notifications.placeholders import paragraphs
from tenants import clock
from volunteers.register import letter_kind
from volunteers.register.forms.letters import LetterForm
from volunteers.register.forms.people import FilterForm
from volunteers.register.letter_rows import outcome_of, read_by, sent_letters
from volunteers.register.models import Letter, Person
from volunteers.register.services.letters import Readers, readers, write_letter
from web import formats
from web.kit import Column, Pages
from web.toasts import toast

PAGE = 30
COLUMNS = (
    Column(pgettext_lazy("column", "Subject")),
    Column(pgettext_lazy("column", "Written")),
    Column(pgettext_lazy("column", "By"), wide=True),
    Column(pgettext_lazy("column", "Readers"), numeric=True),
)


def write(request: TenantRequest, people: list[Person]) -> HttpResponseBase:
    """Writing, looking at it, sending: the step is in `do`. For `people_act`, which chose the people."""
    step = request.POST.get("do", "")
    form = LetterForm(request.POST if step else None, language=request.association.language)
    if step and form.is_valid():
        said = form.letter()
        if step == "send":
            written = write_letter(to=people, by=request.actor, **said)
            toast(request, _("The letter is on its way."))
            return redirect("letter", uuid=written.letter.uuid)
        if step == "look":
            return _preview(request, people, form)
    found = readers(people=people, everyone=True)
    allowed = readers(people=people, everyone=False)
    context = _context(request, people) | {
        "form": form,
        "found": found,
        "allowed": len(allowed.reached) + len(allowed.without_address),
        "languages": _languages(found.reached),
    }
    return render(request, "register/letter_write.html", context, status=422 if form.errors else 200)


def _preview(request: TenantRequest, people: list[Person], form: LetterForm) -> HttpResponse:
    said = form.letter()
    found = readers(people=people, everyone=said["everyone"])
    context = _context(request, people) | {
        "form": form,
        "found": found,
        "mails": _mails(request, form, found),
        "can_send": bool(found.reached or found.without_address),
    }
    return render(request, "register/letter_preview.html", context)


def _mails(request: TenantRequest, form: LetterForm, found: Readers) -> list[dict[str, object]]:
    """The mail in each language in which somebody will read it."""
    said, own = form.letter(), request.association.language
    letter = Letter(
        **{f"subject_{code}": said["subject"][code] for code, _name in settings.LANGUAGES},
        **{f"text_{code}": said["text"][code] for code, _name in settings.LANGUAGES},
        language=own,
        everyone=said["everyone"],
        by_name=request.actor.name,
        at=clock.now(),
    )
    mails = []
    for code, name in settings.LANGUAGES:
        own_ones = [each for each in found.reached if each.language == code]
        if own_ones or (code == own and not found.reached):
            with translation.override(code):
                mail = letter_kind.rendered(letter, language=code, reader=next(iter(own_ones), None))
            mails.append({"language": name, "code": code, "readers": len(own_ones), "mail": mail})
    return mails


def _languages(people: list[Person]) -> str:
    """How many read what: 12 Finnish, 3 Swedish."""
    counted = [(name, sum(each.language == code for each in people)) for code, name in settings.LANGUAGES]
    return ", ".join(f"{name} {number}" for name, number in counted if number)


def _context(request: TenantRequest, people: list[Person]) -> dict[str, object]:
    query = FilterForm(request.GET).query()
    title = ngettext("Write to %(count)s person", "Write to %(count)s people", len(people))
    return {
        "section": "people",
        "back_url": f"{reverse('people')}?{query}" if query else reverse("people"),
        "people": people,
        "names": [person.name for person in people[:12]],
        "more": max(0, len(people) - 12),
        "query": query,
        "whom": "all" if request.POST.get("whom") == "all" else "ticked",
        "title": title % {"count": formats.number(len(people))},
    }


@requires("people.manage")
@require_GET
def letters(request: TenantRequest) -> HttpResponse:
    """What was written to many, the latest first."""
    shown, pages = _page(request)
    context = {"section": "people", "letters": shown, "pages": pages, "columns": COLUMNS}
    return render(request, "register/letters.html", context)


def _page(request: TenantRequest) -> tuple[list[Letter], Pages]:
    found = sent_letters(reader=request)
    number = request.GET.get("page", "")
    pages = Pages.of(
        number=int(number) if number.isdecimal() and len(number) < 10 else 1,
        size=PAGE,
        total=found.count(),
    )
    return list(Paginator(found, PAGE).page(pages.number)), pages


@requires("people.manage")
@require_GET
def letter(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One letter, how far it is, and whom somebody has to call."""
    found = sent_letters(reader=request).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    subject, text = found.in_language()
    context = {
        "section": "people",
        "letter": found,
        "subject": subject,
        "paragraphs": paragraphs(text),
        "outcome": outcome_of(found, reader=request),
        "readings": read_by(found),
    }
    return render(request, "register/letter.html", context)
