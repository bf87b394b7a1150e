"""Writes verbs.json: what pandas makes of small random tables by merge_asof, wide_to_long, explode, cut, qcut, value_counts, pivot_table and crosstab with
margins, resample, rolling and exponential windows in time, cumulative verbs by group, fills, duplicates and correlations.

Run it in this folder with Debian's python3-pandas: python3 verbs.py
"""
import json
import warnings
import numpy as np
import pandas as pd

warnings.simplefilter("ignore")
random = np.random.default_rng(11)


def kind_of(column):
    dtype = column.dtype
    if pd.api.types.is_bool_dtype(dtype):
        return "Boolean"
    if pd.api.types.is_integer_dtype(dtype):
        return "Integer"
    if pd.api.types.is_float_dtype(dtype):
        return "Double"
    return "Timestamp" if pd.api.types.is_datetime64_any_dtype(dtype) else "Text"


def write(frame):
    columns = []
    for position, name in enumerate(frame.columns):
        column = frame.iloc[:, position]
        kind = kind_of(column)
        convert = {"Boolean": bool, "Integer": int, "Double": lambda x: x if np.isfinite(x) else str(x), "Text": str, "Timestamp": lambda x: x.isoformat()}[kind]
        columns.append({"name": str(name), "kind": kind, "cells": [None if pd.isna(cell) else convert(float(cell) if kind == "Double" else cell) for cell in column]})
    return columns


def numbers(rows, missing=0.0, scale=4.0, span=40):
    values = random.integers(-span, span, rows) / scale
    return np.where(random.random(rows) < missing, np.nan, values)


def texts(rows, levels):
    return np.array(["p", "q", "r", "ss", "u"])[random.integers(0, levels, rows)]


def times(rows, unit, spread, missing=0.0):
    start = pd.Timestamp("2001-01-30 21:17:00")
    values = pd.Series(start + pd.to_timedelta(np.sort(random.integers(0, spread, rows)), unit=unit))
    return values.where(random.random(rows) >= missing)


def asof():
    for kind in ("Integer", "Double", "Timestamp"):
        for direction in ("backward", "forward", "nearest"):
            for by in ((), ("g",), ("g", "h")):
                for exact in (True, False):
                    for tolerance in (None, 3):
                        left = pd.DataFrame({"k": np.sort(random.integers(0, 40, 14)), "g": texts(14, 2), "h": random.integers(0, 2, 14), "v": numbers(14)})
                        right = pd.DataFrame({"k": np.sort(random.integers(0, 40, 17)), "g": texts(17, 2), "h": random.integers(0, 2, 17), "v": numbers(17), "w": texts(17, 5)})
                        if not by:
                            left, right = left.drop(columns=["g", "h"]), right.drop(columns=["g", "h"])
                        elif len(by) == 1:
                            left, right = left.drop(columns="h"), right.drop(columns="h")
                        limit = tolerance
                        if kind == "Double":
                            left["k"], right["k"] = left["k"] / 2, right["k"] / 2
                            limit = None if tolerance is None else 1.5
                        if kind == "Timestamp":
                            left["k"], right["k"] = (pd.Timestamp("2020-01-01") + pd.to_timedelta(side["k"], unit="s") for side in (left, right))
                            limit = None if tolerance is None else pd.Timedelta(seconds=3)
                        result = pd.merge_asof(left, right, on="k", by=list(by) or None, direction=direction, allow_exact_matches=exact, tolerance=limit)
                        yield {"left": write(left), "right": write(right), "by": list(by), "direction": direction, "exact": exact,
                               "tolerance": None if limit is None else 3.0 if kind == "Timestamp" else float(limit), "result": write(result)}


def wide_to_long():
    for stubs, separator, suffix, suffixes in (
            (["A", "B"], "", r"\d+", ["1970", "1980"]), (["A", "B"], "_", r"\d+", ["1", "2", "3"]), (["ht"], "_", r"\w+", ["one", "two"]),
            (["A", "B"], "-", r"[a-z]+", ["x", "y"]), (["A"], "", r"\d+", ["2", "10", "3"]), (["A", "B"], "(quarterly)", r"\d+", ["1", "2"])):
        for partial in (False, True):
            for ids in (["id"], ["fam", "birth"]):
                rows = 6
                data = {"id": np.arange(rows)} if ids == ["id"] else {"fam": np.repeat([1, 2, 3], 2), "birth": np.tile([1, 2], 3)}
                for stub in stubs:
                    for place, one in enumerate(suffixes):
                        if not (partial and stub == "B" and place == 0):
                            data[stub + separator + one] = numbers(rows, 0.1)
                data["X"] = texts(rows, 4)
                table = pd.DataFrame(data)
                result = pd.wide_to_long(table, stubs, i=ids, j="j", sep=separator, suffix=suffix).reset_index()
                result = result[ids + ["j", "X"] + stubs].sort_values(ids + ["j"]).reset_index(drop=True)
                yield {"table": write(table), "stubs": stubs, "ids": ids, "separator": separator, "suffix": suffix, "result": write(result)}


