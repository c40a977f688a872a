"""What is refused about messages, each with a code and a sentence."""

from web.errors import DomainError


class WordingRefused(DomainError):
    """Own words that could not be filled in."""

    code = "wording_refused"
    sentence = "%(said)s"
    status = 400


class NotTheirWords(LookupError):
    """The kind has no such words. Always a programming error, or an address that somebody made up."""
