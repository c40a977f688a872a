"""How a person's calendar feeds are told to them, go with them, and become one."""

from django.utils.translation import gettext_lazy as _

from scheduling.feeds import words
from scheduling.feeds.models import CalendarFeed
from volunteers.register.person_data import Erasing, Merging
from volunteers.register.person_export import Export, Told


def told(by: str) -> Export:
    """What a row says of the person that its field `by` names."""
    other = {"person": "user_uuid", "user_uuid": "person"}[by]
    return Export(
        Told("what", _("Which shifts"), words.name),
        Told("alarm_minutes", _("Rings so many minutes before")),
        Told("created_at", _("Made")),
        Told("read_on", _("Last read by a calendar program")),
        silent=(other, "role", "site", "secret_hash", "language", "digest", "changed_at"),
        related=("role", "site"),
        order=39,
    )


def erase_own(erasing: Erasing) -> None:
    """The address of their own shifts opens nothing any more."""
    CalendarFeed.objects.filter(person=erasing.person).delete()


def erase_of_login(erasing: Erasing) -> None:
    """Nor do the others that their login made."""
    if erasing.person.user_uuid:
        CalendarFeed.objects.filter(user_uuid=erasing.person.user_uuid).delete()


def merge_own(merging: Merging) -> None:
    """One person has one address for their own shifts."""
    theirs = CalendarFeed.objects.filter(person=merging.gone)
    if CalendarFeed.objects.filter(person=merging.kept).exists():
        theirs.delete()
    else:
        theirs.update(person=merging.kept)
