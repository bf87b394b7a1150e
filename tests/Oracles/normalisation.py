"""Which left sides determine which columns, by brute force over small random tables; the definition, nothing else.

python3 tests/Oracles/normalisation.py writes tests/Oracles/normalisation.json.
"""
import itertools
import json
import os
import random

random.seed(20261126)


def violations(rows, left, right):
    """The least number of rows that must go: of each left side all but those of its commonest right cell; where a left cell is missing, those with a right cell."""
    groups, gone = {}, 0
    for row in rows:
        key = tuple(row[c] for c in left)
        if any(cell is None for cell in key):
            gone += row[right] is not None
        else:
            groups.setdefault(key, []).append(row[right])
    for cells in groups.values():
        gone += len(cells) - max(cells.count(cell) for cell in cells)
    return gone


def repeats(rows, left):
    keys = [tuple(row[c] for c in left) for row in rows]
    keys = [key for key in keys if None not in key]
    return len(keys) - len(set(keys))


def table(columns, count, missing):
    """Columns that depend on earlier ones, or do not."""
    makers = []
    for c in range(columns):
        sources = random.sample(range(c), min(c, random.choice([0, 0, 1, 1, 2])))
        makers.append((sources, random.choice([2, 3, 4, 6]), {}))
    rows = []
    for _ in range(count):
        row = []
        for sources, levels, known in makers:
            key = tuple(row[s] for s in sources)
            cell = random.randrange(levels)
            if sources:
                cell = known.setdefault(key, cell)
            row.append(f"v{cell}")
        rows.append(row)
    for row in rows:
        for c in range(columns):
            if random.random() < missing:
                row[c] = None
    return rows


tables = []
for number in range(60):
    columns, missing = random.randint(2, 6), 0.06 if number % 3 == 2 else 0
    rows = table(columns, random.randint(6, 40), missing)
    singles = [{"left": a, "right": b, "violations": violations(rows, [a], b)} for a in range(columns) for b in range(columns) if a != b]
    holds = []
    if missing == 0:
        for size in (1, 2, 3):
            for left in itertools.combinations(range(columns), size):
                if repeats(rows, left) > 0:
                    for right in range(columns):
                        if right not in left:
                            holds.append({"left": left, "right": right, "holds": violations(rows, left, right) == 0})
    tables.append({"rows": rows, "singles": singles, "sets": holds})

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "normalisation.json")
with open(path, "w") as file:
    json.dump({"tables": tables}, file, separators=(",", ":"))
    file.write("\n")
