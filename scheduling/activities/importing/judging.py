"""What is to become of each row, by what is noted now: the same before the yes and when it is taken in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID, uuid5

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from scheduling.activities import words
from scheduling.activities.importing import beside
from scheduling.activities.importing.columns import COLUMNS, MEASURES
from scheduling.activities.importing.rows import Reading, Said, read_row
from scheduling.activities.models import OF_HOUSES, Activity, Count, Group, Measure, TallyPlace
from scheduling.activities.services import keys
from scheduling.activities.services.tallies import MEASURES as OF_PLACES
from scheduling.hours import selectors as hours, split
from tenants import clock
from tenants.context import current_association
from volunteers.register.models import Site
from web import formats
from web.sheets.headers import texts
from web.sheets.tables import Row

# Marks of numbers that come by file: the same number of the same thing has the same one in every file.
_MARKS = UUID("5f0d4c1e-6c0b-4f3c-9d53-0f6a1c6f2a57")
SINGLE = frozenset(Activity.Kind.values) - {Activity.Kind.GROUP_SESSION, Activity.Kind.DIALOGUE}

Fate = Literal["new", "known", "wrong"]


@dataclass(eq=False)
class Line:
    """A row, what is to become of it, and of what its numbers are."""

    said: Said
    fate: Fate = "new"
    place: TallyPlace | None = None
    group: Group | None = None
    site: Site | None = None
    kind: str = ""
    # Rows that an upper app judges: what they are of is its own, and it says what a reader is told.
    other: beside.Kind | None = None
    of: object = None
    what: str = ""
    way: str = ""
    # The occasion that is in the calendar; None for one that comes with the file.
    activity: Activity | None = None
    numbers: dict[str, int] = field(default_factory=dict)
    marks: dict[str, UUID] = field(default_factory=dict)

    def wrong(self, text: str) -> None:
        """Something keeps the row from being taken in."""
        self.said.problems.append(text)
        self.fate = "wrong"

    @property
    def day(self) -> date:
        """The day of a row that has one."""
        return self.said.day or date.min

    @property
    def of_what(self) -> tuple[object, ...]:
        """What two rows of one file may not both be about, of an occasion."""
        return (self.kind, self.group or self.said.name.casefold(), self.site, self.day)


@dataclass(frozen=True)
class Look:
    """A whole file. Where a needed column is not found there are no lines."""

    header: list[str]
    places: Mapping[str, int]
    missing: list[str]
    lines: list[Line]

    def of(self, fate: Fate) -> list[Line]:
        """The rows of which this becomes."""
        return [line for line in self.lines if line.fate == fate]


def look(rows: Sequence[Row], places: Mapping[str, int] | None = None) -> Look:
    """Judge all rows, the header first; its columns are as somebody said, or as they are called."""
    names = texts(rows[0])
    places = COLUMNS.guess(names) if places is None else places
    if missing := COLUMNS.missing(places):
        return Look(names, places, missing, [])
    reading = Reading.of(COLUMNS.header(names, places), today=clock.today(current_association()))
    lines = [Line(read_row(row, reading)) for row in rows[1:]]
    for line in lines:
        if line.said.problems:
            line.fate = "wrong"
    _name_what(_left(lines))
    _require_open(_left(lines))
    _mark(_left(lines))
    _meet_places(_left(lines))
    _meet_occasions(_left(lines))
    for kind in beside.all_kinds():
        kind.judge([line for line in _left(lines) if line.other == kind])
    return Look(names, places, [], lines)


def _left(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.fate == "new"]


def _name_what(lines: list[Line]) -> None:
    """Which place, group or kind of occasion each row is about."""
    places = {place.name.casefold(): place for place in TallyPlace.objects.all()}
    groups = {
        name.casefold(): group
        for group in Group.objects.order_by("is_active", "pk")
        for name in (group.name_en, group.name_sv, group.name_fi)
        if name
    }
    sites = {site.name.casefold(): site for site in Site.objects.order_by("is_active", "pk")}
    others = {kind.code: kind for kind in beside.all_kinds()}
    claimed = {name: kind for kind in others.values() for name in kind.names()}
    for line in lines:
        said, name = line.said, line.said.name.casefold()
        wants_place = said.kind in TallyPlace.Kind.values
        if wants_place or (not said.kind and name in places):
            _at_place(line, places.get(name))
        elif said.kind == Activity.Kind.GROUP_SESSION or (not said.kind and name in groups):
            line.kind, line.group = Activity.Kind.GROUP_SESSION, groups.get(name)
            if line.group is None:
                line.wrong(_("There is no group “%(name)s”. Add it first, or correct the name.") % _of(line))
        elif said.kind in others or (not said.kind and name in claimed):
            line.other = others.get(said.kind) or claimed[name]
        elif said.kind in SINGLE:
            line.kind, line.site = said.kind, sites.get(said.site.casefold()) if said.site else None
            if said.site and line.site is None:
                line.wrong(_("There is no site “%(site)s”. Add it first, or correct the name.") % _of(line))
            elif said.kind == Activity.Kind.GIG and line.site is None:
                line.wrong(_("A gig needs the site of its host."))
        elif said.kind == Activity.Kind.DIALOGUE:
            line.wrong(_("A dialogue is told by its groups, each with a recorder. Note it on its own page."))
        else:
            line.wrong(
                _("“%(name)s” is no counting place and no group. Say in a column what kind it is.")
                % _of(line)
            )
        if line.kind and line.fate == "new":
            heads(line, Measure.AUDIENCE if line.kind == Activity.Kind.GIG else Measure.PARTICIPATIONS)
            if said.own:
                line.wrong(_("People of an occasion are counted there. Leave “counted elsewhere” empty."))


def _of(line: Line) -> dict[str, str]:
    return {"name": line.said.name[:60], "site": line.said.site[:60]}


def _at_place(line: Line, place: TallyPlace | None) -> None:
    if place is None or line.said.kind not in {"", place.kind}:
        line.wrong(
            _("There is no counting place “%(name)s” of this kind. Add it first, or correct the name.")
            % _of(line)
        )
        return
    line.place = place
    counted = OF_PLACES[TallyPlace.Kind(place.kind)]
    for column, number in line.said.numbers.items():
        measure = MEASURES.get(column)
        # Where more than heads are counted, a number without a name is of the heads.
        if column == "number" and (len(counted) == 1 or counted[0] in OF_HOUSES):
            measure = counted[0]
        if measure is None or measure not in counted:
            names = ", ".join(str(each.label) for each in counted)
            line.wrong(
                _("At this place these are counted: %(names)s. Use a column for each.") % {"names": names}
            )
            return
        line.numbers[measure] = number


def heads(line: Line, measure: Measure) -> None:
    """A row of which only heads are counted."""
    if set(line.said.numbers) != {"number"}:
        line.wrong(_("Of this, only how many came is counted."))
        return
    line.numbers[measure] = line.said.numbers["number"]


def _require_open(lines: list[Line]) -> None:
    closed = set(hours.closed_months({split.month_of(line.day) for line in lines}))
    for line in lines:
        if (month := split.month_of(line.day)) in closed:
            text = _(
                "%(month)s is closed. Leave the row out, and note or correct it on its page, with a reason."
            )
            line.wrong(capfirst(text % {"month": formats.month(month)}))


def _mark(lines: list[Line]) -> None:
    """Each number's own mark: the third same number of a day and place is the third one in any file."""
    seen: Counter[str] = Counter()
    for line in lines:
        what = line.place.uuid if line.place else line.group.uuid if line.group else _title(line)
        for measure, number in line.numbers.items():
            text = f"{what} {line.site.uuid if line.site else ''} {line.day} {measure} {number}"
            seen[text] += 1
            line.marks[measure] = uuid5(_MARKS, f"{text} {seen[text]}")


