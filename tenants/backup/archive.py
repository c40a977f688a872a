"""One encrypted file that cannot be changed, cut or mixed without being noticed.

    magic · id of the key (8) · salt (16) · start of the nonces (7)      the head, which every piece confirms
    then pieces of at most 1 MiB: length (4) · AES-256-GCM of it with its tag

Each archive has a key of its own, derived from the platform's by the salt. A piece's nonce holds its number
and whether it is the last one, so that pieces cannot change places and the end cannot go missing. Within lie
the manifest (length in 8 bytes, JSON) and the dump.
"""

import base64
import hashlib
import json
import os
import secrets
import struct
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tenants.backup.errors import Damaged, NoKey, WrongKey

SUFFIX = ".rinnalla"
PIECE = 1 << 20
_MAGIC = b"rinnalla backup 1\n"
_HEAD = len(_MAGIC) + 8 + 16 + 7
_TAG = 16
_KEY_BYTES = 32


def key() -> bytes:
    """The platform's key for backups. Raises NoKey, which says how to make one."""
    text = settings.BACKUP_KEY
    how = (
        "Make one with `openssl rand -base64 32`, and keep a copy apart from the backups: none opens without."
    )
    if not text:
        raise NoKey(f"Set BACKUP_KEY or BACKUP_KEY_FILE. {how}")
    try:
        altchars = b"-_" if set(text) & set("-_") else None
        found = base64.b64decode(
            text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars, validate=True
        )
    except ValueError:  # binascii's too
        found = b""
    if len(found) != _KEY_BYTES:
        raise NoKey(f"BACKUP_KEY is not the base64 of {_KEY_BYTES} bytes. {how}")
    return found


def _id_of(own: bytes) -> bytes:
    return hashlib.sha256(b"id of a rinnalla backup key" + own).digest()[:8]


def _cipher(own: bytes, salt: bytes) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=salt, info=_MAGIC).derive(own)
    return AESGCM(derived)


class Writer:
    """Writes an archive beside its place and puts it there when all is written; else leaves nothing."""

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        self._path = path
        self._partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
        self._buffer = bytearray()
        self._number = 0
        self._manifest = json.dumps(manifest, ensure_ascii=False).encode()

    def __enter__(self) -> Self:
        own = key()
        salt, self._start = secrets.token_bytes(16), secrets.token_bytes(7)
        self._head = _MAGIC + _id_of(own) + salt + self._start
        self._cipher = _cipher(own, salt)
        self._file = os.fdopen(os.open(self._partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._file.write(self._head)
        self.write(struct.pack(">Q", len(self._manifest)) + self._manifest)
        return self

    def write(self, data: bytes) -> None:
        """More of the dump."""
        self._buffer += data
        while len(self._buffer) > PIECE:
            self._seal(bytes(self._buffer[:PIECE]), last=False)
            del self._buffer[:PIECE]

    def _seal(self, piece: bytes, *, last: bool) -> None:
        nonce = self._start + struct.pack(">IB", self._number, last)
        sealed = self._cipher.encrypt(nonce, piece, self._head)
        self._file.write(struct.pack(">I", len(sealed)) + sealed)
        self._number += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._seal(bytes(self._buffer), last=True)
                self._file.flush()
                os.fsync(self._file.fileno())
        finally:
            self._file.close()
            if kind is None:
                self._partial.replace(self._path)
                _sync(self._path.parent)
            else:
                self._partial.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Have the folder know the new name even after a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


class Reader:
    """An archive to read. Every piece is checked before anything of it is handed out."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def manifest(self) -> dict[str, Any]:
        """What the archive says of itself. Raises NoKey, WrongKey or Damaged."""
        pieces = self._pieces()
        return self._manifest(pieces)[0]

    def verify(self) -> None:
        """Read all of it. Raises NoKey, WrongKey or Damaged."""
        for _piece in self._pieces():
            pass

    def dump(self) -> Iterator[bytes]:
        """PostgreSQL's dump, piece by piece. Raises NoKey, WrongKey or Damaged."""
        pieces = self._pieces()
        _, rest = self._manifest(pieces)
        yield rest
        yield from pieces

    def _manifest(self, pieces: Iterator[bytes]) -> tuple[dict[str, Any], bytes]:
        buffer = b""
        wanted = 8
        for piece in pieces:
            buffer += piece
            if len(buffer) >= 8:
                wanted = 8 + struct.unpack(">Q", buffer[:8])[0]
            if len(buffer) >= wanted:
                break
        if wanted == 8 or len(buffer) < wanted:
            raise self._damaged("it has no manifest")
        found: dict[str, Any] = json.loads(buffer[8:wanted])
        return found, buffer[wanted:]

    def _pieces(self) -> Iterator[bytes]:
        own = key()
        try:
            with self.path.open("rb") as file:
                yield from self._unsealed(file, own)
        except OSError as error:
            raise Damaged(f"{self.path} cannot be read: {error.strerror}.") from error

    def _unsealed(self, file: BufferedReader, own: bytes) -> Iterator[bytes]:
        head = file.read(_HEAD)
        if len(head) != _HEAD or not head.startswith(_MAGIC):
            raise self._damaged("it does not begin like one")
        id_, salt, start = (head[len(_MAGIC) :][a:b] for a, b in ((0, 8), (8, 24), (24, 31)))
        if id_ != _id_of(own):
            raise WrongKey(
                f"{self.path.name} was encrypted with another key ({id_.hex()}) than BACKUP_KEY is "
                f"({_id_of(own).hex()}). Set the key that was in use when it was made."
            )
        cipher, number, last = _cipher(own, salt), 0, False
        while not last:
            length = struct.unpack(">I", file.read(4).rjust(4, b"\xff"))[0]
            sealed = file.read(length) if length <= PIECE + _TAG else b""
            if len(sealed) != length:
                raise self._damaged("it is cut off")
            last = not file.peek(1)
            try:
                piece = cipher.decrypt(start + struct.pack(">IB", number, last), sealed, head)
            except InvalidTag as error:
                raise self._damaged("it was changed or cut off") from error
            yield piece
            number += 1

    def _damaged(self, why: str) -> Damaged:
        return Damaged(
            f"{self.path.name} is not a whole backup: {why}. Nothing was restored; take another archive."
        )
