"""Writes reshaping.json: what pandas makes of random tables, some without rows or with one, by merge (names that differ, suffixes, checks of keys, dates, cross, semi and anti) and by melt of every kind.

Run it in this folder with Debian's python3-pandas: python3 reshaping.py
"""
import json
import numpy as np
import pandas as pd

random = np.random.default_rng(40)
TEXTS = ["", "a", "ä", "b b", 'c"d', "e,f", "日本", "Z", "z", "🐧"]


def cells(kind, rows, levels, missing):
    picks = random.integers(0, levels, rows)
    if kind == "Integer":
        values, dtype = [int(pick) - levels // 2 for pick in picks], "Int64"
    elif kind == "Great":
        values, dtype = [2**62 + int(pick) for pick in picks], "Int64"
    elif kind == "Double":
        values, dtype = [float(pick) / 4 - 1 for pick in picks], "float64"
    elif kind == "Boolean":
        values, dtype = [bool(pick % 2) for pick in picks], "boolean"
    elif kind == "Timestamp":
        values, dtype = [pd.Timestamp("1999-12-31T23:00:00") + pd.Timedelta(hours=int(pick)) for pick in picks], "datetime64[ns]"
    else:
        values, dtype = [TEXTS[pick % len(TEXTS)] + str(pick // len(TEXTS)) for pick in picks], "object"
    return pd.Series([None if random.random() < missing else value for value in values], dtype=dtype)


def table(rows, columns):
    return pd.DataFrame({name: cells(kind, rows, levels, missing) for name, kind, levels, missing in columns})


def write(frame):
    columns = []
    for name in frame.columns:
        column = frame[name]
        types = pd.api.types
        kind = ("Boolean" if types.is_bool_dtype(column.dtype) else "Integer" if types.is_integer_dtype(column.dtype) else "Double" if types.is_float_dtype(column.dtype)
                else "Timestamp" if types.is_datetime64_any_dtype(column.dtype) else "Text")
        convert = {"Boolean": bool, "Integer": int, "Double": float, "Timestamp": lambda time: time.isoformat(), "Text": str}[kind]
        columns.append({"name": str(name), "kind": kind, "cells": [None if pd.isna(cell) else convert(cell) for cell in column]})
    return columns


def sizes():
    return int(random.choice([0, 1, 2, 7, 12], p=[0.08, 0.12, 0.2, 0.3, 0.3]))


def merges():
    for number in range(160):
        keys = [["Integer"], ["Text"], ["Timestamp"], ["Great"], ["Boolean"], ["Double", "Text"], ["Timestamp", "Integer"], ["Text", "Boolean", "Integer"]][number % 8]
        lefts = [f"k{i}" for i in range(len(keys))]
        rights = lefts if number % 3 else [f"j{i}" for i in range(len(keys))]
        levels = int(random.choice([2, 4, 30]))
        left = table(sizes(), [*((name, kind, levels, 0.15) for name, kind in zip(lefts, keys)), ("v", "Double", 50, 0.1), ("l", "Text", 9, 0)])
        right = table(sizes(), [*((name, kind, levels, 0.15) for name, kind in zip(rights, keys)), ("v", "Double", 50, 0.1), ("r", "Integer", 99, 0.2)])
        if number % 5 == 0:
            left, right = left.drop_duplicates(lefts), right.drop_duplicates(rights)
        how = ["left", "right", "inner", "outer", "semi", "anti", "cross"][number % 7]
        suffixes = [["_x", "_y"], ["_left", ""], ["", "_2"]][number % 3]
        one = {"left": write(left), "right": write(right), "leftOn": lefts, "rightOn": rights, "how": how.capitalize(), "suffixes": suffixes}
        if how == "cross":
            yield {**one, "leftOn": [], "rightOn": [], "result": write(left.merge(right.rename(columns=dict(zip(rights, [f"c{name}" for name in rights]))), how="cross", suffixes=suffixes)),
                   "right": write(right.rename(columns=dict(zip(rights, [f"c{name}" for name in rights]))))}
            continue
        if how in ("semi", "anti"):
            seen = left.reset_index().merge(right[rights].drop_duplicates(), left_on=lefts, right_on=rights)["index"] if len(left) else []
            yield {**one, "result": write(left[left.index.isin(seen) == (how == "semi")])}
            continue
        # Ours has each key once, under the left name; pandas has both if they differ.
        merged = left.merge(right.rename(columns=dict(zip(rights, lefts))), on=lefts, how=how, suffixes=suffixes)
        merged = merged[lefts + [name for name in merged if name not in lefts]]
        checks = {}
        for check in ("one_to_one", "one_to_many", "many_to_one"):
            try:
                left.merge(right, left_on=lefts, right_on=rights, how=how, validate=check)
                checks["".join(word.capitalize() for word in check.split("_"))] = True
            except pd.errors.MergeError:
                checks["".join(word.capitalize() for word in check.split("_"))] = False
        yield {**one, "checks": checks, "result": write(merged)}


def melts():
    for number in range(96):
        kind = ["Integer", "Double", "Text", "Boolean", "Timestamp", "Great"][number % 6]
        values = [f"v{i}" for i in range(1 + number % 4)]
        ids = [["i"], [], ["i", "d"]][number % 3]
        data = table(sizes(), [("i", "Text", 6, 0.1), ("d", "Timestamp", 6, 0.1), *((name, kind, 20, 0.25) for name in values)])
        only = ids + values if number % 2 else list(data)
        gathered = None if number % 2 else values[::-1]
        data = data[only]
        names = [("variable", "value"), ("what", "much"), ("näme", "wert 2")][number % 3]
        melted = data.melt(ids, gathered, *names)
        melted[names[1]] = melted[names[1]].astype(data[values[0]].dtype)
        yield {"table": write(data), "ids": ids, "values": gathered, "varName": names[0], "valueName": names[1], "result": write(melted)}
        if ids and len(data) and number % 4 == 1:
            # Levels of the rows are repeated beside each cell.
            kept = data.set_index(ids).melt(ignore_index=False, var_name="variable", value_name="value").reset_index()
            kept["value"] = kept["value"].astype(data[values[0]].dtype)
            yield {"table": write(data), "ids": ids, "values": None, "varName": "variable", "valueName": "value", "levels": True, "result": write(kept)}


with open("reshaping.json", "w", encoding="utf-8") as file:
    json.dump({"merges": list(merges()), "melts": list(melts())}, file, ensure_ascii=False, separators=(",", ":"))
    file.write("\n")
