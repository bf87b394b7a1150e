"""Writes indexing.json: what pandas makes of small random tables with levels of keys on rows and columns.

Run it with Debian's python3-pandas: python3 tests/Oracles/indexing.py

Where pandas puts missing labels first (unstack) or combinations as they first occur (unstack of several levels), the result is sorted here with
missing labels last, which is the order of every verb of ours; combinations that do not occur in the table are left out. Of columns in no order
pandas sorts what stack leaves; here they stay as they first occur, which is what it does of columns that it unstacked itself.
"""
import itertools
import json
import os
import warnings
import numpy as np
import pandas as pd

warnings.simplefilter("ignore")
random = np.random.default_rng(11)
TEXTS = ["tea", "milk", "Ulm", "a", "", "ä", "日本", "z z"]
DTYPES = {"Integer": "Int64", "Double": "float64", "Text": "object", "Boolean": "boolean"}


def label(kind, code):
    return {"Integer": lambda: int(code * 7 - 10), "Double": lambda: code * 0.75 - 1, "Text": lambda: TEXTS[code], "Boolean": lambda: code % 2 == 1}[kind]()


def size(kind):
    return 2 if kind == "Boolean" else 4


def level(kind, codes):
    return [None if code < 0 else label(kind, code) for code in codes]


def cells(kind, rows, missing):
    values = {"Integer": lambda: int(random.integers(-50, 50)), "Double": lambda: float(random.integers(-50, 50)) / 4,
              "Text": lambda: TEXTS[random.integers(0, 8)] + "!", "Boolean": lambda: bool(random.integers(0, 2))}[kind]
    return pd.array([None if random.random() < missing else values() for _ in range(rows)], dtype=DTYPES[kind])


def keys(kinds, share=None, missing=False, ordered=False, names=None, prefix="k"):
    """Makes different keys: a part of all combinations of labels, in any order."""
    share = share or min(0.7, 11 / np.prod([size(kind) for kind in kinds]))
    codes = [combination for combination in itertools.product(*[range(-1 if missing and random.random() < 0.7 else 0, size(kind)) for kind in kinds]) if random.random() < share]
    codes = codes or [tuple(0 for _ in kinds)]
    order = np.arange(len(codes)) if ordered else random.permutation(len(codes))
    codes = [codes[i] for i in order]
    labels = [level(kind, [code[i] for code in codes]) for i, kind in enumerate(kinds)]
    names = names or [f"{prefix}{i}" for i in range(len(kinds))]
    return labels, names


def index(labels, names):
    return pd.Index(labels[0], name=names[0]) if len(labels) == 1 else pd.MultiIndex.from_arrays(labels, names=names)


def kind_of(values):
    present = [value for value in values if not missing_cell(value)]
    if all(isinstance(value, (bool, np.bool_)) for value in present) and present:
        return "Boolean"
    if all(isinstance(value, (int, np.integer)) for value in present) and present:
        return "Integer"
    if all(isinstance(value, (int, float, np.integer, np.floating)) for value in present):
        return "Double"
    return "Text"


def missing_cell(value):
    return value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value))


def column(name, values):
    values = list(values)
    kind = kind_of(values)
    convert = {"Boolean": bool, "Integer": int, "Double": float, "Text": str}[kind]
    return {"name": name, "kind": kind, "cells": [None if missing_cell(value) else convert(value) for value in values]}


def short(name, values):
    """Writes a column of a table with keys, of which there are very many: its name, its kind and its cells in one list."""
    one = column(name, values)
    return [one["name"], one["kind"], *one["cells"]]


def write_index(axis):
    return [short(axis.names[i], axis.get_level_values(i)) for i in range(axis.nlevels)]


def write(table):
    if isinstance(table, pd.Series):
        return {"rows": write_index(table.index), "columns": [], "cells": [short(None, table)]}
    return {"rows": write_index(table.index), "columns": write_index(table.columns), "cells": [short(None, table.iloc[:, i]) for i in range(table.shape[1])]}


