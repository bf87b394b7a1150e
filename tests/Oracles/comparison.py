#!/usr/bin/env python3
"""Writes comparison.json: what SciPy and statsmodels say of pairs of models, and DeLong's variance by its definition, pair by pair."""
import json
import os

import numpy as np
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

random = np.random.default_rng(11)


def placements(labels, scores):
    positive, negative = scores[labels == 1], scores[labels == 0]
    kernel = (positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :])
    return kernel.mean(), kernel.mean(axis=1), kernel.mean(axis=0)


def delong(labels, first, second):
    (one, p1, n1), (two, p2, n2) = placements(labels, first), placements(labels, second)
    covariance = np.cov(p1, p2) / len(p1) + np.cov(n1, n2) / len(n1)
    error = np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    return {"labels": labels.tolist(), "first": first.tolist(), "second": second.tolist(), "areas": [one, two],
            "errors": np.sqrt(np.diag(covariance)).tolist(), "statistic": (one - two) / error, "pValue": 2 * stats.norm.sf(abs(one - two) / error)}


def wilcoxon(first, second):
    """SciPy ranks what rounding left, and takes the normal law where there are ties: up to 50 differences each sign of each rank is tried here, as far as a table of sums holds them."""
    differences = np.round(first - second, 9)
    differences = differences[differences != 0]
    ranks = stats.rankdata(np.abs(differences))
    statistic = min(ranks[differences > 0].sum(), ranks[differences < 0].sum())
    if len(differences) > 50:
        value = stats.wilcoxon(differences, mode="approx").pvalue
    else:
        sums = {0.0: 1}
        for rank in ranks:
            grown = dict(sums)
            for total, ways in sums.items():
                grown[total + rank] = grown.get(total + rank, 0) + ways
            sums = grown
        value = min(1, 2 * sum(ways for total, ways in sums.items() if total <= statistic) / 2 ** len(differences))
        if len(set(ranks)) == len(ranks):
            assert abs(value - stats.wilcoxon(differences, mode="exact").pvalue) < 1e-12
    return {"first": first.tolist(), "second": second.tolist(), "statistic": statistic, "pValue": value}


areas = []
for rows, digits in [(20, 6), (60, 1), (200, 6), (200, 1)]:
    labels = (random.random(rows) < 0.4).astype(int)
    labels[:4] = [0, 1, 0, 1]
    signal = labels + random.normal(0, 1, rows)
    areas.append(delong(labels, np.round(signal + random.normal(0, 0.5, rows), digits), np.round(signal + random.normal(0, 1.5, rows), digits)))

signed = []
for rows, digits in [(6, 9), (12, 9), (25, 9), (49, 9), (80, 9), (30, 1), (12, 1), (90, 2)]:
    first = random.normal(0.7, 0.2, rows)
    signed.append(wilcoxon(np.round(first, digits), np.round(first + random.normal(0.03, 0.1, rows), digits)))

pairs = [[0, 0], [1, 0], [3, 9], [10, 10], [25, 7], [140, 101], [1, 1], [0, 30]]
values = np.sort(random.random(12) ** 3)[random.permutation(12)]
document = {
    "delong": areas,
    "wilcoxon": signed,
    "mcnemar": [{"first": a, "second": b, "pValue": mcnemar([[50, a], [b, 20]], exact=True).pvalue if a + b else 1.0} for a, b in pairs],
    "pValues": values.tolist(),
    "holm": multipletests(values, method="holm")[1].tolist(),
    "benjaminiHochberg": multipletests(values, method="fdr_bh")[1].tolist(),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "comparison.json"), "w") as file:
    json.dump(document, file, indent=1)
    file.write("\n")
