"""Support pairs: 100 and 1 000 of them, with thirty meetings each, and one client who waits."""

from __future__ import annotations

from datetime import date, timedelta

from accounts.models import User
from infra.bench.data_people import COORDINATOR, PEOPLE
from infra.bench.scene import Facts, data_set
from tenants import clock, provisioning
from tenants.context import entered
from tenants.models import Association
from volunteers.pairs import clients
from volunteers.pairs.models import Agreement, Client, Meeting, Pair
from volunteers.register.models import Person, VolunteerRole

PAIRS = dict(zip(PEOPLE, (100, 1000), strict=True))
MEETINGS = 30
CODE = "bench-0"


@data_set("pairs", process="app", after="people")
def pairs(profile: str) -> Facts:
    """Pairs of one role in both associations, all in the charge of one coordinator."""
    coordinator = User.objects.get(email=COORDINATOR)
    for slug, number in PAIRS.items():
        with entered(Association.objects.get(slug=slug)):
            fill(number, coordinator)
    return {"pairs": PAIRS, "meetings": MEETINGS}


@data_set("pairs-known", process="owner", after="pairs")
def pairs_known(profile: str) -> Facts:
    """PostgreSQL has looked at what the tables hold, as autovacuum sees to where people work."""
    with provisioning.connect(autocommit=True) as own:
        own.execute("VACUUM ANALYZE")
    return {}


def fill(number: int, coordinator: User) -> None:
    """So many active pairs and one that waits, in the association that is entered."""
    role = VolunteerRole.objects.get(code=CODE)
    people = list(Person.objects.filter(holdings__role=role).order_by("pk"))
    made = Client.objects.bulk_create((_client(each) for each in range(number + 1)), batch_size=500)
    day = clock.now().date()
    pairs = Pair.objects.bulk_create(
        (
            Pair(
                client=client,
                role=role,
                volunteer=people[place % len(people)] if place < number else None,
                coordinator_user=coordinator.uuid,
                coordinator_name="Koordinaattori",
                state="matched" if place < number else "waiting",
                state_on=day,
                begun_on=day,
                talked_on=day,
                outcome="volunteer",
            )
            for place, client in enumerate(made)
        ),
        batch_size=500,
    )
    Agreement.objects.bulk_create((_agreement(each, day) for each in pairs[:number]), batch_size=500)
    for agreement in Agreement.objects.order_by("pk"):
        Pair.objects.filter(pk=agreement.pair_id).update(state="active", agreement=agreement)
    Meeting.objects.bulk_create(
        (_meeting(each, place) for each in pairs[:number] for place in range(MEETINGS)), batch_size=2000
    )


def _client(number: int) -> Client:
    return Client(
        sealed_alias=clients.seal(f"Nimi {number}"),
        sealed_contact=clients.seal("040 1234567"),
        sealed_municipality=clients.seal("Kunta"),
        sealed_wish=clients.seal("seuraa"),
        language="fi",
        times=["day"],
        consent_version=1,
        consent_language="fi",
        consent_way="screen",
        consented_on=date(2024, 1, 1),
        created_at=clock.now(),
    )


def _agreement(pair: Pair, day: date) -> Agreement:
    now = clock.now()
    return Agreement(
        pair=pair,
        number=1,
        person=pair.volunteer,
        from_on=day - timedelta(days=100),
        to_on=day + timedelta(days=100),
        rhythm="weekly",
        content=["company"],
        goals=["less_alone"],
        limits_version=1,
        written_at=now,
        volunteer_signed_at=now,
        client_signed_at=now,
        half_on=day,
        end_on=day + timedelta(days=70),
    )


def _meeting(pair: Pair, number: int) -> Meeting:
    starts = clock.now() - timedelta(days=3 * number + 1, hours=pair.pk % 8)
    return Meeting(
        pair=pair,
        person=pair.volunteer,
        starts_at=starts,
        local_date=starts.date(),
        minutes=60,
        kind="together",
        feeling="fine",
        noted_at=starts,
    )
