#!/usr/bin/env python3
"""Writes sparse.json: what scikit-learn learns on small tables of word counts, most of which are 0, for the tests of sparse features.

Linear models are those of the sparse path of scikit-learn where it has one that converges to so many digits; ridge and least squares with an intercept are solved from
the dense table, which is the same problem.
"""
import json
import os
import warnings

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_selection import chi2, f_classif, f_regression
from sklearn.linear_model import ElasticNet, GammaRegressor, LinearRegression, LogisticRegression, PoissonRegressor, Ridge

warnings.simplefilter("ignore")
random = np.random.default_rng(7)


def text(rows, columns, classes, length):
    """Makes rows of word counts whose words depend on their class, scaled by a weight for each word as tf-idf does."""
    common = 1 / (np.arange(columns) + 3.0)
    labels = random.integers(classes, size=rows)
    topics = np.array([common * random.gamma(0.4, size=columns) for _ in range(classes)]) + 0.3 * common
    counts = np.array([random.multinomial(random.poisson(length) + 1, topics[label] / topics[label].sum()) for label in labels])
    scaled = np.round(counts * np.log(rows / (1 + (counts > 0).sum(axis=0))).clip(0.1), 4)
    target = np.round(scaled[:, :5].sum(axis=1) - 0.5 * scaled[:, 5:9].sum(axis=1) + random.normal(size=rows), 4)
    return scaled, labels, target, np.round(random.uniform(0.2, 3, rows), 4)


TABLES = {"two": text(200, 50, 2, 12), "four": text(220, 40, 4, 12), "wide": text(60, 150, 3, 20)}
cases = []


def add(estimator, table, settings, weighted, learned):
    cases.append({"estimator": estimator, "table": table, "settings": settings, "weighted": weighted, **{key: np.asarray(value).tolist() for key, value in learned.items()}})


def learned(model):
    return {"coefficients": model.coef_, "intercept": model.intercept_}


for name, (dense, labels, target, weights) in TABLES.items():
    features, columns = csr_matrix(dense), csc_matrix(dense)
    for weighted in [False, True]:
        own = weights if weighted else None
        for strength in [1.0, 20.0]:
            model = LogisticRegression(C=strength, solver="newton-cg", tol=1e-12, max_iter=1000).fit(features, labels, sample_weight=own)
            add("LogisticRegression", name, {"C": strength}, weighted, {**learned(model), "probabilities": model.predict_proba(features[:6])})
        for intercept in [True, False]:
            model = Ridge(alpha=0.7, fit_intercept=intercept, solver="cholesky").fit(dense, target, sample_weight=own)
            add("Ridge", name, {"Alpha": 0.7, "Intercept": intercept}, weighted, learned(model))
        for ratio in [1.0, 0.4]:
            # The sparse path of this version takes no weights into the means; the dense one does.
            model = ElasticNet(alpha=0.05, l1_ratio=ratio, tol=1e-14, max_iter=100_000).fit(dense if weighted else columns, target, sample_weight=own)
            add("ElasticNet", name, {"Alpha": 0.05, "L1Ratio": ratio}, weighted, learned(model))
        counts = np.round(np.exp(np.clip(target, -2, 2)))
        model = PoissonRegressor(alpha=0.1, tol=1e-10, max_iter=10_000).fit(features, counts, sample_weight=own)
        add("PoissonRegression", name, {"Alpha": 0.1}, weighted, learned(model))
        model = GammaRegressor(alpha=0.1, tol=1e-10, max_iter=10_000).fit(features, np.exp(np.clip(target, -2, 2)), sample_weight=own)
        add("GammaRegression", name, {"Alpha": 0.1}, weighted, learned(model))
    # The pseudo-inverse is the judge where scikit-learn's own tolerance lets a singular value of rounding errors through.
    means = dense.mean(axis=0)
    coefficients = np.linalg.pinv(dense - means, rcond=1e-10) @ (target - target.mean())
    assert name == "wide" or np.allclose(LinearRegression().fit(dense, target).coef_, coefficients, rtol=1e-8, atol=1e-8)
    add("LinearRegression", name, {}, False, {"coefficients": coefficients, "intercept": target.mean() - means @ coefficients})

selection = []
for name, (dense, labels, target, _) in TABLES.items():
    selection.append({
        "table": name,
        "chiSquared": np.nan_to_num(chi2(dense, labels)[0]).tolist(),
        "fClasses": np.nan_to_num(f_classif(dense, labels)[0]).tolist(),
        "fRegression": np.nan_to_num(f_regression(dense, target)[0]).tolist(),
    })

# Spectra whose values are well apart, so that directions are determined to many digits.
decompositions = []
for rows, columns in [(90, 40), (40, 90)]:
    left, right = np.linalg.qr(random.normal(size=(rows, 30)))[0], np.linalg.qr(random.normal(size=(columns, 30)))[0]
    dense = left * (100 * 0.7 ** np.arange(30)) @ right.T
    dense = np.round(np.where(np.abs(dense) > 0.5, dense, 0), 3)
    model = TruncatedSVD(n_components=6, algorithm="arpack", tol=0).fit(csr_matrix(dense))
    decompositions.append({
        "features": dense.tolist(),
        "components": model.components_.tolist(),
        "values": model.singular_values_.tolist(),
        "shares": model.explained_variance_ratio_.tolist(),
    })

here = os.path.dirname(os.path.abspath(__file__))
tables = {
    name: {
        "columns": dense.shape[1],
        "rows": [[np.flatnonzero(row).tolist(), row[row != 0].tolist()] for row in dense],
        "labels": labels.tolist(), "target": target.tolist(), "weights": weights.tolist(),
    }
    for name, (dense, labels, target, weights) in TABLES.items()
}
with open(os.path.join(here, "sparse.json"), "w", encoding="utf-8") as file:
    json.dump({"tables": tables, "cases": cases, "selection": selection, "decompositions": decompositions}, file, separators=(",", ":"))
    file.write("\n")
