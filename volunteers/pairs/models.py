"""Clients and their pairs: what was agreed, when they met, what needs somebody. Never what was said.

All that could tell who a client is lies sealed: `pairs.clients` opens it, and notes who read it.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models import Person, VolunteerRole


class Times(models.TextChoices):
    """When it would suit somebody; nothing chosen is any time."""

    DAY = "day", pgettext_lazy("times", "weekdays by day")
    EVENING = "evening", pgettext_lazy("times", "weekday evenings")
    WEEKEND = "weekend", pgettext_lazy("times", "weekends")


class Client(TenantRow):
    """Somebody who wants company. No identity code, no diagnosis, no address, no family."""

    class Way(models.TextChoices):
        """How they agreed that this is kept."""

        SCREEN = "screen", pgettext_lazy("consent", "on the screen, together")
        PAPER = "paper", pgettext_lazy("consent", "on paper")

    SEALED: ClassVar = ["sealed_alias", "sealed_contact", "sealed_municipality", "sealed_wish"]

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sealed_alias = models.TextField(blank=True)
    sealed_contact = models.TextField(blank=True)
    sealed_municipality = models.TextField(blank=True)
    sealed_wish = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    times = ArrayField(models.CharField(max_length=8, choices=Times), default=list, blank=True)
    # To which version of `pairs.consent` they agreed, in which language.
    consent_version = models.PositiveSmallIntegerField()
    consent_language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    consent_way = models.CharField(max_length=6, choices=Way)
    consented_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # The hash of the private link to their own page; empty where there is none.
    token_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    # When all that was sealed went.
    blanked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    blanked_at__isnull=False,
                    sealed_alias="",
                    sealed_contact="",
                    sealed_municipality="",
                    sealed_wish="",
                    times=[],
                )
                | (Q(blanked_at__isnull=True) & ~Q(sealed_alias="")),
                name="pairs_client_blank_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(blanked_at__isnull=False),
                name="pairs_client_withdrawn_is_blank",
            ),
            models.CheckConstraint(
                condition=Q(blanked_at__isnull=True) | Q(token_hash=""), name="pairs_client_blank_has_no_link"
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="pairs_client_link_once"
            ),
        ]


class Feeling(models.TextChoices):
    """How it is now."""

    FINE = "fine", pgettext_lazy("meeting", "all fine")
    TALK = "talk", pgettext_lazy("meeting", "need to talk")


class Pair(TenantRow):
    """A client's way from the first contact to the end; from `proposed` on with a volunteer."""

    class State(models.TextChoices):
        """`pairs.states` is the only door."""

        INTAKE = "intake", pgettext_lazy("pair", "first contact")
        ASSESSED = "assessed", pgettext_lazy("pair", "starting talk held")
        WAITING = "waiting", pgettext_lazy("pair", "waits for a volunteer")
        PROPOSED = "proposed", pgettext_lazy("pair", "proposed")
        MATCHED = "matched", pgettext_lazy("pair", "agreement to be made")
        ACTIVE = "active", pgettext_lazy("pair", "active")
        PAUSED = "paused", pgettext_lazy("pair", "paused")
        ENDING = "ending", pgettext_lazy("pair", "ending")
        ENDED = "ended", pgettext_lazy("pair", "ended")
        GUIDED = "guided_elsewhere", pgettext_lazy("pair", "guided elsewhere")
        WITHDRAWN = "withdrawn", pgettext_lazy("pair", "consent withdrawn")
        ANONYMISED = "anonymised", pgettext_lazy("pair", "anonymised")

    class Outcome(models.TextChoices):
        """To what the intake led."""

        VOLUNTEER = "volunteer", pgettext_lazy("outcome", "a volunteer")
        ACTIVITY = "activity", pgettext_lazy("outcome", "a community activity")
        SERVICE = "service", pgettext_lazy("outcome", "a service of professionals")

    class Ending(models.TextChoices):
        """How it ended. Nobody asks why."""

        AGREED = "agreed", pgettext_lazy("ending", "as agreed")
        EARLY = "early", pgettext_lazy("ending", "before the agreed time")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="pairs")
    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="pairs")
    volunteer = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="pairs"
    )
    # The coordinator in charge: the only one who reads the client.
    coordinator_user = models.UUIDField(null=True, blank=True)
    coordinator_name = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.INTAKE)
    state_on = models.DateField()
    begun_on = models.DateField()
    talked_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    agreement = models.OneToOneField(
        "Agreement", on_delete=models.PROTECT, null=True, blank=True, related_name="in_force_of"
    )
    ends_on = models.DateField(null=True, blank=True)
    ended_how = models.CharField(max_length=8, choices=Ending, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    # What the client pressed last on their own page, and when.
    client_says = models.CharField(max_length=4, choices=Feeling, blank=True, default="", db_default="")
    client_said_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(closed_on__isnull=True), name="pairs_client_open_once"
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=["waiting", "proposed", "matched", "active", "paused", "ending", "ended"]
                )
                | Q(talked_on__isnull=False, outcome="volunteer"),
                name="pairs_talked_before_a_volunteer",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "paused", "ending"]) | Q(agreement__isnull=False),
                name="pairs_active_has_an_agreement",
            ),
            models.CheckConstraint(
                condition=~Q(state="guided_elsewhere") | Q(outcome__in=["activity", "service"]),
                name="pairs_guided_says_where",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ended", "guided_elsewhere", "withdrawn", "anonymised"])
                & Q(closed_on__isnull=False)
                | ~Q(state__in=["ended", "guided_elsewhere", "withdrawn", "anonymised"])
                & Q(closed_on__isnull=True),
                name="pairs_closed_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | ~Q(ended_how=""), name="pairs_ended_says_how"
            ),
            models.CheckConstraint(
                condition=Q(client_says="", client_said_on__isnull=True)
                | ~Q(client_says="") & Q(client_said_on__isnull=False),
                name="pairs_client_said_on_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["coordinator_user", "state"], name="pairs_by_coordinator"),
            models.Index(fields=["state", "closed_on"], name="pairs_by_state"),
        ]

    @property
    def number(self) -> int:
        """How it is called where the client is not to be named."""
        return int(self.pk)


