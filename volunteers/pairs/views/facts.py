"""What is kept of a client, as who is in charge and the client read it."""

from django.db.models import Count, Max
from django.utils.translation import gettext as _, ngettext

from volunteers.pairs import clients, words
from volunteers.pairs.models import Pair
from web import formats
from web.kit import Fact


def facts_of(pair: Pair, known: clients.Opened) -> list[Fact]:
    """All that is kept of a client but meetings and what was agreed; of who is blanked nothing."""
    client = pair.client
    if client.blanked_at is not None:
        return []
    lost = _("cannot be opened: the key is missing")
    consented = formats.day(client.consented_on, year=True)
    found = [
        Fact("person", known.alias if known.alias is not None else lost),
        Fact("phone", known.contact if known.contact is not None else lost),
        Fact("pin", known.municipality if known.municipality is not None else lost),
        Fact("language", client.get_language_display()),
        Fact("clock", words.times(client.times)),
    ]
    if known.wish != "":
        found.append(Fact("heart", known.wish if known.wish is not None else lost, _("the wish")))
    if pair.client_said_on is not None:
        said_on = _("told on the own page, %(day)s") % {"day": formats.day(pair.client_said_on, year=True)}
        found.append(Fact("message", pair.get_client_says_display(), said_on))
    agreed = _("agreed %(day)s, %(way)s; text %(version)s")
    said = {"day": consented, "way": client.get_consent_way_display(), "version": client.consent_version}
    return [*found, Fact("check", _("Consent"), agreed % said)]


def meetings_of(pair: Pair) -> list[Fact]:
    """How many meetings are noted, and when the last one was."""
    met = pair.meetings.aggregate(count=Count("pk"), last=Max("local_date"))
    if not met["count"]:
        return []
    said = ngettext("%(count)s meeting is noted", "%(count)s meetings are noted", met["count"])
    last = _("the last one %(day)s") % {"day": formats.day(met["last"], year=True)}
    return [Fact("calendar", said % {"count": met["count"]}, last)]
