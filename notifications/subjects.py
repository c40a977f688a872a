"""What a message (or a line of the trail) is about, for apps that know only a kind and a UUID.

subjects.register(Subject(kind="shift", label=shift_label, url=shift_url))
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Subject:
    """How one kind of thing is called and where it is shown.

    `label` answers in the language in use and `url` with a path on the association's host; both answer with
    an empty string for a thing that is gone. What is discreet has a label that does not tell what it is.
    """

    kind: str
    label: Callable[[UUID], str]
    url: Callable[[UUID], str]


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Add a kind of thing. A kind is given once; the same subject again changes nothing."""
    if _subjects.setdefault(subject.kind, subject) is not subject:
        raise ValueError(f"The subject {subject.kind!r} exists already.")


def unregister(kind: str) -> None:
    """Take a kind of thing away again, as tests do with theirs."""
    _subjects.pop(kind, None)


def get(kind: str) -> Subject | None:
    """The subject of this kind, or None where no app has registered one."""
    return _subjects.get(kind)


def label_of(kind: str, uuid: UUID | None) -> str:
    """What a thing is called, or nothing."""
    subject = get(kind)
    return subject.label(uuid) if subject and uuid else ""


def url_of(kind: str, uuid: UUID | None) -> str:
    """Where a thing is shown, or nothing."""
    subject = get(kind)
    return subject.url(uuid) if subject and uuid else ""


def listed() -> dict[str, Subject]:
    """All subjects by kind."""
    return dict(_subjects)
