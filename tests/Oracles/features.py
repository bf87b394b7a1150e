#!/usr/bin/env python3
"""Writes features.json: tests of features, mutual information and recursive elimination as scikit-learn and SciPy compute them."""
import json
import os

import numpy as np
from scipy import stats
from sklearn.feature_selection import RFE, chi2, f_classif, f_regression, mutual_info_classif, mutual_info_regression
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mutual_info_score

random = np.random.default_rng(29)
rows = 240
labels = random.integers(0, 3, rows)
numbers = np.column_stack([
    random.normal(0, 1, rows) + 0.6 * labels,
    random.normal(0, 1, rows),
    np.exp(random.normal(0, 1, rows) + 0.3 * (labels == 1)),
    np.round(random.normal(5, 2, rows) + labels),
    1e6 + random.normal(0, 1, rows) - labels,
])
counts = np.column_stack([random.poisson(2 + labels), random.poisson(3, rows), (random.random(rows) < 0.1 * (1 + labels)).astype(int)])
levels = np.column_stack([(labels + random.integers(0, 2, rows)) % 3, random.integers(0, 5, rows), random.integers(0, 2, rows)])
target = numbers[:, 0] - 0.5 * np.log(numbers[:, 2]) + 0.2 * numbers[:, 3] + random.normal(0, 1, rows)
curve = np.sin(3 * numbers[:, 0]) + random.normal(0, 0.2, rows)

spearman = [stats.spearmanr(column, target) for column in numbers.T]
kruskal = [stats.kruskal(*[column[labels == label] for label in range(3)]) for column in numbers.T]
tables = [np.array([[np.sum((column == level) & (labels == label)) for label in range(3)] for level in np.unique(column)]) for column in levels.T]
independence = [stats.chi2_contingency(table, correction=False) for table in tables]


def pair(answer):
    return {"statistic": [float(value) for value in answer[0]], "pValue": [float(value) for value in answer[1]]}


def kolmogorov(first, second, method):
    # SciPy's asymptotic p-value is that of one sample with a rounded number of rows; here it is Kolmogorov's limit itself.
    answer = stats.ks_2samp(first, second, method="exact")
    size = len(first) * len(second) / (len(first) + len(second))
    p = answer.pvalue if method == "exact" else stats.kstwobign.sf(np.sqrt(size) * answer.statistic)
    return {"first": list(map(float, first)), "second": list(map(float, second)), "statistic": answer.statistic, "pValue": float(p), "exact": method == "exact"}


samples = [(20, 30, 0.0), (40, 25, 0.8), (60, 60, 0.3)]
# The sums of squares of f_classif lose six digits of the column that is a million from 0; SciPy takes the mean away first.
anova = np.hstack([np.array(f_classif(numbers[:, :4], labels)), np.array(stats.f_oneway(*[numbers[labels == label, 4] for label in range(3)]))[:, None]])

drift = [kolmogorov(random.normal(0, 1, a), random.normal(shift, 1, b), "exact") for a, b, shift in samples]
drift += [kolmogorov(random.normal(0, 1, a * 10), random.normal(shift, 1, b * 10), "limit") for a, b, shift in [(20, 30, 0.0), (40, 25, 0.1)]]

wide = random.normal(0, 1, (150, 9))
wide[:, 3] += 0.5 * wide[:, 0]
wide = (wide - wide.mean(0)) / wide.std(0)
response = 2 * wide[:, 0] - 1.2 * wide[:, 4] + 0.6 * wide[:, 7] + 0.3 * wide[:, 3] + random.normal(0, 1, 150)
elimination = RFE(LinearRegression(), n_features_to_select=1, step=1).fit(wide, response)

document = {
    "labels": labels.tolist(),
    "numbers": numbers.T.tolist(),
    "counts": counts.T.tolist(),
    "levels": levels.T.tolist(),
    "target": target.tolist(),
    "curve": curve.tolist(),
    "anovaF": pair(anova),
    "regressionF": pair(f_regression(numbers - numbers.mean(0), target)),
    "countChiSquare": pair(chi2(counts, labels)),
    "independence": pair(([one[0] for one in independence], [one[1] for one in independence])),
    "kruskalWallis": pair(([one.statistic for one in kruskal], [one.pvalue for one in kruskal])),
    "spearman": pair(([one.correlation for one in spearman], [one.pvalue for one in spearman])),
    "kolmogorovSmirnov": drift,
    "informationOfLevels": [mutual_info_score(column, labels) for column in levels.T],
    "informationOfClasses": mutual_info_classif(numbers[:, :3], labels, n_neighbors=3, random_state=0).tolist(),
    "informationOfNumbers": mutual_info_regression(numbers[:, :3], curve, n_neighbors=3, random_state=0).tolist(),
    "informationOfLevelsAndNumber": mutual_info_regression(levels, target, discrete_features=True, n_neighbors=3, random_state=0).tolist(),
    "elimination": {"features": wide.tolist(), "target": response.tolist(), "ranking": elimination.ranking_.tolist()},
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "features.json"), "w") as file:
    json.dump(document, file, indent=1)
    file.write("\n")
