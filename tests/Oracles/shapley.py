#!/usr/bin/env python3
"""Writes shapley.json: XGBoost's trees with what they contribute to rows, alone (pred_contribs) and in pairs (pred_interactions), on tables small enough to carry along.

XGBoost works in single precision, so every number in the tables is one that it holds exactly.
"""
import json
import os

import numpy as np
import xgboost

ROWS = 24


def flatten(node, found):
    """Lays a tree out with each node behind its parent and both children side by side."""
    found.append(node)
    queue = [0]
    while queue:
        at = queue.pop(0)
        own = found[at]
        if "leaf" in own:
            found[at] = {"leaf": own["leaf"], "cover": own["cover"]}
            continue
        children = {child["nodeid"]: child for child in own["children"]}
        left = len(found)
        found += [children[own["yes"]], children[own["no"]]]
        found[at] = {
            "feature": int(own["split"][1:]), "below": own["split_condition"], "left": left,
            "missing_left": own["missing"] == own["yes"], "cover": own["cover"],
        }
        queue += [left, left + 1]
    return found


# A base score of 0.5 is log-odds of 0.
def case(rows, target, outputs, interactions=True, **settings):
    matrix = xgboost.DMatrix(rows, label=target, feature_names=[f"f{i}" for i in range(rows.shape[1])])
    booster = xgboost.train({"tree_method": "exact", "seed": 0, **settings}, matrix, num_boost_round=6)
    dump = [json.loads(tree) for tree in booster.get_dump(dump_format="json", with_stats=True)]
    first = xgboost.DMatrix(rows[:ROWS], feature_names=matrix.feature_names)
    contributions = booster.predict(first, pred_contribs=True).reshape(ROWS, outputs, -1)
    entry = {
        "outputs": outputs, "rows": [[None if v != v else float(v) for v in row] for row in rows[:ROWS]],
        "margin": 0.0 if settings["objective"] == "binary:logistic" else 0.5,
        "trees": [flatten(tree, []) for tree in dump],
        "scores": booster.predict(first, output_margin=True).reshape(ROWS, outputs).astype(float).tolist(),
        "contributions": contributions.astype(float).tolist(),
    }
    if interactions:
        entry["interactions"] = booster.predict(first, pred_interactions=True).reshape(ROWS, outputs, *[rows.shape[1] + 1] * 2).astype(float).tolist()
    return entry


def main():
    random = np.random.default_rng(7)
    rows = random.integers(-8, 9, size=(400, 5)) / 4.0
    signal = rows[:, 0] * rows[:, 1] + np.abs(rows[:, 2]) + (rows[:, 3] > 0) * rows[:, 4]
    gaps = rows.copy()
    gaps[random.random(gaps.shape) < 0.2] = np.nan
    label = np.digitize(signal, [0.0, 1.5])
    weights = 1 / (1 + np.exp(-signal))
    result = {
        "numbers": case(rows, signal, 1, max_depth=6, eta=0.3, objective="reg:squarederror", base_score=0.5),
        "gaps": case(gaps, (random.random(400) < weights).astype(float), 1, max_depth=5, eta=0.5, objective="binary:logistic", base_score=0.5),
        "classes": case(rows, label, 3, max_depth=3, eta=0.4, objective="multi:softprob", num_class=3, base_score=0.5),
    }
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "shapley.json"), "w", encoding="utf-8") as file:
        json.dump(result, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
