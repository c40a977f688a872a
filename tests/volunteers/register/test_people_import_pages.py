"""The pages of an import, from the file to its undo."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from tenants import wakeups
from tenants.context import entered
from tenants.models import Association, Wakeup
from tests.security.test_bodies import MEGABYTE, Endless, send
from tests.security.test_uploads import ONE, SHEET, book
from tests.volunteers.register.conftest import BY, person
from tests.volunteers.register.test_people_import import HEADER, TODAY, draft
from volunteers.register.models import PeopleImport, Person
from volunteers.register.services import imports

Browse = Callable[..., Client]
URL = "/coordinate/people/import/"


def upload(client: Client, text: str, name: str = "people.csv") -> Any:
    return client.post(URL, {"file": SimpleUploadedFile(name, text.encode())})


def test_coordinator_imports_downloads_what_failed_and_undoes(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    answer = upload(client, "Etu;Sukunimi;Puhelin\nEeva;Salo;0401234567\nKai;Ranta;=1+1\n")
    url = answer["Location"]
    page = client.get(url)
    assert page.context["is_readable"] is False
    client.post(f"{url}columns/", {"known": "skip", "column_0": "given_name", "column_1": "given_name"})
    assert "Two columns are read as “Given name”." in client.get(url).content.decode()
    client.post(
        f"{url}columns/",
        {"known": "skip", "column_0": "given_name", "column_1": "family_name", "column_2": "phone"},
    )
    page = client.get(url)
    assert page.context["counts"] == {"new": 1, "known": 0, "repeated": 0, "wrong": 1}
    refused = client.post(f"{url}start/", {"begin": "active", "from_on": "x"})
    assert (refused.status_code, "There is no such day" in refused.content.decode()) == (422, True)
    client.post(f"{url}start/", {"begin": "active", "from_on": "2025-02-03"})
    assert "0 of 2 rows" in client.get(url).content.decode()
    progress = client.get(f"{url}progress/")
    assert "HX-Refresh" not in progress.headers
    with entered(alfa):
        imports.work()
    assert client.get(f"{url}progress/").headers["HX-Refresh"] == "true"
    page = client.get(url)
    assert page.context["can_undo"]
    assert "“=1+1” is no telephone number." in page.content.decode()
    failed = client.get(f"{url}failed/")
    assert failed.content.decode("utf-8-sig") == (
        "Etu;Sukunimi;Puhelin;What is wrong\r\nKai;Ranta;'=1+1;“=1+1” is no telephone number.\r\n"
    )
    assert "no-store" in failed.headers["Cache-Control"]
    client.post(f"{url}undo/")
    assert client.get(f"{url}failed/").status_code == 404
    with entered(alfa):
        assert Person.objects.filter(given_name="Eeva").count() == 0
    assert "This import was undone" in client.get(url).content.decode()


def test_page_names_what_stands_in_the_way(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    url = upload(client, f"{HEADER}\nEeva;Salo;eeva@example.org;\n")["Location"]
    client.post(f"{url}start/", {"begin": "active", "from_on": "2025-02-03"})
    with entered(alfa):
        imports.work()
        uuid = person("Eeva").uuid
    client.post(f"/coordinate/people/{uuid}/invite/")
    page = client.get(client.post(f"{url}undo/")["Location"])
    (one,) = page.context["way"]
    assert "Invited to sign in" in [str(what) for what in one.what]


def test_wrong_file_is_refused_with_a_sentence_and_a_draft_can_be_dropped(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    page = upload(client, "%PDF-1.7")
    assert (page.status_code, "This is no CSV or XLSX file." in page.content.decode()) == (422, True)
    url = upload(client, f"{HEADER}\nEeva;Salo;;\n")["Location"]
    client.post(f"{url}drop/")
    assert client.get(url).status_code == 404
    again = upload(client, f"{HEADER}\nEeva;Salo;;\n")["Location"]
    client.post(f"{again}start/", {"begin": "none", "from_on": "2025-02-03"})
    page = client.get(upload(client, f"{HEADER}\nEeva;Salo;;\n")["Location"])
    assert "This file was imported on" in page.content.decode()


def test_job_is_waked_and_runs_in_its_association(alfa: Association, beta: Association) -> None:
    with entered(alfa):
        batch = draft(f"{HEADER}\nEeva;Salo;;\n")
        imports.start(draft=batch, begin="active", from_on=TODAY, by=BY)
    assert imports.QUEUE in wakeups.queues()
    assert imports.QUEUE not in wakeups.queues(suspended=True)
    assert Wakeup.objects.filter(schema_name=alfa.schema_name, queue=imports.QUEUE).count() == 2
    with entered(beta):
        assert (imports.work(), PeopleImport.objects.count()) == (0, 0)


def test_file_made_to_cost_and_one_of_40_megabytes_are_refused_with_a_sentence(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    client.get(URL)
    bomb = book({ONE: SHEET % (b"<row/>" * 9_000_000)})
    page = client.post(URL, {"file": SimpleUploadedFile("list.xlsx", bomb)})
    assert (page.status_code, "The file is too large: at most 10" in page.content.decode()) == (422, True)
    page = send(client, URL, Endless(40 * MEGABYTE))
    assert (page.status_code, "Nothing was changed" in page.content.decode()) == (413, True)
    with entered(alfa):
        assert PeopleImport.objects.count() == 0
