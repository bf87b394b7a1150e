#!/usr/bin/env python3
"""Writes correlation.json: what SciPy says of the p-values of associations, with and without ties, on few rows and many.

Needs python3-numpy, python3-scipy. The columns are written along.
"""
import json
import os

import numpy as np
from scipy import stats

HERE = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(20261126)
cases = []


def add(method, x, y, value, p):
    cases.append({"method": method, "x": [float(v) for v in x], "y": [float(v) for v in y], "value": float(value), "pValue": float(p)})


for rows in [3, 8, 20, 33, 34, 120]:
    for digits in [6, 0]:
        for slope in [0, 0.4, -3]:
            x = np.round(2 * random.normal(size=rows), digits)
            y = np.round(slope * x + 2 * random.normal(size=rows), digits)
            if len(set(x)) > 1 and len(set(y)) > 1:
                add("Pearson", x, y, *stats.pearsonr(x, y))
                add("Spearman", x, y, *stats.spearmanr(x, y))
                add("Kendall", x, y, *stats.kendalltau(x, y))
# One exchange in many rows is counted out too.
x = np.arange(60.0)
y = x.copy()
y[[10, 11]] = y[[11, 10]]
add("Kendall", x, y, *stats.kendalltau(x, y))

for rows, levels in [(40, 2), (90, 4), (300, 5)]:
    a = random.integers(levels, size=rows)
    b = np.where(random.random(rows) < 0.3, a, random.integers(3, size=rows))
    table = stats.contingency.crosstab(a, b)[1]
    add("Cramer", a, b, stats.contingency.association(table, method="cramer"), stats.chi2_contingency(table, correction=False)[1])
    c = 0.5 * a + random.normal(size=rows)
    groups = [c[a == level] for level in sorted(set(a))]
    between = sum(len(g) * (g.mean() - c.mean()) ** 2 for g in groups)
    add("Ratio", a, c, np.sqrt(between / ((c - c.mean()) ** 2).sum()), stats.f_oneway(*groups)[1])

with open(os.path.join(HERE, "correlation.json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
