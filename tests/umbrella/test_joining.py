"""An association asks to join: the public form, the private link, two people's yes, and the way to refuse."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from tenants import clock, lifecycle
from tenants.actors import Actor
from tenants.models import Access, Association, JoinLetter, JoinRequest, Umbrella
from umbrella.joining import links, services
from umbrella.joining.errors import (
    BackedAlready,
    BackerLeft,
    Changed,
    NotBacked,
    NotOpen,
    NotWhole,
    SamePerson,
)
from umbrella.tasks import answer_requests
from volunteers.recruiting import guard

Browse = Callable[..., Client]
SAID = {
    "name_fi": "Uusikon mielenterveys ry",
    "name_sv": "",
    "name_en": "",
    "seat": "Uusikko",
    "founded": "1984",
    "language": "fi",
    "contact_name": "Eeva Uusi",
    "contact_email": "eeva@example.org",
    "contact_phone": "040 123 4567",
    "message": "Olemme kolme.",
}


def actor(user: User) -> Actor:
    return Actor(user=user.uuid, name=str(user))


@pytest.fixture
def ilkka(liitto: Umbrella) -> User:
    """Administers the umbrella; Vera only analyses."""
    return _administrator(liitto, "ilkka")


def _administrator(umbrella: Umbrella, name: str) -> User:
    user = User.objects.create_user(f"{name}@example.org", None, name=name.title(), language="en")
    Access.objects.create(user=user, umbrella=umbrella, role="admin", created_at=clock.now())
    return user


@pytest.fixture
def asked(liitto: Umbrella) -> JoinRequest:
    """As it came from the form."""
    return services.hand_in(umbrella=liitto, form=uuid4(), **SAID, district=liitto.districts.first())


@pytest.fixture
def whole(asked: JoinRequest, ilkka: User) -> JoinRequest:
    """With all that it begins with."""
    return services.prepare(
        asked=asked,
        by=actor(ilkka),
        slug="uusikko",
        from_on=clock.today(asked.umbrella),
        roles_left_out=["x"],
    )


def typed(umbrella: Umbrella, **other: str) -> dict[str, str]:
    """The public form as somebody posts it who took their time."""
    opened = guard.stamp(f"umbrella {umbrella.slug}")
    return (
        SAID | {"opened": opened, "may_keep": "on", "district": str(umbrella.districts.all()[0].pk)} | other
    )


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever posts has looked at the form long enough."""
    monkeypatch.setattr(guard, "SOONEST", timedelta(seconds=-1))


# --- who asks -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("unhurried")
def test_form_leads_to_the_page_behind_the_private_link(browse: Browse, liitto: Umbrella) -> None:
    client = browse(None, liitto)
    page = client.get("/join/")
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store, private"
    said = typed(liitto, form_id=page.context["form_id"])
    assert client.post("/join/", said).headers["Location"] == "/join/mine/"
    client.post("/join/", said)  # pressed twice
    asked = JoinRequest.objects.get()
    assert (asked.state, asked.name_fi, asked.coordinator_family) == ("received", SAID["name_fi"], "Uusi")
    assert (
        b"Two people of the federation look at it"
        in client.get("/join/mine/", headers={"accept-language": "en"}).content
    )
    answer_requests()
    answer_requests()
    (letter,) = mail.outbox
    assert letter.to == ["Eeva Uusi <eeva@example.org>"]
    assert links.link(asked) in letter.body
    # Only a hash is kept, and it opens nothing.
    token = links.link(asked).partition("token=")[2]
    assert token not in str(JoinRequest.objects.values())
    other = browse(None, liitto)
    assert other.get("/join/mine/").status_code == 404
    for wrong in ("", asked.token_hash, "x" * 64):
        assert other.get(f"/join/open/?token={wrong}").status_code == 404
    opened = other.get(f"/join/open/?token={token}")
    assert (opened.status_code, opened["Location"]) == (302, "/join/mine/")
    assert opened["Cache-Control"] == "no-store, private"
    seen = other.get("/join/mine/")
    assert seen.status_code == 200
    assert seen["Cache-Control"] == "no-store, private"


