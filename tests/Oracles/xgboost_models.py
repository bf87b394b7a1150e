#!/usr/bin/env python3
"""Writes xgboost_models.json: models as XGBoost saves them, with what it predicts and explains for rows in double precision, some of them beside the thresholds."""
import json
import os
import tempfile

import numpy as np
import xgboost

ROWS = 16


def saved(booster):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.json")
        booster.save_model(path)
        with open(path, encoding="utf-8") as file:
            return json.load(file)


def beside_thresholds(model, rows):
    """Puts values on thresholds, on the middle to the next lesser number in single precision, and right beside both."""
    rows = rows.copy()
    tree = model["learner"]["gradient_booster"]["model"]["trees"][0]
    feature, bound = tree["split_indices"][0], np.float32(tree["split_conditions"][0])
    below = np.nextafter(bound, np.float32(-np.inf))
    middle = (float(bound) + float(below)) / 2
    values = [float(bound), float(below), middle, np.nextafter(middle, -np.inf), np.nextafter(middle, np.inf)]
    rows[: len(values), feature] = values
    return rows


def case(rows, target, objective, **settings):
    matrix = xgboost.DMatrix(rows, label=target, feature_names=settings.pop("names", None))
    booster = xgboost.train({"tree_method": "exact", "objective": objective, "max_depth": 4, "eta": 0.5, **settings}, matrix, num_boost_round=4)
    model = saved(booster)
    first = beside_thresholds(model, rows[:ROWS])
    data = xgboost.DMatrix(first, feature_names=matrix.feature_names)
    return {
        "model": model, "rows": [[None if v != v else float(v) for v in row] for row in first],
        "predictions": booster.predict(data).reshape(ROWS, -1).astype(float).tolist(),
        "contributions": booster.predict(data, pred_contribs=True).reshape(ROWS, -1, rows.shape[1] + 1).astype(float).tolist(),
    }


def main():
    random = np.random.default_rng(3)
    rows = random.normal(size=(300, 4))
    signal = rows[:, 0] * rows[:, 1] + np.abs(rows[:, 2])
    gaps = rows.copy()
    gaps[random.random(gaps.shape) < 0.2] = np.nan
    result = {
        "numbers": case(rows, signal, "reg:squarederror", names=["age", "income", "debt ratio", "score"]),
        "counts": case(rows, random.poisson(np.exp(signal / 2)).astype(float), "count:poisson", base_score=0.7),
        "two": case(gaps, (signal > 0.5).astype(float), "binary:logistic", base_score=0.3),
        "three": case(rows, np.digitize(signal, [0.0, 1.0]), "multi:softprob", num_class=3),
    }
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "xgboost_models.json"), "w", encoding="utf-8") as file:
        json.dump(result, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
