"""Looking a workbook over before anything is made of it: whatever it claims, little memory is spent on it.

A workbook is an archive of XML. A few kilobytes may unpack to gigabytes, a megabyte of XML may become a
gigabyte of objects, and a part may be nested so deep that reading it exhausts the stack. So the archive's
directory is weighed first, and then each part is read once as a stream that keeps nothing, and counted.
"""

import io
import zipfile
from xml.parsers import expat

from web.sheets.refusals import NotATable, too_large

MEGABYTE = 1024 * 1024
MAX_PARTS = 500
MAX_SHEETS = 50
MAX_UNPACKED = 60 * MEGABYTE
# Tables of numbers shrink to a tenth or so; a part that shrinks to a two-hundredth was made to.
MAX_RATIO = 200
SMALL_PART = MEGABYTE
# How many elements a part may have. The reader makes objects of all styles and all shared texts at once; of a
# sheet it keeps one row at a time.
MAX_ELEMENTS = 2_000_000
MAX_TEXTS = 400_000
MAX_STYLES = 60_000
MAX_OTHERS = 20_000
MAX_DEPTH = 40
MAX_TEXT = 100_000  # a cell holds at most 32 767 signs
CHUNK = 64 * 1024


def look_over(content: bytes) -> None:
    """Raises FileTooLarge for what would cost too much, NotATable for what no spreadsheet program writes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        _weigh(parts)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _count(archive, part)


def _weigh(parts: list[zipfile.ZipInfo]) -> None:
    """By the directory alone. zipfile reads no byte more of a part than its directory says."""
    sheets = [part for part in parts if part.filename.startswith("xl/worksheets/")]
    if len(parts) > MAX_PARTS or len(sheets) > MAX_SHEETS * 2:  # each may have its file of relations
        raise too_large()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise too_large()
    for part in parts:
        if part.file_size > SMALL_PART and part.file_size > part.compress_size * MAX_RATIO:
            raise too_large()
        if part.flag_bits & 1:  # encrypted
            raise NotATable


def _most_elements(name: str) -> int:
    if name.startswith("xl/worksheets/"):
        return MAX_ELEMENTS
    if name.startswith("xl/sharedStrings"):
        return MAX_TEXTS
    return MAX_STYLES if name.startswith("xl/styles") else MAX_OTHERS


class _Counter:
    """Counts elements, depth and the length of texts while a part streams by."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._depth = 0
        self._text = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._left -= 1
        self._depth += 1
        self._text = 0
        if self._left < 0 or self._depth > MAX_DEPTH:
            raise too_large()

    def end(self, name: str) -> None:
        self._depth -= 1
        self._text = 0

    def text(self, data: str) -> None:
        self._text += len(data)
        if self._text > MAX_TEXT:
            raise too_large()


def _no_document_type(*_: object) -> None:
    """Entities are declared in one, and no spreadsheet program writes one."""
    raise NotATable


def _count(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    counter = _Counter(_most_elements(part.filename))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.EntityDeclHandler = _no_document_type
    parser.StartElementHandler = counter.begin
    parser.EndElementHandler = counter.end
    parser.CharacterDataHandler = counter.text
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