def table(rows, columns, kinds, missing):
    """Makes a table; the columns are names, or keys of several levels."""
    data = [cells(kinds[i % len(kinds)], len(rows[0][0]), missing) for i in range(len(columns[0][0]))]
    frame = pd.concat([pd.Series(values) for values in data], axis=1)
    frame.index = index(*rows)
    frame.columns = index(*columns)
    return frame


def rank(values):
    """Ranks labels, missing ones last."""
    distinct = sorted({value for value in values if not missing_cell(value)})
    return [len(distinct) if missing_cell(value) else distinct.index(value) for value in values]


def sorted_by(axis, levels):
    ranks = list(zip(*[rank(list(axis.get_level_values(i))) for i in levels])) if levels else []
    return sorted(range(len(axis)), key=lambda i: ranks[i]) if levels else list(range(len(axis)))


FLAT = lambda names: ([names], [None])
WHATS = [(["v", "a"], ["Integer", "Double"]), (["v"], ["Integer"]), (["b", "a", "c"], ["Double", "Text", "Boolean"]), (["x"], ["Text"]), (["q", "p"], ["Double"])]
ROWS = [["Text", "Integer"], ["Integer", "Text"], ["Text", "Text"], ["Text", "Integer", "Boolean"], ["Double", "Text"], ["Boolean", "Integer"], ["Integer", "Integer", "Text"]]


def canonical(result, before, levels):
    """Sorts what unstack gives, and leaves out combinations that do not occur."""
    if isinstance(result, pd.Series):
        return result
    occurring = set(zip(*[before.index.get_level_values(i) for i in levels]))
    occurring = {tuple(None if missing_cell(value) else value for value in key) for key in occurring}
    outer = before.columns.nlevels if isinstance(before, pd.DataFrame) else 0
    inner = [tuple(None if missing_cell(value) else value for value in key) for key in zip(*[result.columns.get_level_values(i) for i in range(outer, result.columns.nlevels)])]
    ranks = list(zip(*[rank([key[i] for key in inner]) for i in range(len(levels))]))
    place = {}
    if outer:
        for position, key in enumerate(before.columns):
            place[key if isinstance(key, tuple) else (key,)] = position
    outers = list(zip(*[result.columns.get_level_values(i) for i in range(outer)])) if outer else [()] * len(inner)
    order = sorted((i for i in range(len(inner)) if inner[i] in occurring), key=lambda i: (place.get(outers[i], 0), ranks[i]))
    return result.iloc[sorted_by(result.index, range(result.index.nlevels)), order]


def unstacks():
    for kinds in ROWS:
        for names, values in WHATS:
            for missing in (False, True):
                row_keys = keys(kinds, missing=missing)
                frame = table(row_keys, FLAT(names), values, 0.15)
                for levels in [[len(kinds) - 1], [0]] + ([[0, 1], [2, 0]] if len(kinds) > 2 and not missing else []):
                    fill = None
                    if values in (["Integer"], ["Double"], ["Integer", "Double"]) and random.random() < 0.5:
                        fill = -1
                    try:
                        result = frame.unstack(levels if len(levels) > 1 else levels[0], fill_value=fill)
                    except (ValueError, NotImplementedError, IndexError, KeyError):
                        continue
                    if len(set(result.index.tolist())) < 1:
                        continue
                    yield {"table": write(frame), "levels": levels, "fill": fill, "result": write(canonical(result, frame, levels))}


def wide_unstacks():
    for kinds in ROWS:
        for columns in (["Text", "Integer"], ["Integer", "Text"]):
            frame = table(keys(kinds), keys(columns, prefix="c", ordered=True), ["Integer"], 0.1)
            for at in range(len(kinds)):
                yield {"table": write(frame), "levels": [at], "fill": None, "result": write(canonical(frame.unstack(at), frame, [at]))}
    for kinds in (["Text"], ["Integer"]):
        frame = table(keys(kinds), FLAT(["v", "a"]), ["Integer"], 0.1)
        yield {"table": write(frame), "levels": [0], "fill": None, "result": write(frame.unstack())}


