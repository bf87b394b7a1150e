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
