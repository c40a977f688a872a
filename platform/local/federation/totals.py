"""The figures that the demo has to meet: what the federation's pages show, to the hour and the person."""

from __future__ import annotations

YEAR = 2024
MONTHS = range(1, 13)

HOURS_BY_MONTH = (3642, 3715, 4108, 4021, 4236, 3012, 2104, 3318, 4402, 4615, 4489, 4026)
"""The federation's hours of 2024, January to December."""

JANUARY_2025_HOURS = 3790
"""Approved hours of the open month, over all associations."""

# Association → role → (people, hours) in 2024. Families and districts sum up to the federation's figures:
# Pohjoinen 6 781 / 8 903 / 1 608, Itäinen 6 204 / …, Läntinen 2 602 / …, Eteläinen 5 717 / 3 656 / 2 008.
# But for Kuutsalo and one role at Napajoki, five people or more stand behind every figure. Karjalanranta has
# both roles that Kuutsalo has, and Napajoki alone has arkeen-voimaa and dialogit.
ROLES: dict[str, dict[str, tuple[int, int]]] = {
    "napajoki": {
        "asiointikaveri": (24, 1012),
        "kulttuurikaveri": (14, 388),
        "digikaveri": (12, 426),
        "taloustsemppari": (7, 264),
        "kriisipuhelin": (18, 1296),
        "tukihenkilo": (22, 1188),
        "pyoraluotsi": (11, 352),
        "olka": (16, 874),
        "ohjelmarengas": (46, 2340),
        "ruokakassijakelu": (28, 2080),
        "yhteislounas": (12, 960),
        "kohtaamispaikka": (19, 840),
        "ryhmanohjaaja": (17, 482),
        "tapahtumat": (31, 372),
        "soppatykki": (9, 144),
        "neuvontapiste": (6, 180),
        "linkkihenkilo": (5, 140),
        "arkeen-voimaa": (4, 60),
        "dialogit": (5, 24),
        "hyvinvointitiimi": (8, 96),
        "kielikahvila": (7, 114),
    },
    "tunturila": {
        "asiointikaveri": (7, 214),
        "kohtaamispaikka": (9, 262),
        "ryhmanohjaaja": (5, 182),
        "tapahtumat": (8, 84),
    },
    "peramaa": {
        "asiointikaveri": (14, 420),
        "digikaveri": (6, 90),
        "tukihenkilo": (18, 640),
        "ruokakassijakelu": (16, 720),
        "kohtaamispaikka": (12, 470),
        "ryhmanohjaaja": (8, 230),
        "tapahtumat": (13, 183),
        "neuvontapiste": (6, 165),
    },
    "vesilinna": {
        "asiointikaveri": (18, 560),
        "digikaveri": (12, 280),
        "tukihenkilo": (20, 780),
        "ruokakassijakelu": (10, 360),
        "kohtaamispaikka": (16, 620),
        "ryhmanohjaaja": (10, 330),
        "soppatykki": (14, 395),
        "neuvontapiste": (12, 420),
        "linkkihenkilo": (8, 240),
        "kielikahvila": (7, 120),
    },
    "kallavirta": {
        "asiointikaveri": (22, 700),
        "kulttuurikaveri": (12, 330),
        "digikaveri": (16, 396),
        "taloustsemppari": (8, 254),
        "tukihenkilo": (26, 1020),
        "pyoraluotsi": (8, 100),
        "olka": (12, 270),
        "ruokakassijakelu": (20, 800),
        "yhteislounas": (10, 430),
        "kohtaamispaikka": (14, 420),
        "ryhmanohjaaja": (14, 410),
        "kielikahvila": (8, 130),
    },
    "karjalanranta": {
        "asiointikaveri": (12, 350),
        "digikaveri": (6, 140),
        "kriisipuhelin": (12, 360),
        "tukihenkilo": (22, 890),
        "kohtaamispaikka": (10, 330),
        "ryhmanohjaaja": (8, 200),
        "tapahtumat": (9, 114),
    },
    "kuutsalo": {
        "asiointikaveri": (2, 30),
        "kohtaamispaikka": (4, 66),
    },
    "kusten": {
        "kulttuurikaveri": (8, 150),
        "digikaveri": (6, 140),
        "kriisipuhelin": (14, 510),
        "tukihenkilo": (12, 440),
        "kohtaamispaikka": (12, 400),
        "ryhmanohjaaja": (8, 250),
        "tapahtumat": (10, 161),
    },
    "lakeus": {
        "asiointikaveri": (16, 470),
        "digikaveri": (8, 210),
        "taloustsemppari": (6, 162),
        "tukihenkilo": (18, 660),
        "ruokakassijakelu": (14, 520),
        "kohtaamispaikka": (12, 380),
        "ryhmanohjaaja": (10, 300),
        "tapahtumat": (10, 117),
        "neuvontapiste": (8, 210),
        "hyvinvointitiimi": (7, 90),
    },
    "vanajaranta": {
        "asiointikaveri": (18, 540),
        "kulttuurikaveri": (12, 250),
        "digikaveri": (14, 380),
        "tukihenkilo": (20, 720),
        "pyoraluotsi": (8, 110),
        "ruokakassijakelu": (18, 760),
        "yhteislounas": (9, 330),
        "kohtaamispaikka": (14, 430),
        "ryhmanohjaaja": (16, 500),
        "neuvontapiste": (7, 207),
        "hyvinvointitiimi": (8, 122),
        "kielikahvila": (8, 128),
    },
    "uusisuvanto": {
        "digikaveri": (14, 380),
        "taloustsemppari": (8, 180),
        "kriisipuhelin": (48, 2500),
        "tukihenkilo": (22, 800),
        "olka": (14, 400),
        "ohjelmarengas": (14, 420),
        "ruokakassijakelu": (18, 700),
        "kohtaamispaikka": (18, 560),
        "ryhmanohjaaja": (16, 480),
        "tapahtumat": (16, 224),
        "linkkihenkilo": (7, 120),
        "kielikahvila": (8, 140),
    },
}