def explode():
    for trial in range(8):
        rows = 7
        lists = [[int(value) for value in random.integers(0, 9, random.integers(0, 4))] if random.random() > 0.15 else None for _ in range(rows)]
        table = pd.DataFrame({"id": np.arange(rows), "x": lists, "t": texts(rows, 4)})
        exploded = table.explode("x", ignore_index=True)
        exploded["x"] = exploded["x"].astype("Int64")
        shown = table.assign(x=[None if one is None else json.dumps(one) for one in lists])
        yield {"table": write(shown), "columns": ["x"], "json": True, "separator": ",", "result": write(exploded)}
        words = [[str(word) for word in texts(random.integers(0, 4), 5)] if random.random() > 0.15 else None for _ in range(rows)]
        both = [None if one is None else [f"{word}{place}" for place, word in enumerate(one)] for one in words]
        table = pd.DataFrame({"id": np.arange(rows), "x": words, "y": both, "z": numbers(rows, 0.2)})
        shown = table.assign(x=[None if one is None else ";".join(one) for one in words], y=[None if one is None else ";".join(one) for one in both])
        yield {"table": write(shown), "columns": ["x", "y"], "json": False, "separator": ";", "result": write(table.explode(["x", "y"], ignore_index=True))}


def cut_case(column, how, argument, result, **options):
    # The categories come first, so that intervals without a number are compared too.
    return {"table": write(pd.DataFrame({"x": column})), "how": how, "argument": argument, "options": options, "levels": [str(level) for level in result.cat.categories],
            "result": write(pd.DataFrame({"x": result.astype("object").map(lambda one: one if isinstance(one, float) else str(one))}))}


def cuts():
    columns = [pd.Series(numbers(15, 0.15)), pd.Series(random.integers(0, 100, 20)), pd.Series(random.random(12) / 1000), pd.Series([5.0, 5.0, 5.0]),
               pd.Series([0.0, 0.0]), pd.Series(random.random(30) * 1e6), pd.Series([-3, -3, -3]), pd.Series(np.linspace(100.1, 100.2, 9))]
    for column in columns:
        for bins in (1, 3, 4):
            for right in (True, False):
                for lowest in (False, True):
                    yield cut_case(column, "width", bins, pd.cut(column, bins, right=right, include_lowest=lowest), right=right, lowest=lowest)
    for column in columns[:2]:
        for edges in ([-10, 0, 10], [0, 25, 50, 100], [-2.5, 0.25, 7.125], [0.5, 1.5]):
            for right in (True, False):
                for lowest in (False, True):
                    yield cut_case(column, "edges", edges, pd.cut(column, edges, right=right, include_lowest=lowest), right=right, lowest=lowest)
    for column in (columns[0], columns[1], columns[2], columns[5]):
        for bins in (2, 4, 5):
            yield cut_case(column, "quantiles", bins, pd.qcut(column, bins))
        yield cut_case(column, "shares", [0, 0.1, 0.5, 0.9], pd.qcut(column, [0, 0.1, 0.5, 0.9]))
        yield cut_case(column, "labels", 2, pd.qcut(column, 2, labels=["low", "high"]))
    column = pd.Series([1, 1, 1, 1, 2, 3, 4])
    yield cut_case(column, "dropped", 4, pd.qcut(column, 4, duplicates="drop"))


