"""What the shift's page says to who cannot come, and to who could take the place over."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scheduling.shifts import stand_ins
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors.shifts import Row
from scheduling.shifts.services import offering
from scheduling.shifts.stand_ins import Way
from tenants import clock
from volunteers.register.models import Person


@dataclass(frozen=True)
class Searched:
    """Somebody is looked for in the reader's place; when it is late, whom to call as well."""

    said: str
    is_late: bool = False
    name: str = ""
    phone: str = ""

    @property
    def tel(self) -> str:
        """The number as a telephone takes it."""
        return "".join(self.phone.split())


def of(shift: Shift, *, person: Person | None, coming: Sequence[SignUp]) -> Searched | None:
    """Where the search for a stand-in is that the reader has begun; None without one.

    `coming` are those who hold a place, as `selectors.who_comes` has marked them.
    """
    if person is None or not any(
        each.person_id == person.pk and getattr(each, "cannot_come", False) for each in coming
    ):
        return None
    said = _("We are asking those who could come. As soon as somebody says yes, we tell you.")
    settings = offering.settings()
    if stand_ins.way_of(now=clock.now(), starts_at=shift.starts_at, settings=settings) != Way.LATE:
        return Searched(said)
    name, phone = settings.duty_name, settings.duty_phone
    if not phone and shift.contact_person is not None:
        name, phone = shift.contact_person.name, shift.contact_person.phone
    return Searched(said, is_late=True, name=name, phone=phone)


def may_take_over(row: Row) -> bool:
    """Whether only the lack of a place speaks against the reader, and one is to be taken over."""
    return row.lacks_only_a_place and stand_ins.is_looked_for(row.shift)
