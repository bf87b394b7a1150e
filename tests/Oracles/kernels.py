#!/usr/bin/env python3
"""Writes kernels.json: what scikit-learn's support vector machines decide on the tables of linear.json, and one sigmoid of Platt's.

Run after linear.py, whose tables it reads.
"""
import json
import os

import numpy as np
from scipy.optimize import linprog
from sklearn.calibration import _sigmoid_calibration
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR, NuSVC, NuSVR, OneClassSVM
from sklearn.utils.class_weight import compute_sample_weight

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
        "vectors": int(model.n_support_.sum()), "support": model.support_.tolist(), "coefficients": rounded(model.dual_coef_), "intercepts": rounded(model.intercept_),
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

for name, kernel, nu, gamma, balanced, weighted in [
    ("cancer", "Rbf", 0.3, None, False, False),
    ("cancer", "Linear", 0.4, None, True, False),
    ("wine", "Rbf", 0.2, 0.05, False, True),
    ("iris", "Rbf", 0.4, 0.5, False, False),
]:
    features, target, weights = read(name, weighted)
    weights = compute_sample_weight("balanced", target) if balanced else weights  # NuSVC itself passes class weights over
    model = NuSVC(nu=nu, kernel=KERNELS[kernel], gamma=gamma or "scale", tol=1e-9)
    model.fit(features, target.astype(int), sample_weight=weights)
    cases.append({
        "estimator": "NuSvc", "table": name, "weighted": weighted,
        "settings": {"Kernel": kernel, "Nu": nu, "Gamma": gamma, "Balanced": balanced},
        "decisions": rounded(np.asarray(model.decision_function(features)).reshape(len(features), -1)),
        "vectors": int(model.n_support_.sum()),
    })

for name, kernel, c, nu, gamma, weighted in [
    ("diabetes", "Rbf", 100.0, 0.5, None, False),
    ("diabetes", "Linear", 2.0, 0.2, None, True),
    ("wide", "Rbf", 10.0, 0.7, 0.02, False),
]:
    features, target, weights = read(name, weighted)
    model = NuSVR(C=c, nu=nu, kernel=KERNELS[kernel], gamma=gamma or "scale", tol=1e-8).fit(features, target, sample_weight=weights)
    cases.append({
        "estimator": "NuSvr", "table": name, "weighted": weighted,
        "settings": {"Kernel": kernel, "C": c, "Nu": nu, "Gamma": gamma},
        "predictions": rounded(model.predict(features)),
        "vectors": len(model.support_),
    })

for name, kernel, nu, gamma, weighted in [
    ("cancer", "Rbf", 0.1, None, False),
    ("wine", "Rbf", 0.5, 0.1, True),
    ("iris", "Polynomial", 0.25, 0.1, False),
]:
    features, _, weights = read(name, weighted)
    model = OneClassSVM(nu=nu, kernel=KERNELS[kernel], gamma=gamma or "scale", degree=3, coef0=1.0, tol=1e-10).fit(features, sample_weight=weights)
    cases.append({
        "estimator": "OneClassSvm", "table": name, "weighted": weighted,
        "settings": {"Kernel": kernel, "Nu": nu, "Gamma": gamma},
        "decisions": rounded(model.decision_function(features)),
        "support": model.support_.tolist(), "coefficients": rounded(model.dual_coef_[0]),
    })