def value_counts():
    for make in (lambda: pd.Series(texts(25, 5)), lambda: pd.Series(random.integers(0, 6, 25)), lambda: pd.Series(numbers(25, 0.3, 1, 3))):
        for normalize in (False, True):
            for missing in (False, True):
                column = make()
                counts = column.value_counts(normalize=normalize, dropna=not missing, sort=False)
                name = "proportion" if normalize else "count"
                result = pd.DataFrame({"x": counts.index, name: counts.values}).sort_values([name, "x"], ascending=[False, True], na_position="last").reset_index(drop=True)
                yield {"table": write(pd.DataFrame({"x": column})), "normalize": normalize, "missing": missing, "bins": None, "result": write(result)}
    for bins in (3, 5):
        column = pd.Series(numbers(20, 0.2))
        counts = column.value_counts(bins=bins, sort=False).sort_index()
        yield {"table": write(pd.DataFrame({"x": column})), "normalize": False, "missing": False, "bins": bins,
               "result": write(pd.DataFrame({"x": [str(one) for one in counts.index], "count": counts.values}))}


def flat(table, index, columns):
    """Makes a plain table: keys of columns become names, labels that pandas fills beside the name of the totals are left out."""
    plain = table.reset_index()
    plain.columns = ["_".join(str(part) for part in (name if isinstance(name, tuple) else (name,)) if part != "") for name in plain.columns]
    for place, name in enumerate(index):
        if place:
            plain[name] = [None if cell == "" else cell for cell in plain[name]]
    return plain.astype({name: "float64" for name in plain.columns[len(index):]})


def pivots():
    for trial in range(2):
        for index, columns in ((["a"], ["c"]), (["a", "b"], ["c"]), (["a"], ["c", "d"]), (["a", "b"], ["c", "d"]), (["a"], []), (["a", "b"], [])):
            for aggregate in ("sum", "mean", "count", "min", "max", "median"):
                table = pd.DataFrame({"a": texts(40, 3), "b": texts(40, 2), "c": texts(40, 3), "d": texts(40, 2), "v": numbers(40), "w": numbers(40)})
                values = ["v", "w"] if trial and columns else ["v"]
                result = table.pivot_table(index=index, columns=columns or None, values=values if len(values) > 1 or not columns else "v", aggfunc=aggregate, margins=True)
                if aggregate == "count":
                    result = result.replace(0, np.nan)
                if not columns and aggregate != "count":
                    result.columns = [f"v_{aggregate}"]
                elif not columns:
                    result.columns = ["v_count"]
                elif len(values) > 1:
                    result.columns = pd.MultiIndex.from_tuples([(f"{key[0]}_{aggregate}", *key[1:]) for key in result.columns])
                yield {"table": write(table), "index": index, "columns": columns, "values": values, "aggregate": aggregate, "result": write(flat(result, index, columns))}


def crosstabs():
    for index, columns in ((["a"], ["c"]), (["a", "b"], ["c"]), (["a"], ["c", "d"])):
        for normalize in (False, "all", "index", "columns"):
            for margins in (False, True):
                table = pd.DataFrame({"a": texts(40, 3), "b": texts(40, 2), "c": texts(40, 3), "d": texts(40, 2)})
                if margins and normalize and (len(index) > 1 or len(columns) > 1):
                    continue
                result = pd.crosstab([table[name] for name in index], [table[name] for name in columns], normalize=normalize, margins=margins)
                yield {"table": write(table), "index": index, "columns": columns, "normalize": normalize or "none", "margins": margins, "result": write(flat(result, index, columns))}


def resamples():
    rules = ["30s", "7min", "2h", "5h", "D", "2D", "W", "W-WED", "2W", "MS", "M", "2M", "3MS", "QS", "Q", "Q-JAN", "QS-FEB", "Y", "YS", "A-JUN"]
    pandas_rules = {"30s": "30S", "2h": "2H", "5h": "5H", "Y": "A", "YS": "AS"}
    for rule in rules:
        for closed, label in ((None, None), ("left", "left"), ("right", "right"), ("right", "left")):
            if closed == "right" and rule.endswith("S") or (closed == "left" and rule in ("2W", "2M")):
                continue
            spread = {"s": 400, "n": 200, "h": 60}.get(rule[-1], 500)
            unit = {"s": "s", "n": "min"}.get(rule[-1], "h" if rule[-1] == "h" or "D" in rule or "W" in rule else "D")
            table = pd.DataFrame({"t": times(25, unit, spread, 0.05), "x": numbers(25, 0.1)})
            try:
                result = table.dropna(subset=["t"]).resample(pandas_rules.get(rule, rule), on="t", closed=closed, label=label)["x"].agg(["count", "sum", "mean", "max"])
            except ValueError:
                continue  # pandas 1.5.3 finds no bin for the first value if a day at the end of a period begins one
            yield {"table": write(table), "rule": rule, "closed": closed, "label": label, "origin": None, "offset": 0, "by": False, "result": write(result.reset_index())}
    for origin, offset in (("epoch", 0), ("start", 0), ("start_day", 600), ("epoch", 3600)):
        for rule in ("7min", "5h", "17min"):
            table = pd.DataFrame({"t": times(20, "min", 600), "x": numbers(20)})
            result = table.resample(rule.replace("h", "H"), on="t", origin=origin, offset=pd.Timedelta(seconds=offset))["x"].agg(["count", "sum", "mean", "max"])
            yield {"table": write(table), "rule": rule, "closed": None, "label": None, "origin": origin, "offset": offset, "by": False, "result": write(result.reset_index())}
    for rule in ("3h", "D", "M"):
        table = pd.DataFrame({"g": texts(40, 3), "t": times(40, "h", 900), "x": numbers(40)})
        result = table.groupby("g").resample(rule.replace("h", "H"), on="t")["x"].agg(["count", "sum", "mean", "max"])
        yield {"table": write(table), "rule": rule, "closed": None, "label": None, "origin": None, "offset": 0, "by": True, "result": write(result.reset_index())}


