"""Writes tree_growth.json: the nodes of scikit-learn's trees, its pruning paths, its trees of several targets, and its AdaBoost.

Run it in this folder with Debian's python3-sklearn: python3 tree_growth.py
The single trees see continuous random data, in which no two splits are equally good: each is grown from several random states and must be the same.
"""
import json

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.ensemble import AdaBoostClassifier, AdaBoostRegressor, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

SEED = 38
random = np.random.default_rng(SEED)
ROWS = 160
X = random.normal(size=(ROWS, 4)).astype(np.float32).astype(float)
signal = X[:, 0] + X[:, 1] * X[:, 2] + 0.5 * random.normal(size=ROWS)
signal = np.round(signal, 6)
labels = np.digitize(signal + 1.2 * random.normal(size=ROWS), [-0.7, 0.6])
counts = random.poisson(np.exp(0.5 * signal)).astype(float)
weights = np.round(random.uniform(0.5, 2, size=ROWS), 6)
several = np.round(np.c_[signal, X[:, 3] + 0.4 * random.normal(size=ROWS), 3 * X[:, 1] - X[:, 0] + random.normal(size=ROWS)], 6)
tags = (np.c_[signal, X[:, 3], X[:, 1] + X[:, 2]] + 1.0 * random.normal(size=(ROWS, 3)) > 0).astype(int)


def nodes(tree):
    t = tree.tree_
    value = t.value[:, :, 0] if t.n_classes[0] == 1 and t.max_n_classes == 1 else None
    if value is None:
        share = t.value / t.value.sum(axis=2, keepdims=True)
        value = share[:, :, 1] if t.n_outputs > 1 else share[:, 0, :]

    def walk(n):  # a node, all on its left, all on its right
        if t.feature[n] < 0:
            return [[-2, 0, value[n].tolist()]]
        return [[int(t.feature[n]), float(t.threshold[n]), []]] + walk(t.children_left[n]) + walk(t.children_right[n])

    return walk(0)


def own_weights(tree):
    """With weights the running median of version 1.2.1 is at times that of a neighbouring row, and so is the impurity."""
    return None if tree.criterion == "absolute_error" else weights


def grown(tree, target):
    tree.fit(X, target, sample_weight=own_weights(tree))
    for state in range(1, 6):
        other = clone(tree).set_params(random_state=state).fit(X, target, sample_weight=own_weights(tree))
        assert [node[:2] for node in nodes(other)] == [node[:2] for node in nodes(tree)], tree
    return nodes(tree)


