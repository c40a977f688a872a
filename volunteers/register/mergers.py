"""How the register's own tables make one person of two (see `person_data`).

What happened stays: days in supervision, signatures, absences of both. Where somebody decided, the stricter
decision stands: a consent only where both gave it, a revocation of either, the shorter validity, a break.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q

from volunteers.register.letting_go import names_may_go
from volunteers.register.models import (
    Absence,
    Availability,
    CarriedRecord,
    ChildWorkCheck,
    Consent,
    ContactPerson,
    ErasureRequest,
    ImportedPerson,
    LetterReading,
    NotTheSame,
    OwnValue,
    Period,
    PersonTag,
    Qualification,
    RoleHolding,
    Signature,
    SupervisionDuty,
    Thanks,
    Trail,
)
from volunteers.register.person_data import Merging

# Of two periods that go on, this one stands: a pause is a right, and who volunteers no longer prepares.
_STANDS = (Period.State.ON_BREAK, Period.State.ACTIVE, Period.State.PREPARING)


def nothing(merging: Merging) -> None:
    """Another entry of the same table has done it."""


def _move(model: type[Model], merging: Merging) -> None:
    model._default_manager.filter(person=merging.gone).update(person=merging.kept)


def _twice(model: type[Any], merging: Merging, *names: str) -> list[tuple[Any, Any]]:
    """Rows that both have of one thing: the kept person's and the other's."""
    kept = {
        tuple(getattr(row, name) for name in names): row for row in model.objects.filter(person=merging.kept)
    }
    rows = model.objects.filter(person=merging.gone).order_by("pk")
    keyed = [(tuple(getattr(row, name) for name in names), row) for row in rows]
    return [(kept[key], row) for key, row in keyed if key in kept and None not in key]


def once(model: type[Any], *names: str) -> Callable[[Merging], None]:
    """Rows that say the same of both stand once."""

    def merge(merging: Merging) -> None:
        for _kept, row in _twice(model, merging, *names):
            row.delete()
        _move(model, merging)

    return merge


tags = once(PersonTag, "tag_id")
absences = once(Absence, "from_on", "to_on")
own_values = once(OwnValue, "field_id")
thanks = once(Thanks, "batch")
letters_read = once(LetterReading, "letter_id")
carried = once(CarriedRecord, "from_name")
erasure_request = once(ErasureRequest)


def periods(merging: Merging) -> None:
    """Of two that go on one stands, from the earlier day on; a break lasts until the later day."""
    going_on = Period.objects.exclude(state=Period.State.ENDED)
    kept, gone = (going_on.filter(person=each).first() for each in (merging.kept, merging.gone))
    if kept is not None and gone is not None:
        stands, falls = sorted((kept, gone), key=lambda each: _STANDS.index(Period.State(each.state)))
        falls.delete()
        stands.started_on = min(kept.started_on, gone.started_on)
        stands.break_until = max(filter(None, (kept.break_until, gone.break_until)), default=None)
        stands.save(update_fields=["started_on", "break_until"])
    _move(Period, merging)


def holdings(merging: Merging) -> None:
    """A role that both do is done since the earlier day."""
    open_ones = RoleHolding.objects.filter(to_on=None)
    mine = {each.role_id: each for each in open_ones.filter(person=merging.kept)}
    for row in open_ones.filter(person=merging.gone):
        if kept := mine.get(row.role_id):
            kept.from_on = min(kept.from_on, row.from_on)
            kept.save(update_fields=["from_on"])
            row.delete()
    _move(RoleHolding, merging)


def qualifications(merging: Merging) -> None:
    """The same one noted twice ends on the earlier day, and is revoked if either is."""
    for kept, row in _twice(Qualification, merging, "type_id", "from_on"):
        kept.to_on = min(filter(None, (kept.to_on, row.to_on)), default=None)
        kept.revoked_on = min(filter(None, (kept.revoked_on, row.revoked_on)), default=None)
        kept.save(update_fields=["to_on", "revoked_on"])
        row.delete()
    _move(Qualification, merging)


def checks(merging: Merging) -> None:
    """The extract that was seen last is the one that tells."""
    for kept, row in _twice(ChildWorkCheck, merging, "role_id"):
        (kept if row.seen_on > kept.seen_on else row).delete()
    _move(ChildWorkCheck, merging)


def duties(merging: Merging) -> None:
    """The duty runs since the earlier day; the last supervision was the later one."""
    for kept, row in _twice(SupervisionDuty, merging, "role_id"):
        kept.since_on = min(kept.since_on, row.since_on)
        kept.last_on = max(filter(None, (kept.last_on, row.last_on)), default=None)
        kept.save(update_fields=["since_on", "last_on"])
        row.delete()
    _move(SupervisionDuty, merging)


def contacts(merging: Merging) -> None:
    """The same contact person stands once; a guardian's consent is one that was given."""
    for kept, row in _twice(ContactPerson, merging, "name", "phone", "email"):
        kept.is_guardian = kept.is_guardian or row.is_guardian
        kept.consented_on = min(filter(None, (kept.consented_on, row.consented_on)), default=None)
        kept.save(update_fields=["is_guardian", "consented_on"])
        row.delete()
    _move(ContactPerson, merging)


