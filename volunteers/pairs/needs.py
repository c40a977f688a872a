"""What of support pairs can need their coordinator (see `volunteers.register.needs`). No client is named."""

from typing import Any

from django.db.models import Case, DateField, F, Q, QuerySet, When
from django.utils.translation import gettext as _, gettext_lazy, pgettext

from volunteers.pairs import selectors
from volunteers.pairs.models import Pair, Signal
from volunteers.register import reach
from volunteers.register.need_words import to
from volunteers.register.needs import Asking, Kind, Need, Row, rows
from web import formats


def _find_signals(asking: Asking) -> QuerySet[Any, Any]:
    found = selectors.waiting_signals(asking.request)
    return rows(found, at="at", kind=F("kind"), pair=F("pair__uuid"), number=F("pair_id"), since=F("at"))


def _say_signal(row: Row, asking: Asking) -> Need:
    kind = row.data["kind"]
    said = {
        Signal.Kind.TALK: _("Pair %(number)s: the volunteer would like to talk"),
        Signal.Kind.PROFESSIONAL: _("Pair %(number)s: is this a professional's job?"),
        Signal.Kind.STOPS: _("Pair %(number)s: the volunteer pauses or stops"),
        Signal.Kind.CLIENT: _("Pair %(number)s: the client would like to talk"),
        Signal.Kind.WITHDRAWN: _("Pair %(number)s: the client has withdrawn the consent"),
    }[Signal.Kind(kind)]
    why = {
        Signal.Kind.STOPS: _("Since %(day)s. Agree within two working days how the client goes on."),
        Signal.Kind.WITHDRAWN: _("Since %(day)s. Their data are deleted. Talk with the volunteer."),
    }.get(Signal.Kind(kind), _("Since %(day)s. Call them; what is said is not written down."))
    return Need(
        title=said % {"number": row.data["number"]},
        why=why % {"day": formats.day(formats.local_date(row.time("since")))},
        icon="support",
        action=pgettext("support pairs", "Open the pair"),
        url=to("pair", uuid=row.data["pair"]),
        tone="urgent" if kind in {Signal.Kind.STOPS, Signal.Kind.WITHDRAWN} else "wait",
    )


def _find_reviews(asking: Asking) -> QuerySet[Any, Any]:
    mine = Pair.objects.filter(coordinator_user=asking.request.user.uuid)
    due = selectors.reviews_due(reach.of_roles(asking.request, mine), today=asking.today)
    half = Q(agreement__half_done_on__isnull=True, agreement__half_on__lte=asking.today)
    on = Case(
        When(half, then=F("agreement__half_on")), default=F("agreement__end_on"), output_field=DateField()
    )
    return rows(due.annotate(due_on=on), at="due_on", number=F("pk"), due_on=F("due_on"))


def _say_review(row: Row, asking: Asking) -> Need:
    return Need(
        title=_("Pair %(number)s: time to look back together") % {"number": row.data["number"]},
        why=_("The review was due on %(day)s.") % {"day": formats.day(row.day("due_on"))},
        icon="calendar",
        action=pgettext("support pairs", "Open the pair"),
        url=to("pair", uuid=row.key),
        soonest="week",
    )


def _find_left_alone(asking: Asking) -> QuerySet[Any, Any]:
    found = reach.of_roles(asking.request, selectors.left_alone())
    return rows(found, at="state_on", number=F("pk"), state_on=F("state_on"))


def _say_left_alone(row: Row, asking: Asking) -> Need:
    return Need(
        title=_("Pair %(number)s: nobody is in charge") % {"number": row.data["number"]},
        why=_("Nobody can read the client or help them. Choose a coordinator."),
        icon="support",
        action=_("Choose who is in charge"),
        url=to("pair-hand-over", uuid=row.key),
        tone="urgent",
    )


KINDS = (
    Kind(
        name="pairs.left_alone",
        label=gettext_lazy("Support pairs with nobody in charge"),
        rule="pairs.hand_over",
        find=_find_left_alone,
        say=_say_left_alone,
        ends="a coordinator was chosen, or the pair ended",
        narrowed=True,
    ),
    Kind(
        name="pairs.signal",
        label=gettext_lazy("Support pairs that need somebody"),
        rule="pairs.manage",
        find=_find_signals,
        say=_say_signal,
        ends="the coordinator in charge pressed that it was talked about, or the pair ended",
        narrowed=True,
    ),
    Kind(
        name="pairs.review",
        label=gettext_lazy("Reviews of support pairs"),
        rule="pairs.manage",
        find=_find_reviews,
        say=_say_review,
        ends="the review was noted as held, the agreement was renewed, or the pair ended",
        narrowed=True,
    ),
)
