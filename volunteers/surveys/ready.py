"""Questions that are ready to use, all of them our own words: no licensed instrument is among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.surveys.models import Question, Survey

Kind, Audience = Question.Kind, Survey.Audience


@dataclass(frozen=True)
class Ready:
    """A question as we ask it."""

    code: str
    kind: str
    text: Promise
    options: Sequence[Promise] = ()


_FELT = Ready("felt", Kind.SCALE, _("How has volunteering felt lately? (1 heavy, 5 good)"))
_SUPPORT = Ready(
    "support", Kind.SCALE, _("Do you get enough support for what you do? (1 far too little, 5 enough)")
)
_GO_ON = Ready(
    "go_on",
    Kind.CHOICE,
    _("Do you want to go on volunteering here?"),
    (
        pgettext_lazy("answer", "Yes"),
        pgettext_lazy("answer", "Yes, but in another way"),
        pgettext_lazy("answer", "I do not know yet"),
        pgettext_lazy("answer", "No"),
    ),
)
_BETTER = Ready("better", Kind.TEXT, _("What should we do better?"))
_RESPECT = Ready("respect", Kind.SCALE, _("Were you met with respect? (1 not at all, 5 fully)"))
_USE = Ready("use", Kind.SCALE, _("How much did it help you? (1 not at all, 5 very much)"))
_TOGETHER = Ready("together", Kind.SCALE, _("How well do we work together? (1 badly, 5 well)"))
_NEWS = Ready("news", Kind.SCALE, _("Do you hear enough from us? (1 far too little, 5 enough)"))
_LIKED = Ready("liked", Kind.SCALE, _("How did you like it? (1 not at all, 5 very much)"))
_NEW = Ready(
    "new",
    Kind.CHOICE,
    _("Did you learn something new?"),
    (
        pgettext_lazy("answer", "A lot"),
        pgettext_lazy("answer", "Something"),
        pgettext_lazy("answer", "Nothing"),
    ),
)
_AGAIN = Ready(
    "again",
    Kind.CHOICE,
    _("Would you come again?"),
    (
        pgettext_lazy("answer", "Yes"),
        pgettext_lazy("answer", "Perhaps"),
        pgettext_lazy("answer", "No"),
    ),
)

SETS: Mapping[str, tuple[Ready, ...]] = {
    Audience.VOLUNTEERS: (_FELT, _SUPPORT, _GO_ON, _BETTER),
    Audience.CLIENTS: (_RESPECT, _USE, _BETTER),
    Audience.PARTNERS: (_TOGETHER, _NEWS, _BETTER),
    Audience.EVENT: (_LIKED, _AGAIN),
}
NAMES: Mapping[str, Promise] = {
    Audience.VOLUNTEERS: _("How are you as a volunteer?"),
    Audience.CLIENTS: _("How were you met?"),
    Audience.PARTNERS: _("How do we work together?"),
}
# One of these at an event's end.
POLLS = {each.code: each for each in (_LIKED, _NEW, _AGAIN)}


def texts(text: Promise, *, field: str) -> dict[str, str]:
    """A text of ours in each language, as columns of this field."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[f"{field}_{code}"] = str(text)
    return said


def options(ready: Ready) -> list[dict[str, str]]:
    """Its answers to choose from, by language."""
    return [
        {code.removeprefix("x_"): text for code, text in texts(each, field="x").items()}
        for each in ready.options
    ]
