#!/usr/bin/env python3
"""Writes descent.json: the exact minima of the convex problems that gradient descent must come near to, from SciPy and scikit-learn."""
import json
import os
import warnings

import numpy as np
from scipy.optimize import linprog, minimize
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.linear_model import ElasticNet, LogisticRegression, Ridge

warnings.simplefilter("ignore")
random = np.random.default_rng(3)


def scaled(loader, rows, columns):
    features, target = loader(return_X_y=True)
    chosen = np.sort(random.choice(len(features), rows, replace=False))
    features, target = features[chosen][:, :columns], target[chosen]
    return np.round((features - features.mean(axis=0)) / features.std(axis=0), 4), target.astype(float)


TABLES = {"cancer": scaled(load_breast_cancer, 150, 8), "iris": scaled(load_iris, 120, 4), "diabetes": scaled(load_diabetes, 150, 8)}
features, target = TABLES["diabetes"]
TABLES["diabetes"] = (features, np.round((target - target.mean()) / target.std(), 4))
cases = []


def add(kind, table, loss, penalty, alpha, coefficients, intercepts, **more):
    cases.append({"kind": kind, "table": table, "loss": loss, "penalty": penalty, "alpha": alpha, "coefficients": np.atleast_2d(coefficients).tolist(), "intercepts": np.atleast_1d(intercepts).tolist(), **more})


def smooth(loss, table, alpha, sign):
    """Minimises mean(loss(score)) + alpha/2 |w|^2 by BFGS; loss gives values and slopes."""
    features, target = TABLES[table]
    aim = np.where(target > 0, 1.0, -1.0) if sign else target

    def cost(parameters):
        values, slopes = loss(features @ parameters[:-1] + parameters[-1], aim)
        gradient = np.append(features.T @ slopes / len(aim) + alpha * parameters[:-1], slopes.mean())
        return values.mean() + alpha / 2 * parameters[:-1] @ parameters[:-1], gradient

    found = minimize(cost, np.zeros(features.shape[1] + 1), jac=True, method="BFGS", options={"gtol": 1e-10, "maxiter": 10_000})
    return found.x[:-1], found.x[-1], found.fun


def squared_hinge(score, aim):
    left = np.maximum(0, 1 - score * aim)
    return left ** 2, -2 * aim * left


def modified_huber(score, aim):
    margin = score * aim
    return np.where(margin >= -1, np.maximum(0, 1 - margin) ** 2, -4 * margin), aim * np.where(margin >= 1, 0, np.where(margin >= -1, -2 * (1 - margin), -4.0))


def huber(score, aim):
    left = score - aim
    return np.where(np.abs(left) > 0.5, 0.5 * np.abs(left) - 0.125, left ** 2 / 2), np.clip(left, -0.5, 0.5)


def squared_insensitive(score, aim):
    left = score - aim
    beyond = np.maximum(0, np.abs(left) - 0.5)
    return beyond ** 2, 2 * beyond * np.sign(left)


for name, alpha in [("cancer", 0.01), ("iris", 0.01)]:
    features, target = TABLES[name]
    model = LogisticRegression(C=1 / (alpha * len(target)), solver="newton-cg", tol=1e-12, max_iter=1000).fit(features, target)
    add("Classification", name, "Log", "L2", alpha, model.coef_, model.intercept_)
for name, function in [("SquaredHinge", squared_hinge), ("ModifiedHuber", modified_huber)]:
    coefficients, intercept, cost = smooth(function, "cancer", 0.05, True)
    add("Classification", "cancer", name, "L2", 0.05, coefficients, intercept, cost=cost)
features, target = TABLES["cancer"]
model = LogisticRegression(penalty="elasticnet", C=1 / (0.05 * len(target)), l1_ratio=0.6, solver="saga", tol=1e-12, max_iter=200_000).fit(features, target)
add("Classification", "cancer", "Log", "ElasticNet", 0.05, model.coef_, model.intercept_, l1_ratio=0.6)
features, target = TABLES["diabetes"]
for weighted in [False, True]:
    weights = np.round(random.uniform(0.3, 2, len(target)), 3) if weighted else np.ones(len(target))
    model = Ridge(alpha=0.02 * len(target)).fit(features, target, sample_weight=weights)
    add("Regression", "diabetes", "Squared", "L2", 0.02, model.coef_, model.intercept_, weights=weights.tolist() if weighted else None)
for alpha, ratio in [(0.1, 1.0), (0.2, 0.5)]:
    model = ElasticNet(alpha=alpha, l1_ratio=ratio, tol=1e-14, max_iter=100_000).fit(features, target)
    add("Regression", "diabetes", "Squared", "L1" if ratio == 1 else "ElasticNet", alpha, model.coef_, model.intercept_, l1_ratio=ratio)
for name, function in [("Huber", huber), ("SquaredEpsilonInsensitive", squared_insensitive)]:
    coefficients, intercept, cost = smooth(function, "diabetes", 0.02, False)
    add("Regression", "diabetes", name, "L2", 0.02, coefficients, intercept, epsilon=0.5, cost=cost)
# Without a penalty the quantile loss is a linear program: the cost of its optimum is what descent must come down to.
rows, columns = features.shape
objective = np.concatenate([np.zeros(columns + 1), np.full(rows, 0.8) / rows, np.full(rows, 0.2) / rows])
equal = np.hstack([features, np.ones((rows, 1)), np.eye(rows), -np.eye(rows)])
found = linprog(objective, A_eq=equal, b_eq=target, bounds=[(None, None)] * (columns + 1) + [(0, None)] * (2 * rows))
add("Regression", "diabetes", "Quantile", "None", 0.0, found.x[:columns], found.x[columns], quantile=0.8, cost=found.fun)

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "descent.json"), "w", encoding="utf-8") as file:
    json.dump({"tables": {name: {"features": features.tolist(), "target": target.tolist()} for name, (features, target) in TABLES.items()}, "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
