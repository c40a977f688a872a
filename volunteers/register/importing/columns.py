"""The columns of a file of people: what each means, and by what names lists in three languages call it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

# In the order in which a reader is shown them.
LABELS: dict[str, str | Promise] = {
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "full_name": _("Whole name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "language": _("Language"),
    "born_on": _("Date of birth"),
    "municipality": _("Municipality"),
    "postal_code": _("Postal code"),
    "speaks": _("Speaks"),
    "skills": _("Skills"),
    "state": pgettext_lazy("column", "State"),
    "started_on": pgettext_lazy("column", "Volunteer since"),
    "until": pgettext_lazy("column", "Until"),
    "roles": pgettext_lazy("column", "Roles"),
    "tags": pgettext_lazy("column", "Tags"),
    "guardian": _("Guardian"),
    "guardian_phone": _("Guardian's phone"),
    "guardian_email": _("Guardian's e-mail"),
    "guardian_consent": _("Guardian's consent on"),
}
# With commas between them.
_NAMES: dict[str, str] = {
    "given_name": (
        "given name, first name, firstname, forename, given, etunimi, etunimet, kutsumanimi, förnamn, "
        "fornamn, tilltalsnamn"
    ),
    "family_name": "family name, last name, lastname, surname, family, sukunimi, efternamn, släktnamn",
    "full_name": (
        "whole name, full name, name, nimi, koko nimi, vapaaehtoinen, henkilö, namn, hela namnet, "
        "frivillig, volunteer, person"
    ),
    "email": (
        "e mail, email, mail, email address, e mail address, sähköposti, sahkoposti, sähköpostiosoite, s "
        "posti, sposti, e post, epost, e postadress, epostadress"
    ),
    "phone": (
        "phone, phone number, telephone, mobile, mobile phone, tel, puhelin, puhelinnumero, puh, "
        "matkapuhelin, gsm, kännykkä, telefon, telefonnummer, mobil, mobiltelefon, mobilnummer"
    ),
    "speaks": (
        "speaks, spoken languages, other languages, puhuu, kielitaito, puhutut kielet, muut kielet, "
        "talar, språkkunskaper, andra språk"
    ),
    "skills": "skills, skill, what they can, taidot, osaaminen, vahvuudet, färdigheter, kunskaper, kunnande",
    "state": "state, status, tila, vaihe, läge, tillstånd",
    "started_on": (
        "volunteer since, since, start, start date, started, started on, joined, joined on, from, "
        "aloitti, aloittanut, aloituspäivä, aloituspvm, aloitus, alkaen, mukana alkaen, liittynyt, "
        "vapaaehtoinen alkaen, vapaaehtoisena alkaen, frivillig sedan, började, startdatum, start datum, "
        "börjat, med sedan, från, sedan"
    ),
    "until": (
        "until, ended, end, end date, left, lopetti, lopettanut, päättyi, päättyen, asti, lopetuspäivä, "
        "slutade, slutat, slutdatum, till, till och med"
    ),
    "guardian": (
        "guardian, guardian name, guardian's name, parent, huoltaja, huoltajan nimi, vanhempi, "
        "vårdnadshavare, vårdnadshavarens namn, målsman, förälder"
    ),
    "guardian_phone": (
        "guardian phone, guardian's phone, parent phone, huoltajan puhelin, huoltajan puhelinnumero, "
        "vårdnadshavarens telefon, vårdnadshavarens telefonnummer, vårdnadshavare telefon"
    ),
    "guardian_email": (
        "guardian e mail, guardian email, guardian's e mail, guardian's email, parent email, huoltajan "
        "sähköposti, huoltajan sähköpostiosoite, vårdnadshavarens e post, vårdnadshavare e post, "
        "vårdnadshavarens epost"
    ),
    "guardian_consent": (
        "guardian's consent on, guardian consent, guardian's consent, huoltajan suostumus, huoltajan "
        "suostumus annettu, suostumus annettu, vårdnadshavarens samtycke, vårdnadshavarens samtycke den"
    ),
    "language": (
        "language, preferred language, kieli, äidinkieli, asiointikieli, yhteydenpitokieli, språk, "
        "modersmål, kontaktspråk"
    ),
    "born_on": (
        "date of birth, birth date, birthdate, birthday, born, dob, syntymäaika, syntymäpäivä, syntynyt, "
        "synt aika, födelsedatum, födelsetid, född"
    ),
    "municipality": (
        "municipality, home municipality, city, town, kunta, kotikunta, paikkakunta, kaupunki, "
        "postitoimipaikka, kommun, hemkommun, ort, stad, postort"
    ),
    "postal_code": "postal code, postcode, post code, zip, zip code, postinumero, postinro, postnummer",
    "tags": "tags, tag, labels, tunniste, tunnisteet, merkinnät, ryhmät, etikett, etiketter, taggar",
    "roles": (
        "role, roles, volunteer role, muoto, muodot, vapaaehtoismuoto, tehtävä, tehtävät, rooli, roolit, "
        "uppdrag, roll, roller, form, former"
    ),
}


@cache
def _by_name() -> dict[str, str]:
    """Every name of a column, and what our own files call it in each language."""
    found = {_plain(name): column for column, names in _NAMES.items() for name in names.split(", ")}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {_plain(str(label)): column for column, label in LABELS.items()}
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-./:*()’']+", " ", name.casefold()).strip()


def recognised(names: Sequence[str]) -> int:
    """How many of these are columns that we know."""
    return len({column for name in names if (column := _by_name().get(_plain(str(name))))})


def guess(names: Sequence[str], own: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Where each known column stands; of two with one meaning the first counts.

    `own` are the association's own fields: what each is called in any language, by its key.
    """
    known = _by_name() | {_plain(name): key for key, called in own.items() for name in called if name}
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if column := known.get(_plain(name)):
            places.setdefault(column, place)
    if {"given_name", "family_name"} <= set(places):
        places.pop("full_name", None)
    return places


def names_are_there(places: Mapping[str, int]) -> bool:
    """Whether the rows would say who people are."""
    return "full_name" in places or {"given_name", "family_name"} <= set(places)