def stacks():
    for kinds in (["Text"], ["Integer", "Text"], ["Boolean", "Integer"]):
        for names, values in WHATS:
            if len(set(values)) > 1 and "Text" in values:
                continue
            frame = table(keys(kinds), FLAT(names), values, 0.3)
            for drop in (True, False):
                yield {"table": write(frame), "levels": [0], "drop": drop, "result": write(frame.stack(dropna=drop))}
        for columns in (["Text", "Integer"], ["Integer", "Text"], ["Text", "Boolean", "Integer"], ["Text", "Text"], ["Integer", "Double"]):
            for share, value in ((1, "Integer"), (0.6, "Double"), (0.5, "Text"), (0.6, "Integer")):
                if random.random() < 0.6:
                    frame = table(keys(kinds, share=0.3), keys(columns, share=share * min(1, 14 / np.prod([size(kind) for kind in columns])), prefix="c", ordered=random.random() < 0.5), [value], 0.3)
                    for at in range(len(columns)):
                        for drop in (True, False):
                            ordered = frame.sort_index(axis=1, level=[i for i in range(len(columns)) if i != at] + [at])
                            result = ordered.stack(at, dropna=drop)
                            if isinstance(result, pd.DataFrame):
                                first = list(dict.fromkeys(frame.columns.droplevel(at).tolist()))
                                result = result.iloc[:, sorted(range(result.shape[1]), key=lambda i: first.index(result.columns[i]))]
                            yield {"table": write(frame), "levels": [at], "drop": drop, "result": write(result)}


def cross_sections():
    for kinds in ROWS:
        for missing in (False, True):
            for ordered in (False, True):
                frame = table(keys(kinds, missing=missing, ordered=ordered), FLAT(["v", "a"]), ["Integer", "Text"], 0.1)
                for at, kind in enumerate(kinds):
                    values = [value for value in frame.index.get_level_values(at) if not missing_cell(value)]
                    if not values:
                        continue
                    value = values[int(random.integers(0, len(values)))]
                    value = {"Boolean": bool, "Integer": int, "Double": float, "Text": str}[kind](value)
                    for drop in (True, False):
                        mask = frame.index.get_level_values(at) == value
                        expected = frame[mask].droplevel(at) if drop else frame[mask]
                        if not missing:
                            found = frame.xs(value, level=at, drop_level=drop)
                            assert found.equals(expected)
                        yield {"table": write(frame), "level": at, "label": value, "drop": drop, "result": write(expected)}
    for columns in (["Text", "Integer"], ["Integer", "Text"], ["Text", "Boolean", "Integer"]):
        frame = table(keys(["Text"]), keys(columns, prefix="c"), ["Integer"], 0.1)
        for at in range(len(columns)):
            value = frame.columns.get_level_values(at)[0]
            value = value.item() if isinstance(value, np.generic) else value
            for drop in (True, False):
                yield {"table": write(frame), "level": at, "label": value, "drop": drop, "axis": 1, "result": write(frame.xs(value, level=at, axis=1, drop_level=drop))}


