"""Times pandas on the frames' workloads and prints one line of JSON for each.

The score is the mean of one column, to show that the same was read. Times stay texts in pandas; ours become timestamps.
"""
import json
import os
import re
import statistics
import sys
import time

import pandas as pd

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORKLOADS = [
    ("read_csv_flights", "3,000,000 x 5, 127 MB", ".cache/bench/flights-3m.csv", "delay", 3),
    ("read_csv_diamonds", "53,940 x 10, 2.8 MB", "examples/data/diamonds.csv", "price", 10),
]

for name, size, path, scored, repeats in WORKLOADS:
    if len(sys.argv) > 1 and sys.argv[1] not in name:
        continue
    pd.read_csv(os.path.join(ROOT, path))  # warm, as ours are
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        frame = pd.read_csv(os.path.join(ROOT, path))
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"name": name, "size": size, "peer": "pandas", "fit": statistics.median(seconds), "score": float(frame[scored].mean())}), flush=True)


def middle(table):
    """Adds the middle cell of each column, to show that both sides did the same."""
    return float(table.iloc[len(table) // 2].fillna(0).sum())


def legged(flights):
    rows = pd.RangeIndex(len(flights))
    index = pd.MultiIndex.from_arrays([rows // 10, rows % 10], names=["trip", "leg"])
    return pd.DataFrame({"delay": flights["delay"].values, "distance": flights["distance"].values}, index=index)


def keyed(flights):
    return flights[["origin", "destination", "delay", "distance"]].set_index(["origin", "destination"])


INDEXING = [
    ("pivot_flights", "3,000,000 rows, mean of two keys", lambda flights: flights, lambda table: table.pivot_table(index="origin", columns="destination", values="delay", aggfunc="mean"), 5),
    ("unstack_flights", "3,000,000 x 2 to 300,000 x 20", legged, lambda table: table.unstack("leg"), 5),
    ("stack_flights", "300,000 x 20 to 3,000,000 x 2", lambda flights: legged(flights).unstack("leg"), lambda table: table.stack("leg"), 5),
    ("xs_flights", "3,000,000 rows, one airport", keyed, lambda table: table.xs("ATL", level="destination"), 10),
    ("sort_index_flights", "3,000,000 rows, two levels", lambda flights: flights, lambda table: keyed(table).sort_index(kind="stable"), 3),
]
wanted = [one for one in INDEXING if len(sys.argv) < 2 or sys.argv[1] in one[0]]
flights = pd.read_csv(os.path.join(ROOT, ".cache/bench/flights-3m.csv")) if wanted else None
for name, size, prepare, work, repeats in wanted:
    table = prepare(flights)
    result = work(table)
    score = float(result["delay"].iloc[1_000_000]) if name == "sort_index_flights" else middle(result)
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work(table)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"name": name, "size": size, "peer": "pandas", "fit": statistics.median(seconds), "score": score}), flush=True)


def airports(flights):
    names = sorted(flights["origin"].unique())
    return pd.DataFrame({"origin": names, "number": range(len(names))})


def nearest(flights):
    ordered = flights.sort_values("date", kind="stable")
    return ordered, ordered.iloc[::10][["date", "origin", "distance"]].rename(columns={"distance": "last"})


def row(table, column):
    return float(table[column].iloc[len(table) // 2])


SHAPING = [
    ("group_flights", "3,000,000 rows, two keys; mean, std, max", lambda flights: flights, lambda flights: row(
        flights.groupby(["origin", "destination"]).agg(mean=("delay", "mean"), std=("delay", "std"), max=("distance", "max")).reset_index(), "max"), 5),
    ("merge_flights", "3,000,000 rows, left, with airports", lambda flights: (flights, airports(flights)), lambda both: row(both[0].merge(both[1], on="origin", how="left"), "number"), 5),
    ("asof_flights", "3,000,000 rows, the last of 300,000 by origin", nearest, lambda both: row(pd.merge_asof(both[0], both[1], on="date", by="origin"), "last"), 3),
    ("melt_flights", "3,000,000 x 4 to 6,000,000 x 4", lambda flights: flights, lambda flights: row(flights.melt(["origin", "destination"], ["delay", "distance"]), "value"), 5),
    ("sort_flights", "3,000,000 rows, three keys", lambda flights: flights, lambda flights: row(flights.sort_values(["delay", "distance", "date"]), "delay"), 3),
    ("rolling_flights", "3,000,000 rows, mean of 100", lambda flights: flights, lambda flights: row(flights["delay"].rolling(100).mean().to_frame(), "delay"), 5),
    ("counts_flights", "3,000,000 rows, 265 airports", lambda flights: flights, lambda flights: row(flights["origin"].value_counts().to_frame("count"), "count"), 5),
    ("resample_flights", "3,000,000 rows, by hour", lambda flights: flights, lambda flights: row(flights.resample("H", on="date")["delay"].agg(["mean", "count"]), "count"), 5),
    ("cut_flights", "3,000,000 rows, 20 intervals", lambda flights: flights, lambda flights: float(pd.cut(flights["delay"], 20).cat.codes.iloc[len(flights) // 2]), 5),
    ("cumulative_flights", "3,000,000 rows, by origin", lambda flights: flights, lambda flights: row(flights.groupby("origin")["delay"].cumsum().to_frame("delay"), "delay"), 5),
]
wanted = [one for one in SHAPING if len(sys.argv) < 2 or sys.argv[1] in one[0]]
if wanted:
    flights = pd.read_csv(os.path.join(ROOT, ".cache/bench/flights-3m.csv"), parse_dates=["date"])
for name, size, prepare, work, repeats in wanted:
    table = prepare(flights)
    score = work(table)
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work(table)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"name": name, "size": size, "peer": "pandas", "fit": statistics.median(seconds), "score": score}), flush=True)


def validate(flights, airports):
    """The ten checks by hand: the rows that fail each, and how many."""
    failing = [
        flights["date"].isna() | flights["delay"].isna() | flights["distance"].isna() | flights["origin"].isna() | flights["destination"].isna(),
        flights["date"] < "2001-01-01",
        flights["date"].diff() < pd.Timedelta(0),
        flights["delay"] < -60,
        flights["delay"] > 600,
        flights["distance"] <= 0,
        ~flights["origin"].cat.rename_categories(str).isin([level for level in flights["origin"].cat.categories if re.fullmatch("[A-Z]{3}", level)]),
        ~flights["destination"].isin([level for level in flights["destination"].cat.categories if len(level) >= 3]),
        flights.duplicated(["date", "origin", "destination"]),
        ~flights["destination"].isin(airports),
    ]
    return sum(int(mask.sum()) for mask in failing) + (len(flights) < 1_000_000)


name, size, repeats = "validate_flights", "3,000,000 rows, ten checks", 3
if len(sys.argv) < 2 or sys.argv[1] in name:
    flights = pd.read_csv(os.path.join(ROOT, ".cache/bench/flights-3m.csv"), parse_dates=["date"], dtype={"origin": "category", "destination": "category"})
    airports = list(flights["origin"].cat.categories)
    score = float(validate(flights, airports))
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        validate(flights, airports)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"name": name, "size": size, "peer": "pandas", "fit": statistics.median(seconds), "score": score}), flush=True)

