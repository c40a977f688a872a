"""What others may read of support pairs. Nothing here opens what is sealed: that is `clients`."""

from datetime import date
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery

from accounts.http import TenantRequest
from volunteers.pairs.models import Agreement, Client, Meeting, Pair, Proposal, Signal
from volunteers.register import reach
from volunteers.register.models import Person
from volunteers.register.selectors import person_of

State = Pair.State
_ALONG = ("role", "volunteer", "client", "agreement")


def in_charge(request: TenantRequest) -> QuerySet[Pair]:
    """Pairs of which the reader is the coordinator in charge, of roles that they look after."""
    found = Pair.objects.filter(coordinator_user=request.user.uuid).select_related(*_ALONG)
    return reach.of_roles(request, found)


def of_association(request: TenantRequest) -> QuerySet[Pair]:
    """All pairs of the roles that the reader looks after: for lists, which tell nothing of clients."""
    found = Pair.objects.select_related("role", "volunteer", "agreement")
    return reach.of_roles(request, found)


def with_last(found: QuerySet[Pair]) -> QuerySet[Pair]:
    """Pairs with when they met last: `met_at`; the open ones first, of these the oldest state first."""
    last = Meeting.objects.filter(pair=OuterRef("pk")).order_by("-starts_at")
    latest = Subquery(last.values("starts_at")[:1], output_field=DateTimeField())
    return found.annotate(met_at=latest).order_by(F("closed_on").desc(nulls_first=True), "state_on", "pk")


def own(request: TenantRequest) -> QuerySet[Pair]:
    """Pairs whose volunteer the reader is, the going ones first."""
    person = person_of(request.user.uuid)
    found = Pair.objects.filter(volunteer=person) if person is not None else Pair.objects.none()
    return found.select_related(*_ALONG).order_by(F("closed_on").desc(nulls_first=True), "pk")


def own_open(request: TenantRequest, uuid: UUID) -> Pair | None:
    """One of them that goes on."""
    return own(request).filter(uuid=uuid, closed_on__isnull=True).first()


def own_proposals(request: TenantRequest) -> QuerySet[Proposal]:
    """What waits for the reader's answer."""
    person = person_of(request.user.uuid)
    if person is None:
        return Proposal.objects.none()
    found = Proposal.objects.filter(person=person, closed_at__isnull=True, volunteer_says="")
    return found.select_related("pair__client", "pair__role").order_by("made_at", "pk")


def going_on_with(person: OuterRef) -> Q:
    """Whether somebody has pairs that go on, or is asked about one: for a query over people."""
    going = Pair.objects.filter(volunteer=person, closed_on__isnull=True)
    asked = Proposal.objects.filter(person=person, closed_at__isnull=True)
    return Q(Exists(going)) | Q(Exists(asked))


def open_proposal(pair: Pair) -> Proposal | None:
    """Who is proposed now."""
    return pair.proposals.filter(closed_at__isnull=True).select_related("person").first()


def to_sign(pair: Pair) -> Agreement | None:
    """The newest agreement, where not both have signed it yet."""
    newest = pair.agreements.order_by("-number").first()
    return newest if newest is not None and not newest.is_signed else None


def open_signals(pair: Pair) -> QuerySet[Signal]:
    """What waits for the coordinator."""
    return pair.signals.filter(settled_at__isnull=True).order_by("at", "pk")


def waiting_signals(request: TenantRequest) -> QuerySet[Signal]:
    """What waits for the reader. That a client withdrew waits although the pair has ended."""
    mine = Signal.objects.filter(settled_at__isnull=True, pair__coordinator_user=request.user.uuid)
    going = Q(pair__closed_on__isnull=True) | Q(kind=Signal.Kind.WITHDRAWN)
    return reach.of_roles(request, mine.filter(going), by="pair__role")


def left_alone() -> QuerySet[Pair]:
    """Pairs that go on with nobody in charge."""
    return Pair.objects.filter(coordinator_user__isnull=True, closed_on__isnull=True)


def of_client(client: Client) -> Pair | None:
    """The newest pair of a client."""
    return Pair.objects.filter(client=client).select_related(*_ALONG).order_by("-pk").first()


def names_of_asked(pair: Pair) -> dict[UUID, str]:
    """Volunteers who were asked or are of this pair, by login: what the client knows of their names."""
    asked = Q(pair_proposals__pair=pair) | Q(pairs=pair) | Q(pair_agreements__pair=pair)
    found = Person.objects.filter(asked, user_uuid__isnull=False).order_by("pk").distinct()
    return {user: name for user, name in found.values_list("user_uuid", "given_name") if user is not None}


def review_of(agreement: Agreement) -> str:
    """Which of its two reviews comes next: `half`, or `end` where the first one was held."""
    return "end" if agreement.half_done_on else "half"


def reviews_due(found: QuerySet[Pair], *, today: date) -> QuerySet[Pair]:
    """Pairs of which the review at half-time, or the one before the end, is due."""
    half = Q(agreement__half_on__lte=today, agreement__half_done_on__isnull=True)
    end = Q(agreement__end_on__lte=today, agreement__end_done_on__isnull=True)
    return found.filter(half | end, state__in=[State.ACTIVE, State.PAUSED])
