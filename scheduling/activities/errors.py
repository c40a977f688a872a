"""Refusals of activities: what happened, what is kept, what to do next."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError
from web.sheets.refusals import FileRefused


class NotFromHere(DomainError):
    """The state does not lead there."""

    code = "activity_state"
    sentence = _("What is “%(now)s” cannot become “%(wanted)s”.")


class MonthClosed(DomainError):
    """What is closed does not change."""

    code = "activity_month_closed"
    sentence = _("%(month)s is closed: what was held and counted in it stays. Nothing was saved.")


class MonthOpen(DomainError):
    """What is open is changed, not corrected."""

    code = "activity_month_open"
    sentence = _("%(month)s is still open. Change the number itself.")


class NotYet(DomainError):
    """Nobody knows yet how it was."""

    code = "activity_in_future"
    sentence = _("This has not begun yet. Come back when it has been held, or say that it is cancelled.")
    status = 422


class EndsBeforeStart(DomainError):
    """Time does not run backwards."""

    code = "activity_ends_before_start"
    sentence = _("The end must be later than the start.")
    status = 422


class BasisMissing(DomainError):
    """Funders ask on what an estimate rests."""

    code = "count_without_basis"
    sentence = _("Say in a few words on what the number rests, for example “chairs counted at two o'clock”.")
    status = 422


class ReasonMissing(DomainError):
    """Whoever reads the figure later must see why it changed."""

    code = "count_without_reason"
    sentence = _("Say in a few words why the number changes.")
    status = 422


class CountApproved(DomainError):
    """Approved numbers are the coordinator's to change."""

    code = "count_approved"
    sentence = _("The coordinator has approved the number of this time already. Ask them to change it.")


class HoursApproved(DomainError):
    """What counts is taken back before its occasion moves."""

    code = "occasion_hours_approved"
    sentence = _(
        "The hours of %(name)s are approved already, and they would not follow the occasion. Take them back "
        "first, then change the time or the role. Nothing was changed."
    )


class CorrectedAlready(DomainError):
    """The latest number is the one to correct."""

    code = "count_corrected"
    sentence = _("This number was corrected already. Open the page again and correct the new one.")


class GroupKnown(DomainError):
    """A group's name is given once."""

    code = "group_known"
    sentence = _("There is a group called “%(name)s” already.")


class MeetsNoDay(DomainError):
    """Nothing to repeat."""

    code = "group_without_times"
    sentence = _("Say first on which weekday and at what time the group meets.")
    status = 422


class TooManyTimes(DomainError):
    """A year is planned at a time."""

    code = "group_too_many_times"
    sentence = _("That would be %(count)s times. Plan at most %(most)s at once, about a year.")
    status = 422


class NoTimes(DomainError):
    """The days hold no such weekday."""

    code = "group_no_times"
    sentence = _("There is no %(weekday)s between these days.")
    status = 422


class HostMissing(DomainError):
    """A gig is at somebody's."""

    code = "gig_without_host"
    sentence = _("Choose the place where the gig is.")
    status = 422


class NobodysPart(DomainError):
    """A coordinator of a part plans what belongs to it."""

    code = "activity_beyond_reach"
    sentence = _("Choose a role or a unit that you look after.")
    status = 422


class PlaceKnown(DomainError):
    """A place's name is given once."""

    code = "tally_place_known"
    sentence = _("There is a counting place called “%(name)s” already.")


class PlaceIsNowhere(DomainError):
    """Only some go where people are, or need no place."""

    code = "tally_place_nowhere"
    sentence = _(
        "Choose the place where it is counted. Only outreach, a phone line and companions may be without one."
    )
    status = 422


class NotCountedHere(DomainError):
    """Each kind of place counts its own."""

    code = "tally_other_measure"
    sentence = _("That is not counted at “%(name)s”.")
    status = 422


class DayAhead(DomainError):
    """Nobody has come yet."""

    code = "tally_in_future"
    sentence = _("%(day)s has not come yet. Nothing was noted.")
    status = 422


class NotToTakeBack(DomainError):
    """What is closed is corrected."""

    code = "tally_stays"
    sentence = _("This number cannot be taken back any more. The coordinator can correct it.")


class TooManyInAGroup(DomainError):
    """Everybody shall come to speak."""

    code = "dialogue_group_full"
    sentence = _("A dialogue group has at most %(most)s people. Make another group for the others.")
    status = 422


class NotADialogue(DomainError):
    """Groups of ten are asked for where everybody sits together."""

    code = "not_a_dialogue"
    sentence = _("Only a dialogue has such groups.")
    status = 422


class NobodyCounted(DomainError):
    """A dialogue is told by its groups."""

    code = "dialogue_without_groups"
    sentence = _("Say first for each group how many took part.")
    status = 422


class SentElsewhere(DomainError):
    """A key is the sender's own, and this one was used for something else or for what is no more."""

    code = "sent_key_used"
    sentence = _(
        "This key was sent before, with another number or with one that was taken back. Nothing was noted."
    )


class TooManyOccasions(FileRefused):
    """More than comes in at once."""

    code = "too_many_occasions"
    sentence = _("The file has more than %(most)s new occasions. Split it, for example by year.")


class ImportedOtherwise(DomainError):
    """Somebody took the same file in at the same moment."""

    code = "count_import_twice"
    sentence = _("This file was imported already. Nothing changed.")


class ImportTooOld(DomainError):
    """There were ten minutes to look at it."""

    code = "count_import_too_old"
    sentence = _("An import can be undone for ten minutes. After that, each number is corrected on its page.")


class ImportNotUndone(DomainError):
    """Somebody's later work would be lost."""

    code = "count_import_in_the_way"
    sentence = _("Something was done since with what the file brought: %(what)s. Nothing was undone.")


class GroupIsOpen(DomainError):
    """Whoever comes to an open group says no name."""

    code = "group_is_open"
    sentence = _("Anybody may come to “%(name)s”: no names are kept of it. Say first that it is closed.")


class GroupEnded(DomainError):
    """Nobody comes to what has ended."""

    code = "group_ended"
    sentence = _("“%(name)s” is not in use any more. Take it into use first.")


class GroupFull(DomainError):
    """There are as many as fit."""

    code = "group_full"
    sentence = _("There are %(most)s people in “%(name)s” already, and no more fit.")


class NamesInGroup(DomainError):
    """Names are kept of closed groups alone."""

    code = "names_in_group"
    sentence = _("Names are kept of those in “%(name)s”. Erase them first, then anybody may come.")
