"""Taking a person out of the association: what they did still counts, and nothing says that it was them.

Every table with people in it hands theirs over (`person_data`); then all other texts lose the name, the
addresses and the identifiers. What is not found that way is a person's first name alone in somebody's free
text, or an inflected form of it. The list of erasures on the shared side remembers the identifier, so that a
restore of an older backup erases the person again.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tenants import clock
from tenants.actors import Actor
from tenants.backup.steps import Restoring
from tenants.context import current_association, platform_role
from tenants.models import Access, Association, CrossingEntry, ErasureEntry, Invitation
from volunteers.register import person_data, trail
from volunteers.register.blanks import Blanks
from volunteers.register.letting_go import names_may_go
from volunteers.register.models import ErasureRequest, MergedAway, Person
from volunteers.register.person_data import Erasing
from volunteers.register.person_errors import LastToCoordinate
from volunteers.register.traces import Traces


@transaction.atomic(durable=True)
def ask_to_be_erased(*, person: Person, by: Actor) -> None:
    """Note that somebody wants to be erased; a coordinator carries it out. Twice changes nothing."""
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk, is_blank=False)
    _row, made = ErasureRequest.objects.get_or_create(person=locked, defaults={"asked_at": clock.now()})
    if made:
        trail.record("erasure.asked", by=by, subject_kind="person", subject_uuid=locked.uuid)


@transaction.atomic(durable=True)
def stay(*, person: Person, by: Actor) -> None:
    """Somebody thinks again, and stays. Twice changes nothing."""
    if ErasureRequest.objects.filter(person=person).delete()[0]:
        trail.record("erasure.withdrawn", by=by, subject_kind="person", subject_uuid=person.uuid)


def check_erasure(*, person: Person) -> None:
    """Refuse to erase who alone lets others in here. Raises LastToCoordinate."""
    if person.user_uuid is None:
        return
    association, mine = current_association(), person.user_uuid
    with platform_role():
        roles = [Access.Role.OWNER, Access.Role.COORDINATOR]
        rows = Access.objects.filter(association=association, role__in=roles).filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now())
        )
        alone = rows.filter(user__uuid=mine).exists() and not rows.exclude(user__uuid=mine).exists()
    if alone:
        raise LastToCoordinate


@transaction.atomic(durable=True)
def erase_person(*, person: Person, by: Actor) -> None:
    """Erase somebody, as a whole verb: see `erase_within`."""
    erase_within(person=person, by=by)


@transaction.atomic
def erase_within(*, person: Person, by: Actor) -> None:
    """Erase somebody from all tables of the association, and end their access to it. Cannot be undone.

    Sums of hours and counts of different people stay as they are, in closed months too. Places on coming
    shifts become free. One of the verbs that write both sides in one transaction. Somebody who was erased
    already stays so. Part of larger verbs too.
    """
    locked = Person.objects.select_for_update().filter(pk=person.pk, is_blank=False).first()
    if locked is None:
        return
    association, uuid, user_uuid = current_association(), locked.uuid, locked.user_uuid
    email, name = locked.email, locked.name
    uuids = [uuid, *locked.merged_away.values_list("uuid", flat=True)]
    _erase(locked)
    if user_uuid is not None and by.user == user_uuid:
        by = Actor.system("erasure")  # nobody's own name stays behind as the one who erased it
    trail.record("person.erased", by=by, subject_kind="person")
    with platform_role():
        _close_doors(association, uuid=uuid, user_uuid=user_uuid, email=email, name=name)
        # A backup may be older than a merge: it would bring back the one who was merged away.
        ErasureEntry.objects.bulk_create(
            ErasureEntry(association_uuid=association.uuid, person_uuid=each, at=clock.real_now())
            for each in uuids
        )


def erase_again(*, person_uuids: Iterable[UUID]) -> int:
    """After a restore: erase those of these people who came back with it. Returns how many that were."""
    again = 0
    for uuid in sorted(person_uuids):
        with transaction.atomic():
            person = Person.objects.select_for_update().filter(uuid=uuid, is_blank=False).first()
            if person is not None:
                _erase(person)
                again += 1
    return again


def after_restore(*, restoring: Restoring) -> None:
    """Nobody comes back with a backup who was erased since."""
    came_back = Person.objects.filter(uuid__in=restoring.erased)
    restoring.logins |= {uuid for uuid in came_back.values_list("user_uuid", flat=True) if uuid}
    restoring.came_back += erase_again(person_uuids=restoring.erased)


def _erase(person: Person) -> None:
    """Everything inside the association. The person is locked."""
    everywhere = person_data.listed()
    # Who was merged away left their name in texts as well.
    traces = [Traces.of(person), *(Traces.of(_as_they_were(row)) for row in person.merged_away.all())]
    joined = [pair for data in everywhere for pair in data.years(person)]
    erasing = Erasing(person=person, blanks=Blanks(joined=joined, language=current_association().language))
    with names_may_go():
        # The person last: the others point at them.
        for data in sorted(everywhere, key=lambda each: each.model is Person):
            data.erase(erasing)
        for trace in traces:
            trace.wipe()


def _as_they_were(row: MergedAway) -> Person:
    return Person(
        uuid=row.uuid,
        given_name=row.given_name,
        family_name=row.family_name,
        email=row.email,
        phone=row.phone,
    )


def _close_doors(
    association: Association, *, uuid: UUID, user_uuid: UUID | None, email: str, name: str
) -> None:
    """On the shared side: no access, no invitation, no line that joins the login with the association."""
    invited = Q(person_uuid=uuid) | Q(person_uuid__isnull=True, email__iexact=email, name__iexact=name)
    if user_uuid is not None:
        Access.objects.filter(association=association, user__uuid=user_uuid).delete()
        CrossingEntry.objects.filter(association=association, by_user=user_uuid).update(by_user=None)
        invited |= Q(accepted_by__uuid=user_uuid)
    Invitation.objects.filter(invited, association=association).delete()
