"""The twelve associations: names, districts, states, places and what they say about themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from local.federation.catalogue import Words


@dataclass(frozen=True, slots=True)
class Site:
    """A place where shifts are. A discreet one is never named in a message."""

    key: str
    name: str
    address: str
    phone: str
    discreet: bool = False


@dataclass(frozen=True, slots=True)
class Association:
    """A member of the federation. `state` is as of the demo's first morning, 3.2.2025."""

    slug: str
    name: str
    short_name: str
    town: str
    district: str
    language: str
    state: str
    email: str
    phone: str
    public_text: Words
    sites: tuple[Site, ...]
    suspended_on: date | None = None
    # Nobody is employed: fewer pages in sight.
    simple_mode: bool = False
    # What telephones show of its text messages; it sends none where this is empty.
    sms_sender: str = ""


_CARE_HOMES = (
    ("koivurinne", "Palvelutalo Koivurinne", "Koivutie 5"),
    ("kanerva", "Päiväkeskus Kanerva", "Kanervatie 2"),
    ("aurinkorinne", "Hoivakoti Aurinkorinne", "Rinnetie 14"),
    ("lumikki", "Hoivakoti Lumikki", "Pihlajakatu 9"),
    ("honkala", "Palvelutalo Honkala", "Honkatie 21"),
    ("jokiranta", "Palvelutalo Jokiranta", "Jokirannantie 3"),
    ("kielo", "Ryhmäkoti Kielo", "Kielotie 6"),
    ("metsatahti", "Hoivakoti Metsätähti", "Metsäpolku 12"),
    ("mantyla", "Palvelutalo Mäntylä", "Männikkötie 30"),
    ("onnela", "Vanhainkoti Onnela", "Onnelantie 1"),
    ("pajula", "Ryhmäkoti Pajula", "Pajutie 17"),
    ("pihapuisto", "Senioritalo Pihapuisto", "Puistokatu 25"),
    ("pohjantahti", "Palvelutalo Pohjantähti", "Revontulentie 8"),
    ("rauhala", "Vanhainkoti Rauhala", "Rauhalantie 4"),
    ("ruusula", "Ryhmäkoti Ruusula", "Ruusutie 11"),
    ("satama", "Senioritalo Satamakulma", "Satamakatu 2"),
    ("suvituuli", "Hoivakoti Suvituuli", "Tuulitie 19"),
    ("saynava", "Ryhmäkoti Säynävä", "Säynäväntie 7"),
    ("tammikoti", "Tammikoti", "Tammitie 10"),
    ("toivola", "Palvelutalo Toivola", "Toivolantie 33"),
    ("tuomi", "Ryhmäkoti Tuomi", "Tuomikuja 5"),
    ("vaahtera", "Päiväkeskus Vaahtera", "Vaahteratie 16"),
    ("valkama", "Hoivakoti Valkama", "Valkamantie 28"),
    ("vanamo", "Ryhmäkoti Vanamo", "Vanamotie 9"),
    ("veikkola", "Palvelutalo Veikkola", "Kirkkotie 40"),
    ("villa-aina", "Villa Aina", "Asemakatu 13"),
    ("ylakoski", "Ylikosken palvelutalo", "Koskitie 22"),
    ("alakyla", "Alakylän palvelukeskus", "Alakyläntie 105"),
    ("kaira", "Kairan hoivakoti", "Kairantie 61"),
    ("rantapirtti", "Päiväkeskus Rantapirtti", "Rantapirtintie 4"),
    ("keskussairaala-osasto", "Keskussairaala, kuntoutusosasto", "Sairaalantie 1"),
)

GIG_SITES = tuple(key for key, _, _ in _CARE_HOMES)
"""The 31 places that Napajoki's performers visit."""


def _phone(number: int) -> str:
    return f"040 000 {number:04d}"


def _care_home_sites() -> tuple[Site, ...]:
    return tuple(
        Site(key, name, f"{address}, Napajoki", _phone(131 + number))
        for number, (key, name, address) in enumerate(_CARE_HOMES)
    )