def _title(line: Line) -> str:
    return f"{line.kind} {line.said.name.casefold()}"


def _meet_places(lines: list[Line]) -> None:
    """What was noted of a day at a place: by this file or one like it before, or by somebody else."""
    mine = [line for line in lines if line.place is not None]
    spent = keys.spent(keys=[mark for line in mine for mark in line.marks.values()])
    ours: dict[tuple[int, date, str], set[UUID]] = defaultdict(set)
    for line in mine:
        for measure, mark in line.marks.items():
            ours[_place_key(line), line.day, measure].add(mark)
    noted: dict[tuple[int, date, str], list[Count]] = defaultdict(list)
    found = Count.objects.filter(place__in=[line.place for line in mine], corrected_by__isnull=True)
    for count in found.filter(local_date__in={line.day for line in mine}):
        noted[count.place_id or 0, count.local_date, count.measure].append(count)
    for line in mine:
        if set(line.marks.values()) <= spent:
            line.fate = "known"
            continue
        for measure, mark in line.marks.items():
            key = (_place_key(line), line.day, measure)
            others = [count for count in noted[key] if count.sent_key not in ours[key]]
            if mark not in spent and others:
                said = _(
                    "%(numbers)s are noted of this day here already. Correct them on the page of the place."
                )
                line.wrong(
                    said % {"numbers": words.amounts({measure: sum(each.quantity for each in others)})}
                )
                break


