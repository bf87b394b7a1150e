"""Times pandas, and COPY by psql, on the workloads of databases and prints one line of JSON for each.

The first time is that of writing the table, the second that of reading it, the score the mean delay of what was read.
"""
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time

import pandas as pd

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CACHE = os.path.join(ROOT, ".cache", "bench")
ROWS = 300_000
REPEATS = 3
POSTGRES = os.environ.get("MODELYARD_BENCH_POSTGRES", "")


def wanted(name):
    return len(sys.argv) < 2 or sys.argv[1] in name


def tell(name, peer, writing, reading, score):
    print(json.dumps({"name": name, "size": "300,000 x 5", "peer": peer, "fit": writing, "predict": reading, "score": score}), flush=True)


def measure(name, connection, **how):
    writing, reading = [], []
    for _ in range(REPEATS):
        start = time.perf_counter()
        flights.to_sql("flights", connection, if_exists="replace", index=False, **how)
        if hasattr(connection, "commit"):
            connection.commit()
        middle = time.perf_counter()
        back = pd.read_sql("SELECT * FROM flights", connection, parse_dates=["date"])
        writing.append(middle - start)
        reading.append(time.perf_counter() - middle)
    tell(name, "pandas", statistics.median(writing), statistics.median(reading), float(back["delay"].mean()))


flights = pd.read_csv(os.path.join(CACHE, "flights-3m.csv"), parse_dates=["date"], nrows=ROWS) if wanted("flights_sqlite") or wanted("flights_postgres") else None
if wanted("flights_sqlite"):
    path = os.path.join(CACHE, "flights-pandas.db")
    measure("flights_sqlite", sqlite3.connect(path))
    os.remove(path)
if wanted("flights_postgres") and POSTGRES:
    from sqlalchemy import create_engine
    measure("flights_postgres", create_engine(POSTGRES.replace("postgres://", "postgresql+psycopg2://")), method="multi", chunksize=2000)  # row by row it takes several times as long
    table = os.path.join(CACHE, "flights-300k.csv")
    flights.to_csv(table, index=False)
    columns = "date timestamp, delay smallint, distance smallint, origin text, destination text"
    seconds = []
    for _ in range(REPEATS):
        subprocess.run(["psql", "-q", POSTGRES, "-c", f"DROP TABLE IF EXISTS copied; CREATE TABLE copied ({columns})"], check=True)
        start = time.perf_counter()
        subprocess.run(["psql", "-q", POSTGRES, "-c", f"\\copy copied FROM '{table}' CSV HEADER"], check=True)
        seconds.append(time.perf_counter() - start)
    score = subprocess.run(["psql", "-qtA", POSTGRES, "-c", "SELECT avg(delay) FROM copied"], check=True, capture_output=True, text=True).stdout
    tell("flights_postgres", "COPY by psql", statistics.median(seconds), None, float(score))
    os.remove(table)
