"""How associations care for their volunteers: thanks, insurance, guides, and what must not happen. Inside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid5

from local.enacting import times
from local.enacting.register import Cast
from local.federation.associations import Association as Told
from local.federation.draws import Draws
from scheduling.hours.certificates import batch
from tenants.actors import Actor
from volunteers.register import material_files, selectors
from volunteers.register.models import Incident, Person, Thanks
from volunteers.register.services import incidents, materials, thanks
from web.pdf import pdf

T = TypeVar("T")
# The International Volunteer Day.
VOLUNTEER_DAY = date(2024, 12, 5)
LETTERS = UUID("6f3c1f0e-5f0b-4a57-9c57-6f1c6f0a4d51")
WHY = {"fi": "Kiitos vuodesta 2024", "sv": "Tack för år 2024"}
LETTER = {
    "fi": (
        "Tänään on kansainvälinen vapaaehtoisten päivä.\n\n"
        "Tänä vuonna sinä ja muut vapaaehtoisemme olette kuunnelleet, kulkeneet rinnalla, keittäneet kahvia "
        "ja avanneet ovia. Moni ei olisi jaksanut ilman teitä. Kiitos, että annoit aikaasi.\n\n"
        "Levätkää hyvin joulun aikaan. Tammikuussa juodaan yhdessä kakkukahvit."
    ),
    "sv": (
        "I dag är det internationella dagen för frivilliga.\n\n"
        "I år har du och våra andra frivilliga lyssnat, gått bredvid, kokat kaffe och öppnat dörrar. Många "
        "hade inte orkat utan er. Tack för att du gav av din tid.\n\n"
        "Vila gott under julen. I januari bjuder vi på tårta och kaffe."
    ),
    "en": (
        "Today is the International Volunteer Day.\n\n"
        "This year you and our other volunteers have listened, walked beside, made coffee and opened doors. "
        "Many could not have gone on without you. Thank you for giving your time.\n\n"
        "Rest well over Christmas. In January there will be cake and coffee for all of us."
    ),
}
WORDS = {
    "fi": (
        "Jäit iltaan asti, kun väkeä riitti",
        "Opastit uudet rauhassa alkuun",
        "Lämmin soppa ja lämmin sana pakkasella",
        "Kuuntelit silloin, kun sillä oli väliä",
    ),
    "sv": (
        "Du stannade tills alla hade kommit hem",
        "Du tog så fint emot de nya",
        "Varm soppa och varma ord i kylan",
    ),
}
# Whom the others have thanked by name since New Year.
BY_NAME = {
    ("Heikki", "Moilanen"): ("Asukkaat lauloivat vielä iltapalalla. Kiitos, Heikki!", date(2025, 1, 31)),
    ("Marja", "Niskala"): ("Satoja asiointiretkiä yhdessä. Kukat ja halaus.", date(2025, 1, 17)),
    ("Gunvor", "Nygård"): ("Så många samtal i höst. Tack, Gunvor!", date(2025, 1, 24)),
}
TERMS = {
    "fi": (
        "Kaikki aktiiviset vapaaehtoiset on vakuutettu tapaturman ja vastuun varalta, myös matkalla "
        "tehtävään ja takaisin. Vakuutus korvaa hoitokulut, joita muu vakuutus ei korvaa. Ikärajaa "
        "ei ole.\n\n"
        "Jos sinulle sattuu jotain, kerro siitä viikon kuluessa, niin autamme ilmoituksen tekemisessä."
    ),
    "sv": (
        "Alla aktiva frivilliga är försäkrade mot olycksfall och ansvar, också på vägen till och från "
        "uppdraget. Försäkringen ersätter vårdkostnader som ingen annan försäkring ersätter. Det finns ingen "
        "åldersgräns.\n\n"
        "Om något händer dig, berätta det inom en vecka, så hjälper vi dig med anmälan."
    ),
    "en": (
        "All active volunteers are insured against accidents and liability, also on the way to the task and "
        "back. The insurance covers costs of care that no other insurance covers. There is no age limit.\n\n"
        "If something happens to you, tell us within a week, and we help you with the claim."
    ),
}
GUIDES = {
    "fi": (
        "Turvallinen kohtaaminen",
        (
            "Kerro nimesi ja se, että olet vapaaehtoinen.",
            "Kuuntele enemmän kuin neuvot. Hiljaisuus on sallittua.",
            "Et anna puhelinnumeroasi etkä lainaa rahaa.",
            "Jos joku on vaarassa, soita 112 ja sitten koordinaattorille.",
            "Pura raskas kohtaaminen saman päivän aikana jonkun meistä kanssa.",
        ),
    ),
    "sv": (
        "Ett tryggt möte",
        (
            "Säg vad du heter och att du är frivillig.",
            "Lyssna mer än du ger råd. Tystnad är tillåten.",
            "Du ger inte ut ditt telefonnummer och lånar inte ut pengar.",
            "Om någon är i fara ringer du 112 och sedan koordinatorn.",
            "Tala ut om ett tungt möte samma dag med någon av oss.",
        ),
    ),
    "en": (
        "A safe encounter",
        (
            "Say your name, and that you are a volunteer.",
            "Listen more than you advise. Silence is fine.",
            "Do not give your phone number, and do not lend money.",
            "If somebody is in danger, call 112, then the coordinator.",
            "After a heavy encounter, talk to one of us the same day.",
        ),
    ),
}
GUIDE = Path(__file__).with_name("guide.typ")
# Roles whose pages have the guide, in all three languages.
GUIDED = ("tukihenkilo", "kohtaamispaikka", "kriisipuhelin", "asiointikaveri", "olka")
# What happened to whom: one that was handled, and one that waits for somebody.
HANDLED = (
    ("Marja", "Niskala"),
    (
        "Liukastuin torstaina Majakan takaportailla ruokakassien kanssa. Ranne venähti, kävin "
        "terveysasemalla. Portaat olivat jäässä, eikä niitä ollut hiekoitettu."
    ),
    (
        "Soitin Marjalle, ranne paranee. Huoltoyhtiö hiekoittaa takaportaat tästä lähtien joka aamu ennen "
        "ruokajakoa, ja oven viereen tuotiin hiekka-astia."
    ),
)
WAITING = (
    ("Gunvor", "Nygård"),
    (
        "En man som ofta kommer till mötesplatsen följde efter mig till bussen och ville ha mitt nummer. "
        "Jag sade nej två gånger. Det kändes obehagligt."
    ),
)
TITLES = {
    "fi": "vapaaehtoistoiminnan koordinaattori",
    "sv": "volontärkoordinator",
    "en": "volunteer coordinator",
}
FORGOTTEN = 4  # of a hundred, for whom there is something left to do
IN_JANUARY = 6


def tell(told: Told, cast: Cast, by: Actor, seed: int) -> None:
    """All of it before the demo begins; a second time changes nothing."""
    if Thanks.objects.exists():
        return
    _thank(told, by, seed)
    with times.at(date(2025, 1, 8), 10):
        incidents.write_terms(texts=TERMS, by=by)
        batch.name_signer(name=by.name, titles=TITLES, by=by)
        _guide(cast, by)
    _report(by)


def _guide(cast: Cast, by: Actor) -> None:
    """The same guide in three languages on the pages of roles in which people meet."""
    files = [
        material_files.check(
            name=f"{title}.pdf", content=pdf(GUIDE, {"lang": language, "title": title, "lines": lines})
        )
        for language, (title, lines) in GUIDES.items()
    ]
    for code in GUIDED:
        for file in files if code in cast.roles else ():
            title = file.name.removesuffix(".pdf")
            materials.add_material(role=cast.roles[code], title=title, file=file, by=by)


def _report(by: Actor) -> None:
    (given, family), text, handling = HANDLED
    if found := _reported(given, family, "accident", text, date(2025, 1, 16), told_on=date(2025, 1, 17)):
        with times.at(date(2025, 1, 20), 9):
            assert by.user is not None
            taken = incidents.triage(incident=found, handler=by.user, is_insurance_matter=True, by=by)
        with times.at(date(2025, 1, 21), 14):
            incidents.handle(incident=taken, handling=handling, insurer_told_on=date(2025, 1, 20), by=by)
    (given, family), text = WAITING
    _reported(given, family, "boundary", text, date(2025, 1, 30), told_on=date(2025, 1, 31))


def _reported(
    given: str, family: str, kind: str, text: str, happened_on: date, *, told_on: date
) -> Incident | None:
    person = Person.objects.filter(given_name=given, family_name=family).first()
    if person is None:
        return None
    with times.at(told_on, 18):
        return incidents.report(
            reporter=person,
            kind=kind,
            whom="me",
            happened_on=happened_on,
            text=text,
            by=Actor(user=person.user_uuid, name=person.name),
        )


def _thank(told: Told, by: Actor, seed: int) -> None:
    draws = Draws(seed, "cared", told.slug)
    with times.at(VOLUNTEER_DAY, 10):
        people = [each for each in selectors.active_volunteers() if not draws.percent(FORGOTTEN)]
        if people:
            thanks.send_letter(
                key=uuid5(LETTERS, told.slug), people=people, why=_in(told, WHY), texts=LETTER, by=by
            )
    with times.at(date(2025, 1, 31), 15):
        for (given, family), (why, on) in BY_NAME.items():
            for person in Person.objects.filter(given_name=given, family_name=family):
                thanks.thank(person=person, why=why, by=by, on=on)
        for person in draws.shuffled(people)[:IN_JANUARY]:
            day = date(2025, 1, draws.between(7, 30))
            thanks.thank(person=person, why=draws.pick(_in(told, WORDS)), by=by, on=day)


def _in(told: Told, words: Mapping[str, T]) -> T:
    return words["sv" if told.language == "sv" else "fi"]
