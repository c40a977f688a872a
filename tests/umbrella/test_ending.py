"""How a federation's administrators let an association go: who may, when, and what each page says."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models import QuerySet
from django.test import Client

from accounts.models import User
from tenants import clock, lifecycle
from tenants.actors import Actor
from tenants.ending import WAIT
from tenants.models import (
    Access,
    Archive,
    Association,
    Deletion,
    DeletionConsent,
    Passage,
    StateChange,
    Umbrella,
)
from tests import states
from umbrella.ending import services
from umbrella.ending.errors import (
    AskedAlready,
    AtWork,
    BeingDeleted,
    NotArchived,
    NotAsked,
    NotThere,
    SamePersonDeletes,
    TooEarly,
)

Browse = Callable[..., Client]
WHY = {"reason": "Their board has decided to stop."}
LETTER = {"asked_on": "2025-01-02", "reference": "12/2025", "signed_by": "Pia Puheenjohtaja"}


def _admin(umbrella: Umbrella, name: str) -> User:
    user = User.objects.create_user(f"{name}@example.org", None, name=name.title(), language="en")
    Access.objects.create(user=user, umbrella=umbrella, role="admin", created_at=clock.now())
    return user


@pytest.fixture
def ilkka(liitto: Umbrella) -> User:
    """Administers the federation."""
    return _admin(liitto, "ilkka")


@pytest.fixture
def milla(liitto: Umbrella) -> User:
    """So does she."""
    return _admin(liitto, "milla")


@pytest.fixture
def gone(alfa: Association) -> Association:
    """Archived."""
    return states.put(alfa, "archived")


def actor(user: User) -> Actor:
    return Actor(user=user.uuid, name=user.name)


def page(client: Client, path: str = "") -> str:
    response = client.get(f"/associations/alfa/{path}")
    assert response.status_code == 200
    return response.content.decode()


def wish(association: Association, liitto: Umbrella, user: User) -> Deletion:
    return services.record_request(
        association=association, umbrella=liitto, by=actor(user),
        asked_on=clock.today(liitto), reference="12/2025", signed_by="Pia Puheenjohtaja",
    )  # fmt: skip


# --- archiving ---------------------------------------------------------------------------------------


def test_archiving_begins_with_a_reason_and_stops_writing_at_once(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association
) -> None:
    client = browse(ilkka, liitto)
    assert "Published figures stay." in page(client, "archive/")
    assert client.post("/associations/alfa/archive/", {"reason": " "}).status_code == 422
    assert not Passage.objects.exists()
    assert client.post("/associations/alfa/archive/", WHY).status_code == 302
    client.post("/associations/alfa/archive/", WHY)  # pressed twice
    alfa.refresh_from_db()
    passage = Passage.objects.get()
    assert (alfa.state, passage.kind, passage.by_name) == ("suspended", "archive", "Ilkka")
    text = page(client)
    assert "Read the copy back and compare every row" in text
    assert "Waits for its turn." in text
    assert "Bring back" not in text
    assert page(client, "leaving/").count("to come") == 3


def test_nothing_else_is_done_while_it_is_archived(liitto: Umbrella, ilkka: User, alfa: Association) -> None:
    services.archive(association=alfa, by=actor(ilkka), reason="x")
    with pytest.raises(AtWork):
        services.resume(association=alfa, by=actor(ilkka))
    with pytest.raises(AtWork):
        services.bring_back(association=alfa, by=actor(ilkka))


def test_failure_is_told_and_tried_again_or_dropped(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association
) -> None:
    services.archive(association=alfa, by=actor(ilkka), reason="x")
    states.as_owner(Passage.objects.get(), failure="key", step="copy")
    client = browse(ilkka, liitto)
    assert "The key for copies is missing" in page(client)
    client.post("/associations/alfa/leaving/again/")
    passage = Passage.objects.get()
    assert (passage.failure, passage.is_over) == ("", False)
    states.as_owner(passage, failure="key")
    client.post("/associations/alfa/resume/")
    alfa.refresh_from_db()
    passage.refresh_from_db()
    assert alfa.state == "active"
    assert passage.dropped_at is not None


def test_archived_association_shows_its_copy_and_can_be_brought_back(
    browse: Browse, ilkka: User, liitto: Umbrella, gone: Association
) -> None:
    client = browse(ilkka, liitto)
    assert "3 rows in 2 tables" in page(client)
    client.post("/associations/alfa/bring-back/")
    assert Passage.objects.get().kind == "restore"


@pytest.mark.parametrize(
    "path",
    ["archive/", "bring-back/", "leaving/again/", "deletion/", "deletion/confirm/", "deletion/call-off/"],
)
def test_analyst_and_another_federation_do_nothing(
    browse: Browse, vera: User, liitto: Umbrella, alfa: Association, path: str
) -> None:
    assert browse(vera, liitto).post(f"/associations/alfa/{path}", WHY).status_code == 403
    other = lifecycle.found_umbrella(slug="muuliitto", name_fi="Muu liitto ry")
    stranger = browse(_admin(other, "otto"), other)
    assert stranger.post(f"/associations/alfa/{path}", WHY).status_code == 404
    assert not Passage.objects.exists()


# --- deleting ----------------------------------------------------------------------------------------


def test_deletion_takes_a_letter_two_people_and_the_waiting_time(
    browse: Browse, ilkka: User, milla: User, liitto: Umbrella, gone: Association, clock_at: Any
) -> None:
    first, second = browse(ilkka, liitto), browse(milla, liitto)
    assert first.post("/associations/alfa/deletion/", {"asked_on": "2025-01-02"}).status_code == 422
    assert first.post("/associations/alfa/deletion/", LETTER).status_code == 302
    found = Deletion.objects.get()
    assert found.earliest_at - found.recorded_at == WAIT
    assert "12/2025" in page(second)
    typed = {"name": gone.name_fi}
    early = second.post("/associations/alfa/deletion/confirm/", typed)
    assert (early.status_code, "The waiting time ends on" in early.content.decode()) == (422, True)
    with clock_at(found.earliest_at + timedelta(minutes=1)):
        own = first.post("/associations/alfa/deletion/confirm/", typed)
        assert "Another administrator has to confirm it." in own.content.decode()
        wrong = second.post("/associations/alfa/deletion/confirm/", {"name": "Beta"})
        assert "That is not its name." in wrong.content.decode()
        assert not Passage.objects.exists()
        assert second.post("/associations/alfa/deletion/confirm/", typed).status_code == 302
        second.post("/associations/alfa/deletion/confirm/", typed)  # pressed twice
    found.refresh_from_db()
    assert (found.recorded_name, found.confirmed_name) == ("Ilkka", "Milla")
    assert Passage.objects.get().kind == "delete"
    with pytest.raises(NotAsked):
        services.call_off(association=gone, umbrella=liitto, by=actor(ilkka))


def test_request_can_be_called_off_until_it_is_confirmed(
    browse: Browse, ilkka: User, milla: User, liitto: Umbrella, gone: Association
) -> None:
    wish(gone, liitto, ilkka)
    with pytest.raises(AskedAlready):
        wish(gone, liitto, ilkka)
    with pytest.raises(BeingDeleted):
        services.bring_back(association=gone, by=actor(ilkka))
    browse(ilkka, liitto).post("/associations/alfa/deletion/call-off/")
    assert services.asked(association=gone) is None
    wish(gone, liitto, ilkka)  # and they may ask again


def test_confirming_wants_a_second_factor_shown_just_now(
    browse: Browse, milla: User, liitto: Umbrella, gone: Association, settings: Any
) -> None:
    states.wished(gone)
    settings.FACTOR_FRESH = timedelta(0)
    client = browse(milla, liitto)
    answer = client.post("/associations/alfa/deletion/confirm/", {"name": gone.name_fi})
    assert (answer.status_code, "second=fresh" in answer["Location"]) == (302, True)
    assert not Passage.objects.exists()


def test_archived_one_that_left_is_brought_back_by_its_last_federation_only(
    browse: Browse, ilkka: User, liitto: Umbrella, gone: Association
) -> None:
    other = lifecycle.found_umbrella(slug="muuliitto", name_fi="Muu liitto ry")
    yesterday = clock.today(liitto) - timedelta(days=1)
    gone.affiliations.update(to_on=yesterday)
    assert "3 rows in 2 tables" in page(browse(ilkka, liitto))
    gone.affiliations.create(umbrella=other, from_on=clock.today(liitto))
    assert browse(ilkka, liitto).post("/associations/alfa/bring-back/").status_code == 404


def test_only_what_is_archived_can_be_deleted(liitto: Umbrella, ilkka: User, alfa: Association) -> None:
    with pytest.raises(NotArchived):
        wish(alfa, liitto, ilkka)


def test_confirming_asks_for_another_person_before_the_day(
    liitto: Umbrella, ilkka: User, milla: User, gone: Association
) -> None:
    wish(gone, liitto, ilkka)
    for who, refusal in ((ilkka, SamePersonDeletes), (milla, TooEarly)):
        with pytest.raises(refusal):
            services.confirm(association=gone, umbrella=liitto, by=actor(who), name=gone.name_fi)


# --- two federations ---------------------------------------------------------------------------------


@pytest.fixture
def verkko(gone: Association) -> Umbrella:
    """A network to which it belongs, too, with an administrator of its own."""
    verkko = lifecycle.found_umbrella(slug="verkko", name_fi="Verkko ry")
    gone.affiliations.create(umbrella=verkko, from_on=clock.today(verkko) - timedelta(days=90))
    _admin(verkko, "venla")
    return verkko


def test_all_to_whom_it_belongs_agree_first(
    browse: Browse, ilkka: User, milla: User, liitto: Umbrella, gone: Association, verkko: Umbrella,
    clock_at: Any,
) -> None:  # fmt: skip
    found = wish(gone, liitto, ilkka)
    venla = browse(User.objects.get(email="venla@example.org"), verkko)
    typed = {"name": gone.name_fi}
    with clock_at(found.earliest_at + timedelta(minutes=1)):
        second = browse(milla, liitto)
        assert "Not yet: it belongs there, too." in page(second)
        early = second.post("/associations/alfa/deletion/confirm/", typed).content.decode()
        assert "It also belongs to Verkko ry." in early
        for path in ("confirm/", "call-off/"):  # not theirs
            venla.post(f"/associations/alfa/deletion/{path}", typed)
        assert not Passage.objects.exists()
        assert "Agree to the deletion" in page(venla)
        venla.post("/associations/alfa/deletion/agree/")
        venla.post("/associations/alfa/deletion/agree/")  # pressed twice
        assert found.consents.get().by_name == "Venla"
        assert "Agree to the deletion" not in page(venla)
        second.post("/associations/alfa/deletion/agree/")  # their own request
        assert found.consents.count() == 1
        assert second.post("/associations/alfa/deletion/confirm/", typed).status_code == 302
    assert Passage.objects.get().kind == "delete"


def test_only_administrator_cannot_begin_what_nobody_could_confirm(
    browse: Browse, ilkka: User, liitto: Umbrella, gone: Association
) -> None:
    answer = browse(ilkka, liitto).post("/associations/alfa/deletion/", LETTER)
    assert answer.status_code == 422
    assert "You are the only administrator here." in answer.content.decode()


def test_who_became_administrator_later_does_not_confirm(
    ilkka: User, milla: User, liitto: Umbrella, gone: Association, clock_at: Any
) -> None:
    found = wish(gone, liitto, ilkka)
    late = _admin(liitto, "leena")
    with clock_at(found.earliest_at + timedelta(minutes=1)), pytest.raises(NotThere):
        services.confirm(association=gone, umbrella=liitto, by=actor(late), name=gone.name_fi)


# --- what the database keeps -------------------------------------------------------------------------


def _refused(verb: Callable[[], object], why: str | None = None) -> None:
    with pytest.raises((IntegrityError, ProgrammingError), match=why), transaction.atomic():
        verb()


def _unchanged(rows: QuerySet[Any], why: str | None = None, **change: Any) -> None:
    _refused(lambda: rows.update(**change), why)


def test_database_lets_nobody_out_of_service_without_a_copy_that_was_read(alfa: Association) -> None:
    why = "archived_without_copy"
    _refused(lambda: states.as_owner(alfa, state="archived"), why)
    archive = states.archived(alfa)
    states.as_owner(archive, verified_at=None)
    _refused(lambda: states.as_owner(alfa, state="archived"), why)


def test_database_deletes_only_what_is_archived_and_wished_by_two(alfa: Association) -> None:
    why = "deleted_without_two"
    row = states.wished(alfa, confirmed=True)
    _refused(lambda: states.as_owner(alfa, state="deleted"), why)
    states.as_owner(row, confirmed_by=None, confirmed_at=None)
    states.put(alfa, "archived")
    _refused(lambda: states.as_owner(alfa, state="deleted"), why)


def test_database_knows_which_state_leads_where(alfa: Association) -> None:
    now = clock.now()
    _refused(lambda: StateChange.objects.create(association=alfa, before="active", after="deleted", at=now))
    _refused(lambda: StateChange.objects.create(association=alfa, before="deleted", after="active", at=now))
    states.put(alfa, "deleted")
    _refused(lambda: states.as_owner(alfa, state="active"), "deleted_stays")


def test_database_wants_two_people_and_the_day(gone: Association) -> None:
    row = states.wished(gone)
    _refused(lambda: states.as_owner(row, confirmed_by=row.recorded_by, confirmed_at=clock.now()))
    _refused(lambda: states.as_owner(row, confirmed_by=gone.uuid, confirmed_at=row.recorded_at))
    _refused(lambda: states.as_owner(row, deleted_at=clock.now()))


# --- what SQL of the login that serves people cannot do ----------------------------------------------


def test_apps_login_takes_nothing_out_of_service_and_leads_no_order_elsewhere(
    alfa: Association, beta: Association
) -> None:
    states.archived(alfa)
    rows = Association.objects.filter(pk=alfa.pk)
    _unchanged(rows, "leaves_by_its_owner", state="archived")
    states.put(alfa, "archived")
    _unchanged(rows, "leaves_by_its_owner", state="active")
    states.wished(alfa, confirmed=True)
    _unchanged(rows, "leaves_by_its_owner", state="deleted")
    for change in ({"schema_name": "a_other"}, {"slug": "other"}, {"uuid": uuid4()},
                   {"copied_from": beta.uuid}, {"outside_figures": True}):  # fmt: skip
        _unchanged(rows, "stays_itself", **change)


def test_apps_login_writes_no_archive(gone: Association) -> None:
    archive = Archive.objects.get()
    archive.pk, archive.uuid = None, uuid4()
    _refused(archive.save, "permission denied")
    _refused(lambda: Archive.objects.update(verified_at=clock.now()), "permission denied")
    _refused(lambda: Archive.objects.all().delete(), "permission denied")


def _row(of: Association, there: Umbrella, by: User, **changed: Any) -> Deletion:
    now = clock.now()
    fields = {
        "association": of, "umbrella": there, "asked_on": now.date(), "reference": "12/2025",
        "signed_by": "Pia", "recorded_by": by.uuid, "recorded_name": "Ilkka", "recorded_at": now,
        "earliest_at": now + WAIT, "code": uuid4().hex[:16].upper(),
    }  # fmt: skip
    return Deletion(**(fields | changed))


def test_apps_login_begins_no_deletion_but_an_open_one_in_writing_by_an_administrator(
    ilkka: User, milla: User, vera: User, liitto: Umbrella, gone: Association, alfa: Association,
    beta: Association,
) -> None:  # fmt: skip
    now = clock.now()
    confirmed = {"confirmed_by": milla.uuid, "confirmed_at": now + WAIT}
    other = lifecycle.found_umbrella(slug="muuliitto", name_fi="Muu liitto ry")
    _admin(other, "olli")
    for changed, why in (
        (confirmed, "begins_open"),
        ({"went": {"rows": 1}}, "begins_open"),
        ({"earliest_at": now + timedelta(days=29)}, "deletion_waits"),
        ({"reference": " "}, "in_writing"),
        ({"signed_by": " "}, "in_writing"),
        ({"association": beta}, "by_its_umbrella"),  # in service
        ({"umbrella": other, "recorded_by": User.objects.get(email="olli@example.org").uuid},
         "by_its_umbrella"),
        ({"recorded_by": vera.uuid}, "by_its_umbrella"),  # an analyst
    ):  # fmt: skip
        _refused(_row(gone, liitto, ilkka, **changed).save, why)
    forged = {"may_confirm": [vera.uuid], "others": [other.uuid], "noted_at": now - timedelta(days=99)}
    row = _row(gone, liitto, ilkka, **forged)
    row.save()
    row.refresh_from_db()
    assert (row.may_confirm, row.others) == ([milla.uuid], [])
    assert clock.real_now() - (row.noted_at or now) < timedelta(hours=1)


def test_apps_login_alone_is_no_second_administrator(
    ilkka: User, liitto: Umbrella, gone: Association
) -> None:
    _refused(_row(gone, liitto, ilkka).save, "wants_a_second")


def test_apps_login_confirms_for_nobody_else_and_shortens_nothing(
    ilkka: User, milla: User, vera: User, liitto: Umbrella, gone: Association, beta: Association
) -> None:
    row = wish(gone, liitto, ilkka)
    rows, late = Deletion.objects.filter(pk=row.pk), row.earliest_at + timedelta(minutes=1)
    later = _admin(liitto, "leena")
    for user in (ilkka.uuid, vera.uuid, later.uuid, uuid4()):
        _unchanged(rows, None, confirmed_by=user, confirmed_at=late)
    _unchanged(rows, None, confirmed_by=milla.uuid, confirmed_at=row.earliest_at - timedelta(days=1))
    Access.objects.filter(user=milla).update(ends_at=clock.now())
    _unchanged(rows, "by_another", confirmed_by=milla.uuid, confirmed_at=late)
    for name, value in (("earliest_at", clock.now()), ("association", beta), ("may_confirm", [later.uuid]),
                        ("others", []), ("noted_at", row.recorded_at - WAIT), ("deleted_at", late),
                        ("recorded_by", uuid4()), ("went", {})):  # fmt: skip
        _unchanged(rows, "permission denied", **{name: value})
    _refused(rows.delete, "permission denied")
    services.call_off(association=gone, umbrella=liitto, by=actor(ilkka))
    _unchanged(rows, "is_decided", called_off_at=None, called_off_by=None)


def test_apps_login_agrees_for_no_other_federation(
    ilkka: User, milla: User, liitto: Umbrella, gone: Association, verkko: Umbrella
) -> None:
    row = wish(gone, liitto, ilkka)
    venla = User.objects.get(email="venla@example.org")
    for umbrella, user in ((verkko, ilkka), (liitto, ilkka), (liitto, venla)):
        yes = DeletionConsent(deletion=row, umbrella=umbrella, by_user=user.uuid, by_name="x", at=clock.now())
        _refused(yes.save, "of_another_umbrella")
    late = row.earliest_at + timedelta(minutes=1)
    rows = Deletion.objects.filter(pk=row.pk)
    _unchanged(rows, "waits_for_others", confirmed_by=milla.uuid, confirmed_at=late)


def test_apps_login_orders_nothing_that_was_not_asked_for(
    ilkka: User, milla: User, liitto: Umbrella, gone: Association, beta: Association
) -> None:
    def order(association: Association, kind: str, **more: Any) -> Callable[[], None]:
        return Passage(association=association, kind=kind, requested_at=clock.now(), **more).save

    steps = [{"step": "check", "at": clock.now().isoformat(), "seconds": 1}]
    for refused in (
        order(beta, "archive"),
        order(beta, "delete"),
        order(gone, "delete"),
        order(gone, "restore", done=steps),
        order(gone, "restore", finished_at=clock.now()),
    ):
        _refused(refused, "begins_where_it_may")
    wish(gone, liitto, ilkka)
    _refused(order(gone, "delete"), "begins_where_it_may")
    _refused(order(gone, "restore"), "begins_where_it_may")
    passage = states.added(Passage(association=gone, kind="delete", requested_at=clock.now()))
    rows = Passage.objects.filter(pk=passage.pk)
    _unchanged(rows, "permission denied", done=steps)
    _unchanged(rows, "is_its_owners", dropped_at=clock.now())
    _unchanged(rows, "permission denied", association=beta)


# --- the certificate ---------------------------------------------------------------------------------


@pytest.fixture
def deleted(alfa: Association, liitto: Umbrella) -> Deletion:
    """Deleted, with a certificate."""
    states.put(alfa, "deleted")
    row = Deletion.objects.get()
    went = {"tables": 210, "rows": 12345, "accesses": 7, "logins": 2, "sha256": "ab" * 32}
    states.as_owner(row, deleted_at=clock.now(), went=went)
    return row


def test_certificate_is_a_paper_and_its_address_confirms_it(
    browse: Browse, vera: User, liitto: Umbrella, deleted: Deletion
) -> None:
    client = browse(vera, liitto)
    assert "Deleted associations" in client.get("/associations/").content.decode()
    assert "Certificate (PDF)" in page(client)
    paper = client.get("/associations/alfa/deletion/certificate/")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    public = browse(None, liitto)
    english = {"Accept-Language": "en"}
    typed = public.get("/deleted/", {"code": deleted.code.lower()}, follow=True, headers=english)
    text = typed.content.decode()
    for part in ("This certificate is genuine", "210 tables", "ab" * 32, "12/2025"):
        assert part in text
    assert "Toinen" not in text  # the federation's people are named on the paper only
    unknown = public.get("/deleted/AAAA-BBBB-CCCC-DDDD/", headers=english)
    assert (unknown.status_code, "We know no certificate" in unknown.content.decode()) == (404, True)


def test_certificate_is_confirmed_by_its_own_federation_only(
    browse: Browse, liitto: Umbrella, deleted: Deletion
) -> None:
    other = lifecycle.found_umbrella(slug="muuliitto", name_fi="Muu liitto ry")
    assert browse(None, other).get(f"/deleted/{deleted.code}/").status_code == 404
