"""The weeks' plans: which shifts each association has, on which weekday, where, and how many are needed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """One line of a week's plan. `taken` is left out where the fill is drawn.

    `named` come, `gone` were to come and cannot (empty for somebody unnamed): their place is free, or a
    stand-in is `searched`. An end after 24 is on the next morning.
    """

    weekday: int
    role: str
    site: str
    start: int
    end: int
    places: int
    title: str = ""
    taken: int | None = None
    named: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    searched: bool = False
    state: str = "published"


HAITARI = "Ohjelmarengas: haitarikeikka"
LAULU = "Ohjelmarengas: laulutuokio"
SAESTYS = "Yhteislauluryhmän säestys"
LUOVAT = "Ryhmä: Luovat kädet"
MIEHET = "Ryhmä: Miesten vuoro"
TUOLI = "Ryhmä: Tuolijumppa"
OLKA = "OLKA-päivystys"

NAPAJOKI_FIRST_WEEK = (
    Plan(0, "ruokakassijakelu", "majakan-piha", 9, 12, 5, taken=5),
    Plan(0, "olka", "sairaala", 10, 13, 1, OLKA, taken=0, gone=("",), searched=True),
    Plan(0, "kohtaamispaikka", "majakka", 13, 15, 2, "Avoin olohuone", taken=2),
    Plan(0, "digikaveri", "kirjasto", 17, 19, 2, "Digikahvila", taken=2),
    Plan(0, "kriisipuhelin", "toinen-kerros", 18, 21, 2, taken=1, gone=("Jari Koivisto",)),
    Plan(1, "kohtaamispaikka", "majakka", 12, 15, 2, taken=2),
    Plan(
        1,
        "ohjelmarengas",
        "koivurinne",
        14,
        16,
        3,
        HAITARI,
        taken=3,
        named=("Heikki Moilanen", "Eeva Salmela", "Ritva Hannula"),
    ),
    Plan(1, "digikaveri", "kirjasto", 18, 20, 2, "Digikahvila", taken=2),
    Plan(1, "kriisipuhelin", "toinen-kerros", 18, 21, 2, taken=2),
    Plan(2, "ruokakassijakelu", "majakan-piha", 9, 12, 6, taken=3),
    Plan(2, "olka", "sairaala", 10, 13, 2, OLKA, taken=2),
    Plan(2, "ryhmanohjaaja", "majakka", 13, 15, 1, LUOVAT, taken=1),
    Plan(2, "ohjelmarengas", "majakka", 17, 19, 2, SAESTYS, taken=1, named=("Ritva Hannula",)),
    Plan(2, "kriisipuhelin", "toinen-kerros", 18, 21, 2, taken=1),
    Plan(3, "olka", "sairaala", 10, 13, 1, OLKA, taken=1, state="cancelled"),
    Plan(3, "ohjelmarengas", "kanerva", 13, 15, 3, LAULU, taken=2),
    Plan(3, "digikaveri", "majakka", 13, 15, 2, "Digikahvila", taken=2),
    Plan(3, "ryhmanohjaaja", "majakka", 18, 20, 1, MIEHET, taken=1),
    Plan(3, "kriisipuhelin", "toinen-kerros", 18, 21, 2, taken=2),
    Plan(4, "ruokakassijakelu", "majakan-piha", 9, 12, 4, taken=4),
    Plan(4, "olka", "sairaala", 10, 13, 1, OLKA, taken=1),
    Plan(4, "ryhmanohjaaja", "majakka", 10, 11, 1, TUOLI, taken=1),
    Plan(5, "pyoraluotsi", "rantareitti", 11, 13, 4, "Talviajelu rantareitillä", taken=3),
    Plan(5, "kohtaamispaikka", "majakka", 12, 15, 2, taken=1),
    Plan(5, "ohjelmarengas", "majakka", 15, 17, 2, "Yhteislaulu Majakassa", taken=2),
    Plan(6, "kohtaamispaikka", "majakka", 12, 15, 1, taken=1),
    Plan(6, "pyoraluotsi", "rantareitti", 13, 15, 2, "Talviajelu rantareitillä", taken=0, state="draft"),
    Plan(6, "kriisipuhelin", "toinen-kerros", 18, 21, 2, taken=2),
)
"""3.–9.2.2025: 50 of 59 places taken, a cancelled shift and a draft beside them."""

NAPAJOKI_SECOND_WEEK = (
    Plan(0, "ruokakassijakelu", "majakan-piha", 9, 12, 5, taken=5),
    Plan(0, "olka", "sairaala", 10, 13, 1, OLKA, taken=1),
    Plan(0, "kohtaamispaikka", "majakka", 13, 15, 2, "Avoin olohuone", taken=2),
    Plan(0, "digikaveri", "kirjasto", 17, 19, 1, "Digikahvila", taken=1),
    Plan(0, "kriisipuhelin", "toinen-kerros", 18, 21, 2, taken=2),
    Plan(1, "kohtaamispaikka", "majakka", 12, 15, 2, taken=1),
    Plan(1, "ohjelmarengas", "honkala", 14, 16, 3, LAULU, taken=3),
    Plan(1, "digikaveri", "kirjasto", 18, 20, 2, "Digikahvila", taken=2),
    Plan(1, "kriisipuhelin", "toinen-kerros", 18, 21, 2, taken=2),
    Plan(2, "ruokakassijakelu", "majakan-piha", 9, 12, 6, taken=4),
    Plan(2, "olka", "sairaala", 10, 13, 2, OLKA, taken=2),
    Plan(2, "ryhmanohjaaja", "majakka", 13, 15, 1, LUOVAT, taken=1),
    Plan(2, "ohjelmarengas", "majakka", 17, 19, 2, SAESTYS, taken=1),
    Plan(2, "kriisipuhelin", "toinen-kerros", 18, 21, 2, taken=2),
    Plan(3, "olka", "sairaala", 10, 13, 1, OLKA, taken=1),
    Plan(3, "ohjelmarengas", "kanerva", 13, 15, 3, LAULU, taken=1),
    Plan(3, "digikaveri", "majakka", 13, 15, 2, "Digikahvila", taken=1),
    Plan(3, "kriisipuhelin", "toinen-kerros", 18, 21, 2, taken=1),
    Plan(4, "ruokakassijakelu", "majakan-piha", 9, 12, 4, taken=3),
    Plan(4, "olka", "sairaala", 10, 13, 1, OLKA, taken=0),
    Plan(4, "ryhmanohjaaja", "majakka", 10, 11, 1, TUOLI, taken=1),
    Plan(5, "tapahtumat", "tori", 10, 14, 1, "Ystävänpäivän tori", taken=1),
    Plan(5, "kohtaamispaikka", "majakka", 12, 15, 2, taken=2),
    Plan(5, "ohjelmarengas", "majakka", 15, 17, 2, "Yhteislaulu Majakassa", taken=2),
)

WEEKS: dict[str, tuple[Plan, ...]] = {
    "napajoki": (
        Plan(0, "ruokakassijakelu", "majakan-piha", 9, 12, 5),
        Plan(0, "olka", "sairaala", 10, 13, 1, OLKA),
        Plan(0, "kohtaamispaikka", "majakka", 13, 15, 2, "Avoin olohuone"),
        Plan(0, "digikaveri", "kirjasto", 17, 19, 2, "Digikahvila"),
        Plan(0, "kriisipuhelin", "toinen-kerros", 18, 21, 2),
        Plan(1, "kohtaamispaikka", "majakka", 12, 15, 2),
        Plan(1, "ohjelmarengas", "kanerva", 14, 16, 3, HAITARI),
        Plan(1, "kriisipuhelin", "toinen-kerros", 18, 21, 2),
        Plan(2, "ruokakassijakelu", "majakan-piha", 9, 12, 6),
        Plan(2, "olka", "sairaala", 10, 13, 2, OLKA),
        Plan(2, "ryhmanohjaaja", "majakka", 13, 15, 1, LUOVAT),
        Plan(2, "kriisipuhelin", "toinen-kerros", 18, 21, 2),
        Plan(3, "olka", "sairaala", 10, 13, 1, OLKA),
        Plan(3, "ohjelmarengas", "aurinkorinne", 13, 15, 3, LAULU),
        Plan(3, "digikaveri", "majakka", 13, 15, 2, "Digikahvila"),
        Plan(3, "ryhmanohjaaja", "majakka", 18, 20, 1, MIEHET),
        Plan(3, "kriisipuhelin", "toinen-kerros", 18, 21, 2),
        Plan(4, "ruokakassijakelu", "majakan-piha", 9, 12, 4),
        Plan(4, "olka", "sairaala", 10, 13, 1, OLKA),
        Plan(5, "kohtaamispaikka", "majakka", 12, 15, 2),
        Plan(6, "kohtaamispaikka", "majakka", 12, 15, 1),
        Plan(6, "kriisipuhelin", "toinen-kerros", 18, 21, 2),
    ),
    "tunturila": (
        Plan(2, "kohtaamispaikka", "kylatupa", 12, 15, 2),
        Plan(3, "ryhmanohjaaja", "seurantalo", 17, 19, 1, "Ryhmä: Villasukat ja välipala"),
        Plan(5, "kohtaamispaikka", "kylatupa", 11, 14, 2, "Lauantaikahvit"),
    ),
    "peramaa": (
        Plan(0, "ruokakassijakelu", "srk-talo", 10, 13, 4),
        Plan(2, "kohtaamispaikka", "olohuone", 12, 15, 2),
        Plan(3, "neuvontapiste", "neuvonta", 13, 16, 1, "Neuvontapiste Polku"),
        Plan(5, "tapahtumat", "olohuone", 11, 15, 3, "Talvitori"),
    ),
    "vesilinna": (
        Plan(0, "kielikahvila", "kielikahvila", 17, 19, 2, "Kielikahvila Silta"),
        Plan(1, "soppatykki", "tori", 11, 15, 4, "Soppatykki torilla"),
        Plan(2, "ruokakassijakelu", "ruokatalo", 9, 12, 4),
        Plan(3, "neuvontapiste", "infotupa", 10, 13, 2, "Infotuvan neuvonta"),
        Plan(4, "kohtaamispaikka", "infotupa", 12, 15, 2),
    ),
    "kallavirta": (
        Plan(0, "ruokakassijakelu", "keittio", 9, 12, 5),
        Plan(1, "olka", "sairaala", 10, 13, 2, OLKA),
        Plan(2, "yhteislounas", "keittio", 10, 14, 4),
        Plan(3, "digikaveri", "virtatalo", 14, 16, 2, "Digiapu"),
        Plan(5, "kulttuurikaveri", "museo", 13, 16, 2, "Museokierros"),
    ),
    "karjalanranta": (
        Plan(1, "kriisipuhelin", "paivystys", 18, 21, 1),
        Plan(2, "kohtaamispaikka", "rantapirtti", 12, 15, 2),
        Plan(3, "ryhmanohjaaja", "nuorisotalo", 17, 19, 1, "Ryhmä: Peli-ilta"),
        Plan(4, "kriisipuhelin", "paivystys", 18, 21, 1),
    ),
    "kuutsalo": (Plan(5, "kohtaamispaikka", "satama", 10, 12, 2, "Sataman kahvipöytä"),),
    "kusten": (
        Plan(0, "kriisipuhelin", "jouren", 18, 21, 1, "Jour på kristelefonen"),
        Plan(1, "kohtaamispaikka", "hamnstugan", 13, 16, 2, "Öppet hus i Hamnstugan"),
        Plan(2, "kriisipuhelin", "jouren", 18, 21, 1, "Jour på kristelefonen"),
        Plan(3, "digikaveri", "biblioteket", 15, 17, 2, "Digihjälp på biblioteket"),
        Plan(4, "kriisipuhelin", "jouren", 18, 21, 1, "Jour på kristelefonen"),
    ),
    "vanajaranta": (
        Plan(0, "ruokakassijakelu", "vanajatalo", 9, 12, 4),
        Plan(1, "digikaveri", "kirjasto", 13, 15, 2, "Digikahvila"),
        Plan(2, "yhteislounas", "ruokasali", 10, 14, 3),
        Plan(3, "ryhmanohjaaja", "vanajatalo", 17, 19, 1, "Ryhmä: Rentoudutaan yhdessä"),
    ),
    "uusisuvanto": (
        Plan(0, "kielikahvila", "suvantotalo", 17, 19, 2, "Kielikahvila"),
        Plan(0, "kriisipuhelin", "paivystys", 18, 22, 2),
        Plan(1, "ohjelmarengas", "hoivakoti", 14, 16, 3, "Ohjelmarengas: iltapäivätanssit"),
        Plan(1, "kriisipuhelin", "paivystys", 18, 22, 2),
        Plan(2, "ruokakassijakelu", "ruokavarasto", 10, 13, 5),
        Plan(3, "olka", "sairaala", 10, 13, 2, OLKA),
        Plan(3, "kriisipuhelin", "paivystys", 18, 22, 2),
        Plan(4, "kriisipuhelin", "paivystys", 22, 30, 1, "Kriisipuhelin, yövuoro"),
        Plan(5, "kriisipuhelin", "paivystys", 22, 30, 1, "Kriisipuhelin, yövuoro"),
    ),
}

HEIKKIS_SECOND_GIG = Plan(
    1, "ohjelmarengas", "kanerva", 14, 16, 3, HAITARI, taken=2, named=("Heikki Moilanen",)
)
"""Heikki's second coming gig, on 18.2."""
