"""Refusals about one person."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotReady(DomainError):
    """Something is missing before they begin."""

    code = "period_not_ready"
    sentence = _("%(name)s cannot begin yet: %(said)s")


class NoPeriod(DomainError):
    """There is nothing to pause or to end."""

    code = "period_missing"
    sentence = _("%(name)s is not a volunteer here at the moment.")


class BreakTooLong(DomainError):
    """A break has an end in sight."""

    code = "break_too_long"
    sentence = _("A break can last until %(day)s at most. For longer, end the time here: one can come back.")
    status = 400


class BreakInPast(DomainError):
    """It begins today."""

    code = "break_in_past"
    sentence = _("The last day of the break is in the past. Choose today or a later day.")
    status = 400


class BornInFuture(DomainError):
    """Nobody was."""

    code = "born_in_future"
    sentence = _("The day of birth is in the future. Check the year.")
    status = 400


class BornTooLongAgo(DomainError):
    """Nobody is that old."""

    code = "born_too_long_ago"
    sentence = _("That would make %(years)s years. Check the year of birth.")
    status = 400


class AwayTooLong(DomainError):
    """More than a year is a break, or the end."""

    code = "absence_too_long"
    sentence = _("An absence can be a year at most. For longer, take a break.")
    status = 400


class AwayAlready(DomainError):
    """Days are noted once."""

    code = "absence_known"
    sentence = _("These days overlap with an absence that is noted already.")


class TimesCross(DomainError):
    """Two stretches of a day lie on each other."""

    code = "availability_overlap"
    sentence = _("Two times of one day overlap. Join them into one.")
    status = 400


class NotReachable(DomainError):
    """A contact is there to be called."""

    code = "contact_unreachable"
    sentence = _("Give a phone number or an e-mail address, so that they can be reached.")
    status = 400


class NotAGuardian(DomainError):
    """Only a guardian consents."""

    code = "contact_not_guardian"
    sentence = _("Only a guardian can give the consent. Tick “guardian” too.")
    status = 400


class PlacementOnly(DomainError):
    """Who is here for a school or an office gives no volunteer hours."""

    code = "placement_has_no_hours"
    sentence = _(
        "%(name)s is here on a placement and not as a volunteer, so no volunteer hours are recorded."
    )


class LastToCoordinate(DomainError):
    """Nobody would be left to let others in."""

    code = "last_to_coordinate"
    sentence = _("Nobody else coordinates here. Let another person coordinate first, then erase.")


class LetterUnwritten(DomainError):
    """Half a letter is none."""

    code = "letter_unwritten"
    sentence = _(
        "A letter needs a subject and a text: at least in the association's own language, and both in every "
        "other language that you use."
    )
    status = 400


class LetterToNobody(DomainError):
    """Nobody is left to write to."""

    code = "letter_to_nobody"
    sentence = _("Nobody of them may be written to about this: they have not allowed other letters.")
    status = 400


class NotAPlaceOfYours(DomainError):
    """One brings along only from where one is or has been."""

    code = "carry_not_yours"
    sentence = _("Choose an association where you volunteer or have volunteered.")
    status = 400


class BasisMissing(DomainError):
    """Funders ask on what an estimate rests."""

    code = "placement_count_without_basis"
    sentence = _("Say in a few words on what the number rests, for example “the school's own list”.")
    status = 422


class NothingChosen(DomainError):
    """Of nothing there is nothing to bring."""

    code = "carry_nothing_chosen"
    sentence = _("Choose at least one thing to bring along.")
    status = 400


class RecordNotThere(DomainError):
    """It is on its way, was taken back, or has been answered."""

    code = "carry_not_there"
    sentence = _("This is not there any more, or not yet. Load the page again.")


class ConsentTextChanged(DomainError):
    """Consent is given to one text."""

    code = "carry_consent_changed"
    sentence = _("The text has changed meanwhile. Read it again.")
