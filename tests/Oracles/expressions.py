"""Writes expressions.json: what pandas, SQLite and Python make of expressions over one table with missing cells.

SQLite reads the very text that ours does (conditions, missing cells, case, like); pandas and Python compute numbers, texts and dates.
Run it in this folder with Debian's python3-pandas: python3 expressions.py
"""
import json
import math
import re
import sqlite3

import numpy as np
import pandas as pd

random = np.random.default_rng(11)
ROWS = 48
WORDS = ["ATL", "ORD", "atl", "", " pad ", "a,b,c", "Ünïcode", "日本語", "x%y_z", "12.5", "-7", "ß", "true", "x", "abcabc", "Δelta", "O'Hare"]
TOWNS = ["Ulm", "Bern", "Graz", "ulm"]
INTEGERS = [0, 1, -1, 2, 3, 7, -8, 10, 100, -255, 4096, 12]
DOUBLES = [0.0, 1.0, -1.0, 0.5, 2.5, -2.5, 3.25, -7.75, 1e-3, 1234.5678, 10.0, -0.125]
TIMES = ["2001-01-01", "2000-02-29", "1999-12-31 23:59:59", "2001-03-04 05:06:07.5", "2004-12-31", "2010-01-03", "2008-12-29 12:00:00", "2001-01-05", "1970-01-01", "2024-02-29 00:30:00"]


def cells(choices, missing=0.15):
    return [None if random.random() < missing else choices[random.integers(len(choices))] for _ in range(ROWS)]


table = {
    "i": ("Integer", cells(INTEGERS)),
    "j": ("Integer", cells(INTEGERS, 0)),
    "x": ("Double", cells(DOUBLES)),
    "y": ("Double", cells(DOUBLES, 0)),
    "s": ("Text", cells(WORDS)),
    "r": ("Text", cells(WORDS, 0.05)),
    "c": ("Category", cells(TOWNS)),
    "d": ("Category", cells(TOWNS, 0)),
    "a": ("Boolean", cells([True, False])),
    "b": ("Boolean", cells([True, False])),
    "t": ("Timestamp", cells(TIMES)),
    "u": ("Timestamp", cells(TIMES, 0)),
}
data = {name: column for name, (_, column) in table.items()}
cases = []


def add(source, expression, kind, values):
    values = [None if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)) else value for value in values]
    values = [str(value) if isinstance(value, float) and math.isinf(value) else value for value in values]
    assert len(values) == ROWS, expression
    cases.append({"source": source, "expression": expression, "kind": kind, "cells": values})


# Conditions: SQLite decides what is true, false and missing.
base = sqlite3.connect(":memory:")
base.execute("PRAGMA case_sensitive_like = ON")
base.execute(f"CREATE TABLE rows ({', '.join(data)})")
base.executemany(f"INSERT INTO rows VALUES ({', '.join('?' for _ in data)})", list(zip(*data.values())))
ATOMS = ["i > 2", "j <= 3", "x < 1", "y >= 0.5", "i = j", "x <> y", "a", "b", "s = 'ATL'", "c = 'Ulm'", "d <> 'Bern'", "i in (1, 2, 7)", "c in ('Ulm', 'Graz')", "s is null", "x is not null",
         "j between -1 and 10", "x not between 0 and 3", "s like 'a%'", "c not in ('ulm', 'Bern')", "i + j > 3", "x * 2 < y", "s < r", "c = d", "i is null", "c like '_lm'", "r not like '%c%'"]


def sql(expression, kind="Boolean", source="sqlite"):
    values = [row[0] for row in base.execute(f"SELECT {expression} FROM rows ORDER BY rowid")]
    convert = {"Boolean": bool, "Double": float}.get(kind, lambda value: value)
    add(source, expression, kind, [None if value is None else convert(value) for value in values])


for atom in ATOMS:
    sql(atom)
    sql(f"not {atom}")
for _ in range(90):
    parts = [ATOMS[random.integers(len(ATOMS))] for _ in range(4)]
    words = [["and", "or"][random.integers(2)] for _ in range(3)]
    forms = ["{0} {4} {1} {5} {2} {6} {3}", "({0} {4} {1}) {5} not ({2} {6} {3})", "not ({0} {4} ({1} {5} {2})) {6} {3}", "{0} {4} not {1} {5} ({2} {6} {3})"]
    sql(forms[random.integers(len(forms))].format(*parts, *words))
