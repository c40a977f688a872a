"""Refusals of the register."""

from django.utils.translation import gettext_lazy as _

from accounts.invitations import InvitationRefused
from web.errors import DomainError


class PersonKnown(DomainError):
    """Somebody of this name and address is in the register."""

    code = "person_known"
    sentence = _("%(name)s is in the register already, with the same e-mail address.")


class PeriodOpen(DomainError):
    """One period at a time."""

    code = "period_open"
    sentence = _("%(name)s is a volunteer here already: the period is “%(state)s”.")


class NotFromHere(DomainError):
    """The period's state does not lead there."""

    code = "period_state"
    sentence = _("A period that is “%(now)s” cannot become “%(wanted)s”.")


class RoleKnown(DomainError):
    """A role's code is given once."""

    code = "role_known"
    sentence = _("There is a role with the code “%(code)s” already.")


class NoAddress(DomainError):
    """Nothing to send the invitation to."""

    code = "person_without_address"
    sentence = _("%(name)s has no e-mail address. Add one, then invite.")


class HasLogin(DomainError):
    """There is nothing to invite to."""

    code = "person_has_login"
    sentence = _("%(name)s can sign in already.")


class AnotherBegins(DomainError):
    """Two people approved who coordinates an association first; one alone does not change it."""

    code = "another_begins"
    sentence = _(
        "Two people approved %(email)s as the address of the first coordinator. Invite that address. If it is"
        " wrong, write to the operator of the service."
    )


class LinkedToAnother(InvitationRefused):
    """The person, or the login, belongs to somebody else here."""

    code = "person_linked_to_another"
    sentence = _(
        "This invitation belongs to somebody else in the register. Ask your association to look into it."
    )
    status = 409


class UnitInItself(DomainError):
    """A tree has no rings."""

    code = "unit_in_itself"
    sentence = _(
        "“%(name)s” cannot stand below itself or below one of its parts. Choose another place for it."
    )


class RoleInUse(DomainError):
    """Shifts ahead need the role."""

    code = "role_in_use"
    sentence = _("“%(name)s” cannot be put away while it is open for applications. Close it first.")
    status = 400


class ModelChanged(DomainError):
    """The catalogue's text is another one than the page showed."""

    code = "agreement_model_changed"
    sentence = _("The federation has changed its text since you opened this. Read it again before you save.")


class TextMissing(DomainError):
    """Nobody can sign what nobody has written."""

    code = "agreement_text_missing"
    sentence = _("There is no text to sign yet. Write it under Agreements first.")
    status = 400


class TypeKnown(DomainError):
    """A code is given once."""

    code = "qualification_type_known"
    sentence = _("There is a qualification with the code “%(code)s” already.")


class TypeCircle(DomainError):
    """What includes another is not included in it."""

    code = "qualification_type_circle"
    sentence = _("“%(wider)s” includes “%(name)s” already, so it cannot be included in it.")
    status = 422


class TypesAtOnce(DomainError):
    """Two that were saved in the same moment include each other."""

    code = "qualification_types_at_once"
    sentence = _(
        "Somebody changed another qualification at the same moment, and now each would include the other. "
        "Look at what is included, and save again."
    )


class QualificationKnown(DomainError):
    """The same kind from the same day."""

    code = "qualification_known"
    sentence = _("“%(name)s” from that day is noted already.")


class RevokedAlready(DomainError):
    """It no longer stands."""

    code = "qualification_revoked"
    sentence = _("This qualification has been revoked already.")


class ReasonMissing(DomainError):
    """Whose qualification it is reads why."""

    code = "qualification_reason_missing"
    sentence = _("Write why it no longer stands. The person reads it, too.")
    status = 422


class DayAhead(DomainError):
    """What has been shown was shown until today."""

    code = "day_ahead"
    sentence = _("The day is in the future. Choose today or an earlier day.")
    status = 400


class EndsBeforeStart(DomainError):
    """Days in order."""

    code = "ends_before_start"
    sentence = _("The last day is before the first one.")
    status = 400