ASSOCIATIONS = (
    Association(
        slug="napajoki",
        name="Napajoen seudun mielen hyvinvointi ry",
        short_name="Napajoen Majakka",
        town="Napajoki",
        district="pohjoinen",
        language="fi",
        state="active",
        email="majakka@napajoki.example",
        phone=_phone(100),
        public_text=Words(
            "Napajoen Majakka on vapaaehtoisten talo joen rannalla. Meillä on 21 tapaa olla avuksi: "
            "kaverina asioilla, kahvinkeittäjänä, puhelimessa, haitarin varressa. Saat perehdytyksen ja "
            "koordinaattorin, joka vastaa puhelimeen. Sinä päätät, kuinka paljon ehdit.",
            "Napajoen Majakka är de frivilligas hus vid älven. Hos oss finns 21 sätt att hjälpa till: som "
            "sällskap på ärenden, vid kaffekokaren, i telefonen, med dragspelet. Du får introduktion och "
            "en koordinator som svarar i telefonen. Du bestämmer själv hur mycket du hinner.",
            "Napajoen Majakka is the volunteers' house by the river. There are 21 ways to help: as company "
            "on errands, at the coffee maker, on the phone, with an accordion. You get an introduction and "
            "a coordinator who answers the phone. You decide how much you have time for.",
        ),
        sms_sender="Napajoki",
        sites=(
            Site("majakka", "Napajoen Majakka", "Rantakatu 8, Napajoki", _phone(100)),
            Site("majakan-piha", "Majakan piha", "Rantakatu 8, Napajoki", _phone(100)),
            Site("toinen-kerros", "Majakka, 2. kerros", "Rantakatu 8, Napajoki", _phone(107), discreet=True),
            Site("sairaala", "Keskussairaala, aula", "Sairaalantie 1, Napajoki", _phone(108)),
            Site("kirjasto", "Kirjaston ryhmätila", "Kirjastokatu 3, Napajoki", _phone(109)),
            Site("rantareitti", "Rantareitti, pyörien talli", "Rantakatu 12, Napajoki", _phone(110)),
            Site("asema", "Kohtaamispaikka Asema", "Asemakatu 1, Napajoki", _phone(111)),
            Site("tori", "Kohtaamispaikka Tori", "Torikatu 6, Napajoki", _phone(112)),
            Site("ylikoski", "Ylikosken kylätupa", "Koskitie 18, Ylikoski", _phone(113)),
            Site("alakylan-tupa", "Alakylän kylätupa", "Alakyläntie 98, Alakylä", _phone(114)),
            Site("saarivaara", "Saarivaaran koulu", "Vaarantie 40, Saarivaara", _phone(115)),
            Site("kairan-tupa", "Kairan seurantalo", "Kairantie 12, Kaira", _phone(116)),
            *_care_home_sites(),
        ),
    ),
    Association(
        slug="tunturila",
        name="Tunturilan mielenhyvinvointi ry",
        short_name="Tunturilan mieli",
        town="Tunturila",
        district="pohjoinen",
        language="fi",
        state="active",
        email="posti@tunturila.example",
        phone=_phone(201),
        public_text=Words(
            "Olemme pieni yhdistys, jossa kaikki tehdään vapaaehtoisin voimin. Pidämme kylätuvan ovia auki "
            "ja lähdemme kaveriksi asioille. Uusi tekijä on aina tervetullut kahville.",
            "Vi är en liten förening där allt görs av frivilliga. Vi håller bystugan öppen och följer med "
            "på ärenden. En ny frivillig är alltid välkommen på kaffe.",
            "We are a small association where volunteers do everything. We keep the village house open and "
            "come along on errands. Drop in for coffee: we always have room for one more.",
        ),
        simple_mode=True,
        sms_sender="Tunturila",
        sites=(
            Site("kylatupa", "Tunturilan kylätupa", "Tunturitie 14, Tunturila", _phone(201)),
            Site("seurantalo", "Tunturilan seurantalo", "Koulutie 2, Tunturila", _phone(202)),
            Site("terveysasema", "Terveysaseman aula", "Tunturitie 30, Tunturila", _phone(203)),
        ),
    ),
    Association(
        slug="peramaa",
        name="Perämaan mielenterveys ry",
        short_name="Perämaan mieli",
        town="Perämaa",
        district="pohjoinen",
        language="fi",
        state="active",
        email="toimisto@peramaa.example",
        phone=_phone(301),
        public_text=Words(
            "Perämaassa kuljetaan pitkiä matkoja, mutta ketään ei jätetä yksin. Etsimme tukihenkilöitä, "
            "ruokakassien pakkaajia ja kahvinkeittäjiä.",
            "I Perämaa är avstånden långa, men ingen lämnas ensam. Vi söker stödpersoner, folk som packar "
            "matkassar och kaffekokare.",
            "Distances are long in Perämaa, but nobody is left alone. We look for support persons, packers "
            "of food bags and makers of coffee.",
        ),
        sites=(
            Site("olohuone", "Perämaan olohuone", "Kauppatie 9, Perämaa", _phone(301)),
            Site("srk-talo", "Seurakuntatalo", "Kirkkokuja 1, Perämaa", _phone(302)),
            Site("kirjasto", "Perämaan kirjasto", "Koulukatu 5, Perämaa", _phone(303)),
            Site("neuvonta", "Neuvontapiste Polku", "Kauppatie 11, Perämaa", _phone(304)),
        ),
    ),
    Association(
        slug="vesilinna",
        name="Vesilinnan seudun mielen hyvinvointi ry",
        short_name="Vesilinnan mieli",
        town="Vesilinna",
        district="itainen",
        language="fi",
        state="active",
        email="tieto@vesilinna.example",
        phone=_phone(401),
        public_text=Words(
            "Jalkaudumme sinne, missä ihmiset ovat: torille, rantaan ja kirjastoon. Infotuvasta saat "
            "neuvoa ilman ajanvarausta, ja vapaaehtoinen lähtee tarvittaessa mukaan.",
            "Vi går dit människorna är: till torget, stranden och biblioteket. I infostugan får du råd "
            "utan tidsbokning, och vid behov följer en frivillig med dig.",
            "We go where people are: to the market square, the shore and the library. The info house gives "
            "advice without an appointment, and a volunteer comes along if you like.",
        ),
        sites=(
            Site("infotupa", "Infotupa", "Linnankatu 4, Vesilinna", _phone(401)),
            Site("tori", "Vesilinnan tori", "Kauppatori, Vesilinna", _phone(402)),
            Site("paakirjasto", "Pääkirjasto", "Kirjastotie 7, Vesilinna", _phone(403)),
            Site("ruokatalo", "Ruokatalo", "Satamatie 15, Vesilinna", _phone(404)),
            Site("kielikahvila", "Kahvila Silta", "Siltakatu 2, Vesilinna", _phone(405)),
        ),
    ),
    Association(
        slug="kallavirta",
        name="Kallavirran mielen hyvinvointi ry",
        short_name="Kallavirran mieli",
        town="Kallavirta",
        district="itainen",
        language="fi",
        state="active",
        email="toimisto@kallavirta.example",
        phone=_phone(501),
        public_text=Words(
            "Kallavirrassa apu löytyy kolmella painalluksella ja vapaaehtoistehtävä yhtä helposti. Tule "
            "kulttuurikaveriksi, lounaan laittajaksi tai sairaalan aulaan.",
            "I Kallavirta hittar du hjälp med tre klick och ett frivilliguppdrag lika lätt. Bli kulturvän, "
            "laga lunch eller ta emot i sjukhusets aula.",
            "In Kallavirta help is three clicks away, and so is a task for you. Be a culture companion, "
            "cook a shared lunch or welcome people in the hospital lobby.",
        ),
        sites=(
            Site("virtatalo", "Virtatalo", "Virtakatu 20, Kallavirta", _phone(501)),
            Site("keittio", "Virtatalon keittiö", "Virtakatu 20, Kallavirta", _phone(502)),
            Site("sairaala", "Kallavirran sairaala, aula", "Harjutie 1, Kallavirta", _phone(503)),
            Site("museo", "Taidemuseo", "Museokatu 8, Kallavirta", _phone(504)),
            Site("laituri", "Pyörälaituri", "Rantatie 3, Kallavirta", _phone(505)),
        ),
    ),
    Association(
        slug="karjalanranta",
        name="Karjalanrannan mielenterveys ry",
        short_name="Karjalanrannan mieli",
        town="Karjalanranta",
        district="itainen",
        language="fi",
        state="active",
        email="yhteys@karjalanranta.example",
        phone=_phone(601),
        public_text=Words(
            "Koulutamme tukihenkilöt huolella: 35 tuntia ennen ensimmäistä tapaamista. Sen jälkeen et ole "
            "yksin, vaan sinulla on työnohjaus ja toiset vapaaehtoiset.",
            "Vi utbildar stödpersonerna med omsorg: 35 timmar före det första mötet. Sedan är du inte "
            "ensam, utan har arbetshandledning och de andra frivilliga.",
            "We train support persons with care: 35 hours before the first meeting. After that you are not "
            "alone: there is supervision, and there are the others.",
        ),
        sites=(
            Site("rantapirtti", "Rantapirtti", "Rantakuja 6, Karjalanranta", _phone(601)),
            Site(
                "paivystys", "Rantapirtti, yläkerta", "Rantakuja 6, Karjalanranta", _phone(602), discreet=True
            ),
            Site("nuorisotalo", "Nuorisotalo", "Koulutie 11, Karjalanranta", _phone(603)),
        ),
    ),
    Association(
        slug="kuutsalo",
        name="Kuutsalon mieli ry",
        short_name="Kuutsalon mieli",
        town="Kuutsalo",
        district="itainen",
        language="fi",
        state="active",
        email="saari@kuutsalo.example",
        phone=_phone(701),
        public_text=Words(
            "Kuutsalo on saari, ja meitä on pieni joukko. Pidämme kahvipöytää satamassa ja haemme "
            "tarvittaessa naapurin ostokset lautalta.",
            "Kuutsalo är en ö, och vi är en liten skara. Vi har kaffebord i hamnen och hämtar vid behov "
            "grannens uppköp från färjan.",
            "Kuutsalo is an island, and we are a small crowd. We keep a coffee table at the harbour and "
            "fetch a neighbour's shopping from the ferry.",
        ),
        sites=(Site("satama", "Sataman odotushuone", "Satamatie 1, Kuutsalo", _phone(701)),),
    ),
    Association(
        slug="kusten",
        name="Kustens psykiska hälsa rf",
        short_name="Kusten",
        town="Gamlahamn",
        district="lantinen",
        language="sv",
        state="active",
        email="kansli@kusten.example",
        phone=_phone(801),
        public_text=Words(
            "Kusten toimii ruotsiksi rannikolla. Etsimme päivystäjiä kriisipuhelimeen, tukihenkilöitä ja "
            "kohtaamispaikan väkeä. Suomeksikin pärjäät.",
            "Kusten verkar på svenska längs kusten. Vi söker jourhavande till kristelefonen, stödpersoner "
            "och värdar till mötesplatsen. Du är välkommen precis som du är.",
            "Kusten works in Swedish along the coast. We look for people to answer the crisis line, for "
            "support persons and for hosts of our meeting place.",
        ),
        sites=(
            Site("hamnstugan", "Hamnstugan", "Hamngatan 5, Gamlahamn", _phone(801)),
            Site("jouren", "Hamnstugan, övre våningen", "Hamngatan 5, Gamlahamn", _phone(802), discreet=True),
            Site("biblioteket", "Biblioteket", "Skolgatan 12, Gamlahamn", _phone(803)),
            Site("forsamlingshemmet", "Församlingshemmet", "Kyrkvägen 2, Gamlahamn", _phone(804)),
        ),
    ),
    Association(
        slug="lakeus",
        name="Lakeuden mielen hyvinvointi ry",
        short_name="Lakeuden mieli",
        town="Lakeus",
        district="lantinen",
        language="fi",
        state="suspended",
        suspended_on=date(2025, 1, 15),
        email="toimisto@lakeus.example",
        phone=_phone(901),
        public_text=Words(
            "Lakeuden mieli on toistaiseksi tauolla. Vastaamme sähköpostiin ja kerromme, kun jatkamme.",
            "Lakeuden mieli har paus tills vidare. Vi svarar på e-post och berättar när vi fortsätter.",
            "Lakeuden mieli is on a break for now. We answer e-mail and will tell when we go on.",
        ),
        sites=(
            Site("aitta", "Lakeuden Aitta", "Lakeudentie 70, Lakeus", _phone(901)),
            Site("neuvonta", "Neuvontapiste Aitta", "Lakeudentie 70, Lakeus", _phone(902)),
            Site("seurantalo", "Lakeuden seurantalo", "Peltotie 4, Lakeus", _phone(903)),
        ),
    ),
    Association(
        slug="vanajaranta",
        name="Vanajarannan mielenterveys ry",
        short_name="Vanajarannan mieli",
        town="Vanajaranta",
        district="etelainen",
        language="fi",
        state="active",
        email="toimisto@vanajaranta.example",
        phone=_phone(1001),
        public_text=Words(
            "Kaksikymmentä jaostoa, yksi yhdistys. Löydät meidät omasta kylästäsi: lounaalta, ryhmästä tai "
            "pyörän selästä.",
            "Tjugo sektioner, en förening. Du hittar oss i din egen by: vid lunchen, i gruppen eller på "
            "cykeln.",
            "Twenty sections, one association. You find us in your own village: at lunch, in a group or on "
            "a bicycle.",
        ),
        sites=(
            Site("vanajatalo", "Vanajatalo", "Vanajantie 10, Vanajaranta", _phone(1001)),
            Site("ruokasali", "Vanajatalon ruokasali", "Vanajantie 10, Vanajaranta", _phone(1002)),
            Site("kirjasto", "Vanajarannan kirjasto", "Linnankuja 3, Vanajaranta", _phone(1003)),
            Site("pyoratalli", "Pyörätalli", "Rantapolku 1, Vanajaranta", _phone(1004)),
        ),
    ),
    Association(
        slug="uusisuvanto",
        name="Uuden Suvannon mielen hyvinvointi ry",
        short_name="Uuden Suvannon mieli",
        town="Uusi Suvanto",
        district="etelainen",
        language="fi",
        state="active",
        email="toimisto@uusisuvanto.example",
        phone=_phone(1101),
        public_text=Words(
            "Uuden Suvannon kriisipuhelin vastaa myös öisin. Koulutamme ja tuemme jokaista päivystäjää, ja "
            "rauhallisempaakin tekemistä löytyy: hoivakotikeikkoja, ruokakasseja, kielikahvila.",
            "Kristelefonen i Uusi Suvanto svarar också på natten. Vi utbildar och stöder varje "
            "jourhavande, och det finns också lugnare uppgifter: besök på vårdhem, matkassar, språkcafé.",
            "The crisis line of Uusi Suvanto answers at night too. We train and support everyone on call, "
            "and there are calmer things to do: care home gigs, food bags, a language café.",
        ),
        sites=(
            Site("suvantotalo", "Suvantotalo", "Suvantokatu 16, Uusi Suvanto", _phone(1101)),
            Site(
                "paivystys",
                "Suvantotalo, 4. kerros",
                "Suvantokatu 16, Uusi Suvanto",
                _phone(1102),
                discreet=True,
            ),
            Site("sairaala", "Suvannon sairaala, aula", "Sairaalamäki 2, Uusi Suvanto", _phone(1103)),
            Site("ruokavarasto", "Ruokavarasto", "Teollisuustie 8, Uusi Suvanto", _phone(1104)),
            Site("hoivakoti", "Hoivakoti Suvantoranta", "Rantaraitti 11, Uusi Suvanto", _phone(1105)),
        ),
    ),
    Association(
        slug="itasatama",
        name="Itäsataman mieli ry",
        short_name="Itäsataman mieli",
        town="Itäsatama",
        district="etelainen",
        language="fi",
        state="approved",
        email="yhteys@itasatama.example",
        phone=_phone(1201),
        public_text=Words(
            "Itäsataman mieli on liiton uusin jäsen. Aloitamme keväällä.",
            "Itäsataman mieli är förbundets nyaste medlem. Vi börjar i vår.",
            "Itäsataman mieli is the federation's newest member. We start in spring.",
        ),
        sites=(),
    ),
)

ASSOCIATION_BY_SLUG = {association.slug: association for association in ASSOCIATIONS}
REPORTING = tuple(association.slug for association in ASSOCIATIONS if association.state != "approved")
"""The eleven that have figures for 2024, in the order of the story."""
