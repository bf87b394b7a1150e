#!/usr/bin/env python3
"""Times SciPy's test of Kolmogorov and Smirnov of each of 20 columns and prints one line of JSON for each name.

Usage: drift.py [PART-OF-A-NAME...]      (by default all)

The data comes from prepare.py. SciPy keeps no counts: its work is the same for each of the names, which differ in what our side is given.
"""
import json
import os
import statistics
import sys
import time

import numpy as np
from scipy.stats import ks_2samp

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache", "bench", "inference_200k")
features = np.load(os.path.join(CACHE, "features.npy"))
half = len(features) // 2
first, second = [np.ascontiguousarray(part.T) for part in (features[:half], features[half:])]


def tests():
    return float(np.mean([ks_2samp(one, other).statistic for one, other in zip(first, second)]))


for name in ["drift_of_counts", "drift_counted", "drift_of_rows"]:
    if any(part in name for part in sys.argv[1:] or [""]):
        score = tests()  # warm, as ours are
        seconds = []
        for _ in range(9):
            start = time.perf_counter()
            score = tests()
            seconds.append(time.perf_counter() - start)
        print(json.dumps({"name": name, "size": "20 x 100,000 against 100,000", "peer": "SciPy (KS alone)", "fit": statistics.median(seconds), "score": score}), flush=True)
