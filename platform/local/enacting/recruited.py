"""Who has applied at Napajoki when the demo begins, and how far they are. Inside the association."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from local.enacting import times
from local.federation.associations import Association as Told
from tenants.actors import Actor
from volunteers.recruiting.models import Application
from volunteers.recruiting.services import acceptance, applying, handling, interviews, wording
from volunteers.register.models import VolunteerRole
from volunteers.register.services.roles import RolePlan, change_role

SLUG = "napajoki"
PLACE = "Napajoen Majakka, Rantakatu 8"
OPEN: Mapping[str, tuple[str, str, str]] = {
    "tukihenkilo": (
        (
            "Kuljet yhden ihmisen rinnalla pari kertaa kuussa: kävelette, juttelette, käytte kahvilla. Saat "
            "kurssin, työnohjauksen ja koordinaattorin tueksesi."
        ),
        (
            "Du går vid sidan av en människa ett par gånger i månaden: ni promenerar, pratar, "
            "dricker kaffe. Du "
            "får en kurs, arbetshandledning och en koordinator som stöd."
        ),
        (
            "You walk beside one person a couple of times a month: a walk, a talk, a coffee. You get "
            "a course, "
            "supervision and a coordinator to turn to."
        ),
    ),
    "kriisipuhelin": (
        (
            "Kuuntelet ja olet läsnä puhelimessa kolmen tunnin vuoroissa. Koulutamme sinut ensin, "
            "etkä päivystä "
            "koskaan ilman tukea."
        ),
        (
            "Du lyssnar och finns till i telefonen i pass på tre timmar. Vi utbildar dig först, och "
            "du är aldrig "
            "utan stöd."
        ),
        (
            "You listen and are there on the phone, three hours at a time. We train you first, and "
            "you are never "
            "without support."
        ),
    ),
    "ruokakassijakelu": (
        (
            "Pakkaat ja jaat ruokakasseja perjantaisin hyvässä porukassa. Sopii myös sinulle, joka "
            "haluat ensin "
            "kokeilla."
        ),
        (
            "Du packar och delar ut matkassar på fredagar i gott sällskap. Passar också dig som vill prova "
            "först."
        ),
        (
            "You pack and hand out bags of food on Fridays in good company. It suits you who want to "
            "try first, "
            "too."
        ),
    ),
}
REPLIES = (
    (
        "Kiitos hakemuksesta",
        (
            "Kiitos hakemuksestasi!",
            "Hei {name},\n\nkiitos hakemuksestasi: {role}. Soitan sinulle tällä viikolla.",
        ),
        (
            "Tack för din ansökan!",
            "Hej {name},\n\ntack för din ansökan: {role}. Jag ringer dig den här veckan.",
        ),
        (
            "Thank you for applying!",
            "Hello {name},\n\nthank you for applying: {role}. I will call you this week.",
        ),
    ),
    (
        "Kurssi alkaa",
        (
            "Seuraava kurssi",
            "Hei {name},\n\nseuraava kurssi alkaa helmikuun lopussa. Kerromme lisää täällä: {link}",
        ),
        ("Nästa kurs", "Hej {name},\n\nnästa kurs börjar i slutet av februari. Mer finns här: {link}"),
        (
            "The next course",
            "Hello {name},\n\nthe next course begins at the end of February. More here: {link}",
        ),
    ),
)
DAYTIME = "Aamupäivisin\nIltapäivisin\nIltaisin"


@dataclass(frozen=True)
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


APPLICANTS = (
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
)


def tell(told: Told, held: Mapping[str, VolunteerRole], by: Actor) -> None:
    """Have it all happen, day by day; a second time changes nothing."""
    if told.slug != SLUG or Application.objects.exists():
        return
    with times.at(date(2025, 1, 3), 9):
        _open(held, by)
    for number, applicant in enumerate(APPLICANTS):
        application = _apply(applicant, held[applicant.role])
        for days, what in applicant.then:
            with times.at(applicant.on + timedelta(days=days), 9 + number % 6, 5 * (number % 3)):
                _DEEDS[what](application, held[applicant.role], by, number)


def _open(held: Mapping[str, VolunteerRole], by: Actor) -> None:
    for code, (fi, sv, en) in OPEN.items():
        role = held[code]
        values = {name: getattr(role, name) for name in RolePlan.__dataclass_fields__}
        values |= {"is_open": True, "public_text_fi": fi, "public_text_sv": sv, "public_text_en": en}
        change_role(role=role, plan=RolePlan(**values), by=by)
    wording.add_question(
        role=held["tukihenkilo"],
        by=by,
        text_fi="Milloin sinulle sopii?",
        text_sv="När passar det dig?",
        text_en="When does it suit you?",
        kind="choice",
        choices_fi=DAYTIME,
        choices_sv="På förmiddagen\nPå eftermiddagen\nPå kvällen",
        choices_en="In the morning\nIn the afternoon\nIn the evening",
    )
    for name, in_fi, in_sv, in_en in REPLIES:
        wording.save_template(
            by=by,
            name=name,
            subject_fi=in_fi[0],
            text_fi=in_fi[1],
            subject_sv=in_sv[0],
            text_sv=in_sv[1],
            subject_en=in_en[0],
            text_en=in_en[1],
        )


def _apply(applicant: Applicant, role: VolunteerRole) -> Application:
    plain = f"{applicant.given_name}.{applicant.family_name}".lower()
    address = f"{plain.translate(str.maketrans('åäö', 'aao'))}@example.org"
    question = role.questions.first()
    with times.at(applicant.on, 18, 4):
        return applying.hand_in(
            form=uuid5(NAMESPACE_URL, plain),
            filled=applying.Filled(
                roles=[role],
                given_name=applicant.given_name,
                family_name=applicant.family_name,
                email=address if applicant.email else "",
                phone=applicant.phone,
                language=applicant.language,
                municipality="Napajoki",
                birth_year=applicant.birth_year,
                why=applicant.why,
                source=applicant.source,
                answers={question: question.answers[0]} if question else {},
            ),
        )


Deed = Callable[[Application, VolunteerRole, Actor, int], object]


def _reply(application: Application, role: VolunteerRole, by: Actor, number: int) -> None:
    subject, text = {
        "fi": ("Kiitos hakemuksestasi!", "Kiitos hakemuksestasi. Soitan sinulle tällä viikolla.\n\nSatu"),
        "sv": ("Tack för din ansökan!", "Tack för din ansökan. Jag ringer dig den här veckan.\n\nSatu"),
        "en": ("Thank you for applying!", "Thank you for applying. I will call you this week.\n\nSatu"),
    }[application.language]
    handling.reply(application=application, subject=subject, text=text, by=by)


def _offer(application: Application, role: VolunteerRole, by: Actor, number: int) -> None:
    # Those who are accepted in the story have met before it begins, the others meet after.
    first = date(2025, 1, 13) if number > 8 else date(2025, 2, 6)
    starts = (times.instant(first, 8 + number), times.instant(first + timedelta(days=1), 8 + number))
    interviews.offer(application=application, new=interviews.NewTimes(starts, 30, PLACE), by=by)


def _pick(application: Application, role: VolunteerRole, by: Actor, number: int) -> None:
    offer = application.offers.select_related("time").order_by("time__starts_at")[0]
    interviews.pick(application=application, time=offer.time)


def _accept(*, active: bool) -> Deed:
    def deed(application: Application, role: VolunteerRole, by: Actor, number: int) -> None:
        # The course of the support persons and the agreements come before anything else.
        on = times.START.date() - timedelta(days=14)
        acceptance.accept(application=application, roles=[role], active=active, by=by, on=on)

    return deed


_DEEDS: Mapping[str, Deed] = {
    "take_up": lambda application, role, by, number: handling.take_up(application=application, by=by),
    "call": lambda application, role, by, number: handling.note_call(application=application, by=by),
    "wait": lambda application, role, by, number: handling.put_on_waiting_list(
        application=application, by=by
    ),
    "withdraw": lambda application, role, by, number: applying.withdraw(application=application),
    "reject": lambda application, role, by, number: handling.reject(
        application=application,
        reason="not_fitting",
        subject="Hakemuksesi vapaaehtoiseksi",
        text="Kiitos, että tarjosit aikaasi. Päivystämme iltaisin, joten tällä kertaa emme löytäneet vuoroa.",
        by=by,
    ),
    "reply": _reply,
    "offer": _offer,
    "pick": _pick,
    "accept": _accept(active=False),
    "accept_active": _accept(active=True),
}
