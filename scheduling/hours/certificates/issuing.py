"""Certificates that were given out: each has a code, by which whoever holds the paper can check it.

The code stands open in the row: it opens nothing but what the paper in one's hand says already.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.factors.drawing import picture
from scheduling.hours.certificates import setting
from scheduling.hours.certificates.facts import Facts
from scheduling.hours.models import Certificate, CertificateSigner
from tenants import addresses, clock
from tenants.context import current_association
from volunteers.register.models import Person

# Without signs that are read as others (0 O 1 I L U): 16 of 30 are some 78 bits, which nobody guesses.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
FOUR = 4


@dataclass(frozen=True)
class Paper:
    """One certificate as it is printed."""

    facts: Facts
    words: dict[str, Any]


@transaction.atomic
def issue(*, found: Sequence[Facts], signer: CertificateSigner | None) -> list[Paper]:
    """Give out certificates of one year. Whoever gets the same words again gets the same code again.

    An association whose writing is paused gives them out without a code.
    """
    said = {facts.person.pk: setting.words_of(facts, signer=signer) for facts in found}
    if current_association().is_read_only or not found:
        return [Paper(facts, said[facts.person.pk] | {"check": None}) for facts in found]
    year = found[0].year
    known = {
        row.person_id: row.code
        for row in Certificate.objects.filter(person__in=said, year=year)
        if row.words == said[row.person_id]
    }
    new = [
        Certificate(
            code=_new_code(),
            person=facts.person,
            year=year,
            words=said[facts.person.pk],
            issued_at=clock.now(),
        )
        for facts in found
        if facts.person.pk not in known
    ]
    Certificate.objects.bulk_create(new)
    known |= {row.person_id: row.code for row in new}
    return [Paper(facts, said[facts.person.pk] | _check(known[facts.person.pk])) for facts in found]


@transaction.atomic
def issue_other(*, person: Person, year: int, words: dict[str, Any]) -> dict[str, Any]:
    """Give out a certificate of something else than a year's hours, such as a course; as `issue` otherwise.

    Returns its words with what leads to the page where it is checked. `words["about"]` says what it is of,
    for `take_back`; who checks it reads the rest.
    """
    if current_association().is_read_only:
        return words | {"check": None}
    known = Certificate.objects.filter(person=person, year=year, words=words).first()
    row = known or Certificate.objects.create(
        code=_new_code(), person=person, year=year, words=words, issued_at=clock.now()
    )
    return words | _check(row.code)


@transaction.atomic
def take_back(*, about: str) -> int:
    """Know those no more that were given out of something that turned out not to be so."""
    return Certificate.objects.filter(words__about=about).delete()[0]


def checked(text: str) -> Certificate | None:
    """The certificate of a code as somebody typed it: small letters, spaces and dashes do not matter."""
    code = "".join(sign for sign in text.upper() if sign.isalnum())
    return Certificate.objects.filter(code=code).first() if len(code) == LENGTH else None


def in_fours(code: str) -> str:
    """A code as people read it: ``ABCD-EFGH-JKMN-PQRS``."""
    return "-".join(code[start : start + FOUR] for start in range(0, LENGTH, FOUR))


def _new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def _check(code: str) -> dict[str, Any]:
    address = addresses.absolute_url(current_association(), "certificate-checked", code=in_fours(code))
    page = addresses.absolute_url(current_association(), "certificate-check")
    return {"check": {"picture": picture(address), "page": page, "code": in_fours(code)}}
