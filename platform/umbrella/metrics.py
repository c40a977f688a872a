"""Every figure that a federation publishes, defined in one place: name, unit, formula, double counting, k.

A definition has versions with the years for which they hold, so that an old year keeps its old formula. The
page of definitions, the exports and the totals of years read them here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

Text = str | Promise
Kind = Literal["hours", "people", "share", "count"]


@dataclass(frozen=True)
class Version:
    """One wording of a formula and the years for which it holds; without an end it holds now."""

    number: str
    since: int
    formula: Text
    until: int | None = None

    def holds_in(self, year: int) -> bool:
        """Whether a year's figure is made by it."""
        return self.since <= year and (self.until is None or year <= self.until)


@dataclass(frozen=True)
class Metric:
    """One figure. `code` is its name for programs, `id` the one of the federation's list of definitions.

    `made_of` are the associations' own figures that make it up (see `volunteers.register.year_lines`), where
    it is told of the whole federation and a whole year only. A share is the first of two in per cent of the
    second, and told where `fewest` at least are in the first, and not in it.
    """

    code: str
    id: str
    name: Text
    unit: Text
    kind: Kind
    counts_once: Text
    small: Text
    tables: Text
    versions: Sequence[Version]
    made_of: Sequence[str] = field(default=())
    fewest: int = 1

    def version(self, year: int) -> Version:
        """The version that holds in a year. Raises LookupError where the figure is not defined for it."""
        for each in self.versions:
            if each.holds_in(year):
                return each
        raise LookupError(f"{self.code} is not defined for {year}.")

    @property
    def present(self) -> Version:
        """The newest version."""
        return max(self.versions, key=lambda each: each.since)


#: Fewer people than this are told of nowhere.
FEWEST_PEOPLE = 5

#: Older figures were reported on forms, with definitions of their own that nobody wrote down.
FIRST_YEAR = 2000

_FEW = _("Fewer than 5 people, or one of them with more than 85 % of the hours: hidden.")
_TOLD_ONCE = _(
    "Told once for the whole federation and a whole year, when 10 cases at least are behind it and no "
    "association could be guessed from it: all but the two largest have at least a fifth of the largest."
)
_WHOLE_YEAR = _("the federation's year")
_NUMBERS_ADD = _(
    "Each occasion is counted in one association, the one that leads it. The same person may be counted on "
    "several occasions."
)


def _since_ever(formula: Text) -> tuple[Version, ...]:
    return (Version("1.0", FIRST_YEAR, formula),)


_DIFFERENT_ADD = _(
    "Each counts once in an association, however often it is there. What several associations have counts in "
    "each of them."
)


def _count(
    code: str,
    listed: str,
    name: Text,
    unit: Text,
    formula: Text,
    *made_of: str,
    counts_once: Text = _NUMBERS_ADD,
) -> Metric:
    return Metric(
        code=code,
        id=listed,
        name=name,
        unit=unit,
        kind="count",
        counts_once=counts_once,
        small=_TOLD_ONCE,
        tables=_WHOLE_YEAR,
        versions=_since_ever(formula),
        made_of=made_of or (code,),
    )


