"""Make the secrets of an installation: `python3 -m infra.secrets secrets`.

One file for each secret that `docker-compose.yml` names. What exists is left as it is, so that it may be
called again after an update. The folder lets only its owner in; the files in it are readable, since the
containers that get them run under another number. Standard library only.
"""

from __future__ import annotations

import argparse
import base64
import secrets
import sys
from pathlib import Path

LENGTHS = {
    "secret_key": 64,
    "postgres_password": 32,
    "owner_password": 32,
    "app_password": 32,
    "figures_password": 32,
    "redis_password": 32,
}
KEYS = {"backup_key": 32}
"""Keys of exactly so many bytes, in base64. Keep a copy of the backups' key elsewhere: none opens without."""
GIVEN = {
    "email_password": "empty: write the password of your mail server into it",
    "email_hook_secret": "empty: what proves the reports of a mail service goes there, where you use one",
    "sms_token": "empty: write the token of the SMS gateway into it, where you have one",
    "sms_hook_secret": "empty: the authentication token of the SMS gateway's webhook, where you set one",
    "secret_key_fallbacks": "empty: former secret keys go there when secret_key changes",
}
"""Files to write into."""


def main(argv: list[str] | None = None) -> int:
    """Make what is missing and say what was made."""
    parser = argparse.ArgumentParser(prog="python3 -m infra.secrets", description=__doc__)
    parser.add_argument("folder", nargs="?", default="secrets", type=Path)
    folder: Path = parser.parse_args(argv).folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name, length in LENGTHS.items():
        _keep(folder / name, secrets.token_urlsafe(length))
    for name, length in KEYS.items():
        _keep(folder / name, base64.b64encode(secrets.token_bytes(length)).decode())
    for name, what_for in GIVEN.items():
        _keep(folder / name, "", said=what_for)
    return 0


def _keep(file: Path, text: str, *, said: str = "made") -> None:
    if file.exists():
        sys.stdout.write(f"{file}: kept\n")
        return
    file.touch(mode=0o600)
    file.write_text(f"{text}\n" if text else "", encoding="ascii")
    file.chmod(0o444)
    sys.stdout.write(f"{file}: {said}\n")


if __name__ == "__main__":
    sys.exit(main())
