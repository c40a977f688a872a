"""A row, a queryset or a cache key of one association is nothing in another."""

import copy
import pickle
from collections.abc import Callable

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, models

from tenants.context import PhaseError, entered
from tenants.models import Association
from tenants.rows import TenantRow
from tests.isolation.looks import family_names
from volunteers.register.models import Period, Person, RoleHolding, Site, VolunteerRole, sort_key

BETA = {"Ceder", "Dahl"}


@pytest.fixture
def ahola(alfa: Association) -> Person:
    with entered(alfa):
        return Person.objects.get(family_name="Ahola")


@pytest.fixture
def everything_in_beta(beta: Association) -> Callable[[], list[object]]:
    """All that Beta holds, to compare with what it held."""

    def read() -> list[object]:
        with entered(beta):
            return [
                sorted(model.objects.values_list())
                for model in (Person, Period, RoleHolding, Site, VolunteerRole)
            ]

    return read


def test_every_model_of_an_association_keeps_its_rows_at_home() -> None:
    tenant_labels = {name.rsplit(".", 1)[-1] for name in settings.TENANT_APPS}
    models_ = [model for model in apps.get_models() if model._meta.app_label in tenant_labels]
    assert models_
    assert [model.__name__ for model in models_ if not issubclass(model, TenantRow)] == []
    assert [
        model.__name__
        for model in apps.get_models()
        if issubclass(model, TenantRow) and model._meta.app_label not in tenant_labels
    ] == []


def test_reader_that_stops_half_way_leaves_nothing_open_on_the_server(alfa: Association) -> None:
    """A cursor that stays open is closed whenever it is collected, in the middle of somebody else's work."""
    with entered(alfa):
        reading = Person.objects.order_by("pk").iterator(chunk_size=1)
        next(reading)
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM pg_cursors WHERE name LIKE '\\_django\\_%%'")
            assert cursor.fetchall() == []


def test_both_associations_count_from_one(alfa: Association, beta: Association, ahola: Person) -> None:
    """The control: without the guard the next tests would overwrite a stranger."""
    with entered(beta):
        assert Person.objects.filter(pk=ahola.pk).exists()


@pytest.mark.parametrize(
    "use",
    [
        lambda row: row.save(),
        lambda row: row.save(update_fields=["given_name"]),
        lambda row: row.save(force_insert=True),
        lambda row: row.delete(),
        lambda row: row.refresh_from_db(),
        lambda row: list(row.periods.all()),
        lambda row: row.periods.create(started_on="2025-01-01"),
        lambda row: Person.objects.bulk_update([row], ["given_name"]),
        lambda row: Person.objects.bulk_create([row]),
        lambda row: Person.objects.bulk_create([row], ignore_conflicts=True),
        lambda row: RoleHolding(person=row),
        lambda row: RoleHolding.objects.create(
            person=row, role=VolunteerRole.objects.get(code="host"), from_on="2025-01-01"
        ),
        lambda row: setattr(RoleHolding.objects.latest("pk"), "person", row),
        lambda row: copy.copy(row).save(),
        lambda row: copy.deepcopy(row).save(),
        lambda row: pickle.loads(pickle.dumps(row)).save(),
    ],
    ids=[
        "save", "save fields", "insert", "delete", "refresh", "related", "related create", "bulk update",
        "bulk create", "bulk create ignoring", "relation", "create with relation", "set relation", "copy",
        "deep copy", "pickle",
    ],
)  # fmt: skip
def test_row_of_one_is_refused_in_another(
    beta: Association,
    ahola: Person,
    use: Callable[[Person], object],
    everything_in_beta: Callable[[], list[object]],
) -> None:
    before = everything_in_beta()
    ahola.given_name = "Overwritten"
    with entered(beta), pytest.raises(PhaseError):
        use(ahola)
    assert everything_in_beta() == before


def test_lazy_relation_of_a_row_is_not_followed_in_another(alfa: Association, beta: Association) -> None:
    with entered(alfa):
        holding = RoleHolding.objects.latest("pk")
    with entered(beta), pytest.raises(PhaseError):
        str(holding.person)
    with entered(alfa):
        assert holding.person.family_name in {"Ahola", "Berg"}


def test_row_outside_of_any_association_is_refused(ahola: Person) -> None:
    with pytest.raises(PhaseError):
        ahola.save()
    assert ahola.name == "Ada Ahola"  # what was read stays readable


def test_row_made_in_one_is_refused_in_another(alfa: Association, beta: Association) -> None:
    with entered(alfa):
        fresh = Site(name="Made at Alfa")
        saved = Site.objects.create(name="Saved at Alfa")
    for row in (fresh, saved):
        with entered(beta), pytest.raises(PhaseError):
            row.save()
    with entered(beta):
        assert list(Site.objects.values_list("name", flat=True)) == ["Majakka"]


def test_row_made_outside_settles_where_it_is_saved(alfa: Association, beta: Association) -> None:
    site = Site(name="From a form")
    with entered(alfa):
        site.save()
        site.name = "Again"
        site.save()
    with entered(beta), pytest.raises(PhaseError):
        site.save()


def test_rows_work_at_home_in_bulk_and_one_by_one(alfa: Association) -> None:
    with entered(alfa):
        made = Site.objects.bulk_create([Site(name="One"), Site(name="Two")])
    with entered(alfa):
        made[0].address = "Rantakatu 1"
        Site.objects.bulk_update(made, ["address"])
        made[1].delete()
        person = Person.objects.create(
            given_name="Eeva",
            family_name="Eloranta",
            sort_key=sort_key(family_name="Eloranta", given_name="Eeva"),
            created_at=alfa.created_at,
        )
        person.refresh_from_db()
        assert list(Site.objects.order_by("name").values_list("name", "address")) == [
            ("Majakka", "Rantakatu 8"),
            ("One", "Rantakatu 1"),
        ]


def test_queryset_of_one_reads_where_it_is_evaluated(alfa: Association, beta: Association) -> None:
    """It holds a question and no rows: the answer is of the association in which it is asked."""
    with entered(alfa):
        people: models.QuerySet[Person] = Person.objects.order_by("pk")
        assert {person.family_name for person in people.all()} == {"Ahola", "Berg"}
    with entered(beta):
        assert {person.family_name for person in people} == BETA
        assert family_names() == BETA


def test_evaluated_queryset_keeps_its_rows_and_they_their_home(alfa: Association, beta: Association) -> None:
    with entered(alfa):
        people = Person.objects.order_by("pk")
        assert len(people) == 2
    with entered(beta):
        with pytest.raises(PhaseError):
            people[0].save()
        with pytest.raises(PhaseError):
            list(people[0].periods.all())


def test_cache_keys_of_associations_differ(alfa: Association, beta: Association) -> None:
    keys = {cache.make_key("the same key")}
    for association in (alfa, beta):
        with entered(association):
            keys.add(cache.make_key("the same key"))
    assert len(keys) == 3


def test_cached_value_of_one_is_not_found_in_another(alfa: Association, beta: Association) -> None:
    with entered(alfa):
        cache.set("tests.isolation", "Alfa's", 5)
    assert cache.get("tests.isolation") is None
    with entered(beta):
        assert cache.get("tests.isolation") is None
        cache.set("tests.isolation", "Beta's", 5)
        cache.delete("tests.isolation")
    with entered(alfa):
        assert cache.get("tests.isolation") == "Alfa's"
        cache.delete("tests.isolation")
