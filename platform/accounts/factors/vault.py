"""Secrets of second factors at rest: encrypted with a key that is not in the database.

The key comes from `MFA_KEYS` or else from `SECRET_KEY`; former ones still decrypt, so that keys can be
changed: put the new one first, run `manage.py reencrypt_factors`, then drop the old one.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(RuntimeError):
    """A secret was encrypted with a key that we do not have any more."""


def _fernet(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"rinnalla second factors").derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))


def _keys() -> MultiFernet:
    secrets = [*settings.MFA_KEYS, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([_fernet(secret) for secret in secrets])


def encrypt(text: str) -> str:
    """With the first key."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """With whichever key fits. Raises Unreadable."""
    try:
        return _keys().decrypt(token.encode()).decode()
    except InvalidToken:
        raise Unreadable("MFA_KEYS and SECRET_KEY do not fit what they should decrypt.") from None


def renew(token: str) -> str:
    """The same secret, encrypted with the first key. Raises Unreadable."""
    try:
        return _keys().rotate(token.encode()).decode()
    except InvalidToken:
        raise Unreadable("MFA_KEYS and SECRET_KEY do not fit what they should decrypt.") from None
