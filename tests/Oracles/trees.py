"""Writes trees.json: what scikit-learn's trees and forests predict.

Run it in this folder with Debian's python3-sklearn: python3 trees.py
The single trees see continuous random data, in which no two splits are equally good; the forests are averaged over seeds.
"""
import json

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

SEED = 8
random = np.random.default_rng(SEED)
X = random.normal(size=(240, 4)).astype(np.float32).astype(float)
signal = X[:, 0] + X[:, 1] * X[:, 2] + 0.3 * random.normal(size=240)
labels = np.digitize(signal + random.normal(size=240), [-0.7, 0.6])
counts = random.poisson(np.exp(0.5 * signal)).astype(float)
weights = random.integers(1, 4, size=240).astype(float)
shape = {"max_depth": 5, "min_samples_leaf": 6, "random_state": 0}
TREES = {
    "gini": (DecisionTreeClassifier(criterion="gini", **shape), labels),
    "entropy": (DecisionTreeClassifier(criterion="entropy", **shape), labels),
    "binary": (DecisionTreeClassifier(criterion="gini", **shape), (labels > 0).astype(int)),
    "squared": (DecisionTreeRegressor(criterion="squared_error", **shape), signal),
    "poisson": (DecisionTreeRegressor(criterion="poisson", **shape), counts),
    "pruned": (DecisionTreeRegressor(ccp_alpha=0.02, **shape), signal),
    "leaves": (DecisionTreeRegressor(max_leaf_nodes=9, min_samples_leaf=6, random_state=0), signal),
}
trees = {}
for name, (tree, target) in TREES.items():
    tree.fit(X[:180], target[:180], sample_weight=weights[:180])
    for state in range(1, 6):  # where the order in which features are tried matters, two splits are equally good
        other = type(tree)(**{**tree.get_params(), "random_state": state}).fit(X[:180], target[:180], sample_weight=weights[:180])
        assert np.allclose(other.feature_importances_, tree.feature_importances_), name
    predicted = tree.predict_proba(X)[:, -1] if hasattr(tree, "predict_proba") else tree.predict(X)
    trees[name] = {"target": target.tolist(), "predictions": predicted.tolist(), "depth": tree.get_depth(),
                   "leaves": int(tree.get_n_leaves()), "importances": tree.feature_importances_.tolist()}


def table(name, target, rows):
    data = pd.read_csv(f"../../examples/data/{name}.csv").iloc[:rows]
    test = np.arange(len(data)) % 5 == 0
    y = data[target].to_numpy()
    x = data.drop(columns=target).to_numpy(float)
    return x[~test], y[~test], x[test], y[test]


def scores(create, parts):
    return float(np.mean([create(seed).fit(parts[0], parts[1]).score(parts[2], parts[3]) for seed in range(10)]))


concrete, letters = table("concrete", pd.read_csv("../../examples/data/concrete.csv", nrows=1).columns[-1], None), table("LetterRecognition", "lettr", 4000)
forests = {
    "forest_concrete": scores(lambda seed: RandomForestRegressor(100, random_state=seed, n_jobs=2), concrete),
    "extra_concrete": scores(lambda seed: ExtraTreesRegressor(100, random_state=seed, n_jobs=2), concrete),
    "forest_letters": scores(lambda seed: RandomForestClassifier(100, random_state=seed, n_jobs=2), letters),
    "extra_letters": scores(lambda seed: ExtraTreesClassifier(100, random_state=seed, n_jobs=2), letters),
}
with open("trees.json", "w", encoding="utf-8") as file:
    json.dump({"features": X.ravel().tolist(), "weights": weights.tolist(), "trees": trees, "forests": forests}, file)
    file.write("\n")
