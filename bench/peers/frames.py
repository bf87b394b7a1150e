"""Times pandas on the frames' workloads and prints one line of JSON for each.

Usage: frames.py [PART-OF-A-NAME]; with 'peak' after the whole name of a workload, how much memory this process holds at most while it does the work once.

The score shows that the same was done: the mean of a column of what was read, else the cell in the middle of a column, or the middle cells of all. What is read from a file keeps
its times as texts in pandas; ours become timestamps.
"""
import json
import os
import re
import statistics
import sys
import time
from functools import lru_cache

import pandas as pd

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CACHE = os.path.join(ROOT, ".cache", "bench")
CSV = os.path.join(CACHE, "flights-3m.csv")


@lru_cache(maxsize=1)
def flights(kinds="times"):
    """Reads the flights: times as 'texts' or 'times', or airports as 'categories' as well."""
    categories = {"origin": "category", "destination": "category"} if kinds == "categories" else None
    return pd.read_csv(CSV, parse_dates=None if kinds == "texts" else ["date"], dtype=categories)


def airports():
    names = sorted(flights()["origin"].unique())
    return pd.DataFrame({"origin": names, "number": range(len(names))})


def nearest():
    ordered = flights().sort_values("date", kind="stable")
    return ordered, ordered.iloc[::10][["date", "origin", "distance"]].rename(columns={"distance": "last"})


