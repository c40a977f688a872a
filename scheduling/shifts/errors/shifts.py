"""What the rules of shifts refuse, each with a code, a sentence, a short label, and what to do instead."""

from enum import StrEnum
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from web.errors import DomainError

Text = str | Promise


class Weight(StrEnum):
    """How heavy a reason against a place is."""

    # Nobody passes it by.
    FIXED = "fixed"
    # A coordinator may, with a reason that is kept.
    HARD = "hard"
    # It is said, and refuses nothing.
    SOFT = "soft"


class ShiftRefusal(DomainError):
    """Base of all refusals about shifts.

    `label` is a word or two for a row of a list; `advice` says what the reader can do, or is empty; `weight`
    says who may pass it by.
    """

    label: ClassVar[Text] = ""
    advice: ClassVar[Text] = ""
    weight: ClassVar[Weight] = Weight.FIXED


class SignUpClosed(ShiftRefusal):
    """Nobody can take or leave a place any more, or not yet."""

    code = "sign_up_closed"
    sentence = _("You cannot sign up for this shift.")
    label = pgettext_lazy("shift", "Closed")


class ShiftIsDraft(SignUpClosed):
    """The coordinator has not published it."""

    sentence = _("This shift has not been published yet.")
    label = pgettext_lazy("shift", "Draft")


class ShiftIsCancelled(SignUpClosed):
    """The association called it off."""

    sentence = _("This shift has been cancelled.")
    label = pgettext_lazy("shift", "Cancelled")
    advice = _("Look for another shift in the list.")


class ShiftHasStarted(SignUpClosed):
    """It is under way or over; only the coordinator can still change who was there."""

    sentence = _("This shift has already started.")
    label = pgettext_lazy("shift", "Started")
    advice = _("If you are there or were there, tell the contact person: they can add you.")


class ShiftFull(ShiftRefusal):
    """All places are taken."""

    code = "shift_full"
    sentence = _("All places of this shift are taken.")
    label = pgettext_lazy("shift", "Full")
    advice = _("If somebody cancels, the place shows here at once.")


class TimesOverlap(ShiftRefusal):
    """The person is somewhere else at that time. Nobody overrides this."""

    code = "times_overlap"
    sentence = _("You have another shift at the same time: %(other)s.")
    label = pgettext_lazy("shift", "At the same time as your shift")
    advice = _("If you would rather take this one, cancel the other first.")


class TheirTimesOverlap(ShiftRefusal):
    """People who come would be in two places at once."""

    code = "their_times_overlap"
    sentence = _("At that time these people have another shift: %(people)s.")
    advice = _("Choose another time, or take them off this shift first.")


class NotAVolunteerHere(ShiftRefusal):
    """The login has no active volunteer behind it."""

    code = "not_a_volunteer_here"
    sentence = _("You are not an active volunteer of this association at that time.")
    label = pgettext_lazy("shift", "For active volunteers")
    advice = _("If you would like to start or come back, ask the coordinator.")


class RoleNotHeld(ShiftRefusal):
    """The shift is for a role that the person does not do on that day."""

    code = "role_not_held"
    sentence = _("This shift is for those who do the role “%(role)s”.")
    label = pgettext_lazy("shift", "Needs another role")
    advice = _("If you would like to do it, ask the coordinator.")
    weight = Weight.HARD


class RequirementsUnmet(ShiftRefusal):
    """The role asks for something that the person does not have on that day."""

    code = "requirements_unmet"
    sentence = "%(said)s"
    label = pgettext_lazy("shift", "Something is missing")
    advice = _("Your coordinator helps you to get it in order.")
    weight = Weight.HARD


class EndBeforeStart(ShiftRefusal):
    """A shift needs a start before its end."""

    code = "end_before_start"
    sentence = _("The end must be after the start.")
    status = 400


class StartInThePast(ShiftRefusal):
    """A new time has to lie ahead."""

    code = "start_in_the_past"
    sentence = _("The start is in the past. Choose a time ahead.")
    status = 400


class PlacesBelowTaken(ShiftRefusal):
    """Fewer places than people who come."""

    code = "places_below_taken"
    sentence = _("%(taken)s people hold a place already. There must be at least as many places.")


class NoPlaces(ShiftRefusal):
    """A shift has at least one place."""

    code = "no_places"
    sentence = _("A shift needs at least one place.")
    status = 400


class RoleIsFixed(ShiftRefusal):
    """People came for this role; another one would be another shift."""

    code = "role_is_fixed"
    sentence = _("Somebody holds a place already, so the role cannot change. Make a new shift instead.")


class TimeIsFixed(ShiftRefusal):
    """What has begun is not moved."""

    code = "time_is_fixed"
    sentence = _("The shift has started, so its time cannot change. Give people their own times instead.")