def partial_keys():
    for kinds in ROWS:
        frame = table(keys(kinds, ordered=True), FLAT(["v", "a"]), ["Integer", "Text"], 0.1).sort_index()
        first = frame.index[len(frame) // 2]
        yield {"table": write(frame), "key": [first[0]], "result": write(frame.xs(first[0], level=0))}
        low, high = frame.index[len(frame) // 4], frame.index[3 * len(frame) // 4]
        for depth in range(1, len(kinds) + 1):
            if kinds[0] == "Boolean" and depth == 1:
                continue  # loc takes a boolean for a mask
            start, end = (low[:depth], high[:depth]) if depth > 1 else (low[0], high[0])
            yield {"table": write(frame), "from": list(low[:depth]), "to": list(high[:depth]), "result": write(frame.loc[start:end])}
            yield {"table": write(frame), "from": list(low[:depth]), "to": None, "result": write(frame.loc[start:])}
            yield {"table": write(frame), "from": None, "to": list(high[:depth]), "result": write(frame.loc[:end])}
        if kinds[0] != "Boolean":
            # Bounds that do not occur.
            dropped = frame[frame.index.get_level_values(0) != low[0]]
            if len(dropped):
                yield {"table": write(dropped), "from": list(low), "to": list(high), "result": write(dropped.loc[low:high])}
        for at in range(len(kinds)):
            wanted = sorted(set(frame.index.get_level_values(at)))[:2]
            yield {"table": write(frame), "level": at, "labels": wanted, "result": write(frame[frame.index.get_level_values(at).isin(wanted)])}
        some = [frame.index[i] for i in random.permutation(len(frame))[:3]]
        yield {"table": write(frame), "keys": [list(key) for key in some], "result": write(frame.loc[some])}


def levels_verbs():
    for kinds in ROWS:
        for missing in (False, True):
            frame = table(keys(kinds, missing=missing), FLAT(["v", "a"]), ["Integer", "Text"], 0.1)
            last = len(kinds) - 1
            yield {"table": write(frame), "verb": "sort", "levels": [], "descending": False, "result": write(frame.sort_index(kind="stable"))}
            for chosen in ([last], [last, 0]):
                for descending in (False, True):
                    expected = frame.sort_index(level=chosen, ascending=not descending, kind="stable")
                    if missing:
                        order = chosen + [i for i in range(len(kinds)) if i not in chosen]
                        ranks = [rank(list(frame.index.get_level_values(i))) for i in order]
                        top = [len({value for value in frame.index.get_level_values(i) if not missing_cell(value)}) for i in order]
                        keyed = [[(top[j] - 1 - r[i] if descending and r[i] < top[j] else r[i]) for j, r in enumerate(ranks)] for i in range(len(frame))]
                        expected = frame.iloc[sorted(range(len(frame)), key=lambda i: keyed[i])]
                    yield {"table": write(frame), "verb": "sort", "levels": chosen, "descending": descending, "result": write(expected)}
            yield {"table": write(frame), "verb": "swap", "levels": [0, last], "result": write(frame.swaplevel(0, last))}
            yield {"table": write(frame), "verb": "reorder", "levels": list(range(len(kinds)))[::-1], "result": write(frame.reorder_levels(list(range(len(kinds)))[::-1]))}
            yield {"table": write(frame), "verb": "drop", "levels": [0], "result": write(frame.droplevel(0))}
            yield {"table": write(frame), "verb": "reset", "levels": [last], "result": write(frame.reset_index(level=last))}
            yield {"table": write(frame), "verb": "reset", "levels": [0], "result": write(frame.reset_index(level=0))}
            yield {"table": write(frame), "verb": "append", "levels": [], "result": write(frame.set_index("a", append=True))}
            wide = table(([["p", "q", "r"]], ["i"]), keys(kinds, prefix="c"), ["Double"], 0.1)
            yield {"table": write(wide), "verb": "sort columns", "levels": [], "result": write(wide.sort_index(axis=1, kind="stable"))}
            yield {"table": write(wide), "verb": "transpose", "levels": [], "result": write(wide.T)}


def sums():
    for kinds in (["Text"], ["Integer"], ["Text", "Integer"], ["Integer", "Text", "Boolean"], ["Double", "Text"]):
        for columns in (FLAT(["v", "a"]), FLAT(["a", "w"])):
            for value in ("Integer", "Double"):
                for name in ("add", "sub", "mul", "div"):
                    for fill in (None, 2):
                        left = table(keys(kinds), FLAT(["v", "a"]), [value], 0.2)
                        right = table(keys(kinds), columns, [value], 0.2)
                        if name == "div":
                            right = right.mask(right == 0, 1)  # JSON has no infinity
                        if value == "Integer":
                            # The arithmetic of nullable integers, computed as that of doubles, which hold these integers exactly.
                            result = getattr(left.astype("float64"), name)(right.astype("float64"), fill_value=fill)
                        else:
                            result = getattr(left, name)(right, fill_value=fill)
                        if value == "Integer" and name != "div":
                            result = result.astype("Int64")
                        yield {"left": write(left), "right": write(right), "operator": name, "fill": fill, "result": write(result)}
            same = table(keys(kinds), FLAT(["v", "a"]), ["Double"], 0.2)
            yield {"left": write(same), "right": write(same * 2), "operator": "add", "fill": None, "result": write(same + same * 2)}


def groups():
    for kinds in ROWS:
        frame = table(keys(kinds, share=0.5), FLAT(["v", "a"]), ["Integer", "Double"], 0.2)
        for at in [[i] for i in range(len(kinds))] + [[len(kinds) - 1, 0]]:
            for how in ("sum", "mean", "min", "count"):
                yield {"table": write(frame), "levels": at, "how": how, "result": write(getattr(frame.groupby(level=at), how)())}


def prints():
    int_cells = lambda rows: [int(value) for value in random.integers(-999, 999, rows)]
    for kinds, names in ((["Text", "Integer"], ["store", "month"]), (["Integer", "Text", "Text"], ["i", None, "k"]), (["Text"], ["one"]), (["Text", "Text"], [None, None]), (["Integer"], [None])):
        rows = keys(kinds, share=0.4, ordered=True, names=names)
        rows = (rows[0][:], rows[1])
        count = min(len(rows[0][0]), 20)
        rows = ([labels[:count] for labels in rows[0]], rows[1])
        for columns in (FLAT(["v", "a longer name", "t"]), ([["v", "v", "w"], ["tea", "milk", "tea"]], [None, "what"]), ([[1, 1, 2], ["p", "q", "p"], ["x", "x", "y"]], ["n", "l", "m"]), ([["v", "a", "t"]], ["a name"])):
            data = {0: int_cells(count), 1: int_cells(count), 2: [TEXTS[i % 4] for i in int_cells(count)]}
            frame = pd.DataFrame(data)
            frame.index = index(*rows)
            frame.columns = index(*columns)
            yield {"table": write(frame), "text": "\n".join(line.rstrip() for line in frame.to_string().split("\n"))}
        series = frame.iloc[:, 0]
        series.name = None
        text = series.to_string()
        yield {"table": write(series), "text": "\n".join(line.rstrip() for line in text.split("\n"))}


def pivots():
    for kinds in (["Text", "Integer", "Text"], ["Integer", "Text", "Boolean"]):
        long = pd.DataFrame({f"k{i}": level(kind, random.integers(0, size(kind), 80)) for i, kind in enumerate(kinds)})
        long["x"] = cells("Double", 80, 0.1)
        long["n"] = cells("Integer", 80, 0)
        plain = [column(name, long[name]) for name in long]
        for values, how in ((["x"], "mean"), (["n"], "sum"), (["x"], "max")):
            result = long.pivot_table(index="k0", columns=["k1", "k2"], values=values[0], aggfunc=how)
            yield {"table": plain, "index": ["k0"], "columns": ["k1", "k2"], "values": values, "how": how, "result": write(result)}
            result = long.pivot_table(index=["k0", "k2"], columns="k1", values=values[0], aggfunc=how)
            yield {"table": plain, "index": ["k0", "k2"], "columns": ["k1"], "values": values, "how": how, "result": write(result)}
        for index_names, column_names in ((["k0"], ["k1"]), (["k0", "k1"], ["k2"])):
            few = long.head(12)
            result = pd.crosstab([few[name] for name in index_names], [few[name] for name in column_names])
            yield {"table": [column(name, few[name]) for name in few], "index": index_names, "columns": column_names, "values": [], "how": "crosstab", "result": write(result)}
        once = long.drop_duplicates(["k0", "k1", "k2"])
        result = once.pivot(index=["k0", "k2"], columns="k1", values=["x", "n"])
        yield {"table": [column(name, once[name]) for name in once], "index": ["k0", "k2"], "columns": ["k1"], "values": ["x", "n"], "how": None, "result": write(result)}


def strict(value):
    return json.dumps(value, separators=(",", ":"), allow_nan=False, default=lambda item: item.item())


if __name__ == "__main__":
    parts = {"unstacks": itertools.chain(unstacks(), wide_unstacks()), "stacks": stacks(), "crossSections": cross_sections(), "partialKeys": partial_keys(), "levels": levels_verbs(),
             "sums": sums(), "groups": groups(), "prints": prints(), "pivots": pivots()}
    parts = {name: list(cases) for name, cases in parts.items()}
    print({name: len(cases) for name, cases in parts.items()})
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "indexing.json"), "w", encoding="utf-8") as file:
        file.write(strict(parts) + "\n")
