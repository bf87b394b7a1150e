"""Times pandas on the frames' workloads and prints one line of JSON for each.

The score is the mean of one column, to show that the same was read. Times stay texts in pandas; ours become timestamps.
"""
import json
import os
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

if len(sys.argv) < 2 or sys.argv[1] in "read_ndjson_flights":
    path = os.path.join(ROOT, ".cache/bench/flights-1m.ndjson")
    start = time.perf_counter()
    frame = pd.read_json(path, lines=True, convert_dates=["date"])
    print(json.dumps({"name": "read_ndjson_flights", "size": "1,000,000 x 5, 93 MB", "peer": "pandas", "fit": time.perf_counter() - start, "score": float(frame["delay"].mean())}), flush=True)
