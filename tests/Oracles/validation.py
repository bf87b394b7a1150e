"""Writes validation.json: what pandas and jsonschema say of small random tables and records under random schemas.

Run it in this folder with Debian's python3-pandas and python3-jsonschema: python3 validation.py
"""
import json
import jsonschema
import numpy as np
import pandas as pd

random = np.random.default_rng(11)
WORDS = ["", "a", "ab", "ABC-1", "ABC-12", "abc-1", "ä", "日本語", "x y", "😀😀", "Z9", "AB1"]
DTYPES = {"integer": "Int64", "double": "float64", "boolean": "boolean", "text": "object", "timestamp": "datetime64[ns]"}


def cell(kind, spread):
    value = int(random.integers(-spread, spread + 1))
    if kind == "integer":
        return value
    if kind == "double":
        return value / 4
    if kind == "boolean":
        return value > 0
    if kind == "timestamp":
        return (pd.Timestamp("2026-01-01") + pd.Timedelta(hours=value * 7)).strftime("%Y-%m-%dT%H:%M:%S")
    return WORDS[value % len(WORDS)]


def column(kind, rows, spread, missing):
    return [None if random.random() < missing else cell(kind, spread) for _ in range(rows)]


def series(kind, cells):
    if kind == "timestamp":
        return pd.to_datetime(pd.Series(cells, dtype="object"))
    return pd.Series(cells, dtype=DTYPES[kind])


def native(kind, value):
    return pd.Timestamp(value) if kind == "timestamp" else value


def rows_of(mask):
    return [int(row) + 1 for row in np.flatnonzero(np.asarray(mask.fillna(False), dtype=bool))]


def single(kind):
    """A random check of one column, and the rows that fail it."""
    rows, spread = int(random.integers(0, 40)), int(random.integers(1, 12))
    cells = column(kind, rows, spread, random.choice([0, 0.2]))
    data = series(kind, cells)
    present = data.dropna()
    rules, expected = {"kind": kind, "nullable": True}, {}
    options = ["missing", "share", "unique", "order", "allowed"]
    options += ["minimum", "maximum", "exclusive-minimum", "exclusive-maximum"] * (kind in ("integer", "double", "timestamp"))
    options += ["length", "pattern"] * 2 * (kind == "text")
    check = random.choice(options)
    if check == "missing":
        rules["nullable"] = False
        expected["missing"] = rows_of(data.isna())
    elif check == "share":
        share = round(float(random.random()) * 0.4, 2)
        rules["maximum-missing-share"] = share
        expected["missing.share"] = [0] if rows and data.isna().sum() > share * rows else []
    elif check == "unique":
        rules["unique"] = True
        expected["unique"] = rows_of(present.duplicated().reindex(data.index, fill_value=False))
    elif check == "order":
        order = random.choice(["increasing", "strictly-increasing", "decreasing", "strictly-decreasing"])
        rules["order"] = order
        values = list(present)
        if kind == "text":
            values = [value.encode() for value in values]
        fails = []
        for i in range(1, len(values)):
            a, b = values[i - 1], values[i]
            good = {"increasing": b >= a, "strictly-increasing": b > a, "decreasing": b <= a, "strictly-decreasing": b < a}[order]
            if not good:
                fails.append(int(present.index[i]) + 1)
        expected["monotonic"] = fails
    elif check == "allowed":
        allowed = sorted({cell(kind, spread) for _ in range(int(random.integers(1, 6)))})
        rules["allowed"] = allowed
        expected["set"] = rows_of(data.notna() & ~data.isin([native(kind, value) for value in allowed]))
    elif check == "length":
        bound = int(random.integers(0, 4))
        upper = bool(random.integers(0, 2))
        rules["maximum-length" if upper else "minimum-length"] = bound
        length = data.str.len() if rows else data
        expected["length.maximum" if upper else "length.minimum"] = rows_of(length > bound if upper else length < bound) if rows and len(present) else []
    elif check == "pattern":
        pattern = str(random.choice(["[A-Z]{3}-[0-9]+", "[a-z]+", ".*1", "ab|Z9", "[A-Za-z0-9 -]*"]))
        rules["pattern"] = pattern
        expected["pattern"] = rows_of(data.notna() & ~data.str.fullmatch(pattern).fillna(False).astype(bool)) if len(present) else []
    else:
        bound = cell(kind, spread)
        if kind == "integer" and random.random() < 0.3:
            bound += 0.5
        rules[check] = bound
        limit = native(kind, bound)
        mask = {"minimum": data < limit, "maximum": data > limit, "exclusive-minimum": data <= limit, "exclusive-maximum": data >= limit}[check]
        expected["range.minimum" if "minimum" in check else "range.maximum"] = rows_of(mask)
    return {"columns": {"x": {"kind": kind, "cells": cells}}, "schema": {"columns": {"x": rules}}, "expected": expected}


