"""Swaps: with whom, how they are asked and answered, when a coordinator has the last word, how they end."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from notifications import delivery
from notifications.models import Message
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.links import swaps as swap_links
from scheduling.shifts.models import RoleRules, Shift, SignUp, Swap
from scheduling.shifts.selectors import swap_pairs
from scheduling.shifts.services import cancel_own, edit_shift, sign_up, swapping, wait
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from volunteers.register.models import Person

Browse = Callable[..., Client]
TUESDAY, THURSDAY = "2025-02-04 17:00", "2025-02-06 17:00"


def two_places(scene: Scene, *, title: str = "", **shift: object) -> tuple[SignUp, SignUp]:
    """Bo comes on Tuesday, Aino on Thursday; both shifts are full. They read English here."""
    tuesday = scene.shift(TUESDAY, places=1, title=title, **shift)  # type: ignore[arg-type]  # as the scene's
    thursday = scene.shift(THURSDAY, places=1, title=title, **shift)  # type: ignore[arg-type]  # as the scene's
    aino = scene.person("Aino", "Vapaa")
    with entered(scene.association):
        Person.objects.update(language="en")
        bo = scene.someone("bo")
        return tuple(  # type: ignore[return-value]  # two of them
            again(sign_up(shift=shift, person=person, by=SOMEBODY))
            for shift, person in ((tuesday, bo), (thursday, Person.objects.get(pk=aino.pk)))
        )


def again(place: SignUp) -> SignUp:
    return SignUp.objects.select_related("person", "shift__role").get(pk=place.pk)


def asked(mine: SignUp, *yours: SignUp) -> list[Swap]:
    return swapping.ask(mine=mine, shifts=[each.shift for each in yours], by=SOMEBODY)


def who_comes(*places: SignUp) -> list[list[str]]:
    """Who is on the shifts of these places now, and the count agrees."""
    found = []
    for place in places:
        come = SignUp.objects.filter(shift=place.shift, state__in=SignUp.ACTIVE)
        assert Shift.objects.get(pk=place.shift.pk).taken == come.count()
        found.append(sorted(come.values_list("person__given_name", flat=True)))
    return found


def over() -> dict[str, str]:
    """Who is told that nothing came of it, and why."""
    found = Message.objects.filter(kind="swap.over")
    names = dict(Person.objects.values_list("uuid", "given_name"))
    return {names[each.person_uuid]: each.data["why"] for each in found}


# --- asking ---------------------------------------------------------------------------------------


def test_only_what_both_could_take_is_offered(inside: Scene) -> None:
    mine, yours = two_places(inside)
    role = inside.another_role()
    other = inside.shift("2025-02-05 10:00", role=role)
    stranger = inside.person("Line", "Vieras", role=False)
    inside.hold(stranger, role)
    sign_up(shift=other, person=stranger, by=SOMEBODY)  # Bo does not do that role
    busy = inside.person("Kiire", "Kiireinen")
    for at in (TUESDAY.replace("17:00", "18:00"), "2025-02-07 17:00"):
        sign_up(shift=inside.shift(at), person=busy, by=SOMEBODY)  # busy on Tuesday evening
    inside.shift("2025-02-08 17:00")  # nobody comes there

    found = swap_pairs.possible(mine)

    # Kiire's own Tuesday shift, at the same time as Bo's, is one that both could have.
    assert [(each.shift.pk, [place.person.given_name for place in each.places]) for each in found] == [
        (SignUp.objects.get(person=busy, starts_at__lt=yours.starts_at).shift_id, ["Kiire"]),
        (yours.shift_id, ["Aino"]),
    ]


def test_nobody_is_asked_twice_nor_who_cannot(inside: Scene) -> None:
    mine, yours = two_places(inside)
    asked(mine, yours)
    with pytest.raises(errors.NobodyToSwapWith):
        asked(mine, yours)
    with pytest.raises(errors.NobodyToSwapWith):
        asked(yours, yours)
    cancel_own(shift=mine.shift, person=mine.person, by=SOMEBODY)
    with pytest.raises(errors.NotSignedUp):
        asked(mine, yours)
    assert Swap.objects.get().state == "lapsed"


# --- answering ------------------------------------------------------------------------------------


def test_yes_exchanges_the_places_and_both_are_told(inside: Scene) -> None:
    mine, yours = two_places(inside)
    [swap] = asked(mine, yours)

    for _twice in range(2):
        assert swapping.accept(swap=swap, by=SOMEBODY).state == "done"

    assert who_comes(mine, yours) == [["Aino"], ["Bo"]]
    assert {again(mine).state, again(yours).state} == {"swapped"}
    waiting = Message.objects.filter(state="planned").values_list("kind", flat=True)
    assert sorted(set(waiting)) == ["shift.reminder", "swap.done"]
    while delivery.deliver_due():
        pass
    subjects = {each.to[0].split("<")[1][:-1]: plain(each.subject) for each in mail.outbox}
    assert subjects == {
        "bo@example.org": "You have swapped: your shift is Thu 6 Feb 17:00",
        "aino.vapaa@example.org": "You have swapped: your shift is Tue 4 Feb 17:00",
    }
    assert all(each.attachments for each in mail.outbox)


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ").replace("\u2060", "")


def test_who_waits_for_the_other_shift_waits_no_more(inside: Scene) -> None:
    mine, yours = two_places(inside)
    wait(shift=yours.shift, person=mine.person, by=SOMEBODY)
    [swap] = asked(mine, yours)

    swapping.accept(swap=swap, by=SOMEBODY)

    assert who_comes(mine, yours) == [["Aino"], ["Bo"]]
    assert not SignUp.objects.filter(state="waiting").exists()


def test_the_first_yes_swaps_and_the_other_may_keep_theirs(inside: Scene) -> None:
    mine, yours = two_places(inside)
    third = inside.person("Eero", "Vapaa")
    also = again(sign_up(shift=inside.shift("2025-02-07 17:00", places=1), person=third, by=SOMEBODY))
    first, second = sorted(asked(mine, yours, also), key=lambda swap: swap.yours.starts_at)

    swapping.accept(swap=second, by=SOMEBODY)

    with pytest.raises(errors.SwapIsOver):
        swapping.accept(swap=first, by=SOMEBODY)
    assert who_comes(mine, yours, also) == [["Eero"], ["Aino"], ["Bo"]]
    assert over() == {}


def test_no_from_everybody_is_told_once(inside: Scene) -> None:
    mine, yours = two_places(inside)
    third = inside.person("Eero", "Vapaa")
    also = again(sign_up(shift=inside.shift("2025-02-07 17:00"), person=third, by=SOMEBODY))
    first, second = asked(mine, yours, also)
    swapping.decline(swap=first, by=SOMEBODY)
    assert over() == {}
    for _twice in range(2):
        swapping.decline(swap=second, by=SOMEBODY)
    assert over() == {"Bo": "nobody"}
    assert who_comes(mine, yours) == [["Bo"], ["Aino"]]


def test_what_has_come_between_refuses_and_changes_nothing(inside: Scene) -> None:
    mine, yours = two_places(inside)
    [swap] = asked(mine, yours)
    sign_up(shift=inside.shift("2025-02-06 16:00"), person=mine.person, by=SOMEBODY)

    with pytest.raises(errors.TimesOverlap):
        swapping.accept(swap=swap, by=SOMEBODY)

    assert who_comes(mine, yours) == [["Bo"], ["Aino"]]


@pytest.mark.parametrize(
    ("change", "told"),
    [("mine cancels", {}), ("yours cancels", {"Bo": "nobody"}), ("moved", {"Bo": "nobody"}), ("time", {})],
)
def test_swap_lapses_when_either_place_changes(inside: Scene, change: str, told: dict[str, str]) -> None:
    mine, yours = two_places(inside)
    [swap] = asked(mine, yours)
    if change == "mine cancels":
        cancel_own(shift=mine.shift, person=mine.person, by=SOMEBODY)
    elif change == "yours cancels":
        cancel_own(shift=yours.shift, person=yours.person, by=SOMEBODY)
    elif change == "moved":
        edit_shift(shift=yours.shift, plan=inside.plan("2025-02-06 19:00", places=1), by=SOMEBODY)
    at = mine.starts_at if change == "time" else clock.now()
    with clock.fixed(at):
        assert swapping.end_overdue() == (1 if change == "time" else 0)
        assert swapping.end_overdue() == 0
        with pytest.raises(errors.SwapIsOver):
            swapping.accept(swap=swap, by=SOMEBODY)
        delivery.deliver_due()
    assert Swap.objects.get().state == "lapsed"
    left = Message.objects.filter(kind="swap.over").exclude(state="obsolete").count()
    assert left == len(told)
    assert not Message.objects.filter(kind="swap.asked", state="planned").exists()


# --- a coordinator's word -------------------------------------------------------------------------


def agreed(scene: Scene) -> tuple[SignUp, SignUp, Swap]:
    """Bo and Aino agree on a swap that a coordinator has to approve."""
    mine, yours = two_places(scene)
    RoleRules.objects.create(role=scene.role, swap_needs_approval=True)
    [swap] = asked(mine, yours)
    assert swapping.accept(swap=swap, by=SOMEBODY).state == "agreed"
    assert who_comes(mine, yours) == [["Bo"], ["Aino"]]
    return mine, yours, swap


def test_coordinator_approves(inside: Scene) -> None:
    mine, yours, swap = agreed(inside)
    with pytest.raises(errors.SwapWaits):
        asked(mine, yours)
    for _twice in range(2):
        swapping.approve(swap=swap, by=SOMEBODY)
    assert who_comes(mine, yours) == [["Aino"], ["Bo"]]


def test_coordinator_does_not_approve_and_both_are_told(inside: Scene) -> None:
    mine, yours, swap = agreed(inside)
    for _twice in range(2):
        swapping.refuse(swap=swap, by=SOMEBODY)
    assert who_comes(mine, yours) == [["Bo"], ["Aino"]]
    assert over() == {"Bo": "refused", "Aino": "refused"}
    with pytest.raises(errors.SwapIsOver):
        swapping.approve(swap=swap, by=SOMEBODY)


def test_who_asked_changes_their_mind_and_the_other_is_told(inside: Scene) -> None:
    mine, _yours, _swap = agreed(inside)
    assert swapping.withdraw(mine=mine, by=SOMEBODY) == 1
    assert swapping.withdraw(mine=mine, by=SOMEBODY) == 0
    assert over() == {"Aino": "fell_through"}


# --- pages ----------------------------------------------------------------------------------------


def sent_link() -> str:
    [body] = [str(each.body) for each in mail.outbox if plain(each.subject).startswith("Would you swap")]
    return next(line for line in body.splitlines() if "/swap/?" in line)


def test_from_the_page_to_the_link_and_back(scene: Scene, browse: Browse, bo: User, ada: User) -> None:
    mine, yours = two_places(scene)
    url = f"/shifts/{mine.shift.uuid}/swap/"
    own = browse(bo, scene.association)
    assert url in own.get(f"/shifts/{mine.shift.uuid}/").content.decode()
    page = own.get(url).content.decode()
    assert "1 person could swap" in page
    assert "Aino" not in page  # who comes to other shifts is nobody's to read here
    assert own.post(url, {"shifts": [str(mine.shift.uuid)]}).status_code == 422
    own.post(url, {"shifts": [str(yours.shift.uuid)]})
    assert "No answer yet" in own.get(url).content.decode()
    with entered(scene.association):
        delivery.deliver_due()
    link = sent_link()
    token, client = parse_qs(urlsplit(link).query)["t"][0], browse(None, scene.association)

    opened = client.get(link)
    assert "Aino, would you swap with Bo?" in opened.content.decode()
    assert opened.headers["Cache-Control"] == "no-store, private"
    with entered(scene.association):
        assert Swap.objects.get().state == "asked"
    said = client.post("/swap/", {"t": token, "answer": "yes"}, follow=True).content.decode()

    assert "You have swapped" in said
    with entered(scene.association):
        assert who_comes(mine, yours) == [["Aino"], ["Bo"]]
    assert own.get(url).status_code == 404
    # Nobody else has a place to swap here, or was asked.
    with entered(scene.association):
        swap = Swap.objects.get()
    for path in (url, f"/swaps/{swap.uuid}/"):
        assert browse(ada, scene.association).get(path).status_code == 404


def test_link_opens_nothing_elsewhere_nor_changed_nor_another_question(
    scene: Scene, other_scene: Scene, browse: Browse
) -> None:
    mine, yours = two_places(scene)
    with entered(scene.association):
        [swap] = asked(mine, yours)
        good = swap_links.token(Swap.objects.select_related(*swap_links.WITH).get(pk=swap.pk))
        assert swap_links.opened(good) == swap
    here, there = browse(None, scene.association), browse(None, other_scene.association)
    for client, path, sent in (
        (there, "/swap/", good),
        (here, "/confirm/", good),
        (here, "/swap/", good[:-1] + "x"),
        (here, "/swap/", ""),
    ):
        assert client.get(path, {"t": sent}).status_code == 404
        assert client.post(path, {"t": sent, "answer": "yes"}).status_code == 404
    with entered(scene.association):
        assert Swap.objects.get().state == "asked"
    with clock.fixed(yours.ends_at):
        assert here.get("/swap/", {"t": good}).status_code == 404


def test_link_tells_of_a_discreet_shift_only_when(scene: Scene, browse: Browse) -> None:
    role = scene.role
    with entered(scene.association):
        type(role).objects.filter(pk=role.pk).update(discreet=True)
    mine, yours = two_places(scene, title="Soup", site=scene.site, contact_person=scene.someone("ada"))
    with entered(scene.association):
        asked(mine, yours)
        mail.outbox.clear()
        delivery.deliver_due()
    page = browse(None, scene.association).get(sent_link()).content.decode()
    letters = "".join(str(each.message()) for each in mail.outbox)
    for secret in ("Soup", "Majakka", "Ada Ahola"):
        assert secret not in page + letters


def test_coordinator_settles_on_the_page_of_the_shift(scene: Scene, browse: Browse, ada: User) -> None:
    with entered(scene.association):
        mine, yours, swap = agreed(scene)
    client, manage = browse(ada, scene.association), f"/coordinate/shifts/{yours.shift.uuid}/"
    assert "Aino Vapaa" in client.get(manage).content.decode()
    assert "Swaps that wait for you" in client.get(manage).content.decode()
    settle = f"{manage}swaps/{swap.uuid}/"
    assert client.post(settle.replace(str(swap.uuid), str(mine.uuid))).status_code == 404
    client.post(settle, {"answer": "yes"})
    with entered(scene.association):
        assert who_comes(mine, yours) == [["Aino"], ["Bo"]]
    assert client.post(settle, {"answer": "yes"}).status_code == 404
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        assert "Swaps that wait for you" not in client.get(manage).content.decode()
