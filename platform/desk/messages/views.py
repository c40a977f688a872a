"""The Messages tab: what was said to me, one message, and having read them all."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_GET, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from desk.messages import inbox
from volunteers.register.models import Person
from volunteers.register.selectors import person_of
from web.kit import Pages, Tab
from web.toasts import toast

PAGE = 30


def own_person(request: TenantRequest) -> Person:
    """The person behind the login. Whoever is not in the register gets no messages."""
    person = person_of(request.user.uuid)
    if person is None:
        raise Http404
    return person


@requires("messages.own")
@require_GET
def messages(request: TenantRequest) -> HttpResponse:
    """All of them, the latest first, or the new ones only."""
    person = person_of(request.user.uuid)
    everything = inbox.own([person.uuid] if person else [])
    new = inbox.unread(everything)
    waiting = new.count()
    request.new_messages = waiting  # type: ignore[attr-defined]  # the frame shows it
    only_new = request.GET.get("show") == "new"
    number = request.GET.get("page", "")
    pages = Pages.of(
        number=int(number) if number.isdecimal() else 1,
        size=PAGE,
        total=waiting if only_new else everything.count(),
        url="?show=new&page=" if only_new else "?page=",
    )
    found = (new if only_new else everything)[max(0, pages.first - 1) : pages.last]
    context = {
        "section": "messages",
        "person": person,
        "items": inbox.items(found),
        "pages": pages,
        "waiting": waiting,
        "only_new": only_new,
        "tabs": [
            Tab(pgettext("messages", "All"), "?", current=not only_new),
            Tab(pgettext("messages", "New"), "?show=new", current=only_new, count=waiting),
        ],
    }
    return render(request, "desk/messages.html", context)


@requires("messages.own")
@require_GET
def message(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One of them. Opening it is reading it."""
    person = own_person(request)
    found = inbox.own([person.uuid]).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    if not request.association.is_read_only:
        inbox.mark_read(messages=[found], person=person)
    [item] = inbox.items([found])
    return render(request, "desk/message.html", {"section": "messages", "item": item})


@requires("messages.own")
@require_POST
def messages_read(request: TenantRequest) -> HttpResponseBase:
    """I have seen them all."""
    inbox.mark_all_read(person=own_person(request))
    toast(request, _("All messages are marked as read."))
    return redirect("messages")
