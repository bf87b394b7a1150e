#!/usr/bin/env python3
"""Writes kernels.json: what scikit-learn's support vector machines decide on the tables of linear.json, and one sigmoid of Platt's.

Run after linear.py, whose tables it reads.
"""
import json
import os

import numpy as np
from sklearn.calibration import _sigmoid_calibration
from sklearn.svm import SVC, SVR

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "linear.json")) as file:
    TABLES = json.load(file)["tables"]

cases = []
KERNELS = {"Rbf": "rbf", "Linear": "linear", "Polynomial": "poly", "Sigmoid": "sigmoid"}


def rounded(values):
    return np.round(np.asarray(values, float), 7).tolist()


def read(name, weighted):
    table = TABLES[name]
    return np.array(table["features"]), np.array(table["target"]), np.array(table["weights"]) if weighted else None


for name, kernel, c, gamma, degree, coef0, balanced, weighted in [
    ("cancer", "Rbf", 1.0, None, 3, 0.0, False, False),
    ("cancer", "Rbf", 10.0, 0.05, 3, 0.0, True, False),
    ("cancer", "Linear", 0.5, None, 3, 0.0, False, False),
    ("wine", "Rbf", 1.0, None, 3, 0.0, False, True),
    ("wine", "Polynomial", 1.0, 0.1, 2, 1.0, False, False),
    ("iris", "Rbf", 100.0, 0.5, 3, 0.0, True, False),
    ("wine", "Sigmoid", 0.3, 0.02, 3, 0.1, False, False),
]:
    features, target, weights = read(name, weighted)
    model = SVC(C=c, kernel=KERNELS[kernel], gamma=gamma or "scale", degree=degree, coef0=coef0, class_weight="balanced" if balanced else None, tol=1e-8)
    model.fit(features, target.astype(int), sample_weight=weights)
    cases.append({
        "estimator": "Svc", "table": name, "weighted": weighted,
        "settings": {"Kernel": kernel, "C": c, "Gamma": gamma, "Degree": degree, "Coef0": coef0, "Balanced": balanced},
        "decisions": rounded(np.asarray(model.decision_function(features)).reshape(len(features), -1)),
        "vectors": int(model.n_support_.sum()),
    })

for name, kernel, c, epsilon, gamma, weighted in [
    ("diabetes", "Rbf", 50.0, 5.0, None, False),
    ("diabetes", "Rbf", 300.0, 20.0, 0.03, True),
    ("diabetes", "Linear", 1.0, 0.0, None, False),
    ("wide", "Rbf", 10.0, 0.1, None, True),
]:
    features, target, weights = read(name, weighted)
    model = SVR(C=c, kernel=KERNELS[kernel], gamma=gamma or "scale", epsilon=epsilon, tol=1e-7).fit(features, target, sample_weight=weights)
    cases.append({
        "estimator": "Svr", "table": name, "weighted": weighted,
        "settings": {"Kernel": kernel, "C": c, "Gamma": gamma, "Epsilon": epsilon},
        "predictions": rounded(model.predict(features)),
        "vectors": len(model.support_),
    })

random = np.random.default_rng(3)
decisions = random.normal(size=80)
above = random.uniform(size=80) < 1 / (1 + np.exp(-2.5 * decisions - 0.4))
weights = np.round(random.uniform(0.2, 3, 80), 3)
slope, shift = _sigmoid_calibration(decisions, above.astype(int))
platt = {"decisions": rounded(decisions), "above": above.tolist(), "slope": slope, "shift": shift}

with open(os.path.join(here, "kernels.json"), "w") as file:
    json.dump({"cases": cases, "platt": platt}, file, separators=(",", ":"))
