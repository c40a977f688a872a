"""What of recruiting hangs on somebody who coordinates (see `volunteers.register.handover`)."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants import clock
from volunteers.recruiting.models import InterviewTime
from volunteers.register.handover import Hanging, Party
from web import formats


def _ahead(party: Party) -> QuerySet[InterviewTime]:
    return InterviewTime.objects.filter(host=party.name, ends_at__gt=clock.now()).order_by("starts_at", "pk")


def _find(party: Party) -> list[str]:
    return [
        ", ".join(
            filter(
                None,
                [
                    formats.when(timezone.localtime(time.starts_at), timezone.localtime(time.ends_at)),
                    time.taken_by.name if time.taken_by else "",
                ],
            )
        )
        for time in _ahead(party).select_related("taken_by")
    ]


def _move(party: Party, successor: Party) -> int:
    """Times that the successor has at the same moment already are not doubled: an open one goes."""
    taken = InterviewTime.objects.filter(host=successor.name).values_list("starts_at", flat=True)
    mine = InterviewTime.objects.filter(host=party.name, ends_at__gt=clock.now())
    mine.filter(starts_at__in=list(taken), taken_by__isnull=True).delete()
    return mine.exclude(starts_at__in=list(taken)).update(host=successor.name)


MEETINGS = Hanging("meetings", _("Meetings with applicants ahead"), _find, _move)
