"""How hours lose a person, and stay exactly as many hours of exactly as many people."""

from collections.abc import Iterable

from django.db.models import F, Q

from scheduling.hours.models import (
    CardImport,
    Certificate,
    Correction,
    HoursEntry,
    ImportBatch,
    ImportDraft,
    RestSign,
)
from volunteers.register.models import Person
from volunteers.register.person_data import Erasing
from volunteers.register.traces import GONE


def years(person: Person) -> Iterable[tuple[int, int]]:
    """The years that an entry of theirs touches both."""
    over_new_year = HoursEntry.objects.filter(
        person=person, last_month__year__gt=F("first_month__year")
    ).values_list("first_month__year", "last_month__year")
    return list(over_new_year.distinct())


def hours(erasing: Erasing) -> None:
    """Each year's entries become those of that year's blank person, without words about them.

    Files that wait to be imported may name anybody: whoever looked at one uploads it again.
    """
    entries = HoursEntry.objects.filter(person=erasing.person)
    Correction.objects.filter(Q(added__in=entries) | Q(taken_back__in=entries)).update(reason=GONE)
    for first_year in sorted(set(entries.values_list("first_month__year", flat=True))):
        entries.filter(first_month__year=first_year).update(
            person=erasing.blanks.of(first_year), return_reason=""
        )
    HoursEntry.objects.filter(approved_by=erasing.person.name).update(approved_by=GONE)
    Correction.objects.filter(made_by=erasing.person.name).update(made_by=GONE)
    ImportDraft.objects.all().delete()
    CardImport.objects.filter(state=CardImport.State.DRAFT).delete()
    for files in (CardImport, ImportBatch):
        files.objects.filter(left_out__isnull=False).update(left_out=None)


def certificates(erasing: Erasing) -> None:
    """What was given out stays with who has it, and is known here no more."""
    Certificate.objects.filter(person=erasing.person).delete()


def rest(erasing: Erasing) -> None:
    """How much somebody gave lately says nothing once they are gone."""
    RestSign.objects.filter(person=erasing.person).delete()