for name, loss, penalty, c, intercept, scaling, balanced, weighted in [
    ("cancer", "SquaredHinge", "L2", 1.0, True, 1.0, False, False),
    ("cancer", "Hinge", "L2", 0.5, True, 10.0, True, False),
    ("cancer", "SquaredHinge", "L1", 0.3, True, 1.0, False, True),
    ("wine", "SquaredHinge", "L2", 0.1, True, 1.0, False, True),
    ("wine", "Hinge", "L2", 1.0, False, 1.0, True, False),
    ("wine", "SquaredHinge", "L1", 0.5, False, 1.0, True, False),
    ("iris", "SquaredHinge", "L2", 10.0, True, 5.0, True, False),
    ("iris", "Hinge", "L2", 1.0, True, 1.0, False, True),
]:
    features, target, weights = read(name, weighted)
    model = LinearSVC(
        C=c, loss={"SquaredHinge": "squared_hinge", "Hinge": "hinge"}[loss], penalty=penalty.lower(), dual=loss == "Hinge", fit_intercept=intercept,
        intercept_scaling=scaling, class_weight="balanced" if balanced else None, tol=1e-11, max_iter=2_000_000, random_state=0)
    model.fit(features, target.astype(int), sample_weight=weights)
    cases.append({
        "estimator": "LinearSvc", "table": name, "weighted": weighted,
        "settings": {"Loss": loss, "Penalty": penalty, "C": c, "Intercept": intercept, "InterceptScaling": scaling, "Balanced": balanced},
        "coefficients": rounded(model.coef_), "intercepts": rounded(np.zeros(len(model.coef_)) + model.intercept_),
    })

for name, loss, c, epsilon, intercept, scaling, weighted in [
    ("diabetes", "EpsilonInsensitive", 1.0, 0.0, True, 1.0, False),
    ("diabetes", "EpsilonInsensitive", 1.0, 20.0, True, 10.0, True),
    ("diabetes", "SquaredEpsilonInsensitive", 0.1, 5.0, True, 1.0, True),
    ("diabetes", "SquaredEpsilonInsensitive", 1.0, 10.0, False, 1.0, False),
    ("wide", "EpsilonInsensitive", 0.01, 0.1, True, 1.0, False),
    ("wide", "SquaredEpsilonInsensitive", 1.0, 0.1, True, 1.0, True),
]:
    features, target, weights = read(name, weighted)
    model = LinearSVR(
        C=c, epsilon=epsilon, loss={"EpsilonInsensitive": "epsilon_insensitive", "SquaredEpsilonInsensitive": "squared_epsilon_insensitive"}[loss],
        fit_intercept=intercept, intercept_scaling=scaling, tol=1e-11, max_iter=2_000_000, random_state=0)
    model.fit(features, target, sample_weight=weights)
    cases.append({
        "estimator": "LinearSvr", "table": name, "weighted": weighted,
        "settings": {"Loss": loss, "C": c, "Epsilon": epsilon, "Intercept": intercept, "InterceptScaling": scaling},
        "coefficients": rounded(model.coef_), "intercept": float(np.round(np.ravel(model.intercept_)[0] if intercept else 0, 7)),
    })



def least(rows, signs, offsets, prices):
    """Bounds 1/2 |w|^2 + sum price max(0, offset - sign row w) from below: by its dual at shares from 0 to the price, which an interior-point method brings near the best."""
    rows = signs[:, None] * rows
    shares, rests, weights = prices / 2, prices / 2, np.zeros(rows.shape[1])
    over = np.abs(offsets).mean() + np.maximum(offsets, 0)
    under = np.abs(offsets).mean() + np.maximum(-offsets, 0)
    best = -np.inf
    for _ in range(60):
        scores, total = rows @ weights, rows.T @ shares
        best = max(best, offsets @ shares - total @ total / 2)
        if shares @ under + rests @ over <= 1e-13 * abs(best):
            break
        spread = 1 / (over / rests + under / shares)
        curvature = np.eye(len(weights)) + (rows.T * spread) @ rows
        unit = 1 / np.sqrt(np.diag(curvature))

        def direct(low, high):
            pull = spread * (offsets - scores - over + under - high / rests + low / shares)
            step = unit * np.linalg.solve(curvature * unit * unit[:, None], unit * (total - weights + rows.T @ pull))
            share = pull - spread * (rows @ step)
            return step, share, (low - under * share) / shares, (high + over * share) / rests

        def longest(share, low, high):
            with np.errstate(divide="ignore"):
                return 1 / max(0, (-share / shares).max(), (share / rests).max(), (-low / under).max(), (-high / over).max())

        middle = shares @ under + rests @ over
        _, share, low, high = direct(-shares * under, -rests * over)
        length = min(1, longest(share, low, high))
        reached = (shares + length * share) @ (under + length * low) + (rests - length * share) @ (over + length * high)
        target = (reached / middle) ** 3 * middle / (2 * len(shares))
        step, share, low, high = direct(target - shares * under - share * low, target - rests * over + share * high)
        length = min(1, 0.995 * longest(share, low, high))
        weights, shares, rests, under, over = weights + length * step, shares + length * share, rests - length * share, under + length * low, over + length * high
    return float(best)


