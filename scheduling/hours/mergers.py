"""How the hours of two become the hours of one, while what was counted in closed months stays as it was."""

from django.db.models import Exists, OuterRef, Q

from scheduling.hours import locks
from scheduling.hours.errors import HoursOfBoth
from scheduling.hours.models import Certificate, HoursEntry, Month, RestSign
from scheduling.hours.services import months
from scheduling.hours.services.entries import months_of
from volunteers.register.letting_go import names_may_go
from volunteers.register.person_data import Merging, themselves
from web import formats


def hours(merging: Merging) -> None:
    """Hand the gone person's entries over. Raises HoursOfBoth where both have hours at one time.

    A closed month was told with both of them in it, if both had hours, and so was its year. There the gone
    one's entries go to a blank person, who stands in for the one that is kept: they are still told as that
    one's hours, and every count stays what it was. Elsewhere the two are one from now on.
    """
    _refuse_overlap(merging)
    theirs = list(HoursEntry.objects.filter(person=merging.gone).order_by("starts_at"))
    touched = months_of(rows=theirs)
    states = locks.share_months(touched)
    closed = {first_day for first_day, state in states.items() if state == Month.State.CLOSED}
    counted_once = (HoursEntry.State.APPROVED, HoursEntry.State.REVERSED)
    mine = list(HoursEntry.objects.filter(person=merging.kept, state__in=counted_once))
    mine_closed = set(Month.objects.filter(state=Month.State.CLOSED).values_list("first_day", flat=True))
    counted = {
        merging.blanks.first_of(year)
        for entry in mine
        if not mine_closed.isdisjoint(months_of(rows=[entry]))
        for year in (entry.first_month.year, entry.last_month.year)
    }
    stay: dict[int, list[int]] = {}
    for entry in theirs:
        year = merging.blanks.first_of(entry.first_month.year)
        told = entry.state in counted_once and not closed.isdisjoint(months_of(rows=[entry]))
        if told and year in counted:
            stay.setdefault(year, []).append(entry.pk)
    with names_may_go():
        for year, keys in sorted(stay.items()):
            HoursEntry.objects.filter(pk__in=keys).update(person=merging.blanks.of(year))
        HoursEntry.objects.filter(person=merging.gone).update(person=merging.kept)
    if still_open := [first_day for first_day in touched if first_day not in closed]:
        months.mark_changed(first_days=still_open)


def certificates(merging: Merging) -> None:
    """Papers that either has stay genuine."""
    Certificate.objects.filter(person=merging.gone).update(person=merging.kept)


def rest(merging: Merging) -> None:
    """What is known of the one who is kept stays, until both are looked at as one in the night."""
    if RestSign.objects.filter(person=merging.kept).exists():
        RestSign.objects.filter(person=merging.gone).delete()
    RestSign.objects.filter(person=merging.gone).update(person=merging.kept)


def _refuse_overlap(merging: Merging) -> None:
    standing = HoursEntry.objects.exclude(state=HoursEntry.State.REVERSED)
    mine = standing.filter(person__in=themselves(merging.kept))
    at_once = mine.filter(starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"))
    about_the_same = mine.filter(
        subject_kind=OuterRef("subject_kind"),
        subject_uuid=OuterRef("subject_uuid"),
        subject_uuid__isnull=False,
    )
    both = (
        standing.filter(person__in=themselves(merging.gone))
        .filter(Q(Exists(at_once)) | Q(Exists(about_the_same)))
        .order_by("starts_at")
        .first()
    )
    if both is not None:
        raise HoursOfBoth(when=formats.when(both.starts_at, both.ends_at, year=True))