def upsamples():
    for rule in ("30min", "2h", "D", "W", "MS", "M"):
        for verb in ("asfreq", "ffill", "bfill", "nearest", "interpolate"):
            unit, spread = ("min", 600) if rule in ("30min", "2h") else ("h", 2000)
            moments = times(9, unit, spread).dt.round("30min" if unit == "min" else "D").drop_duplicates()
            table = pd.DataFrame({"t": moments, "x": numbers(len(moments))}).reset_index(drop=True)
            result = getattr(table.set_index("t").resample(rule.replace("h", "H")), verb)()
            yield {"table": write(table), "rule": rule, "verb": verb, "result": write(result.reset_index())}


def windows():
    for span in ("3min", "10min", "45s"):
        for closed in ("right", "both", "left", "neither"):
            for center in (False, True):
                for least in (1, 2):
                    if center and closed != "right":
                        continue
                    table = pd.DataFrame({"t": times(30, "min" if least == 1 else "s", 60 if least == 1 else 900), "x": numbers(30, 0.15)})
                    rolling = table.rolling(span, on="t", closed=closed, center=center, min_periods=least)["x"]
                    for name in ("count", "sum", "mean", "var", "min", "max", "median"):
                        if name == "count" and least > 1:
                            continue
                        yield {"table": write(table), "kind": "time", "size": pd.Timedelta(span).total_seconds(), "closed": closed, "center": center, "least": least, "statistic": name,
                               "result": write(pd.DataFrame({"x": getattr(rolling, name)()}))}
    for size in (1, 4, 5):
        for closed in ("right", "both", "left", "neither"):
            for center in (False, True):
                table = pd.DataFrame({"x": numbers(25, 0.15)})
                rolling = table["x"].rolling(size, closed=closed, center=center, min_periods=1)
                for name in ("sum", "mean", "std", "min", "max", "median", "skew", "kurt"):
                    if name in ("skew", "kurt") and closed != "right":
                        continue
                    yield {"table": write(table), "kind": "rows", "size": size, "closed": closed, "center": center, "least": 1, "statistic": name,
                           "result": write(pd.DataFrame({"x": getattr(rolling, name)()}))}


def exponentials():
    column = pd.Series(numbers(20, 0.2))
    for parameter, value in (("alpha", 0.3), ("span", 5), ("halflife", 2), ("com", 1.5)):
        for adjust in (True, False):
            for ignore in (True, False):
                for least in (0, 3):
                    ewm = column.ewm(**{parameter: value}, adjust=adjust, ignore_na=ignore, min_periods=least)
                    results = {"mean": ewm.mean(), "var": ewm.var(), "std": ewm.std(), "varbias": ewm.var(bias=True)}
                    for name, result in results.items():
                        yield {"table": write(pd.DataFrame({"x": column})), "parameter": parameter, "value": value, "adjust": adjust, "ignore": ignore, "least": least, "statistic": name,
                               "result": write(pd.DataFrame({"x": result}))}
    for missing in (0.0, 0.2):
        table = pd.DataFrame({"t": times(20, "min", 90), "x": numbers(20, missing)})
        yield {"table": write(table), "parameter": "time", "value": 600, "adjust": True, "ignore": False, "least": 0, "statistic": "mean",
               "result": write(pd.DataFrame({"x": table["x"].ewm(halflife="10min", times=table["t"]).mean()}))}