# The least of objectives on features as they come: columns of very different scales, or far from 0, on which LIBLINEAR does not arrive.
def turned(features, shift):
    """Rows of features + shift and a constant of 1, turned so that what they have in common is one column: the objective sees products of rows alone."""
    mean = features.mean(axis=0) + shift
    spread = features - features.mean(axis=0)
    basis, _ = np.linalg.qr(np.c_[np.r_[mean, 1.0], np.r_[mean, 0.0], np.eye(len(mean) + 1)[:, :-1]])
    rows = np.c_[spread, np.zeros(len(features))] @ basis
    rows[:, 0] += np.r_[mean, 1.0] @ basis[:, 0]
    return rows


bounds = []
for name, spread, shift, epsilon, c in [
    ("cancer", 0, 0.0, None, 1.0), ("cancer", 3, 0.0, None, 1.0), ("cancer", 2, 0.0, None, 100.0), ("cancer", 0, 0.0, None, 0.01), ("cancer", 0, 1e5, None, 1.0),
    ("diabetes", 0, 0.0, 0.0, 1.0), ("diabetes", 3, 0.0, 10.0, 1.0), ("diabetes", 2, 0.0, 0.0, 0.01), ("diabetes", 0, 1e6, 5.0, 10.0), ("wide", 2, 0.0, 0.1, 10.0), ("wide", 0, 1e5, 0.1, 1.0),
]:
    features, target, _ = read(name, False)
    factors = 10.0 ** (spread * np.cos(np.arange(features.shape[1])))
    rows, count = np.c_[features * factors, np.ones(len(features))] if shift == 0 else turned(features * factors, shift), len(features)
    prices = np.full(count, c)
    if epsilon is None:
        bound = least(rows, np.where(target == 1, 1.0, -1.0), np.ones(count), prices)
    else:
        bound = least(np.r_[rows, rows], np.repeat([1.0, -1.0], count), np.r_[target - epsilon, -target - epsilon], np.r_[prices, prices])
    bounds.append({"table": name, "factors": factors.tolist(), "shift": shift, "epsilon": epsilon, "C": c, "bound": bound})

# The least sum of sizes of weights that part rows with a margin of 1: what an L1 penalty comes to as the price grows, from below.
parted = []
for count, spread in [(25, 0), (25, 2), (80, 0), (100, 1)]:
    features, target, _ = read("cancer", False)
    factors = 10.0 ** (spread * np.cos(np.arange(features.shape[1])))
    rows = np.where(target == 1, 1.0, -1.0)[:count, None] * np.c_[features * factors, np.ones(len(features))][:count]
    found = linprog(np.ones(2 * rows.shape[1]), A_ub=-np.c_[rows, -rows], b_ub=-np.ones(len(rows)), method="highs")
    if found.status == 0:
        parted.append({"rows": count, "factors": factors.tolist(), "least": found.fun})

random = np.random.default_rng(3)
decisions = random.normal(size=80)
above = random.uniform(size=80) < 1 / (1 + np.exp(-2.5 * decisions - 0.4))
weights = np.round(random.uniform(0.2, 3, 80), 3)
slope, shift = _sigmoid_calibration(decisions, above.astype(int))
platt = {"decisions": rounded(decisions), "above": above.tolist(), "slope": slope, "shift": shift}

with open(os.path.join(here, "kernels.json"), "w") as file:
    json.dump({"cases": cases, "bounds": bounds, "parted": parted, "platt": platt}, file, separators=(",", ":"))
