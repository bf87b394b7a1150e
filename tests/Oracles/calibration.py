#!/usr/bin/env python3
"""Writes calibration.json: curves that scikit-learn (sigmoid, isotonic), statsmodels (beta) and SciPy (temperature) learn from scores.

Needs python3-sklearn, python3-statsmodels, python3-scipy.
"""
import json
import os
import warnings

import numpy as np
import statsmodels.api as sm
from scipy.optimize import minimize, minimize_scalar
from sklearn.isotonic import IsotonicRegression

warnings.simplefilter("ignore")
random = np.random.default_rng(11)
N = 400
score = np.round(random.normal(size=N) * 2, 4)
label = (random.uniform(size=N) < 1 / (1 + np.exp(-(0.6 * score - 0.4)))).astype(float)
weight = np.round(random.uniform(0.2, 3, N), 3)
# Probabilities that are too sure of themselves, some of them equal.
probability = np.round(1 / (1 + np.exp(-2.5 * score)), 3)
asked = np.round(np.linspace(-5, 5, 41), 3)
asked_probability = np.round(np.linspace(0, 1, 41), 3)
cases = []


def soft(weights):
    above, below = weights[label == 1].sum(), weights[label == 0].sum()
    return np.where(label == 1, (above + 1) / (above + 2), 1 / (below + 2))


def logarithms(values):
    kept = np.clip(values, np.finfo(float).eps, 1 - np.finfo(float).eps)
    return np.column_stack([np.log(kept), -np.log(1 - kept), np.ones(len(kept))])


def beta(values, weights, left_out):
    """The method of Kull, Silva Filho and Flach (2017): a logistic regression; a feature whose factor is below 0 is left out."""
    columns = [0, 1, 2]
    while True:
        result = sm.GLM(label, logarithms(values)[:, columns], family=sm.families.Binomial(), var_weights=weights).fit(tol=1e-14, maxiter=300)
        below = [i for i in range(len(columns) - 1) if result.params[i] < 0]
        if not below:
            break
        columns.pop(below[0])
    assert 3 - len(columns) == left_out
    return result.predict(logarithms(asked_probability)[:, columns]).tolist()


for weighted in [False, True]:
    w = weight if weighted else np.ones(N)
    target = soft(w)

    def loss(parameters):
        power = parameters[0] * score + parameters[1]
        return (w * (target * power + np.logaddexp(0, -power))).sum()

    # Platt's objective, as scikit-learn's _sigmoid_calibration poses it, to more digits than its own minimiser gives.
    a, b = minimize(loss, [0, 0], method="BFGS", options={"gtol": 1e-9}).x
    cases.append({"method": "Sigmoid", "weighted": weighted, "expected": (1 / (1 + np.exp(a * asked + b))).tolist()})
    fitted = IsotonicRegression(out_of_bounds="clip").fit(probability, label, sample_weight=w)
    cases.append({"method": "Isotonic", "weighted": weighted, "expected": fitted.predict(asked_probability).tolist()})
    cases.append({"method": "Beta", "weighted": weighted, "expected": beta(probability, w, 0)})
    # Probabilities that are folded over at one end call for a factor below 0.
    inner = np.clip(probability, 0.05, 0.95)
    for folded in [np.where(inner < 0.2, 0.4 - inner, inner), np.where(inner > 0.8, 1.6 - inner, inner)]:
        folded = np.round(folded, 3)
        cases.append({"method": "Beta", "weighted": weighted, "probabilities": folded.tolist(), "expected": beta(folded, w, 1)})

    rows = np.clip(np.column_stack([1 - probability, probability]), 1e-12, None)

    def heat(log_inverse):
        powers = np.exp(log_inverse) * np.log(rows)
        return (w * (np.logaddexp(powers[:, 0], powers[:, 1]) - powers[np.arange(N), label.astype(int)])).sum()

    inverse = np.exp(minimize_scalar(heat, bounds=(-4, 4), method="bounded", options={"xatol": 1e-12}).x)
    kept = np.clip(np.column_stack([1 - asked_probability[1:-1], asked_probability[1:-1]]), 1e-12, None) ** inverse
    cases.append({"method": "Temperature", "weighted": weighted, "expected": (kept[:, 1] / kept.sum(axis=1)).tolist()})

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "calibration.json"), "w", encoding="utf-8") as file:
    json.dump({"scores": score.tolist(), "labels": label.tolist(), "weights": weight.tolist(), "probabilities": probability.tolist(), "asked": asked.tolist(),
               "askedProbabilities": asked_probability.tolist(), "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
