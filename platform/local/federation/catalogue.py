"""What the umbrella gives to all: its own names, districts and the catalogue of roles."""

from __future__ import annotations

from dataclasses import dataclass

ZONE = "Europe/Helsinki"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the three languages of the demo."""

    fi: str
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Umbrella:
    """The federation."""

    slug: str
    name: Words
    short_name: Words
    email: str


@dataclass(frozen=True, slots=True)
class District:
    """A part of the federation, for reports."""

    code: str
    name: Words


@dataclass(frozen=True, slots=True)
class Role:
    """A form of volunteering in the umbrella's catalogue, in one of the federation's role families."""

    code: str
    family: str
    name: Words
    description: Words
    counting_unit: str
    discreet: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """Associations that work together beside their districts, each from a year to the end of another."""

    name: Words
    members: tuple[tuple[str, int, int | None], ...]


UMBRELLA = Umbrella(
    slug="rinnakkain",
    name=Words(
        "Rinnakkain – Suomen mielen hyvinvoinnin liitto ry",
        "Sida vid sida – Finlands förbund för psykiskt välbefinnande rf",
        "Side by Side – Finnish Federation for Mental Wellbeing",
    ),
    short_name=Words("Rinnakkain ry", "Sida vid sida rf", "Side by Side"),
    email="toimisto@rinnakkain.example",
)

DISTRICTS = (
    District("pohjoinen", Words("Pohjoinen", "Norra", "North")),
    District("itainen", Words("Itäinen", "Östra", "East")),
    District("lantinen", Words("Läntinen", "Västra", "West")),
    District("etelainen", Words("Eteläinen", "Södra", "South")),
)

NETWORKS = (
    Network(
        Words("Järvi-Suomen kriisiverkosto", "Insjöfinlands krisnätverk", "Crisis network of the lakes"),
        (("vesilinna", 2019, None), ("kallavirta", 2019, None), ("lakeus", 2021, None)),
    ),
    Network(
        Words("Itärajan vertaistuki", "Kamratstöd vid östgränsen", "Peer support by the eastern border"),
        (("kallavirta", 2020, 2023), ("karjalanranta", 2020, None), ("tunturila", 2022, None)),
    ),
)

ROLES = (
    Role(
        "asiointikaveri",
        "supporters",
        Words("Asiointikaveri", "Ärendevän", "Errand companion"),
        Words(
            "Lähdet mukaan kauppaan, apteekkiin tai virastoon. Yksi käynti kerrallaan.",
            "Du följer med till butiken, apoteket eller ett ämbetsverk. Ett ärende i taget.",
            "You go along to a shop, a pharmacy or an office. One visit at a time.",
        ),
        "encounter",
    ),
    Role(
        "kulttuurikaveri",
        "supporters",
        Words("Kulttuurikaveri", "Kulturvän", "Culture companion"),
        Words(
            "Lähdet kaveriksi konserttiin, näyttelyyn tai teatteriin.",
            "Du följer med som sällskap på konsert, utställning eller teater.",
            "You keep company at a concert, an exhibition or a play.",
        ),
        "encounter",
    ),
    Role(
        "digikaveri",
        "guides",
        Words("Digikaveri", "Digivän", "Digital helper"),
        Words(
            "Autat puhelimen ja tietokoneen käytössä. Pankkitunnuksiin et koske koskaan.",
            "Du hjälper till med telefon och dator. Bankkoder rör du aldrig.",
            "You help with phones and computers. You never touch bank credentials.",
        ),
        "encounter",
    ),
    Role(
        "taloustsemppari",
        "supporters",
        Words("Taloustsemppari", "Ekonomistödjare", "Everyday money supporter"),
        Words(
            "Autat laskujen ja papereiden järjestämisessä. Kaikki, mitä kuulet, on luottamuksellista.",
            "Du hjälper till att ordna räkningar och papper. Allt du hör är konfidentiellt.",
            "You help to sort bills and papers. All that you hear stays with you.",
        ),
        "encounter",
        discreet=True,
    ),
    Role(
        "kriisipuhelin",
        "supporters",
        Words("Kriisipuhelin", "Kristelefon", "Crisis line"),
        Words(
            "Vastaat puhelimeen ja kuuntelet. Soittaja ja sinä pysytte nimettöminä.",
            "Du svarar i telefonen och lyssnar. Den som ringer och du är anonyma.",
            "You answer the phone and listen. The caller and you stay anonymous.",
        ),
        "contact",
        discreet=True,
    ),
    Role(
        "tukihenkilo",
        "supporters",
        Words("Tukihenkilö", "Stödperson", "Support person"),
        Words(
            "Kuljet toisen rinnalla sovitun ajan ja tapaatte muutaman kerran kuussa.",
            "Du går vid någons sida en avtalad tid, och ni träffas några gånger i månaden.",
            "You walk beside one person for an agreed time and meet a few times a month.",
        ),
        "encounter",
        discreet=True,
    ),
    Role(
        "pyoraluotsi",
        "builders",
        Words("Pyöräluotsi", "Cykellots", "Cycle pilot"),
        Words(
            "Ajat riksapyörää ja viet ikäihmisiä ulos, kun tiet ovat sulana.",
            "Du kör cykeltaxi och tar ut äldre när vägarna är bara.",
            "You pilot a passenger bicycle and take older people out when the roads are clear.",
        ),
        "encounter",
    ),
    Role(
        "olka",
        "supporters",
        Words("OLKA-sairaalavapaaehtoinen", "OLKA-sjukhusfrivillig", "OLKA hospital volunteer"),
        Words(
            "Otat vastaan sairaalan aulassa, opastat ja olet hetken seurana.",
            "Du tar emot i sjukhusets aula, visar vägen och är sällskap en stund.",
            "You welcome people in the hospital lobby, show the way and keep company for a while.",
        ),
        "encounter",
    ),
    Role(
        "ohjelmarengas",
        "builders",
        Words("Ohjelmarengas", "Programringen", "Programme ring"),
        Words(
            "Soitat, laulat tai luet hoivakodeissa ja päiväkeskuksissa, yleensä kolmen hengen ryhmässä.",
            "Du spelar, sjunger eller läser på vårdhem och dagcenter, oftast tre tillsammans.",
            "You play, sing or read at care homes and day centres, mostly three of you together.",
        ),
        "gig",
    ),
    Role(
        "ruokakassijakelu",
        "builders",
        Words("Ruokakassijakelu", "Utdelning av matkassar", "Food bag distribution"),
        Words(
            "Pakkaat ja jaat ruokakasseja. Keneltäkään ei kysytä nimeä.",
            "Du packar och delar ut matkassar. Ingen behöver säga sitt namn.",
            "You pack and hand out food bags. Nobody is asked for a name.",
        ),
        "food_unit",
    ),
    Role(
        "yhteislounas",
        "builders",
        Words("Yhteislounas", "Gemensam lunch", "Shared lunch"),
        Words(
            "Laitat ruokaa, katat ja syöt yhdessä muiden kanssa.",
            "Du lagar mat, dukar och äter tillsammans med de andra.",
            "You cook, lay the tables and eat together with the others.",
        ),
        "food_unit",
    ),
    Role(
        "kohtaamispaikka",
        "builders",
        Words("Kohtaamispaikan isäntä tai emäntä", "Värd på mötesplats", "Meeting place host"),
        Words(
            "Avaat ovet, keität kahvit ja huomaat sen, joka tulee ensimmäistä kertaa.",
            "Du öppnar dörrarna, kokar kaffe och ser den som kommer för första gången.",
            "You open the doors, make coffee and notice those who come for the first time.",
        ),
        "visit",
    ),
    Role(
        "ryhmanohjaaja",
        "guides",
        Words("Ryhmänohjaaja", "Gruppledare", "Group leader"),
        Words(
            "Ohjaat ryhmää yksin tai parin kanssa. Saat valmiin rungon ja tuen.",
            "Du leder en grupp ensam eller i par. Du får en färdig ram och stöd.",
            "You lead a group alone or in a pair. You get a ready frame and support.",
        ),
        "session",
    ),
    Role(
        "tapahtumat",
        "builders",
        Words("Tapahtumavapaaehtoinen", "Evenemangsfrivillig", "Event volunteer"),
        Words(
            "Autat tapahtumapäivänä: rakennat, opastat, kahvitat ja siivoat.",
            "Du hjälper till på evenemangsdagen: bygger, visar, serverar och städar.",
            "You help on the day of an event: set up, show the way, serve and clean.",
        ),
        "participation",
    ),
    Role(
        "soppatykki",
        "builders",
        Words("Soppatykki, jalkautuva työ", "Soppkanonen, uppsökande verksamhet", "Soup cannon, outreach"),
        Words(
            "Menet sinne, missä ihmiset ovat: keittoa, juttelua ja tietoa avusta.",
            "Du går dit människorna är: soppa, prat och kunskap om hjälp.",
            "You go where people are: soup, a chat and word about where to find help.",
        ),
        "contact",
    ),
    Role(
        "neuvontapiste",
        "supporters",
        Words("Neuvontapisteen vapaaehtoinen", "Frivillig vid rådgivningspunkten", "Guidance desk volunteer"),
        Words(
            "Kuuntelet, mistä on kyse, ja autat löytämään oikean luukun.",
            "Du lyssnar på vad det gäller och hjälper till att hitta rätt lucka.",
            "You listen to what it is about and help to find the right door.",
        ),
        "contact",
    ),
    Role(
        "linkkihenkilo",
        "supporters",
        Words(
            "Hyvinvointilähetteen linkkihenkilö", "Länkperson för välmåenderemiss", "Wellbeing link person"
        ),
        Words(
            "Otat yhteyttä ihmiseen, joka on saanut lähetteen, ja lähdette yhdessä mukaan toimintaan.",
            "Du kontaktar den som har fått en remiss, och ni går tillsammans med i en verksamhet.",
            "You contact someone with a referral, and you join an activity together.",
        ),
        "encounter",
        discreet=True,
    ),
    Role(
        "arkeen-voimaa",
        "guides",
        Words(
            "Arkeen voimaa -vertaisohjaaja",
            "Kamratledare i Kraft i vardagen",
            "Everyday strength peer leader",
        ),
        Words(
            "Ohjaat parin kanssa kuuden viikon ryhmää, jossa opetellaan pitämään huolta itsestä.",
            "Du leder i par en grupp på sex veckor, där man lär sig ta hand om sig själv.",
            "In a pair you lead a six-week group about looking after oneself.",
        ),
        "session",
    ),
    Role(
        "dialogit",
        "guides",
        Words(
            "Dialogin vetäjä ja kirjaaja", "Dialogledare och sekreterare", "Dialogue facilitator and recorder"
        ),
        Words(
            "Pidät pienen ryhmän keskustelun koossa tai kirjaat, mitä siinä sanotaan.",
            "Du håller ihop samtalet i en liten grupp eller skriver ner det som sägs.",
            "You hold a small group's talk together or write down what is said.",
        ),
        "session",
    ),
    Role(
        "hyvinvointitiimi",
        "builders",
        Words("Hyvinvointitiimi", "Välmåendeteamet", "Wellbeing team"),
        Words(
            "Pidät huolta siitä, että vapaaehtoisilla itsellään on hyvä olla.",
            "Du ser till att de frivilliga själva mår bra.",
            "You look after the volunteers themselves.",
        ),
        "session",
    ),
    Role(
        "kielikahvila",
        "guides",
        Words("Monikulttuurinen kielikahvila", "Mångkulturellt språkcafé", "Multicultural language café"),
        Words(
            "Juttelet kahvin ääressä suomea tai ruotsia niiden kanssa, jotka opettelevat.",
            "Du pratar finska eller svenska över en kopp kaffe med dem som lär sig.",
            "Over coffee you speak Finnish or Swedish with those who are learning.",
        ),
        "participation",
    ),
)

ROLE_BY_CODE = {role.code: role for role in ROLES}

# What the federation asks in some places of the annual report, with words to begin with.
REPORT_WORDS = {
    "goals": Words(
        fi=("Avustushakemuksessa tavoitteeksi sanottiin, että …\n\nTavoitetta seurattiin näin: …"),
        sv=("I ansökan om understöd sades målet vara att …\n\nMålet följdes upp så här: …"),
        en=(
            "In the application for the grant the goal was said to be that …\n\n"
            "This is how it was followed: …"
        ),
    ),
    "feedback": Words(
        fi=(
            "Palautetta kysyttiin … (tapa ja aika). Vastauksia saatiin … . "
            "Vastaukset eivät kerro siitä, miten … ."
        ),
        sv=("Respons samlades in … (sätt och tid). Antalet svar var … . Svaren säger inget om hur … ."),
        en="Feedback was asked for … (how and when). … answered. The answers do not tell how … .",
    ),
    "quality": Words(
        fi="Tunnit ja kävijät kirjattiin … . Luvuista voi puuttua … .",
        sv="Timmarna och besökarna antecknades … . I siffrorna kan saknas … .",
        en="Hours and visitors were written down … . The figures may lack … .",
    ),
}

# What the federation has added to the text of secrecy that the associations have.
NEW_SENTENCE = Words(
    fi="Sama koskee viestejä ja kuvia.",
    sv="Det gäller också meddelanden och bilder.",
    en="The same goes for messages and pictures.",
)
