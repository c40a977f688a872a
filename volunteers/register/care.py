"""What the register keeps for the care of its people: thanks, incidents. Announced when the app starts."""

from django.utils.translation import gettext_lazy as _

from notifications import kinds as notification_kinds
from volunteers.register import erasers, incident_words, models, person_data, person_page, thanks_words


def announce() -> None:
    """Kinds of messages, parts of the person's page, and where people are in these tables."""
    notification_kinds.register(thanks_words.KIND)
    notification_kinds.register(incident_words.KIND)
    person_page.register(thanks_words.SECTION)
    for model, by, what, erase in ((models.Thanks, "person", _("Thanks"), erasers.rows_of(models.Thanks)),):
        person_data.register(person_data.PersonData(model=model, by=by, what=what, erase=erase))
