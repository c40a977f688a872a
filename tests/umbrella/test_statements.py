"""Statements that are built once: each use puts its own values in."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from tenants.models import Association, Umbrella
from umbrella.statements import Given, Statement, among, name_in


def test_statement_is_built_once_and_sent_with_other_values(
    liitto: Umbrella, alfa: Association, beta: Association
) -> None:
    made = []

    def make() -> QuerySet[Any, Any]:
        made.append(1)
        found = Association.objects.filter(among("pk", "keys"), affiliations__umbrella=Given("umbrella"))
        return found.order_by("slug").values_list("slug", name_in("sv"), "created_at")

    statement = Statement(make)
    with CaptureQueriesContext(connection) as sent:
        both = statement.rows(keys=[alfa.pk, beta.pk], umbrella=liitto.pk)
        assert both == [(one.slug, one.name_in("sv"), one.created_at) for one in (alfa, beta)]
        assert statement.rows(keys=[beta.pk], umbrella=liitto.pk) == both[1:]
        assert statement.rows(keys=[], umbrella=liitto.pk) == []
        assert statement.rows(keys=[alfa.pk], umbrella=liitto.pk + 999) == []
    assert (len(made), len(sent)) == (1, 4)
