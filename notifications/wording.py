"""The words of a message: an association's own where it has some in the reader's language, else ours."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import get_language, gettext as _

from notifications import kinds
from notifications.errors import NotTheirWords, WordingRefused
from notifications.kinds import Kind, Rendered
from notifications.models import Message, Wording
from notifications.placeholders import filled, has_lone_brace, paragraphs, unknown_in
from notifications.words import Saying, Words
from tenants import clock
from tenants.context import current_association

log = logging.getLogger(__name__)


@dataclass
class Trial:
    """Words that are tried before they are kept. `used` says that a message of theirs was rendered."""

    words: Words
    subject: str
    text: str
    used: bool = False


_trial: ContextVar[Trial | None] = ContextVar("words_on_trial", default=None)


@contextmanager
def tried(trial: Trial) -> Iterator[None]:
    """Have these words said instead of what is kept, for a preview or a test message."""
    token = _trial.set(trial)
    try:
        yield
    finally:
        _trial.reset(token)


def said(message: Message, *, values: Mapping[str, str], variant: str = "") -> Saying:
    """Subject and paragraphs of a message in the language in use; `values` fill its kind's placeholders.

    Own words that no longer fit, as after a release that took a placeholder away, are passed over.
    """
    language = get_language() or settings.LANGUAGE_CODE
    kind = kinds.get(message.kind)
    words = words_of(kind, variant)
    values = {**values, "association": current_association().name_in(language)}
    own = _own(kind, words, language)
    if own is None:
        return words.filled(values)
    subject, text = own
    return Saying(filled(subject, values), [filled(each, values) for each in paragraphs(text)])


def _own(kind: Kind, words: Words, language: str) -> tuple[str, str] | None:
    trial = _trial.get()
    if trial is not None:
        if trial.words is not words:
            return None
        trial.used = True
        return trial.subject, trial.text
    kept = Wording.objects.filter(kind=key_of(kind, words), language=language).first()
    if kept is None:
        return None
    if not fits(kept, words=words):
        log.warning("wording_does_not_fit", extra={"kind": kept.kind, "language": language})
        return None
    return kept.subject, kept.text


def words_of(kind: Kind, variant: str = "") -> Words:
    """A kind's words. Raises NotTheirWords where the kind has none, or not this variant."""
    for words in kind.words:
        if words.variant == variant:
            return words
    raise NotTheirWords


def key_of(kind: Kind, words: Words) -> str:
    """What the words are kept under."""
    return f"{kind.name}.{words.variant}" if words.variant else kind.name


def problems(text: str, *, words: Words, in_subject: bool = False) -> list[str]:
    """What is wrong with the placeholders of a text, each in one sentence; nothing if they can be filled."""
    places = [place for place in words.all_places if place.in_subject or not in_subject]
    known = {place.name for place in words.all_places}
    found = []
    for unknown in dict.fromkeys(unknown_in(text, names=[place.name for place in places])):
        if unknown in known:
            found.append(
                _("“{%(name)s}” cannot stand in the subject, which shows on locked screens.")
                % {"name": unknown}
            )
        else:
            found.append(
                _("“{%(name)s}” is no placeholder here. Use one of: %(names)s.")
                % {"name": unknown, "names": ", ".join(place.written for place in places)}
            )
    if has_lone_brace(text):
        found.append(
            _("A brace stands alone. A placeholder has one on each side, as in %(example)s.")
            % {"example": places[0].written}
        )
    return found


# How many real messages are looked at for one that the words fit and whose subject is still there.
LOOKED_AT = 5


def sample(trial: Trial, *, kind: Kind, reader: UUID | None, others: bool) -> tuple[Rendered, bool]:
    """How words on trial read in the language in use: in the reader's latest message of the kind, or (with
    `others`) in somebody's; else filled with examples. The second answer tells whether it is a real message.
    """
    for message in _latest(kind, reader=reader, others=others):
        trial.used = False
        try:
            with tried(trial):
                rendered = kind.render(message, get_language() or settings.LANGUAGE_CODE)
        except (LookupError, ObjectDoesNotExist, ValueError):
            continue  # what it was about is gone
        if trial.used:
            return rendered, True
    examples = {place.name: str(place.example) for place in trial.words.all_places}
    examples["association"] = current_association().name_in(get_language() or settings.LANGUAGE_CODE)
    text = filled(trial.text, examples)
    subject = filled(trial.subject, examples)
    return Rendered(subject=subject, text=text, paragraphs=tuple(paragraphs(text))), False


def _latest(kind: Kind, *, reader: UUID | None, others: bool) -> list[Message]:
    found = Message.objects.filter(kind=kind.name).order_by("-due_at")
    if reader is None:
        return list(found[:LOOKED_AT]) if others else []
    own = list(found.filter(person_uuid=reader)[:LOOKED_AT])
    return own + (list(found.exclude(person_uuid=reader)[:LOOKED_AT]) if others else [])


def fits(kept: Wording, *, words: Words) -> bool:
    """Whether own words that are kept can be filled today."""
    return not problems(kept.subject, words=words, in_subject=True) and not problems(kept.text, words=words)


def own_wordings() -> dict[str, dict[str, Wording]]:
    """All of the association's own words, by key and language."""
    found: dict[str, dict[str, Wording]] = {}
    for kept in Wording.objects.all():
        found.setdefault(kept.kind, {})[kept.language] = kept
    return found


@transaction.atomic
def keep(*, kind: Kind, words: Words, language: str, subject: str, text: str, by_name: str) -> Wording:
    """Say it in the association's own words from now on. Raises WordingRefused."""
    subject = " ".join(subject.split())
    found = [*problems(subject, words=words, in_subject=True), *problems(text, words=words)]
    if not subject or not paragraphs(text):
        found.append(_("Fill in subject and text."))
    if found:
        raise WordingRefused(said=found[0])
    kept, _made = Wording.objects.update_or_create(
        kind=key_of(kind, words),
        language=language,
        defaults={"subject": subject, "text": text, "by_name": by_name, "at": clock.now()},
    )
    return kept


@transaction.atomic
def reset(*, kind: Kind, words: Words, language: str) -> bool:
    """Go back to our words. Returns whether there were others."""
    gone, _each = Wording.objects.filter(kind=key_of(kind, words), language=language).delete()
    return bool(gone)