def availability(merging: Merging) -> None:
    """All times that suit, joined where they touch."""
    rows = Availability.objects.filter(person__in=(merging.kept, merging.gone))
    joined: list[tuple[int, int, int]] = []
    for weekday, since, until in sorted(rows.values_list("weekday", "from_minute", "to_minute")):
        if joined and joined[-1][0] == weekday and since <= joined[-1][2]:
            joined[-1] = (weekday, joined[-1][1], max(until, joined[-1][2]))
        else:
            joined.append((weekday, since, until))
    rows.delete()
    Availability.objects.bulk_create(
        [
            Availability(person=merging.kept, weekday=weekday, from_minute=since, to_minute=until)
            for weekday, since, until in joined
        ],
        batch_size=1000,
    )


def signatures(merging: Merging) -> None:
    """Of a text that both signed the earlier signature stands. What was signed stays as it was."""
    for kept, row in _twice(Signature, merging, "text_id"):
        (kept if row.at < kept.at else row).delete()
    with names_may_go():
        _move(Signature, merging)


def consents(merging: Merging) -> None:
    """A consent goes on only where both had given it; what was given before stays told."""
    going_on = Consent.objects.filter(withdrawn_at__isnull=True)
    kept, gone = (
        {each.purpose: each for each in going_on.filter(person=person)}
        for person in (merging.kept, merging.gone)
    )
    for purpose in {*kept, *gone}:
        both = [each for each in (kept.get(purpose), gone.get(purpose)) if each is not None]
        # Of two that go on the later one does; of one alone none does.
        ends = sorted(both, key=lambda each: each.given_at)[:1] if len(both) == 2 else both
        for each in ends:
            each.withdrawn_at = merging.at
            each.save(update_fields=["withdrawn_at"])
    _move(Consent, merging)


def imports(merging: Merging) -> None:
    """Undoing an import would take away or empty somebody who is more than what the import brought."""
    ImportedPerson.objects.filter(person__in=(merging.kept, merging.gone)).delete()


def not_the_same(merging: Merging) -> None:
    """Whoever is not the one is not the other either."""
    kept, gone = merging.kept.pk, merging.gone.pk
    for row in NotTheSame.objects.filter(Q(one=gone) | Q(other=gone)):
        partner = row.other_id if row.one_id == gone else row.one_id
        row.delete()
        if partner != kept:
            one, other = sorted((kept, partner))
            NotTheSame.objects.get_or_create(
                one_id=one, other_id=other, defaults={"at": row.at, "by_name": row.by_name}
            )


def trail(merging: Merging) -> None:
    """What was done to either was done to the person. Who did it is told by the login, which stays."""
    Trail.objects.filter(subject_kind="person", subject_uuid=merging.gone.uuid).update(
        subject_uuid=merging.kept.uuid
    )


MERGERS: dict[tuple[type[Model], str], Callable[[Merging], None]] = {
    (Period, "person"): periods,
    (RoleHolding, "person"): holdings,
    (Qualification, "person"): qualifications,
    (ChildWorkCheck, "person"): checks,
    (SupervisionDuty, "person"): duties,
    (ContactPerson, "person"): contacts,
    (Availability, "person"): availability,
    (Absence, "person"): absences,
    (PersonTag, "person"): tags,
    (Signature, "person"): signatures,
    (Consent, "person"): consents,
    (OwnValue, "person"): own_values,
    (ImportedPerson, "person"): imports,
    (Thanks, "person"): thanks,
    (LetterReading, "person"): letters_read,
    (CarriedRecord, "person"): carried,
    (ErasureRequest, "person"): erasure_request,
    (NotTheSame, "one"): not_the_same,
    (NotTheSame, "other"): nothing,
    (Trail, "actor_user"): trail,
}
