"""Times scikit-learn on the workloads of metrics and prints one line of JSON for each."""
import json
import statistics
import sys
import time

import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.utils import resample

ROWS = 1_000_000


def draw():
    random = np.random.default_rng(1)
    labels = (random.random(ROWS) < 0.3).astype(int)
    return labels, 1 / (1 + np.exp(1 - labels - random.standard_normal(ROWS)))


def bootstrap(labels, scores, replicates):
    values = []
    for replicate in range(replicates):
        rows = resample(np.arange(ROWS), random_state=replicate)
        values.append(roc_auc_score(labels[rows], scores[rows]))
    return np.quantile(values, 0.025)


def workloads():
    labels, scores = draw()
    yield "roc_auc_1m", "1,000,000 rows", 5, lambda: roc_auc_score(labels, scores)
    yield "bootstrap_roc_auc_1m", "1,000,000 rows, 20 replicates", 1, lambda: bootstrap(labels, scores, 20)


for name, size, repeats, action in workloads():
    if len(sys.argv) < 2 or sys.argv[1] in name:
        seconds = []
        for _ in range(repeats):
            start = time.perf_counter()
            score = action()
            seconds.append(time.perf_counter() - start)
        print(json.dumps({"name": name, "size": size, "peer": "scikit-learn", "fit": statistics.median(seconds), "score": score}), flush=True)
