"""Inviting people to a shift for which some choose first."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts import conditions, services
from scheduling.shifts.forms.requests import InviteForm, SearchForm, uuids
from scheduling.shifts.models import Shift
from scheduling.shifts.pages import invitations as invite_pages
from scheduling.shifts.services import inviting
from scheduling.shifts.views import coordinator, show
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register import reach
from volunteers.register.models import Person
from web.errors import DomainError
from web.kit import Pages
from web.toasts import toast

PAGE = 50


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def invite(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Who is invited to a shift, and inviting more: a group, or people by name."""
    shift = coordinator.shift_or_404(request, uuid)
    groups = invite_pages.groups(shift, reader=request)
    find = SearchForm(request.GET)
    found = invite_pages.find(shift, text=find.text, reader=request)
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        groups=groups,
        people=found.people,
        in_series=inviting.after(shift=shift).exists(),
    )
    if request.method == "POST" and form.is_valid():
        people = _people(request, shift, form)
        try:
            count = services.invite(
                shift=shift,
                people=people,
                following=form.cleaned_data.get("following", False),
                by=request.actor,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _said(shift, count))
            return redirect("shift-invite", uuid=uuid)
    number = request.GET.get("page", "")
    invited = invite_pages.listed(shift, reader=request, last=0)
    pages = Pages.of(
        number=int(number) if number.isdecimal() else 1, size=PAGE, total=invited.total, url="?page="
    )
    takes_part = shift.sign_up_mode == Shift.SignUpMode.INVITED_FIRST
    ahead = shift.state != Shift.State.CANCELLED and not conditions.has_started(shift)
    context = {
        "section": "plan",
        "shift": shift,
        "title": words.title(shift),
        "facts": show.facts(shift, today=clock.today(request.association), is_inside=True),
        "invited": invite_pages.listed(shift, reader=request, first=max(0, pages.first - 1), last=pages.last),
        "pages": pages,
        "find": find,
        "text": find.text,
        "found": found,
        "form": form if takes_part and ahead and not request.association.is_read_only else None,
        "may_edit": not request.association.is_read_only,
    }
    return render(request, "shifts/invite.html", context, status=422 if form.errors else 200)


def _people(request: TenantRequest, shift: Shift, form: InviteForm) -> list[Person]:
    """A group and those who are marked, each once."""
    said = form.cleaned_data
    named = invite_pages.doers(shift, reader=request).filter(uuid__in=uuids(said["people"]))
    found = {person.pk: person for person in named}
    if said["group"]:
        role = reach.role_or_404(request, UUID(said["group"]))
        group = invite_pages.of_group(shift, role, reader=request)
        found |= {person.pk: person for person in group}
    return list(found.values())


def _said(shift: Shift, count: int) -> str:
    if shift.state == Shift.State.DRAFT:
        said = ngettext(
            "%(count)s person is invited, and is told when you publish the shift.",
            "%(count)s people are invited, and are told when you publish the shift.",
            count,
        )
    else:
        said = ngettext(
            "%(count)s person is invited and told.", "%(count)s people are invited and told.", count
        )
    return said % {"count": count}


@requires("shifts.manage")
@require_POST
def uninvite(request: TenantRequest, uuid: UUID, person: UUID) -> HttpResponseBase:
    """Take an invitation back."""
    shift, them = coordinator.shift_or_404(request, uuid), reach.person_or_404(request, person)
    try:
        gone = services.uninvite(shift=shift, person=them, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("shift-invite", uuid=uuid)
    if gone:
        toast(request, _("%(name)s is not invited any more.") % {"name": them.name})
    return redirect("shift-invite", uuid=uuid)
