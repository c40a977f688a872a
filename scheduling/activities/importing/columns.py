"""The columns of a file of numbers, as coordinators keep them, by their names in three languages."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.activities import words
from scheduling.activities.importing import beside
from scheduling.activities.models import Activity, Measure, TallyPlace
from scheduling.hours.models import Method
from web.sheets.headers import Columns

# Columns that hold a number of one measure; `number` is of whatever the row is about.
MEASURES = {
    "bag": Measure.BAG,
    "lunch": Measure.LUNCH,
    "other_food": Measure.OTHER_FOOD,
    "questions": Measure.QUESTIONS,
    "accompanied": Measure.ACCOMPANIED,
}
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
            *(
                "montako",
                "kuinka_monta",
                "how_many",
                "hur_många",
                "antal",
                "deltagare",
                "besök",
                "besökare",
                "publik",
                "kontakter",
                "möten",
            ),
        ),
        "bag": ("bags", "food_bags", "kassit", "ruokakassit", "ruokakasseja", "kassar", "matkassar"),
        "lunch": ("lunches", "lounaat", "lounaita", "luncher"),
        "other_food": ("other", "other_food", "muu", "muu_ruoka", "muuta_ruokaa", "annat", "annan_mat"),
        "questions": ("questions", "kysymykset", "kysymyksiä", "frågor"),
        "accompanied": ("accompanied", "accompanied_visits", "saattamiset", "saattamisia", "ledsagningar"),
        "method": ("method", "menetelmä", "laskutapa", "miten", "metod", "hur"),
        "basis": ("basis", "peruste", "arvion_peruste", "mihin_se_perustuu", "grund", "vad_bygger_det_på"),
        "starts": (
            *("from", "start", "starts", "start_time", "begins", "alkaen", "alku", "alkoi", "klo_alkaen"),
            *("aloitus", "alkamisaika", "från", "början", "började", "start_kl", "börjar"),
        ),
        "ends": (
            *("to", "until", "end", "ends", "end_time", "päättyen", "loppu", "päättyi", "asti", "lopetus"),
            *("päättymisaika", "till", "slut", "slutade", "slut_kl", "slutar"),
        ),
        "organisation": (
            *("organisation", "organization", "party", "for_whom", "booked_by", "järjestö", "yhteisö"),
            *("varaaja", "kenelle", "organisaatio", "taho", "förening", "bokare", "för_vem"),
        ),
        "purpose": ("purpose", "what_for", "tarkoitus", "käyttötarkoitus", "mihin_tarkoitukseen", "ändamål"),
        "grant_target": (
            *("grant_target", "grant", "paid_by", "avustuskohde", "avustus", "rahoituskohde", "kohdekoodi"),
            *("understödsobjekt", "understöd", "bidrag"),
        ),
        "own": (
            *("own", "counted_elsewhere", "oma", "laskettu_muualla", "lasketaan_muualla", "egen"),
            "räknas_annanstans",
        ),
    },
    required=("date", "name"),
    labels={
        "date": pgettext_lazy("column", "Date"),
        "kind": pgettext_lazy("column", "Kind"),
        "name": pgettext_lazy("column", "Name"),
        "number": _("How many came"),
        **{column: measure.label for column, measure in MEASURES.items()},
        "method": _("How is it known"),
        "basis": _("On what does it rest"),
        "site": _("The host's place"),
        "organisation": _("For whom"),
        "purpose": _("What for"),
        "starts": pgettext_lazy("time of day", "From"),
        "ends": pgettext_lazy("time of day", "To"),
        "own": _("Counted elsewhere"),
        "grant_target": _("Grant target"),
    },
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
    found |= {word: code for code, said in _SHORT.items() for word in said}
    return found | _in_each_language(beside.labels()) | beside.called()


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
