"""Thanking: how we stand, who waits for a word, and a letter to many."""

from collections import Counter
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from notifications.placeholders import paragraphs
from tenants import clock
from volunteers.register import reach, selectors, thanks as known
from volunteers.register.forms.thanks import LetterForm
from volunteers.register.models import Letter
from volunteers.register.services import thanks as verbs
from web.errors import DomainError
from web.kit import Pages
from web.toasts import toast

PAGE = 30
LETTERS = 10


@requires("people.manage")
@require_GET
def thanks(request: TenantRequest) -> HttpResponse:
    """How many were thanked this year, who has waited for it for long, and the letters."""
    today = clock.today(request.association)
    waiting = reach.people(request, known.waiting(today=today))
    number = request.GET.get("page", "")
    pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=waiting.count())
    context = {
        "section": "thanks",
        "rate": known.rate(reach.people(request, selectors.active_volunteers()), year=today.year),
        "waiting": waiting[pages.first - 1 : pages.last] if pages.total else [],
        "pages": pages,
        "letters": known.letters()[:LETTERS] if request.reach.whole else [],
    }
    return render(request, "register/thanks.html", context)


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def thanks_new(request: TenantRequest) -> HttpResponseBase:
    """Write a letter of thanks; then see to whom it goes and how it reads; then send it."""
    form = LetterForm(request.POST or None, own=request.association.language)
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if not request.POST.get("sure"):
            return _look_over(request, form)
        try:
            return _send(request, form)
        except DomainError as refusal:
            form.add_error("who", str(refusal))
    context = {"section": "thanks", "form": form}
    return render(request, "register/thanks_new.html", context, status=422 if form.errors else 200)


def _look_over(request: TenantRequest, form: LetterForm) -> HttpResponse:
    people = list(form.people(on=clock.today(request.association), reader=request))
    own = request.association.language
    texts = form.texts()
    draft = Letter(language=own, **{f"text_{code}": text for code, text in texts.items()})
    languages = dict(settings.LANGUAGES)
    readers = Counter(person.language for person in people)
    context = {
        "section": "thanks",
        "form": form,
        "people": people,
        "without_mail": sum(not person.email for person in people),
        "readings": [
            {
                "language": languages[code],
                "code": code if texts[code] else own,
                "count": readers[code],
                "paragraphs": paragraphs(draft.in_language(code)[1]),
                "is_own": bool(texts[code]),
            }
            for code in languages
            if readers[code]
        ],
        "key": uuid4(),
    }
    return render(request, "register/thanks_sure.html", context)


def _send(request: TenantRequest, form: LetterForm) -> HttpResponseBase:
    count = verbs.send_letter(
        key=_key(request),
        people=form.people(on=clock.today(request.association), reader=request),
        why=form.cleaned_data["why"],
        texts=form.texts(),
        by=request.actor,
    )
    said = ngettext(
        "%(count)s volunteer is thanked: “%(why)s”.", "%(count)s volunteers are thanked: “%(why)s”.", count
    )
    toast(request, said % {"count": count, "why": form.cleaned_data["why"]})
    return redirect("thanks")


def _key(request: TenantRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
