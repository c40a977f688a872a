"""Letters to those who coordinate the member associations: written here, read on their own pages.

Nothing comes back: who coordinates where, and who has read what, lies with the associations.
"""

from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import UmbrellaRequest
from accounts.rights import may, requires
from tenants import clock
from tenants.models import Association, FederationLetter
from umbrella import members
from web import formats
from web.kit import Column
from web.toasts import toast

SHOWN = 100
CODES = tuple(code for code, _name in settings.LANGUAGES)


class LetterForm(forms.Form):
    """Subject and text in three languages. Finnish is asked for: it stands where another is not written."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own
        for code, name in settings.LANGUAGES:
            named = {"language": name}
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject (%(language)s)") % named, max_length=120, required=code == "fi"
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % named,
                max_length=5000,
                required=code == "fi",
                widget=forms.Textarea(attrs={"rows": 7, "lang": code}),
            )

    def clean(self) -> dict[str, str]:
        """A subject without a text, or the other way round, is half forgotten."""
        said: dict[str, str] = super().clean() or {}
        for code in CODES[1:]:
            if bool(said.get(f"subject_{code}")) != bool(said.get(f"text_{code}")):
                missing = "text" if said.get(f"subject_{code}") else "subject"
                self.add_error(
                    f"{missing}_{code}", gettext_lazy("Write both subject and text, or leave both empty.")
                )
        return said


@requires("associations.see")
@require_GET
@never_cache
def letters(request: UmbrellaRequest) -> HttpResponse:
    """What was written, the latest first."""
    found = FederationLetter.objects.filter(umbrella=request.umbrella, reminder__isnull=True)[:SHOWN]
    context = {
        "section": "federation-letters",
        "letters": found,
        "writes": may(request, "federation.write"),
        "columns": [
            Column(pgettext("column", "Subject")),
            Column(pgettext("column", "Written"), wide=True),
            Column(pgettext("column", "By"), wide=True),
            Column(pgettext("column", "State")),
        ],
    }
    return render(request, "umbrella/letters.html", context)


@requires("federation.write")
@require_http_methods(["GET", "POST"])
@never_cache
def letter_new(request: UmbrellaRequest) -> HttpResponseBase:
    """Write, look at it, send."""
    form = LetterForm(request.POST or None)
    is_open = {"association__state__in": [Association.State.ACTIVE, Association.State.SUSPENDED]}
    open_ones = members.members(request.umbrella).filter(**is_open).count()
    said = ngettext("%(count)s association", "%(count)s associations", open_ones)
    context = {
        "section": "federation-letters",
        "form": form,
        "readers": said % {"count": formats.number(open_ones)},
    }
    if request.method == "POST" and form.is_valid():
        letter = FederationLetter(
            umbrella=request.umbrella, by_name=str(request.user)[:160], at=clock.now(), **form.cleaned_data
        )
        if request.POST.get("do") == "send":
            letter.save(force_insert=True)
            toast(request, _("The letter stands on the coordinators' first page now."))
            return redirect(_list(request))
        if request.POST.get("do") == "look":
            return render(request, "umbrella/letter_preview.html", context | {"letter": letter})
    status = 422 if form.errors else 200
    return render(request, "umbrella/letter_new.html", context, status=status)


@requires("associations.see")
@require_GET
@never_cache
def letter(request: UmbrellaRequest, uuid: UUID) -> HttpResponse:
    """One letter."""
    context = {
        "section": "federation-letters",
        "letter": _letter(request, uuid),
        "writes": may(request, "federation.write"),
    }
    return render(request, "umbrella/letter.html", context)


@requires("federation.write")
@require_POST
def letter_withdraw(request: UmbrellaRequest, uuid: UUID) -> HttpResponseBase:
    """Take a letter back, or show it again: who has not read it meets it or not."""
    found = _letter(request, uuid)
    found.withdrawn_at = None if found.withdrawn_at else clock.now()
    found.save(update_fields=["withdrawn_at"])
    here = reverse("federation-letter-withdraw", urlconf=request.urlconf, kwargs={"uuid": uuid})
    if found.withdrawn_at:
        toast(request, _("The letter was taken back."), undo=here)
    else:
        toast(request, _("The letter is shown again."))
    return redirect(_list(request))


def _letter(request: UmbrellaRequest, uuid: UUID) -> FederationLetter:
    found = FederationLetter.objects.filter(umbrella=request.umbrella, uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _list(request: UmbrellaRequest) -> str:
    return reverse("federation-letters", urlconf=request.urlconf)
