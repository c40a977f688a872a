"""One row of everything that is done beside shifts, with words that can be found again wherever they leak."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from scheduling.activities.models import (
    Activity,
    ActivityPartner,
    Attendance,
    ContactDetails,
    Count,
    CountFigure,
    CountImport,
    DialogueGroup,
    GigDetails,
    Group,
    ImportedCount,
    OccasionFigure,
    Participant,
    SentKey,
    TallyPlace,
    TallyTablet,
)
from scheduling.activities.participants import SEAL
from volunteers.register.models import GrantTarget, Organisation, Person, Site, VolunteerRole

NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)
FEBRUARY = date(2025, 2, 1)


def plant_activities(
    mark: str, key: int, host: Organisation, role: VolunteerRole, site: Site, person: Person
) -> list[Any]:
    """A grant target, a group that meets, a gig, a dialogue and a place, with what was counted of them."""
    target = GrantTarget.objects.create(
        pk=key,
        code=f"Ak {mark}"[:40],
        kind="targeted",
        funder=f"Rahoittaja {mark}",
        name_fi=f"Kohde {mark}",
        from_on=date(2024, 1, 1),
    )
    VolunteerRole.objects.filter(pk=role.pk).update(grant_target=target)
    group = Group.objects.create(
        pk=key,
        name_fi=f"Ryhmä {mark}",
        type=f"Tyyppi {mark}",
        role=role,
        leader=person,
        site=site,
        is_public=True,
        is_open=False,
        weekday=0,
        start_minute=1020,
    )
    gig = Activity.objects.create(
        pk=key,
        kind="gig",
        title=f"Keikka {mark}",
        description=f"Kuvaus {mark}",
        starts_at=NOW - timedelta(days=1),
        ends_at=NOW - timedelta(hours=22),
        local_date=date(2025, 2, 2),
        first_month=FEBRUARY,
        site=site,
        role=role,
        state="held",
        created_at=NOW,
    )
    session = Activity.objects.create(
        pk=key + 1,
        kind="group_session",
        group=group,
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(hours=26),
        local_date=date(2025, 2, 4),
        first_month=FEBRUARY,
        site=site,
        role=role,
        is_public=True,
        created_at=NOW,
    )
    seal = SEAL.encrypt(f"Osallistuja {mark}")
    participant = Participant.objects.create(
        pk=key, group=group, sealed_name=seal, sealed_contact=seal, agreed_on=FEBRUARY
    )
    Attendance.objects.create(activity=session, participant=participant)
    GigDetails.objects.create(activity=gig, programme=f"Ohjelma {mark}", feedback=f"Palaute {mark}")
    ActivityPartner.objects.create(activity=gig, organisation=host, part=f"Osuus {mark}")
    count = Count.objects.create(
        pk=key,
        measure="audience",
        quantity=31,
        method="estimated",
        basis=f"Peruste {mark}",
        local_date=gig.local_date,
        first_month=FEBRUARY,
        activity=gig,
        created_at=NOW,
    )
    OccasionFigure.objects.update_or_create(
        year=2025,
        month=2,
        kind="gig",
        defaults={"held": 12345, "different": 1, "joint": 0, "computed_at": NOW},
    )
    CountFigure.objects.update_or_create(
        year=2025,
        month=2,
        kind="gig",
        measure="audience",
        method="estimated",
        defaults={"quantity": 12345, "rows": 1, "computed_at": NOW},
    )
    dialogue = Activity.objects.create(
        pk=key + 2,
        kind="dialogue",
        title=f"Dialogi {mark}",
        starts_at=NOW - timedelta(days=1),
        ends_at=NOW - timedelta(hours=22),
        local_date=date(2025, 2, 2),
        first_month=FEBRUARY,
        role=role,
        created_at=NOW,
    )
    circle = DialogueGroup.objects.create(
        pk=key, activity=dialogue, number=1, recorder=person, facilitator=person, participants=7
    )
    place = TallyPlace.objects.create(
        pk=key, name=f"Neuvonta {mark}", kind="guidance", site=site, role=role, grant_target=target
    )
    TallyTablet.objects.create(
        place=place,
        secret_hash=f"{mark}{key}",
        ends_at=NOW + timedelta(days=30),
        created_at=NOW,
        created_by=f"Tekijä {mark}",
    )
    tally = Count.objects.create(
        pk=key + 1,
        measure="contacts",
        quantity=1,
        method="estimated",
        basis=f"Arvio {mark}",
        local_date=gig.local_date,
        first_month=FEBRUARY,
        place=place,
        site=site,
        role=role,
        created_at=NOW,
    )
    SentKey.objects.create(key=uuid5(NAMESPACE_URL, f"{mark}{key}"), count=tally)
    ContactDetails.objects.create(count=tally, channel="phone", topic="money", guided_to="county", minutes=15)
    batch = CountImport.objects.create(
        pk=key,
        name=f"luvut {mark}.csv",
        sha256=f"{mark}{key}",
        state="done",
        header=[f"Sarake {mark}"],
        left_out=[[2, [f"Solu {mark}"], ["?"]]],
        created_at=NOW,
        created_by=f"Tekijä {mark}",
        done_at=NOW,
    )
    ImportedCount.objects.create(batch=batch, count=tally, quantity=1)
    return [target, group, session, count, circle, place, batch, participant]