def several():
    """A random check of a table: keys, references, the number of rows."""
    rows = int(random.integers(1, 40))
    kinds = {name: str(random.choice(["integer", "text", "double", "boolean", "timestamp"])) for name in ("a", "b")}
    columns = {name: {"kind": kind, "cells": column(kind, rows, 3, random.choice([0, 0.15]))} for name, kind in kinds.items()}
    frame = pd.DataFrame({name: series(one["kind"], one["cells"]) for name, one in columns.items()})
    schema = {"columns": {name: {"kind": kind, "nullable": True} for name, kind in kinds.items()}}
    names = [["a", "b"], ["b"], ["a"]][int(random.integers(0, 3))]
    complete = frame[names].notna().all(axis=1)
    case = {"columns": columns, "schema": schema}
    check = random.choice(["key", "reference", "rows"])
    if check == "key":
        schema["keys"] = [{"columns": names}]
        case["expected"] = {"unique": rows_of(frame[complete].duplicated(names).reindex(frame.index, fill_value=False))}
    elif check == "reference":
        other = {name: {"kind": kinds[name], "cells": column(kinds[name], 6, 3, 0.1)} for name in names}
        schema["references"] = [{"columns": names, "table": "other", "to": names}]
        known = set(zip(*[list(series(one["kind"], one["cells"])) for one in other.values()]))
        case["other"] = other
        case["expected"] = {"reference": [row + 1 for row in range(rows) if complete[row] and tuple(frame[names].iloc[row]) not in known]}
    else:
        least, most = sorted(int(value) for value in random.integers(0, 40, 2))
        schema["rows"] = {"minimum": least, "maximum": most}
        case["expected"] = {"rows.minimum": [0] if rows < least else [], "rows.maximum": [0] if rows > most else []}
    return case


TYPES = {"integer": "integer", "double": "number", "boolean": "boolean", "text": "string"}


def record_schema():
    columns, properties, required = {}, {}, []
    for name in ("a", "b", "c d")[: int(random.integers(1, 4))]:
        kind = str(random.choice(list(TYPES)))
        rules, own = {"kind": kind}, {}
        nullable = bool(random.integers(0, 2))
        rules["nullable"] = nullable
        own["type"] = [TYPES[kind], "null"] if nullable else TYPES[kind]
        if random.random() < 0.5:
            rules["required"] = False
        else:
            required.append(name)
        if kind in ("integer", "double"):
            for key, ours in (("minimum", "minimum"), ("exclusiveMaximum", "exclusive-maximum")):
                if random.random() < 0.5:
                    rules[ours] = own[key] = cell(kind, 4)
            if "minimum" in rules and "exclusive-maximum" in rules and rules["minimum"] >= rules["exclusive-maximum"]:
                # No value would be allowed, which such a schema is refused for.
                del rules["exclusive-maximum"], own["exclusiveMaximum"]
        if kind == "text" and random.random() < 0.5:
            rules["minimum-length"] = own["minLength"] = int(random.integers(0, 3))
            rules["maximum-length"] = own["maxLength"] = 4
        if kind == "text" and random.random() < 0.3:
            rules["pattern"] = "[A-Za-z0-9-]*"
            own["pattern"] = "^(?:[A-Za-z0-9-]*)$"
        if random.random() < 0.3:
            rules["allowed"] = sorted({cell(kind, 5) for _ in range(4)})
            own["enum"] = rules["allowed"] + [None] * nullable
        columns[name], properties[name] = rules, own
    refused = bool(random.integers(0, 2))
    ours = {"columns": columns, "extra-columns": "refused" if refused else "allowed"}
    theirs = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": properties, "required": required}
    if refused:
        theirs["additionalProperties"] = False
    return ours, theirs


def record(columns):
    one = {}
    for name, rules in columns.items():
        chance = random.random()
        if chance < 0.1:
            continue
        kind = rules["kind"] if chance < 0.75 else str(random.choice(list(TYPES)))
        one[name] = None if chance > 0.95 else cell(kind, 5)
        if chance > 0.92 and chance < 0.95:
            one[name] = [1] if random.random() < 0.5 else {"a": 1}
        if kind == "integer" and isinstance(one[name], int) and random.random() < 0.2:
            one[name] = float(one[name])
    if random.random() < 0.15:
        one["extra"] = 1
    return one


def records():
    ours, theirs = record_schema()
    jsonschema.Draft202012Validator.check_schema(theirs)
    validator = jsonschema.Draft202012Validator(theirs)
    many = [record(ours["columns"]) for _ in range(12)]
    return {"schema": ours, "jsonSchema": theirs, "records": many, "valid": [validator.is_valid(one) for one in many]}


tables = [single(kind) for kind in ("integer", "double", "boolean", "text", "timestamp") for _ in range(64)] + [several() for _ in range(120)]
json.dump({"tables": tables, "records": [records() for _ in range(60)]}, open("validation.json", "w"), ensure_ascii=False, separators=(",", ":"))