class Content(models.TextChoices):
    """What they do together."""

    COMPANY = "company", pgettext_lazy("pair content", "company and talking")
    OUTDOORS = "outdoors", pgettext_lazy("pair content", "walks and being outdoors")
    ERRANDS = "errands", pgettext_lazy("pair content", "going along on errands")
    CULTURE = "culture", pgettext_lazy("pair content", "culture and hobbies")
    DIGITAL = "digital", pgettext_lazy("pair content", "phone and computer")
    EVERYDAY = "everyday", pgettext_lazy("pair content", "everyday life")


class Goal(models.TextChoices):
    """What it is for."""

    LESS_ALONE = "less_alone", pgettext_lazy("pair goal", "to be less alone")
    GETTING_OUT = "getting_out", pgettext_lazy("pair goal", "to get out of home")
    RHYTHM = "rhythm", pgettext_lazy("pair goal", "a rhythm for the week")
    HOBBY = "hobby", pgettext_lazy("pair goal", "to find a hobby or a group")
    SERVICES = "services", pgettext_lazy("pair goal", "to find the way to services")
    OWN = "own", pgettext_lazy("pair goal", "a goal in own words")


class Agreement(TenantRow):
    """What both have agreed. Signed by both it stays as it is; going on makes a new one."""

    class Rhythm(models.TextChoices):
        """How often they meet."""

        WEEKLY = "weekly", pgettext_lazy("rhythm", "each week")
        FORTNIGHTLY = "fortnightly", pgettext_lazy("rhythm", "every second week")
        MONTHLY = "monthly", pgettext_lazy("rhythm", "once a month")
        AS_AGREED = "as_agreed", pgettext_lazy("rhythm", "as agreed each time")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="pair_agreements"
    )
    from_on = models.DateField()
    to_on = models.DateField()
    rhythm = models.CharField(max_length=12, choices=Rhythm)
    content = ArrayField(models.CharField(max_length=12, choices=Content))
    goals = ArrayField(models.CharField(max_length=12, choices=Goal))
    sealed_content = models.TextField(blank=True)
    sealed_goals = models.TextField(blank=True)
    # Which version of `pairs.limits` stood in it.
    limits_version = models.PositiveSmallIntegerField()
    written_at = models.DateTimeField()
    volunteer_signed_at = models.DateTimeField(null=True, blank=True)
    client_signed_at = models.DateTimeField(null=True, blank=True)
    # On whose screen the client signed.
    signed_before = models.CharField(max_length=160, blank=True)
    half_on = models.DateField()
    half_done_on = models.DateField(null=True, blank=True)
    end_on = models.DateField()
    end_done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pair", "number"], name="pairs_agreement_number_once"),
            models.CheckConstraint(
                condition=Q(to_on__gt=F("from_on")), name="pairs_agreement_has_a_duration"
            ),
            models.CheckConstraint(
                condition=Q(goals__len__gt=0, content__len__gt=0), name="pairs_agreement_has_goals"
            ),
            models.CheckConstraint(
                condition=Q(half_on__gte=F("from_on"), end_on__lte=F("to_on"), end_on__gte=F("from_on")),
                name="pairs_reviews_lie_within",
            ),
        ]

    @property
    def is_signed(self) -> bool:
        """By both."""
        return self.volunteer_signed_at is not None and self.client_signed_at is not None


