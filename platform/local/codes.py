"""Codes of the demo's authenticator apps. Their secrets follow from the addresses, for anybody to have.

Without Django, so that the check of the demo and the browser tests can sign in as the demo's people do.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import threading
import time

PERIOD = 30
# How many seconds a sign-in may take on a busy machine, from when its code is chosen.
ARRIVES = 15
_used: dict[str, int] = {}
_lock = threading.Lock()


def secret_for(email: str) -> str:
    """The secret of somebody in the demo. Worth nothing elsewhere: only a demo takes codes of it."""
    return base64.b32encode(hashlib.sha1(f"rinnalla demo {email}".encode()).digest()).decode()  # noqa: S324  # no secret


def code(secret: str, *, counter: int | None = None) -> str:
    """What the app would show now, or in the given half minute (RFC 6238)."""
    if counter is None:
        counter = int(time.time()) // PERIOD
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    at = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def unused(secret: str) -> str:
    """A code that this process has not used yet, since each works once: waits for the next if it must."""
    while True:
        with _lock:
            now, gone = divmod(int(time.time()), PERIOD)
            # One half minute early or late is taken, too; the last one only while it still arrives in time.
            counter = max(_used.get(secret, 0) + 1, now - 1 if gone < PERIOD - ARRIVES else now)
            if counter <= now + 1:
                _used[secret] = counter
                return code(secret, counter=counter)
        time.sleep(0.5)