def _place_key(line: Line) -> int:
    return line.place.pk if line.place is not None else 0


def _meet_occasions(lines: list[Line]) -> None:
    """Which occasions are in the calendar, and what was said of them."""
    mine = [line for line in lines if line.kind]
    spent = keys.spent(keys=[mark for line in mine for mark in line.marks.values()])
    standing = _calendar({line.day for line in mine})
    first: dict[tuple[object, ...], int] = {}
    for line in mine:
        there = standing.get(line.of_what, [])
        if (before := first.setdefault(line.of_what, line.said.row.number)) != line.said.row.number:
            line.wrong(_("Row %(row)s says this already. Leave one of them out.") % {"row": before})
        elif set(line.marks.values()) <= spent:
            line.fate = "known"
        elif len(there) > 1:
            line.wrong(_("There are several of this name on that day. Note it on its own page."))
        else:
            _meet_one(line, there[0] if there else None)


def _meet_one(line: Line, activity: Activity | None) -> None:
    line.activity = activity
    if activity is None:
        return
    (number,) = line.numbers.values()
    counts = [count for count in activity.counts.all() if not hasattr(count, "corrected_by")]
    if activity.state == Activity.State.CANCELLED:
        line.wrong(_("It is marked as cancelled. Say on its own page that it was held."))
    elif activity.starts_at > clock.now():
        line.wrong(_("It has not begun yet."))
    elif line.said.grant_target not in {None, activity.grant_target}:
        line.wrong(_("It is in the calendar with another grant target. Change that on its own page."))
    elif counts and counts[0].quantity == number:
        line.fate = "known"
    elif counts:
        said = _("Its number is there already: %(number)s. Change it on its own page.")
        line.wrong(said % {"number": formats.number(counts[0].quantity)})


def _calendar(days: set[date]) -> dict[tuple[object, ...], list[Activity]]:
    """Occasions of these days, by what a row would say of them; one with a site also without it."""
    found: dict[tuple[object, ...], list[Activity]] = defaultdict(list)
    rows = Activity.objects.filter(local_date__in=days).select_related("group", "site")
    for activity in rows.prefetch_related("counts__corrected_by").order_by("pk"):
        what = activity.group or activity.title.casefold()
        sites = {None} if activity.group or activity.site is None else {None, activity.site}
        if activity.kind == Activity.Kind.GIG:
            sites = {activity.site}
        for site in sites:
            found[activity.kind, what, site, activity.local_date].append(activity)
    return found
