"""The story comes true through the product's verbs: the smallest association whole, the rest in parts."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import User
from local import signins
from local.enacting import figures, ground, history, logins, marker, register, rota, stage, times
from local.enacting.register import Cast
from local.federation.associations import ASSOCIATION_BY_SLUG
from local.federation.catalogue import ROLES
from local.federation.story import Story, build
from notifications.models import Message
from scheduling.hours.errors import TimesOverlap
from scheduling.hours.models import HoursEntry, Month, MonthFigure
from scheduling.hours.services.batch import record_batch
from scheduling.hours.services.entries import NewEntry
from scheduling.hours.services.figures import make_figures
from scheduling.shifts.models import Shift, SignUp
from tenants import clock, provisioning
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association, CatalogueRole, District, Umbrella
from volunteers.register.models import Period, Person

ROLES_OF_MANY = {"Coordinator", "Volunteer", "Federation analyst", "Federation administrator"}
KUUTSALO = ASSOCIATION_BY_SLUG["kuutsalo"]


@pytest.fixture
def story() -> Story:
    """The demo's story."""
    return build()


def _play(story: Story) -> Cast:
    """Everything that is told of Kuutsalo, in the association that is entered."""
    by = logins.coordinator_of(story.users, "kuutsalo")
    catalogue = {
        told.code: CatalogueRole(
            code=told.code,
            family=told.family,
            counting_unit=told.counting_unit,
            discreet=told.discreet,
            **ground.names(told.name),
        )
        for told in ROLES
    }
    cast = register.fill(KUUTSALO, story.people["kuutsalo"], catalogue, by)
    history.record(story.hours["kuutsalo"], cast, by, until=times.START)
    rota.repeat(story.series["kuutsalo"], cast, by)
    rota.play(story.shifts["kuutsalo"], cast, by, story.seed)
    rota.settle_messages()
    return cast


def test_kuutsalo_comes_true_and_again_changes_nothing(arena: Association, story: Story) -> None:
    told = story.hours["kuutsalo"]
    sign_ups = sum(len(shift.sign_ups) for shift in story.shifts["kuutsalo"])
    with entered(arena):
        for _ in range(2):
            _play(story)
            assert Person.objects.count() == 4
            assert list(Period.objects.values_list("state", flat=True)) == ["active"] * 4
            assert HoursEntry.objects.filter(state="approved").count() == len(told)
            assert Month.objects.filter(state=Month.State.CLOSED).count() == 12
            assert Shift.objects.filter(state=Shift.State.PUBLISHED).count() == 17
            assert SignUp.objects.filter(state=SignUp.State.SIGNED_UP).count() == sign_ups
        with clock.fixed(times.START):
            make_figures()
        year = MonthFigure.objects.get(year=2024, month=0, role=None)
        assert (year.people, year.minutes) == (4, 96 * 60)


def test_months_of_2024_were_closed_in_their_time(arena: Association, story: Story) -> None:
    with entered(arena):
        _play(story)
        closed = dict(Month.objects.filter(closed_at__isnull=False).values_list("first_day", "closed_at"))
    assert closed[date(2024, 2, 1)] == datetime(2024, 3, 9, 12, tzinfo=UTC)
    assert closed[date(2024, 12, 1)] == datetime(2025, 1, 9, 12, tzinfo=UTC)


def test_nobody_gets_last_weeks_mail_on_the_first_morning(arena: Association, story: Story) -> None:
    with entered(arena):
        _play(story)
        waiting = Message.objects.filter(state=Message.State.PLANNED)
        assert waiting.exists()
        assert not waiting.filter(next_at__lte=times.START).exists()


def test_an_overlapping_row_is_refused(arena: Association, story: Story) -> None:
    with entered(arena):
        cast = _play(story)
        entry = HoursEntry.objects.order_by("-starts_at").first()
        assert entry is not None
        again = NewEntry(entry.person, entry.role, entry.starts_at, entry.ends_at)
        with clock.fixed(times.START), pytest.raises(TimesOverlap):
            record_batch(entries=[again], by=Actor.system("demo"))
        assert HoursEntry.objects.count() == len(story.hours["kuutsalo"])
        assert cast.people[0].name == "Leo Saarnio"


@pytest.fixture
def _no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provisioning, "provision", lambda association: None)


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_tables")
def test_ground_is_laid_once() -> None:
    said: list[str] = []
    for _ in range(2):
        ground.lay(said.append)
    assert len(said) == 11
    umbrella = Umbrella.objects.get(slug="rinnakkain")
    assert umbrella.catalogue.count() == 21
    assert District.objects.filter(umbrella=umbrella).count() == 4
    states = dict(Association.objects.filter(affiliations__umbrella=umbrella).values_list("slug", "state"))
    assert len(states) == 12
    assert {slug for slug, state in states.items() if state != "active"} == {"itasatama"}


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_tables")
def test_logins_are_made_once_and_can_sign_in(story: Story, settings: Settings) -> None:
    settings.DEMO = True
    ground.lay(lambda line: None)
    umbrella = Umbrella.objects.get(slug="rinnakkain")
    for _ in range(2):
        logins.make(story.users, umbrella)
    satu = User.objects.get(email="satu.alatalo@example.org")
    assert satu.check_password(logins.PASSWORD)
    assert set(Access.objects.filter(user=satu).values_list("association__slug", "role")) == {
        ("napajoki", "owner"),
        ("napajoki", "coordinator"),
    }
    veera = Access.objects.get(user__email="veera.tanskanen@example.org")
    assert (veera.umbrella, veera.role) == (umbrella, "analyst")


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_tables")
def test_sign_ins_are_listed_for_the_demos_pages() -> None:
    ground.lay(lambda line: None)
    said = io.StringIO()
    call_command("demo_signins", "--json", stdout=said)
    people = signins.parse(said.getvalue())
    assert [person.name for person in people[:3]] == ["Satu Alatalo", "Pekka Rautio", "Linnéa Backman"]
    assert people[0].url == "http://napajoki.rinnalla.localhost:8000/"
    assert {row["slug"] for row in json.loads(said.getvalue())} >= {"napajoki", "tunturila", "rinnakkain"}
    assert people[-1].role == "Federation administrator"
    others = {(one.role, one.name): bool(one.totp_secret) for one in people if one.role not in ROLES_OF_MANY}
    assert others == {
        ("Deputy", "Orvokki Tenhola"): True,
        ("Group leader", "Ritva Hannula"): True,
        ("Guest", "Valtteri Ojakoski"): True,
    }


@pytest.mark.parametrize("whole", [True, False])
def test_marker_says_whether_the_federation_is_whole(tmp_path: Path, whole: bool) -> None:
    for _ in range(2):
        marker.note(whole=whole, var_dir=tmp_path)
        assert marker.path_in(tmp_path).exists() == whole


@pytest.mark.django_db
def test_nothing_is_over_or_published_before_it_began() -> None:
    assert not stage.is_over()
    assert not figures.is_published()


def test_demo_federation_says_which_process_may_make_it() -> None:
    with pytest.raises(CommandError, match="as the owner"):
        call_command("demo_federation")
