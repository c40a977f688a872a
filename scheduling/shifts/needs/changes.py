"""What can need a coordinator after plans have changed (see `volunteers.register.needs`)."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.pages import swaps as swap_pages
from volunteers.register import reach
from volunteers.register.need_words import to
from volunteers.register.needs import Asking, Kind, Need, Row, names, rows, who
from web import formats

# Who has not answered by then is worth a call; nearer to the shift sooner.
UNANSWERED_FOR = timedelta(days=1)
NEAR, UNANSWERED_NEAR = timedelta(days=2), timedelta(hours=2)


def _find_unconfirmed(asking: Asking) -> QuerySet[Any, Any]:
    asked = SignUp.objects.filter(
        Q(confirm_asked_at__lte=asking.now - UNANSWERED_FOR)
        | Q(confirm_asked_at__lte=asking.now - UNANSWERED_NEAR, starts_at__lt=asking.now + NEAR),
        state=SignUp.State.SIGNED_UP,
    )
    asked = reach.of_people(asking.request, asked)
    found = Shift.objects.filter(
        state=Shift.State.PUBLISHED, starts_at__gt=asking.now, sign_ups__in=asked.values("pk")
    )
    return rows(
        reach.of_roles(asking.request, found).annotate(unconfirmed=Count("sign_ups")),
        at="starts_at",
        title=F("title"),
        role=names("role"),
        starts_at=F("starts_at"),
        ends_at=F("ends_at"),
        unconfirmed=F("unconfirmed"),
    )


def _say_unconfirmed(row: Row, asking: Asking) -> Need:
    count = row.data["unconfirmed"]
    when = formats.when(*(timezone.localtime(row.time(name)) for name in ("starts_at", "ends_at")))
    said = ngettext(
        "%(when)s is the new time. %(count)s person who comes has not said whether it suits them.",
        "%(when)s is the new time. %(count)s people who come have not said whether it suits them.",
        count,
    )
    return Need(
        title=_("A new time is not confirmed: %(title)s") % {"title": row.data["title"] or row.named("role")},
        why=said % {"when": when, "count": count},
        icon="wait",
        action=_("Open the shift"),
        url=to("shift-manage", uuid=row.key),
        soonest="today",
    )


def _find_swaps(asking: Asking) -> QuerySet[Any, Any]:
    return rows(
        swap_pages.agreed(reader=asking.request, now=asking.now),
        at="mine__starts_at",
        one=who("mine__person"),
        other=who("yours__person"),
        shift=F("mine__shift__uuid"),
        first=F("mine__starts_at"),
        second=F("yours__starts_at"),
    )


def _say_swap(row: Row, asking: Asking) -> Need:
    one, other = (f"{row.data[name]['given']} {row.data[name]['family']}" for name in ("one", "other"))
    first, second = (formats.when(timezone.localtime(row.time(name))) for name in ("first", "second"))
    return Need(
        title=_("%(one)s and %(other)s would like to swap") % {"one": one, "other": other},
        why=_("%(first)s against %(second)s. The role asks for your word.")
        % {"first": first, "second": second},
        icon="swap",
        action=_("Open the shift"),
        url=f"{to('shift-manage', uuid=row.data['shift'])}#swaps",
        soonest="today",
    )


KINDS = (
    Kind(
        name="shifts.swaps",
        narrowed=True,
        label=gettext_lazy("Swaps that wait for approval"),
        rule="shifts.manage",
        find=_find_swaps,
        say=_say_swap,
        ends="it was approved or not, somebody changed their mind, or a shift has begun",
    ),
    Kind(
        name="shifts.unconfirmed",
        narrowed=True,
        label=gettext_lazy("New times that people have not confirmed"),
        rule="shifts.manage",
        find=_find_unconfirmed,
        say=_say_unconfirmed,
        ends="everybody has answered, or the shift was cancelled or has begun",
    ),
)
