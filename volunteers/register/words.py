"""Codes of roles and of figures, and what they are called."""

from django.db import models
from django.utils.translation import pgettext_lazy


class LifeCourse(models.TextChoices):
    """For people of which age the role is."""

    CHILDREN = "children", pgettext_lazy("life course", "children")
    YOUTH = "youth", pgettext_lazy("life course", "young people")
    WORKING_AGE = "working_age", pgettext_lazy("life course", "people of working age")
    OLDER = "older", pgettext_lazy("life course", "older people")


class TargetGroup(models.TextChoices):
    """For whom the role is."""

    FAMILIES = "families", pgettext_lazy("target group", "families")
    CARERS = "carers", pgettext_lazy("target group", "people who care for somebody close")
    NEWCOMERS = "newcomers", pgettext_lazy("target group", "people who have moved to Finland")
    STUDENTS = "students", pgettext_lazy("target group", "students")
    JOBSEEKERS = "jobseekers", pgettext_lazy("target group", "people without work")
    RESIDENTS = "residents", pgettext_lazy("target group", "residents of care homes and hospitals")
    EVERYBODY = "everybody", pgettext_lazy("target group", "everybody")


class CountingUnit(models.TextChoices):
    """What is counted of the role besides hours."""

    HOURS = "hours", pgettext_lazy("counting unit", "hours only")
    ENCOUNTER = "encounter", pgettext_lazy("counting unit", "encounters")
    CONTACT = "contact", pgettext_lazy("counting unit", "contacts")
    PARTICIPATION = "participation", pgettext_lazy("counting unit", "participations")
    SESSION = "session", pgettext_lazy("counting unit", "group sessions")
    VISIT = "visit", pgettext_lazy("counting unit", "visits")
    GIG = "gig", pgettext_lazy("counting unit", "gigs")
    FOOD_UNIT = "food_unit", pgettext_lazy("counting unit", "food units")


class Method(models.TextChoices):
    """How a figure was gathered; funders ask."""

    COUNTED = "counted", pgettext_lazy("method", "counted")
    REGISTERED = "registered", pgettext_lazy("method", "registered")
    SAMPLE = "sample", pgettext_lazy("method", "sample")
    ESTIMATED = "estimated", pgettext_lazy("method", "estimated")
