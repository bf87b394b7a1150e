#!/usr/bin/env python3
"""Writes outliers.json: limits and treated columns by pandas and SciPy, for the tests of the treatment of outliers."""
import json
import os

import numpy as np
import pandas as pd
from scipy.stats import mstats

random = np.random.default_rng(11)
columns = {
    "bell": np.round(random.normal(50, 5, 97), 3),
    "tail": np.round(np.exp(random.normal(0, 1.5, 120)), 4),
    "ties": random.integers(0, 6, 61).astype(float),
    "few": np.array([3.0, -2.0, 10.0, 4.0]),
    "wild": np.concatenate([np.round(random.normal(0, 1, 50), 3), [250.0, -1000.0, 40.0]]),
}


def limits(x, method, lower, upper):
    s = pd.Series(x)
    if method == "Quantile":
        return s.quantile(lower), s.quantile(upper)
    if method == "Deviation":
        return s.mean() - lower * s.std(), s.mean() + upper * s.std()
    if method == "InterquartileRange":
        q1, q3 = s.quantile(0.25), s.quantile(0.75)
        return q1 - lower * (q3 - q1), q3 + upper * (q3 - q1)
    median = s.median()
    unit = (s - median).abs().median() * 1.482602218505602
    return median - lower * unit, median + upper * unit


def winsorised(x, method, lower, upper, low, high):
    if method == "Quantile":
        return mstats.winsorize(x, limits=(lower, round(1 - upper, 12))).tolist()
    kept = x[(x >= low) & (x <= high)]
    return np.clip(x, kept.min(), kept.max()).tolist()


cases = []
for name, x in columns.items():
    for method, pairs in [("Quantile", [(0.01, 0.99), (0.1, 0.9), (0.25, 0.8), (0.0, 0.95), (0.05, 1.0)]), ("Deviation", [(3, 3), (1, 1.5), (2, 2)]),
                          ("InterquartileRange", [(1.5, 1.5), (0.5, 3)]), ("MedianDeviation", [(3.5, 3.5), (1, 2)])]:
        for lower, upper in pairs:
            low, high = limits(x, method, lower, upper)
            cases.append({
                "column": name, "method": method, "lower": lower, "upper": upper,
                "low": low, "high": high,
                "below": int((x < low).sum()), "above": int((x > high).sum()),
                "trimmed": x[(x >= low) & (x <= high)].tolist(),
                "capped": np.clip(x, low, high).tolist(),
                "winsorised": winsorised(x, method, lower, upper, low, high),
            })

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "outliers.json"), "w") as file:
    json.dump({"columns": {name: x.tolist() for name, x in columns.items()}, "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
