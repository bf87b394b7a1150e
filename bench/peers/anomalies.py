#!/usr/bin/env python3
"""Measures scikit-learn's detectors of anomalies with the data and settings of Modelyard's; rows of the test part are scored among as many spread evenly over the range of each feature.

Usage: anomalies.py [PART-OF-A-NAME...]      (by default all of WORKLOADS)

Prints one JSON object a line: name, size, peer, fit and predict (seconds, the median of three), score (area under the curve). The data comes from prepare.py.
"""
import json
import statistics
import sys

import numpy as np
from estimators import REPEATS, load, timed
from sklearn.base import clone
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score
from sklearn.svm import OneClassSVM

MOST_ROWS = 25_000
GOLDEN = 0.6180339887498949
WORKLOADS = {
    "isolation_flights_1m": ("flights_1m", IsolationForest(n_estimators=100, max_samples=256, random_state=0, n_jobs=2)),
    "oneclass_letters": ("letters", OneClassSVM(nu=0.05, cache_size=256)),
}


def with_spread(train, test):
    # Multiples of a feature's own odd share of the golden section fill the range evenly and without chance, the same on both sides.
    places = np.arange(1, len(test) + 1)[:, None] * (0.5 + np.arange(1, test.shape[1] + 1) * GOLDEN)
    least = train.min(axis=0)
    return np.vstack([test, least + (train.max(axis=0) - least) * (places - np.floor(places))])


def measure(name):
    data, detector = WORKLOADS[name]
    train, test = load(data, "X_train"), load(data, "X_test")[:MOST_ROWS]
    rows = with_spread(train, test)
    clone(detector).fit(train).score_samples(rows)  # warm, as ours are
    fits, predictions = [], []
    for _ in range(REPEATS):
        seconds, model = timed(lambda: clone(detector).fit(train))
        fits.append(seconds)
        seconds, scores = timed(lambda: model.score_samples(rows))
        predictions.append(seconds)
    print(json.dumps({
        "name": name, "size": f"{len(train):,} x {train.shape[1]}", "peer": "scikit-learn", "fit": round(statistics.median(fits), 6),
        "predict": round(statistics.median(predictions), 6), "score": round(float(roc_auc_score(np.repeat([0, 1], len(test)), -scores)), 6),
    }), flush=True)


for workload in WORKLOADS:
    if any(part in workload for part in sys.argv[1:] or [""]):
        measure(workload)
