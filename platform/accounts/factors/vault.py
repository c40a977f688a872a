"""Secrets of second factors at rest: sealed (see `accounts.sealing`).

After a change of keys: put the new one first, run `manage.py reencrypt_factors`, then drop the old one.
"""

from accounts.sealing import Seal, Unreadable

__all__ = ["Unreadable", "decrypt", "encrypt", "renew"]

_SEAL = Seal(b"rinnalla second factors")

encrypt = _SEAL.encrypt
decrypt = _SEAL.decrypt
renew = _SEAL.renew
