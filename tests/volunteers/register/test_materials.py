"""Files of guides: what is kept of them, what is refused, who gets them."""

import io
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from accounts.models import User
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.register.conftest import BY, person
from volunteers.register import material_files
from volunteers.register.care_errors import (
    FileDamaged,
    FileLocked,
    FileTooHeavy,
    FileWithProgram,
    MaterialFileRefused,
    WrongFileKind,
)
from volunteers.register.models import MaterialFile, RoleMaterial, VolunteerRole
from volunteers.register.services import materials
from web.pdf import pdf

Browse = Callable[..., Client]
MEGABYTE = 1024 * 1024
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def packed(inside: bytes) -> bytes:
    """A document in which something lies packed, where a look from outside does not see it."""
    stream = b"<</Filter/FlateDecode>>stream\n" + zlib.compress(inside, 9) + b"\nendstream"
    return PDF.replace(b"trailer", stream + b"\ntrailer")


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(extra: dict[str, bytes] | None = None) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **(extra or {})})


def odt(extra: dict[str, bytes] | None = None) -> bytes:
    kind = b"application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, "content.xml": b"<office/>", **(extra or {})})


def picture(form: str, size: tuple[int, int] = (40, 20), **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#1f5c4d").save(out, format=form, **how)
    return out.getvalue()


def said(value: object) -> str:
    """A case by name: archives carry the moment in which they were made."""
    return getattr(value, "__name__", "file") if not isinstance(value, str) else value


def check(name: str, content: bytes) -> material_files.Checked:
    return material_files.check(name=name, content=content)


@pytest.mark.parametrize(
    ("name", "content", "mimetype"),
    [
        ("Ohje.pdf", PDF, "application/pdf"),
        ("Ohje.PDF", packed(b"hello"), "application/pdf"),
        ("Ohje.docx", docx(), MaterialFile.Type.DOCX.value),
        ("Ohje.odt", odt(), MaterialFile.Type.ODT.value),
        ("Kuva.png", picture("PNG"), "image/png"),
        ("Kuva.jpeg", picture("JPEG"), "image/jpeg"),
    ],
    ids=said,
)
def test_file_of_each_kind_is_kept(name: str, content: bytes, mimetype: str) -> None:
    assert check(name, content).mimetype == mimetype


def test_documents_of_our_own_are_kept(tmp_path: Any) -> None:
    template = tmp_path / "letter.typ"
    template.write_text(
        "#let data = json(bytes(sys.inputs.data))\n#set document(title: data.title, date: none)\n= Ohje"
    )
    made = pdf(template, {"title": "Ohje", "lang": "fi"})
    assert check("Ohje.pdf", made).content == made


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("page.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", WrongFileKind),
        ("page.html", b"<html></html>", WrongFileKind),
        ("page.pdf", b"<html></html>", WrongFileKind),
        ("sheet.docx", archive({"xl/workbook.xml": b"<x/>"}), WrongFileKind),
        ("other.docx", picture("PNG"), WrongFileKind),
        ("other.pdf.exe", PDF, WrongFileKind),
        ("empty.pdf", b"", WrongFileKind),
        ("cut.pdf", PDF[:-10], FileDamaged),
        ("cut.png", picture("PNG")[:60], FileDamaged),
        ("cut.jpg", picture("JPEG", (900, 900))[:400], FileDamaged),
        ("cut.docx", docx()[:80], FileDamaged),
        (
            "open.pdf",
            PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"),
            FileWithProgram,
        ),
        ("open.pdf", PDF.replace(b"/Catalog", b"/Catalog/AA<</S/#4caunch>>"), FileWithProgram),
        ("packed.pdf", packed(b"<</S/JavaScript/JS(app.alert(1))>>"), FileWithProgram),
        ("packed.pdf", packed(b"<</Type/Filespec/EmbeddedFiles 1 0 R>>"), FileWithProgram),
        ("locked.pdf", PDF.replace(b"/Root", b"/Encrypt 2 0 R/Root"), FileLocked),
        ("macro.docx", docx({"word/vbaProject.bin": b"x"}), FileWithProgram),
        ("object.docx", docx({"word/embeddings/oleObject1.bin": b"x"}), FileWithProgram),
        (
            "away.docx",
            docx({"word/_rels/settings.xml.rels": b"<r Type='attachedTemplate'/>"}),
            FileWithProgram,
        ),
        ("macro.odt", odt({"Basic/Standard/Module1.xml": b"<x/>"}), FileWithProgram),
        ("up.docx", docx({"../../etc/passwd": b"x"}), FileDamaged),
        ("bomb.docx", docx({"word/media/x.bmp": bytes(20 * MEGABYTE)}), FileTooHeavy),
        ("bomb.odt", odt({f"Pictures/{n}": b"" for n in range(2100)}), FileTooHeavy),
        ("bomb.pdf", packed(bytes(20 * MEGABYTE)), FileTooHeavy),
    ],
    ids=said,
)
def test_file_that_could_do_harm_is_refused(
    name: str, content: bytes, refusal: type[MaterialFileRefused]
) -> None:
    with pytest.raises(refusal):
        check(name, content)


def test_picture_of_millions_of_pixels_costs_no_memory() -> None:
    header = picture("PNG", (1, 1))
    huge = header[:16] + (60_000).to_bytes(4, "big") * 2 + header[24:]
    crc = zlib.crc32(huge[12:29]).to_bytes(4, "big")
    huge = huge[:29] + crc + huge[33:]
    tracemalloc.start()
    with pytest.raises(FileTooHeavy):
        check("huge.png", huge)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEGABYTE


def test_picture_keeps_nothing_but_the_picture() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Rantakatu 8"  # where it was taken, in words
    exif[0x0112] = 6  # lying on its side
    kept = check("Kuva.jpg", picture("JPEG", exif=exif, comment=b"salaista") + b"<script>")
    with Image.open(io.BytesIO(kept.content)) as opened:
        assert (opened.size, dict(opened.getexif()), "comment" in opened.info) == ((20, 40), {}, False)
    assert b"Rantakatu" not in kept.content
    assert b"<script>" not in kept.content


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Ohjeet\\Talon säännöt.PDF", "Talon säännöt.pdf"),
        ('a"b\r\nX-Evil: 1.pdf', "a b X-Evil 1.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        (".pdf", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_name_is_one_on_every_system(name: str, safe: str) -> None:
    assert material_files.safe_name(name, MaterialFile.Type.PDF) == safe


# --- on the role's page ------------------------------------------------------------------------------


@pytest.fixture
def host(alfa: Association) -> VolunteerRole:
    """The role that Ada and Bo do."""
    with entered(alfa):
        return VolunteerRole.objects.get(code="host")


def upload(name: str = "Säännöt.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_file_is_given_to_those_who_do_the_role_and_to_keep(
    browse: Browse, ada: User, bo: User, alfa: Association, host: VolunteerRole
) -> None:
    client = browse(ada, alfa)
    client.post(f"/coordinate/roles/{host.uuid}/materials/", {"title": "Säännöt", "file": upload()})
    with entered(alfa):
        material = RoleMaterial.objects.get()
    path = f"/roles/{host.uuid}/materials/{material.uuid}/"
    volunteer = browse(bo, alfa)
    assert path in volunteer.get(f"/roles/{host.uuid}/").content.decode()
    answer = volunteer.get(path)
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''S%C3%A4%C3%A4nn%C3%B6t.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store, private"
    with entered(alfa):
        person("Bo").holdings.all().delete()
    assert volunteer.get(path).status_code == 404
    assert client.get(path).status_code == 200


def test_file_of_a_role_is_not_found_under_another(
    browse: Browse, ada: User, alfa: Association, host: VolunteerRole
) -> None:
    with entered(alfa):
        file = check("Ohje.pdf", PDF)
        made = materials.add_material(role=host, title="Ohje", file=file, by=BY)
        other = VolunteerRole.objects.create(code="other", family="guides", name_fi="Toinen")
    assert browse(ada, alfa).get(f"/roles/{other.uuid}/materials/{made.uuid}/").status_code == 404


def test_new_file_takes_the_place_of_the_one_before(
    browse: Browse, ada: User, alfa: Association, host: VolunteerRole
) -> None:
    with entered(alfa):
        made = materials.add_material(role=host, title="Ohje", file=check("Ohje.pdf", PDF), by=BY)
    path = f"/coordinate/roles/{host.uuid}/materials/{made.uuid}/edit/"
    client = browse(ada, alfa)
    client.post(path, {"title": "Ohje 2", "file": upload("Uusi.png", picture("PNG"))})
    with entered(alfa):
        now = MaterialFile.objects.select_related("material").get()
        assert (now.material.uuid, now.material.title, now.name) == (made.uuid, "Ohje 2", "Uusi.png")
    client.post(path, {"title": "Ohje 3"})
    with entered(alfa):
        assert MaterialFile.objects.get().name == "Uusi.png"
    client.post(path, {"title": "Ohje 3", "text": "Teksti.", "without_file": "on"})
    with entered(alfa):
        assert (MaterialFile.objects.count(), RoleMaterial.objects.get().has_file) == (0, False)


def test_file_goes_with_its_guide(browse: Browse, ada: User, alfa: Association, host: VolunteerRole) -> None:
    with entered(alfa):
        made = materials.add_material(role=host, title="Ohje", file=check("Ohje.pdf", PDF), by=BY)
    browse(ada, alfa).post(f"/coordinate/roles/{host.uuid}/materials/{made.uuid}/remove/")
    with entered(alfa):
        assert MaterialFile.objects.count() == 0


def test_refused_file_says_what_to_do_and_keeps_what_was_typed(
    browse: Browse, ada: User, alfa: Association, host: VolunteerRole
) -> None:
    data = {"title": "Ohje", "text": "Lue tämä.", "file": upload("Ohje.svg", b"<svg/>")}
    answer = browse(ada, alfa).post(f"/coordinate/roles/{host.uuid}/materials/", data)
    form = answer.context["form"]
    assert (answer.status_code, form["text"].value()) == (422, "Lue tämä.")
    assert form.errors["file"][0].startswith("Choose a PDF, DOCX or ODT document")
    with entered(alfa):
        assert RoleMaterial.objects.count() == 0


def test_file_of_11_megabytes_is_refused(
    browse: Browse, ada: User, alfa: Association, host: VolunteerRole
) -> None:
    data = {"title": "Ohje", "file": upload(content=PDF[:-6] + bytes(10 * MEGABYTE) + b"%%EOF\n")}
    answer = browse(ada, alfa).post(f"/coordinate/roles/{host.uuid}/materials/", data)
    assert answer.context["form"].errors["file"] == [
        "The file is too large: at most 10 MB, and it may not unpack to much more. Nothing was kept."
    ]


def test_list_of_guides_does_not_read_the_files(
    browse: Browse, bo: User, alfa: Association, host: VolunteerRole
) -> None:
    with entered(alfa):
        materials.add_material(role=host, title="Ohje", file=check("Ohje.pdf", PDF), by=BY)
    client = browse(bo, alfa)
    connection.force_debug_cursor = True
    try:
        connection.queries_log.clear()
        client.get(f"/roles/{host.uuid}/")
        asked = [query["sql"] for query in connection.queries if "register_materialfile" in query["sql"]]
    finally:
        connection.force_debug_cursor = False
    assert len(asked) == 1
    assert '"content"' not in asked[0]