def test_what_a_machine_sends_comes_back_as_it_was_filled_in(browse: Browse, liitto: Umbrella) -> None:
    client = browse(None, liitto)
    for said in (
        typed(liitto, website="http://spam.example"),
        typed(liitto, opened="made up"),
        typed(liitto),
    ):
        answer = client.post("/join/", said)
        assert answer.status_code == 429
        assert SAID["name_fi"] in answer.content.decode()
    assert not JoinRequest.objects.exists()


@pytest.mark.usefixtures("unhurried")
def test_form_that_lacks_something_keeps_what_was_typed(browse: Browse, liitto: Umbrella) -> None:
    answer = browse(None, liitto).post("/join/", typed(liitto, contact_email="nobody"))
    assert answer.status_code == 200
    assert "Olemme kolme." in answer.content.decode()
    assert not JoinRequest.objects.exists()


def test_link_of_one_federation_opens_nothing_at_another(browse: Browse, asked: JoinRequest) -> None:
    other = lifecycle.found_umbrella(slug="muuliitto", name_fi="Muu liitto ry")
    assert browse(None, other).get(f"/join/open/?{links.link(asked).partition('?')[2]}").status_code == 404


def test_withdrawing_ends_it_and_half_a_year_later_it_is_gone(
    browse: Browse, liitto: Umbrella, asked: JoinRequest, ilkka: User
) -> None:
    client = browse(None, liitto)
    client.get(f"/join/open/?{links.link(asked).partition('?')[2]}")
    assert client.get("/join/mine/withdraw/").status_code == 200
    for _turn in range(2):
        assert client.post("/join/mine/withdraw/").status_code == 302
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    with pytest.raises(NotOpen):
        services.refuse(asked=asked, by=actor(ilkka), reason="No.")
    answer_requests()
    assert mail.outbox == []  # nothing is told of what was taken back
    with clock.fixed(clock.now() + services.KEPT + timedelta(days=1)):
        answer_requests()
    assert not JoinRequest.objects.exists()


@pytest.mark.usefixtures("unhurried")
def test_corrected_form_is_not_lost_and_its_address_is_mailed_once_a_day(
    browse: Browse, liitto: Umbrella
) -> None:
    client = browse(None, liitto)
    said = typed(liitto, form_id=client.get("/join/").context["form_id"])
    client.post("/join/", said)
    client.post("/join/", said | {"seat": "Vanhakko"})
    assert [asked.seat for asked in JoinRequest.objects.order_by("id")] == ["Uusikko", "Vanhakko"]
    assert JoinLetter.objects.count() == 1
    assert "Vanhakko" in client.get("/join/mine/").content.decode()


