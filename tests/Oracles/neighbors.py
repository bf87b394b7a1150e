#!/usr/bin/env python3
"""Writes neighbors.json: what scikit-learn's exact neighbours, and its models of them, give on small tables for every metric.

Run with scikit-learn 1.2.1. A table of whole numbers serves the Hamming metric; there equally far rows are in no defined order, so only their distances are kept.
"""
import json
import os

import numpy as np
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestNeighbors, RadiusNeighborsClassifier, RadiusNeighborsRegressor

random = np.random.default_rng(7)


def rounded(values):
    return np.round(np.asarray(values, float), 4)


def table(train, query):
    target = rounded(random.normal(size=len(train)) + train[:, 0])
    return {"train": rounded(train), "query": rounded(query), "target": target, "labels": np.digitize(target, np.quantile(target, [0.35, 0.7]))}


def globe(rows):
    return np.column_stack([np.arcsin(random.uniform(-1, 1, rows)), random.uniform(-np.pi, np.pi, rows)])


TABLES = {
    "cloud": table(random.normal(size=(60, 4)), random.normal(size=(8, 4)) * 0.7),
    "codes": table(random.integers(0, 3, size=(60, 6)), random.integers(0, 3, size=(8, 6))),
    "globe": table(globe(60), globe(8)),
}
CASES = [
    ("cloud", "Euclidean", 2, 2.0), ("cloud", "Manhattan", 1, 3.5), ("cloud", "Chebyshev", 2, 1.5), ("cloud", "Minkowski", 3, 1.8), ("cloud", "Cosine", 2, 0.6),
    ("codes", "Hamming", 2, 0.5), ("globe", "Haversine", 2, 0.9),
]

cases = []
for name, metric, power, radius in CASES:
    one = TABLES[name]
    common = {"metric": metric.lower(), "algorithm": "ball_tree" if metric == "Haversine" else "brute", **({"p": power} if metric == "Minkowski" else {})}
    search = NearestNeighbors(**common).fit(one["train"])
    distances, rows = search.kneighbors(one["query"], 5)
    within = [sorted(zip(far.tolist(), near.tolist())) for far, near in zip(*search.radius_neighbors(one["query"], radius))]
    assert min(map(len, within)) > 0
    case = {"table": name, "metric": metric, "p": power, "radius": radius, "distances": distances.tolist(), "rows": [] if name == "codes" else rows.tolist(),
            "within": [[near for _, near in sorted(line)] for line in within], "withinDistances": [[far for far, _ in line] for line in within], "models": []}
    for weights in ["Uniform", "Distance"]:
        kinds = {"radius": (RadiusNeighborsClassifier, RadiusNeighborsRegressor, {"radius": radius})}
        if name != "codes":
            kinds["nearest"] = (KNeighborsClassifier, KNeighborsRegressor, {"n_neighbors": 5})
        for kind, (classifier, regressor, settings) in kinds.items():
            case["models"].append({
                "kind": kind, "weights": weights,
                "probabilities": classifier(weights=weights.lower(), **settings, **common).fit(one["train"], one["labels"]).predict_proba(one["query"]).tolist(),
                "predictions": regressor(weights=weights.lower(), **settings, **common).fit(one["train"], one["target"]).predict(one["query"]).tolist(),
            })
    cases.append(case)

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "neighbors.json"), "w", encoding="utf-8") as file:
    json.dump({"tables": {name: {key: value.tolist() for key, value in one.items()} for name, one in TABLES.items()}, "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
