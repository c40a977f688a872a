"""When a total over associations may be told: pure functions, no Django, no database.

A total T over the associations' numbers x₁ ≥ x₂ ≥ … tells too much when somebody who knows one of the numbers
(an association knows its own) can come close to another. Whoever knows x_j learns of x_i that it lies between
0 and T − x_j, and nothing more, since nothing else is ever told of these numbers: each of them enters one
total once (a constraint of the database), so that no two totals have a difference. So x_i keeps bounds at
most 0.8·x_i and at least 1.2·x_i, as the rule for hours has them, when T − x_j ≥ 1.2·x_i for each pair. The
worst pair are the two largest: what the others have together must be at least a fifth of the largest. That
takes three associations at least, and rules out that one has more than 5/6.

Behind a total stand at least ten cases, or it is not told.

A number that is made of two told ones (encounters of those at gigs and all others) tells nothing further: it
is their sum, and may be told where both are.
"""

from collections.abc import Collection

#: Clients and other people who were reached: the federation hears of no fewer.
FEWEST_CASES = 10

#: Who did the work is not told with these numbers. Where so many associations stand behind one, at least as
#: many people do, as every other figure asks for.
FEWEST_ASSOCIATIONS = 5

#: What all but the two largest have together is at least this part (percent) of the largest.
REST_PERCENT = 20


def may_tell(amounts: Collection[int]) -> bool:
    """Whether the sum of the associations' numbers may be told."""
    largest = sorted(amounts, reverse=True)
    if sum(largest) < FEWEST_CASES:
        return False
    return sum(largest[2:]) * 100 >= largest[0] * REST_PERCENT
