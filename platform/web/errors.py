"""What a rule says when it refuses: a code for machines, a sentence for people, named data for both."""

from typing import Any, ClassVar

from django.utils.functional import Promise


class DomainError(Exception):
    """Base of all refusals. Subclasses name `code`, `sentence` (translated, with named fields) and `status`.

    Pages show the sentence and keep what was typed; the API answers with status, code and data.
    """

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str | Promise] = ""
    status: ClassVar[int] = 409

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code)
        self.data = data

    def __str__(self) -> str:
        """The sentence in the language in use."""
        sentence = str(self.sentence)
        return sentence % self.data if self.data else sentence
