"""Who has not reported a month that is released, and a polite reminder: one to each association and month.

It is told from the published tables alone. A reminder is a letter of the federation to that association's
coordinators; they read it on their own first page, and nothing comes back.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.http import UmbrellaRequest
from accounts.rights import may, requires
from tenants import clock
from tenants.actors import Actor
from tenants.models import Affiliation, FederationLetter, FigureReminder, Umbrella
from umbrella import members, out_of_service
from umbrella.members import Member
from umbrella.models import ExactFigure, Level, PublishedFigure, Release
from web import formats
from web.errors import DomainError
from web.kit import Column, Pages
from web.toasts import toast

SHOWN = 50


class NothingToRemindOf(DomainError):
    """It has reported, is not open, or is none of the federation's."""

    code = "nothing_to_remind_of"
    sentence = gettext_lazy("That association has reported, or nobody can read a reminder there now.")


@dataclass(frozen=True)
class Silent:
    """An association without a figure of the month, and when it was reminded of it."""

    member: Member
    belongs: bool
    reminded_at: dt.datetime | None

    @property
    def can_read(self) -> bool:
        """Whether somebody can coordinate there now, and still reads the federation's letters."""
        association = self.member.association
        return self.belongs and association.is_open and not association.is_read_only


def month_of(umbrella: Umbrella) -> dt.date | None:
    """The first day of the newest month that a release could tell of; None before the first release."""
    release = Release.objects.filter(umbrella=umbrella).order_by("-due_on").first()
    if release is None:
        return None
    return (release.due_on.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def silent(umbrella: Umbrella, month: dt.date) -> QuerySet[Affiliation]:
    """Who belonged to the federation in the month and has told nothing of it, by name: each once.

    Also who has left since, or belongs to another district now; `belongs` says whether it still is a member.
    """
    rows = PublishedFigure.objects.filter(umbrella=umbrella, level=Level.ASSOCIATION, year=month.year)
    of_month = Q(month=month.month) | Q(month=0, source=ExactFigure.Source.FORM)
    told = rows.filter(of_month, association=OuterRef("association"))
    reminders = FigureReminder.objects.filter(
        umbrella=umbrella, month=month, association=OuterRef("association")
    )
    end = (month + dt.timedelta(days=31)).replace(day=1)
    of_umbrella = Affiliation.objects.filter(umbrella=umbrella)
    then = of_umbrella.filter(Q(to_on__isnull=True) | Q(to_on__gte=month), from_on__lt=end)
    each_once = then.order_by("association_id", "-from_on", "-pk").distinct("association_id").values("pk")
    today = clock.today(umbrella)
    now = of_umbrella.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=today), from_on__lte=today, association=OuterRef("association")
    )
    expected = out_of_service.still_expected(
        Affiliation.objects.filter(~Exists(told), pk__in=each_once),
        umbrella,
        from_month=month,
    )
    return (
        expected.annotate(belongs=Exists(now), reminded_at=Subquery(reminders.values("letter__at")[:1]))
        .select_related("association", "district")
        .order_by("association__name_fi", "pk")
    )


def _silent(found: Affiliation) -> Silent:
    return Silent(
        member=members.as_member(found),
        belongs=found.belongs,  # type: ignore[attr-defined]  # annotated by silent()
        reminded_at=found.reminded_at,  # type: ignore[attr-defined]  # as above
    )


def remind(*, umbrella: Umbrella, slug: str, month: dt.date, by: Actor) -> FigureReminder:
    """Write to those who coordinate there. Doing it again changes nothing. Raises NothingToRemindOf."""
    row = silent(umbrella, month).filter(association__slug=slug).first()
    if row is None or not (found := _silent(row)).can_read:
        raise NothingToRemindOf
    once = {"umbrella": umbrella, "association": found.member.association, "month": month}
    try:
        with transaction.atomic():
            letter = FederationLetter.objects.create(
                umbrella=umbrella, by_name=by.name[:160], at=clock.now(), **_texts(month)
            )
            return FigureReminder.objects.create(letter=letter, **once)
    except IntegrityError:  # somebody has reminded them already
        return FigureReminder.objects.get(**once)


def _texts(month: dt.date) -> dict[str, str]:
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            named = {"month": formats.month(month)}
            paragraphs = [
                _("We have no figures of yours for %(month)s yet."),
                _("When you have a moment, look at the hours that wait and close the month."),
                _(
                    "If there was nothing to record, close it all the same: then it is told as 0. "
                    "If you collect hours in some months only, you need do nothing."
                ),
                _("If you have closed it since, all is well."),
                _("If something stands in the way, write to us and we help. Thank you for your work!"),
            ]
            said[f"subject_{code}"] = _("The figures of %(month)s") % named
            said[f"text_{code}"] = "\n\n".join(paragraphs) % named
    return said


@requires("associations.see")
@require_GET
@never_cache
def not_reported(request: UmbrellaRequest) -> HttpResponse:
    """Who has not reported the newest released month."""
    month = month_of(request.umbrella)
    pages = Paginator(silent(request.umbrella, month) if month else Affiliation.objects.none(), SHOWN)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "section": "associations",
        "month": formats.month(month) if month else "",
        "silent": [_silent(each) for each in page],
        "pages": Pages.of(number=page.number, size=SHOWN, total=pages.count),
        "writes": may(request, "federation.write"),
        "columns": [
            Column(_("Association")),
            Column(_("District"), wide=True),
            Column(_("Reminded")),
        ],
    }
    return render(request, "umbrella/not_reported.html", context)


@requires("federation.write")
@require_POST
def not_reported_remind(request: UmbrellaRequest, slug: str) -> HttpResponseBase:
    """Remind one of them."""
    month = month_of(request.umbrella)
    try:
        if month is None:
            raise NothingToRemindOf
        remind(umbrella=request.umbrella, slug=slug, month=month, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The reminder stands on the coordinators' first page now."))
    return redirect(reverse("not-reported", urlconf=request.urlconf))
