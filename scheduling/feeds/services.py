"""Making, changing and stopping the addresses of calendars."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.sessions import hashed, new_secret
from scheduling.feeds import errors
from scheduling.feeds.models import CalendarFeed
from tenants import clock
from tenants.addresses import absolute_url
from tenants.context import current_association
from volunteers.register.models import Period, Person, Site, VolunteerRole
from volunteers.register.selectors import person_of

MOST = 20
ROUTE = "calendar-feed"


@dataclass(frozen=True)
class Made:
    """A feed with a new address, which is shown once and kept nowhere."""

    feed: CalendarFeed
    address: str


@transaction.atomic
def make(
    *,
    user_uuid: UUID,
    language: str,
    role: VolunteerRole | None = None,
    site: Site | None = None,
    alarm_minutes: int | None = None,
) -> Made:
    """An address for the shifts of a role or at a place, or without either for somebody's own.

    Raises NothingToTell, FeedExists or TooManyFeeds.
    """
    owned = CalendarFeed.objects.filter(Q(user_uuid=user_uuid) | Q(person__user_uuid=user_uuid))
    if owned.count() >= MOST:
        raise errors.TooManyFeeds(most=MOST)
    now = clock.now()
    secret = new_secret()
    feed = CalendarFeed(
        secret_hash=hashed(secret), language=language, created_at=now, changed_at=now, role=role, site=site
    )
    if role is None and site is None:
        feed.what, feed.person, feed.alarm_minutes = (
            CalendarFeed.What.OWN,
            _volunteer(user_uuid),
            alarm_minutes,
        )
    else:
        feed.what = CalendarFeed.What.ROLE if role else CalendarFeed.What.SITE
        feed.user_uuid = user_uuid
    same = owned.filter(what=feed.what, role=role, site=site)
    if same.exists():
        raise errors.FeedExists
    feed.save()
    return Made(feed=feed, address=_address(secret))


def _volunteer(user_uuid: UUID) -> Person:
    person = person_of(user_uuid)
    going_on = Period.objects.filter(person=person).exclude(state=Period.State.ENDED)
    if person is None or not going_on.exists():
        raise errors.NothingToTell
    return person


@transaction.atomic
def reset(*, feed: CalendarFeed, language: str) -> Made:
    """A new address; the one before opens nothing from now on."""
    secret = new_secret()
    feed.secret_hash, feed.language = hashed(secret), language
    feed.digest, feed.read_on = "", None
    feed.save(update_fields=["secret_hash", "language", "digest", "read_on"])
    return Made(feed=feed, address=_address(secret))


@transaction.atomic
def set_alarm(*, feed: CalendarFeed, minutes: int | None, language: str) -> CalendarFeed:
    """Let the calendar ring so long before each own shift, or not. Takes over the language in use."""
    feed.alarm_minutes, feed.language = minutes, language
    feed.save(update_fields=["alarm_minutes", "language"])
    return feed


@transaction.atomic
def stop(*, feed: CalendarFeed) -> None:
    """The address opens nothing any more, and nothing of it is kept."""
    feed.delete()


def _address(secret: str) -> str:
    return absolute_url(current_association(), ROUTE, secret=secret)