class TooLateToMoveBack(ShiftRefusal):
    """Ten minutes are over, or somebody has changed the time since."""

    code = "too_late_to_move_back"
    sentence = _("The move can no longer be taken back. Choose the time that you want for the shift.")


class ShiftIsClosed(ShiftRefusal):
    """A cancelled shift does not change any more."""

    code = "shift_is_closed"
    sentence = _("The shift is cancelled and does not change any more. Make a new one instead.")


class AttendanceMarked(ShiftRefusal):
    """Somebody was there: it took place."""

    code = "attendance_marked"
    sentence = _("Somebody is marked as having been there, so the shift cannot be cancelled.")


class NotStarted(ShiftRefusal):
    """Who was there shows only after the start."""

    code = "not_started"
    sentence = _("The shift has not started yet. Mark who came after it has.")


class NoPlaceForWalkIn(ShiftRefusal):
    """Even those who came without signing up need a place."""

    code = "no_place_for_walk_in"
    sentence = _("All places are taken. Raise the number of places first, then add the person.")


class NotSignedUp(ShiftRefusal):
    """The person holds no place."""

    code = "not_signed_up"
    sentence = _("There is no sign-up to change any more.")


class TimesTooFar(ShiftRefusal):
    """Own times that have little to do with the shift are a slip of the pen."""

    code = "times_too_far"
    sentence = _("These times are too far from the shift. Check the hours.")
    status = 400


class CallIsOpen(ShiftRefusal):
    """One search for people at a time."""

    code = "call_is_open"
    sentence = _("People are being asked for this shift already.")


class NobodyToCall(ShiftRefusal):
    """There is nobody to ask."""

    code = "nobody_to_call"
    sentence = _("Choose at least one person to ask.")
    status = 400


class CallIsOver(ShiftRefusal):
    """Somebody was faster, or nobody is needed any more."""

    code = "call_is_over"
    sentence = _("Nobody is needed for this shift any more. Thank you for being ready to help!")


class OfferIsOver(ShiftRefusal):
    """The time for an answer is over, or the shift is another one by now."""

    code = "offer_is_over"
    sentence = _("This place waits for your answer no more.")
    advice = _("If you would still like to come, join the waiting list again.")


class Busy(ShiftRefusal):
    """Many people at once: the lock did not come in time, nothing was changed."""

    code = "busy"
    sentence = _("Many people are here at this moment. Nothing was changed. Try again.")
    status = 503


class ChangedMeanwhile(ShiftRefusal):
    """Somebody signed up or left while the coordinator saved."""

    code = "changed_meanwhile"
    sentence = _("Somebody signed up or left while you were saving. Look at the shift and save again.")


class AnsweredAlready(ShiftRefusal):
    """They have said that the new time suits them."""

    code = "answered_already"
    sentence = _("You have already said that the new time suits you.")
    advice = _("If something has come up since, open the shift and press “I can't make it”.")


class MovedAgain(ShiftRefusal):
    """The time that was answered to is not the time any more."""

    code = "moved_again"
    sentence = _("The time of the shift has changed once more. Look at it and answer again.")


class NobodyToSwapWith(ShiftRefusal):
    """None of those who come there could swap."""

    code = "nobody_to_swap_with"
    sentence = _("Nobody who comes to these shifts can swap with you. Choose another one.")
    status = 400


class SwapWaits(ShiftRefusal):
    """Somebody has agreed, and a coordinator has the last word."""

    code = "swap_waits"
    sentence = _("Somebody has agreed to swap with you, and the coordinator looks at it now.")


class SwapIsOver(ShiftRefusal):
    """Somebody was faster, or one of the two places has changed."""

    code = "swap_is_over"
    sentence = _("This swap is not possible any more. You both keep your own shifts.")


class NotRepeating(ShiftRefusal):
    """Only what repeats has standing places."""

    code = "not_repeating"
    sentence = _("This shift does not repeat, so there is no standing place on it.")


class ByCoordinatorOnly(ShiftRefusal):
    """One does not take a place here at once, so not a standing one either."""

    code = "by_coordinator_only"
    sentence = _("Here a coordinator gives the standing places.")
    advice = _("Ask the coordinator.")


class NothingToTake(ShiftRefusal):
    """None of the dates is free for this person."""

    code = "nothing_to_take"
    sentence = _("None of the dates ahead has a place for this person.")


class PlacesOfBoth(DomainError):
    """One person is on one shift at a time."""

    code = "places_of_both"
    sentence = _(
        "Both are on shifts at the same time: %(when)s. They are two people, or one of them has to be taken "
        "off that shift first."
    )


class LateBeforeStandIn(DomainError):
    """The nearer to the start, the more is done."""

    code = "late_before_stand_in"
    sentence = _(
        "It cannot be late before somebody is looked for. Give the duty phone at most as many hours as the "
        "search for a stand-in."
    )
    status = 400