class CheckNotAllowed(DomainError):
    """Act 148/2014 gives no right to ask."""

    code = "child_work_check_not_allowed"
    sentence = _(
        "An extract may be asked for only where all three conditions of Act 148/2014 hold. “%(role)s” is not "
        "such a role."
    )
    status = 400


class ExtractTooOld(DomainError):
    """Older than the law allows."""

    code = "extract_too_old"
    sentence = _("The extract must be dated before the day it was seen, and at most six months before.")
    status = 400


class DoesItAlready(DomainError):
    """Nothing to change."""

    code = "role_held_already"
    sentence = _("%(name)s does this role already.")


class DoesNotDoIt(DomainError):
    """Nothing to end."""

    code = "role_not_held_by"
    sentence = _("%(name)s does not do this role any more.")


class DayPast(DomainError):
    """What people signed cannot have been in force before they could read it."""

    code = "day_past"
    sentence = _("The day is in the past. Choose today or a later day.")
    status = 400


class NotToSign(DomainError):
    """Another version took its place, or its day has not come."""

    code = "agreement_not_to_sign"
    sentence = _("This version is not the one to sign now. Open the list and read the current one.")


class SignedAlready(DomainError):
    """Once is enough."""

    code = "agreement_signed"
    sentence = _("This version is signed already.")


class NameDiffers(DomainError):
    """The signature is one's own name."""

    code = "signature_name"
    sentence = _("Sign with your name as it is in the register: %(name)s.")
    status = 400


class TagWithoutName(DomainError):
    """Nothing to find people by."""

    code = "tag_without_name"
    sentence = _("Choose a tag, or write a new one.")
    status = 400


class NothingToUndo(DomainError):
    """Too late, or never done."""

    code = "nothing_to_undo"
    sentence = _("This cannot be undone any more: an undo works for ten minutes.")


class TooManyAtOnce(DomainError):
    """Each of them is a mail."""

    code = "too_many_at_once"
    sentence = _("At most %(most)s people can be invited at once. Narrow the list down first.")
    status = 400


class ListWithoutName(DomainError):
    """Nothing to call it by."""

    code = "list_without_name"
    sentence = _("Give the filter a name.")
    status = 400


class TooManyLists(DomainError):
    """They stand in a row above the list."""

    code = "too_many_lists"
    sentence = _("You have %(most)s saved filters already. Remove one first.")
    status = 400


class NamesMissing(DomainError):
    """Nobody without a name."""

    code = "import_names_missing"
    sentence = _(
        "Say in which columns the given name and the family name stand, or in which one the whole name does."
    )
    status = 400


class ImportUnderWay(DomainError):
    """Somebody said yes or no to it already."""

    code = "import_under_way"
    sentence = _("This file was begun or put away already. Nothing changed.")


class ImportTooOld(DomainError):
    """Too late, or undone already."""

    code = "import_too_old"
    sentence = _("This import cannot be undone any more: an undo works for a day.")


class ImportNotUndone(DomainError):
    """Somebody has worked with the people since."""

    code = "import_not_undone"
    sentence = _("Nothing was undone: people of this import have been worked with since. They stand below.")


class AboutHealth(DomainError):
    """Art. 9 and the rules of the house: what is not asked need not be kept."""

    code = "own_field_about_health"
    sentence = _(
        "Health, beliefs, origin and personal identity codes are not kept of volunteers. "
        "Ask for what the task needs instead, for example “can lift and carry”."
    )
    status = 400


class OwnFieldKnown(DomainError):
    """Once is enough."""

    code = "own_field_known"
    sentence = _("There is a field called “%(name)s” already.")


class OwnFieldsFull(DomainError):
    """Forms stay short."""

    code = "own_fields_full"
    sentence = _("There are %(most)s own fields already. Remove one that nobody needs.")
    status = 400


class OptionsMissing(DomainError):
    """A choice is between different things."""

    code = "own_field_options"
    sentence = _("Write from two to %(most)s different answers, each on its own line.")
    status = 400


class OptionInUse(DomainError):
    """People have it."""

    code = "own_field_option_in_use"
    sentence = _(
        "“%(name)s” cannot be left out: people have it as their answer (%(people)s). "
        "Write the new name in its place, or change their answers first."
    )
