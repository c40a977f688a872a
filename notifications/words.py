"""What a kind of message says: our words, with placeholders that an association's own words may use too.

    Kind(
        name="shift.reminder",
        …
        render=_letter,
        words=(
            Words(
                subject=gettext_lazy("Your shift %(when)s"),
                paragraphs=(gettext_lazy("This is a reminder of your shift. Thank you for coming!"),),
                places=(WHEN, WHAT, WHERE),
            ),
        ),
    )

A kind's `render` asks `notifications.wording.said` for subject and paragraphs, and gives it the values of the
placeholders in the language in use. Greeting, facts, button and footer stay ours whatever the association
writes: who gets a message always finds the way to act, and why they got it. What is discreet has discreet
values (“your shift”), so that no text can tell it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

Text = str | Promise


@dataclass(frozen=True)
class Place:
    """A placeholder: `{when}` in an association's text, `%(when)s` in ours.

    `label` says what stands there, `example` how that reads. What must not show on a locked screen is kept
    out of the subject.
    """

    name: str
    label: Text
    example: Text
    in_subject: bool = True

    @property
    def written(self) -> str:
        """As one types it."""
        return f"{{{self.name}}}"


ASSOCIATION = Place("association", _("Name of the association"), _("Name of the association"))
NAME = Place("name", _("First name of the reader"), pgettext_lazy("example of a first name", "Maija"))


@dataclass(frozen=True)
class Words:
    """Subject and paragraphs of a kind, or of one `variant` of it, which then has a `label`.

    `{association}` and `{name}` may stand everywhere.
    """

    subject: Text
    paragraphs: tuple[Text, ...]
    places: tuple[Place, ...] = ()
    variant: str = ""
    label: Text = ""

    @property
    def all_places(self) -> tuple[Place, ...]:
        """The placeholders that may stand in these words."""
        return (*self.places, NAME, ASSOCIATION)

    def filled(self, values: Mapping[str, str]) -> "Saying":
        """Our own words, in the language in use."""
        return Saying(str(self.subject) % values, [str(each) % values for each in self.paragraphs])

    def as_written(self) -> tuple[str, str]:
        """Subject and text as an association would write them, in the language in use."""
        said = self.filled({place.name: place.written for place in self.all_places})
        return said.subject, "\n\n".join(said.paragraphs)


@dataclass(frozen=True)
class Saying:
    """Words with their values: what one reader is told."""

    subject: str
    paragraphs: list[str]
