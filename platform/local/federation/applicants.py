"""Who wants to volunteer when the demo begins: for what, in which words, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from local.federation.catalogue import Words


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who applied, when, for what, and what was done about it how many days later."""

    given_name: str
    family_name: str
    role: str
    on: date
    why: str
    language: str = "fi"
    source: str = "page"
    phone: str = ""
    email: bool = True
    birth_year: int | None = None
    then: tuple[tuple[int, str], ...] = ()
    # The association that was suggested to them, and after how many days they agreed, if they have.
    suggested: str = ""
    sent_on_after: int | None = None

    @property
    def address(self) -> str:
        """Their e-mail address."""
        plain = f"{self.given_name}.{self.family_name}".lower()
        return f"{plain.translate(str.maketrans('åäöáí', 'aaoai'))}@example.org"


OPEN: Mapping[str, Words] = {
    "tukihenkilo": Words(
        "Kuljet yhden ihmisen rinnalla pari kertaa kuussa: kävelette, juttelette, käytte kahvilla. Saat "
        "kurssin, työnohjauksen ja koordinaattorin tueksesi.",
        "Du går vid sidan av en människa ett par gånger i månaden: ni promenerar, pratar, dricker kaffe. Du "
        "får en kurs, arbetshandledning och en koordinator som stöd.",
        "You walk beside one person a couple of times a month: a walk, a talk, a coffee. You get a course, "
        "supervision and a coordinator to turn to.",
    ),
    "kriisipuhelin": Words(
        "Kuuntelet ja olet läsnä puhelimessa kolmen tunnin vuoroissa. Koulutamme sinut ensin, etkä päivystä "
        "koskaan ilman tukea.",
        "Du lyssnar och finns till i telefonen i pass på tre timmar. Vi utbildar dig först, och du är aldrig "
        "utan stöd.",
        "You listen and are there on the phone, three hours at a time. We train you first, and you are never "
        "without support.",
    ),
    "ruokakassijakelu": Words(
        "Pakkaat ja jaat ruokakasseja perjantaisin hyvässä porukassa. Sopii myös sinulle, joka haluat ensin "
        "kokeilla.",
        "Du packar och delar ut matkassar på fredagar i gott sällskap. Passar också dig som vill "
        "prova först.",
        "You pack and hand out bags of food on Fridays in good company. It suits you who want to try first, "
        "too.",
    ),
    "kohtaamispaikka": Words(
        "Toivotat tulijat tervetulleiksi, keität kahvit ja juttelet. Sinä valitset päivän.",
        "Du hälsar besökarna välkomna, kokar kaffe och pratar en stund. Du väljer själv dag.",
        "You welcome people, make coffee and chat. You choose the day.",
    ),
    "kielikahvila": Words(
        "Juttelet suomea ihmisten kanssa, jotka opettelevat sitä. Opettaja ei tarvitse olla, kärsivällinen "
        "kyllä.",
        "Du pratar finska med människor som lär sig språket. Du behöver inte vara lärare, bara tålmodig.",
        "You chat in Finnish with people who are learning it. You need not be a teacher, only patient.",
    ),
    "asiointikaveri": Words(
        "Lähdet mukaan kauppaan, virastoon tai lääkäriin ja autat alkuun.",
        "Du följer med till butiken, myndigheten eller läkaren och hjälper till att komma i gång.",
        "You come along to the shop, the office or the doctor, and help to get started.",
    ),
    "kulttuurikaveri": Words(
        "Käyt toisen kanssa konsertissa, näyttelyssä tai elokuvissa. Liput saat meiltä.",
        "Du går på konsert, utställning eller bio tillsammans med någon. Biljetterna får du av oss.",
        "You go to a concert, an exhibition or the cinema with somebody. We get you the tickets.",
    ),
    "olka": Words(
        "Opastat sairaalan aulassa, saatat oikeaan paikkaan ja istut hetken vierellä. Perehdytys on neljä "
        "tuntia.",
        "Du visar vägen i sjukhusets aula, följer med till rätt plats och sitter en stund bredvid. "
        "Introduktionen är fyra timmar.",
        "You show the way in the hospital lobby, walk people to the right place and sit with them for a "
        "while. The introduction takes four hours.",
    ),
}
OPEN_AT: Mapping[str, tuple[str, ...]] = {
    "napajoki": ("tukihenkilo", "kriisipuhelin", "ruokakassijakelu"),
    "tunturila": ("asiointikaveri",),
    "kallavirta": ("kulttuurikaveri", "olka"),
    "kusten": ("kriisipuhelin", "tukihenkilo", "kohtaamispaikka"),
    "uusisuvanto": ("kriisipuhelin", "tukihenkilo", "kielikahvila"),
}