name, size, repeats = "records_1m", "1,000,000 records of 5 to a table, and back", 5
if len(sys.argv) < 2 or sys.argv[1] in name:
    flights = pd.read_csv(os.path.join(ROOT, ".cache/bench/flights-3m.csv"), parse_dates=["date"], nrows=1_000_000)
    records = list(flights.itertuples(index=False, name=None))
    seconds = [[], []]
    for _ in range(repeats):
        start = time.perf_counter()
        table = pd.DataFrame.from_records(records, columns=["date", "delay", "distance", "origin", "destination"])
        seconds[0].append(time.perf_counter() - start)
        start = time.perf_counter()
        back = list(table.itertuples(index=False, name=None))
        seconds[1].append(time.perf_counter() - start)
    print(json.dumps({"name": name, "size": size, "peer": "pandas", "fit": statistics.median(seconds[0]), "predict": statistics.median(seconds[1]), "score": float(back[500_000][1])}), flush=True)

EXPRESSIONS = [
    ("filter_flights", "3,000,000 x 5, three conditions", lambda flights: flights[(flights["distance"] > 500) & flights["delay"].between(15, 120) & flights["origin"].isin(["ATL", "ORD"])]["delay"], 11),
    ("compute_flights", "3,000,000 rows, a quotient with a condition", lambda flights: (flights["distance"] / flights["delay"]).where(flights["delay"] > 0), 11),
    ("month_flights", "3,000,000 rows, the month of a time", lambda flights: flights["date"].dt.month, 11),
    ("standardize_flights", "3,000,000 rows, (x - mean(x)) / std(x)", lambda flights: (flights["distance"] - flights["distance"].mean()) / flights["distance"].std(), 11),
]
wanted = [one for one in EXPRESSIONS if len(sys.argv) < 2 or sys.argv[1] in one[0]]
flights = pd.read_csv(os.path.join(ROOT, ".cache/bench/flights-3m.csv"), parse_dates=["date"]) if wanted else None
for name, size, work, repeats in wanted:
    score = float(work(flights).mean())
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work(flights)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"name": name, "size": size, "peer": "pandas", "fit": statistics.median(seconds), "score": score}), flush=True)
if len(sys.argv) < 2 or sys.argv[1] in "read_ndjson_flights":
    path = os.path.join(ROOT, ".cache/bench/flights-1m.ndjson")
    start = time.perf_counter()
    frame = pd.read_json(path, lines=True, convert_dates=["date"])
    print(json.dumps({"name": "read_ndjson_flights", "size": "1,000,000 x 5, 93 MB", "peer": "pandas", "fit": time.perf_counter() - start, "score": float(frame["delay"].mean())}), flush=True)
