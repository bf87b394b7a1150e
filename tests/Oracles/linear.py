#!/usr/bin/env python3
"""Writes linear.json: what scikit-learn learns on small tables, for the tests of the linear, Bayes and neighbours rooms.

The tables are excerpts of those that scikit-learn bundles; logistic features are standardised here so that its own solver converges.
"""
import json
import os
import warnings

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

warnings.simplefilter("ignore")
random = np.random.default_rng(0)


def rounded(values):
    return np.round(np.asarray(values, float), 4).tolist()


def table(loader, rows, columns, scale):
    features, target = loader(return_X_y=True)
    chosen = np.sort(random.choice(len(features), rows, replace=False))
    features, target = features[chosen][:, :columns], target[chosen]
    if scale:
        features = (features - features.mean(axis=0)) / features.std(axis=0)
    return np.array(rounded(features)), np.array(rounded(target))


TABLES = {
    "diabetes": table(load_diabetes, 120, 10, True),
    "iris": table(load_iris, 90, 4, False),
    "wine": table(load_wine, 100, 13, True),
    "cancer": table(load_breast_cancer, 120, 10, True),
}
WEIGHTS = {name: np.array(rounded(random.uniform(0.2, 3, len(features)))) for name, (features, _) in TABLES.items()}
wide = random.normal(size=(12, 20))
TABLES["wide"] = (np.array(rounded(wide)), np.array(rounded(wide[:, 0] - wide[:, 3] + random.normal(size=12))))
WEIGHTS["wide"] = np.array(rounded(random.uniform(0.2, 3, 12)))

cases = []


def add(estimator, name, settings, weighted, learned):
    cases.append({"estimator": estimator, "table": name, "settings": settings, "weighted": weighted, **{key: np.asarray(value).tolist() for key, value in learned.items()}})


def weights_of(name, weighted):
    return WEIGHTS[name] if weighted else None


for name, intercept, weighted in [("diabetes", True, False), ("diabetes", False, False), ("diabetes", True, True), ("wide", True, False)]:
    features, target = TABLES[name]
    model = LinearRegression(fit_intercept=intercept).fit(features, target, sample_weight=weights_of(name, weighted))
    add("LinearRegression", name, {"Intercept": intercept}, weighted, {"coefficients": model.coef_, "intercept": model.intercept_})
for name in ["diabetes", "wide"]:
    for alpha, intercept, weighted in [(1.0, True, False), (100.0, True, True), (0.01, False, False)]:
        features, target = TABLES[name]
        model = Ridge(alpha=alpha, fit_intercept=intercept, solver="cholesky").fit(features, target, sample_weight=weights_of(name, weighted))
        add("Ridge", name, {"Alpha": alpha, "Intercept": intercept}, weighted, {"coefficients": model.coef_, "intercept": model.intercept_})
for name in ["diabetes", "wide"]:
    for alpha, ratio, intercept, weighted in [(0.5, 1.0, True, False), (0.1, 1.0, True, True), (0.3, 0.4, True, False), (0.3, 0.7, False, True)]:
        features, target = TABLES[name]
        model = ElasticNet(alpha=alpha, l1_ratio=ratio, fit_intercept=intercept, tol=1e-13, max_iter=50_000).fit(features, target, sample_weight=weights_of(name, weighted))
        add("ElasticNet", name, {"Alpha": alpha, "L1Ratio": ratio, "Intercept": intercept}, weighted, {"coefficients": model.coef_, "intercept": model.intercept_})
for name in ["iris", "wine", "cancer"]:
    for strength, penalty, balanced, weighted in [(1.0, "L2", False, False), (0.1, "L2", True, True), (5.0, "L2", False, True)]:
        features, target = TABLES[name]
        model = LogisticRegression(C=strength, penalty=penalty.lower(), solver="newton-cg", tol=1e-10, max_iter=200)
        # Weights and class weights multiply here as they do in the library: balance by the weighted classes.
        weights = weights_of(name, weighted)
        if balanced:
            own = np.ones(len(target)) if weights is None else weights
            totals = np.array([own[target == label].sum() for label in np.unique(target)])
            weights = own * own.sum() / (len(totals) * totals[target.astype(int)])
        model.fit(features, target, sample_weight=weights)
        add("LogisticRegression", name, {"C": strength, "Penalty": penalty, "Balanced": balanced}, weighted,
            {"coefficients": model.coef_, "intercept": model.intercept_, "probabilities": model.predict_proba(features[:8])})
