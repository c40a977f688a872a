"""How many SMS a text is, and making it fewer.

The alphabet of GSM 03.38 has Å Ä Ö å ä ö and some more letters of the west: 160 of them are one SMS, of
longer texts 153 each. One letter outside of it (š, ž, Cyrillic, a picture) makes the whole text UCS-2: 70,
and 67 each. Nothing is cut inside a letter that takes two places, so a part may end one early.
"""

from __future__ import annotations

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("\f^{}\\[~]|€")
"""They are there too, and take two places."""

# What typography puts in place of signs that everybody's telephone has.
PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u2032\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u00a0\u2009\u202f\u2007\t", " "),
        **dict.fromkeys("\u2022\u00b7", "-"),
        **dict.fromkeys("\u200b\u00ad\ufeff\r", ""),
        "\u2026": "...",
        "\u00d7": "x",
    }
)
MOST = 6
"""Parts of the longest text that is sent."""
CUT = "..."


def plain(text: str) -> str:
    """The text with signs that cost nothing more; letters stay what they are."""
    return text.translate(PLAIN).strip()


def is_gsm(text: str) -> bool:
    """Whether the alphabet of SMS has all of its letters."""
    return all(letter in GSM or letter in TWICE for letter in text)


def count(text: str) -> int:
    """How many SMS it takes; an empty text takes one."""
    if is_gsm(text):
        return _count([2 if letter in TWICE else 1 for letter in text], alone=160, joined=153)
    return _count([2 if ord(letter) > 0xFFFF else 1 for letter in text], alone=70, joined=67)


def _count(places: list[int], *, alone: int, joined: int) -> int:
    if sum(places) <= alone:
        return 1
    parts, free = 1, joined
    for place in places:
        if place > free:
            parts, free = parts + 1, joined
        free -= place
    return parts


def fitted(text: str, *, link: str = "", most: int = MOST) -> str:
    """Text and link, of at most so many parts: the text gives way at a word's end, the link never does."""
    text, tail = plain(text), f"\n{link}" if link else ""
    if count(text + tail) <= most:
        return text + tail
    # The longest beginning that fits, halving; `count` grows with the text.
    shortest, longest = 0, len(text)
    while shortest < longest:
        middle = (shortest + longest + 1) // 2
        if count(text[:middle].rstrip() + CUT + tail) <= most:
            shortest = middle
        else:
            longest = middle - 1
    kept = text[:shortest]
    if shortest < len(text) and not text[shortest].isspace():
        kept = kept[: max(kept.rfind(" "), kept.rfind("\n"))] if " " in kept or "\n" in kept else kept
    return kept.rstrip() + CUT + tail
