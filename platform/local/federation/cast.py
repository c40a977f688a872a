"""The people who have a part in the story, by name; everybody else is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Part:
    """One person of the story in one association.

    `held_since` says from which day on a role is held, where that is not their first. `vigour` is the share
    of the work that the person takes, where 100 is usual. `duties` fixes how many turns of a role are theirs
    in 2024 and in January 2025. A newcomer has no hours in 2024 and is none of that year's volunteers.
    """

    association: str
    given_name: str
    family_name: str
    roles: tuple[str, ...]
    account: bool = False
    vigour: int = 100
    since: date | None = None
    until: date | None = None
    held_since: tuple[tuple[str, date], ...] = ()
    duties: tuple[tuple[str, int, int], ...] = ()
    newcomer: bool = False


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who signs in without being a volunteer in the register, or besides it."""

    given_name: str
    family_name: str
    title: str
    association: str = ""
    umbrella_role: str = ""
    volunteers_too: bool = False
    language: str = "fi"


@dataclass(frozen=True, slots=True)
class Lent:
    """Access beside a coordinator's: somebody stands in, looks at how things are, or leads a group.

    It reaches all of the association, or these `groups`: roles by their code.
    """

    association: str
    given_name: str
    family_name: str
    title: str
    role: str
    starts_on: date
    ends_on: date | None = None
    instead_of: str = ""
    groups: tuple[str, ...] = ()
    language: str = "fi"

    @property
    def full_name(self) -> str:
        """Return the name as it is said."""
        return f"{self.given_name} {self.family_name}"


PARTS = (
    Part(
        "napajoki",
        "Heikki",
        "Moilanen",
        ("ohjelmarengas", "kohtaamispaikka"),
        account=True,
        since=date(2023, 9, 3),
        held_since=(("kohtaamispaikka", date(2024, 11, 12)),),
        duties=(("ohjelmarengas", 45, 7), ("kohtaamispaikka", 2, 0)),
    ),
    Part(
        "napajoki",
        "Eeva",
        "Salmela",
        ("kohtaamispaikka", "ohjelmarengas"),
        account=True,
        since=date(2021, 2, 8),
    ),
    Part("napajoki", "Marja", "Niskala", ("asiointikaveri", "ruokakassijakelu"), account=True, vigour=230),
    Part("napajoki", "Jari", "Koivisto", ("kriisipuhelin",), account=True, since=date(2019, 10, 1)),
    Part("napajoki", "Ritva", "Hannula", ("ryhmanohjaaja", "ohjelmarengas"), account=True, vigour=150),
    Part("napajoki", "Tuomas", "Lehto", ("pyoraluotsi", "tapahtumat"), account=True, until=date(2025, 1, 12)),
    Part("napajoki", "Kaisu", "Ylitalo", ("tukihenkilo",), account=True),
    Part(
        "tunturila",
        "Pekka",
        "Rautio",
        ("kohtaamispaikka", "ryhmanohjaaja", "tapahtumat"),
        account=True,
        since=date(2016, 3, 14),
    ),
    Part("tunturila", "Sinikka", "Aikamaa", ("kohtaamispaikka", "tapahtumat"), account=True),
    Part("tunturila", "Olavi", "Kumpula", ("kohtaamispaikka",), account=True),
    Part("tunturila", "Hilkka", "Tervo", ("kohtaamispaikka", "asiointikaveri"), account=True),
    Part("tunturila", "Jouni", "Mattila", ("kohtaamispaikka",), account=True),
    Part("tunturila", "Raili", "Uusitalo", ("kohtaamispaikka", "tapahtumat"), account=True),
    Part("tunturila", "Erkki", "Palokangas", ("kohtaamispaikka",), account=True),
    Part("tunturila", "Anni", "Jussila", ("asiointikaveri",), account=True),
    Part("tunturila", "Eeva", "Salmela", ("kohtaamispaikka",), account=True),
    Part("tunturila", "Kaisu", "Ylitalo", ("kohtaamispaikka",), account=True),
    Part("peramaa", "Aila", "Karppinen", ("tukihenkilo",), account=True),
    Part("peramaa", "Seppo", "Yliniemi", ("ruokakassijakelu", "tapahtumat"), account=True),
    Part("peramaa", "Kaarina", "Lassila", ("ryhmanohjaaja",), account=True),
    Part("lakeus", "Aila", "Karppinen", ("tukihenkilo",), account=True),
    Part("lakeus", "Seppo", "Yliniemi", ("tapahtumat",), account=True),
    Part("lakeus", "Kaarina", "Lassila", ("ryhmanohjaaja", "kohtaamispaikka"), account=True),
    Part("uusisuvanto", "Tiina", "Haapala", ("kriisipuhelin",), account=True),
    Part("uusisuvanto", "Markku", "Rautala", ("ruokakassijakelu",), account=True),
    Part("uusisuvanto", "Noora", "Paasonen", ("kielikahvila", "digikaveri"), account=True),
    Part("uusisuvanto", "Esko", "Lindqvist", ("ohjelmarengas",), account=True),
    Part(
        "uusisuvanto",
        "Tuomas",
        "Lehto",
        ("tapahtumat",),
        account=True,
        since=date(2025, 1, 20),
        newcomer=True,
    ),
    Part("vanajaranta", "Tiina", "Haapala", ("asiointikaveri",), account=True),
    Part("vanajaranta", "Markku", "Rautala", ("yhteislounas", "pyoraluotsi"), account=True),
    Part("vanajaranta", "Noora", "Paasonen", ("kielikahvila",), account=True),
    Part("vanajaranta", "Esko", "Lindqvist", ("ryhmanohjaaja",), account=True),
    Part("vesilinna", "Terttu", "Hyttinen", ("soppatykki", "kohtaamispaikka"), account=True),
    Part("kallavirta", "Ilpo", "Kettunen", ("kulttuurikaveri",), account=True),
    Part("karjalanranta", "Mirja", "Auvinen", ("tukihenkilo",), account=True),
    Part("kuutsalo", "Leo", "Saarnio", ("kohtaamispaikka", "asiointikaveri"), account=True),
    Part("kusten", "Gunvor", "Nygård", ("kriisipuhelin", "kohtaamispaikka"), account=True),
)
"""A person with the same name in two associations is one human being with one account."""