VOLUNTEERS = {
    "napajoki": 233,
    "tunturila": 21,
    "peramaa": 64,
    "vesilinna": 88,
    "kallavirta": 112,
    "karjalanranta": 57,
    "kuutsalo": 4,
    "kusten": 49,
    "lakeus": 73,
    "vanajaranta": 97,
    "uusisuvanto": 138,
}
"""People with headline hours in 2024. Itäsatama has not reported and stands in no table here."""

PEOPLE_BY_ROLES_HELD = {"napajoki": (161, 56, 16)}
"""How many hold one, two and three roles. Elsewhere about one in ten of those with several holds three."""

TUNTURILA_JUNE = 41
TUNTURILA_JULY = 12
KUUTSALO_MONTH = 8


def hours_of(association: str) -> int:
    """Return an association's hours of 2024."""
    return sum(hours for _, hours in ROLES[association].values())


def people_by_roles_held(association: str) -> tuple[int, int, int]:
    """Return how many people of an association hold one, two and three roles."""
    if association in PEOPLE_BY_ROLES_HELD:
        return PEOPLE_BY_ROLES_HELD[association]
    people = VOLUNTEERS[association]
    extra = sum(count for count, _ in ROLES[association].values()) - people
    three = extra // 7
    two = extra - 2 * three
    return people - two - three, two, three


# Association → year → (people, hours): the yearly totals that associations had reported on a form before
# they kept their hours here. They are known as totals only.
REPORTED_YEARS: dict[str, dict[int, tuple[int, int]]] = {
    "napajoki": {
        2019: (241, 13105),
        2020: (168, 8420),
        2021: (187, 9310),
        2022: (214, 11870),
        2023: (226, 12860),
    },
    "tunturila": {2019: (24, 810), 2020: (17, 402), 2021: (15, 455), 2022: (19, 620), 2023: (20, 687)},
    "peramaa": {2019: (68, 2990), 2020: (47, 1840), 2021: (51, 2105), 2022: (60, 2655), 2023: (63, 2861)},
    "vesilinna": {2019: (90, 4020), 2020: (66, 2730), 2021: (70, 2985), 2022: (81, 3610), 2023: (86, 3947)},
    "kallavirta": {
        2019: (104, 4870),
        2020: (79, 3390),
        2021: (86, 3720),
        2022: (101, 4580),
        2023: (108, 5010),
    },
    "karjalanranta": {
        2019: (61, 2510),
        2020: (44, 1705),
        2021: (46, 1810),
        2022: (52, 2190),
        2023: (57, 2386),
    },
    "kuutsalo": {2019: (7, 168), 2020: (5, 88), 2021: (4, 79), 2022: (4, 94), 2023: (4, 102)},
    "kusten": {2019: (55, 2340), 2020: (41, 1610), 2021: (43, 1745), 2022: (50, 2060), 2023: (51, 2114)},
    "lakeus": {2019: (77, 3180), 2020: (55, 2150), 2021: (59, 2340), 2022: (68, 2840), 2023: (72, 3028)},
    "vanajaranta": {
        2019: (102, 4630),
        2020: (72, 3040),
        2021: (78, 3350),
        2022: (91, 4120),
        2023: (96, 4389),
    },
    "uusisuvanto": {
        2019: (121, 5890),
        2020: (109, 5260),
        2021: (118, 5710),
        2022: (127, 6120),
        2023: (132, 6452),
    },
}