features, target = TABLES["cancer"]
model = LogisticRegression(penalty="none", solver="newton-cg", tol=1e-10, max_iter=200).fit(features[:, :3], target)
add("LogisticRegression", "cancer", {"C": 1.0, "Penalty": "None", "Balanced": False, "Columns": 3}, False,
    {"coefficients": model.coef_, "intercept": model.intercept_, "probabilities": model.predict_proba(features[:8, :3])})
for name in ["iris", "wine", "cancer"]:
    for smoothing, weighted in [(1e-9, False), (1e-9, True), (0.1, True)]:
        features, target = TABLES[name]
        model = GaussianNB(var_smoothing=smoothing).fit(features, target, sample_weight=weights_of(name, weighted))
        add("GaussianNaiveBayes", name, {"VarSmoothing": smoothing}, weighted,
            {"means": model.theta_, "variances": model.var_, "probabilities": model.predict_proba(features[:8])})
for name in ["iris", "wine", "diabetes"]:
    for neighbors, weighting, metric, power in [(5, "Uniform", "Euclidean", 2), (3, "Distance", "Euclidean", 2), (4, "Distance", "Manhattan", 1), (7, "Uniform", "Chebyshev", 2), (5, "Distance", "Minkowski", 3)]:
        features, target = TABLES[name]
        # Every second row trains and the others ask; a little noise parts rows that are equally far.
        noisy = np.array(rounded(features + random.normal(scale=0.01, size=features.shape)))
        kind = KNeighborsRegressor if name == "diabetes" else KNeighborsClassifier
        model = kind(n_neighbors=neighbors, weights=weighting.lower(), metric=metric.lower(), p=power, algorithm="brute").fit(noisy[::2], target[::2])
        asked = noisy[1::2][:10]
        add("KNeighbors", name, {"Neighbors": neighbors, "Weights": weighting, "Metric": metric, "P": power}, False,
            {"train": noisy[::2], "query": asked, "target": target[::2], "probabilities": model.predict(asked) if name == "diabetes" else model.predict_proba(asked)})

# Columns that depend on one another, as users have them: every level of a category, a total beside its parts, a constant. The pseudo-inverse is the
# judge where scikit-learn's own tolerance lets a singular value of rounding errors through.
features, target = TABLES["diabetes"]
levels = (np.arange(len(features))[:, None] % 3 == np.arange(3)).astype(float)
TABLES["collinear"] = (np.hstack([features[:, :5], levels, features[:, :1] + features[:, 1:2], np.full((len(features), 1), 2.0)]), target)
WEIGHTS["collinear"] = WEIGHTS["diabetes"]
for intercept, weighted in [(True, False), (True, True), (False, False), (False, True)]:
    features, target = TABLES["collinear"]
    weights = WEIGHTS["collinear"] if weighted else np.ones(len(target))
    means, middle = (np.average(features, axis=0, weights=weights), np.average(target, weights=weights)) if intercept else (0 * features[0], 0.0)
    root = np.sqrt(weights)
    coefficients = np.linalg.pinv((features - means) * root[:, None], rcond=1e-10) @ ((target - middle) * root)
    model = LinearRegression(fit_intercept=intercept).fit(features, target, sample_weight=weights if weighted else None)
    found = np.abs(model.coef_).max() < 1e6
    assert not found or np.allclose(model.coef_, coefficients, rtol=1e-9, atol=1e-9)
    print(f"collinear, intercept {intercept}, weighted {weighted}: scikit-learn", "agrees" if found else "lets rounding errors through")
    add("LinearRegression", "collinear", {"Intercept": intercept}, weighted, {"coefficients": coefficients, "intercept": middle - means @ coefficients})

here = os.path.dirname(os.path.abspath(__file__))
tables = {name: {"features": features.tolist(), "target": target.tolist(), "weights": WEIGHTS[name].tolist()} for name, (features, target) in TABLES.items()}
with open(os.path.join(here, "linear.json"), "w", encoding="utf-8") as file:
    json.dump({"tables": tables, "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
