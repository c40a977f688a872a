"""The list of people in an association of thousands, and finding one of them by a mistyped name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection

from accounts.models import User
from accounts.reach import EVERYBODY
from infra.bench.data_people import COORDINATOR, PEOPLE
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from volunteers.register import roster, trail
from volunteers.register.models import Absence, Note, Person, Qualification, QualificationType
from volunteers.register.roster import Wanted

PATH = "/coordinate/people/"
TYPO = "Virtalianen"


@row("people")
def people(scene: Scene) -> Iterator[Finding]:
    """What the list asks the database, its time, and how that grows; then a search with a slip in it."""
    scene.data("people")
    small, big = (Association.objects.get(slug=slug) for slug in PEOPLE)
    coordinator = User.objects.get(email=COORDINATOR)
    few, many = (browser(coordinator, at) for at in (small, big))
    shape = "5 000 people"
    page(few, PATH)
    if "5000" not in page(many, PATH).replace("\u00a0", ""):
        raise WrongAnswer("The list does not hold 5 000 people.")
    with listening() as heard:
        page(many, PATH)
    yield count_at_most(15, len(heard.all), what="statements, the list", unit="queries", data=shape)
    yield at_most(
        1.3,
        ratio(take(lambda: page(many, PATH), lambda: page(few, PATH), repeats=60)),
        what="time of the list with ten times the people",
        unit="×",
        baseline="the same page over 500 people",
        data=shape,
    )
    with with_empty_page("association") as empty:
        unit = take(lambda: page(many, PATH), lambda: page(many, empty), repeats=60)
        yield at_most(
            4,
            ratio(unit),
            what="time of the list",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=shape,
        )
        yield at_most(
            1,
            ratio(take(lambda: _search(big), lambda: page(many, empty), repeats=60)),
            what="a search with a typo, in the database",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=shape,
        )


@row("person_page")
def person_page(scene: Scene) -> Iterator[Finding]:
    """The page of one person: statements, time, and how that grows with the people around them."""
    scene.data("people")
    small, big = (Association.objects.get(slug=slug) for slug in PEOPLE)
    coordinator = User.objects.get(email=COORDINATOR)
    few, many = (browser(coordinator, at) for at in (small, big))
    here, there = (_known_person(at) for at in (small, big))
    shape = "a person with 80 rows about them, among 5 000"
    if "Ajokortti" not in page(many, there):
        raise WrongAnswer("The page does not tell what is known of the person.")
    page(few, here)
    with listening() as heard:
        page(many, there)
    yield count_at_most(15, len(heard.all), what="statements, a person's page", unit="queries", data=shape)
    yield at_most(
        1.3,
        ratio(take(lambda: page(many, there), lambda: page(few, here), repeats=60)),
        what="time of a person's page among ten times the people",
        unit="×",
        baseline="the same page among 500 people",
        data=shape,
    )
    with with_empty_page("association") as empty:
        yield at_most(
            4,
            ratio(take(lambda: page(many, there), lambda: page(many, empty), repeats=60)),
            what="time of a person's page",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=shape,
        )


def _known_person(association: Association) -> str:
    """The page of one person; the first time, what years as a volunteer leave behind is put on it."""
    by, day = Actor.system("bench"), date(2024, 1, 1)
    with entered(association):
        person = Person.objects.filter(is_blank=False).order_by("pk")[10]
        if not Note.objects.filter(person=person).exists():
            kinds = [
                QualificationType.objects.create(code=f"bench-{each}", name_fi=f"Ajokortti {each}")
                for each in range(5)
            ]
            for number in range(20):
                on = day + timedelta(days=number)
                trail.record("person.changed", by=by, subject_kind="person", subject_uuid=person.uuid)
                Note.objects.create(person=person, text="Soitettu.", at=clock.now(), by_name="Koordinaattori")
                Qualification.objects.create(
                    person=person, type=kinds[number % 5], from_on=on, noted_at=clock.now(), noted_by="x"
                )
                Absence.objects.create(person=person, from_on=on, to_on=on)
        return f"{PATH}{person.uuid}/"


def _search(association: Association) -> None:
    """The statements of a search: how many there are, and the first fifty."""
    with entered(association):
        shown, _pages = roster.page(
            Wanted(text=TYPO), on=clock.today(association), reader=EVERYBODY, number=1, size=50, url="?page="
        )
        if not shown:
            raise WrongAnswer(f"Nobody is found by {TYPO!r}.")
        if connection.queries_logged:
            raise WrongAnswer("Statements are being kept: times would be wrong.")