@pytest.mark.usefixtures("unhurried")
def test_one_network_sends_few_mails_to_strangers(
    browse: Browse, liitto: Umbrella, settings: LazySettings
) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"join": (2, 3600)}
    client = browse(None, liitto)
    client.post("/join/", typed(liitto, seat=""))  # what lacks something is not counted
    answers = [client.post("/join/", typed(liitto, contact_email=f"e{n}@example.org")) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert JoinRequest.objects.count() == 2


def test_what_was_left_lying_goes_and_what_was_approved_forgets_who_asked(
    liitto: Umbrella, whole: JoinRequest, ilkka: User, vera: User, alfa: Association
) -> None:
    services.hand_in(umbrella=liitto, form=uuid4(), **SAID | {"name_fi": "Lojuva ry"})
    services.back(asked=whole, by=actor(vera), seen=services.mark(asked=whole))
    services.approve(asked=whole, by=actor(ilkka), seen=services.mark(asked=whole))
    with clock.fixed(clock.now() + services.KEPT + timedelta(days=1)):
        services.clear()
    kept = JoinRequest.objects.get()
    assert (kept.contact_name, kept.contact_email, kept.contact_phone, kept.message) == ("", "", "", "")
    assert kept.token_hash == ""
    assert kept.coordinator_email == "eeva@example.org"  # nobody has begun: waiting lets nobody else in
    Access.objects.create(
        user=ilkka, association=kept.association, role="owner", created_at=clock.now(), ends_at=clock.now()
    )
    with clock.fixed(clock.now() + services.KEPT + timedelta(days=1)):
        services.clear()
    kept.refresh_from_db()
    assert (kept.coordinator_given, kept.coordinator_family, kept.coordinator_email) == ("", "", "")


def test_address_that_nobody_can_write_to_stops_no_other(liitto: Umbrella) -> None:
    for email in (f"eeva@{'ä' * 63}.fi", "eeva@ylä.fi"):
        services.hand_in(umbrella=liitto, form=uuid4(), **SAID | {"contact_email": email})
    answer_requests()
    states = JoinLetter.objects.order_by("id").values_list("state", "failure")
    assert list(states) == [("failed", "bad_address"), ("sent", "")]
    assert mail.outbox[0].to == ["Eeva Uusi <eeva@xn--yl-wia.fi>"]


# --- two people ----------------------------------------------------------------------------------------


def test_two_people_make_the_association(
    browse: Browse, liitto: Umbrella, whole: JoinRequest, vera: User, ilkka: User
) -> None:
    path = f"/requests/{whole.uuid}/"
    assert "Give the first approval" in browse(vera, liitto).get(path).content.decode()
    seen = {"seen": services.mark(asked=whole)}
    assert browse(vera, liitto).post(f"{path}back/", seen).status_code == 302
    assert "Give the second approval" in browse(ilkka, liitto).get(path).content.decode()
    answer = browse(ilkka, liitto).post(f"{path}approve/", seen)
    assert answer["Location"] == "/associations/uusikko/"
    whole.refresh_from_db()
    found = Association.objects.get(slug="uusikko")
    assert (whole.state, whole.association, found.state) == ("approved", found, "approved")
    assert (whole.backed_by, whole.approved_by) == (vera.uuid, ilkka.uuid)
    assert found.affiliations.get().district == liitto.districts.first()
    # How somebody reached the federation is not how everybody reaches the association.
    assert (found.contact_email, found.contact_phone) == ("", "")
    answer_requests()
    assert [letter.kind for letter in JoinLetter.objects.filter(state="sent")] == ["received", "approved"]
    # Who was meant to coordinate first stands in the invitation's form, once it is set up.
    Association.objects.filter(pk=found.pk).update(state="active")
    assert 'value="eeva@example.org"' in browse(ilkka, liitto).get("/associations/uusikko/").content.decode()
    with pytest.raises(NotOpen):
        services.approve(asked=whole, by=actor(ilkka), seen=services.mark(asked=whole))


def test_one_person_never_gives_both(
    browse: Browse, liitto: Umbrella, whole: JoinRequest, ilkka: User
) -> None:
    services.back(asked=whole, by=actor(ilkka), seen=services.mark(asked=whole))
    services.back(asked=whole, by=actor(ilkka), seen=services.mark(asked=whole))  # twice is once
    with pytest.raises(SamePerson):
        services.approve(asked=whole, by=actor(ilkka), seen=services.mark(asked=whole))
    client = browse(ilkka, liitto)
    client.post(f"/requests/{whole.uuid}/approve/", {"seen": services.mark(asked=whole)})
    text = client.get(f"/requests/{whole.uuid}/").content.decode()
    assert "Somebody else has to give the second one" in text
    assert "/approve/" not in text
    with pytest.raises(BackedAlready):
        services.back(asked=whole, by=actor(_administrator(liitto, "maija")), seen=services.mark(asked=whole))
    made = lifecycle.approve_association(
        slug="toinen", umbrella=liitto, district=None, from_on=clock.today(liitto), name_fi="Toinen ry"
    )
    with pytest.raises(IntegrityError, match="join_approved_by_two_people"), transaction.atomic():
        JoinRequest.objects.filter(pk=whole.pk).update(
            approved_by=ilkka.uuid, approved_at=clock.now(), association=made
        )
    assert not Association.objects.filter(slug="uusikko").exists()


def test_analyst_gives_the_first_approval_only(
    browse: Browse, liitto: Umbrella, whole: JoinRequest, vera: User, ilkka: User
) -> None:
    services.back(asked=whole, by=actor(ilkka), seen=services.mark(asked=whole))
    client = browse(vera, liitto)
    path = f"/requests/{whole.uuid}/"
    assert client.post(f"{path}approve/").status_code == 403
    assert client.post(f"{path}refuse/", {"reason": "No."}).status_code == 403
    assert client.get("/requests/new/").status_code == 403
    assert client.post(f"{path}address/", {"slug": "muu"}).status_code == 403


def test_nobody_approves_what_is_not_whole_or_not_backed(asked: JoinRequest, ilkka: User, vera: User) -> None:
    with pytest.raises(NotWhole):
        services.back(asked=asked, by=actor(vera), seen=services.mark(asked=asked))
    with pytest.raises(NotBacked):
        services.approve(asked=asked, by=actor(ilkka), seen=services.mark(asked=asked))


def test_change_takes_the_first_approval_back(whole: JoinRequest, ilkka: User, vera: User) -> None:
    services.back(asked=whole, by=actor(vera), seen=services.mark(asked=whole))
    assert services.prepare(asked=whole, by=actor(ilkka), slug="uusikko").backed_by == vera.uuid  # the same
    changed = services.prepare(asked=whole, by=actor(ilkka), slug="uusi")
    assert changed.backed_by is None
    with pytest.raises(NotBacked):
        services.approve(asked=whole, by=actor(ilkka), seen=services.mark(asked=changed))


def test_approval_is_of_what_its_giver_has_read(
    browse: Browse, liitto: Umbrella, whole: JoinRequest, ilkka: User, vera: User
) -> None:
    client, path = browse(vera, liitto), f"/requests/{whole.uuid}/"
    read = services.mark(asked=whole)
    assert read in client.get(path).content.decode()
    changed = services.prepare(asked=whole, by=actor(ilkka), coordinator_email="ilkka@example.org")
    client.post(f"{path}back/", {"seen": read})
    assert "This has changed since you read it." in client.get(path).content.decode()
    services.back(asked=changed, by=actor(vera), seen=services.mark(asked=changed))
    for old in ("", read):
        with pytest.raises(Changed):
            services.approve(asked=changed, by=actor(ilkka), seen=old)


def test_approval_of_somebody_who_has_left_is_given_again(
    browse: Browse, liitto: Umbrella, whole: JoinRequest, ilkka: User, vera: User
) -> None:
    seen = services.mark(asked=whole)
    services.back(asked=whole, by=actor(vera), seen=seen)
    Access.objects.filter(user=vera).update(ends_at=clock.now())
    with pytest.raises(BackerLeft):
        services.approve(asked=whole, by=actor(ilkka), seen=seen)
    maija = _administrator(liitto, "maija")
    text = browse(maija, liitto).get(f"/requests/{whole.uuid}/").content.decode()
    assert ("/back/" in text, "/approve/" in text) == (True, False)
    services.back(asked=whole, by=actor(maija), seen=seen)
    assert services.approve(asked=whole, by=actor(ilkka), seen=seen).state == "approved"


def test_address_that_was_taken_meanwhile_loses_nothing(whole: JoinRequest, ilkka: User, vera: User) -> None:
    services.back(asked=whole, by=actor(vera), seen=services.mark(asked=whole))
    lifecycle.claim_slug("uusikko")
    with pytest.raises(lifecycle.SlugTaken):
        services.approve(asked=whole, by=actor(ilkka), seen=services.mark(asked=whole))
    whole.refresh_from_db()
    assert (whole.state, whole.slug) == ("backed", "uusikko")


def test_refusal_is_mailed_with_its_reason(
    browse: Browse, liitto: Umbrella, asked: JoinRequest, ilkka: User
) -> None:
    client = browse(ilkka, liitto)
    path = f"/requests/{asked.uuid}/refuse/"
    assert client.post(path, {"reason": " "}).status_code == 200
    assert client.post(path, {"reason": "The statutes are missing."}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.refused_by) == ("refused", ilkka.uuid)
    answer_requests()
    assert "The statutes are missing." in mail.outbox[-1].body


# --- the administrator's wizard ---------------------------------------------------------------------------


def test_beginning_that_is_pressed_twice_is_one(browse: Browse, liitto: Umbrella, ilkka: User) -> None:
    client = browse(ilkka, liitto)
    form = client.get("/requests/new/").content.decode()
    form_id = form.partition('name="form_id" value="')[2].partition('"')[0]
    names = {"name_fi": "Mäntyrannan mieli ry", "seat": "Mäntyranta", "language": "fi", "form_id": form_id}
    first, second = (client.post("/requests/new/", names)["Location"] for _ in range(2))
    assert first == second
    assert JoinRequest.objects.count() == 1
    # What is written into another form is another one, though it is called the same.
    assert client.post("/requests/new/", names | {"form_id": ""})["Location"] != first


def test_administrator_begins_with_an_association_step_by_step(
    browse: Browse, liitto: Umbrella, ilkka: User
) -> None:
    client = browse(ilkka, liitto)
    names = {"name_fi": "Mäntyrannan mieli ry", "seat": "Mäntyranta", "language": "fi", "unit": "Käpy"}
    step = client.post("/requests/new/", names)["Location"]
    assert step.endswith("/address/")
    asked = JoinRequest.objects.get()
    assert 'value="mantyrannan"' in client.get(step).content.decode()
    where: dict[str, Any] = {"district": liitto.districts.all()[0].pk, "from_on": "2025-01-01"}
    for slug, sentence in (
        ("alfa", "The address “alfa” is taken."),
        ("admin", "The address “admin” is reserved for the service itself."),
        ("mäntyranta", "“mäntyranta” cannot be an address."),
        ("a" * 41, "cannot be an address."),
    ):
        answer = client.post(step, where | {"slug": slug}).content.decode()
        assert sentence in answer
        assert f'value="{slug}"' in answer  # what was typed is kept
    tomorrow = {"slug": "mantyranta", "from_on": str(clock.today(liitto) + timedelta(days=1))}
    assert "Choose today or an earlier day." in client.post(step, where | tomorrow).content.decode()
    step = client.post(step, where | {"slug": "mantyranta"})["Location"]
    who = {
        "coordinator_given": "Aki", "coordinator_family": "Mänty", "coordinator_email": "aki@example.org",
        "coordinator_language": "sv",
    }  # fmt: skip
    step = client.post(step, who)["Location"]
    assert client.post(step, {"roles": []})["Location"] == f"/requests/{asked.uuid}/"
    asked.refresh_from_db()
    assert (asked.slug, asked.unit, asked.coordinator_email) == ("mantyranta", "Käpy", "aki@example.org")
    assert asked.begun_by_name == "Ilkka"
    assert services.missing(asked=asked) == []
    answer_requests()
    assert mail.outbox == []  # nobody asked, so nobody is told


def test_who_asked_hears_of_it_whatever_the_administrator_writes(
    browse: Browse, liitto: Umbrella, asked: JoinRequest, ilkka: User
) -> None:
    path = f"/requests/{asked.uuid}/names/"
    client = browse(ilkka, liitto)
    assert b"contact_" not in client.get(path).content
    client.post(path, {key: SAID[key] for key in ("name_fi", "seat", "language")} | {
        "contact_email": "ilkka@example.org"
    })  # fmt: skip
    asked.refresh_from_db()
    assert (asked.founded, asked.contact_email) == ("", "eeva@example.org")


# --- who sees it ------------------------------------------------------------------------------------------


def test_people_of_other_federations_and_associations_find_nothing(
    browse: Browse, liitto: Umbrella, whole: JoinRequest, ada: User
) -> None:
    other = lifecycle.found_umbrella(slug="muuliitto", name_fi="Muu liitto ry")
    otto = _administrator(other, "otto")
    assert SAID["name_fi"] not in browse(otto, other).get("/requests/").content.decode()
    for client in (browse(otto, other), browse(otto, liitto), browse(ada, liitto)):
        assert client.get(f"/requests/{whole.uuid}/").status_code == 404
        assert client.get(f"/requests/{whole.uuid}/address/").status_code == 404
        for act in ("back", "approve", "refuse"):
            assert client.post(f"/requests/{whole.uuid}/{act}/", {"reason": "x"}).status_code == 404
    assert browse(None, liitto).get("/requests/").status_code == 302
    whole.refresh_from_db()
    assert whole.state == "received"


def test_list_has_a_constant_number_of_queries(
    browse: Browse, liitto: Umbrella, vera: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        services.hand_in(
            umbrella=liitto, form=uuid4(), **SAID | {"name_fi": f"Uusi {number} ry"},
            district=liitto.districts.first(),
        )  # fmt: skip
    client = browse(vera, liitto)
    client.get("/requests/")
    with django_assert_max_num_queries(12):
        text = client.get("/requests/").content.decode()
    assert text.count('<th scope="row">') == 50
    assert "?page=2" in text