def groups():
    for rows, missing in ((40, 0.0), (40, 0.2)):
        table = pd.DataFrame({"g": texts(rows, 3), "x": numbers(rows, missing)})
        grouped = table.groupby("g")["x"]
        verbs = {"cumsum": grouped.cumsum(), "cumprod": grouped.cumprod(), "cummin": grouped.cummin(), "cummax": grouped.cummax(), "cumcount": grouped.cumcount(),
                 "shift 1": grouped.shift(1), "shift -2": grouped.shift(-2), "diff 1": grouped.diff(1), "diff -1": grouped.diff(-1), "pct 1": grouped.pct_change(1, fill_method=None),
                 "rank": grouped.rank()}
        for name, result in verbs.items():
            yield {"table": write(table), "verb": name, "result": write(pd.DataFrame({"x": result}))}
        for name in ("skew", "sem", "prod", "kurt", "std0", "var0", "any", "all"):
            how = {"kurt": lambda x: x.kurt(), "std0": lambda x: x.std(ddof=0), "var0": lambda x: x.var(ddof=0)}.get(name, name)
            yield {"table": write(table), "verb": "aggregate " + name, "result": write(grouped.agg(how).reset_index())}
        for name, result in {"head 2": table.groupby("g").head(2), "tail 3": table.groupby("g").tail(3)}.items():
            yield {"table": write(table), "verb": name, "result": write(result)}
        described = grouped.describe().reset_index()
        described.columns = ["g", "count", "mean", "std", "min", "q25", "median", "q75", "max"]
        described["count"] = described["count"].astype(int)
        yield {"table": write(table), "verb": "describe", "result": write(described)}


def rows():
    for missing in (0.15, 0.5):
        table = pd.DataFrame({"a": texts(20, 2), "x": numbers(20, missing, 1, 2), "y": numbers(20, missing, 1, 2)})
        cases = {"ffill": table.ffill(), "bfill": table.bfill(), "ffill 1": table.ffill(limit=1), "bfill 2": table.bfill(limit=2), "fill": table.fillna(7.5),
                 "interpolate": table.assign(x=table["x"].interpolate()), "interpolate 1": table.assign(x=table["x"].interpolate(limit=1)),
                 "dropna": table.dropna(), "dropna all": table.dropna(how="all", subset=["x", "y"]), "dropna thresh": table.dropna(thresh=2), "dropna x": table.dropna(subset=["x"]),
                 "largest": table.dropna().nlargest(4, ["x", "y"]), "smallest": table.dropna().nsmallest(4, ["x", "y"]),
                 "replace": table.assign(x=table["x"].replace({1.0: 10.0, 0.0: np.nan})), "map": table.assign(x=table["x"].map({1.0: 10.0, 0.0: 3.0})),
                 "sort": table.sort_values(["a", "x"], ascending=[False, True], kind="stable"), "sort first": table.sort_values(["x", "y"], na_position="first", kind="stable")}
        for keep in ("first", "last", False):
            cases[f"duplicates {keep}"] = table.drop_duplicates(keep=keep)
            cases[f"duplicates {keep} x"] = table.drop_duplicates(["x"], keep=keep)
        for name, result in cases.items():
            yield {"table": write(table), "verb": name, "result": write(result)}
        for method in ("pearson", "spearman"):
            for least in (2, 5, 15):
                result = table.corr(method=method, min_periods=least, numeric_only=True).reset_index().rename(columns={"index": "column"})
                yield {"table": write(table), "verb": f"correlation {method} {least}", "result": write(result)}
    table = pd.DataFrame({"t": times(15, "min", 200), "x": numbers(15, 0.4)})
    result = table.set_index("t")["x"].interpolate(method="time").reset_index()
    yield {"table": write(table), "verb": "interpolate time", "result": write(result[["t", "x"]])}


VERBS = {"asof": asof, "wideToLong": wide_to_long, "explodes": explode, "cuts": cuts, "valueCounts": value_counts, "pivots": pivots, "crosstabs": crosstabs, "resamples": resamples,
         "upsamples": upsamples, "windows": windows, "exponentials": exponentials, "groups": groups, "rows": rows}
with open("verbs.json", "w", encoding="utf-8") as file:
    json.dump({name: list(cases()) for name, cases in VERBS.items()}, file, separators=(",", ":"))
    file.write("\n")
