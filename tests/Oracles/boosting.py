#!/usr/bin/env python3
"""Writes boosting.json: scikit-learn's histogram gradient boosting after one tree and after fifty, on tables small enough to carry along."""
import json
import os

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor


def scores(model, features):
    raw = model._raw_predict(features)
    return [[round(float(value), 9) for value in row] for row in raw[:60]]


def case(features, target, create, loss=None, classes=0):
    entry = {"features": np.round(features, 6).tolist(), "target": target.tolist(), "classes": classes, "loss": loss}
    features = np.array(entry["features"])
    for iterations in [1, 50]:
        entry[f"scores{iterations}"] = scores(create(iterations).fit(features, target), features)
    return entry


def regressor(loss):
    return lambda iterations: HistGradientBoostingRegressor(loss=loss, max_iter=iterations, max_leaf_nodes=8, min_samples_leaf=10, early_stopping=False)


def classifier(iterations):
    return HistGradientBoostingClassifier(max_iter=iterations, max_leaf_nodes=8, min_samples_leaf=10, early_stopping=False)


def with_missing(features, share=0.15):
    features = features.copy()
    features[np.random.default_rng(0).random(features.shape) < share] = np.nan
    return features


diabetes, progress = load_diabetes(return_X_y=True)
cancer, benign = load_breast_cancer(return_X_y=True)
iris, species = load_iris(return_X_y=True)
result = {
    "diabetes": case(diabetes * 100, progress, regressor("squared_error"), "SquaredError"),
    "diabetes_poisson": case(diabetes[:200] * 100, progress[:200], regressor("poisson"), "Poisson"),
    "cancer": case(cancer[:, :10], benign, classifier, classes=2),
    "iris": case(iris, species, classifier, classes=3),
}
missing = with_missing(cancer[:300, :6])
result["cancer_missing"] = case(missing, benign[:300], classifier, classes=2)
result["cancer_missing"]["features"] = [[None if value != value else value for value in row] for row in result["cancer_missing"]["features"]]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "boosting.json"), "w", encoding="utf-8") as file:
    json.dump(result, file, separators=(",", ":"))
    file.write("\n")
