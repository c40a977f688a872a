"""How associations care for their volunteers: thanks for a year. Inside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID, uuid5

from local.enacting import times
from local.federation.associations import Association as Told
from local.federation.draws import Draws
from tenants.actors import Actor
from volunteers.register import selectors
from volunteers.register.models import Person, Thanks
from volunteers.register.services import thanks

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
FORGOTTEN = 4  # of a hundred, for whom there is something left to do
IN_JANUARY = 6


def tell(told: Told, by: Actor, seed: int) -> None:
    """Thank nearly everybody, some by name; a second time changes nothing."""
    if Thanks.objects.exists():
        return
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
