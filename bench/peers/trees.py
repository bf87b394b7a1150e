#!/usr/bin/env python3
"""Measures scikit-learn's trees and forests on two threads, with the same data and settings as Modelyard's.

Usage: trees.py [PART-OF-A-NAME...]      (by default all of WORKLOADS)

Prints one JSON object a line: name, size, peer, fit and predict (seconds, the median), score (R2 or accuracy on the test part, the
mean over the seeds). The data comes from prepare.py.
"""
import json
import os
import statistics
import sys
import time

import numpy as np
from sklearn.ensemble import AdaBoostClassifier, ExtraTreesClassifier, RandomForestClassifier, RandomForestRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache", "bench")
FOREST_SEEDS, TREE_SEEDS = 5, 25  # one tree's score depends much on how equal splits are chosen
WORKLOADS = {
    "tree_letters": ("letters", DecisionTreeClassifier, {}),
    "tree_diamonds": ("diamonds", DecisionTreeRegressor, {}),
    "forest_letters": ("letters", RandomForestClassifier, {"n_estimators": 100, "n_jobs": 2}),
    "forest_mnist": ("mnist", RandomForestClassifier, {"n_estimators": 100, "n_jobs": 2}),
    "forest_diamonds": ("diamonds", RandomForestRegressor, {"n_estimators": 100, "n_jobs": 2}),
    "extra_letters": ("letters", ExtraTreesClassifier, {"n_estimators": 100, "n_jobs": 2}),
    "ada_letters": ("letters", AdaBoostClassifier, {"estimator": DecisionTreeClassifier(max_depth=6), "n_estimators": 50, "algorithm": "SAMME"}),
}


def timed(action):
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def measure(name):
    data, create, settings = WORKLOADS[name]
    parts = {part: np.load(os.path.join(CACHE, data, part + ".npy")) for part in ["X_train", "X_test", "y_train", "y_test"]}
    fits, predictions, scores = [], [], []
    for seed in range(TREE_SEEDS if name.startswith("tree_") else FOREST_SEEDS):
        seconds, model = timed(lambda: create(random_state=seed, **settings).fit(parts["X_train"], parts["y_train"]))
        fits.append(seconds)
        seconds, _ = timed(lambda: model.predict(parts["X_test"]))
        predictions.append(seconds)
        scores.append(model.score(parts["X_test"], parts["y_test"]))
    rows, columns = parts["X_train"].shape
    print(json.dumps({
        "name": name, "size": f"{rows:,} x {columns}", "peer": "scikit-learn", "fit": round(statistics.median(fits), 6),
        "predict": round(statistics.median(predictions), 6), "score": round(float(np.mean(scores)), 4),
    }), flush=True)


def main():
    for name in WORKLOADS:
        if any(part in name for part in sys.argv[1:] or [""]):
            measure(name)


if __name__ == "__main__":
    main()
