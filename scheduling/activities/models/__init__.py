"""The tables of activities: groups, occasions of every kind, what is counted, and the figures made of it."""

from scheduling.activities.models.counts import OF_HOUSES, PEOPLE, ContactDetails, Count, Measure, SentKey
from scheduling.activities.models.figures import CountFigure, OccasionFigure
from scheduling.activities.models.groups import Group
from scheduling.activities.models.imports import CountImport, ImportedCount
from scheduling.activities.models.occasions import Activity, ActivityPartner, DialogueGroup, GigDetails
from scheduling.activities.models.participants import Attendance, Participant
from scheduling.activities.models.places import TallyPlace, TallyTablet

__all__ = [
    "OF_HOUSES",
    "PEOPLE",
    "Activity",
    "ActivityPartner",
    "Attendance",
    "ContactDetails",
    "Count",
    "CountFigure",
    "CountImport",
    "DialogueGroup",
    "GigDetails",
    "Group",
    "ImportedCount",
    "Measure",
    "OccasionFigure",
    "Participant",
    "SentKey",
    "TallyPlace",
    "TallyTablet",
]
