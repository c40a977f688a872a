"""Who has not reported, told from what is published, and one reminder to each association and month."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from tenants import clock, lifecycle
from tenants.actors import Actor
from tenants.models import Access, Affiliation, Association, FederationLetter, FigureReminder, Umbrella
from tests.umbrella.federation import Federation, utc
from umbrella import reminding

Browse = Callable[..., Client]
FEBRUARY = date(2024, 2, 1)
BY = Actor.system("test")


def names(published: Federation) -> set[str]:
    return {each.association.slug for each in reminding.silent(published.umbrella, FEBRUARY)}


def test_told_months_and_a_true_nought_are_not_missing(published: Federation) -> None:
    with clock.fixed(utc(2024, 3, 17)):
        assert reminding.month_of(published.umbrella) == FEBRUARY
        slugs = names(published)
    told = {published.associations[name].slug for name in ("aalto", "puro", "koski", "lampi")}
    assert slugs & told == set()
    assert published.associations["meri"].slug in slugs


@pytest.fixture
def ilkka(liitto: Umbrella) -> User:
    """Administers the umbrella."""
    user = User.objects.create_user("ilkka@example.org", None, name="Ilkka", language="en")
    Access.objects.create(user=user, umbrella=liitto, role="admin", created_at=clock.now())
    return user


@pytest.fixture
def released(liitto: Umbrella, monkeypatch: pytest.MonkeyPatch) -> date:
    """A month that is released, of which nobody has told anything. Pages cannot write a release."""
    month = (clock.today(liitto).replace(day=1) - timedelta(days=1)).replace(day=1)
    monkeypatch.setattr(reminding, "month_of", lambda _umbrella: month)
    return month


def test_reminder_is_written_once_and_read_by_that_association_alone(
    browse: Browse, liitto: Umbrella, ilkka: User, ada: User, cleo: User, released: date,
    alfa: Association, beta: Association,
) -> None:  # fmt: skip
    client = browse(ilkka, liitto)
    assert "/not-reported/alfa/remind/" in client.get("/not-reported/").content.decode()
    for _turn in range(2):
        assert client.post("/not-reported/alfa/remind/").status_code == 302
    letter = FederationLetter.objects.get(reminder__month=released)
    assert (letter.reminder.association, letter.umbrella) == (alfa, liitto)
    assert letter.text_fi != letter.text_sv != letter.text_en
    assert "/not-reported/alfa/" not in client.get("/not-reported/").content.decode()
    path = f"/coordinate/federation/{letter.uuid}/"
    assert path in browse(ada, alfa).get("/coordinate/").content.decode()
    assert browse(ada, alfa).get(path).status_code == 200
    assert path not in browse(cleo, beta).get("/coordinate/").content.decode()
    assert browse(cleo, beta).get(path).status_code == 404
    # It is none of the letters to all.
    assert str(letter.uuid) not in client.get("/letters/").content.decode()
    other = FederationLetter.objects.create(
        umbrella=liitto, subject_fi="x", text_fi="x", by_name="x", at=clock.now()
    )
    with pytest.raises(IntegrityError, match="figure_reminder_once"), transaction.atomic():
        FigureReminder.objects.create(letter=other, umbrella=liitto, association=alfa, month=released)


def test_nobody_reminds_where_nobody_can_read(liitto: Umbrella, alfa: Association, released: date) -> None:
    Association.objects.filter(pk=alfa.pk).update(state="suspended")
    for slug in ("alfa", "nobody"):
        with pytest.raises(reminding.NothingToRemindOf):
            reminding.remind(umbrella=liitto, slug=slug, month=released, by=BY)
    assert not FigureReminder.objects.filter(month=released).exists()


def test_analyst_looks_and_others_find_nothing(
    browse: Browse, liitto: Umbrella, vera: User, ada: User, released: date
) -> None:
    client = browse(vera, liitto)
    text = client.get("/not-reported/").content.decode()
    assert "Alfan mielen hyvinvointi ry" in text
    assert "/remind/" not in text
    assert client.post("/not-reported/alfa/remind/").status_code == 403
    assert browse(ada, liitto).get("/not-reported/").status_code == 404
    other = lifecycle.found_umbrella(slug="muuliitto", name_fi="Muu liitto ry")
    Access.objects.create(user=vera, umbrella=other, role="admin", created_at=clock.now())
    browse(vera, other).post("/not-reported/alfa/remind/")
    assert not FigureReminder.objects.filter(month=released).exists()


def test_who_moved_is_reminded_once_and_who_left_is_told_without_a_reminder(
    browse: Browse, liitto: Umbrella, ilkka: User, released: date, alfa: Association, beta: Association
) -> None:
    today = clock.today(liitto)
    Affiliation.objects.filter(association__in=[alfa, beta], umbrella=liitto).update(
        to_on=today - timedelta(1)
    )
    Affiliation.objects.create(
        association=alfa, umbrella=liitto, district=liitto.districts.first(), from_on=today
    )
    slugs = [each.association.slug for each in reminding.silent(liitto, released)]
    assert (slugs.count("alfa"), slugs.count("beta")) == (1, 1)
    text = browse(ilkka, liitto).get("/not-reported/").content.decode()
    assert text.count('action="/not-reported/alfa/remind/"') == 1
    assert "/not-reported/beta/remind/" not in text
    with pytest.raises(reminding.NothingToRemindOf):
        reminding.remind(umbrella=liitto, slug="beta", month=released, by=BY)


def test_list_has_pages(
    browse: Browse, liitto: Umbrella, ilkka: User, released: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "SHOWN", 1)
    client = browse(ilkka, liitto)
    first, second = (client.get(f"/not-reported/?page={n}").content.decode() for n in (1, 2))
    assert "/not-reported/alfa/remind/" in first
    assert "/not-reported/beta/remind/" in second
    assert "/not-reported/beta/remind/" not in first
