"""The tables of activities: groups, occasions of every kind, what is counted, and the figures made of it."""

from scheduling.activities.models.counts import PEOPLE, ContactDetails, Count, Measure, SentKey
from scheduling.activities.models.figures import CountFigure, OccasionFigure
from scheduling.activities.models.groups import Group
from scheduling.activities.models.occasions import Activity, ActivityPartner, DialogueGroup, GigDetails
from scheduling.activities.models.places import TallyPlace, TallyTablet

__all__ = [
    "PEOPLE",
    "Activity",
    "ActivityPartner",
    "ContactDetails",
    "Count",
    "CountFigure",
    "DialogueGroup",
    "GigDetails",
    "Group",
    "Measure",
    "OccasionFigure",
    "SentKey",
    "TallyPlace",
    "TallyTablet",
]