def legged():
    rows = pd.RangeIndex(len(flights("texts")))
    index = pd.MultiIndex.from_arrays([rows // 10, rows % 10], names=["trip", "leg"])
    return pd.DataFrame({"delay": flights("texts")["delay"].values, "distance": flights("texts")["distance"].values}, index=index)


def keyed():
    return flights("texts")[["origin", "destination", "delay", "distance"]].set_index(["origin", "destination"])


def validate(given):
    """The ten checks by hand: the rows that fail each, and how many."""
    table, known = given
    failing = [
        table["date"].isna() | table["delay"].isna() | table["distance"].isna() | table["origin"].isna() | table["destination"].isna(),
        table["date"] < "2001-01-01",
        table["date"].diff() < pd.Timedelta(0),
        table["delay"] < -60,
        table["delay"] > 600,
        table["distance"] <= 0,
        ~table["origin"].cat.rename_categories(str).isin([level for level in table["origin"].cat.categories if re.fullmatch("[A-Z]{3}", level)]),
        ~table["destination"].isin([level for level in table["destination"].cat.categories if len(level) >= 3]),
        table.duplicated(["date", "origin", "destination"]),
        ~table["destination"].isin(known),
    ]
    return sum(int(mask.sum()) for mask in failing) + (len(table) < 1_000_000)


def mean(column):
    return lambda table: float(table[column].mean())


def row(column):
    return lambda table: float(table[column].iloc[len(table) // 2])


def middle(table):
    """Adds the middle cell of each column."""
    return float(table.iloc[len(table) // 2].fillna(0).sum())


def average(result):
    return float(result.mean())


def nothing():
    return None


READING = [
    ("read_csv_flights", "3,000,000 x 5, 127 MB", nothing, lambda _: pd.read_csv(CSV), mean("delay"), 3),
    ("read_csv_diamonds", "53,940 x 10, 2.8 MB", nothing, lambda _: pd.read_csv(os.path.join(ROOT, "examples", "data", "diamonds.csv")), mean("price"), 10),
    ("read_ndjson_flights", "1,000,000 x 5, 93 MB", nothing, lambda _: pd.read_json(os.path.join(CACHE, "flights-1m.ndjson"), lines=True, convert_dates=["date"]), mean("delay"), 1),
]
INDEXING = [
    ("pivot_flights", "3,000,000 rows, mean of two keys", lambda: flights("texts"), lambda table: table.pivot_table(index="origin", columns="destination", values="delay", aggfunc="mean"), middle, 5),
    ("unstack_flights", "3,000,000 x 2 to 300,000 x 20", legged, lambda table: table.unstack("leg"), middle, 5),
    ("stack_flights", "300,000 x 20 to 3,000,000 x 2", lambda: legged().unstack("leg"), lambda table: table.stack("leg"), middle, 5),
    ("xs_flights", "3,000,000 rows, one airport", keyed, lambda table: table.xs("ATL", level="destination"), middle, 10),
    ("sort_index_flights", "3,000,000 rows, two levels", lambda: flights("texts"), lambda table: keyed().sort_index(kind="stable"), lambda table: float(table["delay"].iloc[1_000_000]), 3),
]
SHAPING = [
    ("group_flights", "3,000,000 rows, two keys; mean, std, max", flights, lambda table: table.groupby(["origin", "destination"]).agg(
        mean=("delay", "mean"), std=("delay", "std"), max=("distance", "max")).reset_index(), row("max"), 5),
    ("merge_flights", "3,000,000 rows, left, with airports", lambda: (flights(), airports()), lambda both: both[0].merge(both[1], on="origin", how="left"), row("number"), 5),
    ("asof_flights", "3,000,000 rows, the last of 300,000 by origin", nearest, lambda both: pd.merge_asof(both[0], both[1], on="date", by="origin"), row("last"), 3),
    ("melt_flights", "3,000,000 x 4 to 6,000,000 x 4", flights, lambda table: table.melt(["origin", "destination"], ["delay", "distance"]), row("value"), 5),
    ("sort_flights", "3,000,000 rows, three keys", flights, lambda table: table.sort_values(["delay", "distance", "date"]), row("delay"), 3),
    ("rolling_flights", "3,000,000 rows, mean of 100", flights, lambda table: table["delay"].rolling(100).mean().to_frame(), row("delay"), 5),
    ("counts_flights", "3,000,000 rows, 265 airports", flights, lambda table: table["origin"].value_counts().to_frame("count"), row("count"), 5),
    ("resample_flights", "3,000,000 rows, by hour", flights, lambda table: table.resample("H", on="date")["delay"].agg(["mean", "count"]), row("count"), 5),
    ("cut_flights", "3,000,000 rows, 20 intervals", flights, lambda table: pd.cut(table["delay"], 20), lambda bins: float(bins.cat.codes.iloc[len(bins) // 2]), 5),
    ("cumulative_flights", "3,000,000 rows, by origin", flights, lambda table: table.groupby("origin")["delay"].cumsum().to_frame("delay"), row("delay"), 5),
    ("validate_flights", "3,000,000 rows, ten checks", lambda: (flights("categories"), list(flights("categories")["origin"].cat.categories)), validate, float, 3),
]
EXPRESSIONS = [
    ("filter_flights", "3,000,000 x 5, three conditions", flights,
     lambda table: table[(table["distance"] > 500) & table["delay"].between(15, 120) & table["origin"].isin(["ATL", "ORD"])], mean("delay"), 11),
    ("compute_flights", "3,000,000 rows, a quotient with a condition", flights, lambda table: (table["distance"] / table["delay"]).where(table["delay"] > 0), average, 11),
    ("month_flights", "3,000,000 rows, the month of a time", flights, lambda table: table["date"].dt.month, average, 11),
    ("standardize_flights", "3,000,000 rows, (x - mean(x)) / std(x)", flights, lambda table: (table["distance"] - table["distance"].mean()) / table["distance"].std(), average, 11),
]
only, is_peak = (sys.argv[1] if len(sys.argv) > 1 else ""), len(sys.argv) > 2
for name, size, prepare, work, score, repeats in READING + INDEXING + SHAPING + EXPRESSIONS:
    if only != name if is_peak else only not in name:
        continue
    table = prepare()
    if is_peak:
        with open("/proc/self/clear_refs", "w") as forget:
            forget.write("5")  # Linux forgets the peak so far
        result = work(table)
        with open("/proc/self/status") as status:
            peak = int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024
        print(json.dumps({"name": name, "size": size, "peer": "pandas", "peak": peak, "score": score(result)}), flush=True)
        continue
    result = score(work(table))  # warm, as ours are
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work(table)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"name": name, "size": size, "peer": "pandas", "fit": statistics.median(seconds), "score": result}), flush=True)

name, size, repeats = "records_1m", "1,000,000 records of 5 to a table, and back", 5
if len(sys.argv) < 2 or sys.argv[1] in name:
    records = list(flights().head(1_000_000).itertuples(index=False, name=None))
    seconds = [[], []]
    for _ in range(repeats):
        start = time.perf_counter()
        table = pd.DataFrame.from_records(records, columns=["date", "delay", "distance", "origin", "destination"])
        seconds[0].append(time.perf_counter() - start)
        start = time.perf_counter()
        back = list(table.itertuples(index=False, name=None))
        seconds[1].append(time.perf_counter() - start)
    print(json.dumps({"name": name, "size": size, "peer": "pandas", "fit": statistics.median(seconds[0]), "predict": statistics.median(seconds[1]), "score": float(back[500_000][1])}), flush=True)
