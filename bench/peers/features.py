"""Times scikit-learn on what single features say of a target and prints one line of JSON for each workload. The data comes from prepare.py."""
import json
import os
import statistics
import sys
import time

import numpy as np
from sklearn.feature_selection import chi2, f_classif, mutual_info_classif, mutual_info_regression

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache", "bench", "inference_200k")
FEW = 50_000

features, target, labels = (np.load(os.path.join(CACHE, f"{name}.npy")) for name in ["features", "target", "labels"])
counts = np.floor(np.abs(2 * features))

WORKLOADS = [
    ("information_of_numbers_50k", "50,000 x 20", 1, lambda: mutual_info_regression(features[:FEW], target[:FEW], random_state=0).max()),
    ("information_of_classes_50k", "50,000 x 20", 1, lambda: mutual_info_classif(features[:FEW], labels[:FEW], random_state=0).max()),
    ("anova_f_200k", "200,000 x 20", 5, lambda: f_classif(features, labels)[0].max()),
    ("count_chi_square_200k", "200,000 x 20", 5, lambda: chi2(counts, labels)[0].max()),
]
for name, size, repeats, action in WORKLOADS:
    if any(part in name for part in sys.argv[1:] or [""]):
        score = action()  # warm, as ours are
        seconds = []
        for _ in range(repeats):
            start = time.perf_counter()
            score = action()
            seconds.append(time.perf_counter() - start)
        print(json.dumps({"name": name, "size": size, "peer": "scikit-learn", "fit": statistics.median(seconds), "score": float(score)}), flush=True)