for expression, kind in [
    ("case when i > 2 then x when b then y else -1.5 end", "Double"), ("case when x < 0 then 'low' when x < 2 then 'middle' end", "Category"),
    ("coalesce(i, j)", "Integer"), ("coalesce(x, 0.5)", "Double"), ("coalesce(c, 'none')", "Category"), ("coalesce(s, r)", "Text"),
    ("case when c = 'Ulm' then d else 'elsewhere' end", "Category"), ("case when a then i + 1 else j * 2 end", "Integer"), ("coalesce(i, 0) + j", "Integer"),
    ("i is null or i = j", "Boolean"), ("coalesce(a, b)", "Boolean"), ("case when s like '%b%' then s else r end", "Text"), ("i * j - i + 3", "Integer"), ("x * y - x + 3", "Double"), ("-i", "Integer"),
    ("case when c = 'Bern' then 1 when c = 'Ulm' then 2 else 3 end", "Integer"), ("-x - -y", "Double"), ("abs(i) + abs(j)", "Integer"), ("(i + j) * (i - j)", "Integer"),
    ("(x > 1) = b", "Boolean"), ("(i > 2) <> a", "Boolean"), ("x / (y - 100)", "Double"), ("j * 1.5 + i", "Double"), ("length(s)", "Integer"), ("length(c) + length(d)", "Integer"),
    ("replace(s, 'a', 'bb')", "Text"), ("trim(s)", "Text"),
]:
    sql(expression, kind)

# Numbers: pandas and NumPy.
frame = pd.DataFrame({
    "i": pd.array(data["i"], dtype="Int64"), "j": pd.array(data["j"], dtype="Int64"), "x": pd.array(data["x"], dtype="float64"), "y": pd.array(data["y"], dtype="float64"),
    "s": data["s"], "r": data["r"], "c": data["c"], "t": pd.to_datetime(pd.Series(data["t"])), "u": pd.to_datetime(pd.Series(data["u"]))})