shape = {"max_depth": 4, "min_samples_leaf": 7, "random_state": 0}
TREES = {
    "gini": (DecisionTreeClassifier(**shape), labels),
    "entropy": (DecisionTreeClassifier(criterion="entropy", **shape), labels),
    "squared": (DecisionTreeRegressor(**shape), signal),
    "absolute": (DecisionTreeRegressor(criterion="absolute_error", **shape), signal),
    "poisson": (DecisionTreeRegressor(criterion="poisson", **shape), counts),
}
BEST_FIRST = {
    "gini_leaves": (DecisionTreeClassifier(max_leaf_nodes=7, min_samples_leaf=7, random_state=0), labels),
    "absolute_leaves": (DecisionTreeRegressor(criterion="absolute_error", max_leaf_nodes=7, min_samples_leaf=7, random_state=0), signal),
    "squared_decrease": (DecisionTreeRegressor(min_impurity_decrease=0.03, min_samples_leaf=7, random_state=0), signal),
    "several": (DecisionTreeRegressor(**shape), several),
    "several_leaves": (DecisionTreeRegressor(max_leaf_nodes=9, min_samples_leaf=7, random_state=0), several),
    "tags_gini": (DecisionTreeClassifier(**shape), tags),
    "tags_entropy": (DecisionTreeClassifier(criterion="entropy", **shape), tags),
}
trees = {name: grown(tree, target) for name, (tree, target) in {**TREES, **BEST_FIRST}.items()}
paths = {}
for name, (tree, target) in TREES.items():
    path = clone(tree).cost_complexity_pruning_path(X, target, sample_weight=own_weights(tree))
    alphas = path.ccp_alphas
    leaves = [int(clone(tree).set_params(ccp_alpha=max(a * (1 + 1e-9), 0)).fit(X, target, sample_weight=own_weights(tree)).get_n_leaves()) for a in alphas]
    paths[name] = {"alphas": alphas.tolist(), "impurities": path.impurities.tolist(), "leaves": leaves}
    middle = (alphas[len(alphas) // 2] + alphas[len(alphas) // 2 + 1]) / 2
    paths[name]["alpha"] = float(middle)
    paths[name]["pruned"] = nodes(clone(tree).set_params(ccp_alpha=middle).fit(X, target, sample_weight=own_weights(tree)))

adaboost = {}
for name, depth, rate, target in [("stumps", 1, 1.0, labels), ("twos", 2, 0.7, labels), ("binary", 1, 1.0, (labels > 0).astype(int))]:
    model = AdaBoostClassifier(DecisionTreeClassifier(max_depth=depth), n_estimators=15, learning_rate=rate, algorithm="SAMME", random_state=0).fit(X, target, sample_weight=weights)
    for state in range(1, 4):
        assert np.allclose(clone(model).set_params(random_state=state).fit(X, target, sample_weight=weights).estimator_errors_, model.estimator_errors_, rtol=1e-12), name
    adaboost[name] = {"target": target.tolist(), "errors": model.estimator_errors_.tolist(), "weights": model.estimator_weights_.tolist(),
                      "probabilities": model.predict_proba(X)[:, -1].tolist(), "staged": [float(1 - s) for s in model.staged_score(X, target)],
                      "importances": model.feature_importances_.tolist()}

concrete = pd.read_csv("../../examples/data/concrete.csv").to_numpy(float)
letters = pd.read_csv("../../examples/data/LetterRecognition.csv").iloc[:4000]
letter = letters.iloc[:, 0].to_numpy()
letter_tags = np.c_[np.isin(letter, list("AEIOU")), letter < "N", np.isin(letter, list("BCDGOPQRSU"))].astype(int)
letter_features = letters.iloc[:, 1:].to_numpy(float)


def mean_score(create, x, y, score=None):
    test = np.arange(len(x)) % 5 == 0
    found = []
    for seed in range(10):
        model = create(seed).fit(x[~test], y[~test])
        found.append(model.score(x[test], y[test]) if score is None else score(model.predict(x[test]), y[test]))
    return float(np.mean(found))


scores = {f"r2_{loss}": mean_score(lambda seed: AdaBoostRegressor(loss=loss, random_state=seed), concrete[:, :-1], concrete[:, -1])
          for loss in ("linear", "square", "exponential")}
pair = concrete[:, [-1, 0]]
scores["forest_pair"] = mean_score(lambda seed: RandomForestRegressor(100, random_state=seed, n_jobs=2), concrete[:, 1:-1], pair)
scores["extra_pair"] = mean_score(lambda seed: ExtraTreesRegressor(100, random_state=seed, n_jobs=2), concrete[:, 1:-1], pair)
scores["forest_tags"] = mean_score(lambda seed: RandomForestClassifier(100, random_state=seed, n_jobs=2), letter_features, letter_tags, lambda p, y: (p == y).mean())
scores["absolute_concrete"] = mean_score(lambda seed: DecisionTreeRegressor(criterion="absolute_error", random_state=seed), concrete[:, :-1], concrete[:, -1])
with open("tree_growth.json", "w", encoding="utf-8") as file:
    json.dump({"features": X.ravel().tolist(), "weights": weights.tolist(), "signal": signal.tolist(), "labels": labels.tolist(), "counts": counts.tolist(),
               "several": several.ravel().tolist(), "tags": tags.ravel().tolist(), "trees": trees, "paths": paths, "adaboost": adaboost, "scores": scores}, file)
    file.write("\n")
