"""Who has not reported a month that is released, and a polite reminder: one to each association and month.

It is told from the published tables alone. A reminder is a letter of the federation to that association's
coordinators; they read it on their own first page, and nothing comes back.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
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
from tenants.models import FederationLetter, FigureReminder, Umbrella
from umbrella import members
from umbrella.members import Member
from umbrella.models import ExactFigure, Level, PublishedFigure, Release
from web import formats
from web.errors import DomainError
from web.kit import Column
from web.toasts import toast


class NothingToRemindOf(DomainError):
    """It has reported, is not open, or is none of the federation's."""

    code = "nothing_to_remind_of"
    sentence = gettext_lazy("That association has reported, or nobody can read a reminder there now.")


@dataclass(frozen=True)
class Silent:
    """An association without a figure of the month, and when it was reminded of it."""

    member: Member
    reminded_at: dt.datetime | None

    @property
    def can_read(self) -> bool:
        """Whether somebody can coordinate there now."""
        return self.member.association.is_open and not self.member.association.is_read_only


def month_of(umbrella: Umbrella) -> dt.date | None:
    """The first day of the newest month that a release could tell of; None before the first release."""
    release = Release.objects.filter(umbrella=umbrella).order_by("-due_on").first()
    if release is None:
        return None
    return (release.due_on.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def silent(umbrella: Umbrella, month: dt.date) -> list[Silent]:
    """Who belonged to the federation in the month and has told nothing of it, by name."""
    rows = PublishedFigure.objects.filter(umbrella=umbrella, level=Level.ASSOCIATION, year=month.year)
    of_month = Q(month=month.month) | Q(month=0, source=ExactFigure.Source.FORM)
    told = set(rows.filter(of_month).values_list("association_id", flat=True))
    reminders = FigureReminder.objects.filter(umbrella=umbrella, month=month)
    reminded = dict(reminders.values_list("association_id", "letter__at"))
    end = (month + dt.timedelta(days=31)).replace(day=1)
    return [
        Silent(member=each, reminded_at=reminded.get(each.association.pk))
        for each in members.members(umbrella)
        if each.since < end and each.association.pk not in told
    ]


def remind(*, umbrella: Umbrella, slug: str, month: dt.date, by: Actor) -> FigureReminder:
    """Write to those who coordinate there. Doing it again changes nothing. Raises NothingToRemindOf."""
    found = next((each for each in silent(umbrella, month) if each.member.association.slug == slug), None)
    if found is None or not found.can_read:
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
    context = {
        "section": "associations",
        "month": formats.month(month) if month else "",
        "silent": silent(request.umbrella, month) if month else [],
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
