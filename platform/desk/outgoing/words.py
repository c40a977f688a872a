"""How a message stands, and why, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from notifications import states
from notifications.models import Attempt, Message
from tenants import clock

State = Message.State
Outcome = Attempt.Outcome


@dataclass(frozen=True)
class Chip:
    """A state with its sign."""

    label: str | Promise
    icon: str
    tone: Literal["neutral", "good", "wait", "urgent", "line"]


LATER = Chip(pgettext_lazy("message", "planned"), "calendar", "line")
DUE = Chip(pgettext_lazy("message", "in the queue"), "clock", "wait")
CHIPS = {
    State.SENDING: Chip(State.SENDING.label, "clock", "wait"),
    State.SENT: Chip(State.SENT.label, "check", "good"),
    State.RETRYING: Chip(State.RETRYING.label, "clock", "wait"),
    State.FAILED: Chip(State.FAILED.label, "alert", "urgent"),
    State.WITHHELD: Chip(State.WITHHELD.label, "pause", "neutral"),
    State.OBSOLETE: Chip(State.OBSOLETE.label, "close", "line"),
}


def chip(message: Message) -> Chip:
    """How it stands. That its time has come is never stored: the clock says so."""
    if message.state == State.PLANNED:
        return DUE if message.next_at <= clock.now() else LATER
    return CHIPS[State(message.state)]


# What a message or an attempt notes as its reason. What stands after a `_` of a pattern is for operators.
_REASONS: tuple[tuple[re.Pattern[str], str | Promise], ...] = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"no_address|no_phone", _("There is no address to send it to.")),
        (r"bad_address|bad_number|not_mobile", _("The address is not written right.")),
        (r"address_bounced", _("The address does not work.")),
        (r"address_complained", _("The person reported our mail as unwanted.")),
        (r"address_blocked|sms_blocked", _("The number takes no text messages.")),
        (r"sms_undeliverable.*", _("Nobody has this number, or it takes no text messages.")),
        (r"sms_expired.*", _("The telephone was off for too long.")),
        (r"sms_country|sms_(refused|rejected|skipped|deleted).*", _("The text message was not taken.")),
        (r"service_bounced.*", _("The mail came back.")),
        (r"service_complained.*", _("The person reported our mail as unwanted.")),
        (r"(service_)?(refused|rejected|failed)_?.*", _("The receiving mail server does not take it.")),
        (r"(service_|sms_)?deferred.*", _("The receiving side asked to wait.")),
        (r"(server|service|sms)_(away|busy|lost|set_up).*", _("The way out could not be reached.")),
        (r"connection_lost|sms_no_credit|sms_answer_is_none", _("The way out could not be reached.")),
        (r"sms_off", _("Text messages are switched off.")),
        (r"sms_cap", _("The text messages of this month are used up.")),
        (r"no_gateway", _("No text messages can be sent from here.")),
        (r"paced_.*", _("So many go out at once that this one has to wait.")),
        (r"worker_lost|error_.*|unknown_kind", _("It could not be put together. It is noted in the log.")),
        (r"restored_as_a_copy", _("This is a copy of the association, which sends nothing.")),
        (r"called off by hand", _("A coordinator called it off.")),
        (r"muted|not wanted any more", _("The person does not want such messages.")),
        (r"away", _("The person is away; it goes out when they are back.")),
        (r"quiet_hours", _("It waits until the person's quiet hours are over.")),
        (r"no longer signed up|not taken off|back on the shift", _("The sign-up is another one by now.")),
        (r"the sign-up is gone", _("The sign-up is another one by now.")),
        (r"the shift has started|too late to tell|the morning is over", _("It came too late to be of use.")),
        (r"the shift (has moved|is not published|is not cancelled)", _("The shift is another one by now.")),
        (r"the (application|meeting) has moved( on)?", _("What it was about has changed.")),
        (r"another .*|nothing is suggested any more", _("What it was about has changed.")),
    )
)


def reason(code: str) -> str:
    """Why, in a sentence; empty for what has no words of its own."""
    return next((str(said) for pattern, said in _REASONS if pattern.fullmatch(code)), "")


MARKS: dict[Outcome, Literal["done", "wait", "bad"]] = {
    Outcome.SENT: "done",
    Outcome.DELIVERED: "done",
    Outcome.DEFERRED: "wait",
    Outcome.REFUSED: "bad",
    Outcome.BOUNCED: "bad",
    Outcome.COMPLAINED: "bad",
}


def may_be_tried_again(message: Message) -> bool:
    """Given up or withheld: once what stood in its way is mended."""
    return message.state in {State.FAILED, State.WITHHELD}


def may_be_called_off(message: Message) -> bool:
    """Nobody is sending it now."""
    return message.state in states.WAITING
