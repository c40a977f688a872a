"""Sealing what the database shall not be able to tell: encrypted with a key that is not in it.

The key comes from `MFA_KEYS` or else from `SECRET_KEY`; former ones still open, so that keys can be changed.
Each purpose has a key of its own made from them: what was sealed for one is not opened for another.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(RuntimeError):
    """Something was sealed with a key that we do not have any more."""


class Seal:
    """Seals and opens texts of one purpose."""

    def __init__(self, purpose: bytes) -> None:
        self._purpose = purpose

    def encrypt(self, text: str) -> str:
        """With the first key."""
        return self._keys().encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        """With whichever key fits. Raises Unreadable."""
        try:
            return self._keys().decrypt(token.encode()).decode()
        except InvalidToken:
            raise Unreadable("MFA_KEYS and SECRET_KEY do not fit what they should decrypt.") from None

    def renew(self, token: str) -> str:
        """The same text, encrypted with the first key. Raises Unreadable."""
        try:
            return self._keys().rotate(token.encode()).decode()
        except InvalidToken:
            raise Unreadable("MFA_KEYS and SECRET_KEY do not fit what they should decrypt.") from None

    def _keys(self) -> MultiFernet:
        secrets = [*settings.MFA_KEYS, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return MultiFernet([self._fernet(secret) for secret in secrets])

    def _fernet(self, secret: str) -> Fernet:
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=self._purpose).derive(secret.encode())
        return Fernet(base64.urlsafe_b64encode(key))
