#!/usr/bin/env python3
"""Measures the peers of explanations: XGBoost's pred_contribs and pred_interactions, on two threads, with the same data and the same kind of model.

Usage: explanations.py [PART-OF-A-NAME...]      (by default all of WORKLOADS)

Prints one JSON object a line: name, size, peer, fit (seconds of the whole work, a median), score (R2 of what base and contributions sum up to).
The data comes from prepare.py.
"""
import json
import os
import statistics
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "2")

import numpy as np
import xgboost
from sklearn.metrics import r2_score

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache", "bench")
WORKLOADS = {"treeshap_10k": (10_000, "pred_contribs", 3), "treeshap_row": (1, "pred_contribs", 200), "treeshap_pairs_1k": (1000, "pred_interactions", 1)}


def main():
    wanted = [name for name in WORKLOADS if any(part in name for part in sys.argv[1:] or [""])]
    if not wanted:
        return
    parts = {part: np.load(os.path.join(CACHE, "flights_1m", part + ".npy")) for part in ["X_train", "X_test", "y_train", "y_test"]}
    model = xgboost.XGBRegressor(tree_method="hist", n_estimators=100, max_depth=6, n_jobs=2).fit(parts["X_train"], parts["y_train"])
    booster = model.get_booster()
    for name in wanted:
        rows, method, repeats = WORKLOADS[name]
        matrix = xgboost.DMatrix(parts["X_test"][:rows], nthread=2)
        booster.predict(matrix, **{method: True})  # warm, as ours are
        times = []
        for _ in range(repeats):
            start = time.perf_counter()
            values = booster.predict(matrix, **{method: True})
            times.append(time.perf_counter() - start)
        result = {"name": name, "size": f"{rows:,} x {parts['X_test'].shape[1]}, 100 trees", "peer": "XGBoost", "fit": round(statistics.median(times), 6)}
        if rows > 1:
            result["score"] = round(float(r2_score(parts["y_test"][:rows], values.reshape(rows, -1).sum(axis=1))), 6)
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