_HOURS = (
    Metric(
        code="volunteer_hours",
        id="M01",
        name=_("Volunteering hours"),
        unit=pgettext_lazy("unit", "hours"),
        kind="hours",
        counts_once=_(
            "Hours belong to the association that organises. Two people for an hour are two hours."
        ),
        small=_FEW,
        tables=_(
            "association, district and federation by year; association and federation by month; by role"
        ),
        versions=_since_ever(
            _(
                "Approved minutes of tasks, preparation and journeys with a client, divided by 60. "
                "Training, supervision, recreation, trustees' work and own journeys are not in it. A shift "
                "over midnight is split: minutes belong to the month in which they pass. Rounded when shown."
            )
        ),
    ),
    Metric(
        code="active_volunteers",
        id="M03",
        name=_("Volunteers"),
        unit=pgettext_lazy("unit", "people"),
        kind="people",
        counts_once=_(
            "Within an association each person counts once, whatever the number of roles. Over associations "
            "these are memberships: who volunteers in two counts in both."
        ),
        small=_FEW,
        tables=_(
            "association, district and federation by year; association and federation by month; by role"
        ),
        versions=_since_ever(
            _(
                "People with at least one approved volunteering hour in the time, and attendances that were "
                "counted without names."
            )
        ),
    ),
    Metric(
        code="active_volunteers_federation",
        id="M04",
        name=_("Different people"),
        unit=pgettext_lazy("unit", "people"),
        kind="people",
        counts_once=_(
            "Who volunteers in several associations counts once, by accounts. People without an account "
            "count in each, and are said beside it."
        ),
        small=_("Shown when nobody or at least 5 people are in several associations."),
        tables=_WHOLE_YEAR,
        versions=_since_ever(
            _("Different people with volunteering hours in the closed months, in the whole federation.")
        ),
    ),
    Metric(
        code="hours_per_volunteer",
        id="M08",
        name=_("Hours per person"),
        unit=pgettext_lazy("unit", "hours per person"),
        kind="share",
        counts_once=_("As the two figures that it is made of."),
        small=_("Shown where both are."),
        tables=_("association and federation by year"),
        versions=_since_ever(_("Hours divided by volunteers; of the federation by different people.")),
    ),
    Metric(
        code="role_family_share",
        id="M10",
        name=_("Role families"),
        unit=pgettext_lazy("unit", "hours"),
        kind="hours",
        counts_once=_("Each role belongs to one family. People who have roles in several count in each."),
        small=_FEW,
        tables=_("district by role family and year"),
        versions=_since_ever(_("Hours by the federation's role families, in each district.")),
    ),
    Metric(
        code="completeness",
        id="M32",
        name=_("Completeness"),
        unit="%",
        kind="share",
        counts_once=_("Tells of nobody."),
        small=_("Always shown."),
        tables=_("each association and year"),
        versions=_since_ever(
            _("Closed months divided by 12. An association that has not reported is not 0.")
        ),
    ),
    Metric(
        code="reporting_rate",
        id="",
        name=_("Associations reporting"),
        unit="%",
        kind="share",
        counts_once=_("Tells of nobody."),
        small=_("Always shown."),
        tables=_WHOLE_YEAR,
        versions=_since_ever(
            _("Associations that reported something of the year, divided by all that belonged.")
        ),
    ),
)

