"""The columns of a file of numbers, as coordinators keep them, by their names in three languages."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from scheduling.activities import words
from scheduling.activities.models import Activity, Measure, TallyPlace
from scheduling.hours.models import Method
from web.sheets.headers import Columns

# Columns that hold a number of one measure; `number` is of whatever the row is about.
MEASURES = {"bag": Measure.BAG, "lunch": Measure.LUNCH, "other_food": Measure.OTHER_FOOD}
COLUMNS = Columns(
    names={
        "date": ("date", "day", "päivä", "päivämäärä", "pvm", "datum", "dag"),
        "kind": ("kind", "type", "what", "laji", "tyyppi", "toiminta", "slag", "typ", "verksamhet"),
        "name": (
            *("name", "title", "group", "event", "gig", "place", "nimi", "otsikko", "ryhmä", "tapahtuma"),
            *(
                "keikka",
                "paikka",
                "kohtaamispaikka",
                "laskupaikka",
                "laskentapaikka",
                "namn",
                "rubrik",
                "grupp",
                "evenemang",
            ),
            *("spelning", "plats", "mötesplats"),
        ),
        "site": (
            *("site", "host", "venue", "kohde", "esiintymispaikka", "isäntä", "toimipaikka", "pitopaikka"),
            *("värd", "lokal", "värdplats", "verksamhetsställe"),
        ),
        "number": (
            *("number", "count", "heads", "participants", "participations", "visits", "visitors", "audience"),
            *("contacts", "encounters", "lukumäärä", "määrä", "luku", "osallistujat", "osallistujia"),
            *("osallistumiset", "kävijät", "kävijöitä", "käynnit", "yleisö", "yhteydenotot", "kohtaamiset"),
            *("antal", "deltagare", "besök", "besökare", "publik", "kontakter", "möten"),
        ),
        "bag": ("bags", "food_bags", "kassit", "ruokakassit", "ruokakasseja", "kassar", "matkassar"),
        "lunch": ("lunches", "lounaat", "lounaita", "luncher"),
        "other_food": ("other", "other_food", "muu", "muu_ruoka", "muuta_ruokaa", "annat", "annan_mat"),
        "method": ("method", "menetelmä", "laskutapa", "miten", "metod", "hur"),
        "basis": ("basis", "peruste", "arvion_peruste", "grund"),
    },
    required=("date", "name"),
)

# What people write in a column, besides what we call it.
_SHORT = {
    "group_session": ("ryhmä", "ryhmät", "ryhmäkerta", "grupp", "grupper", "gruppträff", "group", "groups"),
    "food": ("ruoka", "ruokajako", "ruokajakelu", "mat", "matutdelning", "food"),
    "guidance": ("neuvonta", "ohjaus", "rådgivning", "desk"),
    "outreach": ("jalkautuminen", "jalkautuva työ", "uppsökande arbete"),
}


def kinds() -> Mapping[str, str]:
    """Kinds of occasions and of places, by what they are called in any language, one or many of them."""
    found = _in_each_language(dict(Activity.Kind.choices) | dict(TallyPlace.Kind.choices))
    found |= _in_each_language({str(code): label for code, label in words.HEADINGS.items()})
    found |= _in_each_language({str(code): label for code, label in words.PLACES.items()})
    return found | {word: code for code, said in _SHORT.items() for word in said}


def methods() -> Mapping[str, str]:
    """How a number is known, by what that is called in any language."""
    return _in_each_language(dict(Method.choices))


def _in_each_language(words: Mapping[str, str | Promise]) -> dict[str, str]:
    """Codes by what they are called in any of our languages, in small letters, and by themselves."""
    found = {code: code for code in words}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {str(label).casefold(): code for code, label in words.items()}
    return found
