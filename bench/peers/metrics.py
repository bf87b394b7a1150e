"""Times scikit-learn on the workloads of metrics and prints one line of JSON for each. The labels and probabilities come from prepare.py."""
import json
import os
import statistics
import sys
import time

import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.utils import resample

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache", "bench", "ranking_1m")


def bootstrap(labels, scores, replicates):
    values = []
    for replicate in range(replicates):
        rows = resample(np.arange(len(labels)), random_state=replicate)
        values.append(roc_auc_score(labels[rows], scores[rows]))
    return np.quantile(values, 0.025)


def workloads():
    labels, scores = np.load(os.path.join(CACHE, "labels.npy")).astype(int), np.load(os.path.join(CACHE, "scores.npy"))
    yield "roc_auc_1m", "1,000,000 rows", 5, lambda: roc_auc_score(labels, scores)
    yield "bootstrap_roc_auc_1m", "1,000,000 rows, 20 replicates", 1, lambda: bootstrap(labels, scores, 20)


for name, size, repeats, action in workloads():
    if len(sys.argv) < 2 or sys.argv[1] in name:
        action()  # warm, as ours are
        seconds = []
        for _ in range(repeats):
            start = time.perf_counter()
            score = action()
            seconds.append(time.perf_counter() - start)
        print(json.dumps({"name": name, "size": size, "peer": "scikit-learn", "fit": statistics.median(seconds), "score": score}), flush=True)