i, j, x, y, s, t, u = (frame[name] for name in "ijxystu")
fi, fj = i.astype("float64"), j.astype("float64")
np.seterr(all="ignore")
for expression, series in [
    ("x / y", x / y), ("i / j", fi / fj), ("x // y", x // y), ("x % y", x.mod(y)), ("pow(x, 2)", x ** 2), ("pow(y, i)", (y ** fi).where(fi.notna())), ("sqrt(x)", np.sqrt(x)), ("exp(x / 100)", np.exp(x / 100)), ("log(x)", np.log(x)), ("log10(y)", np.log10(y)), ("log2(y)", np.log2(y)),
    ("log1p(x)", np.log1p(x)), ("abs(x)", x.abs()), ("floor(x)", np.floor(x)), ("ceiling(x)", np.ceil(x)), ("ceil(y)", np.ceil(y)), ("round(x)", x.round()), ("round(x, 1)", x.round(1)), ("round(y, 2)", y.round(2)), ("round(y, -2)", y.round(-2)), ("sign(x)", np.sign(x)),
    ("sin(x)", np.sin(x)), ("cos(x)", np.cos(x)), ("tan(y)", np.tan(y)), ("asin(y)", np.arcsin(y)), ("acos(x)", np.arccos(x)), ("atan(x)", np.arctan(x)), ("atan2(x, y)", np.arctan2(x, y)), ("tanh(x)", np.tanh(x)), ("clip(x, -1, 2.5)", x.clip(-1, 2.5)),
    ("least(x, y)", np.minimum(x, y)), ("greatest(x, y, 1)", np.maximum(np.maximum(x, y), 1)), ("min(x, i)", np.minimum(x, fi)), ("x - mean(x)", x - x.mean()), ("(x - mean(x)) / std(x)", (x - x.mean()) / x.std()), ("x / sum(x)", x / x.sum()), ("x - median(x)", x - x.median()),
    ("x - min(x)", x - x.min()), ("max(x) - x", x.max() - x), ("var(x) + x * 0", x.var() + x * 0), ("quantile(x, 0.3) + x * 0", x.quantile(0.3) + x * 0), ("i - mean(i)", fi - fi.mean()), ("mean(i > 2) + x * 0", fi[i.notna()].gt(2).mean() + x * 0), ("number(i) + 0.5", fi + 0.5),
    ("std(i + j) + x * 0", (fi + fj).std() + x * 0), ("pi() * x", np.pi * x), ("number(s)", pd.to_numeric(s, errors="coerce")), ("number(a)", pd.array(data["a"], dtype="boolean").astype("Float64").to_numpy("float64", na_value=np.nan)),
]:
    add("numpy", expression, "Double", [float(value) for value in series])
for expression, series in [
    ("i // 3", i // 3), ("i // -3", i // -3), ("i % 3", i % 3), ("i % -3", i % -3), ("j // 7", j // 7), ("abs(i)", i.abs()), ("sign(i)", pd.Series(np.sign(fi)).astype("Int64")), ("i + j * 2", i + j * 2), ("least(i, j)", pd.Series(np.minimum(fi, fj)).astype("Int64")),
    ("greatest(i, j)", pd.Series(np.maximum(fi, fj)).astype("Int64")), ("integer(x)", pd.Series(np.trunc(x)).astype("Int64")), ("sum(i)", pd.Series([int(i.sum())] * ROWS)), ("count(i)", pd.Series([int(i.count())] * ROWS)), ("count()", pd.Series([ROWS] * ROWS)), ("max(i) - i", i.max() - i), ("row()", pd.Series(range(ROWS))),
    ("row() % 5", pd.Series(range(ROWS)) % 5), ("round(i, -1)", pd.Series(np.round(fi / 10) * 10).astype("Int64")), ("integer(a)", pd.Series(pd.array(data["a"], dtype="boolean")).astype("Int64")), ("sum(a)", pd.Series([sum(1 for value in data["a"] if value)] * ROWS)),
]:
    add("pandas", expression, "Integer", [None if pd.isna(value) else int(value) for value in series])


# Texts: Python's own functions.
def of(function, *names):
    return [None if any(data[name][row] is None for name in names) else function(*(data[name][row] for name in names)) for row in range(ROWS)]


def part(text, separator, number):
    parts = text.split(separator)
    return parts[number] if -len(parts) <= number < len(parts) else None


for name, kind in [("s", "Text"), ("r", "Text"), ("c", "Category")]:
    for expression, function, result in [
        ("length({0})", len, "Integer"), ("lower({0})", lambda text: text.lower(), kind), ("upper({0})", lambda text: text.upper() if "ß" not in text else text, kind), ("trim({0})", str.strip, kind), ("contains({0}, 'b')", lambda text: "b" in text, "Boolean"),
        ("startswith({0}, 'A')", lambda text: text.startswith("A"), "Boolean"), ("endswith({0}, 'l')", lambda text: text.endswith("l"), "Boolean"), ("replace({0}, 'l', 'LL')", lambda text: text.replace("l", "LL"), kind), ("slice({0}, 1, 2)", lambda text: text[1:3], kind),
        ("slice({0}, -2)", lambda text: text[-2:], kind), ("slice({0}, 2)", lambda text: text[2:], kind), ("split({0}, ',', 1)", lambda text: part(text, ",", 1), kind), ("split({0}, ',', -1)", lambda text: part(text, ",", -1), kind), ("matches({0}, '^[A-Z]+$')", lambda text: re.search("^[A-Z]+$", text) is not None, "Boolean"),
        ("matches({0}, 'b.*c|l')", lambda text: re.search("b.*c|l", text) is not None, "Boolean"), ("concat({0}, '-', {0})", lambda text: text + "-" + text, kind), ("{0} + '!'", lambda text: text + "!", kind), ("lower({0}) = 'atl'", lambda text: text.lower() == "atl", "Boolean"),
        ("length(trim(lower({0}))) * 2", lambda text: 2 * len(text.strip().lower()), "Integer"), ("{0} >= 'a'", lambda text: text >= "a", "Boolean"), ("if(length({0}) > 3, upper({0}), 'short')", lambda text: (text.upper() if "ß" not in text else text) if len(text) > 3 else "short", kind),
    ]:
        values = of(function, name)
        if expression.startswith("if("):
            values = ["short" if value is None else value for value in values]
        add("python", expression.format(name), result, values)
add("python", "concat(s, '/', c)", "Text", of(lambda text, town: text + "/" + town, "s", "c"))
add("python", "contains(s, r)", "Boolean", of(lambda text, other: other in text, "s", "r"))
add("python", "replace(s, r, c)", "Text", of(lambda text, old, new: text.replace(old, new) if old else text, "s", "r", "c"))
add("python", "slice(s, j, 2)", "Text", of(lambda text, start: text[max(0, len(text) + start) if start < 0 else start:][:2], "s", "j"))
add("python", "text(i)", "Text", of(str, "i"))
add("python", "text(a)", "Category", of(lambda value: "true" if value else "false", "a"))
add("python", "min(c)", "Category", [min(value for value in data["c"] if value is not None)] * ROWS)
add("python", "max(s) >= s", "Boolean", of(lambda text: True, "s"))

# Dates: pandas.
for expression, series in [
    ("year(t)", t.dt.year), ("quarter(t)", t.dt.quarter), ("month(t)", t.dt.month), ("day(t)", t.dt.day), ("dayofyear(t)", t.dt.dayofyear), ("weekday(t)", (t.dt.dayofweek + 1) % 7), ("hour(t)", t.dt.hour), ("minute(t)", t.dt.minute), ("second(t)", t.dt.second),
    ("week(t)", t.dt.isocalendar().week), ("isoyear(t)", t.dt.isocalendar().year), ("day_of_year(u)", u.dt.dayofyear), ("year(u) * 100 + month(u)", u.dt.year * 100 + u.dt.month),
]:
    add("pandas", expression, "Integer", [None if pd.isna(value) else int(value) for value in series])


def stamps(series):
    return [None if pd.isna(value) else value.strftime("%Y-%m-%dT%H:%M:%S.%f") for value in series]


for expression, series in [
    ("date(t)", t.dt.floor("D")), ("datetrunc(t, 'hour')", t.dt.floor("H")), ("datetrunc(t, 'minute')", t.dt.floor("min")), ("datetrunc(t, 'month')", t.dt.to_period("M").dt.start_time), ("datetrunc(t, 'year')", t.dt.to_period("Y").dt.start_time), ("datetrunc(t, 'quarter')", t.dt.to_period("Q").dt.start_time),
    ("datetrunc(t, 'week')", t.dt.to_period("W").dt.start_time), ("dateadd(t, 1, 'day')", t + pd.Timedelta(days=1)), ("dateadd(t, 1.5, 'hour')", t + pd.Timedelta(hours=1.5)), ("dateadd(t, i, 'minute')", t + pd.to_timedelta(fi, unit="min")), ("dateadd(t, 13, 'month')", t + pd.DateOffset(months=13)),
    ("dateadd(t, -1, 'year')", t + pd.DateOffset(years=-1)), ("dateadd(u, 2, 'quarters')", u + pd.DateOffset(months=6)), ("if(t is missing, u, t)", t.fillna(u)), ("min(t)", pd.Series([t.min()] * ROWS)), ("greatest(t, u)", pd.concat([t, u], axis=1).max(axis=1, skipna=False).where(t.notna())),
    ("timestamp('2001-01-05')", pd.Series([pd.Timestamp("2001-01-05")] * ROWS)),
]:
    add("pandas", expression, "Timestamp", stamps(series))
for expression, series in [
    ("datediff(t, u, 'day')", (t - u) / pd.Timedelta(days=1)), ("datediff(t, u, 'second')", (t - u) / pd.Timedelta(seconds=1)), ("datediff(t, '2000-01-01', 'week')", (t - pd.Timestamp("2000-01-01")) / pd.Timedelta(days=7)),
]:
    add("pandas", expression, "Double", [float(value) for value in series])
for expression, series in [
    ("t > '2001-01-01'", t > pd.Timestamp("2001-01-01")), ("t = timestamp '2001-01-05'", t == pd.Timestamp("2001-01-05")), ("t < u", t < u), ("t in ('2001-01-05', '2000-02-29')", t.isin([pd.Timestamp("2001-01-05"), pd.Timestamp("2000-02-29")])),
    ("t between '2001-01-01' and '2001-12-31'", t.between(pd.Timestamp("2001-01-01"), pd.Timestamp("2001-12-31"))), ("year(t) = 2001 and month(t) < 3", (t.dt.year == 2001) & (t.dt.month < 3)),
]:
    add("pandas", expression, "Boolean", [None if pd.isna(time) else bool(value) for time, value in zip(t, series)])

with open("expressions.json", "w") as out:
    columns = [{"name": name, "kind": kind, "cells": stamps(pd.to_datetime(pd.Series(column))) if kind == "Timestamp" else column} for name, (kind, column) in table.items()]
    json.dump({"table": columns, "cases": cases}, out, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    out.write("\n")
print(len(cases), "cases")
