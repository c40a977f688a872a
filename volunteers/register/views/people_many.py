"""What is done with many people at once: those who are ticked, or all who match."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import exports, reach, roster, search
from volunteers.register.forms.people import FilterForm, GiveRoleForm, TagForm
from volunteers.register.models import Person
from volunteers.register.services import many, tags
from volunteers.register.views import files, letters, merging
from web import formats
from web.errors import DomainError
from web.toasts import toast

Answer = Callable[[TenantRequest, list[Person]], HttpResponseBase]


@requires("people.manage")
@require_POST
def people_act(request: TenantRequest) -> HttpResponseBase:
    """First a question where there is something to choose, then the act, then the list again."""
    people = _chosen(request)
    if not people:
        toast(request, _("Nobody is ticked. Tick people, or choose all who match."), bad=True)
        return _back(request)
    answers: dict[str, Answer] = {
        "tag": _tag,
        "role": _role,
        "invite": _invite,
        "letter": letters.write,
        "merge": merging.merge_ticked,
        "csv": _export,
        "xlsx": _export,
    }
    answer = answers.get(request.POST.get("act", ""))
    if answer is None:
        raise Http404
    try:
        return answer(request, people)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return _back(request)


@requires("people.manage")
@require_POST
def people_act_undo(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take a tagging back."""
    if not tags.is_tagging(uuid=uuid, reader=request):
        raise Http404
    try:
        tags.undo_tagging(uuid=uuid, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Undone."))
    return redirect("people")


def _chosen(request: TenantRequest) -> list[Person]:
    """Who is meant, in order of name."""
    if request.POST.get("whom") == "all":
        wanted = FilterForm(request.GET).wanted()
        with search.with_likeness(wanted.text):
            return list(roster.people(wanted, on=clock.today(request.association), reader=request))
    uuids = {uuid for text in request.POST.getlist("person") if (uuid := _uuid(text))}
    return list(reach.people(request).filter(uuid__in=uuids, is_blank=False))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _back(request: TenantRequest) -> HttpResponseBase:
    query = FilterForm(request.GET).query()
    return redirect(f"{reverse('people')}?{query}" if query else reverse("people"))


def _ask(
    request: TenantRequest,
    people: list[Person],
    form: TagForm | GiveRoleForm | None,
    *,
    title: str,
    verb: str,
) -> HttpResponse:
    query = FilterForm(request.GET).query()
    context = {
        "section": "people",
        "back_url": f"{reverse('people')}?{query}" if query else reverse("people"),
        "form": form,
        "people": people,
        "names": [person.name for person in people[:12]],
        "more": max(0, len(people) - 12),
        "query": query,
        "whom": "all" if request.POST.get("whom") == "all" else "ticked",
        "act": request.POST["act"],
        "title": title,
        "verb": verb,
    }
    return render(request, "register/people_act.html", context)


def _tag(request: TenantRequest, people: list[Person]) -> HttpResponseBase:
    does = request.POST.get("do", "")
    form = TagForm(request.POST if does else None)
    if does and form.is_valid():
        tag = next((one for one in roster.tags() if str(one.uuid) == form.cleaned_data["tag"]), None)
        name = form.cleaned_data["name"] or (tag.name if tag else "")
        if does == "untag" and tag is not None:
            done = tags.untag_people(people=people, tag=tag, by=request.actor)
            said = ngettext(
                "“%(tag)s” was taken from %(count)s person.",
                "“%(tag)s” was taken from %(count)s people.",
                done.count,
            )
        else:
            done = tags.tag_people(people=people, name=name, by=request.actor)
            said = ngettext(
                "%(count)s person was tagged “%(tag)s”.",
                "%(count)s people were tagged “%(tag)s”.",
                done.count,
            )
        undo = reverse("people-act-undo", kwargs={"uuid": done.uuid}) if done.count else ""
        toast(request, said % {"tag": done.tag.name, "count": formats.number(done.count)}, undo=undo)
        return _back(request)
    title = ngettext("Tag %(count)s person", "Tag %(count)s people", len(people))
    title %= {"count": formats.number(len(people))}
    return _ask(request, people, form, title=title, verb=_("Tag them"))


def _role(request: TenantRequest, people: list[Person]) -> HttpResponseBase:
    today = clock.today(request.association)
    form = GiveRoleForm(
        request.POST if "do" in request.POST else None, reader=request, initial={"from_on": today}
    )
    if "do" in request.POST and form.is_valid():
        role = form.cleaned_data["role"]
        given = many.give_role(
            people=people, role=role, by=request.actor, from_on=form.cleaned_data["from_on"]
        )
        said = ngettext(
            "%(count)s person got the role %(role)s.", "%(count)s people got the role %(role)s.", given
        )
        parts = [said % {"count": formats.number(given), "role": role.name}]
        if before := len(people) - given:
            known = ngettext("%(count)s did it already.", "%(count)s did it already.", before)
            parts.append(known % {"count": formats.number(before)})
        toast(request, " ".join(parts))
        return _back(request)
    title = ngettext("Give %(count)s person a role", "Give %(count)s people a role", len(people))
    title %= {"count": formats.number(len(people))}
    return _ask(request, people, form, title=title, verb=_("Give the role"))


def _invite(request: TenantRequest, people: list[Person]) -> HttpResponseBase:
    if "do" not in request.POST:
        title = ngettext(
            "Invite %(count)s person to sign in", "Invite %(count)s people to sign in", len(people)
        )
        title %= {"count": formats.number(len(people))}
        return _ask(request, people, None, title=title, verb=_("Send invitations"))
    done = many.invite_people(people=people, by=request.actor)
    parts = [ngettext("%(count)s invited.", "%(count)s invited.", done.invited) % {"count": done.invited}]
    if done.without_address:
        said = ngettext(
            "%(count)s has no e-mail address.", "%(count)s have no e-mail address.", done.without_address
        )
        parts.append(said % {"count": done.without_address})
    if done.with_login:
        said = ngettext("%(count)s can sign in already.", "%(count)s can sign in already.", done.with_login)
        parts.append(said % {"count": done.with_login})
    toast(request, " ".join(parts))
    return _back(request)


def _export(request: TenantRequest, people: list[Person]) -> HttpResponse:
    kind = request.POST["act"]
    today = clock.today(request.association)
    response = files.answer(request, exports.sheet_of(people, on=today), of="people", kind=kind)
    many.note_export(people=people, kind=kind, by=request.actor)
    return response