class Proposal(TenantRow):
    """The two might suit each other. Either may say no; no reason is asked, and none can be written."""

    class Says(models.TextChoices):
        """Empty is nothing yet."""

        YES = "yes", pgettext_lazy("proposal", "yes")
        NO = "no", pgettext_lazy("proposal", "no")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="proposals")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pair_proposals")
    made_at = models.DateTimeField()
    volunteer_says = models.CharField(max_length=4, choices=Says, blank=True)
    client_says = models.CharField(max_length=4, choices=Says, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pair"], condition=Q(closed_at__isnull=True), name="pairs_one_open_proposal"
            ),
            models.UniqueConstraint(fields=["pair", "person"], name="pairs_proposed_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | ~Q(volunteer_says="no") & ~Q(client_says="no"),
                name="pairs_a_no_closes",
            ),
        ]


class Meeting(TenantRow):
    """They met: when, how long, in what way, and whether somebody should call. No text."""

    class Kind(models.TextChoices):
        """In what way."""

        TOGETHER = "together", pgettext_lazy("meeting", "met")
        PHONE = "phone", pgettext_lazy("meeting", "by phone")
        ONLINE = "online", pgettext_lazy("meeting", "online")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="meetings")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="pair_meetings"
    )
    starts_at = models.DateTimeField()
    local_date = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    feeling = models.CharField(max_length=4, choices=Feeling)
    noted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # A second press is the same meeting.
            models.UniqueConstraint(fields=["pair", "starts_at"], name="pairs_meeting_once"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=720), name="pairs_meeting_within_a_day"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["pair", "-starts_at"], name="pairs_meetings_by_time"),
        ]


class Signal(TenantRow):
    """Something of a pair needs its coordinator: that it does, never what it is."""

    class Kind(models.TextChoices):
        """What somebody pressed."""

        TALK = "talk", pgettext_lazy("signal", "would like to talk")
        PROFESSIONAL = "professional", pgettext_lazy("signal", "asks: is this a professional's job?")
        STOPS = "stops", pgettext_lazy("signal", "the volunteer pauses or stops")
        CLIENT = "client_talk", pgettext_lazy("signal", "the client would like to talk")
        WITHDRAWN = "withdrawn", pgettext_lazy("signal", "the client has withdrawn the consent")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="signals")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, null=True, blank=True, related_name="signals"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pair", "kind"], condition=Q(settled_at__isnull=True), name="pairs_signal_open_once"
            ),
        ]