IN_TWO_ASSOCIATIONS = (
    ("peramaa", "lakeus", 3),
    ("napajoki", "tunturila", 2),
    ("uusisuvanto", "vanajaranta", 4),
)

LOGINS = (
    Login("Satu", "Alatalo", "koordinaattori", "napajoki"),
    Login("Pekka", "Rautio", "puheenjohtaja ja koordinaattori", "tunturila", volunteers_too=True),
    Login("Anne", "Kinnari", "koordinaattori", "peramaa"),
    Login("Johanna", "Räihä", "koordinaattori", "vesilinna"),
    Login("Mikko", "Hartikka", "koordinaattori", "kallavirta"),
    Login("Päivi", "Turtola", "koordinaattori", "karjalanranta"),
    Login("Leo", "Saarnio", "puheenjohtaja ja koordinaattori", "kuutsalo", volunteers_too=True),
    Login("Linnéa", "Backman", "koordinator", "kusten", language="sv"),
    Login("Sirpa", "Lamminmäki", "koordinaattori", "lakeus"),
    Login("Niina", "Vuorela", "koordinaattori", "vanajaranta"),
    Login("Katri", "Laaksola", "koordinaattori", "uusisuvanto"),
    Login("Veera", "Tanskanen", "analyytikko", umbrella_role="analyst"),
    Login("Ilkka", "Forsman", "liiton ylläpitäjä", umbrella_role="admin"),
)

LENT = (
    Lent(
        "napajoki",
        "Orvokki",
        "Tenhola",
        "koordinaattorin sijainen",
        "deputy",
        date(2025, 1, 27),
        date(2025, 3, 2),
        instead_of="Satu Alatalo",
    ),
    Lent(
        "napajoki",
        "Ritva",
        "Hannula",
        "ryhmänohjaaja",
        "leader",
        date(2024, 9, 2),
        groups=("ryhmanohjaaja", "ohjelmarengas"),
    ),
    Lent(
        "tunturila", "Valtteri", "Ojakoski", "aluetyöntekijä", "guest", date(2025, 1, 13), date(2025, 6, 30)
    ),
)

ROUND_TRIP = ("Sinikka Aikamaa", "Olavi Kumpula", "Hilkka Tervo", "Jouni Mattila", "Raili Uusitalo")
"""Five volunteers of Tunturila who are free on Tuesday evening 4.2.2025: they hold `kohtaamispaikka`."""
