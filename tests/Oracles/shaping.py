"""Writes shaping.json: what pandas makes of small random tables by merge, groupby, melt, pivot and concat.

Run it in this folder with Debian's python3-pandas: python3 shaping.py
"""
import json
import numpy as np
import pandas as pd

random = np.random.default_rng(4)
KINDS = {"Integer": "Int64", "Double": "float64", "Text": "object", "Boolean": "boolean"}


def cells(kind, rows, levels, missing):
    if kind == "Integer":
        values = [int(value) for value in random.integers(-levels, levels, rows)]
    elif kind == "Double":
        values = [float(value) / 4 for value in random.integers(-levels, levels, rows)]
    elif kind == "Boolean":
        values = [bool(value) for value in random.integers(0, 2, rows)]
    else:
        values = [["", "a", "ä", "bb", "a,b", "日本", "Z", "z"][value % 8] + str(value // 8) for value in random.integers(0, levels, rows)]
    return pd.Series([None if random.random() < missing else value for value in values], dtype=KINDS[kind])


def table(rows, **columns):
    return pd.DataFrame({name: cells(kind, rows, levels, missing) for name, (kind, levels, missing) in columns.items()})


def write(frame, order=None):
    columns = []
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_bool_dtype(column.dtype):
            kind = "Boolean"
        elif pd.api.types.is_integer_dtype(column.dtype):
            kind = "Integer"
        elif pd.api.types.is_float_dtype(column.dtype):
            kind = "Double"
        else:
            kind = "Text"
        convert = {"Boolean": bool, "Integer": int, "Double": float, "Text": str}[kind]
        columns.append({"name": str(name), "kind": kind, "cells": [None if pd.isna(cell) else convert(cell) for cell in column]})
    return columns


def merges():
    for keys in (["Integer"], ["Text"], ["Double"], ["Boolean"], ["Integer", "Text"], ["Text", "Boolean", "Integer"]):
        names = [f"k{i}" for i in range(len(keys))]
        for how in ("inner", "left", "right", "outer"):
            left = table(12, **{name: (kind, 3, 0.15) for name, kind in zip(names, keys)}, v=("Double", 50, 0.1), l=("Text", 9, 0))
            right = table(9, **{name: (kind, 3, 0.15) for name, kind in zip(names, keys)}, v=("Double", 50, 0.1), r=("Integer", 99, 0.2))
            # An outer merge is sorted by key in pandas, and an inner one of a single key stands in the order of the keys' first occurrence.
            merged = left.merge(right, on=names, how=how, indicator="side")
            yield {"left": write(left), "right": write(right), "on": names, "how": how.capitalize(), "ordered": how in ("left", "right"), "result": write(merged.astype({"side": "object"}))}


AGGREGATES = {"count": "count", "sum": "sum", "mean": "mean", "std": "std", "var": "var", "min": "min", "max": "max", "median": "median",
              "q30": lambda x: x.astype("float64").quantile(0.3), "first": "first", "last": "last", "nunique": "nunique",
              "mode": lambda x: x.mode().iloc[0] if x.notna().any() else None}


def extreme(function):
    return lambda x: function(x.dropna()) if x.notna().any() else None


def groups():
    for keys in (["Integer"], ["Text"], ["Boolean", "Double"], ["Text", "Integer"]):
        names = [f"k{i}" for i in range(len(keys))]
        for keep in (False, True):
            data = table(60, **{name: (kind, 3, 0.1) for name, kind in zip(names, keys)}, x=("Double", 20, 0.2), n=("Integer", 5, 0.2), t=("Text", 5, 0.2), b=("Boolean", 2, 0.1))
            grouped = data.groupby(names, dropna=not keep)
            for column in "xntb":
                usable = AGGREGATES if column in "xn" else {key: AGGREGATES[key] for key in ("count", "min", "max", "first", "last", "nunique", "mode") if not (column == "b" and key in ("min", "max"))}
                if column == "t":
                    usable.update(min=extreme(min), max=extreme(max))
                result = pd.DataFrame({f"{column}_{key}": grouped[column].agg(how) for key, how in usable.items()}).reset_index()
                for name in names:
                    result[name] = result[name].astype(data[name].dtype)
                for key in usable:
                    if key in ("min", "max", "first", "last", "mode", "sum") and column in "xnb":
                        result[f"{column}_{key}"] = pd.Series([None if pd.isna(cell) else cell for cell in result[f"{column}_{key}"]], dtype=data[column].dtype)
                    if key in ("mean", "std", "var", "median", "q30"):
                        result[f"{column}_{key}"] = result[f"{column}_{key}"].astype("float64")
                yield {"table": write(data), "keys": names, "keepMissing": keep, "column": column, "aggregates": list(usable), "result": write(result)}


def melts():
    for ids, values in (([], None), (["t"], None), (["t", "n"], ["x", "y"]), (["n"], ["y"]), ([], ["x", "n"])):
        data = table(7, t=("Text", 5, 0.2), n=("Integer", 9, 0.2), x=("Double", 9, 0.2), y=("Double", 9, 0.2)) if ids or values else table(5, x=("Double", 9, 0.2), y=("Double", 9, 0.2))
        if ids == ["t"]:
            data = data.assign(n=data["n"].astype("float64"))
        used = values or [name for name in data if name not in ids]
        result = data.assign(**{name: data[name].astype("float64") for name in used}).melt(ids, values)
        yield {"table": write(data), "ids": ids, "values": values, "result": write(result)}


def pivots():
    for kind in ("Integer", "Text", "Double"):
        data = table(40, i=("Text", 6, 0), c=(kind, 4, 0), v=("Double", 50, 0.2)).drop_duplicates(["i", "c"])
        result = data.pivot(index="i", columns="c", values="v")
        result.columns = [format(column, "g") if kind == "Double" else str(column) for column in result.columns]
        yield {"table": write(data), "index": ["i"], "columns": "c", "values": "v", "result": write(result.reset_index())}


def windows():
    for kind, missing in (("Double", 0), ("Double", 0.25), ("Integer", 0.15)):
        column = table(40, x=(kind, 30, missing))["x"].astype("float64")
        results = {}
        for size, least in ((1, None), (4, None), (5, 2), (40, 1)):
            rolling = column.rolling(size, min_periods=least or size)
            for name in ("count", "sum", "mean", "var", "std", "min", "max", "median"):
                results[f"rolling {size} {least or size} {name}"] = getattr(rolling, name)()
            results[f"rolling {size} {least or size} q25"] = rolling.quantile(0.25)
        for name in ("sum", "mean", "std", "max"):
            results[f"expanding {name}"] = getattr(column.expanding(), name)()
        for alpha in (0.1, 0.5, 1):
            for adjust in (True, False):
                results[f"exponential {alpha} {adjust}"] = column.ewm(alpha=alpha, adjust=adjust).mean()
        for rows in (1, 3, -2):
            results[f"lag {rows}"] = column.shift(rows)
            results[f"difference {rows}"] = column.diff(rows)
        for name in ("cumsum", "cumprod", "cummax", "cummin"):
            results[name] = getattr(column, name)()
        for method in ("average", "min", "max", "first", "dense"):
            for ascending in (True, False):
                results[f"rank {method} {ascending}"] = column.rank(method=method, ascending=ascending)
        for name, result in results.items():
            yield {"column": write(pd.DataFrame({"x": column})), "what": name, "result": write(pd.DataFrame({"x": result}))}


with open("shaping.json", "w", encoding="utf-8") as file:
    json.dump({"merges": list(merges()), "groups": list(groups()), "melts": list(melts()), "pivots": list(pivots()), "windows": list(windows())}, file, separators=(",", ":"))
    file.write("\n")
