"""Bookings in a file of numbers: what becomes of each row, by what is booked now."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils.translation import gettext as _

from scheduling.activities.importing.judging import Line, heads
from scheduling.activities.models import Measure
from scheduling.hours import walltime
from scheduling.hours.errors import HoursRefused
from scheduling.hours.services import months
from scheduling.premises import free, words
from scheduling.premises.models import Booking, Equipment, ImportedBooking, Space
from tenants import clock
from volunteers.register.models import Organisation
from web import formats

# Marks of bookings that come by file: the same row has the same one in every file.
_MARKS = UUID("1c8e1a52-6f0d-4c59-8d6b-9b1d2f7c4e03")
# How long a booking is taken to be of which a file does not say it.
LASTS = timedelta(hours=1)
LONGEST_NAME = 120
Thing = Space | Equipment


@dataclass(eq=False)
class Use:
    """What a row says of a space or a thing; `booking` is in the calendar already."""

    thing: Thing
    who: str
    mark: UUID
    organisation: Organisation | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    booking: Booking | None = None

    @property
    def of(self) -> dict[str, Thing]:
        """The thing as a booking has it."""
        return {"space" if isinstance(self.thing, Space) else "equipment": self.thing}


@dataclass
class _Calendar:
    """What is booked on the days of a file, and what the file has booked so far."""

    booked: dict[tuple[Thing, date], list[Booking]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[Thing, list[tuple[datetime, datetime, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    told: dict[Booking, int] = field(default_factory=dict)


def names() -> Collection[str]:
    """By which names a row is a booking, in small letters."""
    return _things()


def use_of(line: Line) -> Use:
    """What a row is of, once it was judged."""
    assert isinstance(line.of, Use)
    return line.of


def judge(lines: Sequence[Line]) -> None:
    """Say of each row what becomes of it."""
    if not lines:
        return
    things = _things()
    organisations = {each.name.casefold(): each for each in Organisation.objects.order_by("is_active", "pk")}
    for line in lines:
        _read(line, things, organisations)
    left = _mark([line for line in lines if line.fate == "new"])
    calendar = _booked(left)
    left = [line for line in left if not _meets(line, calendar)]
    # Whoever says when it was comes before those who do not.
    for line in sorted(left, key=lambda each: use_of(each).starts_at is None):
        _place(line, calendar)


def _things() -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    for model in (Equipment, Space):
        for thing in model.objects.order_by("is_active", "pk"):
            found |= {
                name.casefold(): thing for name in (thing.name_en, thing.name_sv, thing.name_fi) if name
            }
    return found


def _read(line: Line, things: dict[str, Thing], organisations: dict[str, Organisation]) -> None:
    said = line.said
    heads(line, Measure.VISITS)
    if line.fate == "wrong":
        return
    thing = things.get(said.name.casefold())
    who = said.organisation or said.purpose
    if thing is None:
        text = _("There is no space and no equipment “%(name)s”. Add it first, or correct the name.")
        line.wrong(text % {"name": said.name[:60]})
    elif not who:
        line.wrong(_("For whom was it? Name the organisation, or what the association used it for itself."))
    elif len(said.organisation) > LONGEST_NAME:
        line.wrong(_("The name of the organisation is too long: at most %(most)s.") % {"most": LONGEST_NAME})
    elif (said.starts is None) != (said.ends is None):
        line.wrong(_("Say from when to when it was, or leave both empty."))
    else:
        use = Use(thing, who, _MARKS, organisations.get(said.organisation.casefold()))
        line.of, line.what, line.way = use, thing.name, _way(line, use)
        try:
            use.starts_at, use.ends_at = _stretch(line)
        except HoursRefused as refusal:
            line.wrong(str(refusal))


def _way(line: Line, use: Use) -> str:
    said = line.said
    if said.organisation and use.organisation is None:
        return _("%(name)s, a new organisation") % {"name": said.organisation}
    return use.organisation.name if use.organisation is not None else said.purpose


def _stretch(line: Line) -> tuple[datetime | None, datetime | None]:
    said, zone = line.said, months.zone()
    if said.starts is None or said.ends is None:
        return None, None
    last = line.day + timedelta(days=1 if said.ends <= said.starts else 0)
    return (
        walltime.instant(day=line.day, at=said.starts, zone=zone),
        walltime.instant(day=last, at=said.ends, zone=zone),
    )


def _mark(lines: Iterable[Line]) -> list[Line]:
    """Mark rows: the third same one of a day is the third one in any file. Returns those not known yet."""
    seen: Counter[str] = Counter()
    by_mark: dict[UUID, Line] = {}
    for line in lines:
        use, said = use_of(line), line.said
        number = line.numbers[Measure.VISITS]
        text = f"{use.thing.uuid} {use.who.casefold()} {line.day} {said.starts} {said.ends} {number}"
        seen[text] += 1
        use.mark = uuid5(_MARKS, f"{text} {seen[text]}")
        by_mark[use.mark] = line
    for mark in ImportedBooking.objects.filter(mark__in=by_mark).values_list("mark", flat=True):
        by_mark[mark].fate = "known"
    return [line for line in by_mark.values() if line.fate == "new"]


def _booked(lines: Sequence[Line]) -> _Calendar:
    found = _Calendar()
    if not lines:
        return found
    zone = months.zone()
    since = datetime.combine(min(line.day for line in lines), time(), tzinfo=zone)
    until = datetime.combine(max(line.day for line in lines), time(), tzinfo=zone) + timedelta(days=2)
    things = {use_of(line).thing for line in lines}
    mine = Q(space__in=[each for each in things if isinstance(each, Space)])
    mine |= Q(equipment__in=[each for each in things if isinstance(each, Equipment)])
    rows = Booking.objects.filter(mine, starts_at__lt=until, ends_at__gt=since)
    days = {line.day for line in lines}
    for booking in rows.select_related("space", "equipment", "organisation", "imported").order_by("pk"):
        for thing in (booking.space, booking.equipment):
            if thing is None:
                continue
            if booking.state in Booking.KEEPING:
                found.taken[thing].append((booking.starts_at, booking.ends_at, words.whose(booking)))
            if booking.local_date in days and not hasattr(booking, "imported"):
                found.booked[thing, booking.local_date].append(booking)
    return found


def _meets(line: Line, calendar: _Calendar) -> bool:
    """Whether it is in the calendar; then what becomes of the row is said."""
    use = use_of(line)
    there = [each for each in calendar.booked[use.thing, line.day] if _is(each, use)]
    if use.starts_at is not None:
        there = [each for each in there if (each.starts_at, each.ends_at) == (use.starts_at, use.ends_at)]
    if not there:
        return False
    if len(there) > 1:
        line.wrong(_("There are several of this name on that day. Say from when to when it was."))
        return True
    (booking,) = there
    if (before := calendar.told.setdefault(booking, line.said.row.number)) != line.said.row.number:
        line.wrong(_("Row %(row)s says this already. Leave one of them out.") % {"row": before})
        return True
    _say_of(line, booking)
    use.booking = booking
    return True


def _is(booking: Booking, use: Use) -> bool:
    if booking.organisation is not None:
        return booking.organisation == use.organisation
    return use.organisation is None and booking.purpose.casefold() == use.who.casefold()


def _say_of(line: Line, booking: Booking) -> None:
    number = line.numbers[Measure.VISITS]
    if booking.state not in Booking.KEEPING:
        said = _("It is marked as “%(state)s”. Say on its own page that it was held.")
        line.wrong(said % {"state": booking.get_state_display()})
    elif booking.starts_at > clock.now():
        line.wrong(_("It has not begun yet."))
    elif line.said.grant_target not in {None, booking.grant_target}:
        line.wrong(_("It is in the calendar with another grant target. Change that on its own page."))
    elif booking.attendance == number:
        line.fate = "known"
    elif booking.attendance is not None:
        said = _("Its number is there already: %(number)s. Change it on its own page.")
        line.wrong(said % {"number": formats.number(booking.attendance)})


def _place(line: Line, calendar: _Calendar) -> None:
    """Put a row in the calendar where it says, or in the first free hour of the day."""
    use = use_of(line)
    taken = calendar.taken[use.thing]
    if use.starts_at is None or use.ends_at is None:
        use.starts_at = _free_hour(line.day, [(starts, ends) for starts, ends, _who in taken])
        if use.starts_at is None:
            line.wrong(_("No hour is free there on that day. Say from when to when it was."))
            return
        use.ends_at = use.starts_at + LASTS
    if use.starts_at > clock.now():
        line.wrong(_("It has not begun yet."))
        return
    for starts, ends, who in taken:
        if starts < use.ends_at and use.starts_at < ends:
            said = _("“%(what)s” is taken %(when)s: %(who)s.")
            names = {"what": use.thing.name, "when": formats.when(starts, ends), "who": who}
            line.wrong(said % names)
            return
    taken.append((use.starts_at, use.ends_at, use.who))
    line.way = _("%(kind)s, new in the calendar") % {"kind": line.way}


def _free_hour(day: date, taken: list[free.Stretch]) -> datetime | None:
    midnight = datetime.combine(day, time(), tzinfo=months.zone())
    opens, closes = midnight + timedelta(minutes=words.OPENS), midnight + timedelta(minutes=words.CLOSES)
    for starts, ends in free.left(opens, closes, taken):
        if ends - starts >= LASTS:
            return starts
    return None
