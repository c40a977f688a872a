"""Spread whole numbers so that every sum stays exact."""

from __future__ import annotations

import math
from collections.abc import Sequence

Table = list[list[int]]


def largest_remainders(total: int, weights: Sequence[int]) -> list[int]:
    """Split a total by weights; what rounding leaves goes to the largest remainders, the first in a tie."""
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    left = total - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in by_remainder[:left]:
        shares[at] += 1
    return shares


def evenly(count: int, among: int) -> list[int]:
    """Return `count` places among so many, evenly apart."""
    return [number * among // count for number in range(count)]


def fit_table(rows: Sequence[int], columns: Sequence[int], weights: Sequence[Sequence[int]]) -> Table:
    """Fill a table of whole numbers with exactly these row and column sums, shaped by the weights.

    A weight of 0 keeps its cell at 0. Raises ValueError when no such table can be found.
    """
    if sum(rows) != sum(columns):
        raise ValueError(f"rows sum up to {sum(rows)}, columns to {sum(columns)}")
    shaped = _proportional(rows, columns, weights)
    table = [[math.floor(value) for value in row] for row in shaped]
    row_lacks = [rows[i] - sum(table[i]) for i in range(len(rows))]
    column_lacks = [columns[j] - sum(row[j] for row in table) for j in range(len(columns))]
    if min(row_lacks) < 0 or min(column_lacks) < 0:
        raise ValueError("the weights keep too many cells at 0 for these sums")
    by_fraction = sorted(
        ((i, j) for i in range(len(rows)) for j in range(len(columns)) if weights[i][j]),
        key=lambda cell: (table[cell[0]][cell[1]] - shaped[cell[0]][cell[1]], cell),
    )
    for i, j in by_fraction:
        if row_lacks[i] > 0 and column_lacks[j] > 0:
            _add(table, row_lacks, column_lacks, i, j)
    while any(row_lacks):
        i = next(at for at, lack in enumerate(row_lacks) if lack)
        j = next(at for at, lack in enumerate(column_lacks) if lack)
        _place(table, weights, i, j)
        row_lacks[i] -= 1
        column_lacks[j] -= 1
    return table


def _proportional(
    rows: Sequence[int], columns: Sequence[int], weights: Sequence[Sequence[int]]
) -> list[list[float]]:
    """Scale rows and columns in turn until both sums hold but for a hair.

    `fsum` and not `sum`: Python 3.12 changed how `sum` adds floats.
    """
    table = [[float(weight) for weight in row] for row in weights]
    for _ in range(300):
        for i, target in enumerate(rows):
            found = math.fsum(table[i])
            table[i] = [value * target / found if found else 0.0 for value in table[i]]
        for j, target in enumerate(columns):
            found = math.fsum(row[j] for row in table)
            for row in table:
                row[j] = row[j] * target / found if found else 0.0
    return table


def _add(table: Table, row_lacks: list[int], column_lacks: list[int], i: int, j: int) -> None:
    table[i][j] += 1
    row_lacks[i] -= 1
    column_lacks[j] -= 1


def _place(table: Table, weights: Sequence[Sequence[int]], i: int, j: int) -> None:
    """Put one more into row i and column j, over another row and column where the cell itself stays 0."""
    if weights[i][j]:
        table[i][j] += 1
        return
    for other_row, row in enumerate(table):
        for other_column, value in enumerate(row):
            if value and weights[i][other_column] and weights[other_row][j]:
                table[i][other_column] += 1
                table[other_row][other_column] -= 1
                table[other_row][j] += 1
                return
    raise ValueError(f"no table has these sums: row {i} and column {j} lack one")
