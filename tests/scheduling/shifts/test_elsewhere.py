"""Two associations at the same time: only whoever is in both is told."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.routes import routes
from scheduling.shifts import elsewhere
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.series.repeating import Rule, Time
from scheduling.shifts.services import cannot_come, make_series, sign_up, wait
from tenants import clock
from tenants.context import entered
from tenants.models import Access, CrossingEntry
from tests.api.programs import program, token
from tests.isolation.test_matrix import told
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from tests.scheduling.shifts.test_api import of, post
from tests.scheduling.shifts.test_pages import taken, text

Browse = Callable[..., Client]
ALFA, BETA = "Alfan mielen", "Betan mielen"
# What tells a coordinator, or a program, of shifts and of somebody's.
TELL_OF_SHIFTS = re.compile(
    r"home/|(shifts|coordinate/shifts|coordinate/people/<|api/v1/shifts)[^.]*/|coordinate/"
)
THEN = "You are elsewhere"
# Where the clock may be moved, each entering asks how far.
REFRESH = 1


@pytest.fixture
def there(other_scene: Scene, bo: User) -> Shift:
    """Bo volunteers at Beta as well, and comes to a shift there tomorrow from four to seven."""
    beta = other_scene.association
    Access.objects.create(user=bo, association=beta, role="volunteer", created_at=clock.now())
    person = other_scene.person("Bo", "Berg")
    with entered(beta):
        person.user_uuid = bo.uuid
        person.save(update_fields=["user_uuid"])
    shift = other_scene.shift("2025-02-04 16:00", title="Secret tea")
    with entered(beta):
        sign_up(shift=shift, person=person, by=SOMEBODY)
    return shift


@pytest.mark.usefixtures("there")
def test_list_page_and_sign_up_say_it_to_who_is_in_both(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift("2025-02-04 17:00", title="Soup")
    free = scene.shift("2025-02-05 17:00", title="Bread")
    client = browse(bo, scene.association)

    suggested = text(client.get("/home/"))
    assert ("Bread" in suggested, "Soup" in suggested) == (True, False)
    seen = text(client.get("/shifts/"))
    assert "Soup 2 places You are elsewhere then" in seen
    assert "Bread 2 places You do this role and are free at that time" in seen
    page = text(client.get(f"/shifts/{shift.uuid}/"))
    assert (
        "You are elsewhere at that time Tue 4 Feb 16:00–19:00: Betan mielen hyvinvointi ry"
        in page.replace("\u00a0", " ")
    )
    assert "Not here, but you are elsewhere then." in page
    assert "Secret tea" not in page
    assert THEN not in text(client.get(f"/shifts/{free.uuid}/"))

    answer = client.post(f"/shifts/{shift.uuid}/sign-up/", follow=True).content.decode()
    assert "Note that you are on a shift of Betan mielen hyvinvointi ry then" in answer
    home = text(client.get("/home/"))
    assert "You are elsewhere at that time" in home
    assert "Soup You are coming You are elsewhere then" in text(client.get("/shifts/"))


def test_nobody_else_is_told_on_any_page(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User, cleo: User, bo: User, there: Shift
) -> None:
    here = scene.shift("2025-02-04 17:00", title="Soup")
    taken(scene, here, "bo")
    person = scene.someone("bo").uuid
    for user, association, shift, someone, word in (
        (ada, scene.association, here, person, BETA),
        (cleo, other_scene.association, there, other_scene.someone("bo.berg").uuid, ALFA),
    ):
        client, answered = browse(user, association), 0
        for route in routes("association"):
            if not TELL_OF_SHIFTS.fullmatch(route.pattern):
                continue
            for uuid in {shift.uuid, someone} if route.identifiers else {shift.uuid}:
                response = client.get(route.path(**dict.fromkeys(route.identifiers, uuid)))
                answered += response.status_code == 200
                assert word not in told(response), route
                assert THEN not in told(response), route
        assert answered > 15


@pytest.mark.parametrize("ends", ["the access", "the shift", "the place"])
def test_what_is_over_there_stands_in_nobodys_way(
    scene: Scene, other_scene: Scene, browse: Browse, bo: User, there: Shift, ends: str
) -> None:
    if ends == "the access":
        Access.objects.filter(user=bo, association=other_scene.association).update(ends_at=clock.now())
    with entered(other_scene.association):
        if ends == "the shift":
            Shift.objects.filter(pk=there.pk).update(state=Shift.State.CANCELLED)
        if ends == "the place":
            cannot_come(shift=there, person=other_scene.someone("bo.berg"), by=SOMEBODY)
    shift = scene.shift("2025-02-04 17:00", title="Soup")

    assert THEN not in text(browse(bo, scene.association).get(f"/shifts/{shift.uuid}/"))


@pytest.mark.usefixtures("there")
def test_looking_costs_one_statement_and_is_noted_once_a_day(
    scene: Scene, other_scene: Scene, browse: Browse, bo: User, ada: User
) -> None:
    url = f"/shifts/{scene.shift().uuid}/"

    def asked(user: User) -> int:
        client = browse(user, scene.association)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    with_both, noted = asked(bo), CrossingEntry.objects.filter(verb=elsewhere.CROSSING)
    assert [(row.by_user, row.association) for row in noted] == [(bo.uuid, other_scene.association)]
    Access.objects.filter(user=bo, association=other_scene.association).delete()
    assert with_both - asked(bo) == 1 + REFRESH
    asked(ada)
    assert noted.count() == 1


@pytest.mark.usefixtures("there")
def test_signing_up_through_the_api_says_it_but_to_no_program(
    scene: Scene, browse: Browse, ada: User, bo: User
) -> None:
    shift, free = scene.shift("2025-02-04 17:00"), scene.shift("2025-02-05 17:00")
    client = browse(bo, scene.association)

    first, second = (of(post(client, f"/api/v1/shifts/{each.uuid}/sign-up/")) for each in (shift, free))

    [remark] = [each for each in first["remarks"] if each["code"] == "elsewhere"]
    assert BETA in remark["sentence"]
    assert "elsewhere" not in str(second["remarks"])
    Access.objects.create(user=bo, association=scene.association, role="coordinator", created_at=clock.now())
    client = program(scene.association, token(bo, scene.association).secret)
    told = post(client, f"/api/v1/shifts/{shift.uuid}/sign-up/")
    assert (told.status_code, of(told)["mine"]) == (200, "signed_up")
    assert BETA not in told.content.decode()


@pytest.mark.usefixtures("there")
def test_a_standing_place_and_who_asks_to_swap_are_told(
    scene: Scene, other_scene: Scene, browse: Browse, bo: User
) -> None:
    rule = Rule(
        weekdays=(1,), times=(Time(17 * 60, 180),), from_on=date(2025, 2, 4), until_on=date(2025, 2, 18)
    )
    with entered(scene.association):
        make_series(plan=scene.plan(), rule=rule, publish=True, by=SOMEBODY)
        first = Shift.objects.earliest("starts_at")
    taken(scene, scene.shift("2025-02-20 17:00"), "ada")
    mine = scene.shift("2025-02-19 17:00")
    taken(scene, mine, "bo")
    with entered(other_scene.association):
        other = other_scene.shift("2025-02-20 17:00")
        sign_up(shift=other, person=other_scene.someone("bo.berg"), by=SOMEBODY)
    client = browse(bo, scene.association)

    assert text(client.get(f"/shifts/{first.uuid}/standing/")).count("You are elsewhere then") == 1
    said = client.post(f"/shifts/{first.uuid}/standing/", {"answer": "take"}, follow=True).content.decode()
    assert "You are coming on 3 dates. On 1 of them you are on a shift of another association." in said
    swap = text(client.get(f"/shifts/{mine.uuid}/swap/"))
    assert "(1 person could swap) – You are elsewhere then" in swap


@pytest.mark.usefixtures("there")
def test_an_offered_place_says_it_too(scene: Scene, other_scene: Scene, browse: Browse, bo: User) -> None:
    far = "2025-02-20 17:00"
    with entered(other_scene.association):
        sign_up(shift=other_scene.shift(far), person=other_scene.someone("bo.berg"), by=SOMEBODY)
    shift = scene.shift(far, places=1)
    taken(scene, shift, "ada")
    with entered(scene.association):
        wait(shift=shift, person=scene.someone("bo"), by=SOMEBODY)
        cannot_come(shift=shift, person=scene.someone("ada"), by=SOMEBODY)
        offer = SignUp.objects.get(shift=shift, state=SignUp.State.OFFERED)

    seen = text(browse(bo, scene.association).get(f"/offers/{offer.uuid}/"))
    assert "there is a place for you" in seen
    assert "You are elsewhere at that time" in seen
