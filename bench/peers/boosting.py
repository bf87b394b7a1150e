#!/usr/bin/env python3
"""Measures the peers of histogram gradient boosting: scikit-learn and XGBoost, on two threads, with the same data and settings.

Usage: boosting.py [PART-OF-A-NAME...]      (by default all of WORKLOADS)

Prints one JSON object a line: name, size, peer, fit and predict (seconds, the median of three), score (R2 or accuracy on the test part).
The data comes from prepare.py.
"""
import json
import os
import statistics
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "2")

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import accuracy_score, r2_score

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache", "bench")
REPEATS = 3


def xgboost_regressor():
    import xgboost

    return xgboost.XGBRegressor(tree_method="hist", n_estimators=100, max_leaves=31, max_depth=0, grow_policy="lossguide", n_jobs=2)


WORKLOADS = {
    "hgb_diamonds": ("diamonds", "scikit-learn", lambda: HistGradientBoostingRegressor(early_stopping=False)),
    "hgb_letters": ("letters", "scikit-learn", lambda: HistGradientBoostingClassifier(early_stopping=False)),
    "hgb_flights_1m": ("flights_1m", "scikit-learn", lambda: HistGradientBoostingRegressor(early_stopping=False)),
    "xgb_flights_1m": ("flights_1m", "XGBoost", xgboost_regressor),
}


def timed(action):
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def measure(name):
    data, peer, create = WORKLOADS[name]
    parts = {part: np.load(os.path.join(CACHE, data, part + ".npy")) for part in ["X_train", "X_test", "y_train", "y_test"]}
    create().fit(parts["X_train"], parts["y_train"]).predict(parts["X_test"])  # warm, as ours are
    fits, predictions = [], []
    for _ in range(REPEATS):
        seconds, model = timed(lambda: create().fit(parts["X_train"], parts["y_train"]))
        fits.append(seconds)
        seconds, predicted = timed(lambda: model.predict(parts["X_test"]))
        predictions.append(seconds)
    score = accuracy_score if name == "hgb_letters" else r2_score
    rows, columns = parts["X_train"].shape
    print(json.dumps({
        "name": name, "size": f"{rows:,} x {columns}", "peer": peer, "fit": round(statistics.median(fits), 6),
        "predict": round(statistics.median(predictions), 6), "score": round(float(score(parts["y_test"], predicted)), 6),
    }), flush=True)


def main():
    for name in WORKLOADS:
        if any(part in name for part in sys.argv[1:] or [""]):
            measure(name)


if __name__ == "__main__":
    main()
