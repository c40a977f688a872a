"""What is sent is weighed before anything reads it."""

import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from accounts.routes import routes
from scheduling.hours.models import ImportBatch, ImportDraft
from tenants.context import entered
from tenants.models import Association, Umbrella
from web import bodies

Browse = Callable[..., Client]
MEGABYTE = 1024 * 1024


class Endless:
    """What a browser sends and never ends, made as it is read."""

    def __init__(self, length: int) -> None:
        self.left = length
        self.taken = 0

    def read(self, size: int = 0) -> bytes:
        """So much more of it."""
        given = min(size, self.left)
        self.left -= given
        self.taken += given
        return b"x" * given

    readline = read


def send(client: Client, path: str, wire: Endless) -> Any:
    """Post it as a form with a file."""
    post: Any = client.post  # WSGI's own names are no names of arguments
    kind = "multipart/form-data; boundary=x"
    return post(path, content_type=kind, CONTENT_LENGTH=str(wire.left), **{"wsgi.input": wire})


def test_only_views_that_say_so_take_a_file(alfa: Association) -> None:
    """A new one needs its line here, and its own tests of what comes in."""
    every = [*routes("association"), *routes("umbrella"), *routes("base"), *routes("identity")]
    heavy = {route.name for route in every if hasattr(route.view, "max_body")}
    assert heavy == {
        "cards-import",
        "counts-import",
        "hours-import",
        "past-import",
        "people-import",
        "role-material-add",
        "role-material-edit",
        "schedule-import",
    }


@pytest.mark.parametrize("place", ["alfa", "liitto", "base", "identity"])
def test_40_megabytes_are_refused_anywhere_by_anybody(
    browse: Browse, alfa: Association, liitto: Umbrella, place: str
) -> None:
    where = {"alfa": alfa, "liitto": liitto}.get(place, place)
    client = browse(None, where)
    for path in ("/theme/", "/", "/nothing/", "/account/login/"):
        response = client.post(path, b"x" * (40 * MEGABYTE), content_type="multipart/form-data; boundary=x")
        assert response.status_code == 413
        assert "Connection" not in response.headers  # it was read to its end, so the browser hears the answer


def test_40_megabyte_file_costs_no_memory_and_changes_nothing(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    client.get("/coordinate/import/")
    wire = Endless(40 * MEGABYTE)
    tracemalloc.start()
    response = send(client, "/coordinate/import/", wire)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert response.status_code == 413
    assert "Nothing was changed" in response.content.decode()
    assert peak < 4 * MEGABYTE
    with entered(alfa):
        assert (ImportDraft.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_more_than_anybody_waits_for_is_left_unread(browse: Browse, alfa: Association) -> None:
    wire = Endless(10**12)
    response = send(browse(None, alfa), "/theme/", wire)
    assert (response.status_code, response.headers["Connection"]) == (413, "close")
    assert wire.taken == 0


@pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "9" * 30, "ten", "1 1"])
def test_length_that_is_none_is_refused(browse: Browse, alfa: Association, length: str) -> None:
    response = browse(None, alfa).post(
        "/theme/", b"theme=dark", content_type="text/plain", CONTENT_LENGTH=length
    )
    assert response.status_code in {400, 413}


def test_control_small_form_is_taken(browse: Browse, alfa: Association) -> None:
    assert browse(None, alfa).post("/theme/", {"theme": "dark"}).status_code == 302


def test_file_that_is_taken_is_never_on_a_disk(
    browse: Browse, ada: User, alfa: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds what people did; a temporary file would outlive a killed process."""

    def no_disk(*_: object, **__: object) -> Any:
        raise AssertionError("A temporary file was made.")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", no_disk)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", no_disk)
    file = SimpleUploadedFile("nine.csv", b"a,b\n" * (9 * MEGABYTE // 4))
    response = browse(ada, alfa).post("/coordinate/import/", {"file": file})
    assert response.status_code == 200


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get("/\0/"),
        lambda client: client.get("/shifts/?page=1%00"),
        lambda client: client.get("/api/v1/shifts/?role=%00"),
        lambda client: client.get("/shifts/", headers={"Cookie": 'rn_session="aaaaaaaaaa\\000aaaaaaaaaa"'}),
        lambda client: client.get("/shifts/", headers={"Cookie": 'rn_lang="\\000"'}),
    ],
    ids=["path", "query", "query of the API", "session", "language"],
)
def test_nul_is_refused_before_it_reaches_a_table(
    browse: Browse, ada: User, alfa: Association, ask: Callable[[Client], Any]
) -> None:
    client = browse(ada, alfa)
    assert ask(client).status_code == 400


def test_bound_of_what_is_read_and_left_holds_the_usual_mistake() -> None:
    assert 40 * MEGABYTE < bodies.READ_AND_LEFT < 100 * MEGABYTE
