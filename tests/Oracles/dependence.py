#!/usr/bin/env python3
"""Writes dependence.json: scikit-learn's partial dependence (brute, average and individual) and permutation importance, and SciPy's average linkage."""
import json
import os

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.linear_model import LinearRegression


class Formula(RegressorMixin, BaseEstimator):
    """A function that needs no fit; the tests compute the same."""

    def fit(self, rows, target):
        self.fitted_ = True
        return self

    def predict(self, rows):
        return np.sin(3 * rows[:, 0]) * rows[:, 1] + rows[:, 2] ** 2 + np.where(rows[:, 3] > 0, rows[:, 0], -rows[:, 1])


def dependence(model, rows, features):
    average = partial_dependence(model, rows, features, kind="average", method="brute", grid_resolution=7)
    individual = partial_dependence(model, rows, features, kind="individual", method="brute", grid_resolution=7)
    return {
        "features": features, "values": [grid.tolist() for grid in average["values"]],
        "average": average["average"][0].ravel().tolist(),
        "individual": individual["individual"][0].tolist() if len(features) == 1 else None,
    }


def main():
    random = np.random.default_rng(3)
    rows = random.normal(size=(60, 4))
    rows[:, 1] += 0.7 * rows[:, 0]
    model = Formula().fit(rows, None)

    table = random.normal(size=(150, 4))
    table[:, 3] = table[:, 0] + 0.3 * table[:, 3]
    target = table @ [1.5, -1, 0, 0.5] + 0.5 * random.normal(size=150)
    found = permutation_importance(LinearRegression().fit(table, target), table, target, scoring="neg_mean_squared_error", n_repeats=400, random_state=0)

    points = random.normal(size=(25, 3))
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    tree = linkage(squareform(distances, checks=False), "average")
    result = {
        "rows": rows.tolist(),
        "dependence": [dependence(model, rows, features) for features in ([0], [1], [2], [3], [0, 1], [2, 3])],
        "permutation": {
            "rows": table.tolist(), "target": target.tolist(), "means": found.importances_mean.tolist(),
            "errors": (found.importances_std / np.sqrt(399)).tolist(),
        },
        "linkage": {
            "distances": distances.tolist(), "heights": tree[:, 2].tolist(),
            "cuts": [{"distance": cut, "groups": fcluster(tree, cut, "distance").tolist()} for cut in (0.5, 1.0, 1.5, 2.5)],
        },
    }
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "dependence.json"), "w", encoding="utf-8") as file:
        json.dump(result, file)
        file.write("\n")


if __name__ == "__main__":
    main()
