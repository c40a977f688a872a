"""A phone with a passkey, as far as a server can tell: a key, and what a browser says around it."""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

OURS = "http://id.rinnalla.localhost:8000"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Device:
    """Makes one passkey and uses it. Everything that could be wrong can be asked for."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    handle: str = ""

    def make(self, options: str, *, origin: str = OURS, verified: bool = True, **said: Any) -> str:
        """What the browser sends after making a passkey."""
        asked = json.loads(options)["publicKey"]
        self.handle = asked["user"]["id"]
        from_key: Any = ES256.from_cryptography_key
        public = cbor.encode(dict(from_key(self.key.public_key())))
        held = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = _data(asked["rp"]["id"], WITH_KEY, verified) + held
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = _client("webauthn.create", asked, origin, said)
        return self._sent({"clientDataJSON": _text(client), "attestationObject": _text(attestation)})

    def use(
        self, options: str, *, origin: str = OURS, verified: bool = True, rp: str = "", **said: Any
    ) -> str:
        """What the browser sends after using it."""
        asked = json.loads(options)["publicKey"]
        data = _data(rp or asked["rpId"], 0, verified)
        client = _client("webauthn.get", asked, origin, said)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._sent(
            {
                "clientDataJSON": _text(client),
                "authenticatorData": _text(data),
                "signature": _text(signature),
                "userHandle": self.handle,
            }
        )

    def _sent(self, response: dict[str, str]) -> str:
        return json.dumps(
            {
                "id": _text(self.id),
                "rawId": _text(self.id),
                "type": "public-key",
                "clientExtensionResults": {"credProps": {"rk": True}},
                "response": response,
            }
        )


def _client(kind: str, asked: dict[str, Any], origin: str, said: dict[str, Any]) -> bytes:
    return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": origin, **said}).encode()


def _data(rp: str, flags: int, verified: bool) -> bytes:
    flags |= PRESENT | (VERIFIED if verified else 0)
    return hashlib.sha256(rp.encode()).digest() + bytes([flags]) + struct.pack(">I", 0)
