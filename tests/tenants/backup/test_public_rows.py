"""What comes back on the shared side where the database does not know the association."""

import json
from uuid import uuid4

from django.db import connection

from tenants import clock, lifecycle
from tenants.backup import manifest, public_rows
from tenants.models import AffiliationChange, Association, ProcessingAgreement, Umbrella


def test_accepted_agreement_comes_back_with_the_association(alfa: Association) -> None:
    ProcessingAgreement.objects.create(
        association=alfa, version="2025-1", language="sv", text_hash="x" * 64, accepted_by=uuid4(),
        accepted_name="Ada", accepted_at=clock.now(),
    )  # fmt: skip
    accepted = ProcessingAgreement.objects.values("uuid", "version", "language", "text_hash", "accepted_at")
    before = accepted.get()
    with connection.cursor() as cursor:
        cursor.execute(manifest._PUBLIC["agreements"], [alfa.pk])
        said = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    ProcessingAgreement.objects.all().delete()
    again = Association(
        slug="alfauusi", schema_name=lifecycle.schema_name_of("alfauusi"), name_fi="A", created_at=clock.now()
    )
    nothing: dict[str, list[object]] = {"domains": [], "affiliations": [], "accesses": []}
    public_rows.save_founded(again, nothing | {"agreements": said}, without=set())
    assert accepted.get(association=again) == before
    # Older backups know none.
    public_rows.save_founded(
        Association(slug="alfavanha", schema_name="t_alfavanha", name_fi="A", created_at=clock.now()),
        nothing,
        without=set(),
    )


def test_where_it_belonged_comes_back_with_who_changed_it(alfa: Association, liitto: Umbrella) -> None:
    AffiliationChange.objects.create(
        association=alfa, umbrella=liitto, kind="left", on=clock.today(liitto), at=clock.now(),
        by_user=uuid4(), by_name="Ilkka",
    )  # fmt: skip
    changes = AffiliationChange.objects.values("umbrella", "kind", "on", "at", "by_user", "by_name")
    before = changes.get()
    with connection.cursor() as cursor:
        cursor.execute(manifest._PUBLIC["affiliation_changes"], [alfa.pk])
        said = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    again = Association(
        slug="alfauusi", schema_name=lifecycle.schema_name_of("alfauusi"), name_fi="A", created_at=clock.now()
    )
    nothing: dict[str, list[object]] = {"domains": [], "affiliations": [], "accesses": []}
    public_rows.save_founded(again, nothing | {"affiliation_changes": said}, without=set())
    assert changes.get(association=again) == before
