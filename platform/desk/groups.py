"""A group leader's page: who is in the groups, and who comes next."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts.models import SignUp
from scheduling.shifts.selectors import shifts
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register import reach, selectors
from volunteers.register.models import RoleHolding
from web import formats

NEXT = 5


@requires("groups.see")
@require_GET
def groups(request: TenantRequest) -> HttpResponse:
    """The roles that I lead: the names of those who do them, and who comes to their next shifts."""
    today = clock.today(request.association)
    led = list(reach.roles(request.leads, selectors.active_roles()))
    held: dict[int, list[str]] = {role.pk: [] for role in led}
    holdings = RoleHolding.objects.filter(selectors.held(today), role__in=led, person__is_blank=False)
    for holding in holdings.select_related("person").order_by("person__sort_key", "person_id"):
        held[holding.role_id].append(holding.person.name)
    coming = (
        SignUp.objects.filter(state__in=SignUp.ACTIVE).select_related("person").order_by("person__sort_key")
    )
    ahead = (
        shifts.shifts()
        .filter(role__in=led, state="published", ends_at__gt=clock.now())
        .prefetch_related(Prefetch("sign_ups", queryset=coming, to_attr="coming"))
        .order_by("starts_at", "pk")
    )
    next_ones: dict[int, list[dict[str, object]]] = {role.pk: [] for role in led}
    for shift in ahead[: NEXT * max(1, len(led))]:
        starts, ends = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
        names = [sign_up.person.name for sign_up in shift.coming]
        next_ones[shift.role_id].append(
            {"title": words.title(shift), "when": formats.when(starts, ends), "names": names}
        )
    context = {
        "section": "groups",
        "groups": [(role, held[role.pk], next_ones[role.pk][:NEXT]) for role in led],
    }
    return render(request, "desk/groups.html", context)
