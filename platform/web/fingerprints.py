"""The hash by which anybody can check that what was frozen says what it said."""

import hashlib
import json
from typing import Any

#: How to reckon it again, told beside it.
HASH_OF = "content as JSON in UTF-8, keys sorted, separators ',' and ':'"


def fingerprint(content: Any) -> str:
    """SHA-256, as hexadecimal digits, of plain data: its JSON in UTF-8, keys sorted, without blanks."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
