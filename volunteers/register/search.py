"""Finding people by what one remembers of their name, number or address.

Whoever has all the words somewhere is meant, those whose words begin so before the others. Where nobody has
them, those are whose words are like them: a slip of the finger finds people too, and a name that is written
right finds no others. `Person.search_key` is made by the same rules (`models.people`), and an index of its
trigrams answers both.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Case, Exists, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThanOrEqual

from volunteers.register.models import Person
from volunteers.register.models.people import plain

MOST_WORDS = 5
# How like a word must be: with two letters that changed places, a name of seven still is. Short words are
# like too many others: they have to be nearer, and the shortest there as they are.
LIKE_ENOUGH = 0.35
SHORT, SHORT_ENOUGH, SHORTEST = 5, 0.5, 3
# Of a long word more is left after a slip, and many names share its beginning.
LONG, LONG_ENOUGH = 9, 0.45
_NUMBER = re.compile(r"\+?[\d\s()./-]{3,}")
_COUNTRY = re.compile(r"^(00358|358|0)")


def words(text: str) -> list[str]:
    """What to look for: a telephone number without its beginning, or words as `search_key` has them."""
    text = text.strip()
    if _NUMBER.fullmatch(text):
        digits = re.sub(r"\D", "", text)
        return [_COUNTRY.sub("", digits) or digits] if digits else []
    return plain(text).replace(",", " ").split()[:MOST_WORDS]


def among(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Those of these people who are meant by a text, the likeliest first. Read inside `with_likeness`."""
    wanted = words(text)
    if not wanted:
        return people
    has, begins, like = Q(), Q(), Q()
    nearness: list[TrigramWordSimilarity] = []
    for word in wanted:
        has &= Q(search_key__contains=word)
        begins &= Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")
        if not word.isdigit():
            # Of an address only what stands before the sign: many have the rest.
            own = word.partition("@")[0] or word
            like &= _like(own)
            nearness.append(TrigramWordSimilarity(own, "search_key"))
    found = people.filter(has | (like & ~Exists(people.filter(has))) if nearness else has)
    rank = Case(When(begins, then=Value(2.0)), When(has, then=Value(1.0)), default=_lowest(nearness))
    return found.annotate(rank=rank).order_by("-rank", "sort_key", "pk")


def _like(word: str) -> Q:
    if len(word) <= SHORTEST:
        return Q(search_key__contains=word)
    like = Q(TrigramWordSimilar(F("search_key"), Value(word)))  # by the index
    if len(word) > SHORT:
        return like
    return like & Q(GreaterThanOrEqual(TrigramWordSimilarity(word, "search_key"), Value(SHORT_ENOUGH)))


def _lowest(nearness: list[TrigramWordSimilarity]) -> Cast | Value:
    """How near the word is that is least so; below 1, so that it stands after those who have all words."""
    if not nearness:
        return Value(0.0)
    product = nearness[0] * Value(0.99)
    for each in nearness[1:]:
        product = product * each
    return Cast(product, FloatField())


@contextmanager
def with_likeness(text: str = "") -> Iterator[None]:
    """In here PostgreSQL calls words alike as we do, when this is looked for."""
    wanted = [word.partition("@")[0] or word for word in words(text) if not word.isdigit()]
    are_long = bool(wanted) and all(len(word) >= LONG for word in wanted)
    enough = LONG_ENOUGH if are_long else LIKE_ENOUGH
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL pg_trgm.word_similarity_threshold = {enough}")
        # It takes comparing words for cheap, and would compare everybody's instead of asking the index.
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
