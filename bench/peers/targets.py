#!/usr/bin/env python3
"""Measures scikit-learn's regressions of several targets with the data and settings of Modelyard's: the lengths of a diamond from the rest, and the next line of a digit from its upper half.

Usage: targets.py [PART-OF-A-NAME...]      (by default all of WORKLOADS)

Prints one JSON object a line: name, size, peer, fit and predict (seconds, the median of three), score (R2, each target by its variance). The data comes from prepare.py.
"""
import json
import statistics
import sys

import numpy as np
from estimators import REPEATS, load, timed
from sklearn.base import clone
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score

# the data, the first columns, which are the features, those behind them, which are the targets, the estimator
WORKLOADS = {
    "forest_targets_diamonds": ("diamonds", 6, 3, RandomForestRegressor(n_estimators=100, random_state=0, n_jobs=2)),
    "ridge_targets_mnist": ("mnist", 392, 28, Ridge()),
}


def measure(name):
    data, features, targets, estimator = WORKLOADS[name]
    train, test = load(data, "X_train"), load(data, "X_test")
    parts = [np.ascontiguousarray(table[:, columns]) for table in [train, test] for columns in [slice(features), slice(features, features + targets)]]
    clone(estimator).fit(parts[0], parts[1]).predict(parts[2])  # warm, as ours are
    fits, predictions = [], []
    for _ in range(REPEATS):
        seconds, model = timed(lambda: clone(estimator).fit(parts[0], parts[1]))
        fits.append(seconds)
        seconds, predicted = timed(lambda: model.predict(parts[2]))
        predictions.append(seconds)
    print(json.dumps({
        "name": name, "size": f"{len(train):,} x {features}, {targets} targets", "peer": "scikit-learn", "fit": round(statistics.median(fits), 6),
        "predict": round(statistics.median(predictions), 6), "score": round(float(r2_score(parts[3], predicted, multioutput="variance_weighted")), 6),
    }), flush=True)


for workload in WORKLOADS:
    if any(part in workload for part in sys.argv[1:] or [""]):
        measure(workload)
