"""Writes frames.json: what pandas reads and describes of the tables in examples/data.

Run it in this folder with Debian's python3-pandas: python3 frames.py
"""
import json
import pandas as pd

TABLES = ["telco-churn", "penguins", "concrete", "diamonds", "LetterRecognition"]


def describe(column):
    is_number = pd.api.types.is_numeric_dtype(column)
    present = column.dropna()
    whole = is_number and bool((present == present.round()).all())
    entry = {
        "count": int(present.size),
        "missing": int(column.isna().sum()),
        "distinct": int(present.nunique()),
        "topCount": int(present.value_counts().iloc[0]),
        "kind": ("Integer" if whole else "Double") if is_number else "Category",
    }
    if is_number:
        figures = column.describe()
        for name, key in [("mean", "mean"), ("std", "std"), ("min", "min"), ("25%", "lower"), ("50%", "median"), ("75%", "upper"), ("max", "max")]:
            entry[key] = float(figures[name])
        entry["sum"] = float(present.sum())
    else:
        entry["levels"] = sorted(present.unique().tolist())
    step = max(1, len(column) // 20)
    entry["step"] = step
    entry["cells"] = [None if pd.isna(cell) else (float(cell) if is_number else cell) for cell in column.iloc[::step].tolist()]
    return entry


tables = {}
for table in TABLES:
    frame = pd.read_csv(f"../../examples/data/{table}.csv", float_precision="round_trip")
    tables[table] = {"rows": len(frame), "columns": {name: describe(frame[name]) for name in frame.columns}}

with open("frames.json", "w", encoding="utf-8") as file:
    json.dump(tables, file, indent=1, sort_keys=True)
    file.write("\n")