_COUNTS = (
    _count(
        "encounters",
        "M11",
        _("Encounters"),
        pgettext_lazy("unit", "encounters"),
        _(
            "One recipient on one occasion: heads in the audience of gigs, encounters that were counted "
            "where volunteers go to people, those of companions, and answered contacts. Groups, events and "
            "visits are not in it."
        ),
        "gig_encounters",
        "other_encounters",
        "met",
        "calls",
    ),
    _count(
        "group_sessions",
        "M12",
        _("Group sessions"),
        pgettext_lazy("unit", "sessions"),
        _("Sessions of groups that were held."),
    ),
    _count(
        "group_participations",
        "M12",
        _("Participations in groups"),
        pgettext_lazy("unit", "participations"),
        _("Heads at the sessions that were held, added up."),
    ),
    _count(
        "group_types",
        "M12",
        _("Types of groups"),
        pgettext_lazy("unit", "types"),
        _("Types of groups with at least one session that was held, of each association, added up."),
        counts_once=_DIFFERENT_ADD,
    ),
    _count(
        "events",
        "M14",
        _("Events"),
        pgettext_lazy("unit", "events"),
        _("Events that were held. Forums, dialogues, trainings and recreation are not events."),
    ),
    _count(
        "event_participations",
        "M14",
        _("Participations in events"),
        pgettext_lazy("unit", "participations"),
        _("Heads at the events that were held, added up."),
    ),
    _count("gigs", "M15", _("Gigs"), pgettext_lazy("unit", "gigs"), _("Gigs that were held.")),
    _count(
        "gig_encounters",
        "M15",
        _("Heads in the audience of gigs"),
        pgettext_lazy("unit", "encounters"),
        _("The audience of the gigs that were held, added up. They are encounters too."),
    ),
    _count(
        "gig_sites",
        "M15",
        _("Places of gigs"),
        pgettext_lazy("unit", "places"),
        _("Different places with at least one gig that was held, of each association, added up."),
        counts_once=_DIFFERENT_ADD,
    ),
    _count(
        "food_bags",
        "M16",
        _("Food bags"),
        pgettext_lazy("unit", "bags"),
        _("Bags that were handed out. They are not converted to people or kilos."),
        "bag",
    ),
    _count(
        "food_lunches",
        "M16",
        _("Lunches"),
        pgettext_lazy("unit", "lunches"),
        _("Shared lunches that were handed out."),
        "lunch",
    ),
    _count(
        "food_other",
        "M16",
        _("Other food aid"),
        pgettext_lazy("unit", "portions"),
        _("Portions of other food that were handed out. They are not converted to people or kilos."),
        "other_food",
    ),
    _count(
        "premises_parties",
        "M17",
        _("Organisations in premises"),
        pgettext_lazy("unit", "organisations"),
        _("Different organisations with at least one booking that was held, of each association, added up."),
        counts_once=_DIFFERENT_ADD,
    ),
    _count(
        "premises_bookings",
        "M17",
        _("Bookings of premises"),
        pgettext_lazy("unit", "bookings"),
        _("Bookings by organisations that were held."),
    ),
    _count(
        "premises_visits",
        "M17",
        _("Visits to premises"),
        pgettext_lazy("unit", "visits"),
        _("People present at the bookings that were held, added up, without the association's own sessions."),
    ),
    _count(
        "dialogues",
        "M18",
        _("Dialogues"),
        pgettext_lazy("unit", "dialogues"),
        _("Dialogues that were held. They are not events."),
    ),
    _count(
        "forums",
        "M18",
        _("Forums"),
        pgettext_lazy("unit", "forums"),
        _("Forums that were held. They are not events."),
    ),
    Metric(
        code="shift_fill_rate",
        id="M24",
        name=_("Shifts filled"),
        unit="%",
        kind="share",
        counts_once=_("Each place of a shift counts once."),
        small=_TOLD_ONCE,
        tables=_WHOLE_YEAR,
        versions=_since_ever(
            _(
                "Places that somebody had taken or came to, divided by all places of published shifts. A "
                "place whose holder did not come is not filled. Cancelled shifts and places of learners are "
                "left out. Whole percent."
            )
        ),
        made_of=("shift_places_filled", "shift_places"),
    ),
    Metric(
        code="supervision_coverage",
        id="M23",
        name=_("Supervision in order"),
        unit="%",
        kind="share",
        counts_once=_(
            "Within an association each person counts once, in order only if every role is. Over "
            "associations these are memberships."
        ),
        small=_(
            "As the figures that are told once for a whole year; hidden as well when fewer than 5 people are "
            "in order, or fewer than 5 are not."
        ),
        tables=_WHOLE_YEAR,
        versions=_since_ever(
            _(
                "People whose last supervision is no longer ago than their role asks for or recommends, "
                "divided by all who have such a role, on the last day of the year. Whole percent."
            )
        ),
        made_of=("supervised_in_order", "supervised_people"),
        fewest=FEWEST_PEOPLE,
    ),
)

METRICS: tuple[Metric, ...] = (*_HOURS, *_COUNTS)

#: Those that are told once for the whole federation and a whole year.
TOTALS: tuple[Metric, ...] = _COUNTS

BY_CODE = {metric.code: metric for metric in METRICS}

#: Those for which the federation may set itself a target for a year.
WITH_TARGET = ("volunteer_hours", "active_volunteers_federation", "encounters", "reporting_rate")
