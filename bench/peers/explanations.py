#!/usr/bin/env python3
"""Measures the peers of explanations, on two threads, with the same data and the same kind of model: XGBoost's pred_contribs and pred_interactions,
scikit-learn's partial_dependence and permutation_importance.

Usage: explanations.py [PART-OF-A-NAME...]      (by default all of WORKLOADS)

Prints one JSON object a line: name, size, peer, fit (seconds of the whole work, a median), score (R2 of what base and contributions sum up to; how far
the mean rises in standard deviations of the target; the R2 that is lost with the first feature).
The data comes from prepare.py.
"""
import json
import os
import statistics
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "2")

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.metrics import r2_score

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache", "bench")
WORKLOADS = {"treeshap_10k": (10_000, "pred_contribs", 3), "treeshap_row": (1, "pred_contribs", 200), "treeshap_pairs_1k": (1000, "pred_interactions", 1)}


ASKING = ["partial_dependence_10k", "permutation_importance_10k"]


def load(name):
    return {part: np.load(os.path.join(CACHE, name, part + ".npy")) for part in ["X_train", "X_test", "y_train", "y_test"]}


def median(work, repeats):
    result = work()  # warm, as ours are
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return round(statistics.median(times), 6), result


def contributions(wanted):
    import xgboost  # where it is not there, the others are still measured

    parts = load("flights_1m")
    model = xgboost.XGBRegressor(tree_method="hist", n_estimators=100, max_depth=6, n_jobs=2).fit(parts["X_train"], parts["y_train"])
    booster = model.get_booster()
    for name in wanted:
        rows, method, repeats = WORKLOADS[name]
        matrix = xgboost.DMatrix(parts["X_test"][:rows], nthread=2)
        seconds, values = median(lambda: booster.predict(matrix, **{method: True}), repeats)
        result = {"name": name, "size": f"{rows:,} x {parts['X_test'].shape[1]}, 100 trees", "peer": "XGBoost", "fit": seconds}
        if rows > 1:
            result["score"] = round(float(r2_score(parts["y_test"][:rows], values.reshape(rows, -1).sum(axis=1))), 6)
        print(json.dumps(result), flush=True)


def asking(wanted):
    parts = load("diamonds")
    model = HistGradientBoostingRegressor(early_stopping=False, max_leaf_nodes=None, max_depth=6).fit(parts["X_train"], parts["y_train"])
    rows, target = parts["X_test"][:10_000], parts["y_test"][:10_000]
    for name in wanted:
        if name == "partial_dependence_10k":
            grid = {"grid_resolution": 50, "percentiles": (0, 1), "method": "brute", "kind": "both"}
            seconds, found = median(lambda: partial_dependence(model, rows, [0], **grid), 3)
            score = (found["average"][0][-1] - found["average"][0][0]) / target.std()
        else:
            seconds, found = median(lambda: permutation_importance(model, rows, target, n_repeats=5, random_state=0), 3)
            score = found.importances_mean[0]
        print(json.dumps({"name": name, "size": f"10,000 x {rows.shape[1]}, 100 trees", "peer": "scikit-learn", "fit": seconds, "score": round(float(score), 6)}), flush=True)


def main():
    for names, measure in ((WORKLOADS, contributions), (ASKING, asking)):
        wanted = [name for name in names if any(part in name for part in sys.argv[1:] or [""])]
        if wanted:
            measure(wanted)


if __name__ == "__main__":
    main()
