#!/usr/bin/env python3
"""Times statsmodels on regressions, from numbers to the printed summary, and on the variance inflation factors of all columns, and prints one line of JSON for each.

Usage: inference.py [PART-OF-A-NAME...]      (by default all)

The data comes from prepare.py.
"""
import json
import os
import statistics
import sys
import time

import numpy as np
import statsmodels.api as sm
from statsmodels.stats.outliers_influence import variance_inflation_factor

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache", "bench", "inference_200k")
features, target, labels = (np.load(os.path.join(CACHE, f"{name}.npy")) for name in ["features", "target", "labels"])


def ols(kind):
    fit = sm.OLS(target, sm.add_constant(features)).fit(cov_type=kind)
    assert len(fit.summary().as_text()) > 0
    return fit.rsquared


def logit():
    fit = sm.Logit(labels, sm.add_constant(features)).fit(disp=False)
    assert len(fit.summary().as_text()) > 0
    return fit.prsquared


def vif():
    columns = sm.add_constant(features)
    return max(variance_inflation_factor(columns, i) for i in range(columns.shape[1]))


WORKLOADS = [("ols_summary", 5, lambda: ols("nonrobust")), ("ols_hc3_summary", 5, lambda: ols("HC3")), ("logit_summary", 5, logit), ("vif_200k", 3, vif)]
for name, repeats, action in WORKLOADS:
    if any(part in name for part in sys.argv[1:] or [""]):
        score = action()  # warm, as ours are
        seconds = []
        for _ in range(repeats):
            start = time.perf_counter()
            score = action()
            seconds.append(time.perf_counter() - start)
        print(json.dumps({"name": name, "size": "200,000 x 20", "peer": "statsmodels", "fit": statistics.median(seconds), "score": float(score)}), flush=True)
