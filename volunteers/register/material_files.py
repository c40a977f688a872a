"""Looking a file over before it is kept: what it is, what it holds, what it would cost to open.

What is inside decides, not the name. Pictures are drawn anew, so that only the picture stays. Documents are
kept as they are, and refused where they hold programs or other files, or unpack to more than anybody reads.
None of ours opens them: they are handed out as files to keep (see `views.materials`).
"""

import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, ImageOps, UnidentifiedImageError

from volunteers.register.care_errors import (
    FileDamaged,
    FileLocked,
    FileTooHeavy,
    FileWithProgram,
    WrongFileKind,
)
from volunteers.register.models import MaterialFile

MEGABYTE = 1024 * 1024
MEGABYTES = 10
MAX_NAME = 100
MAX_PIXELS = 50_000_000
# As long as a picture's longer side may be; nobody's screen shows more.
SIDE = 2400
MAX_PARTS = 2000
MAX_UNPACKED = 100 * MEGABYTE
MAX_RATIO = 200
MAX_STREAM = 4 * MEGABYTE
# A program, another file, or something that is started, by the names that PDF has for them.
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_BAD_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')
Type = MaterialFile.Type
_ENDINGS = {
    Type.PDF: (".pdf",),
    Type.DOCX: (".docx",),
    Type.ODT: (".odt",),
    Type.PNG: (".png",),
    Type.JPEG: (".jpg", ".jpeg"),
}


@dataclass(frozen=True)
class Checked:
    """A file that may be kept."""

    name: str
    mimetype: str
    content: bytes


def check(*, name: str, content: bytes) -> Checked:
    """What may be kept of a file. Raises a MaterialFileRefused that says what to do."""
    if len(content) > MEGABYTES * MEGABYTE:
        raise FileTooHeavy(megabytes=MEGABYTES)
    kind = _kind(content)
    if not name.lower().endswith(_ENDINGS[kind]):
        raise WrongFileKind
    if kind in (Type.PNG, Type.JPEG):
        content = _drawn_anew(content, kind)
    elif kind == Type.PDF:
        _look_over_pdf(content)
    else:
        _look_over_archive(content, kind)
    return Checked(name=safe_name(name, kind), mimetype=kind, content=content)


def safe_name(name: str, kind: MaterialFile.Type) -> str:
    """A name that is one on every system, with the ending of what it is."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = re.sub(r"\.[^.]*$", "", last)
    plain = " ".join(_BAD_IN_NAMES.sub(" ", stem).split()).strip(". ")
    return f"{plain[:MAX_NAME] or 'file'}{_ENDINGS[kind][0]}"


def _kind(content: bytes) -> MaterialFile.Type:
    if content.startswith(b"%PDF-"):
        return Type.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Type.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Type.JPEG
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    raise WrongFileKind


def _kind_of_archive(content: bytes) -> MaterialFile.Type:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return Type.DOCX
            if "content.xml" in names and _says(archive) == Type.ODT.value.encode():
                return Type.ODT
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise FileDamaged from None
    raise WrongFileKind


def _says(archive: zipfile.ZipFile) -> bytes:
    """What an OpenDocument file says that it is."""
    part = next((part for part in archive.infolist() if part.filename == "mimetype"), None)
    return archive.read(part) if part is not None and part.file_size < 100 else b""


def _drawn_anew(content: bytes, kind: MaterialFile.Type) -> bytes:
    """The picture alone: no place where it was taken, no second file behind it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise FileTooHeavy(megabytes=MEGABYTES)
                picture = ImageOps.exif_transpose(opened)
                picture = picture.convert("RGB" if kind == Type.JPEG else _mode(picture))
                picture.thumbnail((SIDE, SIDE))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileTooHeavy(megabytes=MEGABYTES) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, zlib.error):
        raise FileDamaged from None
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    if kind == Type.JPEG:
        bare.save(out, format="JPEG", quality=85, optimize=True)
    else:
        bare.save(out, format="PNG", optimize=True)
    return out.getvalue()


def _mode(picture: Image.Image) -> str:
    return "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"


def _look_over_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-2048:]:
        raise FileDamaged
    _look_for_programs(content)
    left = MAX_UNPACKED
    for stream in _STREAM.finditer(content):
        packed = stream.group(1)
        if not packed.startswith((b"\x78", b"\x48", b"\x58", b"\x68")):
            continue
        unpacking = zlib.decompressobj()
        try:
            unpacked = unpacking.decompress(packed, MAX_STREAM)
        except zlib.error:
            continue  # packed in another way, or a picture
        left -= len(unpacked)
        if left < 0 or (unpacking.unconsumed_tail and len(packed) * MAX_RATIO < MAX_STREAM):
            raise FileTooHeavy(megabytes=MEGABYTES)
        _look_for_programs(unpacked)


def _look_for_programs(content: bytes) -> None:
    plain = _ESCAPED.sub(lambda found: bytes([int(found.group(1), 16)]), content)
    if re.search(rb"/Encrypt(?![A-Za-z])", plain):
        raise FileLocked
    if _ACTIVE.search(plain):
        raise FileWithProgram


def _look_over_archive(content: bytes, kind: MaterialFile.Type) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _weigh(parts)
            _look_at_names({part.filename for part in parts}, kind)
            if archive.testzip() is not None:
                raise FileDamaged
            for part in parts:
                # A template from elsewhere brings its programs along.
                if part.filename.endswith("settings.xml.rels") and b"attachedTemplate" in archive.read(part):
                    raise FileWithProgram
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise FileDamaged from None


def _weigh(parts: list[zipfile.ZipInfo]) -> None:
    """By the directory alone: no byte more of a part is read than it says."""
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise FileTooHeavy(megabytes=MEGABYTES)
    for part in parts:
        if part.flag_bits & 1:
            raise FileLocked
        if part.file_size > MEGABYTE and part.file_size > part.compress_size * MAX_RATIO:
            raise FileTooHeavy(megabytes=MEGABYTES)


def _look_at_names(names: set[str], kind: MaterialFile.Type) -> None:
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise FileDamaged
        low = name.lower()
        holds = ("vbaproject", "/activex", "oleobject", "/embeddings/") if kind == Type.DOCX else ()
        begins = ("basic/", "scripts/", "object ") if kind == Type.ODT else ()
        if any(part in low for part in holds) or low.startswith(begins):
            raise FileWithProgram
