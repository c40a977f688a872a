"""What a release says by mail to those who work for the federation: once to each, also after a crash.

The release itself leaves a row in its own transaction. From it each reader gets a row of their own; it is
claimed by one conditional update, made of what is published at that moment, handed over, and settled. Only
who dies between the mail server's yes and the note sends it again, with the same Message-ID.
"""

import datetime as dt
import logging
from datetime import timedelta
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from accounts.models import User
from notifications.letters import Button, Fact
from tenants import addresses, clock
from tenants.models import Access, Umbrella
from umbrella import selectors
from umbrella.mail_models import NoReleaseMail, ReleaseMail, ReleaseNews
from umbrella.mail_states import claimed, settle
from umbrella.mailing import hand_over, mail_of
from umbrella.models import Level, PublishedFigure, Release
from umbrella.selectors import Figure
from web import formats

log = logging.getLogger(__name__)
State = ReleaseMail.State

# Older releases stand on the page and are news to nobody.
NEWS = timedelta(days=5)


def go() -> int:
    """Give each reader of a new release a mail, and send those that are due. Returns how many were sent."""
    for news in ReleaseNews.objects.filter(addressed_at__isnull=True).order_by("pk"):
        address(news)
    return sum(_send_one(mail) for mail in claimed(ReleaseMail))


@transaction.atomic
def address(news: ReleaseNews) -> None:
    """Write a mail for everybody who works for the federation now and wants one. Twice is once."""
    held = ReleaseNews.objects.select_for_update().get(pk=news.pk)
    if held.addressed_at is not None:
        return
    now = clock.now()
    release = Release.objects.select_related("umbrella").get(pk=held.release_id)
    if release.released_at > now - NEWS:
        ReleaseMail.objects.bulk_create(
            [
                ReleaseMail(release_id=release.pk, user_id=user, next_at=now)
                for user in readers(release.umbrella).order_by("pk").values_list("pk", flat=True)
            ],
            ignore_conflicts=True,
        )
    ReleaseNews.objects.filter(pk=held.pk).update(addressed_at=now)


def readers(umbrella: Umbrella) -> QuerySet[User]:
    """Those who administer or analyse the federation now and have not said no to its mails."""
    works = Access.objects.filter(
        Access.in_force(clock.now()), umbrella=umbrella, role__in=Access.OF_UMBRELLA
    )
    no = NoReleaseMail.objects.filter(umbrella=umbrella)
    return User.objects.filter(is_active=True, pk__in=works.values("user")).exclude(pk__in=no.values("user"))


def wants_mail(umbrella: Umbrella, user: User) -> bool:
    """Whether somebody of the federation gets its figures by mail."""
    return not NoReleaseMail.objects.filter(umbrella=umbrella, user=user).exists()


def want_mail(*, umbrella: Umbrella, user: User, wanted: bool) -> None:
    """Say that one wants the figures by mail, or does not. Saying it again changes nothing."""
    if wanted:
        NoReleaseMail.objects.filter(umbrella=umbrella, user=user).delete()
    else:
        NoReleaseMail.objects.get_or_create(umbrella=umbrella, user=user)


def _send_one(mail: ReleaseMail) -> bool:
    release = Release.objects.select_related("umbrella").get(pk=mail.release_id)
    umbrella = release.umbrella
    reader = readers(umbrella).filter(pk=mail.user_id).first()
    latest = Release.objects.filter(umbrella=umbrella).order_by("-due_on").first()
    if reader is None or latest != release or release.released_at <= clock.now() - NEWS:
        settle(mail, State.OBSOLETE, failure="no longer a reader, or no longer news")
        return False
    return hand_over(mail, lambda: letter(release, reader, uuid=mail.uuid))


def letter(release: Release, reader: User, *, uuid: UUID) -> EmailMultiAlternatives:
    """The mail in the reader's language: totals of the federation as the overview shows them."""
    umbrella = release.umbrella
    language = reader.language or umbrella.language
    with translation.override(language):
        name = umbrella.name_in(language)
        subject = " ".join((_("New figures of %(umbrella)s") % {"umbrella": name}).split())
        context = {
            "subject": subject,
            "name": str(reader),
            "paragraphs": [
                _("The figures of %(day)s are published. Small ones stay hidden, as on the page.")
                % {"day": formats.day(release.due_on, weekday=False, year=True)}
            ],
            "facts": facts(umbrella),
            "button": Button(_("Open the overview"), addresses.absolute_url(umbrella, "overview")),
            "why": _(
                "You get this message because you work for %(umbrella)s. You can end it on the overview page."
            )
            % {"umbrella": name},
            "association": umbrella,
            "language": language,
        }
        return mail_of(umbrella, to=(str(reader), reader.email), context=context, uuid=uuid)


def facts(umbrella: Umbrella) -> list[Fact]:
    """The newest month and its year, from the published table alone."""
    rows = PublishedFigure.objects.filter(umbrella=umbrella, level=Level.FEDERATION)
    newest = rows.filter(month__gt=0).order_by("-year", "-month").first()
    if newest is None:
        return []
    year = rows.filter(year=newest.year, month=0).first()
    month_name = formats.month(dt.date(newest.year, newest.month, 1)).capitalize()
    found = [Fact(month_name, _words(selectors.shown(newest)))]
    if year is not None:
        found.append(Fact(_("Year %(year)s so far") % {"year": newest.year}, _words(selectors.shown(year))))
    return found


def _words(figure: Figure) -> str:
    """Hours and people, or that they are not shown."""
    if figure.minutes is None or figure.people is None:
        return _("not shown")
    people = ngettext("%(count)s volunteer", "%(count)s volunteers", figure.people)
    said = people % {"count": formats.number(figure.people)}
    return f"{formats.hours(figure.minutes)}, {said}"
