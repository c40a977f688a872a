"""How the register's own tables lose a person (see `person_data`)."""

from collections.abc import Callable
from datetime import date

from django.db.models import Model, Q

from tenants import clock
from tenants.context import current_association
from volunteers.register.models import (
    Download,
    FailedRow,
    ImportedPerson,
    NotTheSame,
    PeopleImport,
    Period,
    Person,
    Placement,
    PutOff,
    RoleHolding,
    SavedList,
    Trail,
    VolunteerRole,
)
from volunteers.register.person_data import Erasing
from volunteers.register.traces import GONE


def person(erasing: Erasing) -> None:
    """The register's row goes; where something counts, a blank one stands."""
    erasing.person.delete()


def periods(erasing: Erasing) -> None:
    """When they volunteered tells of nobody else."""
    Period.objects.filter(person=erasing.person).delete()


def holdings(erasing: Erasing) -> None:
    """What they did tells of nobody else."""
    RoleHolding.objects.filter(person=erasing.person).delete()


def coordinating(erasing: Erasing) -> None:
    """The role goes on without a coordinator of its own."""
    VolunteerRole.objects.filter(coordinator=erasing.person).update(coordinator=None)


def rows_of(model: type[Model]) -> Callable[[Erasing], None]:
    """Rows that tell of nobody but their `person`, and count for nothing: they go."""

    def erase(erasing: Erasing) -> None:
        model._default_manager.filter(person=erasing.person).delete()

    return erase


def placements(erasing: Erasing) -> None:
    """Each year's days become those of that year's blank person: so many people were on a placement.

    What lies ahead goes, and so do the words about them.
    """
    today = clock.today(current_association())
    for row in Placement.objects.filter(person=erasing.person):
        last = min(row.to_on or today, today)
        Placement.objects.bulk_create(
            Placement(
                person=erasing.blanks.of(year),
                kind=row.kind,
                institution=row.institution,
                from_on=max(row.from_on, date(year, 1, 1)),
                to_on=min(last, date(year, 12, 31)),
            )
            for year in range(row.from_on.year, last.year + 1)
            if row.from_on <= last
        )
        row.delete()


def stand_ins(erasing: Erasing) -> None:
    """Whoever stood in for them in closed months stands there for nobody in particular."""
    Person.objects.filter(stands_for=erasing.person).update(stands_for=None)


def kept_apart(erasing: Erasing) -> None:
    """That they are not somebody else is told of nobody any more."""
    NotTheSame.objects.filter(Q(one=erasing.person) | Q(other=erasing.person)).delete()


def saved_lists(erasing: Erasing) -> None:
    """Their own ways of looking at a list are nobody else's."""
    if erasing.person.user_uuid is not None:
        SavedList.objects.filter(user_uuid=erasing.person.user_uuid).delete()


def put_off(erasing: Erasing) -> None:
    """What they put off themselves, and what others put off about them."""
    if erasing.person.user_uuid is not None:
        PutOff.objects.filter(user_uuid=erasing.person.user_uuid).delete()
    PutOff.objects.filter(key__startswith=str(erasing.person.uuid)).delete()


def downloads(erasing: Erasing) -> None:
    """Their own files go; so do files about everybody, in which they are too."""
    if erasing.person.user_uuid is not None:
        Download.objects.filter(user_uuid=erasing.person.user_uuid).delete()
    about_all = (Download.Kind.ASSOCIATION, Download.Kind.CERTIFICATES)
    Download.objects.filter(kind__in=about_all).delete()


def trail(erasing: Erasing) -> None:
    """What was done stays; not by whom, and not to whom."""
    if erasing.person.user_uuid is not None:
        Trail.objects.filter(actor_user=erasing.person.user_uuid).update(actor_user=None, actor_name=GONE)
    Trail.objects.filter(subject_uuid=erasing.person.uuid).update(subject_uuid=None, data={})


def imports(erasing: Erasing) -> None:
    """Nobody knows who stands in files that wait and in rows that failed; they are kept for a day anyway."""
    ImportedPerson.objects.filter(person=erasing.person).delete()
    FailedRow.objects.all().delete()
    PeopleImport.objects.filter(state=PeopleImport.State.DRAFT).delete()