APPLICANTS: Mapping[str, tuple[Applicant, ...]] = {
    "napajoki": (
        Applicant(
            "Aino",
            "Kemppainen",
            "tukihenkilo",
            date(2025, 2, 2),
            "Jäin juuri eläkkeelle ja minulla on aikaa tiistaisin. Näin julisteen kirjastossa.",
            source="poster",
            phone="040 000 0170",
        ),
        Applicant(
            "Reino",
            "Kallio",
            "ruokakassijakelu",
            date(2025, 2, 1),
            "Haluan tehdä jotain käsilläni.",
            phone="040 000 0171",
            email=False,
        ),
        Applicant(
            "Astrid",
            "Holm",
            "tukihenkilo",
            date(2025, 1, 24),
            "Jag har själv fått stöd och vill ge något tillbaka.",
            "sv",
        ),
        Applicant(
            "Noor",
            "Rahimi",
            "ruokakassijakelu",
            date(2025, 1, 30),
            "I want to meet people and practise Finnish.",
            "en",
            then=((1, "take_up"),),
        ),
        Applicant(
            "Eero",
            "Vainio",
            "kriisipuhelin",
            date(2025, 1, 27),
            "Olen hyvä kuuntelija.",
            birth_year=1979,
            then=((2, "reply"), (3, "take_up")),
        ),
        Applicant(
            "Mirja",
            "Lahti",
            "tukihenkilo",
            date(2025, 1, 22),
            "Ystäväni on tukihenkilö ja kannusti hakemaan.",
            then=((3, "offer"),),
        ),
        Applicant(
            "Oskar",
            "Nyman",
            "kriisipuhelin",
            date(2025, 1, 20),
            "Jag är sjukskötare på deltid.",
            "sv",
            birth_year=1988,
            then=((2, "offer"), (4, "pick")),
        ),
        Applicant(
            "Hilkka",
            "Rautio",
            "tukihenkilo",
            date(2025, 1, 17),
            "Lapset ovat muuttaneet pois, nyt on aikaa.",
            then=((4, "offer"), (5, "pick")),
        ),
        Applicant(
            "Daniel",
            "Okafor",
            "kriisipuhelin",
            date(2025, 1, 14),
            "I study social work.",
            "en",
            birth_year=1999,
            then=((5, "reply"), (6, "wait")),
        ),
        Applicant(
            "Terttu",
            "Salo",
            "ruokakassijakelu",
            date(2025, 1, 10),
            "Asun aivan vieressä.",
            then=((2, "call"), (6, "accept_active")),
            phone="040 000 0175",
        ),
        Applicant(
            "Jonas",
            "Lindqvist",
            "tukihenkilo",
            date(2025, 1, 8),
            "Jag vill göra något vettigt på kvällarna.",
            "sv",
            then=((1, "offer"), (2, "pick"), (10, "accept")),
        ),
        Applicant(
            "Kerttu",
            "Mäkelä",
            "kriisipuhelin",
            date(2025, 1, 6),
            "Tein samaa työtä ennen toisella paikkakunnalla.",
            birth_year=1971,
            then=((1, "offer"), (1, "pick"), (9, "accept_active")),
        ),
        Applicant(
            "Petri",
            "Hakala",
            "kriisipuhelin",
            date(2025, 1, 7),
            "Voin päivystää vain arkiaamuisin.",
            birth_year=1990,
            then=((3, "reject"),),
        ),
        Applicant(
            "Selma",
            "Björk",
            "ruokakassijakelu",
            date(2025, 1, 13),
            "Jag flyttar snart till orten.",
            "sv",
            then=((2, "reply"), (8, "withdraw")),
        ),
        Applicant(
            "Anneli",
            "Turunen",
            "tukihenkilo",
            date(2025, 1, 15),
            "Muutan helmikuussa Uuteen Suvantoon ja haluan jatkaa siellä.",
            birth_year=1968,
            then=((2, "reply"), (4, "suggest")),
            suggested="uusisuvanto",
            sent_on_after=6,
        ),
        Applicant(
            "Mikael",
            "Granholm",
            "kriisipuhelin",
            date(2025, 1, 29),
            "Jag lyssnar helst på svenska.",
            "sv",
            birth_year=1983,
            then=((2, "suggest"),),
            suggested="kusten",
        ),
    ),
    "tunturila": (
        Applicant(
            "Sirkka",
            "Ylitalo",
            "asiointikaveri",
            date(2025, 1, 30),
            "Minulla on auto ja aikaa.",
            phone="040 000 0271",
            email=False,
        ),
        Applicant(
            "Lars",
            "Nikula",
            "asiointikaveri",
            date(2025, 1, 26),
            "Jag vill lära känna byn.",
            "sv",
            phone="040 000 0272",
            then=((2, "call"), (2, "take_up")),
        ),
    ),
    "kallavirta": (
        Applicant(
            "Riitta",
            "Kettunen",
            "kulttuurikaveri",
            date(2025, 1, 29),
            "Käyn teatterissa mielelläni seurassa.",
            then=((1, "reply"), (1, "take_up")),
        ),
        Applicant(
            "Emil",
            "Forsell",
            "olka",
            date(2025, 1, 16),
            "Jag studerar till närvårdare.",
            "sv",
            birth_year=2003,
            then=((1, "offer"), (3, "pick")),
        ),
        Applicant(
            "Grace",
            "Mensah",
            "olka",
            date(2025, 2, 2),
            "I was helped in this lobby myself once.",
            "en",
            source="poster",
            birth_year=1994,
        ),
    ),
    "kusten": (
        Applicant(
            "Ebba",
            "Sandström",
            "kriisipuhelin",
            date(2025, 1, 31),
            "Jag såg affischen på biblioteket och har kvällarna lediga.",
            "sv",
            source="poster",
            birth_year=1984,
        ),
        Applicant(
            "Johan",
            "Westerlund",
            "tukihenkilo",
            date(2025, 1, 20),
            "Jag gick i pension i höstas.",
            "sv",
            then=((2, "offer"), (3, "pick")),
        ),
        Applicant(
            "Tiina",
            "Mäkinen",
            "kohtaamispaikka",
            date(2025, 1, 27),
            "Haluan harjoitella ruotsia kahvin äärellä.",
            then=((1, "reply"), (1, "take_up")),
        ),
        Applicant(
            "Gunilla",
            "Ekström",
            "kohtaamispaikka",
            date(2025, 1, 9),
            "Jag bakar gärna till kaffet.",
            "sv",
            phone="040 000 0871",
            then=((1, "call"), (8, "accept_active")),
        ),
        Applicant(
            "Amir",
            "Hosseini",
            "kohtaamispaikka",
            date(2025, 1, 22),
            "I have just moved here and want to meet people.",
            "en",
            then=((3, "reply"), (4, "wait")),
        ),
    ),
    "uusisuvanto": (
        Applicant(
            "Laura",
            "Pitkänen",
            "kriisipuhelin",
            date(2025, 2, 1),
            "Teen vuorotyötä, joten yövuorot sopivat.",
            birth_year=1992,
        ),
        Applicant(
            "Henrik",
            "Sjöblom",
            "kriisipuhelin",
            date(2025, 1, 21),
            "Jag har varit lärare i trettio år.",
            "sv",
            birth_year=1965,
            then=((2, "offer"), (4, "pick")),
        ),
        Applicant(
            "Priya",
            "Sharma",
            "kielikahvila",
            date(2025, 1, 28),
            "I learned Finnish in a café like yours.",
            "en",
            then=((2, "reply"), (2, "take_up")),
        ),
        Applicant(
            "Matti",
            "Ojala",
            "tukihenkilo",
            date(2025, 1, 7),
            "Ehtisin kerran puolessa vuodessa.",
            then=((3, "reject"),),
        ),
        Applicant(
            "Helena",
            "Virtala",
            "kielikahvila",
            date(2025, 1, 13),
            "Olen äidinkielen opettaja.",
            phone="040 000 1171",
            then=((1, "call"), (6, "accept_active")),
        ),
        Applicant(
            "Tomás",
            "García",
            "kielikahvila",
            date(2025, 1, 23),
            "I can bring a guitar.",
            "en",
        ),
    ),
}
