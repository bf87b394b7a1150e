#!/usr/bin/env python3
"""Measures scikit-learn's trees and forests on two threads, with the same data and settings as Modelyard's.

Usage: trees.py [PART-OF-A-NAME...]      (by default all of WORKLOADS)

Prints one JSON object a line: name, size, peer, fit and predict (seconds, the median), score (R2 or accuracy on the test part, the
mean over the seeds), scoreError (its standard error). The data comes from prepare.py.
"""
import json
import os
import statistics
import sys
import time

import numpy as np
from sklearn.ensemble import (AdaBoostClassifier, AdaBoostRegressor, BaggingClassifier, BaggingRegressor, ExtraTreesClassifier, ExtraTreesRegressor,
                              RandomForestClassifier, RandomForestRegressor)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache", "bench")
# the data, the seeds (as many as bring the standard error below 0.0003 in a few seconds; that of digits stays near 0.001), the estimator
WORKLOADS = {
    "tree_letters": ("letters", 60, DecisionTreeClassifier, {}),
    "tree_diamonds": ("diamonds", 25, DecisionTreeRegressor, {}),
    "forest_letters": ("letters", 15, RandomForestClassifier, {"n_estimators": 100, "n_jobs": 2}),
    "forest_mnist": ("mnist", 5, RandomForestClassifier, {"n_estimators": 100, "n_jobs": 2}),
    "forest_diamonds": ("diamonds", 5, RandomForestRegressor, {"n_estimators": 100, "n_jobs": 2}),
    "extra_letters": ("letters", 15, ExtraTreesClassifier, {"n_estimators": 100, "n_jobs": 2}),
    "bagging_letters": ("letters", 30, BaggingClassifier, {"estimator": DecisionTreeClassifier(), "n_jobs": 2}),
    "ada_letters": ("letters", 20, AdaBoostClassifier, {"estimator": DecisionTreeClassifier(max_depth=6), "n_estimators": 50, "algorithm": "SAMME"}),
    "extra_diamonds": ("diamonds", 5, ExtraTreesRegressor, {"n_estimators": 100, "n_jobs": 2}),
    "bagging_diamonds": ("diamonds", 15, BaggingRegressor, {"estimator": DecisionTreeRegressor(), "n_jobs": 2}),
    "ada_diamonds": ("diamonds", 10, AdaBoostRegressor, {"estimator": DecisionTreeRegressor(max_depth=6), "n_estimators": 50}),
}


def timed(action):
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def measure(name):
    data, seeds, create, settings = WORKLOADS[name]
    parts = {part: np.load(os.path.join(CACHE, data, part + ".npy")) for part in ["X_train", "X_test", "y_train", "y_test"]}
    create(random_state=0, **settings).fit(parts["X_train"], parts["y_train"]).predict(parts["X_test"])  # warm, as ours are
    fits, predictions, scores = [], [], []
    for seed in range(seeds):
        seconds, model = timed(lambda: create(random_state=seed, **settings).fit(parts["X_train"], parts["y_train"]))
        fits.append(seconds)
        seconds, _ = timed(lambda: model.predict(parts["X_test"]))
        predictions.append(seconds)
        scores.append(model.score(parts["X_test"], parts["y_test"]))
    rows, columns = parts["X_train"].shape
    print(json.dumps({
        "name": name, "size": f"{rows:,} x {columns}", "peer": "scikit-learn", "fit": round(statistics.median(fits), 6),
        "predict": round(statistics.median(predictions), 6), "score": round(float(np.mean(scores)), 6),
        "scoreError": float(np.std(scores, ddof=1) / seeds ** 0.5),
    }), flush=True)


def main():
    for name in WORKLOADS:
        if any(part in name for part in sys.argv[1:] or [""]):
            measure(name)


if __name__ == "__main__":
    main()
