"""People, roles and shifts of an association, for the tests of shifts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.shifts.models import Shift
from scheduling.shifts.services import ShiftPlan, make_shift
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import Period, Person, RoleHolding, Site, VolunteerRole, sort_key

HELSINKI = ZoneInfo("Europe/Helsinki")
# Where the demo begins: a Monday, eight in the morning.
NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)
SOMEBODY = Actor.system("test")


def local(text: str) -> datetime:
    """`2025-02-04 17:00` on the association's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI).astimezone(UTC)


@dataclass(frozen=True)
class Scene:
    """What a test needs of one association. Enters it by itself."""

    association: Association

    def someone(self, login: str) -> Person:
        """The person behind a persona's login."""
        with entered(self.association):
            return Person.objects.get(email=f"{login}@example.org")

    @property
    def role(self) -> VolunteerRole:
        """The role that everybody of the seed holds."""
        with entered(self.association):
            return VolunteerRole.objects.get(code="host")

    @property
    def site(self) -> Site:
        """The one site of the seed."""
        with entered(self.association):
            return Site.objects.get(name="Majakka")

    def another_role(self, *, discreet: bool = False, code: str = "line") -> VolunteerRole:
        """A role that nobody holds yet."""
        with entered(self.association):
            return VolunteerRole.objects.create(
                code=code,
                family="supporters",
                name_fi="Kriisipuhelin",
                name_sv="Kristelefon",
                name_en="Crisis line",
                discreet=discreet,
                position=5,
            )

    def hold(self, person: Person, role: VolunteerRole, *, to_on: date | None = None) -> None:
        """Let a person do a role."""
        with entered(self.association):
            RoleHolding.objects.create(person=person, role=role, from_on=date(2020, 1, 1), to_on=to_on)

    def person(self, given: str, family: str, *, state: str = "active", role: bool = True) -> Person:
        """Somebody more in the register."""
        with entered(self.association):
            person = Person.objects.create(
                given_name=given,
                family_name=family,
                sort_key=sort_key(family_name=family, given_name=given),
                email=f"{given}.{family}@example.org".lower(),
                phone="040 123 4567",
                language="fi",
                created_at=clock.now(),
            )
            ended = date(2024, 1, 1) if state == "ended" else None
            Period.objects.create(person=person, state=state, started_on=date(2020, 1, 1), ended_on=ended)
            if role:
                self.hold(person, self.role)
            return person

    def plan(
        self,
        at: str = "2025-02-04 17:00",
        *,
        hours: float = 3,
        places: int = 2,
        role: VolunteerRole | None = None,
        site: Site | None = None,
        title: str = "",
        description: str = "",
        contact_person: Person | None = None,
    ) -> ShiftPlan:
        """What a coordinator would say; tomorrow evening if nothing else is said."""
        start = local(at)
        return ShiftPlan(
            role=role or self.role,
            site=site,
            title=title,
            description=description,
            starts_at=start,
            ends_at=start + timedelta(hours=hours),
            places=places,
            contact_person=contact_person,
        )

    def shift(
        self,
        at: str = "2025-02-04 17:00",
        *,
        hours: float = 3,
        places: int = 2,
        publish: bool = True,
        role: VolunteerRole | None = None,
        site: Site | None = None,
        title: str = "",
        contact_person: Person | None = None,
    ) -> Shift:
        """A shift, published unless said otherwise."""
        with entered(self.association):
            plan = self.plan(
                at,
                hours=hours,
                places=places,
                role=role,
                site=site,
                title=title,
                contact_person=contact_person,
            )
            return make_shift(plan=plan, publish=publish, by=SOMEBODY)
