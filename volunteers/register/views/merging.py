"""People who may stand in the register twice: the likely pairs, both sides of one, making one of two."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from volunteers.register import duplicates, merge_preview, reach
from volunteers.register.duplicates import REASONS, Pair
from volunteers.register.forms.merging import MergeForm
from volunteers.register.merge_errors import IntoOneself, NotTwo
from volunteers.register.models import Period, Person
from volunteers.register.services import merging
from web.errors import DomainError
from web.kit import Pages
from web.toasts import toast

PAGE = 20


@requires("people.manage")
@require_GET
def duplicate_people(request: TenantRequest) -> HttpResponse:
    """Pairs of people who are alike, the likeliest first."""
    found = duplicates.pairs(reach.people(request))
    number = request.GET.get("page", "")
    pages = Pages.of(
        number=int(number) if number.isdecimal() and len(number) < 10 else 1, size=PAGE, total=len(found)
    )
    context = {
        "section": "people",
        "pairs": _shown(found[pages.first - 1 : pages.last] if found else []),
        "pages": pages,
    }
    return render(request, "register/duplicates.html", context)


def _shown(pairs: list[Pair]) -> list[dict[str, Any]]:
    """The pairs with the people themselves; proposed to be kept is who volunteers, or who came first."""
    keys = {key for pair in pairs for key in (pair.one, pair.other)}
    people = Person.objects.in_bulk(keys)
    going_on = Period.objects.filter(person__in=keys).exclude(state=Period.State.ENDED)
    volunteers = set(going_on.values_list("person_id", flat=True))
    shown = []
    for pair in pairs:
        both = sorted(
            (people[pair.one], people[pair.other]),
            key=lambda each: (each.user_uuid is None, each.pk not in volunteers, each.pk),
        )
        reasons = [REASONS[reason] for reason in pair.reasons]
        shown.append({"kept": both[0], "gone": both[1], "reasons": reasons})
    return shown


def merge_ticked(request: TenantRequest, people: list[Person]) -> HttpResponseBase:
    """From the list: two who are ticked, side by side. For `people_act`, which chose them."""
    if len(people) != 2:
        raise NotTwo
    kept, gone = sorted(people, key=lambda each: (each.user_uuid is None, each.pk))
    return redirect("people-merge", uuid=kept.uuid, person=gone.uuid)


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def people_merge(request: TenantRequest, uuid: UUID, person: UUID) -> HttpResponseBase:
    """Both sides and what comes of it; then it is done. Who may not see both, sees neither."""
    kept, gone = reach.person_or_404(request, uuid), reach.person_or_404(request, person)
    if kept == gone:
        toast(request, str(IntoOneself()), bad=True)
        return redirect("person", uuid=kept.uuid)
    form = MergeForm(request.POST if request.method == "POST" else None, kept=kept, gone=gone)
    if request.method == "POST" and form.is_valid():
        try:
            merging.merge_people(kept=kept, gone=gone, taking=form.taking(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("%(gone)s and %(kept)s are one now.") % {"gone": gone.name, "kept": kept.name})
            return redirect("person", uuid=kept.uuid)
    taking = form.taking()
    logins = [each for each in (kept, gone) if each.user_uuid]
    after = merging.try_merge(kept=kept, gone=gone, taking=taking, by=request.actor)
    context = {
        "section": "people",
        "kept": kept,
        "gone": gone,
        "form": form,
        "reasons": [REASONS[reason] for reason in duplicates.why(kept, gone)],
        "alike": merge_preview.alike(kept, gone),
        "facts": merge_preview.facts(kept, gone, after),
        "brings": merge_preview.brings(gone),
        "after": after,
        "logins": logins if len(logins) == 2 else [],
    }
    return render(request, "register/merge.html", context, status=409 if form.errors else 200)


@requires("people.manage")
@require_POST
def people_apart(request: TenantRequest, uuid: UUID, person: UUID) -> HttpResponseBase:
    """Two who are alike are two: they are not listed any more."""
    one, other = reach.person_or_404(request, uuid), reach.person_or_404(request, person)
    try:
        merging.keep_apart(one=one, other=other, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        said = _("Noted: %(one)s and %(other)s are two people.")
        toast(request, said % {"one": one.name, "other": other.name})
    return redirect("people-duplicates")


@requires("people.manage")
@require_POST
def person_unlink(request: TenantRequest, uuid: UUID, person: UUID) -> HttpResponseBase:
    """Take the sign-in away from `person`, so that they can become one with the other."""
    kept, gone = reach.person_or_404(request, uuid), reach.person_or_404(request, person)
    try:
        merging.take_login_away(person=gone, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("%(name)s does not sign in any more.") % {"name": gone.name})
    back = [each for each in (kept, gone) if each.user_uuid or each == kept]
    return redirect("people-merge", uuid=back[0].uuid, person=gone.uuid)
